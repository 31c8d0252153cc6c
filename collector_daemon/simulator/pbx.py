"""The simulated PBX: everything the stories work with, in one place.

Not here: what happens (``stories``), who makes it happen (``world``) and how AMI clients hear of it
(``session``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Literal, Protocol

from collector_daemon.simulator.ledger import CallNote
from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.notes import instant
from collector_daemon.simulator.parking_lot import ParkingLot
from collector_daemon.simulator.people import People, Visitor
from collector_daemon.simulator.phones import Phones
from collector_daemon.simulator.queues import Member, Queue
from collector_daemon.simulator.routes import Routes
from collector_daemon.simulator.schedule import Schedule, Story, Task
from collector_daemon.simulator.switch import Switch
from shared.domain.calls import Direction, EndedBy

OrderKind = Literal["hold", "talk", "blind", "ask", "cancel"]
COMPANY_NUMBER = "420222111000"
COMPANY_NAME = "Firma s.r.o."
RECORDINGS = "/var/spool/asterisk/monitor/"


class Onward(Exception):
    """The channel goes on elsewhere in the dialplan: a blind transfer, an AMI Redirect, an exit key."""

    def __init__(self, context: str, exten: str) -> None:
        super().__init__(f"{exten}@{context}")
        self.context, self.exten = context, exten


class Redirected(Onward):
    """An AMI client sends the channel elsewhere."""


class SentFromLot(Onward):
    """The same while it is parked: nobody talks with it."""


class Ordered(Exception):
    """A desk asks something of a talk by AMI: hold, talk, blind, ask, or cancel; the number where it needs one."""

    def __init__(self, kind: OrderKind, to: str = "") -> None:
        super().__init__(f"{kind} {to}".strip())
        self.kind, self.to = kind, to


class Taken(Exception):
    """The phone ``leg``, rung by AMI for that, takes a parked call, or one that rings at ``target``."""

    def __init__(self, leg: Leg, target: Leg | None = None) -> None:
        super().__init__(leg.name)
        self.leg, self.target = leg, target


class Cut(Exception):
    """An AMI client, or the PBX going down, hangs up a channel."""

    def __init__(self, leg: Leg) -> None:
        super().__init__(leg.name)
        self.leg = leg


class Stopped(Cut):
    """The PBX is stopped cleanly: every channel is told so at once."""


class Over(Exception):
    """The customer's channel is gone: nothing more to tell. ``by`` is who ended it."""


class Account(Protocol):
    """A queue's account of an answered call."""

    queue: Queue

    def complete(self, pbx: Pbx, caller: Leg, agent: Leg | None, reason: str) -> None:
        """AgentComplete, once."""
        ...

    def end_visit(self, at: float, by: EndedBy) -> None:
        """The answering agent's time with the caller is over."""
        ...


@dataclass(slots=True, eq=False)
class Course:
    """A call while it happens: its first channel, what is noted of it, and the task that tells it.

    ``desk`` is the agent's leg while a desk may ask something of the talk; ``is_asking``: only to give up the asking.
    ``is_takeable``: it rings, or is parked, in such a way that ``Taken`` is understood.
    """

    leg: Leg
    note: CallNote
    visitor: Visitor
    task: Task | None = None
    gives_up_at: float | None = None
    legs: list[Leg] = field(default_factory=list)
    left_alone: list[Leg] = field(default_factory=list)
    asides: list[CallNote] = field(default_factory=list)
    is_swallowing: bool = False
    has_left_queues: bool = False
    has_rung: bool = False
    late_accounts: list[Account] = field(default_factory=list)
    desk: Leg | None = None
    is_asking: bool = False
    is_takeable: bool = False


class Pbx:
    """One PBX. ``name`` is how the collector calls it; ``directory`` says whose extension is whose.

    ``deaf_to``: orders of desks that it says yes to and then forgets, each once: a busy PBX does.
    """

    def __init__(self, name: str, start: float, random: Random, queues: list[Queue], routes: Routes,
                 people: People, directory: dict[str, str]) -> None:
        self.name = name
        self.random = random
        self.routes = routes
        self.schedule = Schedule(start)
        self.switch = Switch(self.schedule, self.random)
        self.queues = {queue.name: queue for queue in queues}
        self.phones = Phones(self.switch, self.queues)
        self.lot = ParkingLot()
        self.people = people
        self.directory = directory
        self.courses: list[Course] = []
        self.finished: list[CallNote] = []
        self.deaf_to: list[OrderKind] = []
        self.schedule.after_step = self.phones.tell_changes

    @property
    def now(self) -> float:
        """Virtual time, Unix seconds."""
        return self.schedule.now

    @property
    def clock_second(self) -> int:
        """Virtual time as ``time(NULL)`` would give it: app_queue measures in whole seconds."""
        return int(self.schedule.now)

    def begin(self, leg: Leg, direction: Direction, visitor: Visitor, **known: str | None) -> Course:
        """Starts the notes of a call whose first channel is ``leg``."""
        note = CallNote(self.name, leg.uniqueid, direction, self.now, **known)  # type: ignore[arg-type]  # the keywords are fields of the note
        course = Course(leg, note, visitor, legs=[leg])
        self.courses.append(course)
        return course

    def finish(self, course: Course) -> None:
        """The call is over; its notes are the truth now. What legs are left hang up, but those left to
        others.
        """
        for leg in course.legs:
            if leg.uniqueid in self.switch.legs and leg not in course.left_alone:
                self.switch.leave(leg)
                self.switch.hang_up(leg)
        for aside in course.asides:
            aside.lose(self.now)
            self.finished.append(aside)
        self.courses.remove(course)
        self.finished.append(course.note)

    def hand_over(self, course: Course, to: Course) -> None:
        """The call turns out to be part of another; what its channel becomes is noted there."""
        self.courses.remove(course)
        to.legs += course.legs
        to.note.absorbed.append(course.note.call_id)

    def start(self, course: Course, story: Story) -> None:
        """Lets a call's story run."""
        course.task = self.schedule.start(story)

    def course_of(self, leg: Leg) -> Course | None:
        """The call a channel belongs to."""
        return next((course for course in self.courses if leg in course.legs), None)

    def named(self, name: str) -> Leg | None:
        """The channel of this name."""
        return next((leg for leg in self.switch.legs.values() if leg.name == name), None)

    def day(self) -> str:
        """The day as dialplans write it in file names (UTC)."""
        return instant(self.now).strftime("%Y%m%d")

    def new_phone_leg(self, extension: str, linkedid: str) -> Leg:
        """A channel towards an agent's phone."""
        return self.switch.new_leg(f"PJSIP/{extension}", extension, self.directory.get(extension, ""),
                                   context="internal", exten="s", state="Down", linkedid=linkedid)

    def extension_of(self, member: Member) -> str:
        """The extension behind a member's device."""
        return member.device.partition("/")[2]
