"""Reports of first contacts (did the same number come again?) and of the wait that a caller can expect, by queue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from shared.domain.description import CentreDescription
from shared.domain.measures.counts import Counts
from shared.domain.measures.ewt import ENOUGH, expected_wait
from shared.domain.measures.fcr import DAY, WEEK, Contact, repeats
from shared.language import Language
from shared.reports.chart import Chart, Paint, Series
from shared.reports.queries.contacts import Entry, entries, waited
from shared.reports.ready.asked import Asked, Detail, number_of, with_details
from shared.reports.table import Column, Report, Row, Value, key_column, measure_column, summed

WINDOWS: dict[str, timedelta] = {"day": DAY, "week": WEEK}
POSITIONS, MOST_SERIES = 10, 3
"""Places in a queue that are told; queues that a chart can show beside one another."""
_PAINTS: tuple[Paint, ...] = ("accent", "good", "held")


def first_contact(asked: Asked) -> Report:
    """By queue and window: answered contacts after which the same number did not come to that queue again.

    To come again is to enter the queue, answered or not; entries of one call are one contact. The first rows only are
    read of a period with too many, and the report says so.
    """
    found, read_until = entries(asked.connection, asked.scope, WEEK)
    by_queue: dict[str, list[Contact]] = defaultdict(list)
    for one in contacts_of(found, asked.selection.until):
        by_queue[one.about].append(one)
    seen_until = min(asked.now, read_until or asked.now)
    rows: list[tuple[tuple[Value, ...], Counts]] = [
        ((queue, name), Counts(contacts=repeats(contacts, window, seen_until)))
        for queue, contacts in sorted(by_queue.items()) if any(one.is_counted for one in contacts)
        for name, window in WINDOWS.items()
    ]  # fmt: skip
    return _of_contacts(asked, rows, read_until)


def contacts_of(found: Iterable[Entry], until: datetime) -> list[Contact]:
    """One contact a call and queue; what was not answered, or is after the period, is only seen as a repetition."""
    calls: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for one in found:
        calls[one.pbx, one.call_id, one.queue].append(one)
    contacts = []
    for told in calls.values():
        first = min(told, key=lambda one: one.entered_at)
        is_counted = first.entered_at < until and any(one.is_answered for one in told)
        contacts.append(
            Contact(number=first.number or None, at=first.entered_at, about=first.queue, is_counted=is_counted)
        )
    return contacts


def draw_contacts(report: Report, language: Language, centre: CentreDescription) -> tuple[Chart, ...]:
    """First contacts by queue, a bar for each window."""
    queues = list(dict.fromkeys(str(row.values[0]) for row in report.rows))
    shares = {row.values[:2]: _number(report.value(row, "fcr")) for row in report.rows}
    names = {"day": language.text("within 24 hours"), "week": language.text("within 7 days")}
    series = tuple(
        Series(name=names[window], values=tuple(shares.get((queue, window)) for queue in queues), paint=paint,
               filling="plain" if window == "day" else "dots")
        for window, paint in zip(WINDOWS, _PAINTS, strict=False)
    )  # fmt: skip
    return (Chart(kind="bars", title=language.text("Nobody came again"), unit="percent", series=series,
                  labels=tuple(map(centre.queue_title, queues))),)  # fmt: skip


def waits_by_position(asked: Asked) -> Report:
    """By queue and position at entry: the wait to expect there, as those waited who were answered last in the period.

    No more than the newest 20 000 visits are looked at.
    """
    found = waited(asked.connection, asked.scope)
    recent: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for one in found:
        recent[one.queue].append((one.position, one.wait_ms))
    rows: list[Row] = []
    for queue, told in sorted(recent.items()):
        deepest = min(POSITIONS, max(position for position, _wait in told))
        rows += (_of_position(queue, position, told) for position in range(1, deepest + 1))
    columns = (
        key_column("queue"), key_column("position", "count"), Column(name="expected_wait", unit="duration"),
        Column(name="answered", unit="count"), Column(name="basis"),
    )  # fmt: skip
    return Report(name="expected_wait", selection=asked.selection, columns=columns, rows=tuple(rows),
                  notes=asked.notes())  # fmt: skip


def draw_waits(report: Report, language: Language, centre: CentreDescription) -> tuple[Chart, ...]:
    """The wait to expect by position, a line for each of the first queues."""
    queues = list(dict.fromkeys(str(row.values[0]) for row in report.rows))[:MOST_SERIES]
    waits = {row.values[:2]: _number(row.values[2]) for row in report.rows if row.values[0] in queues}
    places = sorted({int(str(position)) for _queue, position in waits})
    series = tuple(
        Series(name=centre.queue_title(queue), values=tuple(waits.get((queue, place)) for place in places), paint=paint)
        for queue, paint in zip(queues, _PAINTS, strict=False)
    )
    return (Chart(kind="lines", title=language.text("Wait to expect"), labels=tuple(map(str, places)), unit="duration",
                  hint=language.text("by position in the queue"), series=series),)  # fmt: skip


def _of_contacts(
    asked: Asked, rows: list[tuple[tuple[Value, ...], Counts]], read_until: datetime | None
) -> Report:  # fmt: skip
    details: tuple[Detail, ...] = tuple(
        number_of("contacts", field) for field in ("contacts", "repeated", "undecided", "hidden")
    )
    columns = [measure_column("fcr"), *(column for column, _tell in details)]
    keys = (key_column("queue"), key_column("window"))
    notes = msgspec.structs.replace(asked.notes(), read_until=read_until)
    report = with_details(summed("first_contact", asked.selection, keys, columns, rows, notes), details)
    return msgspec.structs.replace(report, total=None)  # two windows of the same contacts are no sum


def _of_position(queue: str, position: int, told: list[tuple[int, int]]) -> Row:
    same = sum(place == position for place, _wait in told)
    wait = expected_wait(position, told)
    return Row(values=(queue, position, None if wait is None else float(wait / 1000), same,
                       "own_position" if same >= ENOUGH else "by_place"))  # fmt: skip


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
