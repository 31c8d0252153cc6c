"""Those who wait, one by one, the longest first."""

from __future__ import annotations

from collections import defaultdict

from shared.domain.board import CallRow
from wallboard.pages import Tile
from wallboard.presenter.seen import Seen
from wallboard.screen import CallerLine, CallersTile, Level, Room


def callers_tile(seen: Seen, tile: Tile, room: Room) -> CallersTile:
    """As many as fit; the heading tells of how many."""
    language = seen.language
    waiting = waiting_calls(seen, tile)
    positions = _positions(waiting)
    shown = waiting[: max(1, room.rows)]
    note = ""
    if len(shown) < len(waiting):
        note = language.text("{shown} longest of {count}", shown=len(shown), count=len(waiting))
    limits: dict[tuple[str, str], tuple[float, Level]] = {
        (one.pbx, one.queue): (one.limit, one.level)
        for one in seen.alerts_on(tile, "longest_wait") if one.queue and one.limit is not None
    }  # fmt: skip
    return CallersTile(
        tile.title or language.text("Waiting callers"), note,
        tuple(_line(seen, call, positions[call.pbx, call.call], limits) for call in shown),
        "" if shown else language.text("Nobody is waiting"),
    )  # fmt: skip


def waiting_calls(seen: Seen, tile: Tile) -> list[CallRow]:
    """Calls in the tile's queues that nobody has answered."""
    waiting = [
        row for row in seen.moment.board.calls
        if row.queue_entered and row.queue and row.phase in ("waiting", "ringing")
        and (not tile.queues or row.queue in tile.queues)
    ]  # fmt: skip
    return sorted(waiting, key=lambda row: (row.queue_entered or row.since, row.pbx, row.call))


def _positions(waiting: list[CallRow]) -> dict[tuple[str, str], int]:
    """Places in the queues now. The PBX tells a caller's place once, as he joins: who left since is not counted any
    more, and who was let in before others stands before them.
    """
    queues: defaultdict[tuple[str, str | None], list[CallRow]] = defaultdict(list)
    for row in waiting:
        queue = queues[row.pbx, row.queue]
        queue.insert((row.position or len(queue) + 1) - 1, row)
    return {(row.pbx, row.call): place for queue in queues.values() for place, row in enumerate(queue, 1)}


def _line(
    seen: Seen, call: CallRow, position: int, limits: dict[tuple[str, str], tuple[float, Level]]
) -> CallerLine:
    limit, level = limits.get((call.pbx, call.queue or ""), (None, None))
    wait = seen.length(call.pbx, call.queue_entered)
    return CallerLine(
        position=f"{position}.",
        number=seen.language.phone(call.caller, seen.centre.country, seen.moment.is_masked),
        queue=seen.title(call.pbx, call.queue or ""),
        time=seen.language.running(wait),
        alarm=level if limit is not None and wait.total_seconds() > limit else None,
    )
