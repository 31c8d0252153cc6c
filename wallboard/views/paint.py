"""The few words of drawing that header, tiles and ticker are written in.

Places and sizes come in pixels (``canvas.u`` makes them of units), sizes of text in units. A text stands on its
baseline. A text that does not fit is made smaller down to a least size and then cut; our own words should never come
to that, so ``Canvas.cut`` keeps them for those who ask (tests do, in both languages and stretched).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from shared.qt import paint_text
from shared.qt.icons import IconName, icon_pixmap
from shared.qt.theme import Token as ThemeToken
from wallboard.views.paint_look import LAST, SMALLEST, Look

Align = Literal["left", "right", "middle"]
Colour = ThemeToken | QColor
RADIUS = 8
ALARM_LINE = 3
"""Units; the alarm's frame of the wide picture."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A text as it was drawn, for tests: its rectangle in pixels, its colour and what was under it."""

    text: str
    rect: QRectF
    colour: QColor
    pixels: int


class Canvas:
    """A painter with the present look. ``cut``: own words that had to be cut; ``drawn``: filled when asked for."""

    def __init__(self, painter: QPainter, look: Look, width: int, height: int) -> None:
        self.painter = painter
        self.look = look
        self.width = width
        self.height = height
        self.cut: list[str] = []
        self.drawn: list[Drawn] | None = None
        self.u = look.u
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    # --- texts

    def text(
        self, text: str, x: float, baseline: float, size: float, weight: int = 400, colour: Colour = "text", *,
        width: float | None = None, align: Align = "left", is_own: bool = True, least: float | None = None,
    ) -> float:  # fmt: skip
        """Draw one line; answers its width in pixels. ``x``: its left or right edge or its middle, by ``align``."""
        shown = paint_text.plain(text)
        pixels = self.u(size)
        if width is not None:
            shown, pixels = self._fit(shown, max(0, int(width)), pixels, weight, least, is_own=is_own)
        if not shown:
            return 0.0
        wide = paint_text.advance(shown, pixels, weight)
        left = x if align == "left" else x - wide if align == "right" else x - wide / 2
        self.painter.setFont(paint_text.face(pixels, weight)[0])
        self.painter.setPen(self.look.colour(colour))
        static, ascent = paint_text.laid_out(shown, pixels, weight)
        self.painter.drawStaticText(QPointF(left, round(baseline) - ascent), static)
        if self.drawn is not None:
            cap = paint_text.cap_height(pixels, weight)
            rect = QRectF(left, round(baseline) - cap, wide, cap)
            self.drawn.append(Drawn(shown, rect, self.look.colour(colour), pixels))
        return wide

    def _fit(
        self, text: str, width: int, pixels: int, weight: int, least: float | None, *, is_own: bool
    ) -> tuple[str, int]:
        form = self.look.form
        smallest = SMALLEST[form] if least is None and is_own else least
        if smallest is not None:
            pixels = paint_text.fitting(text, width, pixels, weight, min(pixels, self.u(smallest)))
        if is_own and paint_text.advance(text, pixels, weight) > width:
            pixels = paint_text.fitting(text, width, pixels, weight, min(pixels, self.u(LAST[form])))
        shown = paint_text.elided(text, width, pixels, weight)
        if is_own and shown != text:
            self.cut.append(text)
        return shown, pixels

    def wide(self, text: str, size: float, weight: int = 400) -> float:
        """How many pixels the text needs."""
        return paint_text.advance(paint_text.plain(text), self.u(size), weight)

    def size_for(self, widest: str, width: float, size: float, weight: int) -> float:
        """The size in units at which a figure's widest text fits: it stays whatever the figure is."""
        pixels = paint_text.fitting(widest, max(0, int(width)), self.u(size), weight, 1)
        return pixels / self.look.unit

    def baseline(self, middle: float, size: float, weight: int = 400) -> float:
        """Where a text stands whose capitals have their middle there."""
        return middle + paint_text.cap_height(self.u(size), weight) / 2

    # --- shapes

    def icon(self, name: str, x: float, middle: float, size: float, colour: Colour = "text") -> None:
        """An icon with its left edge at ``x``; a name that there is not draws nothing."""
        if not name:
            return
        pixels = self.u(size)
        ratio = self.painter.device().devicePixelRatio()
        known: IconName = name  # type: ignore[assignment]  # the presenter's names are the icons' by contract
        pixmap = icon_pixmap(known, self.look.colour(colour), pixels, ratio)
        self.painter.drawPixmap(QPointF(round(x), round(middle - pixels / 2)), pixmap)

    def fill(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """A plain rectangle with sharp edges."""
        self.painter.fillRect(QRect(round(x), round(y), round(width), round(height)), self.look.colour(colour))

    def line(self, x: float, y: float, width: float, colour: Colour = "line") -> None:
        """A thin horizontal line, its top edge at ``y``."""
        self.fill(x, y, width, self.look.hairline, colour)

    def rounded(self, rect: QRectF, radius: float, fill: Colour, border: Colour | None = None) -> None:
        """A filled rectangle with round corners; the border lies inside."""
        pen = Qt.PenStyle.NoPen if border is None else QPen(self.look.colour(border), self.look.hairline)
        inset = 0.0 if border is None else self.look.hairline / 2
        self.painter.setPen(pen)
        self.painter.setBrush(self.look.colour(fill))
        self.painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)

    def card(self, fill: Colour = "surface", border: Colour = "line") -> None:
        """The tile's own card, on the window's ground."""
        # Only the corners show the ground: a large area is not filled twice.
        side = self.u(RADIUS) + 1
        for x in (0, self.width - side):
            for y in (0, self.height - side):
                self.fill(x, y, side, side, "bg")
        self.rounded(QRectF(0, 0, self.width, self.height), self.u(RADIUS), fill, border)

    def alarm_frame(self, colour: Colour, opacity: float) -> None:
        """A strong frame round the tile; dashed and thin while the line is lost."""
        thick = self.look.hairline * 2 if self.look.is_lost else max(2, self.u(ALARM_LINE))
        pen = QPen(self.look.colour(colour), thick)
        if self.look.is_lost:
            pen.setDashPattern([3, 2])
        frame = QRectF(0, 0, self.width, self.height).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        self.painter.setOpacity(opacity)
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRoundedRect(frame, self.u(RADIUS), self.u(RADIUS))
        self.painter.setOpacity(1.0)

    def share_bar(self, rect: QRectF, share: float, goal: float | None, colour: Colour) -> None:
        """A bar with a mark where the goal is."""
        radius = rect.height() / 2
        is_contrast = self.look.theme.name == "contrast"
        self.rounded(rect, radius, "surface" if is_contrast else "line", "line" if is_contrast else None)
        length = rect.width() * min(1.0, max(0.0, share))
        if length > 0:
            self.painter.save()
            self.painter.setClipRect(QRectF(rect.left(), rect.top(), length, rect.height()))
            self.rounded(QRectF(rect.left(), rect.top(), max(length, rect.height()), rect.height()), radius, colour)
            self.painter.restore()
        if goal is not None:
            x = rect.left() + min(1.0, max(0.0, goal)) * rect.width()
            thick = max(2, self.u(4))
            if is_contrast:
                self.fill(x - self.u(3), rect.top(), thick + 2 * self.u(3), rect.height(), "surface")
            self.fill(x, rect.top() - self.u(8), thick, rect.height() + 2 * self.u(8), "text")

    def hatched(self, rect: QRectF, colour: Colour) -> None:
        """A rectangle of slanted lines with a frame: told apart from a full one without colour."""
        shown = self.look.colour(colour)
        thick = max(1.0, 1.6 * self.look.unit)
        self.painter.save()
        self.painter.setClipRect(rect)
        if rect.height() < 5 * self.look.unit:
            self.painter.fillRect(rect, shown)
        else:
            self.painter.setPen(QPen(shown, thick))
            self.painter.setBrush(QBrush(Qt.BrushStyle.NoBrush))
            self.painter.drawRect(rect.adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2))
            step, x = max(4, self.u(6)), rect.left() - rect.height()
            while x < rect.right():
                self.painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()))
                x += step
        self.painter.restore()
