"""Whose a call is, and its legs to numbers outside beside the customer's own, which somebody pays for too."""

from __future__ import annotations

from collector_daemon.core.telling.whom import Whom, dialled_number
from collector_daemon.core.trace import Dial, Leg, Trace
from shared.domain.calls import OutsideLeg

MOST_HALVES = 8


def account_code_of(roles: Whom) -> str | None:
    """That of the leg that placed the call (of an inbound one the customer's); where it has none, the customer's."""
    legs = (roles.first, roles.customer)
    return next((leg.account_code for leg in legs if leg is not None and leg.account_code), None)


def campaign_of(trace: Trace) -> str | None:
    """The dialer's campaign; all legs of its call may have been told."""
    return next((leg.campaign for leg in trace.legs.values() if leg.campaign), None)


def outside_legs_of(trace: Trace, roles: Whom) -> tuple[OutsideLeg, ...]:
    """Dialled and answered, in the order of their answers."""
    found = []
    for leg in trace.legs.values():
        if not leg.is_person or leg.is_inside or leg.is_placed or leg.up_at is None or leg is roles.customer:
            continue
        dial = next((dial for dial in trace.dials if dial.target_id == leg.leg_id), None)
        number = dialled_number(dial, leg) if dial is not None else None
        if dial is not None and number is not None:
            found.append(OutsideLeg(
                leg_id=leg.leg_id, number=number, by=_dialled_by(trace, dial), account_code=leg.account_code or None,
                answered_at=leg.up_at, ended_at=leg.ended_at,
            ))  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.answered_at, one.leg_id)))


def _dialled_by(trace: Trace, dial: Dial) -> str | None:
    source = _source(trace, dial)
    if source is not None and source.is_inside:
        return source.party
    moved_by = [trace.legs.get(move.by_leg_id) for move in trace.moves if move.happened_at <= dial.started_at]
    last = moved_by[-1] if moved_by else None
    return last.party if last is not None and last.is_inside else None


def _source(trace: Trace, dial: Dial) -> Leg | None:
    """Who dialled; through the halves of Local channels, a loop of which must not hang us."""
    for _ in range(MOST_HALVES):
        source = trace.legs.get(dial.source_id or "")
        if source is None or source.is_person:
            return source
        before = next((one for one in trace.dials if one.target_id == source.twin), None)
        if before is None:
            return None
        dial = before
    return None
