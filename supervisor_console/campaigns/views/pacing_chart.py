"""The picture of a decision: a bar for each number of calls, the limit across them. All sizes in pixels."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import write
from shared.qt.theme import Theme, mixed
from shared.qt.tips import tip
from supervisor_console.campaigns.screen.overview import PacingBar, PacingShown
from supervisor_console.views.sizes import CAPTION, HINT

AXIS, TITLE, VALUE, FOOT, BAR_SHARE, BROADEST = 44, 24, 14, 40, 0.62, 40
LOW = 34
"""Below such a height over the axis the limit's words would lie on those of the bars."""


class PacingChart(QWidget):
    """Bars that are possible are pale in their colour, the chosen one is solid, those over the limit pale red."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.shown: PacingShown | None = None
        self.setMinimumSize(240, 120)
        ground.theme_changed.connect(self.update)

    def show_chart(self, shown: PacingShown) -> None:
        """Show this."""
        if shown != self.shown:
            self.shown = shown
            said = [f"{one.calls}: {one.said} %" for one in shown.bars]
            self.setAccessibleName(shown.chart)
            self.setAccessibleDescription(f"{shown.limit_words}; {'; '.join(said)}")
            self.update()

    @property
    def plot(self) -> QRectF:
        """Where the bars are."""
        return QRectF(AXIS, TITLE + VALUE, max(1, self.width() - AXIS), max(1, self.height() - TITLE - VALUE - FOOT))

    def _y(self, share: float) -> float:
        assert self.shown is not None
        highest = self.shown.ticks[-1][0] if self.shown.ticks else 1.0
        return self.plot.bottom() - self.plot.height() * min(1.0, share / max(highest, 1e-9))

    def bar_at(self, nth: int) -> QRectF:
        """Where the bar is."""
        assert self.shown is not None
        slot = self.plot.width() / max(1, len(self.shown.bars))
        wide = min(BROADEST, slot * BAR_SHARE)
        top = min(self._y(self.shown.bars[nth].share), self.plot.bottom() - 2)
        return QRectF(self.plot.left() + (nth + 0.5) * slot - wide / 2, top, wide, self.plot.bottom() - top)

    @property
    def is_limit_low(self) -> bool:
        """Whether the limit is so near to the axis that its words stand beside the title."""
        assert self.shown is not None
        return self.plot.bottom() - self._y(self.shown.limit) < LOW

    def words_of_limit(self) -> QRectF:
        """Where the limit's words are: on its line, or beside the title."""
        assert self.shown is not None
        wide = paint_text.advance(self.shown.limit_words, HINT, 600) + 4
        if self.is_limit_low:
            return QRectF(self.width() - wide, 0, wide, 15)
        return QRectF(self.plot.left() + 4, round(self._y(self.shown.limit)) - 17.5, wide, 15)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Title, grid, bars, limit, words."""
        if self.shown is None or not self.shown.bars:
            return
        painter, theme, shown = QPainter(self), self._ground.theme, self.shown
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        taken = self.words_of_limit().width() + 12 if self.is_limit_low else 0
        write(painter, shown.chart, 0, 8, CAPTION, theme.colour("muted"), width=self.width() - taken)
        for value, words in shown.ticks:
            y = round(self._y(value))
            painter.fillRect(QRectF(self.plot.left(), y, self.plot.width(), 1), theme.colour("line"))
            write(painter, words, AXIS - 8, y, CAPTION, theme.colour("muted"), align="right")
        for nth, one in enumerate(shown.bars):
            self._paint_bar(painter, theme, one, self.bar_at(nth))
        painter.fillRect(QRectF(self.plot.left(), self.plot.bottom(), self.plot.width(), 1), theme.colour("muted"))
        self._paint_limit(painter, theme)
        for nth, one in enumerate(shown.bars):
            self._paint_words(painter, theme, one, self.bar_at(nth))
        write(painter, shown.axis, self.plot.center().x(), self.height() - 9, CAPTION, theme.colour("muted"),
              align="centre", width=self.plot.width())  # fmt: skip
        painter.end()

    def _paint_bar(self, painter: QPainter, theme: Theme, one: PacingBar, box: QRectF) -> None:
        colour = theme.colour(one.token)
        share = 1.0 if one.is_chosen else 0.0 if theme.name == "contrast" else 0.3
        painter.fillRect(box, mixed(colour, theme.colour("surface"), share))
        painter.setPen(QPen(colour, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_limit(self, painter: QPainter, theme: Theme) -> None:
        assert self.shown is not None
        y = round(self._y(self.shown.limit)) + 0.5
        pen = QPen(theme.colour("bad"), 1.5)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawLine(QPointF(self.plot.left(), y), QPointF(self.plot.right(), y))
        place = self.words_of_limit()
        painter.fillRect(place, theme.colour("surface"))
        write(painter, self.shown.limit_words, place.left() + 2, place.center().y(), HINT, theme.colour("bad"),
              weight=600)  # fmt: skip

    def _paint_words(self, painter: QPainter, theme: Theme, one: PacingBar, box: QRectF) -> None:
        weight, size = (600, CAPTION) if one.is_chosen else (400, HINT)
        middle, wide = box.top() - 9, paint_text.advance(one.said, size, weight) + 4
        limit = self._y(self.shown.limit if self.shown is not None else 0.0)
        if abs(limit - middle) < 9:  # words never lie on a line
            painter.fillRect(QRectF(box.center().x() - wide / 2, middle - 8, wide, 16), theme.colour("surface"))
        colour = theme.colour(one.token if one.is_chosen else "text")
        write(painter, one.said, box.center().x(), middle, size, colour, weight=weight, align="centre")
        write(painter, one.calls, box.center().x(), self.plot.bottom() + 13, CAPTION,
              theme.colour("text" if one.is_chosen else "muted"), weight=weight, align="centre")  # fmt: skip

    def event(self, event: QEvent) -> bool:
        """Why this number is chosen, under the mouse."""
        if isinstance(event, QHelpEvent) and self.shown is not None:
            QToolTip.showText(event.globalPos(), tip(self.shown.why), self)
            return True
        return super().event(event)
