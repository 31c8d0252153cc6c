"""Compare call records with everything else that knows about the same calls, and say every difference in
one line.

The witnesses are queue_log (visits), CEL (which calls there were and how long they lived), the carrier and
the phones (rings, talks). Where queue_log is known to be wrong the reason stands beside the correction; see
`lies`. A phone beats queue_log. Tolerances are those of the witnesses: app_queue counts whole seconds of
time(NULL), so two of its figures can be 1 s off each; a phone's clock reads a SIP round trip (and a busy
machine) beside the PBX's.
"""

import datetime
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import lies
from .evidence import Channel, LoggedVisit, Phones, Span, channels, logged_visits, phones
from .seen import Seen, extension, is_within
from .seen import seen as read_seen

Record = dict[str, Any]
STALL_TIME = 0.5  # seconds that a message may be late on a machine that runs two PBXs, forty phones and two databases
SAME_MOMENT = 0.05  # seconds in which a phone's message and the PBX's own deed may cross
QUEUE_LOG_WAIT = 1.1 + STALL_TIME
QUEUE_LOG_TALK = 1.6 + STALL_TIME
PHONE_TIME = 0.5 + STALL_TIME
CALL_TIME = 0.2 + 2 * STALL_TIME  # CEL and AMI come from the same process; only AMI's way to us takes time
FILE_TIME = 0.1  # a few pieces of 20 ms at each end; a machine that is busy writes less (290 ms seen), never more
TALK_TIME = 0.7  # a phone talks from its 200 OK, the PBX from the bridge; per conversation


@dataclass
class Comparison:
    """The outcome: how many checks were made, and a line for each that failed."""

    checks: int = 0
    differences: list[str] = field(default_factory=list)

    def check(self, is_right: bool, difference: str) -> None:
        """Count a check."""
        self.checks += 1
        if not is_right:
            self.differences.append(difference)

    def text(self) -> str:
        """All differences, a line each."""
        return "\n".join([f"{len(self.differences)} of {self.checks} checks differ:", *self.differences])

    def near(self, told: float | None, true: float | None, tolerance: float, what: str) -> None:
        """Two figures of the same thing; nothing is asked where the truth is unknown."""
        if true is not None:
            self.check(told is not None and abs(told - true) <= tolerance, f"{what}: told {told}, is {true:.2f}")


def seconds(instant: str | None) -> float | None:
    """ISO 8601 with Z as Unix seconds."""
    return None if instant is None else datetime.datetime.fromisoformat(instant).timestamp()


def compare(story: Path, records: list[Record]) -> Comparison:
    """All comparisons of one story folder. `records` are what the daemon tells of it."""
    result = Comparison()
    seen = read_seen(story / "capture.jsonl.gz")
    heard = phones(story / "timeline.jsonl")
    heard.talks = [talk for talk in heard.talks if not seen.is_watching(talk.agent, talk.started, talk.ended)]
    _once(result, records)
    _visits(result, story, records, seen)
    _rings(result, records, heard, seen)
    _talks(result, records, heard, story.name, seen.gaps)
    if (story / "cel.csv").exists():  # the committed stories leave it out
        _lives(result, records, channels(story / "cel.csv"), seen.gaps)
    if not seen.gaps:
        _callers(result, records, heard)
    _carried(result, records, heard)
    if (story / "recordings.json").exists() and not seen.gaps:  # in a gap nobody tells when a file begins or ends
        _recorded(result, records, json.loads((story / "recordings.json").read_text(encoding="utf-8")))
    return result


# ---- recordings against their files


def _recorded(result: Comparison, records: list[Record], lengths: dict[str, int]) -> None:
    """A recording without what is cut out of it is as long as its file."""
    told = {one["file"]: one for record in records for one in record["recordings"] if one["ended"]}
    for file, length in lengths.items():
        result.check(file in told, f"{file}: not told")
        if file in told:
            span = _seconds_of(told[file]) - sum(_seconds_of(one) for one in told[file]["pauses"] if one.get("cut"))
            is_right = -FILE_TIME <= span - length / 1000 <= FILE_TIME + STALL_TIME
            result.check(is_right, f"{file} seconds: told {span:.3f}, is {length / 1000:.2f}")


def _seconds_of(span: Record) -> float:
    return (seconds(span["ended"]) or 0) - (seconds(span["started"]) or 0)


# ---- visits against queue_log


def _once(result: Comparison, records: list[Record]) -> None:
    names = Counter(record["call"] for record in records)
    result.check(max(names.values(), default=0) <= 1, f"told twice: {[call for call, n in names.items() if n > 1]}")


def _visits(result: Comparison, story: Path, records: list[Record], seen: Seen) -> None:
    told = [visit for record in records for visit in record["queue_visits"]]
    for true in logged_visits(story / "queue_log"):
        if is_within(seen.gaps, true.entered) and is_within(seen.gaps, _end(true)):
            continue  # nobody could see it
        _put_right(story.name, true, seen)
        what = f"{true.queue}/{true.uniqueid}"
        found = next((visit for visit in told if _is_same(visit, true)), None)
        result.check(found is not None, f"{what}: no such visit is told")
        if found:
            told.remove(found)
            _visit(result, what, found, true, seen.members)
    for visit in told:
        is_silent = visit["outcome"] in lies.UNLOGGED_OUTCOMES
        what = f"{visit['queue']}/{visit['uniqueid']}"
        result.check(is_silent, f"{what}: told ({visit['outcome']}), but nobody made that visit")


def _put_right(story: str, true: LoggedVisit, seen: Seen) -> None:
    key = (true.uniqueid, true.queue)
    if is_within(seen.gaps, _end(true)):
        true.ended_by = None
    lies.correct(story, true)
    lies.forget_unknown(true, seen.taken_over)
    if key in seen.redirected:
        true.outcome = "transferred"
    if key in seen.moved:
        true.talk, true.ended_by = round(seen.moved[key]), "transfer"
    elif true.talk is not None:
        true.talk -= round(seen.moved_late.get(key, 0.0))
    if any(queue == true.queue and seen.members.get(true.agent or "") == extension(who) for who, queue in seen.late):
        true.talk = None


def _end(true: LoggedVisit) -> float:
    return true.entered + (true.wait or 0) + (true.talk or 0)


def _is_same(told: Record, true: LoggedVisit) -> bool:
    entered = seconds(told["entered"])
    return (
        (told["queue"], told["uniqueid"]) == (true.queue, true.uniqueid)
        and entered is not None
        and abs(entered - true.entered) <= 2.0
    )


def _visit(result: Comparison, what: str, told: Record, true: LoggedVisit, members: dict[str, str]) -> None:
    result.check(
        told["outcome"] == (true.outcome or "lost") or (true.outcome is None and told["outcome"] is None),
        f"{what}: outcome {told['outcome']} is {true.outcome}",
    )
    if true.outcome == "answered":
        credited = told.get("credited") or told.get("agent")  # app_queue credits the member it rang
        result.check(credited == members.get(true.agent or "", true.agent), f"{what}: agent {credited} is {true.agent}")
        total = (told.get("talk") or 0.0) + (told.get("hold") or 0.0)
        result.near(total, true.talk, QUEUE_LOG_TALK, f"{what}: talk and hold")
        if true.ended_by:
            result.check(told["ended_by"] == true.ended_by, f"{what}: ended by {told['ended_by']} is {true.ended_by}")
    if true.outcome != "abandoned" or true.wait:
        result.near(told.get("wait"), true.wait, QUEUE_LOG_WAIT, f"{what}: wait")
    _attempts(result, what, told, true, members)


def _attempts(result: Comparison, what: str, told: Record, true: LoggedVisit, members: dict[str, str]) -> None:
    """RINGNOANSWER is said of phones that rang out, refused, or could not be reached."""
    attempts = [attempt for attempt in told["attempts"] if attempt["result"] in ("no_answer", "rejected", "failed")]
    mine = Counter(attempt["agent"] for attempt in attempts)
    logged = Counter(members.get(name, name) for name in true.unanswered)
    result.check(mine == logged, f"{what}: rung in vain {dict(mine)} is {dict(logged)}")
    answered = [attempt["agent"] for attempt in told["attempts"] if attempt["result"] == "answered"]
    expected = 1 if true.outcome == "answered" else 0
    result.check(len(answered) <= expected, f"{what}: answered by {answered}, the visit was {true.outcome}")


# ---- rings and talks against the phones


def _rings(result: Comparison, records: list[Record], heard: Phones, seen: Seen) -> None:
    free = list(heard.rings)
    for record in records:
        for visit in record["queue_visits"]:
            for attempt in visit["attempts"]:
                answered = (seconds(visit["left"]) or 0.0) if visit["outcome"] == "answered" else 0.0
                is_taken_over = (visit["uniqueid"], visit["queue"]) in seen.taken_over
                _ring(result, attempt, free, record["caller"], is_taken_over, seen.picked_up, answered)
    offered = [
        (seconds(v["entered"]) or 0.0, seconds(v["left"]) or 9e9, r["caller"])
        for r in records
        for v in r["queue_visits"]
    ]
    for ring in free:
        is_offer = any(
            begin - 0.3 <= ring.started <= end - 0.1 and ring.peer == caller for begin, end, caller in offered
        )
        result.check(
            not is_offer or is_within(seen.gaps, ring.started),
            f"{ring.agent} rang for {ring.peer} at {ring.started:.1f} and no attempt tells it",
        )


def _ring(
    result: Comparison,
    attempt: Record,
    free: list[Span],
    caller: str | None,
    is_taken_over: bool,
    picked_up: list[tuple[str, float]],
    answered: float,
) -> None:
    started = seconds(attempt["started"])
    what = f"attempt of {attempt['agent']} at {attempt['started']}"
    if started is None:
        return
    same = [ring for ring in free if ring.agent == attempt["agent"] and abs(ring.started - started) <= PHONE_TIME]
    if not same:
        result.check(attempt["result"] in ("failed", "rejected", "no_answer"), f"{what}: the phone did not ring")
        return
    ring = min(same, key=lambda one: (one.peer != caller, abs(one.started - started)))  # two queues may ring it at once
    free.remove(ring)
    if ring.result != "lost":
        result.near(seconds(attempt["ended"]), ring.ended, PHONE_TIME, f"{what}: end")
    heard = "raced" if is_taken_over and ring.result == "answered" else ring.result
    since_deed = [at - ring.ended for agent, at in picked_up if agent == ring.agent]
    if heard == "rejected" and any(-STALL_TIME < since < lies.PICKUP_TIME + STALL_TIME for since in since_deed):
        heard = "taken"  # refused while the PBX was giving the call to somebody else: it tells nobody
    if heard == "rejected" and -SAME_MOMENT <= answered - ring.ended <= STALL_TIME:
        heard = "taken"  # refused just before another phone answered: what a busy PBX took up first is its to say
    wanted = {
        "answered": ("answered", "cancelled"),
        "rejected": ("rejected",),
        "taken": ("rejected", "elsewhere"),
        "raced": ("answered", "cancelled", "elsewhere"),
    }.get(heard, ("no_answer", "elsewhere", "cancelled", "failed"))
    result.check(attempt["result"] in wanted, f"{what}: {attempt['result']} is {ring.result}")


def _talks(
    result: Comparison, records: list[Record], heard: Phones, story: str, gaps: list[tuple[float, float]]
) -> None:
    """Per agent the union of all conversations, as several can run at once (a held caller and a
    consultation).
    """
    told: dict[str, list[tuple[float, float]]] = {}
    for record in records:
        for conversation in record["conversations"]:
            begin, end = seconds(conversation["started"]), seconds(conversation["ended"])
            if begin is not None and end is not None:
                told.setdefault(conversation["party"], []).append((begin, end))
    for agent in sorted({talk.agent for talk in heard.talks} | {party for party in told if len(party) == 4}):
        true = _union(
            [
                (talk.started, talk.ended)
                for talk in heard.talks
                if talk.agent == agent and not lies.is_feature_code(talk.peer)
            ]
        )
        if any(is_within(gaps, at, 0.0) for span in true for at in span):
            continue  # when it began or ended in a gap nobody knows
        mine = _union(told.get(agent, []))
        tolerance = TALK_TIME * max(len(true), 1) + lies.PHONE_EXTRA.get(story, 0.0)
        result.near(sum(b - a for a, b in mine), sum(b - a for a, b in true), tolerance, f"{agent}: talk in all")


def _union(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


# ---- calls against CEL and the carrier


def _callers(result: Comparison, records: list[Record], heard: Phones) -> None:
    told = Counter(str(record["caller"]) for record in records if record["direction"] == "inbound")
    result.check(told == Counter(heard.customers), f"callers {dict(told)} are {heard.customers}")


def _lives(
    result: Comparison,
    records: list[Record],
    known: dict[str, Channel],
    gaps: list[tuple[float, float]],
) -> None:
    """Each customer's channel is one inbound call, alive exactly as long."""
    told = {record["call"]: record for record in records if record["direction"] == "inbound"}
    customers = [channel for channel in known.values() if channel.is_customers]
    for channel in customers:
        record = told.pop(channel.uniqueid, None)
        is_hidden = is_within(gaps, channel.started) or channel.ended is None or is_within(gaps, channel.ended)
        result.check(record is not None or is_hidden, f"call {channel.uniqueid} is not told")
        if record and not is_hidden:
            result.near(seconds(record["started"]), channel.started, CALL_TIME, f"call {channel.uniqueid}: start")
            _end_of_call(result, record, channel, known)
    result.check(not told, f"inbound calls that no customer made: {sorted(told)}")


def _end_of_call(result: Comparison, record: Record, channel: Channel, known: dict[str, Channel]) -> None:
    """The customer's hang-up, or the last one: a parker hears the number of the space, whoever is parked."""
    first = channel.ended or 0.0
    last = max(other.ended or 0.0 for other in known.values() if other.linkedid == channel.uniqueid)
    told = seconds(record["ended"]) or 0.0
    is_right = first - CALL_TIME <= told <= max(first, last) + CALL_TIME
    result.check(is_right, f"call {channel.uniqueid}: end told {told}, is {first:.2f} to {last:.2f}")


def _carried(result: Comparison, records: list[Record], heard: Phones) -> None:
    """Each number that the carrier was asked for is a record, or part of one (a transfer, a consultation)."""
    outbound = [record for record in records if record["direction"] == "outbound"]
    within = {str(conversation["party"]) for record in records for conversation in record["conversations"]}
    within |= {str(conversation.get("with")) for record in records for conversation in record["conversations"]}
    within |= {str(transfer["to"]) for record in records for transfer in record["transfers"]}
    for call in heard.carried.values():
        # the carrier is asked after the operator dialled, and within the ten seconds that it rings
        since = {id(one): call["started"] - (seconds(one["started"]) or 0.0) for one in outbound}
        same = [one for one in outbound if one["called"] == call["number"] and -1.0 < since[id(one)] < 12.0]
        record = min(same, key=lambda one: abs(since[id(one)]), default=None)
        if record is None:
            result.check(call["number"] in within, f"nothing is told of the call to {call['number']}")
            continue
        outbound.remove(record)
        wanted: tuple[str, ...] = {"cancelled": ("no_answer", "cancelled")}.get(call["outcome"], (call["outcome"],))
        if not any(visit["outcome"] == "answered" for visit in record["queue_visits"]):
            wanted += ("abandoned",) if record["queue_visits"] else ()  # answered, but nobody of ours talked to them
        result.check(record["outcome"] in wanted, f"{call['number']}: {record['outcome']} is {call['outcome']}")
