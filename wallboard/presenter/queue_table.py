"""The table of queues: those in alarm on top, then in the description's order, by parts where there are many."""

from __future__ import annotations

from shared.domain.board import AlertRow, QueueRow
from shared.domain.measures import QueueSums
from wallboard.pages import Tile
from wallboard.presenter.seen import Part, Seen, level_of
from wallboard.screen import Cell, QueueLine, QueuesTile, Room, Token


def queues_tile(seen: Seen, tile: Tile, room: Room) -> QueuesTile:
    """What fits in ``room``: its rows are lines, its columns those after the name."""
    language, rows = seen.language, seen.rows(tile)
    columns = (
        language.text("Waiting"), language.text("Longest"), seen.level_name, language.text("Answered / lost"),
        language.text("Ready|count"), language.text("Talking"), language.text("Paused"),
    )[: max(1, room.columns)]  # fmt: skip
    alarming = [(row, alerts) for row in rows if (alerts := seen.alerts_of(row))]
    alarming.sort(key=lambda one: level_of(one[1]) != "bad")
    calm: list[tuple[QueueRow, list[AlertRow]]] = [(row, []) for row in rows if not seen.alerts_of(row)]
    shown, part = _shown(seen, alarming, calm, room.rows)
    note = ""
    if part.count > part.last - part.first:
        note = language.text("{first}–{last} of {count}", first=part.first + 1, last=part.last, count=part.count)
    return QueuesTile(
        tile.title or language.text("Queue"), note, columns,
        tuple(_line(seen, row, alerts, len(columns)) for row, alerts in shown),
        "" if shown else language.text("No queue to show"),
    )  # fmt: skip


def _shown(
    seen: Seen, alarming: list[tuple[QueueRow, list[AlertRow]]], calm: list[tuple[QueueRow, list[AlertRow]]], room: int
) -> tuple[list[tuple[QueueRow, list[AlertRow]]], Part]:
    """Alarms stay while the others take turns; where alarms alone are too many, all take turns."""
    count, pinned = len(alarming) + len(calm), len(alarming)
    if count <= room or pinned >= room:
        part = seen.part(count, room)
        return (alarming + calm)[part.first : part.last], part
    part = seen.part(len(calm), room - pinned)
    first = 0 if part.first == 0 else pinned + part.first
    return alarming + calm[part.first : part.last], Part(first, pinned + part.last, count)


def _line(seen: Seen, row: QueueRow, alerts: list[AlertRow], count: int) -> QueueLine:
    alarm = level_of(alerts)
    measures = {one.measure for one in alerts}
    is_short = any(one.nobody_ready for one in alerts)
    is_old = row.pbx in seen.away and not seen.is_blind  # where all is old, all is grey

    def token(*about: str) -> Token:
        return alarm if alarm and measures.intersection(about) else "muted" if is_old else "text"

    def number(value: int, *about: str, is_strong: bool = False) -> Cell:
        shade = token(*about)
        return Cell(
            seen.language.number(value), "muted" if not value and shade == "text" else shade, is_strong=is_strong
        )

    ready = number(row.ready, "ready")
    if is_short and not row.ready and alarm:
        ready = Cell(ready.text, alarm)
    cells = (
        number(row.waiting, "waiting", is_strong=True), _longest(seen, row, token("longest_wait")),
        _level(seen, row, is_old=is_old), _answered(seen, row, token("answered", "abandoned", "abandoned_share")),
        ready, number(row.talking, "talking"), number(row.paused, "paused"),
    )  # fmt: skip
    return QueueLine(seen.title(row.pbx, row.queue), seen.is_vip(row.queue), alarm, cells[:count])


def _longest(seen: Seen, row: QueueRow, token: Token) -> Cell:
    if row.waiting_since is None:
        return Cell("–", "muted")
    return Cell(seen.running(row.pbx, row.waiting_since), token, is_strong=True)


def _level(seen: Seen, row: QueueRow, *, is_old: bool) -> Cell:
    level = QueueSums((row,)).service_level
    if level is None:
        return Cell("–", "muted")
    if level < seen.centre.queue_goal(row.queue):
        return Cell(seen.language.percent(level), "bad", icon="arrow_down")
    return Cell(seen.language.percent(level), "muted" if is_old else "text")


def _answered(seen: Seen, row: QueueRow, token: Token) -> Cell:
    number = seen.language.number
    is_nothing = not row.answered and token == "text"
    return Cell(number(row.answered), "muted" if is_nothing else token, f" / {number(row.abandoned)}")
