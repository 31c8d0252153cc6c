"""Columns of a table: what stands in them, how wide, which are seen; and how that is kept for the next time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from shared.qt.table_model import Column
from supervisor_console.views.cells import Cell

Row = TypeVar("Row")


@dataclass(frozen=True, kw_only=True)
class Spec(Generic[Row]):
    """A column. ``word``: its name in the list of columns. One of them ``is_stretched``; ``is_kept``: never hidden.

    ``width`` in pixels. ``is_shown`` at first, else only where somebody wants it or there is much room; ``rank``: the
    higher, the sooner it gives way where there is none (the one that stretches would have less than its ``least``).
    """

    name: str
    title: Callable[[], str]
    cell: Callable[[Row], Cell]
    width: int = 100
    word: Callable[[], str] | None = None
    order: Callable[[Row], Any] | None = None
    is_right: bool = False
    is_stretched: bool = False
    is_shown: bool = True
    is_kept: bool = False
    is_running: bool = False
    rank: int = 0
    least: int = 160

    def column(self, arrow: Callable[[], str]) -> Column[Row]:
        """The same for the model; ``arrow`` stands behind the title."""
        return Column(
            title=lambda: f"{self.title()}{arrow()}", text=self.text, order=self.order or self.text,
            is_number=self.is_right, is_running=self.is_running,
        )  # fmt: skip

    def text(self, row: Row) -> str:
        """What the cell says, without looks."""
        cell = self.cell(row)
        return f"{cell.text} · {cell.more}" if cell.text and cell.more else cell.text or cell.more


class Kept(msgspec.Struct, frozen=True):
    """How somebody left a table: columns in their order, widths, which are seen, by which it is sorted."""

    order: tuple[str, ...] = ()
    widths: dict[str, int] = {}
    shown: dict[str, bool] = {}
    sorted_by: str = ""
    is_descending: bool = False


def read(text: str) -> Kept:
    """What ``written`` wrote; for anything else a table as it is at first."""
    try:
        return msgspec.json.decode(text.encode(), type=Kept)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return Kept()


def written(kept: Kept) -> str:
    """For the preferences."""
    return msgspec.json.encode(kept).decode()
