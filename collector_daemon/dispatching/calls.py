"""Commands on an agent's calls that go on. Each is answered when the PBX has told of the deed itself.

Asterisk's own answer often comes before the deed ("queued"), or says yes to what a phone then does not do. So each
command waits for the event, and what does not come in time is refused as ``timeout``.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from collector_daemon.asterisk import actions
from collector_daemon.asterisk.requests import ActionRefused
from collector_daemon.core.attending import Attending, attending, is_muted, open_tapes
from collector_daemon.core.telling.whom import whom
from collector_daemon.core.trace import Leg, Trace
from collector_daemon.dispatching.dialling import check_known, dial, number_of, pick_up, retrieve
from collector_daemon.dispatching.legs import not_talking, open_lot, other_leg, own_leg, talking_leg
from collector_daemon.dispatching.order import Deed, Order
from shared.domain.commands import Refused
from shared.domain.desk import DeskDescription

log = logging.getLogger(__name__)

DEED_SECONDS = 5.0
"""How long the PBX and a phone may take over what they agreed to."""
GONE_SECONDS = 1.0
"""Until the PBX has told of the end of a channel that it does not know any more."""
CONSULTING_SECONDS = 12.0
"""The same for a consultation: the PBX first waits whether more digits come, and looks for the number."""
BEGUN_SECONDS = 4.0
"""Until the customer at least hears music: the keys that the PBX presses for the agent take half of a second."""
GLANCE_SECONDS = 0.2
"""For what the PBX had told already to be understood."""
DEAF_SECONDS = 0.6
"""After a consultation was given up the PBX hears no wish for another one for half of a second (16 and 22)."""


class CallCommands:
    """Carries out call.* that the PBX does: ``deeds`` by the command's name."""

    def __init__(self, desk: Callable[[], DeskDescription]) -> None:
        self._desk = desk
        self.deeds: dict[str, Deed] = {
            "call.dial": dial,
            "call.pickup": pick_up,
            "call.retrieve": retrieve,
            "call.hangup": hang_up,
            "call.transfer": transfer,
            "call.complete": complete,
            "call.park": self._park,
            "call.hold": hold,
            "call.record": self._record,
        }

    async def _park(self, order: Order) -> dict[str, Any]:
        """The desk's rules are the server's too, whatever the program asks; who may act for others is not bound."""
        if not self._desk().can_park and not order.account.may("call.others"):
            raise Refused("not_supported", "Operators do not park calls here.")
        return await park(order)

    async def _record(self, order: Order) -> dict[str, Any]:
        if not self._desk().can_pause_recording and not order.account.may("call.others"):
            raise Refused("not_supported", "Operators do not pause recordings here.")
        return await record(order)


async def hang_up(order: Order) -> dict[str, Any]:
    """The agent's leg ends; one that rings is refused by that."""
    _, leg = own_leg(order)
    try:
        await actions.hang_up(order.pipeline.link, leg.channel)
    except ActionRefused:  # somebody was quicker? Then what was asked for is so
        if not await order.pipeline.until(lambda: leg.ended_at is not None, GONE_SECONDS):
            raise
    await seen(order, lambda: leg.ended_at is not None, "The PBX has not hung up the agent's phone.")
    return {}


async def transfer(order: Order) -> dict[str, Any]:
    """Pass on whom the agent talks with, at once or after asking."""
    to, context = number_of(order, "to"), order.pipeline.pbx.transfer_context
    trace, leg = talking_leg(order)
    if _consults(trace, leg):
        raise Refused("consulting", "The agent is asking somebody already: complete that, or give it up.")
    await check_known(order, to, context)
    if order.text("kind") == "attended":
        return await _consult(order, trace, leg, to)
    moves = len(trace.moves)
    await actions.transfer_blind(order.pipeline.link, leg.channel, to, context)
    await seen(order, lambda: len(trace.moves) > moves or leg.ended_at is not None, "The PBX has not passed it on.")
    return {}


async def _consult(order: Order, trace: Trace, leg: Leg, to: str) -> dict[str, Any]:
    """Answered once somebody is rung for it; a number that cannot be rung gives the customer back.

    A phone that holds would hold whom it asks, too: where it can be told it goes on first. A busy PBX may say yes and
    do nothing just after a hold (16): where it is known that nothing has begun it is asked once more.
    """
    if order.pipeline.pbx.can_hold and leg.channel.startswith("PJSIP/"):
        await _tell_phone(order, trace, leg, False)
    holds = len(trace.holds)

    def has_begun() -> bool:
        is_held = any(span.leg_id == leg.leg_id for span in trace.holds[holds:])
        return is_held or _consults(trace, leg) or leg.ended_at is not None

    def is_back() -> bool:
        return any(span.ended_at for span in trace.holds[holds:] if span.leg_id == leg.leg_id)

    await _ask_for_it(order, leg, to)
    has_not = not await order.pipeline.until(has_begun, BEGUN_SECONDS)
    if has_not and await _still_talk(order, trace, leg) and not await order.pipeline.until(has_begun, GLANCE_SECONDS):
        log.info("%s has begun no consultation of %s: it is asked once more", order.pipeline.pbx.name, leg.channel)
        await _ask_for_it(order, leg, to)
    await seen(order, lambda: _consults(trace, leg) or is_back() or leg.ended_at is not None,
                "The PBX has begun no consultation: does the queue or Dial allow transfers (options t, T)?",
                CONSULTING_SECONDS)
    if not _consults(trace, leg):
        raise Refused("failed", f"{to} could not be rung; the customer is back.")
    return {}


async def _ask_for_it(order: Order, leg: Leg, to: str) -> None:
    await actions.transfer_attended(order.pipeline.link, leg.channel, to, order.pipeline.pbx.transfer_context)


async def _still_talk(order: Order, trace: Trace, leg: Leg) -> bool:
    """Does the PBX itself say that both are connected? By its answer all is known that it had told before."""
    other = other_leg(trace, leg)
    return other is not None and await actions.peer_of(order.pipeline.link, leg.channel) == other.channel


async def complete(order: Order) -> dict[str, Any]:
    """The consultation ends: the agent hangs up and the customer is passed on, or comes back to him."""
    trace, leg = own_leg(order)
    if not _consults(trace, leg):
        raise Refused("not_consulting", "The agent asks nobody in this call (or from the phone: then end it there).")
    if order.params.get("is_completed"):
        await actions.hang_up(order.pipeline.link, leg.channel)
        await seen(order, lambda: leg.ended_at is not None, "The PBX has not completed the transfer.")
    else:
        await actions.cancel_transfer(order.pipeline.link, leg.channel)
        await seen(order, lambda: leg.ended_at is not None or _is_back(trace, leg), "The customer did not come back.")
        await asyncio.sleep(DEAF_SECONDS)
    return {}


async def park(order: Order) -> dict[str, Any]:
    """The other one waits in the parking lot; the answer says where."""
    trace, leg = talking_leg(order)
    other = other_leg(trace, leg)
    if other is None:
        raise not_talking()
    if _consults(trace, leg):
        raise Refused("consulting", "The agent is asking somebody: complete that, or give it up.")
    link, lot_number, context = order.pipeline.link, order.pipeline.pbx.park_number, order.pipeline.pbx.transfer_context
    if lot_number and await actions.is_parking(link, lot_number, context):
        await actions.transfer_blind(link, leg.channel, lot_number, context)
    else:
        await actions.park(link, other.channel, leg.channel)
    await seen(order, lambda: open_lot(trace) is not None or other.ended_at is not None, "The PBX has not parked it.")
    lot = open_lot(trace)
    if lot is None:
        raise Refused("failed", "The other one has hung up.")
    return {"space": lot.space}


async def hold(order: Order) -> dict[str, Any]:
    """The agent's phone is told to hold, or to go on; done when it has."""
    is_on = bool(order.params.get("is_on"))
    if not order.pipeline.pbx.can_hold:
        raise Refused("not_supported", "Hold at the phone: this PBX is not set to tell phones ([[pbx]] hold).")
    trace, leg = own_leg(order)
    if leg.up_at is None or (other_leg(trace, leg) is None and not _holds(trace, leg)):
        raise not_talking()
    if not leg.channel.startswith("PJSIP/"):
        raise Refused("not_supported", "Hold at the phone: the PBX can tell only phones of chan_pjsip.")
    if _consults(trace, leg):
        raise Refused("consulting", "The agent is asking somebody: the customer waits until that is completed.")
    await _tell_phone(order, trace, leg, is_on)
    return {}


async def _tell_phone(order: Order, trace: Trace, leg: Leg, is_on: bool) -> None:
    """Have the phone hold, or go on; nothing where it does already."""
    if _holds(trace, leg) == is_on:
        return
    await actions.notify_phone(order.pipeline.link, leg.channel, "hold" if is_on else "talk")
    await seen(order, lambda: _holds(trace, leg) == is_on or leg.ended_at is not None,
                "The phone was told and did not obey: does it know Event: hold and talk?")


async def record(order: Order) -> dict[str, Any]:
    """What is recorded of the call pauses, or goes on."""
    is_on = bool(order.params.get("is_on"))
    trace, _ = talking_leg(order)
    tapes = open_tapes(trace)
    if not tapes:
        raise Refused("not_recorded", "This call is not recorded.")
    for tape in tapes:
        if is_muted(tape) == is_on:
            await actions.pause_recording(order.pipeline.link, trace.legs[tape.leg_id].channel, not is_on)
    await seen(order, lambda: all(is_muted(tape) != is_on for tape in tapes), "The PBX has not said that it did.")
    return {}


async def seen(order: Order, is_so: Callable[[], bool], otherwise: str, seconds: float = DEED_SECONDS) -> None:
    """Wait for the deed. Raises Refused ``timeout``: it may have been done all the same."""
    if not await order.pipeline.until(is_so, seconds):
        raise Refused("timeout", otherwise)


def _attended(trace: Trace) -> Attending | None:
    return attending(trace, whom(trace))


def _consults(trace: Trace, leg: Leg) -> bool:
    """Whether the agent's leg has left the customer waiting to ask somebody."""
    had = _attended(trace)
    return had is not None and had.consulting is not None and had.consulting[0] == leg.party


def _is_back(trace: Trace, leg: Leg) -> bool:
    other = other_leg(trace, leg)
    return other is not None and not _consults(trace, leg) and not _holds(trace, leg)


def _holds(trace: Trace, leg: Leg) -> bool:
    return any(span.leg_id == leg.leg_id and span.ended_at is None for span in trace.holds)
