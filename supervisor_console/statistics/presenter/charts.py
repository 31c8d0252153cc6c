"""Charts of the overview from counts: visits in columns, how long they waited, hours of the week, queues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from shared.domain.measures.counts import Counts, total
from shared.domain.measures.figures import evaluate
from shared.domain.measures.formulas import MeasureName
from shared.domain.measures.histogram import Histogram
from shared.domain.measures.limits import Limits
from shared.language.formats import length
from shared.reports.chart import Chart, Mark, Series
from supervisor_console.statistics.presenter.moment import Moment

STEPS, BARS = (5, 10, 15, 30, 60, 120, 300), 19
"""Seconds of a column of waits, the least in which nine of ten fit, and how many; the last has all that is longer."""
HOURS, DAYS = 24, range(7)
PERCENTILES: tuple[tuple[str, MeasureName], ...] = (
    ("P50", "wait_p50"), ("P90", "wait_p90"), ("P95", "wait_p95"), ("P99", "wait_p99"),
)  # fmt: skip
SHORT_DAY, WEEK = timedelta(days=2), timedelta(days=7)


def limits_of(counts: Counts) -> Limits:
    """The limits that hold at the end of what was counted."""
    return counts.visits[-1][0] if counts.visits else Limits()


def columns(moment: Moment) -> tuple[Chart, tuple[Any, ...]]:
    """Visits by hour of the day or by interval, and the key of each column."""
    assert moment.overview is not None
    if moment.by == "hour_of_day":
        hours = busy_hours(moment.overview.week_hours)
        by_hour = {hour: total(counts for slot, counts in moment.overview.week_hours.items() if slot % HOURS == hour)
                   for hour in hours}  # fmt: skip
        return _stacked(moment, [str(hour) for hour in hours], list(by_hour.values())), tuple(hours)
    keys = list(moment.overview.intervals)
    return _stacked(moment, [_label(at, moment) for at in keys], list(moment.overview.intervals.values())), tuple(keys)


def waits(moment: Moment) -> Chart:
    """Answered visits by how long they waited, with percentiles across."""
    assert moment.overview is not None
    text, whole = moment.language.text, moment.overview.whole
    threshold = limits_of(whole).threshold_seconds
    figures = [(name, evaluate(measure, whole)) for name, measure in PERCENTILES]
    step = step_of(figures[1][1].value)
    counts = _bins(whole.all_visits.answered_waits, step)
    edges = [place * step for place in range(len(counts))]
    early = tuple(count if edge + step <= threshold else None for edge, count in zip(edges, counts, strict=True))
    late = tuple(None if one is not None else count for one, count in zip(early, counts, strict=True))
    marks = tuple(Mark(text=f"{name} · {_waited(int(one.value))}", at=float(one.value) / step)
                  for name, one in figures if one.value is not None and one.value <= step * BARS)  # fmt: skip
    return Chart(
        kind="spread", title=text("How long callers waited"), hint=text("answered, by {step} s", step=step),
        labels=(*(_seconds(edge, step) for edge in edges[:-1]), f"{_seconds(edges[-1], step)}+"), marks=marks,
        series=(Series(name=text("within {threshold} s", threshold=_number(threshold)), values=early, paint="good"),
                Series(name=text("over {threshold} s", threshold=_number(threshold)), values=late, paint="talking")),
    )  # fmt: skip


def days_of(moment: Moment) -> list[int]:
    """Weekdays with visits, 0: Monday; of a week or less in the order in which they were."""
    assert moment.overview is not None
    since, until = moment.span
    found = {slot // HOURS for slot in moment.overview.week_hours}
    first = since.astimezone(moment.zone).weekday() if until - since <= WEEK else 0
    return sorted(found, key=lambda day: (day - first) % len(DAYS))


def step_of(most: Fraction | float | None) -> int:
    """Seconds of a column of waits, where nine of ten are at most so long."""
    return next((one for one in STEPS if most is None or one * BARS >= most), STEPS[-1])


def load(moment: Moment) -> Chart:
    """Offered visits by weekday and hour."""
    assert moment.overview is not None
    by_slot, text = moment.overview.week_hours, moment.language.text
    hours = busy_hours(by_slot)
    since, until = moment.span
    days = days_of(moment)
    gaps = _gap_slots(moment)
    return Chart(
        kind="heat", title=text("Load"), hint=text("offered, weekday × hour"), labels=tuple(map(str, hours)),
        series=tuple(
            Series(name=_weekday(day, since, until, moment), values=tuple(
                float(by_slot[day * HOURS + hour].all_visits.offered) if day * HOURS + hour in by_slot else 0.0
                for hour in hours))
            for day in days
        ),
        gaps=frozenset((row, column) for row, day in enumerate(days) for column, hour in enumerate(hours)
                       if day * HOURS + hour in gaps),
    )  # fmt: skip


def _stacked(moment: Moment, labels: list[str], rows: list[Counts]) -> Chart:
    text, limits = moment.language.text, limits_of(total(rows))
    parts = [_parts(counts) for counts in rows]
    threshold, short = _number(limits.threshold_seconds), _number(limits.short_abandon_seconds)

    def series(place: int, name: str, paint: Any, filling: Any = "plain") -> Series:
        return Series(name=name, values=tuple(float(one[place]) for one in parts), paint=paint, filling=filling)

    return Chart(
        kind="stacked",
        title=text("Calls by hour of the day") if moment.by == "hour_of_day" else text("Calls over time"),
        labels=tuple(labels), totals=tuple(float(sum(one)) for one in parts),
        series=(series(0, text("within {threshold} s", threshold=threshold), "good"),
                series(1, text("later"), "talking"), series(2, text("went elsewhere"), "held", "dots"),
                series(3, text("abandoned|legend"), "bad", "slant"),
                series(4, text("short ≤ {short} s", short=short), "offline", "upright")),
    )  # fmt: skip


def _parts(counts: Counts) -> tuple[int, int, int, int, int]:
    """In time, later, elsewhere, abandoned, short: together they are what was offered and is settled."""
    visits = counts.all_visits
    in_time, short = _part(counts, "sl1"), _part(counts, "short_abandoned")
    return in_time, visits.answered - in_time, visits.flow_outs, visits.abandoned - short, short


def _part(counts: Counts, measure: MeasureName) -> int:
    return evaluate(measure, counts).top or 0


def _bins(histogram: Histogram, step: int) -> list[float]:
    reached = [histogram.at_most(edge) or 0 for edge in range(step, step * BARS + 1, step)]
    counts = [float(high - low) for low, high in zip([0, *reached], reached, strict=False)]
    return [*counts, float(histogram.total - (reached[-1] if reached else 0))]


def busy_hours(by_slot: Mapping[int, Counts]) -> list[int]:
    """From the first to the last hour of any day in which something was offered."""
    found = [slot % HOURS for slot, counts in by_slot.items() if counts.all_visits.offered]
    return list(range(min(found), max(found) + 1)) if found else []


def _label(at: datetime, moment: Moment) -> str:
    local, language = at.astimezone(moment.zone), moment.language
    since, until = moment.span
    match moment.by:
        case "half_hour" | "hour":
            clock = language.clock(at, moment.zone, seconds=False)
            return clock if until - since <= SHORT_DAY else f"{language.day_of_month(local.date())} {clock}"
        case "day":
            return language.day_of_month(local.date())
        case "week":
            return language.text("week {number}", number=local.isocalendar().week)
        case _:
            return f"{local.month}/{local.year}"


def _weekday(day: int, since: datetime, until: datetime, moment: Moment) -> str:
    name = moment.language.weekday(day)
    if until - since > WEEK:
        return name
    first = since.astimezone(moment.zone).date()
    date = first + timedelta(days=(day - first.weekday()) % 7)
    return f"{name} {date.day}."


def _gap_slots(moment: Moment) -> set[int]:
    assert moment.overview is not None
    since, until = moment.span
    found: set[int] = set()
    for gap in moment.overview.notes.gaps:
        at, end = max(gap.started_at, since), min(gap.ended_at or moment.now, until)
        for hour in _hours_of(at, end):
            local = hour.astimezone(moment.zone)
            found.add(local.weekday() * HOURS + local.hour)
    return found


def _hours_of(at: datetime, end: datetime) -> Iterable[datetime]:
    while at < end:
        yield at
        at += timedelta(hours=1)
    yield end - timedelta(microseconds=1)


def _seconds(seconds: int, step: int) -> str:
    """Along an axis of short waits in seconds, of longer ones as m:ss."""
    return str(seconds) if step <= 5 else length(seconds)


def _waited(seconds: int) -> str:
    return f"{seconds} s" if seconds < 60 else length(seconds)


def _number(seconds: float) -> str:
    return str(int(seconds)) if float(seconds).is_integer() else str(seconds)
