"""The board at a past moment: the bar that chooses it, the wish to the daemon, and the way back to the present."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from shared.feed_client.client import FeedClient
from shared.feed_client.status import Wish
from shared.language import Language
from shared.protocol.past import Past
from wallboard.views.board import BoardWidget
from wallboard.views.editing import bar_style
from wallboard.views.past_bar import PastBar


class TimeMachine:
    """``bar`` is there while a moment is chosen or shown. ``left`` is called when it is closed."""

    def __init__(self, client: FeedClient, board: BoardWidget, left: Callable[[], None]) -> None:
        self._client, self._board, self._left = client, board, left
        self.bar: PastBar | None = None

    def open(self, language: Language, zone: ZoneInfo) -> None:
        """Offer the moment that is shown."""
        self.bar = bar = PastBar(language, zone, self._board)
        bar.latest(self._client.server_now())
        bar.begin_at(self._client.board_now())
        bar.wished.connect(lambda at, speed: self._client.wish(Wish(past=Past(at, speed))))
        bar.left.connect(self.close)
        self.place()
        bar.show()
        bar.begin()

    def close(self) -> None:
        """Back to the present."""
        bar, self.bar = self.bar, None
        if bar is None:
            return
        bar.hide()
        bar.deleteLater()
        if not self._client.travel.is_in_present:
            self._client.wish(Wish())
        self._left()

    def place(self) -> None:
        """Lie over the ticker, at whatever size the board is now."""
        if self.bar is not None:
            self.bar.setStyleSheet(bar_style(self._board.width()))
            height = max(self.bar.sizeHint().height(), self._board.ticker.height())
            self.bar.setGeometry(0, self._board.height() - height, self._board.width(), height)
            self.bar.raise_()

    def second(self) -> None:
        """The moment goes on in the bar too."""
        if self.bar is not None and self._client.past is not None:
            self.bar.begin_at(self._client.board_now())

    def travelled(self) -> None:
        """The board has gone to another moment, or was refused to."""
        if self.bar is not None:
            refusal = self._client.travel.refusal
            self.bar.tell(refusal.code if refusal else "")
