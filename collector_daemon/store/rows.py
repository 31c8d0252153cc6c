"""Facts as rows of the tables: which value goes into which column. Pure.

Everything by which rows are found or joined goes through ``identifier``, so that no text that a PBX may
send can be too long for an index; all other text is stored whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from collector_daemon.store import sums
from collector_daemon.store.batch import Fact, RawEvent
from collector_daemon.store.copy_text import NULL, SPECIAL, field, json_field, json_text, line
from shared.database.escapes import LONGEST_KEY, identifier
from shared.domain.agents import AgentInterval, AgentPause, AgentSession, Gap
from shared.domain.calls import Call, Visit

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "raw_event": ("pbx", "heard_at", "seq", "name", "uniqueid", "linkedid", "queue", "headers"),
    "call": (
        "pbx", "call_id", "direction", "started_at", "line", "caller", "caller_name", "called", "answered_at",
        "ended_at", "outcome", "ended_by", "is_in_gap", "origin", "queues", *sums.COLUMNS,
        "account_code", "campaign", "outside_legs",
    ),
    "queue_visit": (
        "pbx", "uniqueid", "queue", "nth", "call_id", "entered_at", "left_at", "answered_at", "ended_at",
        "position", "outcome", "agent", "agent_name", "credited", "wait_ms", "ring_ms", "talk_ms", "hold_ms",
        "ended_by",
    ),
    "ring_attempt": (
        "pbx", "uniqueid", "queue", "visit_nth", "nth", "agent", "interface", "leg_id", "started_at",
        "ended_at", "result",
    ),
    "conversation": (
        "pbx", "call_id", "nth", "party", "other", "leg_id", "started_at", "ended_at", "talk_ms", "hold_ms",
        "kind",
    ),
    "hold": ("pbx", "call_id", "conversation_nth", "nth", "started_at", "ended_at"),
    "transfer": ("pbx", "call_id", "nth", "kind", "passed_by", "passed_to", "happened_at", "is_completed"),
    "parking": (
        "pbx", "call_id", "nth", "space", "parked_by", "started_at", "ended_at", "ending", "retrieved_by",
    ),
    "recording": ("pbx", "call_id", "nth", "file", "leg_id", "started_at", "ended_at"),
    "recording_pause": ("pbx", "call_id", "recording_nth", "nth", "started_at", "ended_at", "is_cut"),
    "step": ("pbx", "call_id", "nth", "happened_at", "kind", "text", "party"),
    "agent_session": (
        "pbx", "agent", "queue", "started_at", "ended_at", "interface", "name", "penalty", "is_start_known",
    ),
    "agent_pause": ("pbx", "agent", "queue", "started_at", "ended_at", "reason", "is_start_known"),
    "agent_interval": ("pbx", "agent", "started_at", "ended_at", "state", "reason"),
    "gap": ("pbx", "started_at", "ended_at", "cause"),
    "surprise": ("pbx", "happened_at", "kind", "subject", "detail"),
}  # fmt: skip
"""The columns of each table in the order in which rows are written; parents come before their children."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "agent_session": ("pbx", "agent", "queue", "started_at"),
    "agent_pause": ("pbx", "agent", "queue", "started_at"),
    "agent_interval": ("pbx", "agent", "started_at"),
    "gap": ("pbx", "started_at"),
    "surprise": ("pbx", "happened_at", "kind", "subject"),
}
"""Tables whose rows replace each other one by one, and by what."""

Lines = dict[str, list[bytes]]
"""Rows in COPY's text format by table."""


def raw_line(event: RawEvent) -> bytes:
    """A raw event's row."""
    pbx, name, uniqueid, linkedid, queue = event.pbx, event.name, event.uniqueid, event.linkedid, event.queue
    letters = f"{pbx}{name}{uniqueid}{linkedid}{queue}"
    if len(letters) > LONGEST_KEY or SPECIAL.search(letters):  # hardly ever: each by itself
        pbx, name = field(identifier(pbx)), field(name)
        uniqueid, linkedid, queue = (field(_short(text)) for text in (uniqueid, linkedid, queue))
    else:
        uniqueid = NULL if uniqueid is None else uniqueid
        linkedid = NULL if linkedid is None else linkedid
        queue = NULL if queue is None else queue
    known = f"{pbx}\t{event.heard_at.isoformat()}\t{event.seq}\t{name}\t{uniqueid}\t{linkedid}\t{queue}\t"
    return known.encode() + json_field(event.headers) + b"\n"


def call_lines(calls: Iterable[Call]) -> Lines:
    """The rows of calls and all their parts."""
    lines: Lines = defaultdict(list)
    for call in calls:
        pbx, call_id = identifier(call.pbx), identifier(call.call_id)
        queues = list(dict.fromkeys(identifier(visit.queue) for visit in call.visits))
        lines["call"].append(line((
            pbx, call_id, call.direction, call.started_at, _short(call.line), call.caller, call.caller_name,
            call.called, call.answered_at, call.ended_at, call.outcome, call.ended_by, call.is_in_gap,
            call.origin, queues, *sums.sums_of(call), _short(call.account_code), _short(call.campaign),
            json_text(call.outside_legs) if call.outside_legs else None,
        )))  # fmt: skip
        for visit in call.visits:
            _add_visit(lines, pbx, call_id, visit)
        _add_conversations(lines, pbx, call_id, call)
        _add_recordings(lines, pbx, call_id, call)
        _add_deeds(lines, pbx, call_id, call)
    return lines


def _add_visit(lines: Lines, pbx: str, call_id: str, visit: Visit) -> None:
    key = (pbx, identifier(visit.uniqueid), identifier(visit.queue), visit.nth)
    lines["queue_visit"].append(line((
        *key, call_id, visit.entered_at, visit.left_at, visit.answered_at, visit.ended_at, visit.position,
        visit.outcome, _short(visit.agent), visit.agent_name, _short(visit.credited), visit.wait_time,
        visit.ring_time, visit.talk_time, visit.hold_time, visit.ended_by,
    )))  # fmt: skip
    lines["ring_attempt"] += [
        line((*key, nth, identifier(attempt.agent), attempt.interface, attempt.leg_id, attempt.started_at,
              attempt.ended_at, attempt.result))
        for nth, attempt in enumerate(visit.attempts)
    ]  # fmt: skip


def _add_conversations(lines: Lines, pbx: str, call_id: str, call: Call) -> None:
    for nth, talk in enumerate(call.conversations):
        lines["conversation"].append(line((
            pbx, call_id, nth, identifier(talk.party), talk.other, talk.leg_id, talk.started_at,
            talk.ended_at, talk.talk_time, talk.hold_time, talk.kind,
        )))  # fmt: skip
        lines["hold"] += [
            line((pbx, call_id, nth, place, hold.started_at, hold.ended_at))
            for place, hold in enumerate(talk.holds)
        ]


def _add_recordings(lines: Lines, pbx: str, call_id: str, call: Call) -> None:
    for nth, sound in enumerate(call.recordings):
        lines["recording"].append(
            line((pbx, call_id, nth, sound.file, sound.leg_id, sound.started_at, sound.ended_at))
        )
        lines["recording_pause"] += [
            line((pbx, call_id, nth, place, pause.started_at, pause.ended_at, pause.is_cut))
            for place, pause in enumerate(sound.pauses)
        ]


def _add_deeds(lines: Lines, pbx: str, call_id: str, call: Call) -> None:
    lines["transfer"] += [
        line((pbx, call_id, nth, deed.kind, deed.by, deed.to, deed.happened_at, deed.is_completed))
        for nth, deed in enumerate(call.transfers)
    ]
    lines["parking"] += [
        line((pbx, call_id, nth, stay.space, stay.by, stay.started_at, stay.ended_at, stay.ending,
              stay.retrieved_by))
        for nth, stay in enumerate(call.parkings)
    ]  # fmt: skip
    lines["step"] += [
        line((pbx, call_id, nth, step.happened_at, step.kind, step.text, step.party))
        for nth, step in enumerate(call.steps)
    ]


def fact_lines(facts: Iterable[Fact]) -> Lines:
    """The rows of facts that are not calls."""
    lines: Lines = defaultdict(list)
    for fact in facts:
        table, row = _fact_line(fact)
        lines[table].append(row)
    return lines


def _fact_line(fact: Fact) -> tuple[str, bytes]:
    pbx = identifier(fact.pbx)
    match fact:
        case AgentSession():
            return "agent_session", line((
                pbx, identifier(fact.agent), identifier(fact.queue), fact.started_at, fact.ended_at,
                fact.interface, fact.name, fact.penalty, fact.is_start_known,
            ))  # fmt: skip
        case AgentPause():
            return "agent_pause", line((
                pbx, identifier(fact.agent), identifier(fact.queue), fact.started_at, fact.ended_at,
                fact.reason, fact.is_start_known,
            ))  # fmt: skip
        case AgentInterval():
            return "agent_interval", line((
                pbx, identifier(fact.agent), fact.started_at, fact.ended_at, fact.state, fact.reason,
            ))  # fmt: skip
        case Gap():
            return "gap", line((pbx, fact.started_at, fact.ended_at, fact.cause))
        case _:
            return "surprise", line((
                pbx, fact.happened_at, identifier(fact.kind), identifier(fact.subject), fact.detail,
            ))  # fmt: skip


def _short(text: str | None) -> str | None:
    return None if text is None else identifier(text)
