"""Commands of who looks after others: messages to desks, alerts that somebody has seen. Pure."""

from __future__ import annotations

from typing import Annotated

import msgspec

from shared.domain.commands.parameters import Instant, Key, Parameters, Word, Words

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
"""What a person wrote, short."""


class MessageSend(Parameters, frozen=True, kw_only=True):
    """Show this at the desks of these ``agents`` (extensions), and of who is a member of these ``queues``."""

    text: Line
    key: Key
    agents: Words = ()
    queues: Words = ()


class AlertAcknowledge(Parameters, frozen=True, kw_only=True):
    """Somebody has seen the alert that was raised then and looks after it."""

    alert: Word
    raised: Instant
