"""A page of tiles with header and ticker, laid out as the real one, for pictures and checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from wallboard.pages import DEFAULT, Format, Page, Place, Tile, TileKind
from wallboard.screen import Header, Sight, Ticker
from wallboard.views.header import HEIGHT, HeaderWidget
from wallboard.views.paint_look import Look
from wallboard.views.ticker import TickerWidget
from wallboard.views.tiles.tile import TileWidget

COMPACT = (
    ("waiting_now", 0, 0, 216, 152), ("longest_wait", 228, 0, 380, 152), ("service_level", 620, 0, 372, 152),
    ("sums", 0, 164, 992, 64), ("queues", 0, 240, 992, 240), ("callers", 0, 492, 492, 156),
    ("counts", 504, 492, 488, 156),
)  # fmt: skip
"""The compact overview of the target picture."""


def compact_page() -> Page:
    return Page(key="overview", tiles=tuple(Tile(kind=kind, place=Place(*place)) for kind, *place in COMPACT))  # type: ignore[arg-type]


class TestBoard(QWidget):
    """Everything of a page; ``tiles`` by kind."""

    __test__ = False

    def __init__(self, look: Look, size: tuple[int, int], page: Page | None = None) -> None:
        super().__init__()
        form: Format = look.form
        page = page or (DEFAULT.wide[0] if form == "wide" else compact_page())
        base = (1920, 1080) if form == "wide" else (1024, 768)
        unit = min(size[0] / base[0], size[1] / base[1])
        self.look = Look(look.theme, unit, form, has_motion=look.has_motion)
        surplus = round(size[0] / unit) - base[0], round(size[1] / unit) - base[1]
        self.resize(*size)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(self.look.colour("bg")))
        self.setPalette(palette)
        self.setAutoFillBackground(True)
        self.header, self.ticker = HeaderWidget(self.look, self), TickerWidget(self.look, self)
        band = self.look.u(HEIGHT[form])
        self.header.setGeometry(0, 0, size[0], band)
        self.ticker.setGeometry(0, size[1] - band, size[0], band)
        self.tiles: dict[TileKind, TileWidget] = {}
        for tile in page.tiles:
            self.tiles[tile.kind] = self._place(tile, page, surplus)

    def _place(self, tile: Tile, page: Page, surplus: tuple[int, int]) -> TileWidget:
        gap = 16 if self.look.form == "wide" else 12
        margin = 32 if self.look.form == "wide" else 16
        place, u = tile.place, self.look.u
        left, top, right, bottom = place.x, place.y, place.x + place.width, place.y + place.height
        x, y = page.stretch
        left, right = (one + surplus[0] * (x > 0 and one >= x) for one in (left, right))
        top, bottom = (one + surplus[1] * (y > 0 and one >= y) for one in (top, bottom))
        widget = TileWidget(tile.kind, self.look, self)
        over = HEIGHT[self.look.form] + gap
        corner = u(margin + left), u(over + top)
        widget.setGeometry(QRect(*corner, u(margin + right) - corner[0], u(over + bottom) - corner[1]))
        return widget

    def render_board(self, header: Header, ticker: Ticker, shown: Mapping[str, object], sight: Sight = "live") -> None:
        self.header.render_header(header, sight)
        self.ticker.render_ticker(ticker)
        for kind, tile in self.tiles.items():
            tile.dress(self.look.lost() if sight == "lost" else self.look)
            if kind in shown:
                tile.render_tile(shown[kind])  # type: ignore[arg-type]

    def cut(self) -> list[str]:
        """Our own words that did not fit anywhere; paints it all."""
        self.grab()
        widgets: Iterable[TileWidget | HeaderWidget | TickerWidget] = (self.header, self.ticker, *self.tiles.values())
        return [text for widget in widgets for text in widget.cut]
