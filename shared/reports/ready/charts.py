"""What the ready reports draw, from the finished report: the chart's values are the table's. Pure.

Colours and fillings are those of the statistics' overview and of the wallboard.
"""

from __future__ import annotations

from collections.abc import Sequence

from shared.domain.description import CentreDescription
from shared.domain.measures.counts import Counts
from shared.domain.measures.figures import evaluate
from shared.domain.measures.formulas import FORMULAS, SERVICE_LEVELS, MeasureName
from shared.domain.measures.limits import Limits
from shared.language import Language
from shared.reports import words
from shared.reports.chart import Chart, Filling, Mark, Paint, Series
from shared.reports.ready.of_lengths import between
from shared.reports.table import Report, Row
from shared.reports.written import Written

BARS, STEPS = 19, (1, 2, 5, 10, 15, 30, 60, 120, 300)
"""Columns of a distribution, and seconds of one: the least in which 95 % fit; the last has all longer ones."""
MOST = 20
"""So many bars can be read; a chart of more rows shows the first ones."""
STATES: tuple[tuple[MeasureName, Paint, Filling], ...] = (
    ("talking_time", "talking", "plain"), ("on_hold_time", "held", "dots"), ("wrap_up_time", "wrapup", "slant"),
    ("ringing_time", "accent", "upright"), ("ready_time", "good", "plain"), ("paused_time", "paused", "slant"),
    ("unreachable_time", "offline", "upright"),
)  # fmt: skip


def columns(report: Report, language: Language, centre: CentreDescription) -> Chart:
    """Visits in columns by the first key: in time, later, went elsewhere, abandoned, short."""
    text, rows = language.text, _with_counts(report)
    limits = report.notes.limits[-1][1] if report.notes.limits else Limits()
    parts = [_parts(counts) for _row, counts in rows]
    names: tuple[tuple[str, Paint, Filling], ...] = (
        (text("within {threshold} s", threshold=language.number(limits.threshold_seconds)), "good", "plain"),
        (text("later"), "talking", "plain"), (text("went elsewhere"), "held", "dots"),
        (text("abandoned|legend"), "bad", "slant"),
        (text("short ≤ {short} s", short=language.number(limits.short_abandon_seconds)), "offline", "upright"),
    )  # fmt: skip
    series = tuple(
        Series(name=name, values=tuple(float(one[place]) for one in parts), paint=paint, filling=filling)
        for place, (name, paint, filling) in enumerate(names)
    )
    labels = _labels(report, [row for row, _counts in rows], language, centre)
    return Chart(kind="stacked", title=text("Calls"), labels=labels, series=series,
                 totals=tuple(float(sum(one)) for one in parts))  # fmt: skip


def level_lines(report: Report, language: Language, centre: CentreDescription) -> Chart:
    """The service level by interval, with the goal across."""
    queues = report.selection.queues
    goal = centre.queue_goal(queues[0]) if len(queues) == 1 else centre.service_goal
    mark = Mark(text=language.text("goal {goal}", goal=language.percent(goal, 0)), at=goal, across="y", kind="limit")
    values = tuple(_number(report.value(row, "sl4")) for row in report.rows)
    return Chart(kind="lines", title=language.text("Service level"), unit="percent", marks=(mark,),
                 labels=_labels(report, report.rows, language, centre),
                 series=(Series(name=language.text(words.MEASURES["sl4"]), values=values),))  # fmt: skip


def level_bars(report: Report, language: Language, centre: CentreDescription) -> Chart:
    """All seven service levels of all queues together, beside one another."""
    whole = report.total.counts if report.total and report.total.counts else Counts()
    values = tuple(_number(evaluate(one, whole).number) for one in SERVICE_LEVELS)
    labels = tuple(one.upper() for one in SERVICE_LEVELS)
    title = language.text("Service level, all queues together")
    return Chart(kind="bars", title=title, labels=labels, unit="percent", series=(Series(name=title, values=values),))


def load(report: Report, language: Language, _centre: CentreDescription) -> Chart:
    """Offered visits by weekday and hour, from the first to the last hour in which there are some."""
    cells = {(row.values[0], row.values[1]): float(counts.all_visits.offered) for row, counts in _with_counts(report)}
    hours = sorted(int(str(hour)) for _day, hour in cells)
    span = range(hours[0], hours[-1] + 1) if hours else range(0)
    days = sorted({int(str(day)) for day, _hour in cells})
    series = tuple(
        Series(name=language.weekday(day - 1), values=tuple(cells.get((day, hour), 0.0) for hour in span))
        for day in days
    )
    return Chart(kind="heat", title=language.text("Load"), hint=language.text("offered, weekday × hour"),
                 labels=tuple(map(str, span)), series=series)  # fmt: skip


def spread(report: Report, language: Language, _centre: CentreDescription) -> Chart:
    """Answered visits of all rows by how long they waited, with percentiles across."""
    whole = report.total.counts if report.total and report.total.counts else Counts()
    waits = whole.all_visits.answered_waits
    figures = [(f"P{share}", evaluate(name, whole).value) for share, name in _PERCENTILES]
    step = next((one for one in STEPS if (figures[2][1] or 0) <= one * BARS), STEPS[-1])
    edges: list[int | None] = [*range(step, step * BARS + 1, step)]
    counts = tuple(float(between(waits, low, high)) for low, high in zip([None, *edges], [*edges, None], strict=True))
    marks = tuple(
        Mark(text=f"{name} · {int(value)} s", at=float(value) / step)
        for name, value in figures if value is not None and value <= step * BARS
    )  # fmt: skip
    labels = (*(str(place * step) for place in range(BARS)), f"{BARS * step}+")
    return Chart(kind="spread", title=language.text("How long callers waited"), labels=labels, marks=marks,
                 hint=language.text("answered, by {step} s", step=step),
                 series=(Series(name=language.text("Answered|count"), values=counts, paint="good"),))  # fmt: skip


def states(report: Report, language: Language, centre: CentreDescription) -> Chart:
    """Time in each state by operator, one on the other."""
    rows = [row for row, _counts in _with_counts(report)][:MOST]
    series = tuple(
        Series(name=language.text(words.MEASURES[name]), paint=paint, filling=filling,
               values=tuple(_number(report.value(row, name)) for row in rows))
        for name, paint, filling in STATES
    )  # fmt: skip
    return Chart(kind="stacked", title=language.text("Time in states"), unit="duration", series=series,
                 labels=_labels(report, rows, language, centre))  # fmt: skip


def _paint_of(name: str, otherwise: tuple[Paint, Filling]) -> tuple[Paint, Filling]:
    """What there should be less of is painted so."""
    is_bad = any(one.name == name and one.better == "lower" for one in FORMULAS.values())
    return ("bad", "slant") if is_bad else otherwise


def bars(report: Report, names: Sequence[str], title: str, language: Language, centre: CentreDescription) -> Chart:
    """The first rows with a bar for each of these columns."""
    rows = report.rows[:MOST]
    written = Written(report, language, centre)
    paints: tuple[tuple[Paint, Filling], ...] = (("accent", "plain"), ("held", "dots"), ("paused", "upright"))
    series = tuple(
        Series(name=written.heading(report.columns[report.place(name)]), paint=paint, filling=filling,
               values=tuple(_number(report.value(row, name)) for row in rows))
        for name, (paint, filling) in zip(names, map(_paint_of, names, paints), strict=False)
    )  # fmt: skip
    return Chart(kind="bars", title=title, labels=_labels(report, rows, language, centre), series=series)


def ladder(report: Report, language: Language, centre: CentreDescription) -> Chart:
    """Rings by how long, one on the other by what came of it."""
    written = Written(report, language, centre)
    steps = [column for column in report.columns if column.name.startswith(words.UP_TO) or column.name == "longer"]
    series = tuple(
        Series(name=str(written.cells(row)[0]), values=tuple(_number(report.value(row, one.name)) for one in steps),
               paint=_RESULTS.get(str(row.values[0]), ("muted", "plain"))[0],
               filling=_RESULTS.get(str(row.values[0]), ("muted", "plain"))[1])
        for row in report.rows
    )  # fmt: skip
    return Chart(kind="stacked", title=language.text("How long phones rang"), series=series,
                 labels=tuple(written.heading(one) for one in steps))  # fmt: skip


_RESULTS: dict[str, tuple[Paint, Filling]] = {
    "answered": ("good", "plain"), "no_answer": ("bad", "slant"), "rejected": ("warn", "dots"),
    "elsewhere": ("offline", "upright"), "cancelled": ("held", "dots"),
}  # fmt: skip
_PERCENTILES: tuple[tuple[int, MeasureName], ...] = (
    (50, "wait_p50"), (90, "wait_p90"), (95, "wait_p95"), (99, "wait_p99"),
)  # fmt: skip


def _with_counts(report: Report) -> list[tuple[Row, Counts]]:
    return [(row, row.counts) for row in report.rows if row.counts is not None]


def _labels(report: Report, rows: Sequence[Row], language: Language, centre: CentreDescription) -> tuple[str, ...]:
    written = Written(report, language, centre)
    return tuple(map(written.row_label, rows))


def _parts(counts: Counts) -> tuple[int, int, int, int, int]:
    """In time, later, elsewhere, abandoned, short: together they are what was offered and is settled."""
    visits = counts.all_visits
    in_time, short = evaluate("sl1", counts).top or 0, evaluate("short_abandoned", counts).top or 0
    return in_time, visits.answered - in_time, visits.flow_outs, visits.abandoned - short, short


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
