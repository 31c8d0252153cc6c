"""A whole call told: the parts put together."""

from __future__ import annotations

from datetime import datetime

from collector_daemon.core.telling.ends import Ends
from collector_daemon.core.telling.moves import parkings_of, recordings_of, transfers_of
from collector_daemon.core.telling.outcome import outcome_of
from collector_daemon.core.telling.outside import account_code_of, campaign_of, outside_legs_of
from collector_daemon.core.telling.steps import steps_of
from collector_daemon.core.telling.talks import (
    Talk,
    hearings,
    hold_spans,
    length,
    other_of,
    talks_of,
)
from collector_daemon.core.telling.visits import visits_of
from collector_daemon.core.telling.whom import Whom, whom
from collector_daemon.core.trace import Trace
from shared.domain.calls import Call, Conversation, Hold


def tell(pbx: str, trace: Trace) -> Call | None:
    """The fact of a call, finished or not. None for what is no call: dialling a feature code, a helper channel."""
    roles = whom(trace)
    if not is_call(trace, roles):
        return None
    heard = hearings(trace)
    ends = Ends(trace, roles, heard)
    visits = visits_of(trace, roles, heard, ends)
    conversations = conversations_of(trace, roles, heard)
    ended_at = ended(trace)
    call = Call(
        pbx=pbx, call_id=trace.call_id, direction=roles.direction, started_at=trace.started_at, line=roles.line,
        caller=roles.caller, caller_name=roles.caller_name, called=roles.called, ended_at=ended_at,
        answered_at=min((one.started_at for one in conversations if _answers(roles, one)), default=None),
        outcome=outcome_of(trace, roles, visits, conversations) if ended_at else None,
        ended_by=ends.of_call() if ended_at else None, is_in_gap=trace.is_in_gap,
        absorbed=tuple(trace.absorbed), visits=visits, conversations=conversations,
        transfers=transfers_of(trace, roles, heard, visits), parkings=parkings_of(trace),
        recordings=recordings_of(trace), account_code=account_code_of(roles), campaign=campaign_of(trace),
        outside_legs=outside_legs_of(trace, roles),
    )
    return steps_of(trace, roles, call)


def ended(trace: Trace) -> datetime | None:
    """When the last leg hung up, None while one has not."""
    ends = [leg.ended_at for leg in trace.legs.values()]
    return None if None in ends else max((end for end in ends if end), default=None)


def is_call(trace: Trace, roles: Whom) -> bool:
    """Feature codes (log-in, pick-up, parking) and the PBX's own channels are no calls of their own."""
    if trace.is_watch:
        return False
    if roles.direction != "internal":
        return True
    if roles.first is not None and roles.first.order and roles.first.order[0] != "dial":
        return False  # a pick-up or retrieval that came too late: nobody was reached
    if trace.dials or trace.visits or trace.lots:
        return any(leg.is_person for leg in trace.legs.values())
    return any(note.kind in ("dial", "voicemail") for note in trace.notes)


def _answers(roles: Whom, talk: Conversation) -> bool:
    return roles.customer is None or "caller" in (talk.other, talk.party)


def conversations_of(trace: Trace, roles: Whom, heard: list[Talk]) -> tuple[Conversation, ...]:
    """All conversations of a call, in order; see ``talks`` for the rules."""
    found = []
    for leg in trace.legs.values():
        if not leg.is_person or (not leg.is_inside and leg is not roles.customer):
            continue
        for talk in talks_of(trace, roles, leg, heard):
            is_with_employee = any(trace.legs[leg_id].is_inside for leg_id in talk.with_ids)
            if leg.is_inside or not is_with_employee:
                found.append(_conversation(trace, roles, talk, roles.name_of(leg)))
    return tuple(sorted(found, key=lambda one: one.started_at))


def _conversation(trace: Trace, roles: Whom, talk: Talk, party: str) -> Conversation:
    other = other_of(trace, roles, talk)
    holds = hold_spans(trace, talk, talk.ended_at)
    hold_time = length(holds)
    is_consultation = roles.customer is not None and "caller" not in (other, party)
    return Conversation(
        party=party, other=other, leg_id=talk.leg_id, started_at=talk.started_at, ended_at=talk.ended_at,
        talk_time=(talk.ended_at - talk.started_at if talk.ended_at else hold_time) - hold_time,
        hold_time=hold_time, kind="consultation" if is_consultation else None,
        holds=tuple(Hold(started_at=start, ended_at=stop) for start, stop in holds),
    )
