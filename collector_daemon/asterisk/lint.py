"""The PBX linter: what was seen of a PBX's settings in, findings out. Pure; ``check_pbx`` asks the questions.

Each rule is one small function over ``Seen`` and says what corrupts figures, why, and the line that mends it.
What could not be seen for lack of a right is None in ``Seen`` and gives one finding that says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Literal

import msgspec

from collector_daemon.asterisk.config_files import SectionLines, is_yes
from collector_daemon.asterisk.lint_filters import filter_lines, noisy
from collector_daemon.capture import Headers

WANTED_CLASSES = ("system", "call", "agent", "user", "dialplan", "dtmf")
_WANTED_WHY = {
    "system": "FullyBooted and Shutdown: restarts of the PBX would be taken for calls that ended",
    "call": "calls, bridges, transfers: nothing works without it",
    "agent": "queues and their members: nothing works without it",
    "user": "UserEvent: callers refused at the door, and marks of your own dialplan",
    "dialplan": "VarSet and Newexten: refused callers, IVR steps, names of recordings",
    "dtmf": "digits pressed in the IVR",
}
_SAFE_WRITETIMEOUT = 20_000
_DEFAULT_WRITETIMEOUT = 100
_SKEW = 1.0
"""Seconds between the PBX's clock and ours that reports would show."""
_NOISE = 0.1
"""Share of unused events that is worth a word."""
_USED_RIGHTS = {"reporting", "agent", "call", "originate"}
_DANGEROUS_RIGHTS = {"command", "config", "system"}

Level = Literal["wrong", "advice", "unknown", "good"]


class Finding(msgspec.Struct, frozen=True):
    """One thing found. ``wrong`` corrupts figures, ``advice`` is worth doing, ``unknown`` could not be seen."""

    level: Level
    about: str
    text: str
    remedy: tuple[str, ...] = ()


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What could be learned about a PBX; None where the AMI user may not see it."""

    user: str
    version: str = ""
    queues: tuple[Headers, ...] = ()
    members: tuple[Headers, ...] = ()
    rights: frozenset[str] = frozenset()
    modules: Mapping[str, bool] = msgspec.field(default_factory=dict)
    manager: Mapping[str, SectionLines] | None = None
    queues_file: Mapping[str, SectionLines] | None = None
    has_booted_event: bool = True
    has_timestamps: bool | None = None
    skew_seconds: float = 0.0
    skew_accuracy: float = 0.0
    logins: int | None = None
    heard: Mapping[str, int] = msgspec.field(default_factory=dict)
    wanted: frozenset[str] = frozenset()
    extensions: str = ".+"


Rule = Callable[[Seen], Iterator[Finding]]


def lint(seen: Seen) -> list[Finding]:
    """Everything that is to say, the worst first."""
    order = ("wrong", "advice", "unknown", "good")
    found = [finding for rule in RULES for finding in rule(seen)]
    return sorted(found, key=lambda finding: order.index(finding.level))


# --- the PBX --------------------------------------------------------------------------------------------------


def _version(seen: Seen) -> Iterator[Finding]:
    found = re.search(r"\d+", seen.version)
    if found is None:
        yield Finding("unknown", "version", f"the PBX does not say which Asterisk it is ({seen.version!r})")
    elif int(found.group()) < 13:
        yield Finding("wrong", "version", f"Asterisk {seen.version} has no bridge events as we need them: 16 or newer")
    else:
        yield Finding("good", "version", f"Asterisk {seen.version}")


def _modules(seen: Seen) -> Iterator[Finding]:
    why = {"app_queue": "no queues", "res_parking": "no parking", "app_mixmonitor": "no recordings"}
    for module, is_loaded in seen.modules.items():
        if not is_loaded:
            level: Level = "wrong" if module == "app_queue" else "advice"
            yield Finding(level, "modules", f"{module} is not loaded: {why.get(module, 'missing')}")


def _clock(seen: Seen) -> Iterator[Finding]:
    skew = abs(seen.skew_seconds) - seen.skew_accuracy
    if skew > _SKEW:
        way = "ahead of" if seen.skew_seconds > 0 else "behind"
        yield Finding("wrong", "clock", f"the PBX's clock is {abs(seen.skew_seconds):.1f} s {way} ours",
                      ("run chrony or systemd-timesyncd on both machines",))
    else:
        yield Finding("good", "clock", f"the clocks differ by {abs(seen.skew_seconds):.2f} s")


# --- queues and their members ---------------------------------------------------------------------------------


def _local_members(seen: Seen) -> Iterator[Finding]:
    for member in seen.members:
        interface, queue = str(member.get("Location", "")), member.get("Queue")
        if not interface.startswith("Local/"):
            continue
        if not interface.endswith("/n") and "/n" not in interface.partition("@")[2]:
            yield Finding(
                "wrong", f"queue {queue}",
                f"member {interface} is optimised away when the agent answers: app_queue then loses the agent's leg",
                (f"member => {interface}/n,…",))
        if str(member.get("StateInterface", "")) in ("", interface):
            yield Finding(
                "wrong", f"queue {queue}",
                f"member {interface} has no state interface: the queue rings agents who are talking already",
                (f"member => {interface.removesuffix('/n')}/n,0,NAME,PJSIP/{_extension(interface)}",))


def _static_members(seen: Seen) -> Iterator[Finding]:
    queues = sorted({str(m.get("Queue")) for m in seen.members if m.get("Membership") == "static"})
    if queues:
        yield Finding(
            "advice", "members",
            f"permanent members (member => in queues.conf) in {', '.join(queues)}: they can't log out, so their "
            "sessions say nothing, and their pauses are lost when the PBX restarts",
            ("let agents log in (QueueAdd by the panel, or AddQueueMember in the dialplan)",))


def _names(seen: Seen) -> Iterator[Finding]:
    nameless = sorted({str(m.get("Location")) for m in seen.members if m.get("Name") == m.get("Location")})
    if nameless:
        yield Finding("advice", "members", f"without a name of their own: {', '.join(nameless)}")
    odd = sorted({str(m.get("Location")) for m in seen.members
                  if not re.fullmatch(seen.extensions, _extension(str(m.get("Location"))))})
    if odd:
        yield Finding("advice", "members",
                      f"not an extension by the setting pbx.extensions ({seen.extensions}): {', '.join(odd)}")


def _extension(interface: str) -> str:
    return interface.partition("/")[2].partition("@")[0].partition("/")[0]


def _queue_settings(seen: Seen) -> Iterator[Finding]:
    if seen.queues_file is None:
        yield Finding("unknown", "queues.conf", "may not be read by this user: timeout, ringinuse and "
                      "persistentmembers were not checked", ("let check-pbx run once with write = config",))
        return
    general = seen.queues_file.get("general", SectionLines("general", ()))
    if not is_yes(general.last("persistentmembers"), otherwise=False):
        yield Finding("advice", "queues.conf", "agents who logged in are forgotten when the PBX restarts",
                      ("[general]", "persistentmembers = yes"))
    for queue in sorted({str(queue.get("Queue")) for queue in seen.queues}):
        section = seen.queues_file.get(queue)
        if section is not None:
            yield from _one_queue(queue, section)


def _one_queue(queue: str, section: SectionLines) -> Iterator[Finding]:
    timeout = section.last("timeout")
    if timeout == "0":
        yield Finding("wrong", f"queue {queue}", "timeout = 0: a phone that nobody answers rings for ever and "
                      "the caller gets nobody else", (f"[{queue}]", "timeout = 20"))
    elif not timeout:
        yield Finding("advice", f"queue {queue}", "no timeout: Asterisk's own 15 s count",
                      (f"[{queue}]", "timeout = 15"))
    if is_yes(section.last("ringinuse"), otherwise=True):
        yield Finding("wrong", f"queue {queue}", "ringinuse: agents who talk are rung too, and each such ring is "
                      "counted as unanswered", (f"[{queue}]", "ringinuse = no"))


# --- what the AMI user gets -----------------------------------------------------------------------------------


def _classes(seen: Seen) -> Iterator[Finding]:
    if not seen.has_booted_event:
        yield Finding("wrong", "manager.conf", f"read lacks system: {_WANTED_WHY['system']}",
                      (f"[{seen.user}]", f"read = {','.join(WANTED_CLASSES)}"))
    section = _own_section(seen)
    if section is None:
        yield Finding("unknown", "manager.conf", "may not be read by this user: event classes, writetimeout and "
                      "filters were not checked", ("let check-pbx run once with write = config",))
        return
    read = {word.strip().lower() for word in section.last("read").split(",")}
    if "all" in read:
        yield Finding("advice", "manager.conf", "read = all: several times as many events as are used",
                      (f"[{seen.user}]", f"read = {','.join(WANTED_CLASSES)}"))
        return
    for name in WANTED_CLASSES:
        if name not in read and (name != "system" or seen.has_booted_event):
            yield Finding("wrong", "manager.conf", f"read lacks {name}: {_WANTED_WHY[name]}",
                          (f"[{seen.user}]", f"read = {','.join(WANTED_CLASSES)}"))


def _write_timeout(seen: Seen) -> Iterator[Finding]:
    section = _own_section(seen)
    if section is None:
        return
    text = section.last("writetimeout")
    found = int(text) if text.isdigit() else _DEFAULT_WRITETIMEOUT
    if found < _SAFE_WRITETIMEOUT:
        yield Finding(
            "wrong", "manager.conf",
            f"writetimeout is {found} ms: whenever the daemon can't read for so long (a full disk, a busy machine) "
            "the PBX cuts the connection and throws the events away",
            (f"[{seen.user}]", f"writetimeout = {_SAFE_WRITETIMEOUT}"))


def _timestamps(seen: Seen) -> Iterator[Finding]:
    general = seen.manager.get("general") if seen.manager else None
    is_on = seen.has_timestamps or (general is not None and is_yes(general.last("timestampevents"), otherwise=False))
    if not is_on and (general is not None or seen.has_timestamps is False):
        yield Finding("advice", "manager.conf", "events carry no time: under load they are late, and times are those "
                      "of their arrival", ("[general]", "timestampevents = yes"))


def _rights(seen: Seen) -> Iterator[Finding]:
    missing = sorted(_USED_RIGHTS - seen.rights)
    if missing:
        yield Finding("advice", "manager.conf", f"write lacks {', '.join(missing)}: the survey or commands of the "
                      "panel will be refused", (f"[{seen.user}]", f"write = {','.join(sorted(_USED_RIGHTS))}"))
    dangerous = sorted(_DANGEROUS_RIGHTS & seen.rights)
    if dangerous:
        yield Finding("advice", "manager.conf", f"write has {', '.join(dangerous)}, which the daemon never needs: "
                      "who gets its secret may run commands on the PBX",
                      (f"[{seen.user}]", f"write = {','.join(sorted(_USED_RIGHTS))}"))


def _logins(seen: Seen) -> Iterator[Finding]:
    if seen.logins is not None and seen.logins > 1:
        yield Finding("advice", "manager.conf", f"{seen.logins} programs are logged in as {seen.user} at once, this "
                      "one included: one user for each tells who does what",
                      (f"[{seen.user}]", "allowmultiplelogin = no  ; in [general]"))


def _noise(seen: Seen) -> Iterator[Finding]:
    total = sum(seen.heard.values())
    unused = noisy(seen.heard, seen.wanted)
    share = sum(unused.values()) / total if total else 0.0
    section = _own_section(seen)
    if section is not None and section.all("eventfilter"):
        return
    if share > _NOISE:
        names = ", ".join(f"{name} {count}" for name, count in unused.items() if count)
        text = f"{share:.0%} of {total} events heard are not used: {names}"
    elif section is not None:
        text = "events that are not used can be left out by the PBX itself, which costs it less than sending them"
    else:
        return  # filters may be there, and nothing was heard that speaks against it
    yield Finding("advice", "manager.conf", text, (f"[{seen.user}]", *filter_lines(seen.version, unused)))


def _own_section(seen: Seen) -> SectionLines | None:
    return seen.manager.get(seen.user) if seen.manager else None


RULES: tuple[Rule, ...] = (
    _version, _modules, _clock, _local_members, _static_members, _names, _queue_settings,
    _classes, _write_timeout, _timestamps, _rights, _logins, _noise,
)
