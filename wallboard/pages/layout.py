"""Where everything stands on a screen of any size: from units to pixels and back, and what an edit makes of a page.

All functions are pure; whatever they give lies inside the picture, and a page that they change stays one whose tiles do
not lie over one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from wallboard.pages import STEP, Format, Page, Place, Tile, TileKind

COMPACT_BELOW_RATIO = 1.5
COMPACT_BELOW_WIDTH = 1400
SMALLEST: dict[Format, tuple[int, int]] = {"wide": (200, 96), "compact": (128, 56)}
"""The least width and height of a tile in units."""


class Rect(NamedTuple):
    """Pixels."""

    x: int
    y: int
    width: int
    height: int

    def meets(self, other: Rect) -> bool:
        """Do they lie over one another?"""
        return (
            self.x < other.x + other.width and other.x < self.x + self.width
            and self.y < other.y + other.height and other.y < self.y + self.height
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page of a format has: the picture's size, margins and bands, in units."""

    width: int
    height: int
    side: int
    header: int
    ticker: int
    gap: int

    @property
    def canvas(self) -> tuple[int, int]:
        """Width and height of the room for tiles, in units."""
        return self.width - 2 * self.side, self.height - self.header - self.ticker - 2 * self.gap


FRAMES: dict[Format, Frame] = {"wide": Frame(1920, 1080, 32, 72, 72, 16), "compact": Frame(1024, 768, 16, 48, 48, 12)}


@dataclass(frozen=True, slots=True)
class Layout:
    """A page on a screen: everything in pixels. ``unit``: pixels a unit."""

    form: Format
    unit: float
    header: Rect
    ticker: Rect
    canvas: Rect
    tiles: tuple[Rect, ...]


def form_of(width: int, height: int) -> Format:
    """Which pages fit a picture of this size (device-independent pixels)."""
    is_compact = width < COMPACT_BELOW_WIDTH or width < COMPACT_BELOW_RATIO * height
    return "compact" if is_compact else "wide"


def layout_of(page: Page, form: Format, width: int, height: int) -> Layout:
    """The page on a picture of this size. A picture of other proportions has a surplus, which goes to ``stretch``."""
    frame = FRAMES[form]
    unit = min(width / frame.width, height / frame.height)
    header, ticker, side, gap = (round(part * unit) for part in (frame.header, frame.ticker, frame.side, frame.gap))
    canvas = Rect(side, header + gap, max(1, width - 2 * side), max(1, height - header - ticker - 2 * gap))
    x = _Axis(unit, canvas.x, canvas.width, frame.canvas[0], page.stretch[0])
    y = _Axis(unit, canvas.y, canvas.height, frame.canvas[1], page.stretch[1])
    tiles = tuple(_rect(tile.place, x, y) for tile in page.tiles)
    return Layout(form, unit, Rect(0, 0, width, header), Rect(0, height - ticker, width, ticker), canvas, tiles)


@dataclass(frozen=True, slots=True)
class _Axis:
    """Units to pixels along one side: from ``stretch`` on everything moves by the surplus."""

    unit: float
    begin: int
    length: int
    units: int
    stretch: int

    def pixel(self, at: int) -> int:
        surplus = self.length - self.units * self.unit if at >= max(1, self.stretch) else 0.0
        return self.begin + round(min(at, self.units) * self.unit + surplus)

    def units_at(self, pixel: float) -> int:
        """The nearest step in units for a pixel."""
        surplus = self.length - self.units * self.unit
        at = (pixel - self.begin) / self.unit
        if at > self.stretch:
            at = max(float(self.stretch), at - surplus / self.unit)
        return round(at / STEP) * STEP


def _rect(place: Place, x: _Axis, y: _Axis) -> Rect:
    left, right = x.pixel(place.x), x.pixel(place.x + place.width)
    top, bottom = y.pixel(place.y), y.pixel(place.y + place.height)
    return Rect(left, top, max(1, right - left), max(1, bottom - top))


# --- what an edit makes of a page


def place_at(page: Page, form: Format, size: tuple[int, int], rect: Rect) -> Place:
    """A rectangle in pixels as a place in steps, inside the picture and not too small."""
    layout, frame = layout_of(page, form, *size), FRAMES[form]
    x = _Axis(layout.unit, layout.canvas.x, layout.canvas.width, frame.canvas[0], page.stretch[0])
    y = _Axis(layout.unit, layout.canvas.y, layout.canvas.height, frame.canvas[1], page.stretch[1])
    left, top = x.units_at(rect.x), y.units_at(rect.y)
    right, bottom = x.units_at(rect.x + rect.width), y.units_at(rect.y + rect.height)
    return inside(form, left, top, right - left, bottom - top)


def inside(form: Format, x: int, y: int, width: int, height: int) -> Place:
    """The nearest place that lies in the picture and has the least size."""
    (most_wide, most_high), (least_wide, least_high) = FRAMES[form].canvas, SMALLEST[form]
    width, height = min(max(width, least_wide), most_wide), min(max(height, least_high), most_high)
    return Place(min(max(0, x), most_wide - width), min(max(0, y), most_high - height), width, height)


def is_free(page: Page, place: Place, but: int | None = None) -> bool:
    """Could a tile be there without lying over another than ``but``?"""
    mine = _units(place)
    return not any(mine.meets(_units(tile.place)) for index, tile in enumerate(page.tiles) if index != but)


def placed(page: Page, index: int, place: Place) -> Page:
    """The page with a tile somewhere else; unchanged where it would lie over another."""
    return replaced(page, index, msgspec.structs.replace(page.tiles[index], place=place)) if is_free(
        page, place, index) else page


def nudged(page: Page, form: Format, index: int, right: int, down: int, *, is_size: bool) -> Page:
    """The page with a tile one step further, or larger; unchanged where it can't be."""
    at, x, y = page.tiles[index].place, right * STEP, down * STEP
    place = (
        inside(form, at.x, at.y, at.width + x, at.height + y) if is_size
        else inside(form, at.x + x, at.y + y, at.width, at.height)
    )  # fmt: skip
    return placed(page, index, place)


def replaced(page: Page, index: int, tile: Tile) -> Page:
    """The page with another tile in this one's place."""
    tiles = (*page.tiles[:index], tile, *page.tiles[index + 1:])
    return msgspec.structs.replace(page, tiles=tiles)


def removed(page: Page, index: int) -> Page:
    """The page without a tile."""
    return msgspec.structs.replace(page, tiles=(*page.tiles[:index], *page.tiles[index + 1:]))


def added(page: Page, form: Format, kind: TileKind) -> Page:
    """The page with one more tile where there is room for one; unchanged where there is none."""
    (most_wide, most_high), (least_wide, least_high) = FRAMES[form].canvas, SMALLEST[form]
    for high, wide in ((3 * least_high, 3 * least_wide), (2 * least_high, 2 * least_wide), (least_high, least_wide)):
        for y in range(0, most_high - high + 1, STEP):
            for x in range(0, most_wide - wide + 1, STEP):
                place = Place(x, y, wide, high)
                if is_free(page, place):
                    return msgspec.structs.replace(page, tiles=(*page.tiles, Tile(kind=kind, place=place)))
    return page


def _units(place: Place) -> Rect:
    return Rect(place.x, place.y, place.width, place.height)
