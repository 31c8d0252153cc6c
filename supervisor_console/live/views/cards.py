"""All queues' cards: equal shares of the width, in rows; more rows than two are scrolled."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QWidget

from shared.qt.ground import Ground
from supervisor_console.live.screen import QueueCard
from supervisor_console.live.views.card import HEIGHT, LEAST, MOST, SLIM, CardView

ROWS = 2
"""So many rows are seen at once."""


class QueueCards(QScrollArea):
    """The cards; ``wished`` as each says it, ``asked_menu`` (card, where)."""

    wished = Signal(object)
    asked_menu = Signal(object, object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._views: list[CardView] = []
        self._shown = 0
        self._gap, self._is_slim = 16, False
        self._inner = QWidget()
        self._inner.setObjectName("cards")
        self._empty = QLabel(self._inner)
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._empty.setProperty("class", "muted")
        self.setWidget(self._inner)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self._inner.setAutoFillBackground(False)

    @property
    def views(self) -> list[CardView]:
        """Those that are shown."""
        return self._views[: self._shown]

    def render_cards(self, cards: tuple[QueueCard, ...], empty: str, *, is_old: bool) -> None:
        """Show these; a view stays with its place."""
        while len(self._views) < len(cards):
            self._views.append(self._new())
        for view, card in zip(self._views, cards, strict=False):
            view.render_card(card, is_slim=self._is_slim, is_old=is_old)
        self._empty.setText(empty)
        if len(cards) != self._shown:
            self._shown = len(cards)
            self._arrange()

    def set_format(self, gap: int, *, is_slim: bool) -> None:
        """The page has another size."""
        if (gap, is_slim) != (self._gap, self._is_slim):
            self._gap, self._is_slim = gap, is_slim
            for view in self._views:
                if view.card is not None:
                    view.render_card(view.card, is_slim=is_slim, is_old=view.is_old)
            self._arrange()

    def repaint_all(self) -> None:
        """Theme or language are different."""
        for view in self._views:
            view.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Other shares."""
        super().resizeEvent(event)
        self._arrange()

    # --- the parts

    def _new(self) -> CardView:
        view = CardView(self._ground, self._inner)
        view.wished.connect(self.wished)
        view.asked_menu.connect(self.asked_menu)
        view.stepped.connect(lambda step, view=view: self._step(view, step))
        return view

    @property
    def columns(self) -> int:
        """How many cards stand beside one another."""
        wide = max(1, self.viewport().width())
        return max(1, min(max(1, self._shown), (wide + self._gap) // (LEAST + self._gap)))

    def _arrange(self) -> None:
        gap, columns, high = self._gap, self.columns, SLIM if self._is_slim else HEIGHT
        rows = -(-self._shown // columns)
        seen = max(1, min(rows, 1 if self._is_slim and rows > 1 else ROWS))
        # a part of the next row shows that there is more
        more = (gap + high // 4) if rows > seen else 0
        total = seen * high + (seen - 1) * gap + more if self._shown else 48
        self.setFixedHeight(total)
        wide = self.viewport().width()
        share = min(MOST, (wide - (columns - 1) * gap) // columns) if self._shown else wide
        if rows == 1 and columns == self._shown and share > MOST - 1 and columns >= 4:
            share = MOST
        self._inner.resize(wide, max(total, rows * high + max(0, rows - 1) * gap))
        for place, view in enumerate(self._views):
            view.setVisible(place < self._shown)
            row, column = divmod(place, columns)
            view.setGeometry(QRect(column * (share + gap), row * (high + gap), share, high))
        self._empty.setVisible(not self._shown)
        self._empty.setGeometry(QRect(QPoint(0, 0), self._inner.size()))

    def _step(self, view: CardView, step: int) -> None:
        """1: the next, 2: the one below."""
        place = self.views.index(view) + (step if abs(step) == 1 else step // 2 * self.columns)
        if 0 <= place < self._shown:
            self._views[place].setFocus()
            self.ensureWidgetVisible(self._views[place])
