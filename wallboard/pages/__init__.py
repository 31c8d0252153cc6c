"""Pages of the wallboard: which tiles stand where, in units of a picture of 1920 × 1080 (wide) or 1024 × 768 (compact).

A unit follows the screen: min(width / 1920, height / 1080) pixels, compact min(width / 1024, height / 768). A tile's
place is measured from the corner below the header, without the side margins. A picture of other proportions has more
room than the units fill: a coordinate from ``stretch`` on moves by the surplus, so the tile across it grows.

``layout`` puts them on a screen and edits them (pure); ``pages_file`` keeps them in a file.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta

TileKind = Literal[
    "waiting_now", "longest_wait", "service_level", "sums", "queues", "callers", "agents", "counts", "lines", "trend",
    "comparison", "callbacks", "campaigns", "clock", "text", "picture",
]
SumKind = Literal["offered", "answered", "abandoned", "short_abandoned", "average_wait", "average_talk"]
Format = Literal["wide", "compact"]
Unit = Annotated[int, Meta(ge=0, le=10_000)]

STEP = 8
"""Places and sizes that are edited by hand snap to so many units."""


class Place(msgspec.Struct, frozen=True):
    """A rectangle in units; ``x`` and ``y`` from the corner below the header."""

    x: Unit
    y: Unit
    width: Annotated[int, Meta(ge=1, le=10_000)]
    height: Annotated[int, Meta(ge=1, le=10_000)]


class Tile(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One tile. ``queues`` empty: all that the account sees. ``sums`` empty: the three of
    the default page. ``text`` and ``file`` for the kinds that have them.
    """

    kind: TileKind
    place: Place
    title: str = ""
    queues: tuple[str, ...] = ()
    sums: tuple[SumKind, ...] = ()
    text: str = ""
    file: str = ""


class Page(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A page. ``name`` empty: the default pages' names are translated by their ``key``."""

    key: str = ""
    name: str = ""
    stretch: tuple[Unit, Unit] = (0, 0)
    tiles: tuple[Tile, ...] = ()


class Pages(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All pages for both formats, and how they turn. ``fixed``: the only page shown (from 0), None: they rotate."""

    version: Literal[1] = 1
    rotate_seconds: Annotated[float, Meta(ge=3, le=3600)] = 20.0
    fixed: int | None = None
    wide: tuple[Page, ...] = ()
    compact: tuple[Page, ...] = ()

    def of(self, form: Format) -> tuple[Page, ...]:
        """The pages for a format; the default ones where there are none of its own."""
        return (self.wide or DEFAULT.wide) if form == "wide" else (self.compact or DEFAULT.compact)


ALL_SUMS: tuple[SumKind, ...] = get_args(SumKind)


def _tile(kind: TileKind, x: int, y: int, width: int, height: int, sums: tuple[SumKind, ...] = ()) -> Tile:
    return Tile(kind=kind, place=Place(x, y, width, height), sums=sums)


DEFAULT = Pages(
    wide=(
        Page(
            key="overview", stretch=(1200, 900),
            tiles=(
                _tile("waiting_now", 0, 0, 340, 240), _tile("longest_wait", 356, 0, 484, 240),
                _tile("service_level", 856, 0, 520, 240), _tile("sums", 1392, 0, 464, 240),
                _tile("queues", 0, 256, 1200, 312), _tile("callers", 1216, 256, 640, 312),
                _tile("agents", 0, 584, 1200, 320), _tile("lines", 1216, 584, 640, 136),
                _tile("trend", 1216, 736, 640, 168),
            ),
        ),
        Page(key="agents", stretch=(1850, 900),
             tiles=(_tile("counts", 0, 0, 1856, 144), _tile("agents", 0, 160, 1856, 744))),
        Page(
            key="lines", stretch=(900, 900),
            tiles=(
                _tile("trend", 0, 0, 1200, 440), _tile("comparison", 1216, 0, 640, 440),
                _tile("lines", 0, 456, 920, 448), _tile("sums", 936, 456, 920, 448, ALL_SUMS),
            ),
        ),
    ),
    compact=(
        Page(
            key="overview", stretch=(900, 470),
            tiles=(
                _tile("waiting_now", 0, 0, 216, 152), _tile("longest_wait", 228, 0, 380, 152),
                _tile("service_level", 620, 0, 372, 152), _tile("sums", 0, 164, 992, 64),
                _tile("queues", 0, 240, 992, 240), _tile("callers", 0, 492, 492, 156),
                _tile("counts", 504, 492, 488, 156),
            ),
        ),
        Page(key="agents", stretch=(900, 640), tiles=(_tile("agents", 0, 0, 992, 648),)),
        Page(key="lines", stretch=(900, 640),
             tiles=(_tile("lines", 0, 0, 992, 140), _tile("trend", 0, 152, 992, 240),
                    _tile("comparison", 0, 404, 992, 244))),
    ),
)
"""The pages without any editing."""
