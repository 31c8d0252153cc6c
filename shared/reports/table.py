"""A report as a value: columns, rows of keys and figures, their total, and what has to be said about them. Pure.

Values are numbers with a unit, never written text: counts, per cent, seconds, amounts. A total, and every coarser
table, is made by adding counts and evaluating their formulas anew; figures are never added or averaged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal

import msgspec

from shared.domain.agents import Gap
from shared.domain.measures import FORMULAS, Counts, Limits, MeasureName, evaluate
from shared.domain.measures.counts import total
from shared.domain.measures.figures import Figure
from shared.reports.chart import Chart
from shared.reports.selection import Selection

Role = Literal["key", "figure", "detail"]
"""``key``: says what a row is of; ``figure``: a measure; ``detail``: what is told of a single thing, not summed."""
ColumnUnit = Literal[
    "count", "percent", "duration", "number", "money", "text", "instant", "date", "truth",
    "change", "change_exact", "change_money", "change_percent",
]  # fmt: skip
"""The last four are written with their sign: a whole difference, one with a decimal, an amount, one in per cent."""
Value = int | float | str | bool | datetime | date | None
"""As the column's unit says: a duration in seconds, a share in per cent. None: there is nothing to say."""


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """``name``: of a measure, or of what keys and details are (queue, agent, line, interval, caller …).

    ``title``: the words of whoever asked, instead of the name's own, e.g. a pause reason's.
    """

    name: str
    unit: ColumnUnit = "text"
    role: Role = "detail"
    measure: MeasureName | None = None
    title: str = ""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """``values`` in the order of the columns, keys first. ``counts`` None: the row is one thing, not a sum.

    ``call``: (pbx, call id) of the one call that a row is about.
    """

    values: tuple[Value, ...]
    counts: Counts | None = None
    call: tuple[str, str] | None = None


class Notes(msgspec.Struct, frozen=True, kw_only=True):
    """What must be known about the figures. ``gaps``: collection gaps that the period touches.

    ``open_visits``, ``open_calls``: not over yet. ``imported``: calls completed from queue_log, in whole seconds.
    ``limits``: each with when it came into force in the period. ``cut_at``: rows beyond so many are not there.
    ``left_out``: holidays of the period that are in no figure. ``read_until``: later calls were too many to be read.
    ``unpriced``: of a report of costs, calls that have an owner but no price, and calls that nobody owns.
    ``assumed``: what all figures rest on, as columns of one value.
    """

    gaps: tuple[Gap, ...] = ()
    open_visits: int = 0
    open_calls: int = 0
    imported: int = 0
    limits: tuple[tuple[datetime, Limits], ...] = ()
    made_at: datetime | None = None
    cut_at: int | None = None
    left_out: tuple[date, ...] = ()
    read_until: datetime | None = None
    unpriced: tuple[int, int] | None = None
    assumed: tuple[tuple[Column, Value], ...] = ()


_NOTHING = Notes()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """``name``: which report; ``title``: its user's own title. ``compared``: the same of the period to compare with."""

    name: str
    selection: Selection
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    total: Row | None = None
    notes: Notes = Notes()
    title: str = ""
    charts: tuple[Chart, ...] = ()
    compared: Report | None = None

    @property
    def keys(self) -> tuple[Column, ...]:
        """The columns that say what a row is of; they stand first."""
        return tuple(one for one in self.columns if one.role == "key")

    def place(self, name: str) -> int:
        """Which column has that name. Raises KeyError."""
        for number, one in enumerate(self.columns):
            if one.name == name:
                return number
        raise KeyError(name)

    def value(self, row: Row, name: str) -> Value:
        """What a row says in the column of that name. Raises KeyError."""
        return row.values[self.place(name)]


def measure_column(measure: MeasureName, title: str = "") -> Column:
    """The column of a measure."""
    return Column(name=measure, unit=FORMULAS[measure].unit, role="figure", measure=measure, title=title)


def key_column(name: str, unit: ColumnUnit = "text") -> Column:
    """The column of a key."""
    return Column(name=name, unit=unit, role="key")


def summed(
    name: str, selection: Selection, keys: Sequence[Column], measures: Sequence[MeasureName | Column],
    counted: Iterable[tuple[tuple[Value, ...], Counts]], notes: Notes = _NOTHING,
) -> Report:  # fmt: skip
    """A report of counts by keys. The same keys told twice are added; rows stay in the order in which keys came."""
    columns = (*keys, *(one if isinstance(one, Column) else measure_column(one) for one in measures))
    sums: dict[tuple[Value, ...], Counts] = {}
    for row_keys, counts in counted:
        if len(row_keys) != len(keys):
            raise ValueError(f"{len(keys)} keys are asked for, not {len(row_keys)}")
        sums[row_keys] = sums[row_keys] + counts if row_keys in sums else counts
    rows = tuple(row_of(columns, row_keys, counts) for row_keys, counts in sums.items())
    whole = row_of(columns, (None,) * len(keys), total(sums.values()))
    return Report(name=name, selection=selection, columns=columns, rows=rows, total=whole, notes=notes)


def row_of(columns: Sequence[Column], keys: tuple[Value, ...], counts: Counts) -> Row:
    """A row whose figures are evaluated from its counts."""
    figures = (evaluate(one.measure, counts).number if one.measure else None for one in columns[len(keys) :])
    return Row(values=(*keys, *figures), counts=counts)


def coarser(report: Report, keys: Sequence[str]) -> Report:
    """The same by fewer keys: counts are added, figures made anew. Raises KeyError, ValueError: without counts."""
    places = [report.place(name) for name in keys]
    counted = []
    for row in report.rows:
        if row.counts is None:
            raise ValueError("rows of single things have no sums")
        counted.append((tuple(row.values[place] for place in places), row.counts))
    columns = [report.columns[place] for place in places]
    figures = [one for one in report.columns if one.role != "key"]
    return summed(report.name, report.selection, columns, figures, counted, report.notes)


def figure(report: Report, row: Row, column: Column) -> Figure | None:
    """What is behind a figure of a report; None: nothing that was summed."""
    return evaluate(column.measure, row.counts) if column.measure and row.counts is not None else None
