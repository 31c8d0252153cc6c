"""How long a recording is kept, by the rules of the settings and what is known of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, Protocol

from shared.domain.recorded import KeptRecording

Action = Literal["delete", "move"]


class RetentionRule(Protocol):
    """See the settings' ``[[recordings_retention]]``."""

    @property
    def queue(self) -> str:
        """Of calls that visited it; empty: whichever."""
        ...

    @property
    def line(self) -> str:
        """Of calls to it; empty: whichever."""
        ...

    @property
    def days(self) -> int:
        """0: for ever."""
        ...

    @property
    def action(self) -> Action:
        """What is done then."""
        ...

    @property
    def folder(self) -> Path | None:
        """Where to."""
        ...


def rule_for(kept: KeptRecording, rules: Sequence[RetentionRule], action: Action) -> RetentionRule | None:
    """The rule of this action that holds: those that name a queue or line first, then the one that keeps longest."""
    fitting = [
        rule for rule in rules
        if rule.action == action and rule.queue in ("", *kept.queues) and rule.line in ("", kept.line)
    ]  # fmt: skip
    named = [rule for rule in fitting if rule.queue or rule.line]
    return max(named or fitting, key=lambda rule: rule.days or 10**9, default=None)


def end_of(kept: KeptRecording, rule: RetentionRule | None) -> datetime | None:
    """Until when the rule keeps it; None: for ever."""
    return kept.recorded_at + timedelta(days=rule.days) if rule is not None and rule.days else None


def is_due(kept: KeptRecording, rule: RetentionRule | None, now: datetime) -> bool:
    """Has its time come?"""
    end = end_of(kept, rule)
    return not kept.is_held and end is not None and end <= now
