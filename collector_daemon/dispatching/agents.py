"""Commands on agents: their queues, their pauses, their wrap-up."""

from __future__ import annotations

from typing import Any, cast

from collector_daemon.asterisk import actions, membership
from collector_daemon.asterisk.requests import ActionRefused
from collector_daemon.core.agent_machine import Agent
from collector_daemon.dispatching.order import Deed, Order
from collector_daemon.seats import phones
from collector_daemon.seats.shifts import Shifts
from shared.domain.commands import Refused
from shared.domain.desk import WRAP_UP
from shared.errors import SuiteError, one_line


class AgentCommands:
    """Carries out agent.*: ``deeds`` by the command's name."""

    def __init__(self, shifts: Shifts) -> None:
        self._seating, self._wrap_ups = shifts.seating, shifts.wrap_ups
        self.deeds: dict[str, Deed] = {
            "agent.login": self._login,
            "agent.logout": self._logout,
            "agent.pause": self._pause,
            "agent.unpause": self._unpause,
            "agent.wrapup": self._wrap_up,
        }

    async def _login(self, order: Order) -> dict[str, Any]:
        """Into all of the queues or none; into one where he is already is no fault."""
        if not order.agent:
            raise Refused("unknown_agent", "Which agent? The account has no extension.")
        interface = order.text("interface") or phones.interface_of(order.pipeline, order.agent)
        reason = order.text("reason") if order.params.get("is_paused") else None
        if self._wrap_ups.until(order.pipeline.pbx.name, order.agent) is not None:
            reason = WRAP_UP
        joined: list[str] = []
        try:
            for queue in order.texts("queues"):
                joined.append(queue)
                if not await self._join(order, queue, interface, reason):
                    joined.remove(queue)
            for queue in order.texts("queues") if reason is not None else ():
                await actions.pause_agent(order.pipeline.link, interface, reason or "", queue)
        except SuiteError as problem:
            await _undo(order, joined, interface, problem)
            raise
        return {}

    async def _join(self, order: Order, queue: str, interface: str, reason: str | None) -> bool:
        """Tells whether he was not there already; paused unless ``reason`` is None. Raises Refused (unknown_queue) …"""
        penalty = cast("int", order.params.get("penalty") or 0)
        try:
            await actions.login_agent(
                order.pipeline.link, queue, interface, self._name(order), penalty,
                is_paused=reason is not None, reason=reason or "",
            )  # fmt: skip
        except ActionRefused as refusal:
            if membership.is_there_already(refusal):
                return False
            if membership.is_unknown_queue(refusal):
                raise Refused("unknown_queue", f"The PBX has no queue {queue}.") from None
            raise
        return True

    def _name(self, order: Order) -> str:
        """What the agent is called: as asked for, as the person who sits there, as before."""
        found = phones.agent_at(order.pipeline, order.agent)
        known = found.name if found is not None else ""
        seat = self._seating.at(order.pipeline.pbx.name, order.agent)
        own = order.account.title if _is_own(order) else ""
        return order.text("name") or (seat.called(known) if seat is not None else own or known)

    async def _logout(self, order: Order) -> dict[str, Any]:
        for queue in _queues(order):
            await actions.logout_agent(order.pipeline.link, queue, _agent(order).memberships[queue].interface)
        return {}

    async def _pause(self, order: Order) -> dict[str, Any]:
        if order.text("reason") == WRAP_UP:
            raise Refused("bad_params", f"{WRAP_UP!r} is the reason of the daemon's own pauses: ask for agent.wrapup.")
        agent = _agent(order)
        for queue in _queues(order):
            interface = agent.memberships[queue].interface
            await actions.pause_agent(order.pipeline.link, interface, order.text("reason"), queue)
        return {}

    async def _unpause(self, order: Order) -> dict[str, Any]:
        agent = _agent(order)
        self._wrap_ups.check_end(order.pipeline, order.agent, is_own=_is_own(order))
        for queue in _queues(order):
            await actions.unpause_agent(order.pipeline.link, agent.memberships[queue].interface, queue)
        if not order.texts("queues"):
            self._wrap_ups.released(order.pipeline.pbx.name, order.agent)
        return {}

    async def _wrap_up(self, order: Order) -> dict[str, Any]:
        agent = _agent(order).agent
        if order.params.get("is_on"):
            seconds = cast("float", order.params.get("seconds"))
            return {"until": await self._wrap_ups.prolong(order.pipeline, agent, seconds)}
        await self._wrap_ups.end(order.pipeline, agent, is_own=_is_own(order))
        return {"until": None}


async def _undo(order: Order, queues: list[str], interface: str, problem: SuiteError) -> None:
    """Out of the queues that he has just joined. Raises Refused where that fails too: then it is said where he is."""
    left: list[str] = []
    for queue in queues:
        try:
            await actions.logout_agent(order.pipeline.link, queue, interface)
        except ActionRefused:
            continue  # it was this one that was refused before
        except SuiteError:
            left.append(queue)
    if left:
        raise Refused("failed", f"{one_line(problem)}; perhaps logged in to {', '.join(left)} now.") from problem


def _is_own(order: Order) -> bool:
    return order.agent == order.account.agent


def _agent(order: Order) -> Agent:
    found = phones.agent_at(order.pipeline, order.agent)
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
