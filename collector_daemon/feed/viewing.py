"""What one client looks at: the present or a moment of the past, as much of it as its account may see."""

from __future__ import annotations

from collections.abc import Callable

from collector_daemon.feed.house import Guest, House
from collector_daemon.feed.journey import Journey
from collector_daemon.feed.outlet import Outlet
from collector_daemon.feed.permissions import Lens, lens
from collector_daemon.feed.subscriptions import Bookmark, Subscription
from shared.domain.accounts import Account
from shared.domain.board import Topic
from shared.domain.commands import Refused
from shared.protocol.messages import Resume, Subscribe


class Viewing:
    """Of one session, whose ``guest`` it is. ``complain`` tells the client what is wrong: code and sentence."""

    def __init__(self, house: House, outlet: Outlet, guest: Guest, complain: Callable[[str, str], None]) -> None:
        self._house, self._outlet, self._guest, self._complain = house, outlet, guest, complain
        self._journey = Journey(house, outlet, self._refuse_past, self._leave_present, self._show)
        self._asked: tuple[frozenset[Topic], frozenset[str] | None] | None = None
        self._lens: Lens | None = None
        self.present: Subscription | None = None

    def subscribe(self, message: Subscribe, account: Account) -> None:
        """Show what was asked for from now on, or say why not."""
        if not account.may("board.watch"):
            self._complain("not_allowed", "Your account may not watch the board.")
            return
        if message.past is not None and message.past.at.tzinfo is None:
            self._complain("bad_message", "past.at needs a time zone.")
            return
        wished = None if message.filter.queues is None else frozenset(message.filter.queues)
        self._asked = frozenset(message.topics), wished
        shown = lens(account, *self._asked, self._house.centre.country)
        mark = self._recalled(message, account)
        if message.past is None:
            self._journey.end()
            self._show(shown, mark, message.resume)
        else:
            self._journey.go(message.past, shown)

    def see_as(self, account: Account) -> None:
        """The account acts on another agent: show the present anew where that makes a difference."""
        if self._asked is None or self.present is None:
            return
        shown = lens(account, *self._asked, self._house.centre.country)
        if shown != self._lens:
            self._show(shown)

    def catch_up(self) -> None:
        """The client has read: send what waits."""
        shown = self._journey.subscription or self.present
        if shown is not None:
            shown.catch_up()

    def leave(self, session: str, account: Account | None) -> None:
        """The client goes; where it was is kept for a while, so that it can come back and go on."""
        self._journey.end()
        present = self._close()
        if present is not None and account is not None:
            now = self._house.clock.monotonic()
            self._house.subscriptions.remember(session, account.name, present.bookmark, now)

    def _show(self, shown: Lens, mark: Bookmark | None = None, resume: Resume | None = None) -> None:
        """The present, from the bookmark on if that is possible."""
        self._leave_present()
        self._lens = shown
        self.present = self._house.subscriptions.open(shown, self._outlet)
        if mark is None or resume is None or not self.present.go_on(mark, resume.seq):
            self.present.begin()

    def _leave_present(self) -> None:
        self._close()

    def _close(self) -> Subscription | None:
        present, self.present = self.present, None
        if present is not None:
            self._house.subscriptions.close(present, self._house.clock.monotonic())
        return present

    def _refuse_past(self, refusal: Refused) -> None:
        self._complain(refusal.code, refusal.message)

    def _recalled(self, message: Subscribe, account: Account) -> Bookmark | None:
        """Where the earlier session was; if the server still takes it for alive, it is no more."""
        if message.resume is None:
            return None
        self._house.supersede(message.resume.session, account, self._guest)
        return self._house.subscriptions.recall(message.resume.session, account.name)
