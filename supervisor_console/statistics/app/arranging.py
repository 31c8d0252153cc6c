"""How a report is shown, at work: the choices under the button of its table, and what they change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from shared.qt.ground import Ground
from supervisor_console.statistics.presenter.arranging import arranging_screen, rearranged
from supervisor_console.statistics.presenter.moment import Moment
from supervisor_console.statistics.screen.arranging import ArrangeWish
from supervisor_console.statistics.views.arranging import ArrangingPopover


class Arranging:
    """``popover``: while it is open. ``know``: have the page know something else, and show it."""

    def __init__(self, ground: Ground, moment: Callable[[], Moment], know: Callable[..., Any]) -> None:
        self._ground, self._moment, self._know = ground, moment, know
        self.popover: ArrangingPopover | None = None

    def open(self, anchor: QWidget) -> None:
        """Under this."""
        screen = arranging_screen(self._moment())
        if screen is None or self.popover is not None:
            return
        self.popover = ArrangingPopover(self._ground, anchor, screen)
        self.popover.wished.connect(self._do)
        self.popover.closed.connect(self._gone)
        self.popover.open(self.popover.search)

    def _gone(self) -> None:
        self.popover = None

    def _do(self, wish: ArrangeWish) -> None:
        self._know(arrangement=rearranged(self._moment(), wish))
        screen = arranging_screen(self._moment())
        if self.popover is not None and screen is not None:
            self.popover.render_screen(screen)
