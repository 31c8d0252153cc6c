"""Asks once whether the centre has had any call; where the board shows one nobody needs to ask."""

from __future__ import annotations

from collections.abc import Callable

from shared.errors import SuiteError
from supervisor_console.page import Away, Console
from supervisor_console.reports.first import any_call


class Beginning:
    """``has_calls``: True until it is known that there is none."""

    def __init__(self, console: Console, changed: Callable[[], None]) -> None:
        self._console, self._changed = console, changed
        self.has_calls, self._is_asked, self._is_left = True, False, False

    def look(self) -> None:
        """The board has come, or is different."""
        board = self._console.feed.board
        has_seen = bool(board.rows("calls")) or any(row.answered or row.abandoned for row in board.queues)
        if has_seen:
            self.leave()
        elif board.seq is not None and not self._is_asked and not self._is_left and self._console.may("history.all"):
            self._is_asked = True
            self._console.spawn(self._ask(), "live beginning")

    def leave(self) -> None:
        """There are calls, or nobody wants to be led any more."""
        if not self._is_left:
            self.has_calls = self._is_left = True
            self._changed()

    async def _ask(self) -> None:
        try:
            has_calls = await self._console.database.ask(any_call)
        except (Away, SuiteError):
            self._is_asked = False
            return
        self.has_calls = has_calls or self._is_left
        self._changed()
