"""What the page shows as a report, to be written into a file: the overview has the queues' table and its charts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import msgspec

from shared.domain.measures.counts import Counts
from shared.domain.measures.formulas import MeasureName
from shared.reports.arranged import arranged
from shared.reports.catalogue import READY, ReportName
from shared.reports.definition import OVERVIEW, Arrangement
from shared.reports.selection import Selection
from shared.reports.table import Notes, Report, Row, key_column, row_of, summed
from shared.reports.written import Written
from supervisor_console.statistics.presenter import charts
from supervisor_console.statistics.presenter.filters import search_words
from supervisor_console.statistics.presenter.moment import Moment

MEASURES: tuple[MeasureName, ...] = (
    "offered", "answered", "abandoned_uncounted_short", "short_abandoned", "flow_outs", "asa", "average_talk", "sl4",
)  # fmt: skip


def written(moment: Moment) -> Written | None:
    """What is shown, for a file; None: nothing is."""
    report = overview_report(moment) if moment.shown == OVERVIEW else ready_report(moment)
    return Written(report, moment.language, moment.centre) if report is not None else None


def ready_report(moment: Moment) -> Report | None:
    """The answer with its title and charts in the reader's words; None: there is none yet."""
    ready = READY.get(cast("ReportName", moment.shown))
    if moment.answer is None or ready is None:
        return None
    how = moment.arrangement if moment.report == moment.shown else Arrangement()
    found = arranged(moment.answer, ready, how, moment.language, moment.centre)
    return msgspec.structs.replace(found, title=moment.language.text(ready.title))


def overview_report(moment: Moment) -> Report | None:
    """The overview; None: there are no figures yet."""
    if moment.overview is None:
        return None
    selection = moment.selection
    notes = Notes(
        gaps=moment.overview.notes.gaps, open_visits=moment.overview.whole.all_visits.waiting,
        made_at=moment.answered_at, limits=((selection.since, charts.limits_of(moment.overview.whole)),),
    )  # fmt: skip
    report = _by_queue(selection, moment.overview.queues, notes)
    drawn = (charts.columns(moment)[0], charts.waits(moment), charts.load(moment))
    whole = row_of(report.columns, (None,), moment.overview.whole)
    return msgspec.structs.replace(
        report, title=search_words(moment) or moment.language.text("Overview"), charts=drawn, total=whole,
        compared=_before(selection, moment.overview.before),
    )  # fmt: skip


def _by_queue(selection: Selection, queues: Mapping[str, Counts], notes: Notes) -> Report:
    counted = [((queue,), counts) for queue, counts in queues.items()]
    return summed("overview", selection, (key_column("queue"),), MEASURES, counted, notes)


def _before(selection: Selection, before: Counts | None) -> Report | None:
    other = selection.compared()
    if before is None or other is None:
        return None
    empty = summed("overview", other, (key_column("queue"),), MEASURES, ())
    return msgspec.structs.replace(
        empty, total=Row(values=row_of(empty.columns, (None,), before).values, counts=before)
    )
