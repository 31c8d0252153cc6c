"""Own reports and reports that are sent, as plain values; and what may be wished of them."""

from __future__ import annotations

from typing import Literal

import msgspec

from shared.qt.theme import Token
from supervisor_console.statistics.screen.page import Pick

OwnWishKind = Literal["open", "save", "rename", "drop", "send"]


class OwnLine(msgspec.Struct, frozen=True, kw_only=True):
    """A report under a name; ``note`` says whose it is or with whom it is shared, ``hint`` what is in it.

    ``is_newer``: it was made by a newer version, and stays as it is until that opens it.
    """

    key: str
    name: str
    note: str = ""
    hint: str = ""
    is_own: bool = True
    is_newer: bool = False
    is_opened: bool = False


class OwnScreen(msgspec.Struct, frozen=True, kw_only=True):
    """The menu. ``name``, ``is_shared``, ``shared_with``: of the own one that is opened; "" none is."""

    lines: tuple[OwnLine, ...] = ()
    roles: tuple[Pick, ...] = ()
    name: str = ""
    is_shared: bool = False
    shared_with: tuple[str, ...] = ()


class OwnWish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants: ``key`` to open or drop; ``name`` to save or to rename the opened one."""

    kind: OwnWishKind
    key: str = ""
    name: str = ""
    is_shared: bool = False
    shared_with: tuple[str, ...] = ()


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as it is written by hand; ``schedule``: which one is changed, "" a new one."""

    schedule: str = ""
    name: str = ""
    every: str = "day"
    day: int = 1
    time: str = "6:00"
    formats: tuple[str, ...] = ("pdf",)
    mail_to: str = ""
    folder: str = ""


class SentLine(msgspec.Struct, frozen=True, kw_only=True):
    """A report that is sent: when and where to, how the last time went, why not; ``runs`` the times before."""

    draft: Draft
    told: str
    icon: str
    outcome: str
    token: Token
    problem: str = ""
    runs: str = ""
    is_on: bool = True


class SendingScreen(msgspec.Struct, frozen=True, kw_only=True):
    """The dialog. ``about``: the report that is shown now; ``note``: what one should know of its period."""

    about: str
    note: str = ""
    rhythms: tuple[Pick, ...] = ()
    weekdays: tuple[Pick, ...] = ()
    lines: tuple[SentLine, ...] = ()
