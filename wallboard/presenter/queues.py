"""The table of queues, those who wait in them, and the inbound lines."""

from __future__ import annotations

from itertools import takewhile

from shared.domain.board import CallRow, LineRow, QueueRow
from shared.domain.measures import QueueSums
from wallboard.pages import Tile
from wallboard.presenter.figures import service_level_name
from wallboard.presenter.moment import Moment
from wallboard.screen import (
    CallerLine,
    CallersTile,
    Cell,
    LineEntry,
    LinesTile,
    QueueLine,
    QueuesTile,
    Room,
    Token,
    Words,
)  # fmt: skip

FEWEST_DROPPED = 4
"""A prefix common to all lines is dropped from so many digits on."""


def queues(moment: Moment, tile: Tile, room: Room) -> QueuesTile:
    """A line a queue; those with an alarm stand first and always, the others take turns."""
    language, rows = moment.language, moment.queues_of(tile)
    alarmed = [row for row in rows if moment.alarm_of(row)][: room.rows]
    calm = [row for row in rows if row not in alarmed]
    part = moment.part(len(calm), max(1, room.rows - len(alarmed)))
    shown = [*alarmed, *calm[part]][: room.rows]
    columns = (
        language.text("Waiting"), language.text("Longest"), service_level_name(moment),
        language.text("Answered / lost"), language.text("Ready"), language.text("Talking"), language.text("Pause"),
    )[: room.columns]  # fmt: skip
    note = moment.part_note(len(calm), part)
    return QueuesTile(
        tile.title or language.text("Queue"), note, columns,
        tuple(_line(moment, row, len(columns)) for row in shown), "" if rows else language.text("No queues yet"),
    )


def _line(moment: Moment, row: QueueRow, columns: int) -> QueueLine:
    alarm = moment.alarm_of(row)
    return QueueLine(moment.queue_title(row), moment.centre.is_vip(row.queue), alarm, _cells(moment, row)[:columns])


def _cells(moment: Moment, row: QueueRow) -> tuple[Cell, ...]:
    language = moment.language
    wait = moment.alarm_of(row, "longest_wait")
    waits = moment.alarm_of(row, "waiting")
    is_short = row.waiting > 0 and row.ready == 0 and moment.alarm_of(row) is not None
    return (
        _count(moment, row.waiting, waits, is_strong=True),
        Cell(moment.running(row.waiting_since), wait or ("text" if row.waiting_since else "muted"),
             is_strong=row.waiting_since is not None),
        _service(moment, row),
        Cell(language.number(row.answered), "text" if row.answered else "muted",
             f" / {language.number(row.abandoned)}"),
        _count(moment, row.ready, "bad" if is_short else moment.alarm_of(row, "ready")),
        _count(moment, row.talking, None),
        _count(moment, row.paused, moment.alarm_of(row, "paused")),
    )  # fmt: skip


def _count(moment: Moment, count: int, alarm: str | None, *, is_strong: bool = False) -> Cell:
    token: Token = "bad" if alarm == "bad" else "warn" if alarm == "warn" else "text" if count else "muted"
    return Cell(moment.language.number(count), token, is_strong=is_strong and count > 0)


def _service(moment: Moment, row: QueueRow) -> Cell:
    level = QueueSums((row,)).service_level
    if level is None:
        return Cell("–", "muted")
    is_missed = level < moment.centre.queue_goal(row.queue)
    text = moment.language.percent(level)
    return Cell(text, "bad" if is_missed else "text", icon="arrow_down" if is_missed else "")


# --- who waits


def callers(moment: Moment, tile: Tile, room: Room) -> CallersTile:
    """Those who wait longest, one by one."""
    language = moment.language
    seen = {(row.pbx, row.queue): row for row in moment.queues_of(tile)}
    waiting = sorted(
        (call for call in moment.board.calls if call.queue_entered and (call.pbx, call.queue or "") in seen),
        key=lambda call: call.queue_entered or moment.now,
    )
    shown = waiting[: room.rows]
    note = ""
    if len(waiting) > len(shown):
        note = language.text("{shown} longest of {total}", shown=len(shown), total=len(waiting))
    elif waiting:
        note = language.plural("{number} waiting", "{number} waiting", len(waiting))
    lines = tuple(_caller(moment, call, seen[call.pbx, call.queue or ""]) for call in shown)
    empty = "" if lines else language.text("Nobody is waiting")
    return CallersTile(tile.title or language.text("Callers waiting"), note, lines, empty)


def _caller(moment: Moment, call: CallRow, queue: QueueRow) -> CallerLine:
    number = moment.language.phone(call.caller, moment.centre.country, is_masked=moment.is_masked)
    limits = [row.limit for row in moment.rules
              if row.measure == "longest_wait" and row.queue == call.queue and row.limit is not None]  # fmt: skip
    is_over = bool(limits) and moment.since(call.queue_entered).total_seconds() > min(limits)
    return CallerLine(
        f"{call.position}." if call.position else "", number, moment.queue_title(queue),
        moment.running(call.queue_entered), moment.alarm_of(queue, "longest_wait") if is_over else None,
    )


# --- inbound lines


def lines(moment: Moment, tile: Tile, room: Room) -> LinesTile:
    """Inbound lines with the calls that talk and wait; the described ones first, then by number."""
    language = moment.language
    order = {one.line: number for number, one in enumerate(moment.centre.lines)}
    rows = sorted(moment.board.lines, key=lambda row: (order.get(row.line, len(order)), row.line, row.pbx))
    part = moment.part(len(rows), max(1, room.rows * room.columns))
    names = _names(moment, rows)
    entries = tuple(_entry(moment, row, names[row.line]) for row in rows[part])
    legend = (Words(language.text("talking"), "talking", "handset"), Words(language.text("waiting"), "text", "people"))
    empty = "" if entries else language.text("No calls on any line yet")
    note = moment.part_note(len(rows), part)
    return LinesTile(tile.title or language.text("Inbound lines"), note, legend, entries, empty)


def _entry(moment: Moment, row: LineRow, name: str) -> LineEntry:
    language = moment.language
    channels = next((one.channels for one in moment.centre.lines if one.line == row.line), None)
    free = "" if channels is None else language.text(
        "{free} of {channels} free", free=max(0, channels - row.calls), channels=channels)
    return LineEntry(name, language.number(row.talking), language.number(row.waiting), free)


def _names(moment: Moment, rows: list[LineRow]) -> dict[str, str]:
    """Titles where there are some, else numbers without what all of them begin with."""
    titles = {one.line: one.title for one in moment.centre.lines if one.title}
    plain = [row.line for row in rows if row.line not in titles]
    written = {line: moment.language.phone(line, moment.centre.country) for line in plain}
    words = [text.split(" ") for text in written.values()]
    common = _common(words) if len(words) > 1 else []
    if sum(len(word) for word in common) < FEWEST_DROPPED:
        common = []
    return {**titles, **{line: " ".join(text.split(" ")[len(common):]) or text for line, text in written.items()}}


def _common(words: list[list[str]]) -> list[str]:
    """The words that all begin with."""
    begins = takewhile(lambda firsts: len(set(firsts)) == 1, zip(*words, strict=False))
    return [firsts[0] for firsts in begins]
