"""Commands on calls of which the agent is none: send one that waits, rings or is parked elsewhere; end one.

A call that somebody has answered is not moved: it would be taken out of a talk. So the PBX is asked at the last moment
whether the customer hears somebody, as what it tells by events may be late.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from collector_daemon.asterisk import actions
from collector_daemon.asterisk.requests import ActionRefused
from collector_daemon.core.telling.talks import hearings
from collector_daemon.core.telling.whom import whom
from collector_daemon.core.trace import Leg, Trace
from collector_daemon.dispatching.calls import GONE_SECONDS, seen
from collector_daemon.dispatching.dialling import check_known, number_of
from collector_daemon.dispatching.legs import check_seen, open_lot, visible_trace
from collector_daemon.dispatching.order import Deed, Order
from shared.domain.commands import Refused


class MovingCommands:
    """Carries out call.redirect and call.drop: ``deeds`` by name. ``numbers``: what is dialled to reach a queue."""

    def __init__(self, numbers: Callable[[], Mapping[str, str]]) -> None:
        self._numbers = numbers
        self.deeds: dict[str, Deed] = {"call.redirect": self._redirect, "call.drop": drop}

    async def _redirect(self, order: Order) -> dict[str, Any]:
        """Answered when the customer has left where he waited."""
        trace = _own_trace(order)
        leg = _waiting_leg(trace)
        number, context = self._number(order), order.pipeline.pbx.transfer_context
        await check_known(order, number, context)
        if await _is_answered(order, trace, leg):
            raise _answered()
        if _waiting_leg(trace) is not leg:
            raise Refused("not_waiting", "The call has just moved on by itself.")
        places = _places(trace, leg)
        try:
            await actions.redirect(order.pipeline.link, leg.channel, number, context)
        except ActionRefused:
            if await order.pipeline.until(lambda: leg.ended_at is not None, GONE_SECONDS):
                raise _gone() from None
            raise
        await seen(order, lambda: leg.ended_at is not None or _places(trace, leg) != places,
                   "The PBX has not sent it on.")
        if leg.ended_at is not None:
            raise _gone()
        return {"call": trace.call_id, "to": number}

    def _number(self, order: Order) -> str:
        """What is dialled for it. Raises Refused: bad_number, unknown_queue, not_allowed."""
        if order.text("kind") != "queue":
            return number_of(order, "to")
        queue = order.text("to")
        if not order.account.sees(queue):
            raise Refused("not_allowed", "Your account may not see this queue.")
        number = self._numbers().get(queue, "")
        if not number:
            raise Refused("unknown_queue", f"The settings do not say what is dialled for {queue} ([[queue]] number).")
        return number


async def drop(order: Order) -> dict[str, Any]:
    """The customer's leg ends, and with it the call; where nobody has it any more, every leg."""
    trace = _own_trace(order)
    customer = whom(trace).customer
    alive = [leg for leg in trace.legs.values() if leg.ended_at is None and leg.is_person]
    legs = [customer] if customer is not None and customer.ended_at is None else alive
    for leg in legs:
        try:
            await actions.hang_up(order.pipeline.link, leg.channel)
        except ActionRefused:  # gone by itself? Then what was asked for is so
            if not await order.pipeline.until(lambda leg=leg: leg.ended_at is not None, GONE_SECONDS):  # type: ignore[misc]
                raise
    await seen(order, lambda: all(leg.ended_at is not None for leg in legs), "The PBX has not hung up the call.")
    return {"call": trace.call_id}


def _own_trace(order: Order) -> Trace:
    """The call that is named. Raises Refused: unknown_call, not_allowed."""
    trace = visible_trace(order)
    if trace.is_watch:
        raise Refused("unknown_call", "There is no such call.")
    check_seen(order, trace)
    return trace


def _waiting_leg(trace: Trace) -> Leg:
    """The leg that waits in a queue, is parked, or hears another ring. Raises Refused (answered, not_waiting)."""
    lot = open_lot(trace)
    if lot is not None:
        return trace.legs[lot.leg_id]
    visit = next((one for one in trace.visits if one.state == "waiting"), None)
    if visit is not None:
        return trace.legs[visit.leg_id]
    if any(talk.ended_at is None for talk in hearings(trace)):
        raise _answered()
    roles = whom(trace)
    who = roles.customer or roles.first
    if who is None or who.ended_at is not None or not any(
        dial.source_id == who.leg_id and dial.ended_at is None for dial in trace.dials
    ):
        raise Refused("not_waiting", "The call neither waits in a queue, nor rings, nor is parked.")
    return who


async def _is_answered(order: Order, trace: Trace, leg: Leg) -> bool:
    """Whether the PBX has connected the leg with another of the call's; left over from earlier talks is no other."""
    peer = await actions.peer_of(order.pipeline.link, leg.channel)
    return any(one.channel == peer and one.ended_at is None and one is not leg for one in trace.legs.values())


def _places(trace: Trace, leg: Leg) -> tuple[int, int, int]:
    """How many places the leg has left: queues, parking spaces, ringings."""
    return (
        sum(visit.leg_id == leg.leg_id and visit.state != "waiting" for visit in trace.visits),
        sum(lot.ended_at is not None for lot in trace.lots),
        sum(dial.source_id == leg.leg_id and dial.ended_at is not None for dial in trace.dials),
    )


def _answered() -> Refused:
    return Refused("answered", "Somebody has just answered the call: transfer it from there.")


def _gone() -> Refused:
    return Refused("unknown_call", "The caller has hung up.")
