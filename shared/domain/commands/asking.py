"""Commands that only ask. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

import msgspec

from shared.domain.commands.parameters import Instant, Parameters, Word

MOST_DAYS = 32
MOST_STEPS = 2000


class HistoryOwn(Parameters, frozen=True, kw_only=True):
    """The account's own calls, newest first, at the phones where it sat: those before ``before``, of one ``kind``.

    ``text`` is looked for in number, name, note and disposition, without regard to case and accents.
    """

    limit: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 100
    before: Instant | None = None
    since: Instant | None = None
    kind: Literal["all", "handled", "missed", "outgoing"] = "all"
    text: Annotated[str, msgspec.Meta(max_length=200)] = ""


class RecordingOpen(Parameters, frozen=True, kw_only=True):
    """A piece of a recording of a call, from this byte on; ``file`` None: the first."""

    call: Word
    file: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)] | None = None
    offset: Annotated[int, msgspec.Meta(ge=0, le=2**40)] = 0


class AlertLogSpan(Parameters, frozen=True, kw_only=True):
    """The alerts of rules that lasted at some time in [from, to), newest first; of visible queues, at most 500."""

    from_at: Instant = msgspec.field(name="from")
    to_at: Instant = msgspec.field(name="to")


class FiguresVisits(Parameters, frozen=True, kw_only=True):
    """Sums of the visits that entered their queue in [from, to), by steps; ``queues`` null: all that may be seen.

    At most 32 days and 2,000 steps; ``step_seconds`` null: one step for all of it.
    """

    from_at: Instant = msgspec.field(name="from")
    to_at: Instant = msgspec.field(name="to")
    step_seconds: Annotated[int, msgspec.Meta(ge=1, le=2_764_800)] | None = None
    queues: Annotated[tuple[Word, ...], msgspec.Meta(max_length=1000)] | None = None

    def __post_init__(self) -> None:
        length = self.to_at - self.from_at
        if not all(2000 <= at.year <= 2200 for at in (self.from_at, self.to_at)):
            raise ValueError("`from` and `to` must be in the years 2000 to 2200")
        if not timedelta(0) < length <= MOST_DAYS * timedelta(days=1):
            raise ValueError(f"`to` must be after `from`, and at most {MOST_DAYS} days")
        if self.step_seconds is not None and length > MOST_STEPS * timedelta(seconds=self.step_seconds):
            raise ValueError(f"at most {MOST_STEPS} steps")
