"""The panel's window: its sizes, and that it was closed. Where it stands on which screen is the app's.

The compact view is a line of its own height; the size from before comes back with the whole view.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QCloseEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from operator_panel.screen import PanelScreen
from operator_panel.views.compact import HEIGHT as COMPACT_HEIGHT
from operator_panel.views.panel_view import PanelView
from shared.qt.ground import Ground
from shared.qt.icons import icon

USUAL, SMALLEST = QSize(420, 760), QSize(360, 640)
LARGEST = 16777215


class PanelWindow(QWidget):
    """Signals: ``wished`` (a ``Wish``), ``closed``, ``minimised``, ``moved`` (also when it was resized)."""

    wished = Signal(object)
    closed = Signal()
    minimised = Signal()
    moved = Signal()

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.view = PanelView(ground)
        self._height_before = 0
        self._is_compact = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.view.wished.connect(self.wished.emit)
        ground.theme_changed.connect(self._dress)
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self._dress()
        self.view.setFocus()

    def render_screen(self, screen: PanelScreen) -> None:
        """Show this, in the size of its view."""
        if screen.is_compact != self._is_compact:
            self._change_size(is_compact=screen.is_compact)
        title = " – ".join(part for part in (screen.tray.text, screen.header.program) if part)
        if title and title != self.windowTitle():
            self.setWindowTitle(title)
        self.view.render_screen(screen)

    def begin_compact(self, height: int) -> None:
        """It was one line when the program ended: the whole view will be as high as it was before that; 0: as usual."""
        self._height_before = max(height or USUAL.height(), SMALLEST.height())

    @property
    def is_compact(self) -> bool:
        """Is it one line now?"""
        return self._is_compact

    def _change_size(self, *, is_compact: bool) -> None:
        self._is_compact = is_compact
        if is_compact:
            self._height_before = self._height_before or self.height()
            self.setMinimumSize(SMALLEST.width(), COMPACT_HEIGHT)
            self.setMaximumHeight(COMPACT_HEIGHT)
            self.resize(self.width(), COMPACT_HEIGHT)
        else:
            self.setMaximumHeight(LARGEST)
            self.setMinimumSize(SMALLEST)
            self.resize(self.width(), self._height_before)
            self._height_before = 0

    def _dress(self) -> None:
        self.setWindowIcon(icon("headphones", self._ground.theme.colour("accent"), 32))

    # --- what the window system tells

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """What closing means is the app's: into the tray, or the end."""
        event.ignore()
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Made small by its own button."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and self.isMinimized():
            self.minimised.emit()

    def moveEvent(self, event: QMoveEvent) -> None:  # noqa: N802 - Qt's name
        """It stands somewhere else."""
        super().moveEvent(event)
        self.moved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """It has another size."""
        super().resizeEvent(event)
        self.moved.emit()
