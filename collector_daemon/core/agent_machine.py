"""What agents do: memberships, sessions, pauses, and the one state an agent is in.

The state is not stored but decided, by the first rule of ``STATES`` that holds (a decision table, highest first):

1. a phone of his holds the other side, and none talks        → on_hold
2. a phone of his is up, or he dials                          → talking
3. a phone of his is being rung                               → ringing
4. he belongs to no queue                                     → logged_out
5. he has just finished a queue call and its wrap-up runs:
   the queue's own, or a pause with the reason that is kept
   for it (``WRAP_UP``), which the daemon's ``seats`` runs    → wrapping_up
6. he is paused in every queue he belongs to                  → paused
7. his device is unreachable (AST_DEVICE 4, 5)                → unreachable
8. otherwise                                                  → ready

A pause with another reason is another pause. A pause told again unchanged is nothing. Leaving a queue while paused
ends the pause. After a gap, what the survey shows counts, and where the PBX tells since when (LoginTime, LastPause)
the instant is its.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from collector_daemon.core.site import party_of
from shared.domain import events as ev
from shared.domain.agents import AgentInterval, AgentPause, AgentSession, AgentState
from shared.domain.desk import WRAP_UP

UNREACHABLE_DEVICE = (4, 5)
AgentFact = AgentSession | AgentPause | AgentInterval


class Membership(msgspec.Struct):
    """An agent in one queue. ``pause_at`` is None while he is not paused."""

    queue: str
    interface: str
    penalty: int
    joined_at: datetime
    is_join_known: bool
    is_paused: bool = False
    reason: str = ""
    pause_at: datetime | None = None
    is_pause_known: bool = True
    device_state: int = 0
    wrapup_seconds: int = 0


class Agent(msgspec.Struct):
    """One person at one extension. ``activities`` are his phones in calls: (call, what), see ``activity``."""

    agent: str
    name: str = ""
    interface: str = ""
    memberships: dict[str, Membership] = msgspec.field(default_factory=dict)
    activities: dict[str, str] = msgspec.field(default_factory=dict)
    wraps_until: datetime | None = None
    state: AgentState = "logged_out"
    state_at: datetime | None = None
    state_reason: str = ""


def _is(*kinds: str) -> Callable[[Agent], bool]:
    return lambda agent: any(kind in kinds for kind in agent.activities.values())


def _is_wrap_up_paused(agent: Agent) -> bool:
    """Paused everywhere, and somewhere for that: where he was paused before, that pause stays."""
    memberships = agent.memberships.values()
    return all(one.is_paused for one in memberships) and any(one.reason == WRAP_UP for one in memberships)


STATES: tuple[tuple[AgentState, Callable[[Agent], bool]], ...] = (
    ("on_hold", lambda agent: _is("on_hold")(agent) and not _is("talking")(agent)),
    ("talking", _is("talking")),
    ("ringing", _is("ringing")),
    ("logged_out", lambda agent: not agent.memberships),
    ("wrapping_up", lambda agent: agent.wraps_until is not None or _is_wrap_up_paused(agent)),
    ("paused", lambda agent: all(one.is_paused for one in agent.memberships.values())),
    ("unreachable", lambda agent: all(
        one.device_state in UNREACHABLE_DEVICE for one in agent.memberships.values())),
    ("ready", lambda agent: True),
)
"""The decision table: the first state whose condition holds."""


class Agents(msgspec.Struct):
    """All agents of one PBX, and the facts and changes since they were last taken."""

    pbx: str
    agents: dict[str, Agent] = msgspec.field(default_factory=dict)
    facts: list[AgentFact] = msgspec.field(default_factory=list)
    touched: set[str] = msgspec.field(default_factory=set)
    unseen: set[tuple[str, str]] = msgspec.field(default_factory=set)
    next_wrap_at: datetime | None = None

    def agent(self, name: str) -> Agent:
        """The agent at an extension, made if new."""
        found = self.agents.get(name)
        if found is None:
            found = self.agents[name] = Agent(name)
        return found

    def member_seen(self, event: ev.MemberSeen) -> None:
        """A membership exists: new, changed, or as it was."""
        agent = self.agent(party_of(event.state_interface))
        agent.name, agent.interface = event.name or agent.name, event.state_interface
        self.unseen.discard((agent.agent, event.queue))
        membership = agent.memberships.get(event.queue)
        if membership is None:
            is_known = event.is_added or event.login_at is not None
            joined_at = event.at if event.is_added else event.login_at or event.at
            membership = Membership(event.queue, event.interface, event.penalty, joined_at, is_known)
            agent.memberships[event.queue] = membership
            self._tell_session(agent, membership, None)
        membership.penalty, membership.interface = event.penalty, event.interface
        membership.device_state, membership.wrapup_seconds = event.device_state, event.wrapup_seconds
        self._pause(agent, membership, event.is_paused, event.reason, event.at, event.pause_at)
        self.settle(agent, event.at)

    def member_paused(self, event: ev.MemberPaused) -> None:
        """A pause begins, ends or changes its reason."""
        agent = self.agents.get(party_of(event.state_interface))
        membership = agent.memberships.get(event.queue) if agent else None
        if agent and membership:
            self._pause(agent, membership, event.is_paused, event.reason, event.at, event.at)
            self.settle(agent, event.at)

    def member_removed(self, event: ev.MemberRemoved) -> None:
        """An agent leaves a queue; his pause there ends with it."""
        agent = self.agents.get(party_of(event.state_interface))
        if agent:
            self._leave(agent, event.queue, event.at)

    def survey_begins(self) -> None:
        """From here on every membership must be named by the survey or is gone."""
        self.unseen = {(one.agent, queue) for one in self.agents.values() for queue in one.memberships}

    def survey_ends(self, at: datetime) -> None:
        """Memberships that the survey did not name ended while we did not look."""
        for name, queue in sorted(self.unseen):
            self._leave(self.agents[name], queue, at)
        self.unseen.clear()

    def busy(self, name: str, call_id: str, activity: str | None, at: datetime) -> None:
        """What the phone of an extension does in a call: "ringing", "talking", "on_hold", or None for nothing."""
        agent = self.agents.get(name)
        if agent is None or agent.activities.get(call_id) == activity:
            return
        if activity is None:
            del agent.activities[call_id]
        else:
            agent.activities[call_id] = activity
        self.settle(agent, at)

    def finished(self, name: str, queue: str, at: datetime) -> None:
        """A queue call of an agent is over: his wrap-up begins where the queue gives one."""
        agent = self.agents.get(name)
        membership = agent.memberships.get(queue) if agent else None
        if agent and membership and membership.wrapup_seconds:
            agent.wraps_until = at + timedelta(seconds=membership.wrapup_seconds)
            self.next_wrap_at = min(self.next_wrap_at or agent.wraps_until, agent.wraps_until)
            self.settle(agent, at)

    def time_passed(self, at: datetime) -> None:
        """Wrap-ups run out, at their own instant whenever that is noticed: so telling again tells the same."""
        if self.next_wrap_at is None or at < self.next_wrap_at:
            return
        for agent in self.agents.values():
            if agent.wraps_until is not None and agent.wraps_until <= at:
                over, agent.wraps_until = agent.wraps_until, None
                self.settle(agent, max(over, agent.state_at or over))
        self.next_wrap_at = min((one.wraps_until for one in self.agents.values() if one.wraps_until), default=None)

    def settle(self, agent: Agent, at: datetime) -> None:
        """Decide the state anew; a change closes the interval before and opens the next."""
        state = next(state for state, holds in STATES if holds(agent))
        reason = next((one.reason for one in agent.memberships.values()), "") if state == "paused" else ""
        self.touched.add(agent.agent)
        if state == agent.state and reason == agent.state_reason and agent.state_at is not None:
            return
        # Instants may come a few microseconds out of order (seen with the simulator, in no recording of Asterisk):
        # of a state that began later than the next one nobody would ever tell the end. Of one instant the last holds.
        at = max(at, agent.state_at or at)
        if agent.state_at is not None and at > agent.state_at:
            self.facts.append(AgentInterval(
                pbx=self.pbx, agent=agent.agent, state=agent.state, started_at=agent.state_at, ended_at=at,
                reason=agent.state_reason))
        agent.state, agent.state_at, agent.state_reason = state, at, reason
        self.facts.append(
            AgentInterval(pbx=self.pbx, agent=agent.agent, state=state, started_at=at, reason=reason))

    def _pause(
        self, agent: Agent, membership: Membership, is_paused: bool, reason: str, at: datetime,
        since: datetime | None,
    ) -> None:
        if is_paused == membership.is_paused and (not is_paused or reason == membership.reason):
            return
        if membership.is_paused and membership.pause_at is not None:
            self._tell_pause(agent, membership, at)
        membership.is_paused, membership.reason = is_paused, reason if is_paused else ""
        membership.pause_at = None
        if is_paused:
            membership.pause_at, membership.is_pause_known = since or at, since is not None
            self._tell_pause(agent, membership, None)

    def _leave(self, agent: Agent, queue: str, at: datetime) -> None:
        membership = agent.memberships.pop(queue, None)
        if membership is None:
            return
        if membership.is_paused and membership.pause_at is not None:
            self._tell_pause(agent, membership, at)
        self._tell_session(agent, membership, at)
        self.settle(agent, at)

    def _tell_session(self, agent: Agent, membership: Membership, ended_at: datetime | None) -> None:
        self.facts.append(AgentSession(
            pbx=self.pbx, agent=agent.agent, queue=membership.queue, interface=membership.interface,
            name=agent.name, penalty=membership.penalty, started_at=membership.joined_at, ended_at=ended_at,
            is_start_known=membership.is_join_known))

    def _tell_pause(self, agent: Agent, membership: Membership, ended_at: datetime | None) -> None:
        if membership.pause_at is not None:
            self.facts.append(AgentPause(
                pbx=self.pbx, agent=agent.agent, queue=membership.queue, reason=membership.reason,
                started_at=membership.pause_at, ended_at=ended_at, is_start_known=membership.is_pause_known))
