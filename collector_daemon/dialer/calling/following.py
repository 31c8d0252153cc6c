"""How far an attempt has got, read off the trace of its call: what happened, as everybody is told it. Pure.

The leg that was asked for (``dial-7``) belongs to the attempt; the person called is the leg to the outside in the same
call, an operator's is the one made for him (``dial-7-op1``), or the first itself where he was rung first (preview).
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from collector_daemon.core.trace import Leg, Trace
from shared.campaigns.outcomes import Told

SIGNAL = "CampaignAnswer"
"""The dialplan's UserEvent with which it says who has answered: ``UserEvent(CampaignAnswer,By: ${AMDSTATUS})``."""
OPERATOR = "-op"
"""What an operator's leg has after the id of the attempt's, and then his turn."""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt at a moment. ``channel``: of the leg that an operator is to be bridged with, while it is there.

    ``answered_at``: the called person lifted; ``detected``: what machine detection said of him, empty: nothing yet.
    ``connected_at``: an operator talks with him; ``operator_ended_at``: that operator's leg has gone. ``is_gone``: the
    called is not there any more, ``is_refused``: he hung up himself.
    """

    call: str
    has_rung: bool = False
    answered_at: datetime | None = None
    detected: str = ""
    connected_at: datetime | None = None
    operator_ended_at: datetime | None = None
    ended_at: datetime | None = None
    channel: str = ""
    is_gone: bool = False
    is_refused: bool = False
    told: Told = Told()


def leg_of(attempt: int) -> str:
    """The id of an attempt's first leg at the PBX."""
    return f"dial-{attempt}"


def progress(trace: Trace, leg_id: str) -> Progress:
    """How far the attempt with that leg has got in its call."""
    first = trace.legs.get(leg_id)
    called, operator = _called(trace, leg_id), _operator(trace, leg_id)
    answered_at = called.up_at if called is not None else None
    ends = [leg.ended_at for leg in trace.legs.values()]
    return Progress(
        call=trace.call_id, has_rung=called is not None and _has_rung(trace, called), answered_at=answered_at,
        detected=_detected(trace), connected_at=_connected(operator, answered_at),
        operator_ended_at=operator.ended_at if operator is not None else None,
        ended_at=max((end for end in ends if end), default=None) if None not in ends else None,
        channel=first.channel if first is not None and first.ended_at is None else "",
        is_gone=called is not None and called.ended_at is not None,
        is_refused=called is not None and called.end_requested_at is not None, told=_told(trace, called or first),
    )  # fmt: skip


def _called(trace: Trace, leg_id: str) -> Leg | None:
    """Who is called: of several tried one after the other (lines of a carrier) the one that lifted, else the last."""
    legs = [leg for leg in trace.legs.values() if leg.is_person and not _is_operators(leg, leg_id)]
    outside = [leg for leg in legs if not leg.is_inside] or legs
    return next((leg for leg in outside if leg.up_at is not None), outside[-1] if outside else None)


def _operator(trace: Trace, leg_id: str) -> Leg | None:
    mine = [leg for leg in trace.legs.values() if _is_operators(leg, leg_id)]
    return next((leg for leg in mine if leg.up_at is not None), mine[-1] if mine else None)


def _is_operators(leg: Leg, leg_id: str) -> bool:
    return leg.is_person and (leg.leg_id == leg_id or leg.leg_id.startswith(leg_id + OPERATOR))


def _connected(operator: Leg | None, answered_at: datetime | None) -> datetime | None:
    """Both have lifted. An operator's own leg comes into the call when it is bridged with it, not before."""
    if operator is None or operator.up_at is None or answered_at is None:
        return None
    return max(operator.up_at, answered_at)


def _has_rung(trace: Trace, called: Leg) -> bool:
    return any(dial.has_rung for dial in trace.dials if dial.target_id == called.leg_id)


def _detected(trace: Trace) -> str:
    said = [note.text for note in trace.notes if note.kind == "signal" and note.text.startswith(SIGNAL)]
    return said[-1].rpartition("By: ")[2] if said else ""


def _told(trace: Trace, leg: Leg | None) -> Told:
    """What the PBX tells of why it ended. A leg that was lost from sight tells nothing."""
    if leg is None or leg.ended_at is None or leg.is_lost:
        return Told(detected=_detected(trace))
    results = [dial.status for dial in trace.dials if dial.target_id == leg.leg_id and dial.status]
    result = results[-1] if results and results[-1] != "gone" else ""
    return Told(cause=leg.cause, sip=leg.sip_code or None, result=result, detected=_detected(trace))
