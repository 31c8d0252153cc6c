"""The price of a call from top to bottom: a line a decision, the bar of bands with its edge, the sum under a full line.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QStackedWidget, QWidget

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import write
from supervisor_console.billing.screen.accounts import BandPart, Run, Step, TraceShown
from supervisor_console.views.choice import ChoiceButton
from supervisor_console.views.marks import show_choice
from supervisor_console.views.panel import SIDE, Panel
from supervisor_console.views.sizes import BODY, CAPTION
from supervisor_console.views.states import EmptyState

STEP, BAR, BAR_TOP, BANDS, SUM = 32, 12, 16, 52, 34
NUMBER, WORDS_AT, LEAST_LABEL = 24, 16, 72
ROOMY = 504
"""From here on there is room for a note in the head."""


class TraceLines(QWidget):
    """The steps, painted."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.shown = TraceShown(title="")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        ground.theme_changed.connect(self.update)

    def show_trace(self, shown: TraceShown) -> None:
        """Show this."""
        if shown != self.shown:
            self.shown = shown
            self.setFixedHeight(self.sizeHint().height())
            told = [" ".join([one.label, *(run.text for run in one.runs), one.amount]) for one in shown.steps]
            self.setAccessibleName(". ".join([*told, f"{shown.sum_label} {shown.sum}"]))
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All lines."""
        high = sum(STEP + (BANDS if one.bands else 0) for one in self.shown.steps)
        return QSize(320, high + SUM + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """From top to bottom."""
        painter, theme, shown = QPainter(self), self._ground.theme, self.shown
        right, y = self.width() - SIDE, 0
        words_at = SIDE + NUMBER + self._label_width() + WORDS_AT
        for place, one in enumerate(shown.steps):
            self._paint_step(painter, one, y, words_at)
            y += STEP
            if one.bands:
                self._paint_bands(painter, one.bands, y)
                y += BANDS
            is_last = place == len(shown.steps) - 1
            painter.setPen(QPen(theme.colour("text" if is_last else "line"), 1))
            painter.drawLine(SIDE, y - 1, right, y - 1)
        if shown.steps:
            middle = y + SUM / 2
            write(painter, shown.sum_label, SIDE, middle, BODY, theme.colour("text"), weight=600)
            write(painter, shown.sum, right, middle, BODY, theme.colour("text"), weight=600, align="right")
        painter.end()

    def _label_width(self) -> float:
        return max([LEAST_LABEL, *(paint_text.advance(one.label, BODY, 400) for one in self.shown.steps)])

    def _paint_step(self, painter: QPainter, one: Step, y: int, words_at: float) -> None:
        theme, middle, right = self._ground.theme, y + STEP / 2, float(self.width() - SIDE)
        write(painter, one.number, SIDE, middle, CAPTION, theme.colour("muted"))
        write(painter, one.label, SIDE + NUMBER, middle, BODY, theme.colour("muted"))
        if one.amount:
            ink = theme.colour("text")
            right -= write(painter, one.amount, right, middle, BODY, ink, weight=600, align="right") + 12
        x = words_at
        for run in one.runs:
            x += self._paint_run(painter, run, x, middle, right - x) + 8

    def _paint_run(self, painter: QPainter, run: Run, x: float, middle: float, room: float) -> float:
        colour = self._ground.theme.colour(run.token)
        wide = write(painter, run.text, x, middle, BODY, colour, weight=run.weight, width=max(0, room))
        if run.is_struck:
            painter.setPen(QPen(colour, 1))
            painter.drawLine(round(x) - 1, round(middle), round(x + wide) + 1, round(middle))
        return wide

    def _paint_bands(self, painter: QPainter, bands: tuple[BandPart, ...], y: int) -> None:
        theme, left, wide = self._ground.theme, float(SIDE), float(self.width() - 2 * SIDE)
        last = 0.0
        for place, band in enumerate(bands):
            part, is_end = wide * band.share, place == len(bands) - 1
            box = QRectF(left, y + BAR_TOP, part - (0 if is_end else 1), BAR)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(band.token))
            painter.drawRoundedRect(box, 2, 2)
            title = paint_text.advance(band.title, CAPTION, 600)
            at = max(last, min(left, SIDE + wide - title))
            if at + title <= SIDE + wide + 1:
                write(painter, band.title, at, y + BAR_TOP / 2, CAPTION, theme.colour(band.token), weight=600)
                last = at + title + 12
            self._paint_times(painter, band, (left, part), y + BAR_TOP + BAR + 11, place == 0, is_end)
            left += part

    def _paint_times(
        self, painter: QPainter, band: BandPart, where: tuple[float, float], middle: float, is_first: bool, is_end: bool
    ) -> None:
        colour, (left, part) = self._ground.theme.colour("muted"), where
        begins = paint_text.advance(band.begins, CAPTION, 400)
        if is_first:
            write(painter, band.begins, left, middle, CAPTION, colour)
        elif part > begins * 1.7 and left > SIDE + begins * 1.7:
            write(painter, band.begins, left, middle, CAPTION, colour, align="centre")
        if is_end:
            write(painter, band.ends, left + part, middle, CAPTION, colour, align="right")


class TracePanel(Panel):
    """``call_picked(str)``: another call is to be looked at."""

    call_picked = Signal(str)

    def __init__(self, ground: Ground) -> None:
        self.calls = ChoiceButton(ground)
        super().__init__(ground, tools=(self.calls,))
        self.lines, self.empty, self._middle = TraceLines(ground), EmptyState(ground), QStackedWidget()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAlignment(Qt.AlignmentFlag.AlignTop)
        scroll.setWidget(self.lines)
        for one in (scroll, scroll.viewport()):
            one.setAutoFillBackground(False)
            one.setStyleSheet("background: transparent;")
        self._middle.addWidget(scroll)
        self._middle.addWidget(self.empty)
        self.column.addWidget(self._middle, 1)
        self._scroll = scroll
        self._shown = TraceShown(title="")
        self.calls.picked.connect(lambda key: self.call_picked.emit(str(key)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """When the call was is said where there is room for all of it."""
        super().resizeEvent(event)
        self._say()

    def _say(self) -> None:
        self.say(self._shown.title, note=self._shown.note if self.width() >= ROOMY else "")

    def show_trace(self, shown: TraceShown) -> None:
        """Show this."""
        self._shown = shown
        self._say()
        self.lines.show_trace(shown)
        if shown.empty is not None:
            self.empty.say(shown.empty.icon, shown.empty.text, shown.empty.hint)
        self._middle.setCurrentWidget(self.empty if shown.empty is not None else self._scroll)
        self.calls.setVisible(shown.calls is not None)
        if shown.calls is not None:
            show_choice(self.calls, shown.calls)
