"""What others than the daemon say about the same calls: queue_log, CEL, CDR, and the phones themselves.

Pure readers; times are Unix seconds, lengths seconds. Nothing here judges.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ENDS = {
    "ABANDON": "abandoned",
    "EXITWITHTIMEOUT": "timeout",
    "EXITWITHKEY": "key",
    "EXITEMPTY": "leave_empty",
    "JOINEMPTY": "join_empty",
    "JOINUNAVAIL": "join_empty",
    "FULL": "full",
}
RACE_TIME = 1.0  # seconds; a phone that is hung up so soon answered a call that was somebody else's already
TRANSFERS = ("BLINDTRANSFER", "ATTENDEDTRANSFER")


@dataclass
class LoggedVisit:
    """One stay in a queue as app_queue wrote it; agents by member name, seconds are whole ones."""

    uniqueid: str
    queue: str
    entered: float
    caller: str = ""
    outcome: str | None = None
    agent: str | None = None
    wait: int | None = None
    talk: int | None = None
    ended_by: str | None = None
    unanswered: list[str] = field(default_factory=list)  # RINGNOANSWER: rang out, refused or failed
    cancelled: list[str] = field(default_factory=list)  # RINGCANCELED

    @property
    def is_consultation(self) -> bool:
        """An agent stands in the queue, not a customer."""
        return len(self.caller) == 4 and self.caller.isdigit()


@dataclass
class Span:
    """Something of one phone with a beginning and an end. `peer` is the number it showed."""

    agent: str
    peer: str
    started: float
    ended: float
    result: str = ""  # of a ring: answered, rejected, stopped, lost


@dataclass
class Phones:
    """What the phones did: agents' rings and talks, and the calls that customers placed."""

    rings: list[Span] = field(default_factory=list)
    talks: list[Span] = field(default_factory=list)
    customers: list[str] = field(default_factory=list)  # caller numbers
    carried: dict[str, dict[str, Any]] = field(default_factory=dict)  # calls to the carrier, by SIP Call-ID


@dataclass
class Channel:
    """One channel as CEL tells it: its life, and the spans it spent in a bridge."""

    uniqueid: str
    linkedid: str
    name: str
    context: str
    dialled: str  # the extension it began at; "s" where the PBX itself called
    started: float
    ended: float | None = None

    @property
    def is_customers(self) -> bool:
        """Somebody outside called in."""
        return self.context == "from-trunk" and self.dialled != "s" and self.uniqueid == self.linkedid


def logged_visits(file: Path) -> list[LoggedVisit]:
    """Every visit of a queue_log; one that never ends has outcome None or, when connected, ended_by None.

    A caller passed on into the same queue may enter it before the end of the former visit is written.
    """
    open_: dict[tuple[str, str], LoggedVisit] = {}
    former: dict[tuple[str, str], LoggedVisit] = {}
    done: list[LoggedVisit] = []
    text = file.read_text(encoding="utf-8", errors="replace")
    lines = [line.split("|") + [""] * 6 for line in text.splitlines()]
    for number, (at, uniqueid, queue, agent, verb, *values) in enumerate(lines):
        key = (uniqueid, queue)
        if verb == "ENTERQUEUE":
            if key in open_:
                former[key] = open_.pop(key)
                done.append(former[key])
            open_[key] = LoggedVisit(uniqueid, queue, float(at), values[1])
            continue
        if key not in open_:
            key = _renamed(open_, queue, _entered(lines[number:], key)) or key
        is_over = verb in (*TRANSFERS, "COMPLETEAGENT", "COMPLETECALLER")
        if is_over and key in former and (key not in open_ or open_[key].outcome is None):
            _logged(former.pop(key), agent, verb, values)
        elif key in open_ and _logged(open_[key], agent, verb, values):
            done.append(open_.pop(key))
    return done + list(open_.values())


def _renamed(open_: dict[tuple[str, str], LoggedVisit], queue: str, entered: float | None) -> tuple[str, str] | None:
    """The waiting visit that a line under an unknown id belongs to: an agent queued to consult, and completed the
    transfer while waiting; from then on app_queue writes the customer's channel, which took the agent's place.
    """
    consulting = {key: visit.entered for key, visit in open_.items() if visit.queue == queue and visit.is_consultation}
    if entered is None:
        return next(iter(consulting)) if len(consulting) == 1 else None
    key = min(consulting, key=lambda one: abs(consulting[one] - entered), default=None)
    return key if key and abs(consulting[key] - entered) <= 1 else None


def _entered(lines: list[list[str]], key: tuple[str, str]) -> float | None:
    """When the visit of that key entered, from the first of the lines that tells how long it waited."""
    for at, uniqueid, queue, _, verb, *values in lines:
        if (uniqueid, queue) == key and (verb == "CONNECT" or verb in ENDS):
            return float(at) - int(values[0 if verb == "CONNECT" else {"EXITWITHKEY": 3}.get(verb, 2)])
    return None


def _logged(visit: LoggedVisit, agent: str, verb: str, values: list[str]) -> bool:
    """Enter one line into its visit; True when the visit is over."""
    if verb == "RINGNOANSWER":
        visit.unanswered.append(agent)
    elif verb == "RINGCANCELED":
        visit.cancelled.append(agent)
    elif verb == "CONNECT":
        visit.outcome, visit.agent, visit.wait = "answered", agent, int(values[0])
    elif verb in ("COMPLETEAGENT", "COMPLETECALLER"):
        visit.talk, visit.ended_by = int(values[1]), "agent" if verb == "COMPLETEAGENT" else "caller"
        return True
    elif verb in TRANSFERS:
        # the talk is the last number but one, whatever kind of target stands before it
        numbers = [value for value in values if value.isdigit()]
        visit.talk, visit.ended_by = int(numbers[-2]), "transfer"
        return True
    elif verb in ENDS:
        visit.outcome = ENDS[verb]
        visit.wait = int(values[{"EXITWITHKEY": 3}.get(verb, 2)])
        return True
    return False


def phones(file: Path) -> Phones:
    """Rings, talks and customers' calls of a timeline. A refer ends the transferring phone's talk."""
    told, killed_at = Phones(), None
    open_: dict[tuple[str, str], dict[str, Any]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["what"] == "SIGKILL":
            killed_at = entry["t"]
        if entry["ua"].isdigit():
            _agent_did(told, open_, entry, killed_at)
        elif entry["what"] == "invite":
            told.customers.append(entry["num"])
        else:
            _carrier_did(told.carried, entry)
    return told


def _agent_did(
    told: Phones, open_: dict[tuple[str, str], dict[str, Any]], entry: dict[str, Any], killed_at: float | None
) -> None:
    key, what, at = (entry["ua"], str(entry.get("callid"))), entry["what"], entry["t"]
    if what in ("invited", "invite"):
        open_[key] = {"agent": entry["ua"], "peer": entry["peer"], "rung": at if what == "invited" else None}
    elif key not in open_:
        return
    elif what in ("answer200", "answered"):
        _rung(told, open_[key], at, "answered")
        open_[key]["answered"] = at
    elif what == "refer" and "answered" in open_[key]:
        # it may be refused (a NOTIFY of 4xx); then the talk goes on, see below
        open_[key]["referred"] = at
    elif what == "notify" and "404" in entry.get("frag", ""):
        open_[key].pop("referred", None)
    elif what == "ended":
        call = open_.pop(key)
        end = killed_at if entry.get("by") == "lost" and killed_at else call.get("referred", at)
        if "answered" in call:
            if call["rung"] is not None and at - call["answered"] < RACE_TIME:
                next(ring for ring in reversed(told.rings) if ring.agent == call["agent"]).result = "raced"
            told.talks.append(Span(call["agent"], call["peer"], call["answered"], end))
        else:
            result = {"local": "rejected", "lost": "lost"}.get(entry.get("by", ""), "stopped")
            _rung(told, call, end, result)


def _rung(told: Phones, call: dict[str, Any], at: float, result: str) -> None:
    if call["rung"] is not None:
        told.rings.append(Span(call["agent"], call["peer"], call["rung"], at, result))


def _carrier_did(carried: dict[str, dict[str, Any]], entry: dict[str, Any]) -> None:
    if entry["what"] == "invited":
        carried[entry["callid"]] = {"number": entry["called"], "started": entry["t"], "outcome": "cancelled"}
    elif entry.get("callid") in carried:
        call = carried[entry["callid"]]
        if entry["what"] == "answer200":
            call["outcome"] = "answered"
        elif entry["what"] == "ended" and entry.get("by") == "local" and call["outcome"] != "answered":
            call["outcome"] = {486: "busy"}.get(entry.get("code", 0), "failed")


def channels(file: Path) -> dict[str, Channel]:
    """Every channel of a CEL file by its Uniqueid."""
    found: dict[str, Channel] = {}
    for row in _rows(file):
        kind, at, uniqueid = row[0], float(row[1]), row[12]
        if kind == "CHAN_START":
            found[uniqueid] = Channel(uniqueid, row[13], row[9], row[8], row[7], at)
        elif kind == "CHAN_END" and uniqueid in found:
            found[uniqueid].ended = at
    return found


def dispositions(file: Path) -> list[dict[str, str]]:
    """The rows of a CDR file that matter for outbound calls."""
    names = (
        "clid",
        "src",
        "dst",
        "dcontext",
        "channel",
        "dstchannel",
        "lastapp",
        "lastdata",
        "start",
        "answer",
        "end",
        "duration",
        "billsec",
        "disposition",
        "amaflags",
        "accountcode",
        "peeraccount",
        "uniqueid",
        "linkedid",
        "userfield",
        "sequence",
    )
    return [dict(zip(names, row, strict=False)) for row in _rows(file)]


def _rows(file: Path) -> Iterator[list[str]]:
    with file.open(encoding="utf-8", errors="replace", newline="") as lines:
        yield from (row for row in csv.reader(lines) if row[0] != "eventtype")  # some files begin with names
