"""Counting for the board: queues, lines and agents now, and their sums since the centre's midnight.

Sums come from finished calls (told once, or told anew: then the old telling is taken back first) plus what is known
of those that go on: a visit counts as answered, in time or not, from the answer on, and as abandoned or otherwise ended
from its end on, however long its call lasts. The conservation law holds always: joined = over + waiting + talking,
see ``imbalance``.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from collector_daemon.core.telling.ends import Ends
from collector_daemon.core.telling.visits import outcome_of
from collector_daemon.core.telling.whom import whom
from collector_daemon.core.trace import Trace, VisitTrace
from shared.domain.board import LineRow, QueueRow
from shared.domain.calls import Call, Visit

MOST_REMEMBERED = 500
GOING = ("waiting", "leaving", "talking")
"""States of a visit that goes on, or of which it is not yet known how it ended."""
DECIDED = ("talking", "over", "refused")
"""States of a visit of which it is known how its waiting ended."""


class Sums(msgspec.Struct):
    """Sums of one queue, line or agent since midnight. Seconds are floats: for display only, facts are exact."""

    offered: int = 0
    answered: int = 0
    in_threshold: int = 0
    abandoned: int = 0
    otherwise: int = 0
    wait: float = 0.0
    talk: float = 0.0
    longest_wait: float = 0.0
    handled: int = 0
    missed: int = 0
    short: int = 0


class Untold(msgspec.Struct):
    """What is known of a visit while its call goes on: ``wait`` and ``talk`` in seconds, talk once it is over."""

    state: str
    outcome: str | None
    wait: float
    talk: float = 0.0


class Tallies(msgspec.Struct):
    """All counts of one PBX. ``live`` holds, by queue, the visits that go on: (leg, nth) → (entered, state).

    ``untold`` holds likewise those of calls that go on whose waiting is over; ``talked`` the running inbound calls in
    which somebody has talked with the customer; ``former`` the calls counted on an earlier day.
    """

    pbx: str
    threshold_seconds: float = 20.0
    day: str = ""
    queues: dict[str, Sums] = msgspec.field(default_factory=dict)
    lines: dict[str, Sums] = msgspec.field(default_factory=dict)
    agents: dict[str, Sums] = msgspec.field(default_factory=dict)
    live: dict[str, dict[str, tuple[datetime, str]]] = msgspec.field(default_factory=dict)
    live_lines: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)
    told: dict[str, Call] = msgspec.field(default_factory=dict)
    joined: dict[str, int] = msgspec.field(default_factory=dict)
    over: dict[str, int] = msgspec.field(default_factory=dict)
    touched_queues: set[str] = msgspec.field(default_factory=set)
    touched_lines: set[str] = msgspec.field(default_factory=set)
    touched_agents: set[str] = msgspec.field(default_factory=set)
    short_seconds: float = 5.0
    untold: dict[str, dict[str, Untold]] = msgspec.field(default_factory=dict)
    talked: set[str] = msgspec.field(default_factory=set)
    former: dict[str, None] = msgspec.field(default_factory=dict)

    def obey(self, threshold_seconds: float, short_seconds: float) -> None:
        """Other thresholds from now on: calls that may still be told anew are counted by them, older ones stay."""
        if (threshold_seconds, short_seconds) == (self.threshold_seconds, self.short_seconds):
            return
        for call in self.told.values():
            self._add(call, -1)
        self.threshold_seconds, self.short_seconds = threshold_seconds, short_seconds
        for call in self.told.values():
            self._add(call, 1)
        self.touched_queues |= set(self.queues) | set(self.untold)

    def begin_day(self, day: str) -> None:
        """A new local day: sums start again, what goes on stays."""
        if day == self.day:
            return
        self.touched_queues |= set(self.queues)
        self.touched_lines |= set(self.lines)
        self.touched_agents |= set(self.agents)
        self.queues, self.lines, self.agents, self.day = {}, {}, {}, day
        self.former = dict.fromkeys(self.told)
        self.told.clear()

    def follow(self, trace: Trace) -> None:
        """Take over which visits of a running call wait or talk."""
        for visit in trace.visits:
            key = f"{visit.uniqueid} {visit.nth}"
            if visit.state in DECIDED:
                self._decide(trace, visit, key)
            going = self.live.setdefault(visit.queue, {})
            now = (visit.entered_at, visit.state) if visit.state in GOING else None
            if key not in going:
                if visit.state == "waiting":
                    self.joined[visit.queue] = self.joined.get(visit.queue, 0) + 1
                else:
                    continue
            if going.get(key) != now:
                self.touched_queues.add(visit.queue)
            if now is None:
                del going[key]
                self.over[visit.queue] = self.over.get(visit.queue, 0) + 1
            else:
                going[key] = now

    def _decide(self, trace: Trace, visit: VisitTrace, key: str) -> None:
        """The visit's waiting is over: it counts from now on."""
        untold = self.untold.setdefault(visit.queue, {})
        known = untold.get(key)
        if known is None or known.state != visit.state:
            untold[key] = _known(trace, visit)
            self.touched_queues.add(visit.queue)

    def forget(self, trace: Trace) -> None:
        """A call is over: nothing of it goes on."""
        self.follow(trace)
        for visit in trace.visits:
            self.untold.get(visit.queue, {}).pop(f"{visit.uniqueid} {visit.nth}", None)
            if self.live.get(visit.queue, {}).pop(f"{visit.uniqueid} {visit.nth}", None):
                self.over[visit.queue] = self.over.get(visit.queue, 0) + 1
                self.touched_queues.add(visit.queue)

    def imbalance(self, queue: str) -> int:
        """Joined less over less still there: zero, or something was lost or counted twice."""
        return self.joined.get(queue, 0) - self.over.get(queue, 0) - len(self.live.get(queue, {}))

    def count(self, call: Call) -> None:
        """A finished call enters the sums; told anew, its old telling leaves them first. Each counts on one day."""
        if call.call_id in self.former:
            return
        old = self.told.pop(call.call_id, None)
        if old is not None:
            self._add(old, -1)
        self._add(call, 1)
        self.told[call.call_id] = call
        while len(self.told) > MOST_REMEMBERED:
            del self.told[next(iter(self.told))]

    def _add(self, call: Call, sign: int) -> None:
        for visit in call.visits:
            self._add_visit(visit, sign)
        for talk in call.conversations:
            sums = self._sums(self.agents, talk.party)
            sums.talk += sign * talk.talk_time.total_seconds()
            self.touched_agents.add(talk.party)
        if call.direction == "inbound" and call.line:
            sums = self._sums(self.lines, call.line)
            sums.offered += sign
            sums.answered += sign * (call.outcome == "answered")
            sums.abandoned += sign * (call.outcome in ("abandoned", "left_ivr"))
            self.touched_lines.add(call.line)

    def _add_visit(self, visit: Visit, sign: int) -> None:
        sums = self._sums(self.queues, visit.queue)
        self.touched_queues.add(visit.queue)
        wait = visit.wait_time.total_seconds() if visit.wait_time else 0.0
        sums.offered += sign
        if visit.outcome == "answered":
            sums.answered += sign
            sums.in_threshold += sign * (wait <= self.threshold_seconds)
            sums.wait += sign * wait
            sums.talk += sign * (visit.talk_time.total_seconds() if visit.talk_time else 0.0)
            self._sums(self.agents, visit.agent or "?").handled += sign
        elif visit.outcome == "abandoned":
            sums.abandoned += sign
            sums.short += sign * (wait <= self.short_seconds)
        else:
            sums.otherwise += sign
        sums.longest_wait = max(sums.longest_wait, wait)
        for attempt in visit.attempts:
            self._sums(self.agents, attempt.agent).missed += sign * (attempt.result == "no_answer")
            self.touched_agents.add(attempt.agent)

    def _sums(self, table: dict[str, Sums], key: str) -> Sums:
        return table.setdefault(key, Sums())

    def queue_row(self, queue: str, staffing: dict[str, int]) -> QueueRow:
        """The board's row of a queue. ``staffing`` counts its members by state."""
        sums, going = self.queues.get(queue, Sums()), self.live.get(queue, {})
        untold = self.untold.get(queue, {})
        waiting = [entered for entered, state in going.values() if state == "waiting"]
        taken = [one for one in untold.values() if one.outcome == "answered"]
        given_up = [one for one in untold.values() if one.outcome == "abandoned"]
        return QueueRow(
            pbx=self.pbx, queue=queue, waiting=len(waiting), waiting_since=min(waiting, default=None),
            talking=sum(state == "talking" for _entered, state in going.values()),
            offered=sums.offered + len(going.keys() | untold.keys()), answered=sums.answered + len(taken),
            answered_in_threshold=sums.in_threshold + sum(one.wait <= self.threshold_seconds for one in taken),
            abandoned=sums.abandoned + len(given_up),
            short_abandoned=sums.short + sum(one.wait <= self.short_seconds for one in given_up),
            left_otherwise=sums.otherwise + len(untold) - len(taken) - len(given_up),
            wait_seconds=round(sums.wait + sum(one.wait for one in taken), 3),
            talk_seconds=round(sums.talk + sum(one.talk for one in taken), 3),
            longest_wait_seconds=round(max((sums.longest_wait, *(one.wait for one in untold.values()))), 3),
            **staffing)

    def line_row(self, line: str) -> LineRow:
        """The board's row of an inbound line."""
        sums, calls = self.lines.get(line, Sums()), self.live_lines.get(line, {})
        going = list(calls.values())
        return LineRow(
            pbx=self.pbx, line=line, calls=len(going), offered=sums.offered + len(going),
            answered=sums.answered + sum(call_id in self.talked for call_id in calls),
            waiting=sum(phase in ("waiting", "ringing") for phase in going), abandoned=sums.abandoned,
            talking=sum(phase in ("talking", "on_hold") for phase in going))


def _known(trace: Trace, visit: VisitTrace) -> Untold:
    """What a call that goes on already shows of a visit; holds count as talk until the call is told."""
    waited_until = visit.connected_at or visit.left_at or visit.entered_at
    talked = visit.finished_at - visit.connected_at if visit.finished_at and visit.connected_at else timedelta(0)
    return Untold(
        visit.state, outcome_of(trace, visit, Ends(trace, whom(trace), [])),
        (waited_until - visit.entered_at).total_seconds(), talked.total_seconds(),
    )
