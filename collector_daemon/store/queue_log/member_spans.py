"""Agents' sessions and pauses out of a queue_log, where none are known. Pure.

A session or pause is added where it began while nobody listened and none is known at that moment. It ends as logged,
at the latest where the next known one begins, or where somebody began to listen and found none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from collector_daemon.store.queue_log.backfill import NEAR, Watch
from collector_daemon.store.queue_log.log import QueueLog
from collector_daemon.store.queue_log.member_names import MemberNames
from shared.domain.agents import AgentPause, AgentSession

Key = tuple[str, str]


def sessions_missing(
    pbx: str, log: QueueLog, known: Iterable[AgentSession], names: MemberNames, watch: Watch
) -> list[AgentSession]:
    """Memberships that the log tells and the database lacks. The log names the interface."""
    found: list[AgentSession] = []
    open_: dict[Key, AgentSession] = {}
    for deed in log.deeds:
        key = (names.extension(deed.queue, deed.member), deed.queue)
        if deed.verb == "added" and key not in open_:
            open_[key] = AgentSession(
                pbx=pbx, agent=key[0], queue=key[1], interface=deed.member, name="", penalty=0, started_at=deed.at
            )
        elif deed.verb == "removed":
            before = open_.pop(key, None)
            if before is not None:
                found.append(msgspec.structs.replace(before, ended_at=deed.at))
    return [one for one in _missing([*found, *open_.values()], list(known), watch) if isinstance(one, AgentSession)]


def pauses_missing(
    pbx: str, log: QueueLog, known: Iterable[AgentPause], names: MemberNames, watch: Watch
) -> list[AgentPause]:
    """Pauses that the log tells and the database lacks; another reason is another pause, leaving ends one."""
    found: list[AgentPause] = []
    open_: dict[Key, AgentPause] = {}
    for deed in log.deeds:
        key = (names.extension(deed.queue, deed.member), deed.queue)
        before = open_.get(key)
        if deed.verb == "added" or (deed.verb == "paused" and before and before.reason == deed.reason):
            continue
        if before is not None:
            found.append(msgspec.structs.replace(before, ended_at=deed.at))
            del open_[key]
        if deed.verb == "paused":
            open_[key] = AgentPause(
                pbx=pbx, agent=key[0], queue=key[1], reason=deed.reason, started_at=deed.at
            )
    return [one for one in _missing([*found, *open_.values()], list(known), watch) if isinstance(one, AgentPause)]


def _missing(
    told: Sequence[AgentSession | AgentPause], known: Sequence[AgentSession | AgentPause], watch: Watch
) -> list[AgentSession | AgentPause]:
    by_key: dict[Key, list[AgentSession | AgentPause]] = {}
    for one in known:
        by_key.setdefault((one.agent, one.queue), []).append(one)
    found = []
    for one in told:
        mine = by_key.get((one.agent, one.queue), [])
        if watch.is_blind(one.started_at) and not any(_covers(other, one.started_at) for other in mine):
            ended_at = _end(one, mine, watch)
            if ended_at is None or ended_at > one.started_at:
                found.append(msgspec.structs.replace(one, ended_at=ended_at))
    return found


def _covers(span: AgentSession | AgentPause, at: datetime) -> bool:
    return abs(span.started_at - at) <= NEAR or (
        span.started_at <= at and (span.ended_at is None or span.ended_at > at)
    )


def _end(
    one: AgentSession | AgentPause, known: Sequence[AgentSession | AgentPause], watch: Watch
) -> datetime | None:
    ends = [one.ended_at] if one.ended_at else []
    ends += [other.started_at for other in known if other.started_at > one.started_at]
    if not ends:
        gap = watch.gap_at(one.started_at)
        back_at = gap.ended_at if gap else watch.since
        ends += [back_at] if back_at else []
    return min(ends, default=None)
