"""A queue_log read by hand: what every report must say, found without any code of the product.

Whole seconds, as app_queue writes them: a wait may be a second longer or shorter here than in AMI's events.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

ENDS = {"COMPLETECALLER": 1, "COMPLETEAGENT": 1, "BLINDTRANSFER": 3, "ATTENDEDTRANSFER": 3}
"""Lines that end a talk, and where in their data the seconds of the talk stand."""
WAITED = {"ABANDON": 2, "EXITWITHTIMEOUT": 2, "EXITWITHKEY": 3, "EXITEMPTY": 2}
"""Lines that end a wait without a talk, and where the seconds waited stand."""

TOLERANCE = 1.3
"""Seconds that a length in the log may be wrong by: whole seconds, and a moment until app_queue notices."""
EXTENSIONS = {
    "Žofie Křížová": "1001", "Jiří Dvořák": "1002", "Ľubomír Šťastný": "1003", "Anna Nováková": "1004",
    "Petr Čech": "1005", "Eva Černá": "1006", "Řehoř Žižka": "1007", "Dynamický 1008": "1008", "Ивáн Дробь": "1008",
    "Dynamický 1009": "1009", "Plain Ascii": "1009", "Dynamický 1010": "1010",
}  # fmt: skip
"""Members' names in the busy hour's queues.conf → the extensions they stand for."""
QUEUE_AT = {"502": "sales", "503": "vip"}
"""Extensions of the dialplan that lead to a queue."""


@dataclass
class PlainVisit:
    """One stay in a queue; seconds since 1970."""

    call: str
    queue: str
    entered: int
    number: str
    ending: str = ""
    member: str = ""
    waited: int = 0
    rang: int = 0
    talked: int | None = None
    target: str = ""
    """Where a blind transfer went."""
    last_word: str = ""
    """The line that ended the talk."""

    @property
    def agent(self) -> str:
        """Who answered, "" nobody."""
        return EXTENSIONS[self.member] if self.member else ""

    @property
    def is_passed_on(self) -> bool:
        """Does the log say that the answering member passed the caller on?"""
        return self.last_word in ("BLINDTRANSFER", "ATTENDEDTRANSFER")


@dataclass
class PlainLog:
    """All visits in the order of their entries; refused rings and pauses by member."""

    visits: list[PlainVisit] = field(default_factory=list)
    refused: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    """(queue, member) → rings not answered, as often as RINGNOANSWER says."""
    added: dict[str, int] = field(default_factory=dict)
    """Member → when it was first added; members of the configuration log nothing."""
    paused: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    """(member, reason) → seconds, closed pauses alone."""
    pauses: list[tuple[str, str, int, int]] = field(default_factory=list)
    """Of each closed pause: member, reason, since, until."""


def read(file: Path) -> PlainLog:
    """The whole file."""
    log = PlainLog()
    waiting: dict[tuple[str, str], list[PlainVisit]] = defaultdict(list)
    talking: dict[tuple[str, str], list[PlainVisit]] = defaultdict(list)
    pauses: dict[str, tuple[int, str]] = {}
    for line in file.read_text("utf-8").splitlines():
        time, call, queue, member, event, *data = line.split("|")
        place = call, queue
        if event == "ENTERQUEUE":
            visit = PlainVisit(call, queue, int(time), data[1])
            log.visits.append(visit)
            waiting[place].append(visit)
        elif event == "CONNECT":
            visit = waiting[place].pop()
            visit.ending, visit.member, visit.waited, visit.rang = "answered", member, int(data[0]), int(data[2])
            talking[place].append(visit)
        elif event in ENDS:
            visit = talking[place].pop(0)
            visit.talked, visit.last_word = int(data[ENDS[event]]), event
            visit.target = data[0] if event == "BLINDTRANSFER" else ""
        elif event in WAITED:
            visit = waiting[place].pop()
            visit.ending, visit.waited = event, int(data[WAITED[event]])
        elif event == "RINGNOANSWER":
            log.refused[queue, member] += 1
        elif event == "ADDMEMBER":
            log.added.setdefault(member, int(time))
        elif event in ("PAUSEALL", "UNPAUSEALL"):
            if member in pauses:
                since, reason = pauses.pop(member)
                log.paused[member, reason] += int(time) - since
                log.pauses.append((member, reason, since, int(time)))
            if event == "PAUSEALL":
                pauses[member] = int(time), data[0]
    return log


def bounds(waits: Iterable[int], limit: float) -> tuple[int, int]:
    """How many waited at most so long: surely, and perhaps, as the log's seconds are whole ones."""
    told = list(waits)
    return sum(one + TOLERANCE <= limit for one in told), sum(one - TOLERANCE <= limit for one in told)


@dataclass
class PlainPhones:
    """What the phones did, by their own notes: lines called, calls made, callers passed on (who, whom → to whom)."""

    lines: Counter[str] = field(default_factory=Counter)
    outgoing: Counter[str] = field(default_factory=Counter)
    passed_on: dict[tuple[str, str], str] = field(default_factory=dict)
    busy: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    """Phone → spans from the first word of a call to its last."""

    def free(self, phone: str, since: float, until: float) -> float:
        """Seconds in which the phone had no call."""
        seconds = 0.0
        for begin, end in sorted(self.busy[phone]):
            seconds += max(0.0, min(begin, until) - since)
            since = max(since, end)
        return seconds + max(0.0, until - since)


def read_phones(file: Path) -> PlainPhones:
    """The notes of the phones of a recording."""
    phones, asked, begun = PlainPhones(), {}, dict[tuple[str, str], float]()
    for line in file.read_text("utf-8").splitlines():
        note = json.loads(line)
        who, what = note["ua"], note["what"]
        if what in ("invite", "invited"):
            begun[who, note["callid"]] = note["t"]
        elif what == "ended" and (who, note["callid"]) in begun:
            phones.busy[who].append((begun.pop((who, note["callid"])), note["t"]))
        if what == "invite":
            asked[note["callid"]] = note["to"]
            if who in ("gsm", "trunk"):
                phones.lines[note["to"]] += 1
            elif len(note["to"]) > 4:
                phones.outgoing[who] += 1
        elif what in ("refer", "refer_replaces"):
            to = note["to"] if what == "refer" else asked[note["other"]]
            phones.passed_on[who, note["peer"]] = QUEUE_AT.get(to, to)
    return phones


def unseen(log: PlainLog, phones: PlainPhones) -> set[str]:
    """Lies of app_queue: calls of whose transfer it writes nothing, though the member's phone made one.

    It holds the other half of that member's Local channel; it says COMPLETEAGENT when the next person hangs up, and
    counts that person's talk as well. Where he was passed on to a queue, that visit is another call to the log.
    """
    return {
        one.call
        for one in log.visits
        if one.ending == "answered" and (one.agent, one.number) in phones.passed_on and not one.is_passed_on
    }
