"""What really happened in a shift at the panel (queue_log, the phones), beside what the panel showed of it.

Pure readers; times are Unix seconds. `expected` is the story of `panel_story` with its times from other witnesses.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from .panel_sights import clock_seconds
from .panel_story import COLLEAGUE, OPERATOR
from .story import read_capture

QUEUE = "support"
MOMENT = 1.0  # seconds
Entry = dict[str, Any]


@dataclass
class Shown:
    """A state as the panel showed it: from when on, and each of its running times with the moment it was painted."""

    word: str
    at: float
    label: str
    times: list[tuple[float, float]]


@dataclass
class Meant:
    """A state as it was: from when on. ``is_whole``: by a clock of whole seconds. ``counts_from``: its running time."""

    word: str
    at: float | None
    is_whole: bool = False
    counts_from: float | None = None


@dataclass
class PhoneCall:
    """One call of one phone: when what happened first, by the words of the timeline."""

    peer: str
    at: dict[str, float] = field(default_factory=dict)

    def __getitem__(self, what: str) -> float:
        return self.at[what]

    def lasted(self, since: str) -> float:
        """Seconds from something to the end."""
        return self.at["ended"] - self.at[since]


def shown(witnessed: list[Entry]) -> list[Shown]:
    """States in the order in which they were painted; a panel that begins anew goes on with the same one.

    Between a call's end and the pause of the wrap-up the PBX has the agent ready: so it may be shown, for a moment.
    """
    entries = [one for one in witnessed if one["part"] in ("state", "call")]
    runs = [list(run) for _, run in groupby(entries, key=lambda one: one["says"][0])]
    states = [
        Shown(
            run[0]["says"][0], run[0]["t"], run[0]["says"][2],
            [(one["t"], clock_seconds(one["says"][3])) for one in run if ":" in one["says"][3]],
        )
        for run in runs
    ]  # fmt: skip
    pairs = zip(states, [*states[1:], None], strict=True)
    return [one for one, after in pairs if not (after and one.word == "Ready" and after.word == "Wrap-up"
                                                and after.at - one.at < MOMENT)]  # fmt: skip


def phone_calls(timeline: Path, who: str) -> list[PhoneCall]:
    """The calls of one phone, in the order in which it was rung."""
    found: dict[str, PhoneCall] = {}
    for line in timeline.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["ua"] == who and entry["what"] == "invited":
            found[entry["callid"]] = PhoneCall(entry["peer"])
        if entry["ua"] == who and entry.get("callid") in found:
            found[entry["callid"]].at.setdefault(entry["what"], entry["t"])
    return list(found.values())


def logged(queue_log: Path) -> dict[str, list[float]]:
    """Membership and pauses in the queue, by verb (with a pause's reason), in whole seconds."""
    found: dict[str, list[float]] = defaultdict(list)
    for line in queue_log.read_text(encoding="utf-8").splitlines():
        at, call, queue, _agent, verb, *values = line.split("|")
        if queue == QUEUE and call in ("NONE", "MANAGER"):
            found[" ".join([verb, *values]).strip()].append(float(at))
    return found


def expected(story: Path) -> list[Meant]:
    """The states of the whole shift, after the sign-in."""
    log = logged(story / "queue_log")
    mine = phone_calls(story / "timeline.jsonl", str(OPERATOR))
    served, *missed, dialled, crashed = mine
    asked = phone_calls(story / "timeline.jsonl", str(COLLEAGUE))[0]
    client = phone_calls(story / "timeline.jsonl", "trunk")[0]
    ready = [Meant("Ready", at, is_whole=True, counts_from=at) for at in (*log["ADDMEMBER"], *log["UNPAUSE"])]
    [lunch], [signed_out] = log["PAUSE lunch"], log["REMOVEMEMBER"]
    return [
        ready[0], Meant("Paused", lunch, is_whole=True, counts_from=lunch), ready[1],
        _from("Ringing", served, "invited"), _from("On a call", served, "answer200"), _from("On hold", served, "hold"),
        Meant("On a call", served["unhold"], counts_from=served["answer200"]), Meant("On hold", None),
        _from("Waits for you", asked, "invited"), Meant("Wrap-up", served["ended"]), ready[2],
        *(state for one in missed for state in (_from("Ringing", one, "invited"), _from("Ready", one, "ended"))),
        _from("Ringing", dialled, "invited"), _from("Dialling", dialled, "answer200"),
        _from("On a call", client, "answer200"), _from("Ready", dialled, "ended"),
        _from("Ringing", crashed, "invited"), _from("On a call", crashed, "answer200"),
        Meant("Wrap-up", crashed["ended"]), ready[3], Meant("Signed out", signed_out, is_whole=True),
    ]  # fmt: skip


def _from(word: str, call: PhoneCall, what: str) -> Meant:
    return Meant(word, call[what], counts_from=call[what])


def popup_times(witnessed: list[Entry], begun: list[float]) -> list[float]:
    """Seconds from each beginning until the next popup is on the screen, painted."""
    painted = [one["t"] for one in witnessed if one["part"] == "popup"]
    return [min((at for at in painted if at >= begin), default=float("inf")) - begin for begin in begun]


def called_at(story: Path) -> list[float]:
    """When the PBX said that app_queue calls the operator's phone, as our own recorder heard it."""
    heard = [(line["t"], line["e"]) for line in read_capture(story / "capture.jsonl.gz") if "e" in line]
    return [
        float(str(at)) for at, event in heard
        if isinstance(event, dict) and event.get("Event") == "AgentCalled"
        and event.get("Interface") == f"PJSIP/{OPERATOR}"
    ]  # fmt: skip
