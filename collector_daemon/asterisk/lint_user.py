"""The linter's rules about what manager.conf grants our AMI user."""

from __future__ import annotations

from collections.abc import Iterator

from collector_daemon.asterisk.config_files import SectionLines, is_yes
from collector_daemon.asterisk.findings import Finding, Seen
from collector_daemon.asterisk.lint_filters import filter_lines, noisy

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
_NOISE = 0.1
"""Share of unused events that is worth a word."""
_USED_RIGHTS = {"reporting", "agent", "call", "originate"}
_DANGEROUS_RIGHTS = {"command", "config", "system"}


# -----------------------------------------------------------------------------------


def classes(seen: Seen) -> Iterator[Finding]:
    """Event classes that the user is granted."""
    if not seen.has_booted_event:
        yield Finding(
            "wrong",
            "manager.conf",
            f"read lacks system: {_WANTED_WHY['system']}",
            (f"[{seen.user}]", f"read = {','.join(WANTED_CLASSES)}"),
        )
    section = _own_section(seen)
    if section is None:
        yield Finding(
            "unknown",
            "manager.conf",
            "may not be read by this user: event classes, writetimeout and filters were not checked",
            ("let check-pbx run once with write = config",),
        )
        return
    read = {word.strip().lower() for word in section.last("read").split(",")}
    if "all" in read:
        yield Finding(
            "advice",
            "manager.conf",
            "read = all: several times as many events as are used",
            (f"[{seen.user}]", f"read = {','.join(WANTED_CLASSES)}"),
        )
        return
    for name in WANTED_CLASSES:
        if name not in read and (name != "system" or seen.has_booted_event):
            yield Finding(
                "wrong",
                "manager.conf",
                f"read lacks {name}: {_WANTED_WHY[name]}",
                (f"[{seen.user}]", f"read = {','.join(WANTED_CLASSES)}"),
            )


def write_timeout(seen: Seen) -> Iterator[Finding]:
    """How long the PBX waits for a reader that is busy."""
    section = _own_section(seen)
    if section is None:
        return
    text = section.last("writetimeout")
    found = int(text) if text.isdigit() else _DEFAULT_WRITETIMEOUT
    if found < _SAFE_WRITETIMEOUT:
        yield Finding(
            "wrong",
            "manager.conf",
            f"writetimeout is {found} ms: whenever the daemon can't read for so long (a full disk, a busy machine) "
            "the PBX cuts the connection and throws the events away",
            (f"[{seen.user}]", f"writetimeout = {_SAFE_WRITETIMEOUT}"),
        )


def timestamps(seen: Seen) -> Iterator[Finding]:
    """Whether events carry their own time."""
    general = seen.manager_file.get("general") if seen.manager_file else None
    is_on = seen.has_timestamps or (general is not None and is_yes(general.last("timestampevents"), otherwise=False))
    if not is_on and (general is not None or seen.has_timestamps is False):
        yield Finding(
            "advice",
            "manager.conf",
            "events carry no time: under load they are late, and times are those of their arrival",
            ("[general]", "timestampevents = yes"),
        )


def rights(seen: Seen) -> Iterator[Finding]:
    """What the user may ask for: enough, and not more."""
    missing = sorted(_USED_RIGHTS - seen.rights)
    if missing:
        yield Finding(
            "advice",
            "manager.conf",
            f"write lacks {', '.join(missing)}: the survey or commands of the panel will be refused",
            (f"[{seen.user}]", f"write = {','.join(sorted(_USED_RIGHTS))}"),
        )
    dangerous = sorted(_DANGEROUS_RIGHTS & seen.rights)
    if dangerous:
        yield Finding(
            "advice",
            "manager.conf",
            f"write has {', '.join(dangerous)}, which the daemon does not need "
            "(but system for hold = \"notify\"): who gets its secret may run commands on the PBX",
            (f"[{seen.user}]", f"write = {','.join(sorted(_USED_RIGHTS))}"),
        )


def logins(seen: Seen) -> Iterator[Finding]:
    """Whether others use the same AMI user."""
    if seen.logins is not None and seen.logins > 1:
        yield Finding(
            "advice",
            "manager.conf",
            f"{seen.logins} programs are logged in as {seen.user} at once, this "
            "one included: one user for each tells who does what",
            (f"[{seen.user}]", "allowmultiplelogin = no  ; in [general]"),
        )


def noise(seen: Seen) -> Iterator[Finding]:
    """Events that nothing here uses."""
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
    return seen.manager_file.get(seen.user) if seen.manager_file else None
