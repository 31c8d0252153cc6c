"""The band on top: whose wall it is, which page, whether the figures are live, date and time.

While the line is lost or refused it is a band of ``bad``, in the past one of ``accent``: nobody takes those for live.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from wallboard.screen import Header, Sight
from wallboard.views.paint import Canvas, Colour
from wallboard.views.paint_look import Look
from wallboard.views.tiles.face import spoken
from wallboard.views.tiles.naming import Naming

BANDS: dict[Sight, Colour] = {"lost": "bad", "refused": "bad", "past": "accent"}
ICONS: dict[Sight, str] = {"lost": "wave_struck", "refused": "wave_struck", "past": "play"}
HEIGHT = {"wide": 72, "compact": 48}
"""Units."""


class HeaderWidget(QWidget):
    """Draws ``Header``; always in colour, whatever the tiles are. ``cut``: own words that did not fit."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.shown: tuple[Header, Sight] | None = None
        self.cut: list[str] = []
        self._named = Naming(self, lambda: spoken(self.shown[0] if self.shown else ""))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def dress(self, look: Look) -> None:
        """Take another look (never a lost one)."""
        if look != self.look:
            self.look = look
            self.update()

    def render_header(self, header: Header, sight: Sight) -> None:
        """Show this."""
        if (header, sight) != self.shown:
            self.shown = (header, sight)
            self._named.tell()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The whole band."""
        painter = QPainter(self)
        canvas = Canvas(painter, self.look, self.width(), self.height())
        draw_header(canvas, *self.shown) if self.shown else canvas.fill(0, 0, self.width(), self.height(), "surface")
        painter.end()
        self.cut = canvas.cut


def draw_header(canvas: Canvas, shown: Header, sight: Sight) -> None:
    """From the right: clock, date, state or note; then the title in what is left."""
    look, u, middle = canvas.look, canvas.u, canvas.height / 2
    band = BANDS.get(sight)
    fill = look.colour(band or "surface")
    ink: Colour = look.on(fill) if band else "text"
    soft: Colour = ink if band else "muted"
    canvas.fill(0, 0, canvas.width, canvas.height, fill)
    if not band:
        canvas.fill(0, canvas.height - max(1, u(2)), canvas.width, max(1, u(2)), "line")
    margin = u(look.of(32, 20))
    size = look.of(48, 31)
    clock_wide = canvas.wide("00:00:00" if shown.clock else "", size, 600)
    right = canvas.width - margin - clock_wide
    canvas.text(shown.clock, right, canvas.baseline(middle, size, 600), size, 600, ink)
    right -= u(look.of(28, 22))
    size = look.of(26, 18)
    if sight in ("lost", "refused"):
        right -= u(look.of(28, 14)) if shown.note else 0
        # A refusal's reason is the server's own sentence: as long as it likes.
        right -= canvas.text(shown.note, right, canvas.baseline(middle, size, 500), size, 500, ink, align="right",
                             width=canvas.width * 0.36, is_own=sight == "lost", least=look.of(22, 17))  # fmt: skip
    else:
        right = _state(canvas, shown, right, middle, ink=soft, is_band=band is not None)
    _title(canvas, shown, sight, margin, right - u(look.of(32, 20)), middle, ink=ink, soft=soft,
           icon_colour=ink if band else "accent")  # fmt: skip


def _state(canvas: Canvas, shown: Header, right: float, middle: float, *, ink: Colour, is_band: bool) -> float:
    look, u = canvas.look, canvas.u
    size, icon = look.of(26, 17), look.of(28, 20)
    date = shown.date if look.form == "wide" else shown.short_date
    wide = canvas.text(date, right, canvas.baseline(middle, size), size, 400, ink, align="right")
    right -= wide + u(look.of(40, 26)) if wide else 0
    state_ink: Colour = ink if is_band else shown.state.token
    for text, weight, colour in ((shown.note, 400, ink), (shown.state.text, 500, state_ink)):
        if not text:
            continue
        right -= canvas.text(text, right, canvas.baseline(middle, size, weight), size, weight, colour, align="right")
        if text == shown.state.text and shown.state.icon and not is_band:
            right -= u(icon) + u(look.of(8, 6))
            canvas.icon(shown.state.icon, right, middle, icon, colour)
        right -= u(look.of(24, 16))
    return right


def _title(
    canvas: Canvas, shown: Header, sight: Sight, left: float, right: float, middle: float, *, ink: Colour,
    soft: Colour, icon_colour: Colour,
) -> None:  # fmt: skip
    look, u = canvas.look, canvas.u
    is_band = sight in BANDS
    icon = look.of(40 if is_band else 36, 26 if is_band else 24)
    name = ICONS.get(sight, "headphones")
    if sight == "past" and shown.state.icon:
        name = shown.state.icon
    canvas.icon(name, left - u(look.of(0, 1)), middle, icon, icon_colour)
    x = left + u(icon) + u(look.of(16, 11))
    size = look.of(40, 26) if is_band else look.of(30, 20)
    page = look.of(24, 17)
    has_page = bool(shown.page) and sight not in ("lost", "refused")
    page_wide = canvas.wide(shown.page, page) + u(20) if has_page else 0
    # The customer's title may be cut for the page's name, but keeps half of the room at least; what a band says stays.
    space = right - x if is_band else max(right - x - page_wide, (right - x) * 0.5)
    x += canvas.text(shown.title, x, canvas.baseline(middle, size, 600), size, 600, ink, width=space, is_own=is_band,
                     least=look.of(24, 17)) + u(look.of(18, 14))  # fmt: skip
    if page_wide and right - x > u(60):
        canvas.text(shown.page, x, canvas.baseline(middle, page), page, 400, soft, width=right - x, is_own=False,
                    least=look.of(22, 17))  # fmt: skip
