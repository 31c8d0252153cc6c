"""A message from who looks after others to desks: pushed to the panels that are there, kept nowhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, cast

from collector_daemon.pipeline import Pipeline
from shared.domain.accounts import Account
from shared.domain.commands import Refused

Delivery = Callable[[Account, str, str, Collection[str]], Collection[str]]
"""(from whom, key, text, to which extensions) → at which of them somebody got it."""


class MessageCommands:
    """Carries out message.send; ``deliver`` is set by who has the panels."""

    def __init__(self, pipelines: Mapping[str, Pipeline]) -> None:
        self._pipelines = pipelines
        self.deliver: Delivery = lambda _account, _key, _text, _agents: ()

    async def send(self, account: Account, params: Mapping[str, object]) -> dict[str, Any]:
        """To the agents named, and to the members of the queues. Raises Refused: bad_params, not_allowed."""
        named = cast("tuple[str, ...]", params.get("agents") or ())
        queues = frozenset(cast("tuple[str, ...]", params.get("queues") or ()))
        if not named and not queues:
            raise Refused("bad_params", "To whom? Name agents or queues.")
        members = self._members(params.get("pbx"))
        for agent in named:
            if account.queues is not None and not any(map(account.sees, members.get(agent, ()))):
                raise Refused("not_allowed", f"Agent {agent} belongs to no queue that your account may see.")
        agents = {*named, *(agent for agent, mine in members.items() if queues & mine)}
        reached = self.deliver(account, str(params["key"]), str(params["text"]), agents)
        return {"reached": sorted(reached)}

    def _members(self, pbx: object) -> dict[str, frozenset[str]]:
        """The queues of every agent."""
        found: dict[str, frozenset[str]] = {}
        for name, pipeline in self._pipelines.items():
            for agent in pipeline.live.centre.agents.agents.values() if pbx in (None, name) else ():
                found[agent.agent] = found.get(agent.agent, frozenset()) | agent.memberships.keys()
        return found
