"""Commands on agents: their queues and their pauses."""

from __future__ import annotations

from typing import Any, cast

from collector_daemon.asterisk import actions
from collector_daemon.core.agent_machine import Agent
from collector_daemon.dispatching.order import Deed, Order
from shared.domain.commands import Refused


class AgentCommands:
    """Carries out agent.*: ``deeds`` by the command's name."""

    def __init__(self) -> None:
        self.deeds: dict[str, Deed] = {
            "agent.login": self._login,
            "agent.logout": self._logout,
            "agent.pause": self._pause,
            "agent.unpause": self._unpause,
        }

    async def _login(self, order: Order) -> dict[str, Any]:
        if not order.agent:
            raise Refused("unknown_agent", "Which agent? The account has no extension.")
        known = order.pipeline.live.centre.agents.agents.get(order.agent)
        interface = order.text("interface") or (known.interface if known else "") or f"PJSIP/{order.agent}"
        name = order.text("name") or (known.name if known else "")
        penalty = cast("int", order.params.get("penalty") or 0)
        for queue in order.texts("queues"):
            await actions.login_agent(order.pipeline.link, queue, interface, name, penalty)
        return {}

    async def _logout(self, order: Order) -> dict[str, Any]:
        for queue in _queues(order):
            await actions.logout_agent(order.pipeline.link, queue, _agent(order).memberships[queue].interface)
        return {}

    async def _pause(self, order: Order) -> dict[str, Any]:
        agent = _agent(order)
        for queue in _queues(order):
            interface = agent.memberships[queue].interface
            await actions.pause_agent(order.pipeline.link, interface, order.text("reason"), queue)
        return {}

    async def _unpause(self, order: Order) -> dict[str, Any]:
        agent = _agent(order)
        for queue in _queues(order):
            await actions.unpause_agent(order.pipeline.link, agent.memberships[queue].interface, queue)
        return {}


def _agent(order: Order) -> Agent:
    found = order.pipeline.live.centre.agents.agents.get(order.agent)
    if found is None or not found.memberships:
        raise Refused("unknown_agent", f"Agent {order.agent or None} belongs to no queue.")
    return found


def _queues(order: Order) -> list[str]:
    """The queues named, or all of the agent's; each must be one of his."""
    mine = _agent(order).memberships
    named = order.texts("queues")
    foreign = [queue for queue in named if queue not in mine]
    if foreign:
        raise Refused("not_member", f"The agent does not belong to {', '.join(foreign)}.")
    return list(named or mine)
