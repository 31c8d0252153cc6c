"""One call, whole: its parts, what was written about it, what its agents did afterwards; its raw events; calls like it.

All three give what the account may see: of a call that it may not see, nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, TextClause
from sqlalchemy import text as sql

from shared.database.escapes import identifier, unescape
from shared.database.whole_calls import Row, put_together, read_row, struct_of
from shared.domain.agents import AgentInterval
from shared.domain.calls import Call
from supervisor_console.reports.found import FoundCall
from supervisor_console.reports.search.details import found_calls
from supervisor_console.reports.search.facets import gap_of
from supervisor_console.reports.tracked import KeptEvent, Tracked
from supervisor_console.reports.written import files_of, written_about

PARTS = (
    "call", "queue_visit", "conversation", "hold", "transfer", "parking", "recording", "recording_pause", "step",
)  # fmt: skip
WRAP_UP = timedelta(minutes=30)
"""How long after a talk an agent's states are still about it."""
NEAR = timedelta(days=7)
"""Before and after: calls of the same customer that are linked."""
MOST_LINKED = 50
MOST_EVENTS = 20_000
LATE = timedelta(minutes=1)
"""Events about a call that come before its beginning or after its end, as the PBX tells them."""


def tracked(connection: Connection, pbx: str, call: str) -> Tracked | None:
    """The call; None: there is none, or not for this account. Raises what the database raises."""
    key = {"pbx": identifier(pbx), "call": identifier(call)}
    whole = _whole(connection, key)
    if whole is None:
        return None
    said = written_about(connection, key)
    return Tracked(
        call=whole, names=_names(connection, whole, key), notes=said.notes, dispositions=said.dispositions,
        forms=said.forms, wrap_ups=_wrap_ups(connection, whole, key), files=files_of(connection, key),
        gaps=tuple(map(gap_of, connection.execute(_GAPS, key | {
            "since": whole.started_at, "until": whole.ended_at or whole.started_at,
        }))),
    )  # fmt: skip


def raw_events(connection: Connection, pbx: str, call: str) -> tuple[KeptEvent, ...]:
    """What the PBX said about the call, in order, as far as it is kept (and no queue in it is hidden)."""
    key = {"pbx": identifier(pbx), "call": identifier(call)}
    times = connection.execute(_TIMES, key).one_or_none()
    if times is None:
        return ()
    span = {"since": times.started_at - LATE, "until": (times.ended_at or times.started_at + NEAR) + LATE}
    found = connection.execute(_EVENTS, key | span | {"most": MOST_EVENTS})
    return tuple(
        KeptEvent(heard_at=row.heard_at, seq=row.seq, name=unescape(row.name), headers=_headers(row.headers))
        for row in found
    )


def linked(connection: Connection, pbx: str, call: str) -> tuple[FoundCall, ...]:
    """Calls of the same customer in the week before and after, and calls that were a part of it for a while."""
    key = {"pbx": identifier(pbx), "call": identifier(call)}
    found = connection.execute(_LINKED, key | {"near": NEAR, "most": MOST_LINKED})
    return found_calls(connection, [(row.pbx, row.call_id) for row in found])


def _whole(connection: Connection, key: dict[str, str]) -> Call | None:
    rows: dict[str, list[Row]] = {table: _rows(connection, _PART[table], key) for table in PARTS}
    rows["ring_attempt"] = _rows(connection, _RINGS, key)
    return next(iter(put_together(rows).values()), None)


def _rows(connection: Connection, question: TextClause, key: dict[str, Any]) -> list[Row]:
    return [read_row(dict(row)) for row in connection.execute(question, key).mappings()]


def _names(connection: Connection, call: Call, key: dict[str, str]) -> dict[str, str]:
    """As the visits have it (the name of that time), else as the agent is called now."""
    people = {talk.party for talk in call.conversations} | {talk.other for talk in call.conversations}
    people |= {ring.agent for visit in call.visits for ring in visit.attempts}
    people |= {one for deed in call.transfers for one in (deed.by, deed.to) if one}
    people |= {one for stay in call.parkings for one in (stay.by, stay.retrieved_by) if one}
    people |= {one for one in (call.caller, call.called) if one}
    wanted = key | {"agents": sorted(map(identifier, people))}
    found = {unescape(row.agent): unescape(row.name) for row in connection.execute(_NAMES, wanted)}
    return found | {visit.agent: visit.agent_name for visit in call.visits if visit.agent and visit.agent_name}


def _wrap_ups(connection: Connection, call: Call, key: dict[str, str]) -> tuple[AgentInterval, ...]:
    """Of each who talked, the wrapping-up that followed at once."""
    ends = {talk.party: talk.ended_at for talk in call.conversations if talk.ended_at and talk.party != "caller"}
    found: list[AgentInterval] = []
    for agent, ended_at in ends.items():
        asked = key | {"agent": identifier(agent), "since": ended_at, "until": ended_at + WRAP_UP}
        found += (struct_of(AgentInterval, row) for row in _rows(connection, _WRAP_UPS, asked))
    return tuple(sorted(found, key=lambda one: one.started_at))


def _headers(stored: dict[str, Any]) -> dict[str, Any]:
    return {
        unescape(name): list(map(unescape, value)) if isinstance(value, list) else unescape(str(value))
        for name, value in stored.items()
    }


_OF_THE_CALL = "p.pbx = :pbx and p.call_id = :call"
_PART = {table: sql(f"select p.* from {table} p where {_OF_THE_CALL}") for table in PARTS}  # noqa: S608
_RINGS = sql(f"""
    select a.* from queue_visit p join ring_attempt a
        on a.pbx = p.pbx and a.uniqueid = p.uniqueid and a.queue = p.queue and a.visit_nth = p.nth
    where {_OF_THE_CALL}
""")  # noqa: S608
_NAMES = sql("select agent, name from agent where pbx = :pbx and agent = any(cast(:agents as text[])) "
              "and name is not null")  # fmt: skip
_WRAP_UPS = sql("""
    select i.* from agent_interval i where i.pbx = :pbx and i.agent = :agent and i.state = 'wrapping_up'
        and i.started_at >= :since and i.started_at < :until order by i.started_at limit 1
""")
_GAPS = sql("""
    select pbx, started_at, ended_at, cause from gap where pbx = :pbx and started_at <= :until
        and (ended_at is null or ended_at >= :since) order by started_at
""")
_TIMES = sql(f"select p.started_at, p.ended_at from call p where {_OF_THE_CALL}")  # noqa: S608
_EVENTS = sql("""
    select heard_at, seq, name, headers from raw_event
    where pbx = :pbx and heard_at >= :since and heard_at < :until and (linkedid = :call or uniqueid = :call
        or uniqueid in (select v.uniqueid from queue_visit v where v.pbx = :pbx and v.call_id = :call))
    order by heard_at limit :most
""")
_LINKED = sql("""
    select l.pbx, l.call_id from call c join call l on l.customer_end = c.customer_end
        and l.started_at >= c.started_at - :near and l.started_at <= c.started_at + :near
    where c.pbx = :pbx and c.call_id = :call and length(c.customer_end) >= 6
        and (l.pbx, l.call_id) <> (c.pbx, c.call_id)
    order by l.started_at desc, l.pbx, l.call_id limit :most
""")
