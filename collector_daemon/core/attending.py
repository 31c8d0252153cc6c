"""Who has a call's customer at this moment: since when, how long he was held, whom they ask meanwhile. Pure.

For the board only. The facts of a call that is over are told by ``telling``, with the same rules (see ``talks``).
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from collector_daemon.core.telling.talks import Talk, hearings, hold_spans, length, other_of, talks_of
from collector_daemon.core.telling.whom import Whom
from collector_daemon.core.trace import Leg, Tape, Trace
from shared.domain.board import Recording


class Attending(msgspec.Struct, frozen=True):
    """An employee has the customer. ``held_seconds`` is without a hold that goes on, ``consulting`` (who, whom)."""

    since: datetime
    held_seconds: float = 0.0
    consulting: tuple[str, str] | None = None


def attending(trace: Trace, roles: Whom) -> Attending | None:
    """Who has the customer (of an internal call: the other one); None while nobody does."""
    heard = hearings(trace)
    current = [talk for talk in heard if talk.ended_at is None and trace.legs[talk.leg_id].is_inside]
    with_customer = [talk for talk in current if roles.customer is None or other_of(trace, roles, talk) == "caller"]
    if with_customer:
        talk = with_customer[0]
        other = other_of(trace, roles, talk)
        return _attending(trace, _whole(trace, roles, trace.legs[talk.leg_id], other, heard), None)
    away = _away(trace, roles, heard)
    if away is None:
        return None
    leg, waiting, asked = away
    return _attending(trace, _whole(trace, roles, leg, roles.name_of(waiting), heard), (leg.party, asked))


def _whole(trace: Trace, roles: Whom, leg: Leg, other: str, heard: list[Talk]) -> Talk:
    """The leg's last talk with the other, with what was only an interruption of it."""
    return next(talk for talk in reversed(talks_of(trace, roles, leg, heard)) if other_of(trace, roles, talk) == other)


def _attending(trace: Trace, talk: Talk, consulting: tuple[str, str] | None) -> Attending:
    held = length(hold_spans(trace, talk, None))
    return Attending(talk.started_at, round(held.total_seconds(), 3), consulting)


def _away(trace: Trace, roles: Whom, heard: list[Talk]) -> tuple[Leg, Leg, str] | None:
    """The employee whose same leg has left somebody to ask, who waits for that (the customer), and who is asked."""
    everybody = [leg for leg in trace.legs.values() if leg.is_person] if roles.customer is None else [roles.customer]
    for waiting in everybody:
        if waiting.ended_at is not None or not _is_alone(trace, waiting, heard):
            continue
        for talk in reversed(heard):
            leg = trace.legs[talk.leg_id]
            if leg.is_inside and leg.ended_at is None and waiting.leg_id in talk.with_ids:
                asked = _asked(trace, roles, leg, heard)
                if asked and asked != leg.party:  # his own name: a Local channel is just being taken out of the way
                    return leg, waiting, asked
    return None


def _is_alone(trace: Trace, leg: Leg, heard: list[Talk]) -> bool:
    """In a bridge (not in a queue, in the parking lot or rung on) and hearing nobody."""
    is_bridged = any(stay.leg_id == leg.leg_id and stay.left_at is None for stay in trace.stays)
    is_parked = any(lot.ended_at is None for lot in trace.lots)
    return is_bridged and not is_parked and not any(
        talk.leg_id == leg.leg_id and talk.ended_at is None for talk in heard
    )


def _asked(trace: Trace, roles: Whom, leg: Leg, heard: list[Talk]) -> str | None:
    """Whom the leg talks with, or rings through a Local channel in its bridge."""
    for talk in heard:
        if talk.leg_id == leg.leg_id and talk.ended_at is None:
            return other_of(trace, roles, talk)
    place = next((stay.bridge_id for stay in trace.stays if stay.leg_id == leg.leg_id and stay.left_at is None), None)
    for stay in trace.stays:
        half = trace.legs[stay.leg_id]
        if stay.bridge_id == place and stay.left_at is None and half.twin is not None:
            return _rung_by(trace, roles, half.twin) or trace.legs[half.twin].exten or None
    return None


def _rung_by(trace: Trace, roles: Whom, leg_id: str) -> str | None:
    rung = [dial for dial in trace.dials if dial.source_id == leg_id and dial.ended_at is None]
    return roles.name_of(trace.legs[rung[0].target_id]) if len(rung) == 1 else None


def open_tapes(trace: Trace) -> list[Tape]:
    """The recordings that run, or pause: neither stopped nor ended with their leg."""
    return [tape for tape in trace.tapes if tape.ended_at is None and trace.legs[tape.leg_id].ended_at is None]


def is_muted(tape: Tape) -> bool:
    """Whether silence is written at present."""
    return bool(tape.mutes) and tape.mutes[-1].ended_at is None


def recording_of(trace: Trace) -> Recording:
    """What is recorded at present; paused only if nothing is."""
    tapes = open_tapes(trace)
    if not tapes:
        return "none"
    return "paused" if all(is_muted(tape) for tape in tapes) else "on"
