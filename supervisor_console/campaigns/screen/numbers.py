"""The tabs of appointments and of numbers as values."""

from __future__ import annotations

import msgspec

from supervisor_console.views.pieces import Deed, Grid, Mark


class NumbersShown(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a number. ``told``: which one, or what to do; ``deeds`` by the wish's name."""

    title: str
    search: str
    said: str
    look: str
    told: Mark
    verdicts: Grid
    consents: Grid
    lists: Grid
    attempts: Grid
    deeds: dict[str, Deed]


class AppointmentsShown(msgspec.Struct, frozen=True, kw_only=True):
    """Contacts that were promised a call; ``deeds``: what may be done with the chosen one."""

    grid: Grid
    deeds: dict[str, Deed]
