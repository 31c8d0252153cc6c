"""What the dialer lays before me: kept until its result is said; who it is is asked."""

from __future__ import annotations

from collections.abc import Callable

from operator_panel.app.asking import Asking
from operator_panel.app.knowing import Knowing
from operator_panel.presenter.leads import contact_key
from shared.feed_client.client import FeedClient


class Campaigning:
    """``look`` whenever something else may lie there; ``changed`` after that. ``close``: nothing is heard any more."""

    def __init__(
        self, client: FeedClient, knowing: Knowing, asking: Asking, changed: Callable[[], None]
    ) -> None:  # fmt: skip
        self._client, self._knowing, self._asking, self._changed = client, knowing, asking, changed
        self._is_closed = False
        client.board.listen_to_work(self.look)

    def look(self) -> None:
        """Something else lies before me in a campaign."""
        if self._is_closed:
            return
        self._knowing.meet_work()
        work = self._client.board.work
        if work is not None and work.contact is not None:
            self._asking.meet_contact(contact_key(work.contact.contact), work.contact.number)
        self._changed()

    def close(self) -> None:
        """The shift is over; the board lives longer."""
        self._is_closed = True
