"""Commands from the feed → actions on the PBX. Answered when the PBX says so; the board changes by its events.

Not here: who may do what (``shared.domain.commands.authorised`` has decided that before), and how an action is
written (``asterisk.actions``). Commands that only ask are answered by ``questions``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from collector_daemon.asterisk import actions
from collector_daemon.core.agent_machine import Agent
from collector_daemon.core.trace import Leg, Trace
from collector_daemon.pipeline import Pipeline
from collector_daemon.questions import QUESTIONS, Questions
from shared.domain.accounts import Account
from shared.domain.commands import Refused


class Dispatch:
    """Carries out commands on the PBXs. ``Commands`` of the feed."""

    def __init__(self, pipelines: Mapping[str, Pipeline], questions: Questions) -> None:
        self._pipelines = pipelines
        self._questions = questions

    async def execute(self, account: Account, command: str, params: dict[str, object]) -> dict[str, object]:
        """Do it. Raises Refused with a stable code, LinkDown, ActionRefused, ActionUnanswered."""
        if command in QUESTIONS:
            return await self._questions.answer(account, command, params)
        pipeline = self._of(params.get("pbx"))
        match command:
            case "agent.login":
                await self._login(pipeline, params)
            case "agent.logout":
                for queue in self._queues(pipeline, params):
                    interface = self._agent(pipeline, params).memberships[queue].interface
                    await actions.logout_agent(pipeline.link, queue, interface)
            case "agent.pause" | "agent.unpause":
                await self._pause(pipeline, params, is_paused=command == "agent.pause")
            case "call.hangup":
                await actions.hang_up(pipeline.link, self._own_leg(pipeline, params).channel)
            case "call.transfer":
                await self._transfer(pipeline, params)
            case _:
                raise Refused("not_supported", "This command comes with a later version of the daemon.")
        return {}

    def _of(self, name: object) -> Pipeline:
        if name is None and len(self._pipelines) == 1:
            return next(iter(self._pipelines.values()))
        found = self._pipelines.get(str(name))
        if found is None:
            raise Refused("unknown_pbx", f"Which PBX? There is: {', '.join(self._pipelines) or 'none'}.")
        return found

    def _agent(self, pipeline: Pipeline, params: dict[str, object]) -> Agent:
        name = params.get("agent")
        found = pipeline.live.centre.agents.agents.get(str(name))
        if name is None or found is None or not found.memberships:
            raise Refused("unknown_agent", f"Agent {name} belongs to no queue.")
        return found

    def _queues(self, pipeline: Pipeline, params: dict[str, object]) -> list[str]:
        """The queues named, or all of the agent's; each must be one of his."""
        mine = self._agent(pipeline, params).memberships
        named = [str(queue) for queue in cast("tuple[str, ...]", params.get("queues") or ())]
        foreign = [queue for queue in named if queue not in mine]
        if foreign:
            raise Refused("not_member", f"The agent does not belong to {', '.join(foreign)}.")
        return named or list(mine)

    async def _login(self, pipeline: Pipeline, params: dict[str, object]) -> None:
        agent = str(params.get("agent") or "")
        if not agent:
            raise Refused("unknown_agent", "Which agent? The account has no extension.")
        known = pipeline.live.centre.agents.agents.get(agent)
        interface = str(params.get("interface") or (known.interface if known else "") or f"PJSIP/{agent}")
        name = str(params.get("name") or (known.name if known else ""))
        penalty = cast("int", params.get("penalty") or 0)
        for queue in cast("tuple[str, ...]", params.get("queues") or ()):
            await actions.login_agent(pipeline.link, str(queue), interface, name, penalty)

    async def _pause(self, pipeline: Pipeline, params: dict[str, object], is_paused: bool) -> None:
        agent = self._agent(pipeline, params)
        for queue in self._queues(pipeline, params):
            interface = agent.memberships[queue].interface
            if is_paused:
                await actions.pause_agent(pipeline.link, interface, str(params.get("reason") or ""), queue)
            else:
                await actions.unpause_agent(pipeline.link, interface, queue)

    def _own_leg(self, pipeline: Pipeline, params: dict[str, object]) -> Leg:
        """The agent's own leg in the call named."""
        trace: Trace | None = pipeline.live.centre.calls.traces.get(str(params.get("call")))
        legs = trace.legs.values() if trace else ()
        mine = [leg for leg in legs if leg.is_inside and leg.ended_at is None and leg.party == params.get("agent")]
        if not mine:
            raise Refused("unknown_call", "The agent has no part in such a call.")
        return mine[0]

    async def _transfer(self, pipeline: Pipeline, params: dict[str, object]) -> None:
        leg = self._own_leg(pipeline, params)
        to, context = str(params.get("to")), pipeline.pbx.transfer_context
        if params.get("kind") == "attended":
            await actions.transfer_attended(pipeline.link, leg.channel, to, context)
        else:
            await actions.transfer_blind(pipeline.link, leg.channel, to, context)
