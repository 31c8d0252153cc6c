"""The same small PBX as the one that was recorded: its queues, members and numbers; people follow a
script.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any

from collector_daemon.capture import Entry, Headers, Heard
from collector_daemon.simulator.pbx import Pbx
from collector_daemon.simulator.people import Act, Reaction, Scripted, Visitor
from collector_daemon.simulator.queues import Member, Queue
from collector_daemon.simulator.routes import QueueRoute, Routes
from collector_daemon.simulator.stories.inbound import call_in

START = 1_795_000_000.25
NAMES = {
    "1001": "Žofie Křížová",
    "1002": "Jiří Dvořák",
    "1003": "Ľubomír Šťastný",
    "1004": "Anna Nováková",
    "1005": "Petr Čech",
    "1006": "Eva Černá",
    "1007": "Řehoř Žižka",
    "1008": "Ивáн Дробь",
    "1009": "Plain Ascii",
    "1010": "Marie Müller",
}
QUEUES = {
    "support": (Queue("support", "ringall", 6.0), "1001 1002 1003"),
    "sales": (Queue("sales", "rrmemory", 4.0, wrapup_seconds=2, is_recorded=True), "1003 1004 1005 1006"),
    "vip": (Queue("vip", "leastrecent", 6.0), "1003 1007/n 1008/n"),
    "callback": (Queue("callback", "linear", 6.0), "1005"),
    "tiny": (Queue("tiny", "ringall", 10.0, max_waiting=1), "1001"),
    "strict": (Queue("strict", "ringall", 6.0, is_join_empty=False, leaves_when_empty=True), "1009"),
    "keyq": (Queue("keyq", "ringall", 10.0), "1001"),
    "emptyq": (Queue("emptyq", "ringall", 10.0, is_join_empty=False), ""),
}
ROUTES = Routes(
    lines={
        "420222111000": ("ivr", "s"),
        "420222111010": ("queues", "510"),
        **{f"42022211100{digit}": ("queues", f"50{digit}") for digit in range(1, 9)},
        **{f"4202221111{digits:02}": ("direct", f"10{digits:02}") for digits in range(1, 11)},
    },
    queues={
        "501": QueueRoute("support"),
        "502": QueueRoute("sales", is_mixed=False),
        "503": QueueRoute("vip"),
        "504": QueueRoute("callback", has_survey=True),
        "505": QueueRoute("tiny"),
        "506": QueueRoute("strict"),
        "507": QueueRoute("support", timeout=8.0),
        "508": QueueRoute("keyq", answers=True),
        "510": QueueRoute("emptyq"),
    },
    menu={"1": ("queues", "501"), "2": ("queues", "502"), "3": ("queues", "503"), "9": ("direct", "1005")},
)


class Lab:
    """A PBX with the phones of ``present`` switched on. ``reactions`` and ``talks`` are the script."""

    def __init__(self, present: str, reactions: dict[str, list[Reaction]] | None = None,
                 talks: Iterable[tuple[Act, ...]] = (), names: dict[str, str] = NAMES) -> None:
        queues = [_fresh(queue, members) for queue, members in QUEUES.values()]
        self.pbx = Pbx("lab", START, Random(1), queues, ROUTES, Scripted(reactions or {}, talks), dict(names))
        self.entries: list[Entry] = []
        self.pbx.lot.seconds = 8.0
        for extension in present.split():
            self.pbx.phones.register(f"PJSIP/{extension}")
        self.pbx.phones.tell_changes()
        self.pbx.switch.listeners.append(self._hear)

    def _hear(self, at: float, headers: Headers) -> None:
        self.entries.append(Heard(at, headers))

    def calls(self, line: str, after: float = 0.0, **more: Any) -> Lab:
        """A customer calls ``line`` after ``after`` seconds."""
        visitor = Visitor("420777000001", "", line, **more)
        self.pbx.schedule.start(call_in(self.pbx, visitor), after)
        return self

    def run(self, seconds: float = 120.0) -> Lab:
        """Lets time pass."""
        self.pbx.schedule.run_until(self.pbx.now + seconds)
        return self

    def heard(self, *events: str) -> list[Headers]:
        """The messages of these events, in order."""
        found = [entry.headers for entry in self.entries if isinstance(entry, Heard)]
        return [headers for headers in found if headers["Event"] in events]


def _fresh(queue: Queue, members: str) -> Queue:
    copy = Queue(
        queue.name,
        queue.strategy,
        queue.ring_seconds,
        queue.retry_seconds,
        queue.wrapup_seconds,
        queue.max_waiting,
        queue.is_join_empty,
        queue.leaves_when_empty,
        is_recorded=queue.is_recorded,
    )
    copy.members = [_member(queue.name, *member.partition("/")) for member in members.split()]
    return copy


def _member(queue: str, extension: str, slash: str, option: str) -> Member:
    """``1007/n`` stands behind a Local channel."""
    device = f"PJSIP/{extension}"
    interface = f"Local/{extension}@agents/{option}" if slash else device
    return Member(queue, interface, device, NAMES[extension], int(START))
