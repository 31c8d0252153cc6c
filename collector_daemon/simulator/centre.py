"""A ready-made call centre: its queues, agents, lines and numbers. What ``demo`` shows.

Names are deliberately not all ASCII: the screens must show every letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from collector_daemon.simulator.queues import Member, Queue
from collector_daemon.simulator.routes import QueueRoute, Routes

LOCAL_QUEUES = frozenset({"vip"})
"""Queues whose members stand behind Local channels, as many dialplans have it."""
Temper = Literal["quick", "steady", "slow", "absent-minded"]


@dataclass(frozen=True, slots=True)
class Employee:
    """An agent: extension, name, queues (static ones unless they log in by shift), and temper.

    ``shift`` is from which to which hour of the local day they work; ``has_codes``: they pause by feature codes.
    """

    extension: str
    name: str
    queues: tuple[str, ...]
    temper: Temper = "steady"
    shift: tuple[float, float] = (7.0, 19.0)
    is_dynamic: bool = True
    has_codes: bool = False

    @property
    def device(self) -> str:
        """The phone's name."""
        return f"PJSIP/{self.extension}"

    def interface(self, queue: str) -> str:
        """What the queue rings: the phone itself, or a Local channel before it."""
        return f"Local/{self.extension}@agents/n" if queue in LOCAL_QUEUES else self.device


STAFF = (
    Employee("1001", "Žofie Křížová", ("support", "vip"), "quick", (6.5, 15.0)),
    Employee("1002", "Jiří Dvořák", ("support",), "steady", (7.0, 15.5)),
    Employee("1003", "Ľubomír Šťastný", ("support", "sales", "vip"), "steady", (8.0, 16.5)),
    Employee("1004", "Anna Nováková", ("sales",), "quick", (8.0, 17.0)),
    Employee("1005", "Petr Čech", ("sales", "support"), "slow", (9.0, 18.0)),
    Employee("1006", "Eva Černá", ("sales", "orders"), "steady", (7.0, 16.0)),
    Employee("1007", "Řehoř Žižka", ("vip", "support"), "steady", (10.0, 19.0)),
    Employee("1008", "Ивáн Дробь", ("orders", "support"), "absent-minded", (8.0, 18.0), has_codes=True),
    Employee("1009", "Šárka Ďurišová", ("orders",), "steady", (7.5, 16.0)),
    Employee("1010", "Marie Müller", ("orders", "sales"), "quick", (9.0, 17.5), has_codes=True),
    Employee("1011", "Łukasz Wójcik", ("support",), "steady", (6.0, 14.5)),
    Employee("1012", "Nguyễn Thị Hà", ("support", "orders"), "quick", (11.0, 19.5)),
)
LINES = {"420222111000": "Ústředna", "420222333000": "VIP linka", "420222111004": "Objednávky",
         "420222111105": "Petr Čech přímo"}
"""Inbound lines and what people call them."""
PAUSE_REASONS = ("přestávka", "oběd", "školení", "administrativa", "porada")


def queues() -> list[Queue]:
    """Fresh queues without members."""
    return [
        Queue(
            "support",
            "rrmemory",
            ring_seconds=15.0,
            wrapup_seconds=5,
            service_level=20,
            leaves_when_empty=True,
            is_join_empty=False,
        ),
        Queue(
            "sales", "leastrecent", ring_seconds=15.0, wrapup_seconds=8, service_level=20, is_recorded=True
        ),
        Queue("vip", "ringall", ring_seconds=12.0, service_level=10, weight=10),
        Queue(
            "orders",
            "linear",
            ring_seconds=15.0,
            wrapup_seconds=5,
            service_level=30,
            max_waiting=8,
            is_auto_pausing=True,
        ),
    ]


def routes() -> Routes:
    """The dialplan's tables."""
    return Routes(
        lines={
            "420222111000": ("ivr", "s"),
            "420222333000": ("queues", "503"),
            "420222111004": ("queues", "504"),
            "420222111105": ("direct", "1005"),
        },
        queues={
            "501": QueueRoute("support", timeout=300.0),
            "502": QueueRoute("sales", timeout=240.0, is_mixed=False),
            "503": QueueRoute("vip", answers=True, has_survey=True),
            "504": QueueRoute("orders", answers=True),
        },
        menu={
            "1": ("queues", "501"),
            "2": ("queues", "502"),
            "3": ("queues", "504"),
            "9": ("direct", "1005"),
        },
    )


def static_members(staff: tuple[Employee, ...], all_queues: list[Queue], login_time: int) -> None:
    """Puts those who do not log in themselves into their queues."""
    by_name = {queue.name: queue for queue in all_queues}
    for employee in staff:
        for name in () if employee.is_dynamic else employee.queues:
            by_name[name].members.append(
                Member(name, employee.interface(name), employee.device, employee.name, login_time)
            )


def directory(staff: tuple[Employee, ...]) -> dict[str, str]:
    """Extension → name."""
    return {employee.extension: employee.name for employee in staff}
