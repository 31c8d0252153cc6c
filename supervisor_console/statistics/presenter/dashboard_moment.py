"""All that is known of dashboards: those there are, which is shown, what its panels were answered. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast, get_args

import msgspec

from shared.days import Interval
from shared.domain.search.query import Period
from shared.reports.catalogue import READY
from shared.reports.definition import OVERVIEW, Definition
from supervisor_console.reports.dashboards import Dashboard, Named, Placed
from supervisor_console.reports.own_reports import OwnReport
from supervisor_console.statistics.presenter.moment import ChartBy, Moment
from supervisor_console.statistics.presenter.own import changes_of

MOST_COLUMNS = 200
"""More intervals than this are too many to be read side by side: they become longer ones."""
LENGTHS = {"quarter": 0.25, "half_hour": 0.5, "hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.0,
           "year": 8766.0}  # fmt: skip
"""Hours of an interval, about."""


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """What a panel was answered: its moment with figures, or why there are none."""

    moment: Moment | None = None
    failure: str = ""


class Boards(msgspec.Struct, frozen=True, kw_only=True):
    """``found``: as they were read last; ``opened``: key of the one that is shown, "" none.

    ``periods``: periods that hold for now only, by the key of another's dashboard. ``answers`` by panel.
    """

    found: tuple[Dashboard, ...] = ()
    reports: Mapping[Named, OwnReport] = {}
    is_read: bool = False
    opened: str = ""
    periods: Mapping[str, Period | None] = {}
    answers: Mapping[str, Answered] = {}
    answered_at: datetime | None = None
    is_asking: bool = False
    is_slow: bool = False
    failure: str = ""
    away_since: datetime | None = None
    is_printing: bool = False

    @property
    def board(self) -> Dashboard | None:
        """The one that is shown."""
        return next((one for one in self.found if key_of(one) == self.opened), None)

    @property
    def period(self) -> Period | None:
        """The common one that holds; None: each panel has its own."""
        board = self.board
        return self.periods.get(self.opened, board.period) if board is not None else None


def key_of(one: Dashboard) -> str:
    """What tells dashboards of all accounts apart."""
    return f"{one.account}/{one.name}"


def definition_of(placed: Placed, boards: Boards) -> Definition | None:
    """What a panel asks for; None: its report is gone, may not be seen, or is of a newer program."""
    found = placed.definition
    if placed.own is not None:
        report = boards.reports.get(placed.own)
        found = report.definition if report is not None else None
    return found if found is not None and (found.report in READY or found.report == OVERVIEW) else None


def moment_of(placed: Placed, boards: Boards, base: Moment) -> Moment | None:
    """What is to be asked for a panel now, over the common period; None: nothing can be."""
    changes = changes_for(placed, boards)
    if changes is None:
        return None
    empty: dict[str, Any] = {
        "search": None, "found": None, "is_cut": False, "answer": None, "overview": None, "answered": None,
        "answered_at": None, "exported": "", "is_asking": False, "is_slow": False, "failure": "", "away_since": None,
    }  # fmt: skip
    asked = msgspec.structs.replace(base, **empty | changes)
    return _readable(msgspec.structs.replace(asked, shown=asked.report))


def changes_for(placed: Placed, boards: Boards) -> dict[str, Any] | None:
    """What of the page's moment becomes another to show a panel's report, over the common period."""
    definition = definition_of(placed, boards)
    if definition is None:
        return None
    changes = changes_of(definition)
    return changes | ({"period": boards.period} if boards.period is not None else {})


def _readable(asked: Moment) -> Moment:
    """With longer intervals where there would be too many of them."""
    since, until = asked.span
    hours = (until - since).total_seconds() / 3600
    if asked.report != OVERVIEW:
        return msgspec.structs.replace(asked, rows_by=_longer(asked.rows_by, hours)) if asked.rows_by else asked
    if asked.by == "hour_of_day":
        return asked
    return msgspec.structs.replace(asked, by=cast("ChartBy", _longer(asked.by, hours)))


def _longer(interval: Interval, hours: float) -> Interval:
    lengths = [one for one in get_args(Interval) if LENGTHS.get(one, 0.0) >= LENGTHS[interval]]
    fitting = (one for one in lengths if hours / LENGTHS[one] <= MOST_COLUMNS)
    return cast("Interval", next(fitting, lengths[-1]))
