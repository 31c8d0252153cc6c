"""Who could talk with somebody who has just answered: operators of a campaign who are ready and nobody else's.

Who may work in it says ``shared.campaigns.working``; who does has joined it (``joined``), by himself or put there.

Inbound first: whoever has a caller waiting in one of his queues is left to him. An operator who is given a call is
reserved until he talks or it came to nothing: in memory, so that no second call of a campaign comes to him, and by a
pause at the PBX, so that no queue rings him in the moment before his phone does. A pause that an earlier run left is
ended at the next start.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import cast

import msgspec

from collector_daemon.asterisk import actions
from collector_daemon.core.agent_machine import Agent, Membership
from collector_daemon.pipeline import Pipeline
from collector_daemon.seats.seating import Seating
from collector_daemon.store.dialer.workers import Worker
from shared.campaigns.campaign import Campaign
from shared.campaigns.working import EVERY, NotHe, Person, is_queue_work, why_not
from shared.errors import SuiteError, one_line

log = logging.getLogger(__name__)

RESERVED = "dialer"
"""The reason of the pauses by which operators are kept from queues while a campaign's call comes to them."""
Desk = tuple[str, str]
"""(pbx, extension)."""


class Operator(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody at a phone. ``account``: who sits there, or the extension where nobody has said so."""

    pbx: str
    extension: str
    account: str
    device: str
    idle_since: datetime | None
    person: Person
    calls: int = 0
    last_call_at: datetime | None = None

    @property
    def desk(self) -> Desk:
        """His phone."""
        return self.pbx, self.extension


class Operators:
    """All of them. ``joined``: who works in which campaign, and nobody else does; ``people``: accounts, as they can."""

    def __init__(self, pipelines: Mapping[str, Pipeline], seating: Seating) -> None:
        self._pipelines, self._seating = pipelines, seating
        self.joined: dict[Desk, Worker] = {}
        self.people: Mapping[str, Person] = {}
        self.looking: Mapping[Desk, str] = {}
        """Who looks at a contact of which campaign."""
        self.held: dict[Desk, int] = {}
        """Reserved: for which attempt, or 0 for a moment."""
        self.calls: dict[tuple[str, str], tuple[int, datetime]] = {}
        """How many calls of a campaign (first) an account (second) has had, and when the last."""
        self._paused: dict[Desk, list[str]] = {}
        self._sat: set[Desk] = set()

    def has(self, pbx: str) -> bool:
        """Is it a PBX of ours?"""
        return pbx in self._pipelines

    def of(self, campaign: Campaign) -> Iterator[tuple[Operator, Agent]]:
        """All who work in it and may, whatever they do now."""
        pipeline = self._pipelines.get(campaign.pbx)
        agents = pipeline.live.centre.agents.agents if pipeline is not None else {}
        for extension in list(agents) if is_queue_work(campaign) else self._joined_at(campaign):
            agent = agents.get(extension)
            operator = self._made(campaign.pbx, agent, campaign.campaign) if agent is not None else None
            if agent is not None and operator is not None and self.does_work(campaign, operator):
                yield operator, agent

    def _joined_at(self, campaign: Campaign) -> list[str]:
        return [desk[1] for desk, one in self.joined.items()
                if desk[0] == campaign.pbx and one.campaign in (EVERY, campaign.campaign)]  # fmt: skip

    def does_work(self, campaign: Campaign, operator: Operator) -> bool:
        """Has he joined it (or need not), and may he?"""
        worker = self.joined.get(operator.desk)
        has_joined = worker is not None and worker.account == operator.account and (
            worker.campaign in (EVERY, campaign.campaign))
        return (has_joined or is_queue_work(campaign)) and self.why_not(campaign, operator) is None

    def why_not(self, campaign: Campaign, operator: Operator) -> NotHe | None:
        """Why he may not work in it; None: he may."""
        agent = self.agent_at(operator.desk)
        is_member = agent is not None and campaign.queue in agent.memberships
        return why_not(campaign, operator.person, is_member=is_member)

    def gone(self) -> list[Desk]:
        """Desks that somebody has left, or taken, since he began to work in a campaign there."""
        found = []
        for desk, worker in self.joined.items():
            seat = self._seating.at(*desk)
            if seat is not None and seat.account == worker.account:
                self._sat.add(desk)
            elif seat is not None or desk in self._sat:
                found.append(desk)
        self._sat.difference_update(found)
        return found

    def free(self, campaign: Campaign, before: datetime | None = None) -> list[Operator]:
        """Those who could take a call now; ``before``: one that goes before callers who joined their queue later."""
        return [operator for operator, agent in self.of(campaign) if self.is_free(campaign, operator, agent, before)]

    def is_free(
        self, campaign: Campaign, operator: Operator, agent: Agent, before: datetime | None = None
    ) -> bool:  # fmt: skip
        """Is he ready, not reserved, and does nobody wait for him in a queue?"""
        mine = agent.memberships.get(campaign.queue)
        is_held = operator.desk in self.held or self.looking.get(operator.desk, campaign.campaign) != campaign.campaign
        if agent.state != "ready" or is_held or (mine is not None and mine.is_paused):
            return False
        queues = [queue for queue, one in agent.memberships.items() if not one.is_paused]
        return all(before is not None and before <= since for since in self.waiting_since(campaign.pbx, queues))

    def waiting(self, pbx: str, queue: str) -> int:
        """How many callers wait in a queue."""
        return len(self.waiting_since(pbx, (queue,)))

    def waiting_since(self, pbx: str, queues: Iterable[str]) -> list[datetime]:
        """When each caller who waits in one of these queues joined it."""
        live = self._pipelines[pbx].live.centre.tallies.live
        return [entered_at for queue in queues for entered_at, state in live.get(queue, {}).values()
                if state == "waiting"]  # fmt: skip

    def agent_at(self, desk: Desk) -> Agent | None:
        """What is known of that phone's agent."""
        pipeline = self._pipelines.get(desk[0])
        return pipeline.live.centre.agents.agents.get(desk[1]) if pipeline is not None else None

    def at(self, desk: Desk) -> Operator | None:
        """Who is at that phone."""
        agent = self.agent_at(desk)
        return self._made(desk[0], agent, "") if agent is not None else None

    def named(self, operator: Operator, account: str) -> Operator:
        """The same, where it is known by now whose phone that is."""
        person = self.people.get(account, Person(account=account))
        return msgspec.structs.replace(operator, account=account, person=person)

    def who(self, pbx: str, account: str) -> Operator | None:
        """An account at its phone there."""
        agents = self._pipelines[pbx].live.centre.agents.agents.values()
        return next((one for agent in agents if (one := self._made(pbx, agent, "")).account == account), None)

    def count(self, campaign: str, operator: Operator, at: datetime) -> None:
        """He has got one more."""
        key = campaign, operator.account
        self.calls[key] = self.calls.get(key, (0, at))[0] + 1, at

    # --- at the PBX

    async def pause(self, operator: Operator) -> None:
        """No queue rings him for a moment. What the PBX does not do is no reason not to go on."""
        places = [one.queue for one in self._memberships(operator) if not one.is_paused]
        self._paused[operator.desk] = places
        link = self._pipelines[operator.pbx].link
        interfaces = {one.queue: one.interface for one in self._memberships(operator)}
        await _each(actions.pause_agent(link, interfaces[queue], RESERVED, queue) for queue in places)

    async def unpause(self, operator: Operator) -> None:
        """Queues may ring him again where they could before."""
        link, ours = self._pipelines[operator.pbx].link, self._paused.pop(operator.desk, [])
        await _each(
            actions.unpause_agent(link, one.interface, one.queue) for one in self._memberships(operator)
            if one.queue in ours or one.reason == RESERVED)

    def is_reserved(self, desk: Desk) -> bool:
        """Does the PBX say that he is kept from his queues for a campaign's call?"""
        agent = self.agent_at(desk)
        return agent is not None and any(
            one.is_paused and one.reason == RESERVED for one in agent.memberships.values())

    def is_paused(self, desk: Desk) -> bool:
        """Is he paused wherever he belongs to?"""
        agent = self.agent_at(desk)
        return agent is not None and all(one.is_paused for one in agent.memberships.values())

    async def free_reserved(self) -> None:
        """End the pauses that an earlier run has left."""
        for name, pipeline in self._pipelines.items():
            for agent in list(pipeline.live.centre.agents.agents.values()):
                is_left = any(one.is_paused and one.reason == RESERVED for one in agent.memberships.values())
                if is_left and (name, agent.agent) not in self.held:
                    await self.unpause(self._made(name, agent, ""))

    def _memberships(self, operator: Operator) -> list[Membership]:
        agent = self._pipelines[operator.pbx].live.centre.agents.agents.get(operator.extension)
        return list(agent.memberships.values()) if agent is not None else []

    # --- means

    def _made(self, pbx: str, agent: Agent, campaign: str) -> Operator:
        account = self._account(pbx, agent.agent)
        is_phone = bool(agent.interface) and not agent.interface.startswith("Local/")
        calls, last_call_at = self.calls.get((campaign, account), (0, None))
        return Operator(
            pbx=pbx, extension=agent.agent, account=account, idle_since=agent.state_at, calls=calls,
            last_call_at=last_call_at, device=agent.interface if is_phone else f"PJSIP/{agent.agent}",
            person=self.people.get(account, Person(account=account)),
        )  # fmt: skip

    def _account(self, pbx: str, extension: str) -> str:
        """Who sits there; else who works there in a campaign, or whose own phone it is; else its extension."""
        seat, worker = self._seating.at(pbx, extension), self.joined.get((pbx, extension))
        if seat is not None or worker is not None:
            return (seat or cast("Worker", worker)).account
        owners = [one.account for one in self.people.values() if one.extension == extension]
        return owners[0] if len(owners) == 1 else extension


async def _each(deeds: Iterable[Awaitable[None]]) -> None:
    """All at once: the PBX does what comes over one line in that order."""
    for done in await asyncio.gather(*deeds, return_exceptions=True):
        if isinstance(done, SuiteError):
            log.info("a queue was not told that an operator is reserved: %s", one_line(done))
        elif isinstance(done, BaseException):
            raise done
