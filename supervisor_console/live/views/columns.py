"""The columns of the page's three tables: what stands in them, how wide, which give way first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from shared.language import Language
from shared.qt.table_model import Column
from supervisor_console.live.screen import AgentLine, MissedLine, WaitingLine, Words
from supervisor_console.live.views.cells import Cell, CellOf, words_cell

Row = TypeVar("Row")


@dataclass(frozen=True, kw_only=True)
class Spec(Generic[Row]):
    """A column. ``hides``: in the narrow format. ``is_extra``: only where somebody wants it.

    ``fits``: this is never cut in it, rather those that give way (``gives_way``) are left out.
    """

    name: str
    title: Callable[[Language], str]
    cell: Callable[[Row], Cell]
    width: int
    order: Callable[[Row], Any] | None = None
    is_right: bool = False
    is_stretched: bool = False
    hides: bool = False
    is_extra: bool = False
    fits: str = ""
    gives_way: bool = False


def columns_of(
    specs: tuple[Spec[Any], ...], language: Callable[[], Language], arrow: Callable[[int], str]
) -> tuple[Column[Any], ...]:
    """The same for the model; ``arrow`` follows the title of the column of this number."""
    return tuple(_column(spec, language, lambda place=place: arrow(place)) for place, spec in enumerate(specs))  # type: ignore[misc]  # no argument


def cells_of(specs: tuple[Spec[Any], ...]) -> tuple[tuple[CellOf, bool], ...]:
    """The same for the delegate."""
    return tuple((spec.cell, spec.is_right) for spec in specs)


def _column(spec: Spec[Any], language: Callable[[], Language], arrow: Callable[[], str]) -> Column[Any]:
    def text(row: Any) -> str:
        cell = spec.cell(row)
        return f"{cell.text} · {cell.more}" if cell.text and cell.more else cell.text or cell.more

    return Column(
        title=lambda: spec.title(language()) + arrow(), text=text, order=spec.order or text, is_number=spec.is_right
    )


def _muted(text: str) -> Cell:
    return Cell(text, "muted")


def _or_dash(words: Words, weight: int = 400) -> Cell:
    return words_cell(words, weight)


NUMBER = "+420 000 000 000"
WAITING: tuple[Spec[WaitingLine], ...] = (
    Spec(name="order", title=lambda say: say.text("No.|order"), cell=lambda row: _muted(row.number), width=48),
    Spec(name="caller", title=lambda say: say.text("Caller"), cell=lambda row: words_cell(row.caller), width=150,
         is_stretched=True, fits=NUMBER),
    Spec(name="queue", title=lambda say: say.text("Queue"), cell=lambda row: Cell(row.queue), width=90,
         gives_way=True),
    Spec(name="where", title=lambda say: say.text("Where"), cell=lambda row: words_cell(row.where), width=92,
         hides=True),
    Spec(name="wait", title=lambda say: say.text("Waiting|how long"), cell=lambda row: words_cell(row.time, 600),
         width=86, is_right=True),
)  # fmt: skip
MISSED: tuple[Spec[MissedLine], ...] = (
    Spec(name="at", title=lambda say: say.text("Time"), cell=lambda row: Cell(row.at), width=82),
    Spec(name="caller", title=lambda say: say.text("Caller"), cell=lambda row: words_cell(row.caller), width=150,
         is_stretched=True, fits=NUMBER),
    Spec(name="queue", title=lambda say: say.text("Queue"), cell=lambda row: Cell(row.queue), width=90, hides=True,
         gives_way=True),
    Spec(name="waited", title=lambda say: say.text("Waited"), cell=lambda row: Cell(row.waited), width=58,
         is_right=True),
    Spec(name="call", title=lambda say: "", cell=lambda row: missed_cell(row), width=82, is_right=True),
)  # fmt: skip


def missed_cell(row: MissedLine) -> Cell:
    """To call back, or when that was done."""
    if row.dial is None:
        return words_cell(row.done)
    return Cell(row.dial.text, "accent" if row.dial.is_enabled else "muted", weight=500)


AGENTS: tuple[Spec[AgentLine], ...] = (
    Spec(name="state", title=lambda say: say.text("State"),
         cell=lambda row: words_cell(row.state, 500, is_state=True), width=132, order=lambda row: row.state_order),
    Spec(name="name", title=lambda say: say.text("Operator"), cell=lambda row: Cell(row.name), width=176,
         order=lambda row: row.name.casefold()),
    Spec(name="extension", title=lambda say: say.text("Line|extension"), cell=lambda row: _muted(row.agent), width=68,
         order=lambda row: row.order),
    Spec(name="time", title=lambda say: say.text("In state"), cell=lambda row: words_cell(row.time, 600), width=92,
         order=lambda row: row.seconds, is_right=True),
    Spec(name="about", title=lambda say: say.text("Queue and other side / reason"),
         cell=lambda row: Cell(row.about, more=row.about_more), width=200, is_stretched=True),
    Spec(name="today", title=lambda say: say.text("Today"), cell=lambda row: Cell(str(row.today)), width=62,
         order=lambda row: row.today, is_right=True, hides=True),
    Spec(name="average", title=lambda say: say.text("Avg.|talk"), cell=lambda row: Cell(row.average), width=68,
         order=lambda row: row.average_seconds, is_right=True, hides=True),
    Spec(name="missed", title=lambda say: say.text("Missed|calls"), cell=lambda row: Cell(str(row.missed)), width=88,
         order=lambda row: row.missed, is_right=True, is_extra=True),
    Spec(name="queues", title=lambda say: say.text("Queues"), cell=lambda row: _muted(row.queues), width=220,
         is_extra=True),
    Spec(name="account", title=lambda say: say.text("Account"), cell=lambda row: _muted(row.account), width=120,
         is_extra=True),
)  # fmt: skip
