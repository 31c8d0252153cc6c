"""What can be chosen of how a report is shown: columns in their order, rows, the chart; what may be wished of it."""

from __future__ import annotations

from typing import Literal

import msgspec

from supervisor_console.statistics.screen.page import Pick

ArrangeKind = Literal["show", "move", "sort", "draw", "chart", "most", "reset"]
Sorting = Literal["", "up", "down"]


class ColumnLine(msgspec.Struct, frozen=True, kw_only=True):
    """A column. ``is_key``: it stands first and cannot be hidden; ``is_drawn`` None: there is nothing to draw of it.

    ``note``: why nothing of it is seen, "" where it is.
    """

    name: str
    title: str
    is_shown: bool = True
    is_key: bool = False
    is_drawn: bool | None = None
    sorting: Sorting = ""
    note: str = ""


class ArrangingScreen(msgspec.Struct, frozen=True, kw_only=True):
    """Shown columns in their order, then the others; kinds of charts, numbers of rows, and what is chosen of them."""

    columns: tuple[ColumnLine, ...] = ()
    charts: tuple[Pick, ...] = ()
    chart: str = ""
    mosts: tuple[Pick, ...] = ()
    most: int = 0
    is_own: bool = False


class ArrangeWish(msgspec.Struct, frozen=True, kw_only=True):
    """``name``: of the column, or the kind of chart; ``number``: the place to move to, or how many rows."""

    kind: ArrangeKind
    name: str = ""
    number: int = 0
