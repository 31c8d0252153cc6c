"""Commands that ring somebody's own phone first: to dial, to pick up, to retrieve. And numbers, checked.

Answered as soon as that phone rings; what becomes of it comes as events. A phone that does not even ring is hung up.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from typing import Any

from collector_daemon.asterisk import actions
from collector_daemon.asterisk.actions import Errand
from collector_daemon.core.trace import Leg
from collector_daemon.dispatching.legs import open_lot, ringing_at_others, visible_trace
from collector_daemon.dispatching.order import Order
from shared.domain.commands import Refused

RINGING_SECONDS = 8.0
"""How long a phone may take to say that it rings."""
MOST_PICKED = 10
"""Phones that a pick-up tries; an action's line must not become too long."""
_NUMBER = re.compile(r"[0-9*#+]{1,32}")
_EXTENSION = re.compile(r"[A-Za-z0-9_.-]{1,40}")


async def dial(order: Order) -> dict[str, Any]:
    """Ring the agent's phone, then dial the number as if he had done it himself."""
    number = number_of(order, "number")
    context = order.pipeline.pbx.dial_context or order.pipeline.pbx.transfer_context
    await check_known(order, number, context)
    leg_id = f"dial-{secrets.token_hex(8)}"
    await ring(order, Errand(leg_id, f"dial {number}", order.agent, number, actions.to_number(number, context)))
    return {"call": leg_id}


async def pick_up(order: Order) -> dict[str, Any]:
    """Ring the agent's phone, then take what rings at a colleague."""
    trace = visible_trace(order)
    ringing = ringing_at_others(trace, order.agent)[:MOST_PICKED]
    if not ringing:
        raise Refused("not_ringing", "The call rings at nobody else.")
    goal = actions.to_pick_up(leg.channel for leg in ringing)
    leg_id, errand = f"pickup-{secrets.token_hex(8)}", f"pickup {trace.call_id}"
    await ring(order, Errand(leg_id, errand, order.agent, ringing[0].party, goal))
    return {}


async def retrieve(order: Order) -> dict[str, Any]:
    """Ring the agent's phone, then take the parked call."""
    lot = open_lot(visible_trace(order))
    if lot is None:
        raise Refused("not_parked", "The call is not parked.")
    context = order.pipeline.pbx.dial_context or order.pipeline.pbx.transfer_context
    goal = actions.to_number(lot.space, context)
    leg_id = f"retrieve-{secrets.token_hex(8)}"
    await ring(order, Errand(leg_id, f"retrieve {lot.space}", order.agent, lot.space, goal))
    return {}


def number_of(order: Order, parameter: str) -> str:
    """A number that may be dialled. Raises Refused."""
    number = order.text(parameter)
    if not _NUMBER.fullmatch(number):
        raise Refused("bad_number", "A number may have up to 32 digits, * # and +, nothing else.")
    return number


async def check_known(order: Order, number: str, context: str) -> None:
    """Raise Refused where the PBX says that it has no such number."""
    pbx = order.pipeline.pbx
    if pbx.check_numbers and not await actions.knows_number(order.pipeline.link, number, context):
        raise Refused("unknown_number", f"The PBX has no number {number} in {context}.")


def is_extension(text: str) -> bool:
    """Whether it can be the name of a phone: nothing that the PBX would read as more than that."""
    return _EXTENSION.fullmatch(text) is not None


async def ring(order: Order, told: Errand) -> None:
    """Until the errand's phone rings. Raises Refused: unknown_agent, phone_unreachable, timeout."""
    phone, leg_id = told.extension, told.leg_id
    if not is_extension(phone):
        raise Refused("unknown_agent", "That is no extension.")
    pipeline = order.pipeline
    ringing = actions.ring_for(pipeline.link, _device(order, phone), told, pipeline.pbx.dial_seconds)
    tasks = asked, rung = (asyncio.create_task(ringing),
                           asyncio.create_task(pipeline.until(lambda: _rings(order, leg_id), RINGING_SECONDS)))
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if asked.done():
            if not asked.result():
                raise Refused("phone_unreachable", f"The phone {phone} cannot be reached, or refuses the call.")
        elif not rung.result():
            await give_up(order, leg_id)
            raise Refused("timeout", f"The phone {phone} does not ring.")
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _device(order: Order, extension: str) -> str:
    """The extension's phone, whatever Local channels his queues ring him through."""
    known = order.pipeline.live.centre.agents.agents.get(extension)
    is_phone = known is not None and known.interface and not known.interface.startswith("Local/")
    return known.interface if known and is_phone else f"PJSIP/{extension}"


def errand_leg(order: Order, leg_id: str) -> Leg | None:
    """The leg that was made for an errand, while its call goes on."""
    trace = order.pipeline.live.centre.calls.trace_of(leg_id)
    return trace.legs.get(leg_id) if trace else None


def _rings(order: Order, leg_id: str) -> bool:
    trace = order.pipeline.live.centre.calls.trace_of(leg_id)
    return trace is not None and any(
        dial.target_id == leg_id and (dial.has_rung or dial.status == "answer") for dial in trace.dials
    )


async def give_up(order: Order, leg_id: str) -> None:
    """Nothing half done: a phone that says nothing must not begin to ring later."""
    leg = errand_leg(order, leg_id)
    if leg is not None and leg.ended_at is None:
        await actions.hang_up(order.pipeline.link, leg.channel)
