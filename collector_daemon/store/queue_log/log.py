"""Asterisk's queue_log: its lines → visits with their ringings, and what members did. Pure and tolerant.

::

    1795386415|1795386414.105|sales|Petr Čech|CONNECT|1|1795386414.106|1      the file that app_queue writes
    time,callid,queuename,agent,event,data1,data2,data3,data4,data5           an export of the realtime table

Rules (seen on 16 and 22):

1. A visit is keyed by (callid, queue); after a blind transfer a new visit of the same key may begin, and its line
   be written before the old one's end.
2. Lines of a visit without ENTERQUEUE belong to one that began before the file, *or* to one whose caller another
   channel replaced (an attended transfer into the waiting queue): then the seconds lead to its ENTERQUEUE, and the
   place in the queue where a line repeats it.
3. A restart (QUEUESTART) ends what went on, and nothing is written of it.
4. app_queue writes nothing of callers refused at the door, and not the member's device but his name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, tzinfo

import msgspec

from collector_daemon.store.queue_log.lines import Damage, LogLine, lines_of
from collector_daemon.store.queue_log.waits import POSITIONS, WAITS, entered_at, talk_place
from shared.domain.calls import EndedBy, VisitOutcome

SECOND = timedelta(seconds=1)
NOBODY = "NONE"


class LoggedRing(msgspec.Struct, frozen=True):
    """A member who was rung and did not get the caller; ``is_cut`` where that was not his doing."""

    member: str
    ended_at: datetime
    rang_time: timedelta
    is_cut: bool


class LoggedVisit(msgspec.Struct):
    """One stay in a queue as app_queue wrote it; instants and lengths are whole seconds."""

    uniqueid: str
    queue: str
    nth: int
    entered_at: datetime
    caller: str = ""
    position: int | None = None
    outcome: VisitOutcome | None = None
    member: str = ""
    leg_id: str = ""
    left_at: datetime | None = None
    ended_at: datetime | None = None
    wait_time: timedelta | None = None
    ring_time: timedelta | None = None
    talk_time: timedelta | None = None
    ended_by: EndedBy | None = None
    verb: str = ""
    to: str = ""
    rings: list[LoggedRing] = []
    renamed_to: str | None = None
    is_entry_seen: bool = True

    @property
    def is_over(self) -> bool:
        """Whether the log says how it ended (or that the PBX went away)."""
        return self.ended_at is not None or self.outcome == "lost" or self.ended_by == "system"


class MemberDeed(msgspec.Struct, frozen=True):
    """A member was added, removed, paused or unpaused. ``queue`` is "" where the line names none."""

    at: datetime
    queue: str
    member: str
    verb: str
    reason: str = ""


class QueueLog(msgspec.Struct):
    """All that a queue_log says."""

    visits: list[LoggedVisit] = []
    deeds: list[MemberDeed] = []
    first_at: datetime | None = None
    last_at: datetime | None = None
    lines: int = 0
    damaged: int = 0
    first_damage: str = ""


def read(texts: Iterable[str], zone: tzinfo = UTC) -> QueueLog:
    """The whole log. ``zone`` is the PBX's, for times written as a date. Never fails on a line."""
    log = QueueLog()
    book = _Book(log)
    for line in lines_of(texts, zone):
        if isinstance(line, Damage):
            log.damaged += 1
            log.first_damage = log.first_damage or line.text
            continue
        log.lines += 1
        log.first_at = min(log.first_at or line.at, line.at)
        log.last_at = max(log.last_at or line.at, line.at)
        book.enter(line)
    book.close()
    log.visits.sort(key=lambda visit: visit.entered_at)
    return log


class _Book:
    """Visits being written down, line by line."""

    def __init__(self, log: QueueLog) -> None:
        self._log = log
        self._open: dict[tuple[str, str], LoggedVisit] = {}
        self._talking: dict[tuple[str, str], LoggedVisit] = {}  # while the same caller waits there once more
        self._counts: dict[tuple[str, str], int] = {}

    def enter(self, line: LogLine) -> None:
        """One line into its visit, or among the deeds."""
        if line.verb in DEEDS:
            queue = "" if line.queue == NOBODY else line.queue
            self._log.deeds.append(MemberDeed(line.at, queue, line.member, DEEDS[line.verb], line.text(0)))
        elif line.verb == "QUEUESTART":
            self._restart()
        elif line.verb == "ENTERQUEUE":
            former = self._open.get((line.callid, line.queue))
            if former is not None and former.outcome == "answered":
                self._talking[line.callid, line.queue] = former
            visit = self._begin(line, line.at)
            visit.caller = line.text(1)
            visit.position = line.number(2)
        elif line.verb in DOINGS:
            visit = self._visit_of(line)
            visit.verb = line.verb
            if DOINGS[line.verb](visit, line) and self._open.get((line.callid, line.queue)) is visit:
                del self._open[line.callid, line.queue]

    def _begin(self, line: LogLine, began_at: datetime) -> LoggedVisit:
        key = (line.callid, line.queue)
        self._counts[key] = nth = self._counts.get(key, 0) + 1
        visit = self._open[key] = LoggedVisit(line.callid, line.queue, nth, began_at, rings=[])
        self._log.visits.append(visit)
        return visit

    def _visit_of(self, line: LogLine) -> LoggedVisit:
        known = self._open.get((line.callid, line.queue))
        if line.verb in OVER and (known is None or known.outcome is None):
            known = self._talking.pop((line.callid, line.queue), known)
        if known is not None and (known.is_entry_seen or known.outcome is not None):
            return known
        return self._unseen(line, known)

    def _unseen(self, line: LogLine, rung: LoggedVisit | None) -> LoggedVisit:
        """Rule 2: a visit of a caller whose channel was replaced, or one that began before the file.

        ``rung`` is what lines that do not tell a wait made of it so far.
        """
        began_at = entered_at(line)
        replaced = self._replaced(line, began_at) if line.verb in WAITS else None
        if replaced is not None:
            if rung is not None:
                self._log.visits.remove(rung)
                self._counts[line.callid, line.queue] -= 1
                replaced.rings += rung.rings
            named = replaced.uniqueid if replaced.renamed_to is None else replaced.renamed_to
            del self._open[named, replaced.queue]
            replaced.renamed_to = line.callid
            self._open[line.callid, line.queue] = replaced
            return replaced
        if rung is not None:
            rung.entered_at = min(rung.entered_at, began_at)
            return rung
        visit = self._begin(line, began_at)
        visit.is_entry_seen = False
        return visit

    def _replaced(self, line: LogLine, began_at: datetime) -> LoggedVisit | None:
        """The open visit that a line under an unknown channel goes on with: it entered then, best of all there."""
        place = line.text(POSITIONS[line.verb]) if line.verb in POSITIONS else ""
        near = [
            visit for visit in self._open.values()
            if visit.queue == line.queue and visit.is_entry_seen
            and (visit.outcome is None or visit.member == line.member)
            and abs(visit.entered_at - began_at) <= SECOND
        ]
        return min(near, default=None, key=lambda one: (
            place != str(one.position), abs(one.entered_at - began_at), one.entered_at))

    def _restart(self) -> None:
        for visit in self._open.values():
            if visit.outcome is None:
                visit.outcome = "lost"
            visit.ended_by = "system"
        self._open.clear()
        self._talking.clear()

    def close(self) -> None:
        """The file ends: ringings before an entry that was not seen are no visit."""
        self._log.visits = [visit for visit in self._log.visits if visit.outcome or visit.is_entry_seen]


def _rang(visit: LoggedVisit, line: LogLine) -> bool:
    value = line.text(0)
    length = timedelta(milliseconds=int(value)) if value.isdecimal() and len(value) < 9 else timedelta(0)
    visit.rings.append(LoggedRing(line.member, line.at, length, line.verb == "RINGCANCELED"))
    return False


def _connected(visit: LoggedVisit, line: LogLine) -> bool:
    visit.outcome, visit.member, visit.left_at = "answered", line.member, line.at
    visit.wait_time, visit.leg_id, visit.ring_time = line.seconds(0), line.text(1), line.seconds(2)
    return False


def _completed(visit: LoggedVisit, line: LogLine) -> bool:
    return _over(visit, line, 0, 1, "agent" if line.verb == "COMPLETEAGENT" else "caller")


def _passed_on(visit: LoggedVisit, line: LogLine) -> bool:
    visit.to = line.text(0) if line.verb in ("TRANSFER", "BLINDTRANSFER") else ""
    place = talk_place(line)
    return _over(visit, line, place - 1, place, "transfer")


def _over(visit: LoggedVisit, line: LogLine, wait: int, talk: int, ended_by: EndedBy) -> bool:
    """An answered visit ends; its answer may lie before the file's first line."""
    visit.outcome, visit.member = "answered", visit.member or line.member
    visit.ended_at, visit.talk_time, visit.ended_by = line.at, line.seconds(talk), ended_by
    if visit.left_at is None:
        visit.left_at = line.at - (visit.talk_time or timedelta(0))
        visit.wait_time = line.seconds(wait)
    return True


def _left(outcome: VisitOutcome, ended_by: EndedBy, wait_place: int) -> Callable[[LoggedVisit, LogLine], bool]:
    def left(visit: LoggedVisit, line: LogLine) -> bool:
        visit.outcome, visit.ended_by = outcome, ended_by
        visit.left_at = visit.ended_at = line.at
        visit.wait_time = line.seconds(wait_place)
        return True

    return left


DOINGS: dict[str, Callable[[LoggedVisit, LogLine], bool]] = {
    "RINGNOANSWER": _rang,
    "RINGCANCELED": _rang,
    "CONNECT": _connected,
    "COMPLETEAGENT": _completed,
    "COMPLETECALLER": _completed,
    "TRANSFER": _passed_on,
    "BLINDTRANSFER": _passed_on,
    "ATTENDEDTRANSFER": _passed_on,
    "ABANDON": _left("abandoned", "caller", 2),
    "EXITWITHTIMEOUT": _left("timeout", "system", 2),
    "EXITEMPTY": _left("leave_empty", "system", 2),
    "EXITWITHKEY": _left("key", "caller", 3),
    "JOINEMPTY": _left("join_empty", "system", 9),
    "JOINUNAVAIL": _left("join_empty", "system", 9),
    "FULL": _left("full", "system", 9),
}
"""What each event does to its visit; true where the visit is over then."""

OVER = frozenset(("COMPLETEAGENT", "COMPLETECALLER", "TRANSFER", "BLINDTRANSFER", "ATTENDEDTRANSFER"))
"""What ends an answered visit."""

DEEDS = {
    "ADDMEMBER": "added", "AGENTLOGIN": "added", "AGENTCALLBACKLOGIN": "added",
    "REMOVEMEMBER": "removed", "AGENTLOGOFF": "removed", "AGENTCALLBACKLOGOFF": "removed",
    "PAUSE": "paused", "UNPAUSE": "unpaused",
}  # fmt: skip
"""Events of members. PAUSEALL and UNPAUSEALL only repeat what follows for each queue."""
