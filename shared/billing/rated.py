"""A call to be rated, what it came to, and why: the trace tells every decision in the order in which it was made.

A trace is stored as JSON (``msgspec.json``) beside the call. ``retold`` reckons the amount from it alone.

None of these can be part of a cycle, so the collector of garbage does not look at them: a month has a million.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from shared.billing.money import Exact
from shared.billing.tariff import Split
from shared.domain.calls import Direction

Reason = Literal["no_number", "no_prefix", "no_version", "ended_before_answered"]
"""Why a call has no price: no number to look up; no rate for it; no version holds at its beginning; times that cannot
be."""


class BillableCall(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What of a call is billed: from its answer to its end, both cut to whole milliseconds.

    ``number``: outbound the called one, inbound the line, internal the extension; "+" and E.164 digits, or a short
    number as it was dialled (then only a whole-number rate holds outbound). ``key``: what tells it from all others
    (centre's PBX and call id), never looked into. ``extension`` of who called, ``line`` as the PBX names it,
    ``account_code``, ``campaign``: for whose it is.
    """

    key: str = ""
    direction: Direction
    number: str
    answered_at: datetime
    ended_at: datetime
    line: str = ""
    extension: str = ""
    account_code: str = ""
    campaign: str = ""


class Free(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What of a package is left for a call."""

    package: str
    milliseconds: int
    bands: tuple[str, ...] = ()
    covers_fee: bool = False


class Stretch(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The call's time in one band, by the clock, to the hang-up."""

    band: str
    begins_at: datetime
    ends_at: datetime


class Part(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Billed time of one stretch: so long at so much a minute (``price``, in 1/10**6), less what was free."""

    band: str
    billed_ms: int
    price: int
    amount: Exact
    free_ms: int = 0


class Trace(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Why a call costs what it costs. The steps: number, prefix, version, bands, increments, parts, fee, minimum.

    ``shorter``: prefixes that match too, but not as far. ``stretches``: only of a call that its tariff splits and of
    more than one band; else ``parts`` has the one. ``minimum``: what the call costs at least, ``raised``: what was
    added to reach it. What there always is stands first, as a million of these are made by place and not by name.
    """

    number: str
    direction: Direction
    prefix: str
    destination: str
    group: str
    tariff: str
    title: str
    version: int
    valid_from: date
    split: Split
    first_ms: int
    next_ms: int
    time_ms: int
    billed_ms: int
    exact: Exact
    shorter: tuple[str, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    parts: tuple[Part, ...] = ()
    grace_ms: int = 0
    fee: Exact = Exact(0)
    minimum: Exact = Exact(0)
    raised: Exact = Exact(0)
    package: str = ""


class Rated(msgspec.Struct, frozen=True, tag="rated", tag_field="state", gc=False):
    """A price, not rounded, without VAT. ``vat``: which of the VAT rates."""

    exact: Exact
    billed_ms: int
    free_ms: int
    group: str
    vat: str
    trace: Trace


class Unrated(msgspec.Struct, frozen=True, kw_only=True, tag="unrated", tag_field="state", gc=False):
    """No price: to be listed, never free. ``shorter``: nothing that matched, the number as it was looked up."""

    reason: Reason
    number: str


def retold(trace: Trace) -> Exact:
    """The amount by what the trace says and nothing else."""
    spent = sum(part.price * (part.billed_ms - part.free_ms) for part in trace.parts)
    return Exact(spent + trace.fee + trace.raised)
