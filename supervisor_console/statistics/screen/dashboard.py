"""Dashboards as plain values: the view with its panels, the menu, the dialogs; and what may be wished of them."""

from __future__ import annotations

from typing import Literal

import msgspec

from shared.qt.theme import Token
from shared.reports.chart import Chart
from supervisor_console.reports.dashboards import Shows, Width
from supervisor_console.statistics.screen.own import OwnLine
from supervisor_console.statistics.screen.page import Foot, Pick, Picks, TableOf, Tile

BoardWishKind = Literal[
    "show",
    "make",
    "change",
    "delete",
    "ask_make",
    "ask_change",
    "ask_put",
    "put",
    "period",
    "days",
    "move",
    "width",
    "shows",
    "remove",
    "open",
    "explain",
    "gaps",
    "pdf",
    "retry",
    "leave",
]


class BoardWish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants: ``key`` of a dashboard or of a panel of the one that is shown, ``value`` what of it."""

    kind: BoardWishKind
    key: str = ""
    value: object = None


class BoardPanel(msgspec.Struct, frozen=True, kw_only=True):
    """A panel. ``trouble``: why there is nothing in it, with the words of a button that tries again, "" none.

    ``detail`` stands muted behind the title, ``note`` at the right. ``is_old``: what it shows was asked for otherwise.
    ``shapes``: as what it may be shown.
    """

    key: str
    title: str
    detail: str = ""
    note: str = ""
    width: Width = "half"
    shows: Shows = "chart"
    chart: Chart | None = None
    tiles: tuple[Tile, ...] = ()
    table: TableOf | None = None
    nothing: str = ""
    trouble: str = ""
    icon: str = "triangle"
    button: str = ""
    is_old: bool = False
    is_opened: bool = True
    shapes: tuple[Pick, ...] = ()


class BoardScreen(msgspec.Struct, frozen=True, kw_only=True):
    """The view. ``choices``: which dashboard, which period. ``empty``: what is missing, what to do, words of a button.

    ``is_own``: its panels may be arranged; ``told``: with whom it is shared, or whose it is.
    """

    title: str
    key: str = ""
    choices: tuple[Picks, ...] = ()
    panels: tuple[BoardPanel, ...] = ()
    empty: tuple[str, str, str] = ("", "", "")
    told: str = ""
    token: Token = "muted"
    foot: Foot = Foot()
    strip: str = ""
    strip_button: str = ""
    is_own: bool = False
    can_print: bool = False


class BoardMenu(msgspec.Struct, frozen=True, kw_only=True):
    """The menu under its button."""

    lines: tuple[OwnLine, ...] = ()


class BoardCard(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a dashboard by hand: its name, with whom it is shared. ``key`` "": a new one."""

    key: str = ""
    name: str = ""
    is_shared: bool = False
    shared_with: tuple[str, ...] = ()
    roles: tuple[Pick, ...] = ()


class PutScreen(msgspec.Struct, frozen=True, kw_only=True):
    """The dialog that puts a report on a dashboard: as what, onto which. ``boards``: one's own, the last used first."""

    about: str
    shapes: tuple[Pick, ...]
    boards: tuple[Pick, ...]


class PutDraft(msgspec.Struct, frozen=True):
    """As what (a value of ``PutScreen.shapes``), onto which ("" a new one of this ``name``)."""

    shape: object
    board: str
    name: str = ""
