"""What the page shows: choices in its header, tiles, panels with a chart or a table, a line at the foot."""

from __future__ import annotations

from typing import Literal

import msgspec

from shared.qt.theme import Token
from shared.reports.chart import Chart

WishKind = Literal[
    "report",
    "period",
    "days",
    "queues",
    "agents",
    "lines",
    "interval",
    "compare",
    "explain",
    "drill",
    "open_row",
    "gaps",
    "csv",
    "xlsx",
    "pdf",
    "copy",
    "save",
    "dashboards",
    "all_calls",
    "retry",
    "cancel",
]


class Wish(msgspec.Struct, frozen=True):
    """Something that somebody wants: its kind, and what of."""

    kind: WishKind
    value: object = None


class Pick(msgspec.Struct, frozen=True):
    """One of a choice; ``note`` stands muted at its right."""

    value: object
    text: str
    note: str = ""


class Picks(msgspec.Struct, frozen=True, kw_only=True):
    """A choice of the header: which wish it is, its label, what stands in it, what may be chosen, what is."""

    kind: WishKind
    label: str
    text: str
    picks: tuple[Pick, ...]
    marked: tuple[object, ...] = ()
    is_many: bool = False


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Against the compared period: an arrow with words; coloured only where better or worse is certain."""

    text: str
    icon: Literal["arrow_up", "arrow_down", ""] = ""
    token: Token = "muted"


class Tile(msgspec.Struct, frozen=True, kw_only=True):
    """A figure on top; ``key`` is what ``explain`` is asked with."""

    key: str
    caption: str
    figure: str
    hint: str = ""
    change: Change | None = None
    is_wide: bool = False


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column of a table of figures; the first one stretches. ``rank``: the higher, the sooner it gives way."""

    name: str
    title: str
    hint: str = ""
    width: int = 80
    is_right: bool = True
    rank: int = 0


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A cell. ``sort``: what the table is ordered by; ``key``: the figure that ``explain`` is asked with, "" none."""

    text: str
    sort: float | str = ""
    token: Token = "text"
    icon: str = ""
    key: str = ""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a table."""

    key: str
    figures: tuple[Figure, ...]
    is_total: bool = False


class TableOf(msgspec.Struct, frozen=True, kw_only=True):
    """A table of figures. ``name`` tells it apart in the preferences.

    ``is_chosen``: its columns and their order were chosen with the report, not in the table's head.
    """

    name: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    is_chosen: bool = False


class PanelOf(msgspec.Struct, frozen=True, kw_only=True):
    """A panel with a chart or a table; ``nothing`` is said where it is empty. ``share`` of the width of its row.

    ``deed``: words of the button that changes how it is shown, "" where that cannot be.
    """

    key: str
    title: str
    hint: str = ""
    note: str = ""
    chart: Chart | None = None
    table: TableOf | None = None
    nothing: str = ""
    share: int = 1
    deed: str = ""


class Foot(msgspec.Struct, frozen=True, kw_only=True):
    """The line at the foot: gaps of the period with a button that shows them, and of when and in which zone all is."""

    gaps: str = ""
    button: str = ""
    told_at: str = ""


class StatisticsScreen(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. ``strip``: what is wrong or lasts; ``is_old``: figures of before, while new ones are asked for.

    ``chip``: what it is about instead of all calls; it can be taken off.
    """

    title: str
    chip: str = ""
    filters: tuple[Picks, ...] = ()
    tiles: tuple[Tile, ...] = ()
    rows: tuple[tuple[PanelOf, ...], ...] = ()
    foot: Foot = Foot()
    strip: str = ""
    strip_button: str = ""
    is_old: bool = False
    can_export: bool = False
