"""What facts show to exist: PBXs, queues, agents with their names, extensions, inbound lines. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from collector_daemon.store.batch import Item, RawEvent
from shared.database.escapes import escape, identifier
from shared.domain.agents import AgentInterval, AgentPause, AgentSession, Gap
from shared.domain.calls import Call


class Seen(msgspec.Struct, frozen=True):
    """Something that exists: a row of ``table`` with this key, first seen then."""

    table: str
    key: tuple[str, ...]


Sightings = dict[Seen, datetime]
"""When each thing was first seen, among what was looked at."""


class Name(msgspec.Struct, frozen=True):
    """An agent's name and since when it is known under it."""

    name: str
    named_at: datetime


def look(items: Iterable[Item]) -> tuple[Sightings, dict[tuple[str, str], Name]]:
    """Everything that ``items`` show, and the youngest names of agents by (pbx, agent)."""
    found: Sightings = {}
    names: dict[tuple[str, str], Name] = {}
    for item in items:
        match item:
            case RawEvent():
                continue
            case Call():
                _look_at_call(found, item)
            case AgentSession():
                _note(found, item.started_at, "agent", item.pbx, item.agent)
                _note(found, item.started_at, "queue", item.pbx, item.queue)
                _learn_name(names, item)
            case AgentPause() | AgentInterval():
                _note(found, item.started_at, "agent", item.pbx, item.agent)
            case Gap():
                _note(found, item.started_at, "pbx", item.pbx)
    return found, names


def _look_at_call(found: Sightings, call: Call) -> None:
    at, pbx = call.started_at, call.pbx
    _note(found, at, "pbx", pbx)
    if call.line:
        _note(found, at, "inbound_line", pbx, call.line)
    for visit in call.visits:
        _note(found, visit.entered_at, "queue", pbx, visit.queue)
        for attempt in visit.attempts:
            _note(found, attempt.started_at, "agent", pbx, attempt.agent)
            _note(found, attempt.started_at, "extension", pbx, attempt.agent)
    inside = [call.caller] if call.direction != "inbound" else []
    inside += [call.called] if call.direction == "internal" else []
    for extension in inside:
        if extension:
            _note(found, at, "extension", pbx, extension)


def _note(found: Sightings, at: datetime, table: str, *key: str) -> None:
    seen = Seen(table, tuple(identifier(part) for part in key))
    found[seen] = min(at, found.get(seen, at))


def _learn_name(names: dict[tuple[str, str], Name], session: AgentSession) -> None:
    key = (identifier(session.pbx), identifier(session.agent))
    if session.name and (key not in names or names[key].named_at <= session.started_at):
        names[key] = Name(escape(session.name), session.started_at)
