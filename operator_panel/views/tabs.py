"""Tabs over the lists and the pills that filter one: what is chosen comes with the screen, never from the press itself.

A row of tabs or pills is one stop of Tab; arrows go from one to the next.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent

from operator_panel.screen import Choice, Tab, Wish
from operator_panel.views.painting import BODY, DENSE, HINT
from operator_panel.views.part import Part
from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import frame, write
from shared.qt.pressed import Pressed
from shared.qt.theme import Theme, Token
from shared.qt.tips import tip

TAB_HEIGHT, PILL_HEIGHT, FILTER_HEIGHT = 40, 28, 44
Step = tuple[int, int, int]
RING = 6
"""Between a tab's text and the frame of its focus; the row is so much wider at both sides."""
TAB_STEPS = ((BODY, RING, 12), (BODY, RING, 4), (BODY, RING, -2), (DENSE, RING, -4), (HINT, RING, -4))
PILL_STEPS = ((DENSE, 11, 4), (DENSE, 9, 2), (DENSE, 7, 0), (HINT, 6, 0))
"""Size of text, padding at each side, gap between: from the roomy to the close."""
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Picked(Pressed):
    """One of several of which one is chosen: text and count. Signals: ``wished``, ``stepped`` (an arrow)."""

    wished = Signal(object)
    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.count = ""
        self.token: Token = "text"
        self.is_chosen = False
        self.pixels = BODY
        self._wish: Wish | None = None
        self.clicked.connect(self._pressed)

    def _pressed(self) -> None:
        if self._wish is not None:
            self.wished.emit(self._wish)

    def be(self, text: str, count: str, wish: Wish, theme: Theme, *, is_chosen: bool, token: Token) -> None:
        """Stand for this."""
        self.dress(theme)
        state = (paint_text.plain(text), count, wish, is_chosen, token)
        if state == (self.text(), self.count, self._wish, self.is_chosen, self.token):
            return
        self.setText(state[0])
        self.count, self._wish, self.is_chosen, self.token = count, wish, is_chosen, token
        self.setAccessibleName(f"{self.text()} {count}".strip())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_chosen else Qt.FocusPolicy.ClickFocus)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows step."""
        if event.key() in STEPS:
            self.stepped.emit(STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class TabButton(Picked):
    """Underlined while it is chosen. ``counts``: its count comes and goes, and has its place all the time."""

    def __init__(self) -> None:
        super().__init__()
        self.counts = False

    def wide(self) -> float:
        """Text and count; as strong as when chosen, so that choosing moves nothing."""
        room = "0" if self.counts and len(self.count) <= 2 else self.count
        count = 6 + paint_text.advance(room, self.pixels, 600) if room else 0
        return paint_text.advance(self.text(), self.pixels, 600) + count

    @property
    def _before_count(self) -> int:
        """A second figure uses a part of the gaps around."""
        return 2 if self.counts and len(self.count) == 2 else 6

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Text, count, line."""
        painter = QPainter(self)
        theme = self.theme
        ink = theme.colour("text" if self.is_chosen or self.is_hovered else "muted")
        middle = self.height() / 2
        before = self._before_count
        count = before + paint_text.advance(self.count, self.pixels, 600) - (6 - before) if self.count else 0
        room = self.width() - 2 * RING - count
        weight = 600 if self.is_chosen else 500
        x = RING + write(painter, self.text(), RING, middle, self.pixels, ink, weight=weight, width=room + 1)
        if self.count:
            colour = ink if self.token == "text" else theme.colour(self.token)
            x += before + write(painter, self.count, x + before, middle, self.pixels, colour, weight=600)
        if self.is_chosen:
            painter.fillRect(QRectF(RING, self.height() - 3, x - RING, 3), theme.colour("accent"))
        if self.hasFocus():
            frame(painter, QRectF(self.rect()).adjusted(0, 4, 0, -5), None, theme.colour("accent"), width=2)
        painter.end()


class Pill(Picked):
    """Framed while it is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.has_count = True

    def wide(self) -> float:
        """Its words; strong, so that choosing moves nothing."""
        return paint_text.advance(self._said(), self.pixels, 600)

    def _said(self) -> str:
        return f"{self.text()} {self.count}".strip() if self.has_count else self.text()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Frame and words."""
        painter = QPainter(self)
        theme, box = self.theme, QRectF(self.rect())
        if self.is_chosen:
            frame(painter, box, theme.tint("accent"), theme.colour("accent"), radius=PILL_HEIGHT / 2)
        elif self.is_hovered:
            frame(painter, box, theme.colour("surface"), None, radius=PILL_HEIGHT / 2)
        if self.hasFocus():
            frame(painter, box, None, theme.colour("accent"), radius=PILL_HEIGHT / 2, width=2)
        ink, weight = (theme.colour("accent"), 600) if self.is_chosen else (theme.colour("muted"), 400)
        write(painter, self._said(), self.width() / 2, self.height() / 2, self.pixels, ink, weight=weight,
              width=self.width() - 4, align="centre")  # fmt: skip
        painter.end()


class PickedRow(Part[Sequence[Tab] | Sequence[Choice]]):
    """Those in a row; ``is_pills`` else tabs. What does not fit comes closer, and leaves out counts first."""

    def __init__(self, ground: Ground, kind: type[TabButton] | type[Pill]) -> None:
        super().__init__(ground)
        self._kind = kind
        self.items: list[TabButton | Pill] = []
        self.setFixedHeight(TAB_HEIGHT if kind is TabButton else PILL_HEIGHT)

    def draw(self, shown: Sequence[Tab] | Sequence[Choice]) -> None:
        """One a tab or choice; they stay, so that the focus does."""
        while len(self.items) < len(shown):
            self._add()
        for item, one in zip(self.items, shown, strict=False):
            if isinstance(one, Tab):
                if isinstance(item, TabButton):
                    item.counts = one.name == "waiting"
                item.be(one.title, one.count, one.wish, self.theme, is_chosen=one.is_chosen, token=one.token)
            elif isinstance(one, Choice):
                item.be(one.text, one.note, one.wish, self.theme, is_chosen=one.is_chosen, token=one.token)
                item.setEnabled(one.is_enabled)
            item.show()
        for item in self.items[len(shown) :]:
            item.hide()
        self._place()

    def _add(self) -> None:
        item = self._kind()
        item.setParent(self)
        item.wished.connect(self.wish)
        item.stepped.connect(self._step)
        item.setProperty("elides", True)
        self.items.append(item)

    def _step(self, by: int) -> None:
        items = [item for item in self.items if not item.isHidden() and item.isEnabled()]
        focused = [item for item in items if item.hasFocus()]
        if focused:
            target = items[(items.index(focused[0]) + by) % len(items)]
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            target.click()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All with the widest gaps."""
        return QSize(math.ceil(self._total(self._shown(), self._steps[0])), self.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """They come closer, and are cut at last."""
        return QSize(120, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Closer or farther."""
        super().resizeEvent(event)
        self._place()

    @property
    def _steps(self) -> tuple[Step, ...]:
        return TAB_STEPS if self._kind is TabButton else PILL_STEPS

    def _shown(self) -> list[TabButton | Pill]:
        return [item for item in self.items if not item.isHidden()]

    @staticmethod
    def _total(items: list[TabButton | Pill], step: Step) -> float:
        pixels, padding, gap = step
        for item in items:
            item.pixels = pixels
        return sum(item.wide() + 2 * padding + gap for item in items) - gap

    def _closeness(self, items: list[TabButton | Pill]) -> Step:
        """The roomiest that fits; where nothing does, without the counts of those not chosen; else the closest."""
        for has_counts in (True, False):
            for item in items:
                if isinstance(item, Pill):
                    item.has_count = has_counts or item.is_chosen
            for step in self._steps:
                if self._total(items, step) <= self.width():
                    return step
        return self._steps[-1]

    def _place(self) -> None:
        items = self._shown()
        if not items:
            return
        step = self._closeness(items)
        too_much = max(0.0, self._total(items, step) - self.width()) / len(items)
        x = 0.0
        for item in items:
            wide = item.wide() + 2 * step[1] - too_much
            item.setGeometry(round(x), 0, max(28, math.ceil(wide)), self.height())
            item.setToolTip(tip(item.accessibleName()) if too_much else "")
            x += wide + step[2]
