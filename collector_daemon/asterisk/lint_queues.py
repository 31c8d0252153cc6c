"""The linter's rules about queues and their members."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collector_daemon.asterisk.config_files import SectionLines, is_yes
from collector_daemon.asterisk.findings import Finding, Seen

# ---------------------------------------------------------------------------------


def local_members(seen: Seen) -> Iterator[Finding]:
    """Local channels hide the agent's leg and the phone's state."""
    for member in seen.members:
        interface, queue = str(member.get("Location", "")), member.get("Queue")
        if not interface.startswith("Local/"):
            continue
        if not interface.endswith("/n") and "/n" not in interface.partition("@")[2]:
            yield Finding(
                "wrong",
                f"queue {queue}",
                f"member {interface} is optimised away when the agent answers: app_queue then loses the agent's leg",
                (f"member => {interface}/n,…",),
            )
        if str(member.get("StateInterface", "")) in ("", interface):
            yield Finding(
                "wrong",
                f"queue {queue}",
                f"member {interface} has no state interface: the queue rings agents who are talking already",
                (f"member => {interface.removesuffix('/n')}/n,0,NAME,PJSIP/{_extension(interface)}",),
            )


def static_members(seen: Seen) -> Iterator[Finding]:
    """Who never logs in has no session."""
    queues = sorted({str(m.get("Queue")) for m in seen.members if m.get("Membership") == "static"})
    if queues:
        yield Finding(
            "advice",
            "members",
            f"permanent members (member => in queues.conf) in {', '.join(queues)}: they can't log out, so their "
            "sessions say nothing, and their pauses are lost when the PBX restarts",
            ("let agents log in (QueueAdd by the panel, or AddQueueMember in the dialplan)",),
        )


def names(seen: Seen) -> Iterator[Finding]:
    """Agents are named by their extension, shown by their name."""
    nameless = sorted({str(m.get("Location")) for m in seen.members if m.get("Name") == m.get("Location")})
    if nameless:
        yield Finding("advice", "members", f"without a name of their own: {', '.join(nameless)}")
    odd = sorted(
        {
            str(m.get("Location"))
            for m in seen.members
            if not re.fullmatch(seen.extensions, _extension(str(m.get("Location"))))
        }
    )
    if odd:
        yield Finding(
            "advice",
            "members",
            f"not an extension by the setting pbx.extensions ({seen.extensions}): {', '.join(odd)}",
        )


def _extension(interface: str) -> str:
    return interface.partition("/")[2].partition("@")[0].partition("/")[0]


def queue_settings(seen: Seen) -> Iterator[Finding]:
    """queues.conf: what QueueStatus does not tell."""
    if seen.queues_file is None:
        yield Finding(
            "unknown",
            "queues.conf",
            "may not be read by this user: timeout, ringinuse and persistentmembers were not checked",
            ("let check-pbx run once with write = config",),
        )
        return
    general = seen.queues_file.get("general", SectionLines("general", ()))
    if not is_yes(general.last("persistentmembers"), otherwise=False):
        yield Finding(
            "advice",
            "queues.conf",
            "agents who logged in are forgotten when the PBX restarts",
            ("[general]", "persistentmembers = yes"),
        )
    for queue in sorted({str(queue.get("Queue")) for queue in seen.queues}):
        section = seen.queues_file.get(queue)
        if section is not None:
            yield from _one_queue(queue, section)


def _one_queue(queue: str, section: SectionLines) -> Iterator[Finding]:
    timeout = section.last("timeout")
    if timeout == "0":
        yield Finding(
            "wrong",
            f"queue {queue}",
            "timeout = 0: a phone that nobody answers rings for ever and the caller gets nobody else",
            (f"[{queue}]", "timeout = 20"),
        )
    elif not timeout:
        yield Finding(
            "advice",
            f"queue {queue}",
            "no timeout: Asterisk's own 15 s count",
            (f"[{queue}]", "timeout = 15"),
        )
    if is_yes(section.last("ringinuse"), otherwise=True):
        yield Finding(
            "wrong",
            f"queue {queue}",
            "ringinuse: agents who talk are rung too, and each such ring is counted as unanswered",
            (f"[{queue}]", "ringinuse = no"),
        )
