"""The report of how many agents each weekday and time of day needs, and what it draws.

The queues asked for are one pool: the same agents serve them, and who serves others too counts as a whole. A period of
less than three weeks is taken for the eight weeks that end with it. Days that are not over and public holidays are left
out, half hours that a collection gap touches too, and all that is before the queues' first call.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, text

from shared.days import Slot, day_span, holidays_in
from shared.domain.description import CentreDescription
from shared.domain.measures.counts import total
from shared.domain.measures.formulas import MeasureName
from shared.language import Language
from shared.reports import queries
from shared.reports.chart import Chart, Series
from shared.reports.queries.presence import first_summed_at, presence
from shared.reports.queries.scope import MINUTES
from shared.reports.ready.asked import Asked
from shared.reports.selection import Selection
from shared.reports.staffing import Need, Past, Work, gathered, need, patience, shrinkage, talk, whole_of, wrap_up
from shared.reports.table import Column, Notes, Report, Value, key_column, measure_column, row_of

WEEKS, LEAST_WEEKS = timedelta(weeks=8), timedelta(weeks=3)
KEYS = (key_column("weekday", "count"), key_column("time_of_day"))
FIGURES = (
    Column(name="needed", unit="count"), Column(name="on_rota", unit="count"), Column(name="logged_in", unit="number"),
    Column(name="expected_calls", unit="number"), Column(name="spread", unit="number"),
    Column(name="weeks", unit="count"), Column(name="handling", unit="duration"),
    Column(name="expected_level", unit="percent"), Column(name="expected_asa", unit="duration"),
    Column(name="expected_abandons", unit="percent"), Column(name="expected_occupancy", unit="percent"),
    Column(name="needed_without_abandons", unit="count"), Column(name="basis"),
)  # fmt: skip
ASSUMED = (
    Column(name="goal", unit="percent"), Column(name="threshold", unit="duration"),
    Column(name="patience", unit="duration"), Column(name="shrinkage", unit="percent"),
)  # fmt: skip
WAS: tuple[MeasureName, ...] = ("offered", "sl4")


def staffing(asked: Asked) -> Report:
    """By weekday and time of day."""
    selection = basis(asked.selection, asked.now)
    within = Asked(asked.connection, selection, asked.now)
    notes = within.notes()
    slots = _known(within, selection.slots())
    centre = setting(asked.connection, "centre", asked.now)
    holidays = holidays_in(selection.span, selection.place, str(centre.get("country") or "CZ"))
    mine = queries.agents(within.connection, within.scope, ("pbx", "agent"), asked.now)
    others = msgspec.structs.replace(within.scope, queues=None, agents=tuple({str(one.keys[1]) for one in mine}))
    whole = {one.keys: one.counts for one in queries.agents(within.connection, others, ("pbx", "agent"), asked.now)}
    visits = {at: counts for (at,), counts in within.visits(("interval",)).items()}
    pasts = gathered(slots, visits, presence(within.connection, others), left_out=holidays, gaps=notes.gaps)
    counted = whole_of(pasts)
    work = Work(
        interval_seconds=60 * MINUTES[selection.interval or "half_hour"],
        goal=_goal(asked, centre) / 100, threshold_seconds=asked.limits(asked.now).threshold_seconds,
        talk_seconds=talk(counted), patience_seconds=patience(counted), shrinkage=shrinkage(whole.values()),
        wrap_up_seconds=wrap_up({one.keys: one.counts.handled for one in mine}, whole),
    )  # fmt: skip
    report = table(selection, pasts, work)
    told = msgspec.structs.replace(notes, left_out=tuple(sorted(holidays)), assumed=report.notes.assumed)
    return msgspec.structs.replace(report, notes=told)


def basis(selection: Selection, now: datetime) -> Selection:
    """The whole days that it rests on, by half hours where no such interval is asked for."""
    zone = selection.place
    until = day_span(min(selection.until, now).astimezone(zone).date(), zone).since
    since = day_span(selection.since.astimezone(zone).date(), zone).since
    if until - since < LEAST_WEEKS:
        since = day_span((until - WEEKS + timedelta(hours=12)).astimezone(zone).date(), zone).since
    interval = selection.interval if selection.interval in MINUTES else "half_hour"
    return msgspec.structs.replace(
        selection, since=since.astimezone(UTC), until=until.astimezone(UTC), interval=interval, agents=(), lines=()
    )


def setting(connection: Connection, section: str, at: datetime) -> Any:
    """What the settings say of a section; {} where nothing was ever said, or the account may not see it."""
    statement = text("select setting_at(:section, :at)")
    return connection.execute(statement, {"section": section, "at": at}).scalar() or {}


def table(selection: Selection, pasts: Sequence[Past], work: Work) -> Report:
    """The report without its notes. Pure."""
    columns = (*KEYS, *FIGURES, *map(measure_column, WAS))
    assumed = (100 * work.goal, work.threshold_seconds, work.patience_seconds, 100 * work.shrinkage)
    rows = tuple(
        row_of(columns, (past.weekday, past.begins, *_figures(need(past, work))), past.counts) for past in pasts
    )
    empty: tuple[Value, ...] = (None,) * (len(KEYS) + len(FIGURES))
    whole = row_of(columns, empty, total(past.counts for past in pasts))
    notes = Notes(assumed=tuple(zip(ASSUMED, assumed, strict=True)))
    return Report(name="staffing", selection=selection, columns=columns, rows=rows, total=whole, notes=notes)


def draw(report: Report, language: Language, _centre: CentreDescription) -> tuple[Chart, ...]:
    """Needed agents over the week, and against how many were logged in."""
    return _week(report, language), _against(report, language)


def _week(report: Report, language: Language) -> Chart:
    cells = {row.values[:2]: _number(report.value(row, "needed")) for row in report.rows}
    times = sorted({str(row.values[1]) for row in report.rows})
    days = sorted({int(str(row.values[0])) for row in report.rows})
    series = tuple(
        Series(name=language.weekday(day - 1), values=tuple(cells.get((day, time)) for time in times)) for day in days
    )
    return Chart(kind="heat", title=language.text("Agents needed"), labels=tuple(times), series=series,
                 hint=language.text("ready for calls, weekday × time"))  # fmt: skip


def _against(report: Report, language: Language) -> Chart:
    labels = tuple(f"{language.weekday(int(str(row.values[0])) - 1)} {row.values[1]}" for row in report.rows)
    rota = Series(name=language.text("needed on the rota"), paint="accent",
                  values=tuple(_number(report.value(row, "on_rota")) for row in report.rows))  # fmt: skip
    were = Series(name=language.text("were logged in"), paint="good", filling="dots",
                  values=tuple(_number(report.value(row, "logged_in")) for row in report.rows))  # fmt: skip
    return Chart(kind="lines", title=language.text("Needed and logged in"), labels=labels, unit="number",
                 series=(rota, were))  # fmt: skip


def _figures(found: Need) -> tuple[Value, ...]:
    staffed, classic = found.by_default, found.by_erlang_c
    came = staffed is not None and staffed.demand.calls > 0
    forecast = staffed.forecast if staffed is not None and came else None
    return (
        None if staffed is None else staffed.forecast.agents, None if staffed is None else staffed.on_rota,
        found.logged_in, found.expected, found.spread, len(found.past.days), found.handling_seconds,
        None if forecast is None else 100 * forecast.service_level,
        None if forecast is None else forecast.average_wait_seconds,
        None if forecast is None else 100 * forecast.abandon_share,
        None if forecast is None else 100 * forecast.occupancy,
        None if classic is None else classic.forecast.agents, found.basis,
    )  # fmt: skip


def _known(within: Asked, slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """Those from the queues' first call on: before it nobody looked."""
    first = first_summed_at(within.connection, within.scope)
    return tuple(slot for slot in slots if first is not None and slot.since >= first)


def _goal(asked: Asked, centre: Any) -> float:
    """Per cent: of the one queue that is asked for, or the centre's."""
    known = CentreDescription(service_goal=float(centre.get("service_goal") or CentreDescription().service_goal))
    if len(asked.selection.queues) != 1:
        return known.service_goal
    told = setting(asked.connection, "queue", asked.now) or ()
    goals = {one.get("name"): one.get("service_goal") for one in told}
    return float(goals.get(asked.selection.queues[0]) or known.service_goal)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
