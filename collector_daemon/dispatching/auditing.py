"""What the audit gets to know of commands: whatever is done to other people and their calls, refused attempts too.

Not here: what others audit themselves (signing in, seats, recordings, administration), and an operator's own work.
"""

from __future__ import annotations

from collections.abc import Callable

from collector_daemon.feed.ports import CommandTold
from collector_daemon.store.audit import Act

ALWAYS = frozenset({
    "supervise.listen", "supervise.whisper", "supervise.barge", "call.redirect", "call.drop", "message.send",
    "alert.acknowledge",
})  # fmt: skip
OF_OTHERS = ("agent.", "call.")
"""Beginnings of commands that are audited where they are about somebody else's agent."""
_WHOM = ("agent", "agents", "queues", "call", "alert")
_HOW = ("call", "to", "kind", "at", "phone", "queues", "reason", "is_on", "reached")
MOST_LETTERS = 120


def auditing(note: Callable[[Act], None]) -> Callable[[CommandTold], None]:
    """Hears of every command, and notes those that concern others."""

    def hear(told: CommandTold) -> None:
        if is_audited(told):
            note(act_of(told))

    return hear


def is_audited(told: CommandTold) -> bool:
    """Is it about somebody else, or somebody else's call?"""
    if told.command in ALWAYS:
        return True
    agent = told.params.get("agent")
    return told.command.startswith(OF_OTHERS) and agent is not None and agent != told.agent


def act_of(told: CommandTold) -> Act:
    """The entry: who, whom, which call, how, from where, and what came of it."""
    told_of = {**told.params, **told.result}
    subject = next((_word(told_of[name]) for name in _WHOM if told_of.get(name)), "")
    how = [f"{name} {_word(told_of[name])}" for name in _HOW
           if told_of.get(name) not in (None, "", ()) and _word(told_of[name]) != subject]
    pbx = told.params.get("pbx")
    return Act(
        happened_at=told.happened_at, account=told.account, act=told.command,
        subject=f"{_word(pbx)} {subject}".strip() if pbx else subject,
        detail=": ".join(filter(None, (", ".join(how), told.outcome))), origin=told.address or "feed",
    )  # fmt: skip


def _word(value: object) -> str:
    """In one line, not endless: a refused client may have said anything."""
    text = " ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
    return " ".join(text.split())[:MOST_LETTERS]
