"""The window of an import as values: how the file is read, what its columns mean, what is wrong with it."""

from __future__ import annotations

import msgspec

from supervisor_console.views.pieces import Choice, Deed, Grid, Mark


class ColumnShown(msgspec.Struct, frozen=True, kw_only=True):
    """A column of the file: its head, what stands in its first lines, what it means."""

    key: str
    samples: str
    meaning: Choice


class ImportShown(msgspec.Struct, frozen=True, kw_only=True):
    """``share``: how much is uploaded or read (0 to 1), None: nothing is under way. ``reading``: encoding, separator
    or sheet, by name. ``told``: what can be taken, or why nothing.
    """

    told: Mark
    reading: dict[str, Choice]
    columns: tuple[ColumnShown, ...]
    columns_title: str
    faults: Grid
    accept: Deed
    share: float | None = None
