"""A queue_log read by hand: what every report must say, found without any code of the product.

Whole seconds, as app_queue writes them: a wait may be a second longer or shorter here than in AMI's events.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

ENDS = {"COMPLETECALLER": 1, "COMPLETEAGENT": 1, "BLINDTRANSFER": 3, "ATTENDEDTRANSFER": 3}
"""Lines that end a talk, and where in their data the seconds of the talk stand."""
WAITED = {"ABANDON": 2, "EXITWITHTIMEOUT": 2, "EXITWITHKEY": 3, "EXITEMPTY": 2}
"""Lines that end a wait without a talk, and where the seconds waited stand."""


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


@dataclass
class PlainLog:
    """All visits in the order of their entries; refused rings and pauses by member."""

    visits: list[PlainVisit] = field(default_factory=list)
    refused: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    """(queue, member) → rings not answered, as often as RINGNOANSWER says."""
    paused: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    """(member, reason) → seconds, closed pauses alone."""


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
        elif event in ("PAUSEALL", "UNPAUSEALL"):
            if member in pauses:
                since, reason = pauses.pop(member)
                log.paused[member, reason] += int(time) - since
            if event == "PAUSEALL":
                pauses[member] = int(time), data[0]
    return log
