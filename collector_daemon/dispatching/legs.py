"""Whose leg is it: an agent's own part in a call, and the other's. Raises Refused where there is none."""

from __future__ import annotations

from collector_daemon.core.telling.talks import hearings, other_of
from collector_daemon.core.telling.whom import whom
from collector_daemon.core.trace import Leg, Lot, Trace
from collector_daemon.dispatching.order import Order
from shared.domain.commands import Refused


def not_talking() -> Refused:
    """For commands that need somebody to talk with."""
    return Refused("not_talking", "The agent talks with nobody.")


def trace_of(order: Order) -> Trace | None:
    """What happened so far in the call that is named; None where it is over."""
    calls = order.pipeline.live.centre.calls
    name = order.text("call")
    return calls.traces.get(calls.groups.get(name, name))  # a call may have become part of another meanwhile


def own_leg(order: Order) -> tuple[Trace, Leg]:
    """The call that is named, and the agent's own leg in it: one that talks before others, then one that is up."""
    trace = trace_of(order)
    legs = trace.legs.values() if trace else ()
    mine = [leg for leg in legs if leg.party == order.agent and leg.is_inside and leg.is_person and not leg.ended_at]
    if trace is None or not mine:
        raise Refused("unknown_call", "The agent has no part in such a call.")
    return trace, min(mine, key=lambda leg: (other_leg(trace, leg) is None, leg.up_at is None))


def talking_leg(order: Order) -> tuple[Trace, Leg]:
    """The same, if the agent talks."""
    trace, leg = own_leg(order)
    if other_leg(trace, leg) is None:
        raise not_talking()
    return trace, leg


def other_leg(trace: Trace, leg: Leg) -> Leg | None:
    """Whom the leg hears: the customer before others; None where it hears nobody."""
    roles = whom(trace)
    for talk in hearings(trace):
        if talk.leg_id == leg.leg_id and talk.ended_at is None:
            name = other_of(trace, roles, talk)
            return next(trace.legs[one] for one in talk.with_ids if roles.name_of(trace.legs[one]) == name)
    return None


def visible_trace(order: Order) -> Trace:
    """The call that is named, if the account may see it: of a visible queue, or of none."""
    trace = trace_of(order)
    if trace is None or (trace.visits and not any(order.account.sees(visit.queue) for visit in trace.visits)):
        raise Refused("unknown_call", "There is no such call.")
    return trace


def check_seen(order: Order, trace: Trace) -> None:
    """Raise Refused unless the account sees the call where it is now: in its last queue. Stricter than the above."""
    if order.account.queues is not None and not (trace.visits and order.account.sees(trace.visits[-1].queue)):
        raise Refused("not_allowed", "Your account may not see the queue of this call.")


def ringing_at_others(trace: Trace, agent: str) -> list[Leg]:
    """The legs of colleagues' phones that ring at present."""
    rung = {dial.target_id for dial in trace.dials if dial.ended_at is None}
    legs = [trace.legs[leg_id] for leg_id in rung]
    return [leg for leg in legs if leg.is_person and leg.is_inside and leg.up_at is None and leg.party != agent]


def open_lot(trace: Trace) -> Lot | None:
    """Where the call is parked."""
    return next((lot for lot in trace.lots if lot.ended_at is None), None)
