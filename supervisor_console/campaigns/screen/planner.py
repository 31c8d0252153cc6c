"""The planner as values: what the day is like, and what each mode makes of it."""

from __future__ import annotations

import msgspec

from supervisor_console.views.pieces import Deed, Grid


class PlannerField(msgspec.Struct, frozen=True, kw_only=True):
    """A number that is asked; ``wrong``: why it cannot be."""

    name: str
    label: str
    said: str
    wrong: str = ""


class PlannerShown(msgspec.Struct, frozen=True, kw_only=True):
    """All of the tab."""

    title: str
    fields: tuple[PlannerField, ...]
    run: Deed
    grid: Grid
    note: str
