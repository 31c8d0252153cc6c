"""Everything of one PBX held together: an event in, facts and changed rows out.

    event → calls (call_machine) → told calls ┐
          → agents (agent_machine) → facts    ├→ Told
          → tallies → rows                    ┘

Deterministic: the same events give the same ``Told``, and ``state``/``restored`` carry all of it across a restart.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from collector_daemon.core.agent_machine import Agents
from collector_daemon.core.call_machine import follow
from collector_daemon.core.calls import Calls
from collector_daemon.core.parting import Parting, parting
from collector_daemon.core.present import activities, is_answered, row_of
from collector_daemon.core.rows import agent_row, staffing_of
from collector_daemon.core.site import Site
from collector_daemon.core.tallies import Tallies
from collector_daemon.core.telling.call import tell
from collector_daemon.core.trace import Trace
from shared.domain import events as ev
from shared.domain.agents import AgentInterval, AgentPause, AgentSession, Gap, Surprise
from shared.domain.board import CallRow, Gone, QueueRow, Row
from shared.domain.calls import Call
from shared.domain.events import Event

Fact = AgentSession | AgentPause | AgentInterval | Gap | Surprise
STATE_VERSION = 1
QUIET = (ev.StepReached, ev.DigitPressed, ev.UserSignal, ev.RecordingNamed, ev.RecordingTouched, ev.RecordingStarted,
         ev.RecordingMuted, ev.LegEndRequested, ev.DialRang)
"""Events of a call that change nothing for queues and agents."""


class Told(msgspec.Struct, frozen=True):
    """What an event brought: calls that are over (or known better), and other facts."""

    calls: tuple[Call, ...] = ()
    facts: tuple[Fact, ...] = ()


NOTHING = Told()


class Centre(msgspec.Struct):
    """One PBX as we know it. ``timezone`` decides when the day's sums begin again."""

    pbx: str
    calls: Calls
    agents: Agents
    tallies: Tallies
    timezone: str = "UTC"
    gap: Gap | None = None
    rows: dict[str, CallRow] = msgspec.field(default_factory=dict)
    shown: set[str] = msgspec.field(default_factory=set)
    gone: list[Gone] = msgspec.field(default_factory=list)
    busy: dict[str, list[str]] = msgspec.field(default_factory=dict)
    version: int = STATE_VERSION
    day_ends_at: datetime | None = None
    partings: list[Parting] = msgspec.field(default_factory=list)

    def apply(self, event: Event) -> Told:
        """One event: what it brought. Never fails on an event; what the tables do not know is a Surprise."""
        self._begin_day(event.at)
        self.agents.time_passed(event.at)
        facts: list[Fact] = [*self._gap(event)]
        self._members(event)
        follow(self.calls, event)
        calls = self._settle_calls(event)
        facts += self._surprises(event.at)
        if self.agents.facts:
            facts += self.agents.facts
            self.agents.facts = []
        return Told(tuple(calls), tuple(facts)) if calls or facts else NOTHING

    def pass_time(self, at: datetime) -> None:
        """Nothing happened until ``at``: wrap-ups run out, the day may end. The board shows it at once.

        Facts of it are told with the next event, as they would be by somebody who reads the journal later.
        """
        self._begin_day(at)
        self.agents.time_passed(at)

    def changed_rows(self, at: datetime) -> list[Row | Gone]:
        """The board's rows that changed since they were last asked for: once a stretch of events, not once each."""
        rows: list[Row | Gone] = list(self.gone)
        for call_id in self.shown:
            trace = self.calls.traces.get(call_id)
            if trace is not None:
                rows += self._call_row(trace, at)
        self.gone, self.shown = [], set()
        return rows + self._rows()

    def take_partings(self) -> list[Parting]:
        """Whose part in a queue's call has ended since this was last asked."""
        taken, self.partings = self.partings, []
        return taken

    def open_calls(self) -> list[Call]:
        """The calls that are still going on, told as far as they got, in order of their beginning."""
        told = [tell(self.pbx, trace) for trace in self.calls.traces.values()]
        return sorted((call for call in told if call), key=lambda call: call.started_at)

    def board(self, at: datetime) -> list[Row]:
        """Every row as it is at ``at``."""
        self.agents.touched |= set(self.agents.agents)
        self.tallies.touched_queues |= self._queues()
        self.tallies.touched_lines |= set(self.tallies.lines) | set(self.tallies.live_lines)
        self.gone = []
        calls = [row for row in self.rows.values() if row.call not in self.shown]
        return [*calls, *(row for row in self.changed_rows(at) if not isinstance(row, Gone))]

    def state(self) -> bytes:
        """All of it as bytes, for ``restored``."""
        return msgspec.msgpack.encode(self)  # dicts keep their order, which facts depend on

    @classmethod
    def restored(cls, state: bytes) -> Centre:
        """The centre that ``state`` was taken of. Raises ValueError for bytes of another version or damaged ones."""
        centre = msgspec.msgpack.decode(state, type=cls)
        if centre.version != STATE_VERSION:
            raise ValueError(f"state version {centre.version}, this program knows {STATE_VERSION}")
        return centre

    def _begin_day(self, at: datetime) -> None:
        if self.day_ends_at is not None and at < self.day_ends_at:
            return
        local = at.astimezone(ZoneInfo(self.timezone))
        tomorrow = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0) + timedelta(days=1)
        self.day_ends_at = tomorrow.astimezone(at.tzinfo)
        self.tallies.begin_day(local.date().isoformat())

    def _gap(self, event: Event) -> list[Gap]:
        """A gap opens when the link is lost and closes when the survey has told the present."""
        if isinstance(event, ev.LinkLost) and self.gap is None:
            self.gap = Gap(pbx=self.pbx, started_at=event.at)
            return [self.gap]
        if isinstance(event, ev.PbxStopping) and self.gap is None:
            self.gap = Gap(pbx=self.pbx, started_at=event.at, cause="pbx_stopped")
            return [self.gap]
        if isinstance(event, ev.PbxBooted) and self.gap and self.gap.cause == "connection":
            is_restart = event.started_at > self.gap.started_at
            self.gap = msgspec.structs.replace(self.gap, cause="pbx_crashed" if is_restart else "connection")
        if isinstance(event, ev.SurveyEnded) and self.gap is not None:
            closed = msgspec.structs.replace(self.gap, ended_at=event.at)
            self.gap = None
            return [closed]
        return []

    def _members(self, event: Event) -> None:
        match event:
            case ev.MemberSeen():
                self.agents.member_seen(event)
                self.tallies.touched_queues.add(event.queue)
            case ev.MemberPaused():
                self.agents.member_paused(event)
                self.tallies.touched_queues.add(event.queue)
            case ev.MemberRemoved():
                self.agents.member_removed(event)
                self.tallies.touched_queues.add(event.queue)
            case ev.QueueSurveyed():
                self.tallies.live.setdefault(event.queue, {})
                self.tallies.touched_queues.add(event.queue)
            case ev.LinkMade() | ev.SurveyBegan():
                self.agents.survey_begins()
            case ev.MembersSurveyed():
                self.agents.survey_ends(event.at)

    def _settle_calls(self, event: Event) -> list[Call]:
        told: list[Call] = []
        for trace in self.calls.finished:
            self._part(trace, {}, event.at)
        for call_id in self.calls.dropped:
            self._drop(call_id, event.at)
        for trace in self.calls.finished:
            self.tallies.forget(trace)
            call = tell(self.pbx, trace)
            if call is not None:
                told.append(call)
                self.tallies.count(call)
                self._wrap_up(call)
        if not isinstance(event, QUIET):
            for call_id in self.calls.touched:
                trace_now = self.calls.traces.get(call_id)
                if trace_now is not None:
                    self._follow(trace_now, event.at)
        self.shown |= self.calls.touched
        self.calls.dropped, self.calls.finished = [], []
        self.calls.touched = set()
        return told

    def _wrap_up(self, call: Call) -> None:
        for visit in call.visits:
            if visit.agent and visit.ended_at and visit.outcome == "answered":
                self.agents.finished(visit.agent, visit.queue, visit.ended_at)

    def _drop(self, call_id: str, at: datetime) -> None:
        for name in self.busy.pop(call_id, ()):
            self.agents.busy(name, call_id, None, at)
        row = self.rows.pop(call_id, None)
        self.shown.discard(call_id)
        self.tallies.talked.discard(call_id)
        if row is None:
            return
        if row.line and self.tallies.live_lines.get(row.line, {}).pop(call_id, None):
            self.tallies.touched_lines.add(row.line)
        self.gone.append(self._no_call(call_id))

    def _no_call(self, call_id: str) -> Gone:
        return Gone(topic="calls", pbx=self.pbx, key=call_id)

    def _follow(self, trace: Trace, at: datetime) -> None:
        """What the event changed for queues and agents."""
        if trace.visits:
            self.tallies.follow(trace)
        doing = activities(trace)
        self._part(trace, doing, at)
        for name in {*self.busy.get(trace.call_id, ()), *doing}:
            self.agents.busy(name, trace.call_id, doing.get(name), at)
        self.busy[trace.call_id] = list(doing)

    def _part(self, trace: Trace, doing: dict[str, str], at: datetime) -> None:
        """Note the agents whose phones have left the call."""
        for name in self.busy.get(trace.call_id, ()):
            agent = self.agents.agents.get(name)
            if name not in doing and agent and agent.activities.get(trace.call_id) in ("talking", "on_hold"):
                found = parting(trace, name, at)
                if found is not None:
                    self.partings.append(found)

    def _call_row(self, trace: Trace, at: datetime) -> list[Row | Gone]:
        before = self.rows.get(trace.call_id)
        if trace.is_watch:  # known a moment after it began
            return [] if self.rows.pop(trace.call_id, None) is None else [self._no_call(trace.call_id)]
        row = row_of(self.pbx, trace, before, at)
        if row == before:
            return []
        self.rows[trace.call_id] = row
        if row.direction == "inbound" and row.line:
            self.tallies.live_lines.setdefault(row.line, {})[trace.call_id] = row.phase
            if trace.call_id not in self.tallies.talked and is_answered(trace):
                self.tallies.talked.add(trace.call_id)
            self.tallies.touched_lines.add(row.line)
        return [row]

    def _surprises(self, at: datetime) -> list[Surprise]:
        found = self.calls.surprises
        if not found:
            return []
        self.calls.surprises = []
        return [Surprise(pbx=self.pbx, happened_at=at, kind=kind, subject=subject, detail=detail)
                for kind, subject, detail in found]

    def _rows(self) -> list[Row | Gone]:
        rows: list[Row | Gone] = []
        touched = self.agents.touched | self.tallies.touched_agents
        for name in sorted(touched):
            agent = self.agents.agents.get(name)
            if agent is not None:
                rows.append(agent_row(self.pbx, agent, self.tallies, self.rows))
                self.tallies.touched_queues |= set(agent.memberships)
        rows += [self._queue_row(queue) for queue in sorted(self.tallies.touched_queues)]
        rows += [self.tallies.line_row(line) for line in sorted(self.tallies.touched_lines)]
        self.agents.touched, self.tallies.touched_agents = set(), set()
        self.tallies.touched_queues, self.tallies.touched_lines = set(), set()
        return rows

    def _queue_row(self, queue: str) -> QueueRow:
        return self.tallies.queue_row(queue, staffing_of(self.agents, queue))

    def _queues(self) -> set[str]:
        return set(self.tallies.live) | {q for one in self.agents.agents.values() for q in one.memberships}


def centre_of(
    pbx: str, trunks: set[str] | None = None, extensions: str = r"\d{2,5}", timezone: str = "UTC",
    threshold: timedelta = timedelta(seconds=20), short: timedelta = timedelta(seconds=5),
) -> Centre:
    """A centre that knows nothing yet. ``threshold`` and ``short`` are for the board's service level."""
    site = Site(trunks or set(), extensions)
    tallies = Tallies(pbx, threshold.total_seconds(), short_seconds=short.total_seconds())
    return Centre(pbx, Calls(site), Agents(pbx), tallies, timezone)
