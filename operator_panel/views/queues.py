"""My queues as chips: joined ones tinted with a tick, the others dashed; each says who waits there.

A chip has room for "nobody" and for a figure from the beginning; two figures begin nearer to its edge: counting
moves no neighbour. It grows only for words that it never said before.
"""

from __future__ import annotations

import math
import re

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from operator_panel.screen import QueueChip, Queues
from operator_panel.views.flow import FlowLayout
from operator_panel.views.painting import DENSE, HINT
from operator_panel.views.part import Part
from operator_panel.views.section import SectionHead
from shared.language import Language
from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import border_of, draw_icon, frame, write
from shared.qt.pressed import Pressed
from shared.qt.text import Text
from shared.qt.theme import Theme
from shared.qt.tips import tip

HEIGHT, ICON, ICON_AT, TEXT_AT, RIGHT = 44, 14, 9, 27, 6
LEAST, MOST, LEAST_RIGHT = 72, 240, 3
MARK = 13
"""The size of a star beside the name, or of a triangle before who waits."""


class Chip(Pressed):
    """One queue. Signal: ``wished``."""

    wished = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.chip: QueueChip | None = None
        self._wide, self._spoken, self._usual = 0.0, "", 0.0
        self.setCheckable(True)
        self.setProperty("elides", True)
        self.setProperty("is_verbatim", True)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFont(paint_text.face(DENSE, 500)[0])
        self.clicked.connect(self._pressed)

    def show_chip(self, chip: QueueChip, theme: Theme, language: Language) -> None:
        """Be this queue."""
        self.dress(theme)
        if chip == self.chip and self._spoken == language.code:
            return
        if self.chip is None or chip.title != self.chip.title or self._spoken != language.code:
            self._wide, self._usual = 0.0, _usual(language)
        self.chip, self._spoken = chip, language.code
        self.setText(paint_text.plain(chip.title))
        self.setChecked(chip.is_joined)
        self.setEnabled(chip.is_enabled)
        joined = language.text("signed in to this queue") if chip.is_joined else language.text("not in this queue")
        self.setAccessibleName(f"{self.text()}, {chip.waiting.text}, {joined}")
        self.setToolTip(tip(chip.hint or self._whole()))
        wide = min(max(self._wanted(), self._wide), MOST)  # it grows for what it never said before, and stays so
        if wide != self._wide:
            self._wide = wide
            self.setFixedWidth(math.ceil(max(wide, LEAST)))
        self.update()

    def _pressed(self) -> None:
        if self.chip is not None:
            self.setChecked(self.chip.is_joined)  # what the PBX says, not what was pressed
            if self.isEnabled():
                self.wished.emit(self.chip.wish)

    def isEnabled(self) -> bool:  # noqa: N802 - Qt's name
        """Not while it is pending; to Qt it is, so that the focus stays and goes to no neighbour."""
        return super().isEnabled() and not (self.chip is not None and self.chip.is_pending)

    def _wanted(self) -> float:
        assert self.chip is not None
        star = MARK + 4 if self.chip.is_vip else 0
        first = paint_text.advance(self.text(), DENSE, 500) + star
        waiting = paint_text.advance(re.sub(r"\d", "0", self.chip.waiting.text), HINT, 500)
        return max(TEXT_AT + max(first, self._usual), ICON_AT + MARK + 1 + waiting + LEAST_RIGHT - RIGHT) + RIGHT

    def _waits_at(self, usual: float) -> float:
        """Where the second line begins: under the name; nearer to the edge where it would be cut there."""
        assert self.chip is not None
        least = ICON_AT + (MARK + 1 if self.chip.waiting.icon else 0)
        wide = paint_text.advance(self._waiting(), HINT, 500)
        return max(least, min(usual, self.width() - LEAST_RIGHT - wide))

    def _waiting(self) -> str:
        assert self.chip is not None
        return self.chip.waiting.text + (" …" if self.chip.is_pending else "")

    def _whole(self) -> str:
        return self.text() if self._wanted() > MOST else ""

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Its width of now."""
        return QSize(self.minimumWidth(), HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Box, tick or ring, name, who waits."""
        chip, theme = self.chip, self.theme
        if chip is None:
            return
        painter = QPainter(self)
        box, is_joined = QRectF(self.rect()), chip.is_joined
        fill = theme.tint("ready") if is_joined else theme.colour("surface" if self.is_hovered else "bg")
        if self.is_hovered and is_joined:
            fill = fill.darker(103) if theme.name == "light" else fill.lighter(115)
        border = border_of(theme, "ready") if is_joined else theme.colour("line" if chip.is_enabled else "muted")
        frame(painter, box, fill, border, is_dashed=not is_joined or chip.is_pending or not chip.is_enabled)
        if self.hasFocus():
            frame(painter, box, None, theme.colour("accent"), width=2)
        icon, colour = ("tick", theme.colour("ready")) if is_joined else ("circle_dashed", theme.colour("muted"))
        draw_icon(painter, icon, ICON_AT, 14, ICON, colour)
        room = self.width() - TEXT_AT - RIGHT + 1
        ink = theme.colour("text" if is_joined else "muted")
        if chip.is_vip:
            draw_icon(painter, "star", self.width() - RIGHT - MARK, 14, MARK, theme.colour("warn"))
            room -= MARK + 4
        write(painter, self.text(), TEXT_AT, 14, DENSE, ink, weight=500, width=room)
        self._paint_waiting(painter)
        painter.end()

    def _paint_waiting(self, painter: QPainter) -> None:
        assert self.chip is not None
        waiting = self.chip.waiting
        weight = 500 if waiting.token in ("warn", "bad") else 400
        colour = self.theme.colour("muted" if waiting.token == "text" else waiting.token)
        left = self._waits_at(TEXT_AT)
        write(painter, self._waiting(), left, 30, HINT, colour, weight=weight, width=self.width() - left - 1)
        draw_icon(painter, waiting.icon, ICON_AT, 30, MARK, colour)


def _usual(language: Language) -> float:
    """The width of the widest of what chips usually say."""
    words = [language.plural("{number} waiting", "{number} waiting", count) for count in (1, 2, 5)]
    return 2 + max(paint_text.advance(text, HINT, 500) for text in (language.text("nobody"), *words))


class QueuesView(Part[Queues]):
    """The heading and the chips in rows."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.chips: list[Chip] = []
        self.head, self._empty = SectionHead(), Text(HINT)
        self._field = QWidget()
        self._flow = FlowLayout(self._field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.head, self._field, self._empty):
            column.addWidget(widget)

    def draw(self, shown: Queues) -> None:
        """A chip stays the same queue's, so that it keeps the focus and its width."""
        self.head.say(shown.title, shown.note, self.theme)
        self._empty.say(shown.empty, self.theme, "muted")
        self._empty.setVisible(not shown.chips)
        self._field.setVisible(bool(shown.chips))
        if [chip.queue for chip in shown.chips] != [one.chip.queue for one in self.chips if one.chip is not None]:
            self._make(len(shown.chips))
        for chip, queue in zip(self.chips, shown.chips, strict=True):
            chip.show_chip(queue, self.theme, self.language)

    def _make(self, number: int) -> None:
        while len(self.chips) > number:
            chip = self.chips.pop()
            self._flow.removeWidget(chip)
            chip.deleteLater()
        while len(self.chips) < number:
            chip = Chip()
            chip.wished.connect(self.wish)
            self.chips.append(chip)
            self._flow.addWidget(chip)
