"""When a running call needs what: more time from its credit, a word to the operator, another end at the PBX. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import msgspec

Need = Literal["nothing", "time", "ending", "warning"]
"""``time``: another quantum. ``ending``: the PBX is to be told (again) when to end it. ``warning``: it ends soon."""

MARGIN = 1 / 3
"""Another quantum is asked for when so much of one is left, but not before ``MOST_MARGIN``."""
MOST_MARGIN = timedelta(seconds=20)
AGAIN = timedelta(seconds=3)
"""After a refusal: somebody may have paid credit in."""
RENEWED = 2 / 3
"""While it rings the PBX's end is put off when no more than that of what was granted is left."""


class Running(msgspec.Struct, kw_only=True):
    """A call on credit. ``granted``: how long it may last from its answer. ``ends_at``: what the PBX was told."""

    granted: timedelta
    quantum: timedelta
    warn_before: timedelta
    answered_at: datetime | None = None
    ends_at: datetime | None = None
    is_last: bool = False
    is_warned: bool = False
    again_at: datetime | None = None

    @property
    def used_up_at(self) -> datetime | None:
        """When its time is over; None while it rings."""
        return None if self.answered_at is None else self.answered_at + self.granted


def need(call: Running, now: datetime) -> Need:
    """What is to be done first."""
    over_at = call.used_up_at
    if over_at is None:
        is_near = call.ends_at is None or call.ends_at - now <= call.granted * RENEWED
        return "ending" if is_near else "nothing"
    if call.ends_at != over_at:
        return "ending"
    left = over_at - now
    if left <= min(call.quantum * MARGIN, MOST_MARGIN) and (call.again_at is None or now >= call.again_at):
        return "time"
    if call.is_last and not call.is_warned and left <= call.warn_before:
        return "warning"
    return "nothing"


def end_for(call: Running, now: datetime) -> datetime:
    """When the PBX is to end it: what was granted is counted from the answer; as long as it rings, from now.

    So it never talks for longer than was granted, also if it is answered the moment after we died.
    """
    return call.used_up_at or now + call.granted
