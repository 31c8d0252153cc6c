"""Commands of who looks after others: listen to a conversation, whisper to the agent, barge in.

The supervisor's own phone is rung; once lifted it hears the agent's channel, until that hangs up. The conversation
knows nothing of it, and what the phone does is no call (``core.trace.Trace.is_watch``). Answered when the phone rings.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from typing import Any, cast

from collector_daemon.asterisk import actions
from collector_daemon.asterisk.actions import Errand, Monitoring
from collector_daemon.core.trace import Leg, Trace
from collector_daemon.dispatching.dialling import errand_leg, give_up, is_extension, ring
from collector_daemon.dispatching.legs import check_seen, not_talking, other_leg
from collector_daemon.dispatching.order import Deed, Order
from shared.domain.commands import Refused
from shared.errors import SuiteError, one_line

log = logging.getLogger(__name__)

SLACK_SECONDS = 5.0
"""Beyond the ringing: until the PBX has told what became of it."""


class SupervisionCommands:
    """Carries out supervise.*: ``deeds`` by the command's name."""

    def __init__(self) -> None:
        self.deeds: dict[str, Deed] = {f"supervise.{how}": self._watch for how in actions.SPY_OPTIONS}
        self._rings: set[asyncio.Task[None]] = set()

    async def _watch(self, order: Order) -> dict[str, Any]:
        how = cast("Monitoring", order.command.rpartition(".")[2])
        trace, leg = conversation_of(order)
        phone = order.text("at") or order.account.agent or ""
        if not is_extension(phone):
            raise Refused("unknown_extension", "At which phone? Your account has none of its own.")
        if phone in {one.party for one in trace.legs.values() if one.ended_at is None}:
            raise Refused("bad_params", f"The phone {phone} is in that call itself.")
        leg_id = f"watch-{secrets.token_hex(8)}"
        errand = Errand(leg_id, f"{how} {order.agent}", phone, order.agent, actions.to_watch(leg.channel, how))
        await ring(order, errand)
        task = asyncio.create_task(_not_in_vain(order, leg, leg_id), name=f"ring {leg_id}")
        self._rings.add(task)
        task.add_done_callback(self._rings.discard)
        return {"call": trace.call_id, "phone": phone, "leg": leg_id}


def conversation_of(order: Order) -> tuple[Trace, Leg]:
    """The talk that the agent is in, and his leg. Raises Refused: unknown_agent, not_talking, not_allowed."""
    if not order.agent:
        raise Refused("unknown_agent", "Which agent?")
    for trace in order.pipeline.live.centre.calls.traces.values():
        for leg in trace.legs.values():
            is_his = leg.party == order.agent and leg.is_inside and leg.is_person and leg.ended_at is None
            if is_his and other_leg(trace, leg) is not None:
                check_seen(order, trace)
                return trace, leg
    raise not_talking()


async def _not_in_vain(order: Order, watched: Leg, leg_id: str) -> None:
    """The phone stops ringing when there is nothing to listen to any more."""

    def is_settled() -> bool:
        leg = errand_leg(order, leg_id)
        return leg is None or leg.up_at is not None or leg.ended_at is not None or watched.ended_at is not None

    await order.pipeline.until(is_settled, order.pipeline.pbx.dial_seconds + SLACK_SECONDS)
    leg = errand_leg(order, leg_id)
    if watched.ended_at is not None and leg is not None and leg.up_at is None:
        try:
            await give_up(order, leg_id)
        except SuiteError as problem:  # it has ended just now, or the PBX is away: then it ends by itself
            log.info("%s was not hung up: %s", leg_id, one_line(problem))
