"""The world around the PBX: customers who call, agents who come to work, take breaks, call out, and go home.

``World`` is what everything else starts from: the same seed gives the same day, message by message.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from collector_daemon.simulator import centre
from collector_daemon.simulator.centre import Employee
from collector_daemon.simulator.chance import Chance
from collector_daemon.simulator.day import Traffic
from collector_daemon.simulator.pbx import Pbx
from collector_daemon.simulator.schedule import Story
from collector_daemon.simulator.stopping import kill, start_anew, stop
from collector_daemon.simulator.stories.inbound import call_in
from collector_daemon.simulator.stories.outgoing import call_out
from collector_daemon.simulator.stories.shifts import notice_auto_pause, work
from shared.domain.calls import Call

TRAFFIC = (Traffic("420222111000", 78.0), Traffic("420222333000", 10.0), Traffic("420222111004", 32.0),
           Traffic("420222111105", 3.0))
"""As much as the staff can answer, but for the busiest hours."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What kind of day it is. ``load`` multiplies the arrivals; ``is_always_open`` ignores shifts and the
    day.
    """

    seed: int = 1
    load: float = 1.0
    traffic: tuple[Traffic, ...] = TRAFFIC
    staff: tuple[Employee, ...] = centre.STAFF
    talk_seconds: float = 110.0
    patience_seconds: float = 200.0
    is_always_open: bool = False
    own_calls_per_hour: float = 1.5
    extra: dict[str, float] = field(default_factory=dict)


class World:
    """A PBX and everybody who uses it, from ``start`` (Unix seconds) on. ``name`` is the PBX's."""

    def __init__(self, scenario: Scenario, start: float, name: str = "demo") -> None:
        self.scenario = scenario
        random = Random(scenario.seed)
        self.people = Chance(random, scenario.staff, scenario.talk_seconds, scenario.patience_seconds)
        queues = centre.queues()
        self.pbx = Pbx(
            name, start, random, queues, centre.routes(), self.people, centre.directory(scenario.staff)
        )
        centre.static_members(scenario.staff, queues, int(start))
        for traffic in scenario.traffic:
            self.pbx.schedule.start(self._arrivals(traffic))
        for employee in scenario.staff:
            self.pbx.schedule.start(work(self.pbx, employee, self.people, scenario.is_always_open))
            self.pbx.schedule.start(notice_auto_pause(self.pbx, employee, self.people))
            if scenario.own_calls_per_hour > 0:
                self.pbx.schedule.start(self._own_calls(employee))

    def truth(self) -> list[Call]:
        """What physically happened in every call that is over, in order of its end."""
        return [note.fact() for note in self.pbx.finished]

    def still_open(self) -> list[Call]:
        """What has happened so far in the calls that go on."""
        return [course.note.fact() for course in self.pbx.courses]

    def shut_down(self) -> None:
        """Stops the PBX cleanly and starts it again."""
        stop(self.pbx)
        start_anew(self.pbx)

    def crash(self) -> None:
        """The PBX dies, and is started again."""
        kill(self.pbx)
        start_anew(self.pbx)

    def _arrivals(self, traffic: Traffic) -> Story:
        scaled = Traffic(traffic.line, traffic.per_hour * self.scenario.load,
                         traffic.is_flat or self.scenario.is_always_open)
        digits = tuple(self.pbx.routes.menu) if self.pbx.routes.lines[traffic.line][0] == "ivr" else ()
        while True:
            at = scaled.next_after(self.pbx.now, self.pbx.random)
            yield at - self.pbx.now
            self.pbx.schedule.start(call_in(self.pbx, self.people.visitor(traffic.line, digits)))

    def _own_calls(self, employee: Employee) -> Story:
        """Now and then an agent who is at work and free calls a customer, or a colleague."""
        while True:
            yield self.pbx.random.expovariate(self.scenario.own_calls_per_hour / 3600.0)
            if self.pbx.phones.is_free(employee.device):
                colleagues = [ext for ext in self.people.staff if ext != employee.extension]
                number = self.people.outside_number()
                if colleagues and self.pbx.random.random() < 0.2:
                    number = self.pbx.random.choice(colleagues)
                patience = self.people.length(8.0)
                self.pbx.schedule.start(call_out(self.pbx, employee.extension, number, patience))
