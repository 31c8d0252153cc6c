"""Asking a PBX about its settings, as far as the AMI user may: the questions behind ``lint``."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Mapping

from collector_daemon.asterisk.config_files import SectionLines, by_name, sections
from collector_daemon.asterisk.findings import Seen
from collector_daemon.asterisk.link import Link
from collector_daemon.asterisk.translate import MESSAGES
from collector_daemon.capture import Entry, Headers, Heard
from collector_daemon.settings import PbxSettings
from shared.clock import Clock

_MODULES = ("app_queue", "res_parking", "app_mixmonitor")
_PRIVILEGES = re.compile(r"\(Priv: ([^)]*)\)")
_PINGS = 5


async def inspect(link: Link, pbx: PbxSettings, clock: Clock, listen_seconds: float) -> Seen:
    """What can be learned in a few seconds over a connected link. Raises what ``Link.ask`` raises."""
    core = await _one(link, {"Action": "CoreSettings"})
    rights = _rights(await _one(link, {"Action": "ListCommands"}))
    status = await link.ask({"Action": "QueueStatus"}, is_list=True)
    skew, accuracy = await _skew(link, clock)
    seen_modules = [await _one(link, {"Action": "ModuleCheck", "Module": name}) for name in _MODULES]
    logins = await _logins(link, pbx.user) if "command" in rights else None
    own = await _file(link, "manager.conf", pbx.user)
    general = await _file(link, "manager.conf", "general")
    heard = await _heard(link, listen_seconds)
    stamped = ["Timestamp" in headers for headers in heard if headers["Event"] != "FullyBooted"]  # it never has one
    return Seen(
        user=pbx.user,
        version=str(core.get("AsteriskVersion", "")),
        queues=tuple(answer for answer in status if answer.get("Event") == "QueueParams"),
        members=tuple(answer for answer in status if answer.get("Event") == "QueueMember"),
        rights=rights,
        modules={
            name: answer.get("Response") == "Success"
            for name, answer in zip(_MODULES, seen_modules, strict=True)
            # A user without the right is refused too: then nothing is known.
            if "permission" not in str(answer.get("Message", "")).lower()
        },
        manager_file=None if own is None else {**own, **(general or {})},
        queues_file=await _file(link, "queues.conf"),
        has_booted_event=any(headers.get("Event") == "FullyBooted" for headers in heard),
        has_timestamps=any(stamped) if stamped else None,
        skew_seconds=skew,
        skew_accuracy=accuracy,
        logins=logins,
        heard=Counter(str(headers["Event"]) for headers in heard),
        wanted=frozenset(MESSAGES),
        extensions=pbx.extensions,
    )


async def _one(link: Link, action: Mapping[str, str]) -> Headers:
    return (await link.ask(dict(action)))[0]


def _rights(commands: Headers) -> frozenset[str]:
    """The write classes this user has: those that alone allow an action which is offered to it."""
    rights = set()
    for name, text in commands.items():
        found = _PRIVILEGES.search(str(text))
        needed = set(found.group(1).split(",")) - {"all"} if found else set()
        if len(needed) == 1:
            rights |= needed
        if name == "CoreStatus":
            rights.add("reporting")  # or system, which allows the same
    return frozenset(rights - {"<none>"})


async def _skew(link: Link, clock: Clock) -> tuple[float, float]:
    """How far the PBX's clock is ahead of ours, and how sure that is (seconds): the quickest of some pings."""
    best = (0.0, float("inf"))
    for _ in range(_PINGS):
        asked = clock.now().timestamp()
        answer = await _one(link, {"Action": "Ping"})
        heard = clock.now().timestamp()
        try:
            pbx_time = float(str(answer.get("Timestamp")))
        except ValueError:
            continue
        best = min(best, (pbx_time - (asked + heard) / 2, (heard - asked) / 2), key=lambda found: found[1])
    return best


async def _file(link: Link, name: str, section: str = "") -> Mapping[str, SectionLines] | None:
    """A configuration file (or one section), None where this user may not read it or it is not there."""
    action = {"Action": "GetConfig", "Filename": name} | ({"Category": section} if section else {})
    answer = await _one(link, action)
    return by_name(sections(answer)) if answer.get("Response") == "Success" else None


async def _logins(link: Link, user: str) -> int | None:
    answer = await _one(link, {"Action": "Command", "Command": "manager show connected"})
    lines = answer.get("Output", [])
    found = [line for line in lines if line.split()[:1] == [user]] if isinstance(lines, list) else []
    return len(found) or None


async def _heard(link: Link, seconds: float) -> list[Headers]:
    """The live events of some seconds; answers to what was asked do not count."""
    await asyncio.sleep(seconds)
    entries: list[Entry] = await link.inbox.take(1_000_000)
    messages = [entry.headers for entry in entries if isinstance(entry, Heard)]
    return [headers for headers in messages if "Event" in headers and "ActionID" not in headers]
