"""What a search finds: rows of a list, their sums, the choices of its form. Frozen; lengths in milliseconds."""

from __future__ import annotations

from datetime import datetime

import msgspec

from shared.domain.calls import CallOutcome, Direction, EndedBy


class FoundCall(msgspec.Struct, frozen=True, kw_only=True):
    """A call as a list shows it. A length is None where there was nothing of the kind: no queue, no ringing, no talk.

    ``agents``: extension and name (if known) of who talked with the customer, in that order; ``notes``: the first line
    of each; ``ring_ms``: the longest ringing; ``called_back_at``: when the customer, who had not been talked with, was
    talked with in a later call, for calls that were missed.
    """

    pbx: str
    call: str
    started_at: datetime
    ended_at: datetime | None
    direction: Direction
    line: str | None
    caller: str | None
    caller_name: str | None
    called: str | None
    queues: tuple[str, ...]
    agents: tuple[tuple[str, str | None], ...]
    outcome: CallOutcome | None
    ended_by: EndedBy | None
    wait_ms: int | None
    ring_ms: int | None
    talk_ms: int | None
    hold_ms: int | None
    length_ms: int | None
    is_transferred: bool
    is_held: bool
    is_in_gap: bool
    recordings: int
    dispositions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    called_back_at: datetime | None = None


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """After which call the next page begins: what it is ordered by (None: none), and its key."""

    length_ms: int | None = None
    started_at: datetime
    pbx: str
    call: str


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """A page of what was found; ``next`` None: there is no more."""

    rows: tuple[FoundCall, ...]
    next: Place | None


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """Of all calls that are found. Averages are of those that waited in a queue, and of those that talked."""

    calls: int
    answered: int
    abandoned: int
    waited: int
    wait_ms: int
    talked: int
    talk_ms: int
    hold_ms: int
    length_ms: int

    @property
    def average_wait_ms(self) -> int | None:
        """Over the calls that waited in a queue; None: none did."""
        return round(self.wait_ms / self.waited) if self.waited else None

    @property
    def average_talk_ms(self) -> int | None:
        """Over the calls in which the customer was talked with; None: in none."""
        return round(self.talk_ms / self.talked) if self.talked else None


class Facets(msgspec.Struct, frozen=True, kw_only=True):
    """What a form offers to choose from: what calls have shown so far, as far as the account may see it.

    ``agents``: extension and name; ``dispositions``: code and its text; ``crm_fields``: names of fields in forms.
    """

    pbxs: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    agents: tuple[tuple[str, str | None], ...] = ()
    lines: tuple[str, ...] = ()
    dispositions: tuple[tuple[str, str], ...] = ()
    campaigns: tuple[str, ...] = ()
    crm_fields: tuple[str, ...] = ()
