"""What a capture says beside the calls themselves: who is a member, when nobody listened, where queue_log errs."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import lies


@dataclass
class Seen:
    """What a capture says beside the calls themselves."""

    members: dict[str, str]  # member name -> extension
    gaps: list[tuple[float, float]]
    moved: dict[tuple[str, str], float]  # see lies
    moved_late: dict[tuple[str, str], float]
    late: set[tuple[str, str]]
    taken_over: dict[tuple[str, str], bool]
    redirected: set[tuple[str, str]]
    picked_up: list[tuple[str, float]]  # agent, when
    watching: list[tuple[str, float]]  # who began to listen to others (ChanSpy), and when

    def is_watching(self, agent: str, begin: float, end: float) -> bool:
        """Whether a phone was lifted only to listen to others: no talk of its own."""
        return any(who == agent and begin - 1 <= at <= end for who, at in self.watching)


def seen(file: Path) -> Seen:
    """Read a capture (gzipped)."""
    messages = _messages(file)
    return Seen(
        members=_members(messages),
        gaps=_gaps(messages),
        moved=lies.moved_behind_local(messages) | lies.moved_unseen(messages),
        moved_late=lies.moved_late(messages),
        late=lies.told_late(messages),
        taken_over=lies.taken_over(messages),
        redirected=lies.redirected(messages),
        picked_up=[(extension(channel), at) for channel, at in lies.picked_up(messages)],
        watching=_watching(messages),
    )


def _messages(file: Path) -> list[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8", errors="surrogateescape") as lines:
        return [json.loads(line) for line in lines]


def _members(messages: list[dict[str, Any]]) -> dict[str, str]:
    """Member name -> extension, from the member events."""
    found = {}
    for message in messages:
        event = message.get("e", {})
        name = event.get("MemberName") or event.get("Name")
        interface = event.get("StateInterface") or event.get("Interface") or ""
        if event.get("Event", "").startswith("QueueMember") and isinstance(name, str):
            found[name] = extension(interface)
    return found


def _watching(messages: list[dict[str, Any]]) -> list[tuple[str, float]]:
    return [
        (extension(message["e"]["SpyerChannel"]), message["t"])
        for message in messages
        if message.get("e", {}).get("Event") == "ChanSpyStart"
    ]


def extension(interface: str) -> str:
    """`PJSIP/1001`, `Local/1001@agents/n` -> `1001`."""
    return interface.partition("/")[2].partition("@")[0].partition("/")[0].partition("-")[0] or interface


def _gaps(messages: list[dict[str, Any]]) -> list[tuple[float, float]]:
    found, lost = [], None
    for message in messages:
        if "gap" in message:
            lost = message["t"]
        elif "banner" in message and lost:
            found.append((lost, message["t"]))
            lost = None
    return found


def is_within(gaps: list[tuple[float, float]], at: float, margin: float = 1.0) -> bool:
    """Whether an instant lies in one of the gaps, or within `margin` seconds of it."""
    return any(begin - margin <= at <= end + margin for begin, end in gaps)
