"""The band at the bottom: the alert whose turn it is, or that all is well. It stands still: nothing scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from shared.qt import paint_text
from shared.qt.theme import ThemeName
from wallboard.screen import Ticker
from wallboard.views.paint import Canvas
from wallboard.views.paint_look import Look
from wallboard.views.tiles.face import spoken
from wallboard.views.tiles.naming import Naming

HEIGHT = {"wide": 72, "compact": 48}
"""Units."""
TINTS: dict[ThemeName, float] = {"light": 0.10, "dark": 0.14, "contrast": 0.0}
"""How much of an alert's colour is in the band."""


class TickerWidget(QWidget):
    """Draws ``Ticker``; always in colour, whatever the tiles are. ``cut``: own words that did not fit."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.shown: Ticker | None = None
        self.cut: list[str] = []
        self._named = Naming(self, lambda: spoken(self.shown))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def dress(self, look: Look) -> None:
        """Take another look (never a lost one)."""
        if look != self.look:
            self.look = look
            self.update()

    def render_ticker(self, ticker: Ticker) -> None:
        """Show this."""
        if ticker != self.shown:
            self.shown = ticker
            self._named.tell()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The whole band."""
        painter = QPainter(self)
        canvas = Canvas(painter, self.look, self.width(), self.height())
        draw_ticker(canvas, self.shown) if self.shown else canvas.fill(0, 0, self.width(), self.height(), "surface")
        painter.end()
        self.cut = canvas.cut


def draw_ticker(canvas: Canvas, shown: Ticker) -> None:
    """A line of the meaning's colour on top, icon, subject and text, and since when at the right."""
    look, u = canvas.look, canvas.u
    is_alert = shown.token in ("warn", "bad")
    is_quiet = shown.token in ("text", "muted")
    fill = look.tint(shown.token, "bg", TINTS[look.theme.name]) if is_alert else look.colour("surface")
    canvas.fill(0, 0, canvas.width, canvas.height, fill)
    edge = max(2, u(3))
    canvas.fill(0, 0, canvas.width, edge, "line" if is_quiet else shown.token)
    middle, margin = (canvas.height + edge) / 2, u(look.of(32, 20))
    icon = look.of(36, 24)
    canvas.icon(shown.icon, margin, middle, icon, "muted" if is_quiet else shown.token)
    small = look.of(24, 17)
    right: float = canvas.width - margin
    right -= canvas.text(shown.note, right, canvas.baseline(middle, small), small, 400, "muted", align="right")
    x = margin + u(icon) + u(look.of(20, 12))
    _sentence(canvas, shown, x, right - u(24) - x, middle)


def _sentence(canvas: Canvas, shown: Ticker, x: float, space: float, middle: float) -> None:
    """Subject and text in one line, smaller if need be; in two lines where the smallest does not do."""
    look, subject = canvas.look, shown.subject
    size: float = look.of(32, 21)
    needed = canvas.wide(f"{subject} ", size, 700) + canvas.wide(shown.text, size)
    if needed > space:
        size = max(look.of(24, 17), size * space / needed * 0.99)
    gap = canvas.wide(" ", size, 400) if subject else 0
    wide = canvas.wide(subject, size, 700) + gap
    if wide + canvas.wide(shown.text, size) <= space:
        baseline = canvas.baseline(middle, size)
        canvas.text(subject, x, baseline, size, 700)
        canvas.text(shown.text, x + wide, baseline, size)
        return
    _two_lines(canvas, shown, x, space, middle)


def _two_lines(canvas: Canvas, shown: Ticker, x: float, space: float, middle: float) -> None:
    size = canvas.look.of(23, 17)
    step = canvas.u(size * 1.22)
    indent = canvas.wide(f"{shown.subject} ", size, 700) if shown.subject else 0.0
    first, rest = "", paint_text.plain(shown.text)
    while rest:
        word, _gap, after = rest.partition(" ")
        longer = f"{first} {word}".strip()
        if canvas.wide(longer, size) > space - indent:
            break
        first, rest = longer, after
    upper = canvas.baseline(middle - step / 2, size)
    canvas.text(shown.subject, x, upper, size, 700, width=space, is_own=False)
    canvas.text(first, x + indent, upper, size, width=space - indent)
    canvas.text(rest, x, upper + step, size, width=space, is_own=False)
    if canvas.wide(rest, size) > space:
        canvas.cut.append(shown.text)
