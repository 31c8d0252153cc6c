"""The part between the card and the bottom: sections in the order of the mode, scrolled where they have no room."""

from __future__ import annotations

from string import Template

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from shared.qt.theme import Theme

SIDE, TOP, BOTTOM, GAP = 16, 4, 16, 16
BAR = 8
_SHEET = Template("""
QScrollBar:vertical { background: transparent; width: 8px; margin: 0; border: none; }
QScrollBar::handle:vertical { background: $line; border-radius: 4px; min-height: 32px; }
QScrollBar::handle:vertical:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


class _Inside(QWidget):
    """As high as its width makes it, and not as high as it would be were it narrow."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """For the width it has."""
        layout = self.layout()
        assert layout is not None
        if not layout.hasHeightForWidth():
            return QSize(0, layout.totalMinimumSize().height())
        return QSize(0, layout.totalHeightForWidth(self.width()))


class Middle(QScrollArea):
    """``order`` puts these sections below one another; the first of ``stretching`` that is there takes what is left."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = _Inside()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(SIDE, TOP, SIDE, BOTTOM)
        self._column.setSpacing(GAP)
        self._ordered: tuple[QWidget, ...] = ()
        self._theme: Theme | None = None
        self.setWidget(self._inside)
        self.verticalScrollBar().rangeChanged.connect(self._make_room)

    def hold(self, sections: tuple[QWidget, ...]) -> None:
        """Take these in; they stay here for good, so that none loses its focus or its text by a change of mode."""
        for section in sections:
            section.setParent(self._inside)
            section.hide()

    def order(self, sections: tuple[QWidget, ...], stretching: QWidget | None) -> None:
        """These are there from now on, in this order; what they hold decides whether they are seen."""
        if sections == self._ordered:
            return
        for section in self._ordered:
            self._column.removeWidget(section)
            if section not in sections:
                section.hide()
        while self._column.count():
            self._column.takeAt(0)
        for section in sections:
            self._column.addWidget(section, 1 if section is stretching else 0)
        if stretching is None:
            self._column.addStretch(1)
        self._ordered = sections

    def bring(self, section: QWidget) -> None:
        """Scroll so far that all of it is seen, once it has its new size."""
        QTimer.singleShot(0, section, lambda: QTimer.singleShot(0, section, lambda: self._bring(section)))

    def _bring(self, section: QWidget) -> None:
        if section.isVisible():
            self.ensureVisible(0, section.geometry().bottom(), 0, BOTTOM)

    def dress(self, theme: Theme) -> None:
        """A narrow bar in the theme's colours."""
        if theme != self._theme:
            self._theme = theme
            colours = {"line": theme.colour("line").name(), "muted": theme.colour("muted").name()}
            self.verticalScrollBar().setStyleSheet(_SHEET.substitute(colours))

    def _make_room(self, _least: int, most: int) -> None:
        """The bar stands in the margin, so that nothing moves when it comes."""
        self._column.setContentsMargins(SIDE, TOP, SIDE - BAR if most > 0 else SIDE, BOTTOM)
