"""What all sessions share: who is here, and the rooms they may use."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine
from typing import Any, Protocol

import msgspec

from collector_daemon.feed.gate import Gate
from collector_daemon.feed.ports import Commands, CommandWitness, Limits, Pasts, Seats
from collector_daemon.feed.subscriptions import Subscriptions
from shared.clock import Clock
from shared.domain.accounts import Account, Right
from shared.domain.campaigns import CampaignWork
from shared.domain.description import CentreDescription
from shared.domain.desk import DeskDescription
from shared.protocol.messages import DeskMessage
from shared.protocol.work import WorkMessage


class Guest(Protocol):
    """A session, as far as the house has to know it."""

    id: str
    account: Account | None
    """On whose behalf; ``agent`` is the seat that it has taken."""
    signed_in: Account | None
    """The same as its token says: ``agent`` is the account's own extension."""
    address: str

    def sit(self, agent: str | None) -> None:
        """From now on the account acts on this agent."""
        ...

    def push(self, message: DeskMessage | WorkMessage) -> None:
        """Show it at the desk."""
        ...

    def describe(self) -> None:
        """Tell what the house says of the centre and of the desk now."""
        ...

    def tell(self, code: str, message: str) -> None:
        """Say that something has become different without being asked for."""
        ...

    def yield_to_successor(self) -> None:
        """Go: the same client is back on another connection."""
        ...

    def hang_up(self, code: str, message: str) -> None:
        """Say why, and close."""
        ...

    def beat(self, now: float) -> None:
        """See to the heartbeat."""
        ...

    def stop(self) -> None:
        """The server stops."""
        ...


READING: tuple[Right, ...] = ("history.all", "quality", "billing", "administration")
"""Rights with which there is something to read in the database."""


class House:
    """The sessions that are here, and what they need; one per server."""

    def __init__(
        self, gate: Gate, subscriptions: Subscriptions, commands: Commands, clock: Clock, limits: Limits,
        centre: CentreDescription, pasts: Pasts, desk: DeskDescription,
        seats: Seats | None = None, hear_command: CommandWitness = lambda _told: None,
        database: str = "",
    ) -> None:
        self.gate = gate
        self.subscriptions = subscriptions
        self.commands = commands
        self.clock = clock
        self.limits = limits
        self.centre = centre
        self.pasts = pasts
        self.desk = desk
        self.seats = seats
        self.hear_command = hear_command
        self._database = database
        self.guests: dict[str, Guest] = {}
        self.work_of: Callable[[str], CampaignWork | None] = lambda _agent: None
        """What lies before an agent in a campaign."""
        self._work: set[asyncio.Task[None]] = set()
        self._empty = asyncio.Event()
        self._empty.set()

    def describe(self, centre: CentreDescription, desk: DeskDescription) -> None:
        """From now on these: whom that concerns is told."""
        self.centre, self.desk = centre, desk
        for guest in tuple(self.guests.values()):
            guest.describe()

    def described_to(self, account: Account) -> tuple[CentreDescription, DeskDescription | None]:
        """The centre and the desk, as far as the account may know of them."""
        desk = self.desk.limited_to(account.queues) if account.may("agent.own") else None
        return self.centre.limited_to(account.queues), desk

    def enter(self, guest: Guest) -> str | None:
        """A stranger is here; a sentence if there is no room."""
        strangers = sum(1 for other in self.guests.values() if other.account is None)
        if len(self.guests) >= self.limits.clients or strangers >= self.limits.strangers:
            return "Too many clients; try again later."
        self.guests[guest.id] = guest
        self._empty.clear()
        return None

    def leave(self, guest: Guest) -> None:
        """The client has gone."""
        was_here = self.guests.pop(guest.id, None)
        if was_here is not None and self.seats is not None and _is_panel(guest):
            self.seats.departed(guest)
        if not self.guests:
            self._empty.set()

    def acting(self, account: Account) -> Account:
        """The account with the agent on which it acts now."""
        if self.seats is None or not account.may("agent.own"):
            return account
        return msgspec.structs.replace(account, agent=self.seats.agent_of(account))

    def database_for(self, account: Account) -> str:
        """Where the account finds the database, if it may read there."""
        return self._database if any(map(account.may, READING)) else ""

    def greeted(self, guest: Guest) -> None:
        """The guest is no stranger any more."""
        if self.seats is not None and _is_panel(guest):
            self.seats.arrived(guest)
        self.tell_work(guest, is_news=False)

    def tell_work(self, guest: Guest, *, is_news: bool = True) -> None:
        """Say what lies before the guest's agent; nothing only where that is news."""
        agent = guest.account.agent if guest.account is not None and _is_panel(guest) else None
        work = self.work_of(agent) if agent is not None else None
        if work is not None or is_news:
            guest.push(WorkMessage(work=work))

    def work_changed(self, agent: str) -> None:
        """Something else lies before an agent in a campaign: his panels are told."""
        for guest in tuple(self.guests.values()):
            if guest.account is not None and guest.account.agent == agent and _is_panel(guest):
                self.tell_work(guest)

    def deliver(self, account: Account, key: str, text: str, agents: Collection[str]) -> set[str]:
        """A message to every session that acts on one of these agents; gives those agents."""
        message = DeskMessage(
            key=key, sender=account.name, title=account.title, text=text, at=self.clock.now())
        reached: set[str] = set()
        for guest in tuple(self.guests.values()):
            agent = guest.account.agent if guest.account is not None else None
            if agent is not None and agent in agents and _is_panel(guest):
                guest.push(message)
                reached.add(agent)
        return reached

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Work for a client, which goes on when the client has gone: until its end, or the house's."""
        task = asyncio.get_running_loop().create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)
        return task

    async def until_empty(self) -> None:
        """Wait until the last client has gone, and end what is still being done for those who went."""
        await self._empty.wait()
        work = list(self._work)
        for task in work:
            if not task.cancelling():
                task.cancel()
        await asyncio.gather(*work, return_exceptions=True)

    def supersede(self, session: str, account: Account, successor: Guest) -> None:
        """The same account is back: an older session of it that only seems to be alive must go."""
        older = self.guests.get(session)
        if older is None or older is successor or older.account is None:
            return
        if older.account.name == account.name:
            older.yield_to_successor()
            if self.seats is not None:
                self.seats.succeeded(older, successor)

    def beat(self, now: float) -> None:
        """See to everybody's heartbeat and rights, and forget what is too old."""
        for guest in list(self.guests.values()):
            if guest.account is not None and not self.gate.is_current(guest.account):
                guest.hang_up("revoked", "Your account has changed; sign in again.")
            guest.beat(now)
        self.subscriptions.tidy(now)


def _is_panel(guest: Guest) -> bool:
    return guest.signed_in is not None and guest.signed_in.may("agent.own")
