"""Parts under one another that scroll where they have no room; the scroll bar has its place in the right margin."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSpacerItem, QVBoxLayout, QWidget

SIDE, GAP, CLOSE_GAP = 16, 16, 8
SHORT = 430
"""Up to this height the sections stand closer, so that the list below has the only scroll bar."""


class Scrolled(QScrollArea):
    """``put_below`` adds something of the full width that takes what room is left."""

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._parts = parts
        self._inner = [self._with_margins(part) for part in parts]
        self._space = QSpacerItem(0, GAP // 2)  # the tabs below have as much inside
        self._column.addItem(self._space)
        self._column.addStretch(0)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(lambda: QTimer.singleShot(0, self, self.make_room))

    def _with_margins(self, part: QWidget) -> QVBoxLayout:
        inner = QVBoxLayout()
        inner.setContentsMargins(SIDE, GAP, SIDE, 0)
        inner.addWidget(part)
        self._column.addLayout(inner)
        return inner

    def put_below(self, widget: QWidget) -> None:
        """At the end; nothing happens where it is there already."""
        if self._column.indexOf(widget) < 0:
            self._column.addWidget(widget, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The viewport has another width: the bar has come or gone."""
        super().resizeEvent(event)
        self.make_room()

    def make_room(self) -> None:
        """Around what there is; a part that has gone takes none."""
        right = max(4, SIDE - (self.width() - self.viewport().width()))
        is_short = self.height() <= SHORT
        for part, inner in zip(self._parts, self._inner, strict=True):
            above = 0 if part.isHidden() else CLOSE_GAP if is_short else GAP
            inner.setContentsMargins(SIDE, above, right, 0)
        if self._space.sizeHint().height() != (0 if is_short else GAP // 2):
            self._space.changeSize(0, 0 if is_short else GAP // 2)
            self._column.invalidate()
