"""Reports of visits to queues: by queue, all service levels, by interval, by hour of the week."""

from __future__ import annotations

from bisect import bisect_right

import msgspec

from shared.domain.measures.counts import Counts
from shared.domain.measures.formulas import SERVICE_LEVELS, MeasureName
from shared.reports.queries.scope import Key
from shared.reports.ready.asked import Asked, interval_for
from shared.reports.table import Column, Report, Value, key_column, summed

HOURS = 24
OF_QUEUES: tuple[MeasureName, ...] = (
    "offered", "answered", "abandoned", "short_abandoned", "flow_outs", "lost", "waiting", "sl4", "answered_share",
    "abandon_rate", "asa", "wait_p50", "wait_p90", "longest_wait", "average_talk", "average_hold",
    "visit_transfer_rate",
)  # fmt: skip
OF_INTERVALS: tuple[MeasureName, ...] = (
    "offered", "answered", "abandoned", "short_abandoned", "flow_outs", "lost", "waiting", "sl4", "abandon_rate", "asa",
    "average_talk",
)  # fmt: skip
OF_WEEK: tuple[MeasureName, ...] = (
    "offered", "answered", "abandoned", "short_abandoned", "flow_outs", "lost", "waiting", "sl4", "asa",
)  # fmt: skip
OF_LEVELS: tuple[MeasureName, ...] = (
    "offered", "answered", "abandoned", "short_abandoned", "flow_outs", "lost", "waiting", *SERVICE_LEVELS,
)  # fmt: skip


def queues(asked: Asked) -> Report:
    """By queue, and by interval where one is asked for."""
    keys: tuple[Key, ...] = ("interval", "queue") if asked.selection.interval else ("queue",)
    found = asked.visits(keys, is_with_waits=True)
    return summed("queues", asked.selection, _columns(keys), OF_QUEUES, found.items(), asked.notes())


def levels(asked: Asked) -> Report:
    """By queue, all seven of them side by side."""
    found = asked.visits(("queue",))
    return summed("service_levels", asked.selection, _columns(("queue",)), OF_LEVELS, found.items(), asked.notes())


def intervals(asked: Asked) -> Report:
    """By interval, also those without a call; not those that have not begun."""
    selection = msgspec.structs.replace(asked.selection, interval=interval_for(asked.selection))
    within = Asked(asked.connection, selection, asked.now)
    slots = [slot for slot in selection.slots() if slot.since < asked.now]
    begins = [slot.since for slot in slots]
    rows: list[tuple[tuple[Value, ...], Counts]] = [((slot.since,), Counts()) for slot in slots]
    for (at,), counts in within.visits(("interval",)).items():
        place = max(bisect_right(begins, at) - 1, 0)
        rows.append(((begins[place] if begins else at,), counts))
    return summed("intervals", selection, _columns(("interval",)), OF_INTERVALS, rows, asked.notes())


def week_hours(asked: Asked) -> Report:
    """By weekday (1: Monday) and hour of the wall's clock, those with a call."""
    found = asked.visits(("week_hour",))
    rows = [((slot // HOURS + 1, slot % HOURS), counts) for (slot,), counts in found.items()]
    keys = (key_column("weekday", "count"), key_column("hour", "count"))
    return summed("week_hours", asked.selection, keys, OF_WEEK, rows, asked.notes())


def _columns(keys: tuple[Key, ...]) -> tuple[Column, ...]:
    return tuple(key_column(key, "instant" if key == "interval" else "text") for key in keys)
