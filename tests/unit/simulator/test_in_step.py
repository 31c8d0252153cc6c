"""The core in step with a plain model, whatever people do: a state machine of hypothesis drives the simulated PBX.

After every step the board must say what the model says: each agent's state, each queue's figures, the calls that go on.
In the end every call, session and pause must be told as it was.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from collector_daemon.analysis import Analysis
from collector_daemon.capture import Entry, Headers, Heard
from collector_daemon.core.centre import centre_of
from collector_daemon.simulator import membership
from collector_daemon.simulator.pbx import Pbx
from collector_daemon.simulator.people import Act, End, Reaction, Visitor
from collector_daemon.simulator.queues import Queue
from collector_daemon.simulator.routes import QueueRoute, Routes
from collector_daemon.simulator.stories.inbound import call_in
from shared.domain.agents import AgentPause, AgentSession
from shared.domain.board import AgentRow, CallRow, Gone, QueueRow, Row
from shared.domain.calls import Call
from tests.integration.simulator.agreement import differences, enders
from tests.unit.simulator.lab import START

AGENTS = ("1001", "1002", "1003")
QUEUES = {"all": ("501", "ringall"), "turns": ("502", "rrmemory")}
LINES = {"420222111001": "501", "420222111002": "502"}
ROUTES = Routes(
    lines={line: ("queues", number) for line, number in LINES.items()},
    queues={number: QueueRoute(queue, timeout=20.0) for queue, (number, _) in QUEUES.items()},
    menu={},
)
SECONDS = st.integers(1, 24).map(lambda quarters: quarters / 4)
LONG = st.integers(4, 200).map(lambda quarters: quarters / 4)
REACTIONS = st.builds(
    Reaction, st.sampled_from(["answer", "answer", "answer", "ignore", "busy", "decline"]), SECONDS
)
AGENT, QUEUE = st.sampled_from(AGENTS), st.sampled_from(sorted(QUEUES))


class Drawn:
    """People who do what was drawn for them; who has nothing left to do answers and talks a little."""

    def __init__(self) -> None:
        self.reactions: deque[Reaction] = deque()
        self.talks: deque[tuple[Act, ...]] = deque()

    def reaction(self, extension: str, queue: str | None) -> Reaction:
        return self.reactions.popleft() if self.reactions else Reaction("answer", 1.0)

    def talk(self, extension: str, queue: str | None) -> Iterable[Act]:
        return self.talks.popleft() if self.talks else (End(5.0, "caller"),)

    def outside(self, number: str) -> Reaction:
        return Reaction("ignore")


@dataclass
class Belonging:
    """The model of a membership: since when, and with which pauses (reason, from, to)."""

    joined: float
    left: float | None = None
    pauses: list[tuple[str, float, float | None]] = field(default_factory=list)

    @property
    def is_paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1][2] is None

    def end_pause(self, at: float) -> None:
        if self.is_paused:
            reason, since, _ = self.pauses[-1]
            self.pauses[-1] = (reason, since, at)


class InStep(RuleBasedStateMachine):
    """Callers, agents and phones of a small PBX."""

    @initialize(seed=st.integers(0, 1000), present=st.sets(AGENT), at_work=st.sets(st.tuples(AGENT, QUEUE)))
    def begin(self, seed: int, present: set[str], at_work: set[tuple[str, str]]) -> None:
        self.people = Drawn()
        queues = [Queue(name, strategy, 6.0) for name, (_, strategy) in QUEUES.items()]  # type: ignore[arg-type]
        names = {agent: f"Agent {agent}" for agent in AGENTS}
        self.pbx = Pbx("lab", START, Random(seed), queues, ROUTES, self.people, names)
        self.heard: list[Entry] = []
        self.pbx.switch.listeners.append(self._hear)
        self.analysis, self.seq = Analysis(centre_of("lab", {"PJSIP/trunk"})), 0
        self.rows: dict[tuple[str, str], Row] = {}
        self.calls: dict[str, Call] = {}
        self.sessions: dict[tuple[str, str, datetime], datetime | None] = {}
        self.pauses: dict[tuple[str, str, str, datetime], datetime | None] = {}
        self.belongings: dict[tuple[str, str], list[Belonging]] = {}
        self.registered = set(present)
        for agent in present:
            self.pbx.phones.register(f"PJSIP/{agent}")
        self._go(0.5)
        for agent, queue in sorted(at_work):
            self.logs_in(agent, queue)

    @rule(line=st.sampled_from(sorted(LINES)), patience=LONG, reactions=st.lists(REACTIONS, max_size=4),
          talk=SECONDS, by=st.sampled_from(["caller", "agent"]))
    def somebody_calls(self, line: str, patience: float, reactions: list[Reaction], talk: float, by: str) -> None:
        self.people.reactions.extend(reactions)
        self.people.talks.append((End(talk, by),))  # type: ignore[arg-type]
        self.pbx.schedule.start(call_in(self.pbx, Visitor("420777000001", "", line, patience=patience)))
        self._go(0.05)

    @rule(agent=AGENT, queue=QUEUE)
    def logs_in(self, agent: str, queue: str) -> None:
        if self._belongs(agent, queue) is None:
            membership.add(self.pbx, queue, f"PJSIP/{agent}", f"Agent {agent}")
            self.belongings.setdefault((agent, queue), []).append(Belonging(self.pbx.now))
        self._go(0.05)

    @rule(agent=AGENT, queue=QUEUE)
    def logs_out(self, agent: str, queue: str) -> None:
        belonging = self._belongs(agent, queue)
        if belonging is not None:
            membership.remove(self.pbx, queue, f"PJSIP/{agent}")
            belonging.end_pause(self.pbx.now)
            belonging.left = self.pbx.now
        self._go(0.05)

    @rule(agent=AGENT, queue=QUEUE, reason=st.sampled_from(["lunch", "break", ""]))
    def pauses_in(self, agent: str, queue: str, reason: str) -> None:
        belonging = self._belongs(agent, queue)
        if belonging is not None:
            membership.pause(self.pbx, f"PJSIP/{agent}", True, reason, queue)
            if not belonging.is_paused or belonging.pauses[-1][0] != reason:
                belonging.end_pause(self.pbx.now)
                belonging.pauses.append((reason, self.pbx.now, None))
        self._go(0.05)

    @rule(agent=AGENT, queue=QUEUE)
    def goes_on(self, agent: str, queue: str) -> None:
        belonging = self._belongs(agent, queue)
        if belonging is not None:
            membership.pause(self.pbx, f"PJSIP/{agent}", False, "", queue)
            belonging.end_pause(self.pbx.now)
        self._go(0.05)

    @rule(agent=AGENT)
    def turns_the_phone_on_or_off(self, agent: str) -> None:
        device = f"PJSIP/{agent}"
        if agent in self.registered:
            self.registered.discard(agent)
            self.pbx.phones.unregister(device)
        else:
            self.registered.add(agent)
            self.pbx.phones.register(device)
        self._go(0.05)

    @rule(seconds=SECONDS)
    def time_passes(self, seconds: float) -> None:
        self._go(seconds)

    # --- what must be so

    @precondition(lambda self: hasattr(self, "pbx"))
    @invariant()
    def agents_are_as_the_model_says(self) -> None:
        for row in self.rows.values():
            if isinstance(row, AgentRow):
                assert row.state == self._state(row.agent), (row, self.pbx.now - START)

    @precondition(lambda self: hasattr(self, "pbx"))
    @invariant()
    def queues_are_as_the_model_says(self) -> None:
        notes = (*self.pbx.finished, *(one.note for one in self.pbx.courses))
        visits = [visit for note in notes for visit in note.fact().visits]
        for row in self.rows.values():
            if isinstance(row, QueueRow):
                mine = [visit for visit in visits if visit.queue == row.queue]
                assert row.waiting == len(self.pbx.queues[row.queue].callers)
                assert row.members == sum(self._belongs(agent, row.queue) is not None for agent in AGENTS)
                assert row.offered == len(mine)
                assert row.answered == sum(visit.answered_at is not None for visit in mine)
                outcomes = [visit.outcome for visit in mine if visit.answered_at is None and visit.outcome is not None]
                assert row.abandoned == outcomes.count("abandoned")
                assert row.left_otherwise == len(outcomes) - outcomes.count("abandoned")

    @precondition(lambda self: hasattr(self, "pbx"))
    @invariant()
    def calls_that_go_on_are_on_the_board(self) -> None:
        shown = {row.call for row in self.rows.values() if isinstance(row, CallRow)}
        assert shown == {one.note.call_id for one in self.pbx.courses}

    def teardown(self) -> None:
        if not hasattr(self, "pbx"):
            return
        self._go(300.0)
        truth = [note.fact() for note in self.pbx.finished]
        assert not self.pbx.courses
        assert not differences(truth, self.calls.values())
        assert not enders(truth, self.calls.values())
        lived = [(*key, one) for key, found in self.belongings.items() for one in found]
        sessions = sorted((agent, queue, _near(one.joined), _near(one.left)) for agent, queue, one in lived)
        assert sorted((*key, _near(since), _near(until)) for (*key, since), until in self.sessions.items()) == sessions
        pauses = sorted(
            (agent, queue, reason, _near(since), _near(until))
            for agent, queue, one in lived for reason, since, until in one.pauses
        )
        assert sorted((*key, _near(since), _near(until)) for (*key, since), until in self.pauses.items()) == pauses

    # --- the machinery

    def _hear(self, at: float, headers: Headers) -> None:
        self.heard.append(Heard(at, headers))

    def _go(self, seconds: float) -> None:
        """Time passes, and the core hears what the PBX tells."""
        self.pbx.phones.tell_changes()
        self.pbx.schedule.run_until(self.pbx.now + seconds)
        self.pbx.phones.tell_changes()
        heard, self.heard = self.heard, []
        found = self.analysis.take(list(enumerate(heard, self.seq + 1)))
        self.seq += len(heard)
        self.calls |= {call.call_id: call for call in found.calls}
        for call in found.calls:
            for absorbed in call.absorbed:
                self.calls.pop(absorbed, None)
        for fact in found.facts:
            if isinstance(fact, AgentSession):
                self.sessions[fact.agent, fact.queue, fact.started_at] = fact.ended_at
            elif isinstance(fact, AgentPause):
                self.pauses[fact.agent, fact.queue, fact.reason, fact.started_at] = fact.ended_at
        for row in found.rows:
            if isinstance(row, Gone):
                self.rows.pop((row.topic, row.key), None)
            elif isinstance(row, CallRow):
                self.rows["calls", row.call] = row
            elif isinstance(row, AgentRow):
                self.rows["agents", row.agent] = row
            elif isinstance(row, QueueRow):
                self.rows["queues", row.queue] = row

    def _belongs(self, agent: str, queue: str) -> Belonging | None:
        found = self.belongings.get((agent, queue))
        return found[-1] if found and found[-1].left is None else None

    def _state(self, agent: str) -> str:
        memberships = [one for queue in QUEUES if (one := self._belongs(agent, queue)) is not None]
        legs = {leg.state for leg in self.pbx.switch.legs.values() if leg.device == f"PJSIP/{agent}"}
        if legs:
            return "talking" if "Up" in legs else "ringing"  # also before the phone says that it rings
        if not memberships:
            return "logged_out"
        if all(one.is_paused for one in memberships):
            return "paused"
        return "ready" if agent in self.registered else "unreachable"


def _near(instant: float | datetime | None) -> float:
    """To a hundredth of a second, for messages of one instant are microseconds apart; 0: not yet."""
    seconds = instant.timestamp() if isinstance(instant, datetime) else instant
    return round((seconds or START) - START, 2)


TestInStep = InStep.TestCase
TestInStep.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
