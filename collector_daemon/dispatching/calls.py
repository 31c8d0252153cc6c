"""Commands on an agent's calls."""

from __future__ import annotations

from typing import Any

from collector_daemon.asterisk import actions
from collector_daemon.core.trace import Leg, Trace
from collector_daemon.dispatching.order import Deed, Order
from shared.domain.commands import Refused


class CallCommands:
    """Carries out call.* that the PBX does: ``deeds`` by the command's name."""

    def __init__(self) -> None:
        self.deeds: dict[str, Deed] = {"call.hangup": self._hang_up, "call.transfer": self._transfer}

    async def _hang_up(self, order: Order) -> dict[str, Any]:
        await actions.hang_up(order.pipeline.link, _own_leg(order).channel)
        return {}

    async def _transfer(self, order: Order) -> dict[str, Any]:
        leg = _own_leg(order)
        to, context = order.text("to"), order.pipeline.pbx.transfer_context
        if order.text("kind") == "attended":
            await actions.transfer_attended(order.pipeline.link, leg.channel, to, context)
        else:
            await actions.transfer_blind(order.pipeline.link, leg.channel, to, context)
        return {}


def _own_leg(order: Order) -> Leg:
    """The agent's own leg in the call named."""
    trace: Trace | None = order.pipeline.live.centre.calls.traces.get(order.text("call"))
    legs = trace.legs.values() if trace else ()
    mine = [leg for leg in legs if leg.is_inside and leg.ended_at is None and leg.party == order.agent]
    if not mine:
        raise Refused("unknown_call", "The agent has no part in such a call.")
    return mine[0]
