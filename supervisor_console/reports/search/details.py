"""What a list shows of calls, read by their keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import text as sql

from shared.database.escapes import unescape
from supervisor_console.reports.found import FoundCall
from supervisor_console.reports.search.conditions import SEES_MISSED, TALKED_LATER


def found_calls(connection: Connection, keys: Sequence[tuple[str, str]]) -> tuple[FoundCall, ...]:
    """The calls with these stored keys, in their order; those that are not (or not to be seen) are missing."""
    if not keys:
        return ()
    asked = {"pbxs": [pbx for pbx, _call in keys], "ids": [call for _pbx, call in keys]}
    names = _names(connection, asked)
    return tuple(_found(row, names) for row in connection.execute(_CALLS, asked))


def _names(connection: Connection, asked: dict[str, Any]) -> dict[tuple[str, str], str]:
    return {(row.pbx, row.agent): unescape(row.name) for row in connection.execute(_NAMES, asked)}


def _found(row: Any, names: dict[tuple[str, str], str]) -> FoundCall:
    return FoundCall(
        pbx=unescape(row.pbx), call=unescape(row.call_id), started_at=row.started_at, ended_at=row.ended_at,
        direction=row.direction, line=_plain(row.line), caller=_plain(row.caller),
        caller_name=_plain(row.caller_name), called=_plain(row.called), queues=tuple(map(unescape, row.queues)),
        agents=tuple((unescape(agent), names.get((row.pbx, agent))) for agent in row.agents),
        outcome=row.outcome, ended_by=row.ended_by, wait_ms=row.wait_ms, ring_ms=row.ring_ms, talk_ms=row.talk_ms,
        hold_ms=row.hold_ms, length_ms=row.length_ms, is_transferred=row.is_transferred,
        is_held=bool(row.hold_ms), is_in_gap=row.is_in_gap, recordings=row.recording_count,
        dispositions=tuple(map(unescape, row.dispositions or ())),
        notes=tuple(unescape(note).strip().partition("\n")[0] for note in row.notes or ()),
        called_back_at=row.called_back_at,
    )  # fmt: skip


def _plain(stored: str | None) -> str | None:
    return None if stored is None else unescape(stored)


_CALLS = sql(f"""
    select c.*,
        (select array_agg(distinct d.code) from call_disposition d
            where d.pbx = c.pbx and d.call_id = c.call_id and d.code <> '') as dispositions,
        (select array_agg(n.text order by n.written_at) from call_note n
            where n.pbx = c.pbx and n.call_id = c.call_id and n.text <> '') as notes,
        case when {SEES_MISSED} then (select min(l.started_at) from call l where {TALKED_LATER}) end as called_back_at
    from unnest(cast(:pbxs as text[]), cast(:ids as text[])) with ordinality k (pbx, call_id, nth)
    join call c on c.pbx = k.pbx and c.call_id = k.call_id
    order by k.nth
""")  # noqa: S608
_NAMES = sql("""
    select a.pbx, a.agent, a.name from agent a where a.name is not null and (a.pbx, a.agent) in (
        select c.pbx, unnest(c.agents) from unnest(cast(:pbxs as text[]), cast(:ids as text[])) k (pbx, call_id)
        join call c on c.pbx = k.pbx and c.call_id = k.call_id)
""")
