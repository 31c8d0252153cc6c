"""Words and arithmetic that all parts of the page share: offsets, lengths that add up, times of day, who is who.

Offsets and lengths are written by the call's own clock: a length is the difference of two written offsets, so that
the lengths of spans that touch always add up to the written length of all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from functools import cached_property

from shared.domain.agents import AgentInterval, Gap
from shared.domain.calls import Call
from shared.domain.description import CentreDescription
from shared.language import Language

EXACT_BELOW_MS = 10_000
"""Calls shorter than this are told in tenths of seconds."""
_MILLISECOND = timedelta(milliseconds=1)
CALLER = "caller"


@dataclass(frozen=True, eq=False, kw_only=True)
class Telling:
    """A call to be told, to whom, at which instant. ``names``: of agents; ``gaps``: in which it was not seen."""

    call: Call
    now: datetime
    language: Language
    zone: tzinfo
    centre: CentreDescription
    names: Mapping[str, str] = field(default_factory=dict)
    wrap_ups: tuple[AgentInterval, ...] = ()
    gaps: tuple[Gap, ...] = ()

    # --- time

    @cached_property
    def is_running(self) -> bool:
        """Does the call still go on?"""
        return self.call.ended_at is None

    @cached_property
    def call_ms(self) -> int:
        """The call's length so far."""
        end = self.call.ended_at or max(self.now, self.call.started_at)
        return max(0, (end - self.call.started_at) // _MILLISECOND)

    @cached_property
    def is_exact(self) -> bool:
        """Is it told in tenths of seconds?"""
        return not self.is_running and self.call_ms < EXACT_BELOW_MS

    def free_ms(self, at: datetime | None) -> int:
        """The offset of an instant, wherever it is; None: the end so far."""
        return self.call_ms if at is None else (at - self.call.started_at) // _MILLISECOND

    def ms(self, at: datetime | None) -> int:
        """The offset of an instant, within the call."""
        return min(max(0, self.free_ms(at)), self.call_ms)

    def at(self, ms: int) -> datetime:
        """The instant of an offset."""
        return self.call.started_at + ms * _MILLISECOND

    def clock(self, ms: int) -> str:
        """The time of day at an offset."""
        return self.language.clock(self.at(ms), self.zone)

    def offset(self, ms: int) -> str:
        """An offset: "2:10", in short calls "2,1"."""
        return self._written(self._units(ms))

    def length(self, starts_ms: int, ends_ms: int) -> str:
        """A length between two offsets, as their written offsets differ."""
        return self._written(max(0, self._units(ends_ms) - self._units(starts_ms)))

    def _units(self, ms: int) -> int:
        return ms // (100 if self.is_exact else 1000)

    def _written(self, units: int) -> str:
        if self.is_exact:
            return f"{self.language.number(units / 10, 1)}\u00a0s"
        minutes, second = divmod(units, 60)
        return f"{minutes}:{second:02}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02}:{second:02}"

    def span(self, starts_ms: int, ends_ms: int) -> str:
        """Both ends as times of day and the length, for a tooltip: to the millisecond."""
        if ends_ms <= starts_ms:
            return self._fine(starts_ms)
        length = self.language.number((ends_ms - starts_ms) / 1000, 3)
        return f"{self._fine(starts_ms)} – {self._fine(ends_ms)} · {length}\u00a0s"

    def _fine(self, ms: int) -> str:
        at = self.at(ms)
        return f"{self.language.clock(at, self.zone)}.{at.microsecond // 1000:03}"

    # --- who

    def is_caller(self, party: str) -> bool:
        """Is this the customer, or in a call within the house the one who called?"""
        return party == CALLER or (self.call.direction == "internal" and party == self.call.caller)

    @cached_property
    def customer(self) -> str:
        """The customer's number as people write it; in a call within the house that of the one who called."""
        number = self.call.called if self.call.direction == "outbound" else self.call.caller
        return self.language.phone(number, self.centre.country)

    def is_outside(self, party: str) -> bool:
        """Is this a number rather than an extension?"""
        return len(party.strip("+")) > 5

    def name(self, party: str) -> str:
        """The name of who sits at an extension, empty where it is not known."""
        return self.names.get(party, "")

    def short(self, party: str) -> str:
        """The extension, or the number as people write it."""
        if self.is_caller(party):
            return self.language.text("the customer") if self.call.direction == "outbound" else self.caller_word
        return self.language.phone(party, self.centre.country) if self.is_outside(party) else party

    @cached_property
    def caller_word(self) -> str:
        """What the caller is called amid a sentence."""
        return self.language.text("the caller")

    def long(self, party: str) -> str:
        """The extension with the name."""
        return f"{self.short(party)} {self.name(party)}".strip()

    def queue(self, queue: str) -> str:
        """What people call the queue."""
        return self.centre.queue_title(queue)
