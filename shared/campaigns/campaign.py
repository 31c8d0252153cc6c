"""A campaign as it is set up: whom it calls how, when, by whom, within which limits. Structs only, stored as JSON.

Times of day are minutes by the wall clock of the *called number's* zone, 0 to 1440; lengths say their unit.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from shared.billing.tariff import DAY_MINUTES, DayKind
from shared.domain.campaigns import CampaignDisposition as CampaignDisposition
from shared.domain.desk import FormField

Mode = Literal["preview", "progressive", "power", "predictive"]
"""An operator looks and dials · one call for each free operator · a fixed number of calls for each free operator · as
many as the pacing holds to be safe."""
CampaignState = Literal["draft", "running", "paused", "finished"]
Outcome = Literal["answered", "busy", "no_answer", "failed", "machine", "abandoned", "unknown"]
"""What became of an attempt, as the PBX tells it. ``abandoned``: answered, and no operator within two seconds.
``machine``: answered by an answering machine. ``unknown``: the PBX never said, and cannot be asked any more."""
Strategy = Literal["longest_idle", "fewest_calls", "round_robin", "weighted"]
Source = Literal["list", "queue_callbacks", "abandoned"]
"""Where contacts come from: files, customer systems and people · callers who left a queue by a key and asked to be
called back · callers who gave up in a queue."""
ContactOrder = Literal["as_imported", "newest_first", "by_priority", "by_field", "random"]


class CallingHours(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part of the day on some kinds of days in which people may be called: [begins, ends)."""

    days: tuple[DayKind, ...]
    begins: int = 9 * 60
    ends: int = DAY_MINUTES - 5 * 60


class RetryRule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What follows an outcome or a disposition: again after so many minutes, so many times; 0 times: never.

    ``is_next_number``: the contact's next number is tried then, where there is one.
    """

    after: str
    times: int = 0
    minutes: int = 60
    is_next_number: bool = False


class Limits(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the law and decency allow; the defaults are the strictest of Czech, British and American rules.

    ``*_attempts``: of one number, over all campaigns; ``locked_hours``: no dialling by machine of a number that was
    abandoned; ``ring_seconds``: a phone rings at least so long; ``abandoned_share``: of the answered, over 24 hours and
    over 30 days, by the upper limit of the ``confidence``; ``needs_consent``: opt-in (zákon 127/2005 Sb. as amended by
    374/2021 Sb.).
    """

    day_attempts: int = 3
    rolling_attempts: int = 3
    life_attempts: int = 10
    locked_hours: int = 72
    ring_seconds: int = 20
    abandoned_share: float = 0.03
    confidence: float = 0.95
    needs_consent: bool = True


class Quota(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """No more contacts whose ``field`` has the ``value`` after so many ``goal`` dispositions; field empty: of all."""

    most: int
    field: str = ""
    value: str = ""


class Campaign(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A campaign. ``campaign`` is its key, never changed.

    ``channel``: how a number is reached, with ``{number}``: "Local/{number}@dialer-out". ``queue``: whose operators
    work in it, and by whose name its calls stand in statistics; ``operators``: accounts, empty: all of the queue;
    ``skills``: what an operator must have (who may work in it: ``working``). ``ratio``: calls for each free operator
    (``power``). ``few_operators``: with fewer ready, ``predictive`` works as ``progressive``. ``priority``: higher goes
    first. ``language``: of the script and of the operators, who must speak it. ``preview_seconds``: dialled by itself
    after that; 0: never. ``own_operator_first``: a contact's owner before others. ``promise_minutes``: so long an
    appointment waits for the operator who promised it; then whoever is there gets it.
    ``answering_context``: the dialplan context where an answered call goes to be told man from machine; empty: none.
    ``abandoned_sound``: what somebody hears for whom no operator is free. ``is_marketing``: consent and do-not-call
    lists hold; for others (a debt, an order) the lists alone.
    ``source``: what feeds it by itself, from the ``source_queues`` (empty: its own ``queue``); what is older than
    ``source_hours`` is not called any more. ``abandoned_seconds``: who gave up sooner is not called.
    """

    campaign: str
    title: str
    pbx: str
    queue: str
    mode: Mode = "progressive"
    channel: str = "Local/{number}@dialer-out"
    caller_id: str = ""
    answering_context: str = ""
    abandoned_sound: str = ""
    operators: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    strategy: Strategy = "longest_idle"
    own_operator_first: bool = True
    promise_minutes: int = 15
    ratio: float = 1.0
    few_operators: int = 5
    priority: int = 0
    order: ContactOrder = "as_imported"
    order_field: str = ""
    language: str = ""
    country: str = "CZ"
    timezone: str = "Europe/Prague"
    hours: tuple[CallingHours, ...] = (
        CallingHours(days=("monday", "tuesday", "wednesday", "thursday", "friday"), begins=9 * 60, ends=19 * 60),
    )
    begins: date | None = None
    ends: date | None = None
    retries: tuple[RetryRule, ...] = (
        RetryRule(after="busy", times=3, minutes=15),
        RetryRule(after="no_answer", times=3, minutes=120, is_next_number=True),
        RetryRule(after="failed", times=1, minutes=30, is_next_number=True),
        RetryRule(after="machine", times=2, minutes=240),
        RetryRule(after="abandoned", times=1, minutes=72 * 60),
        RetryRule(after="unknown", times=1, minutes=60),
    )
    limits: Limits = Limits()
    quotas: tuple[Quota, ...] = ()
    goal: int = 0
    script: str = ""
    fields: tuple[FormField, ...] = ()
    dispositions: tuple[CampaignDisposition, ...] = ()
    skip_reasons: tuple[tuple[str, str], ...] = ()
    preview_seconds: int = 0
    wrapup_seconds: int = 30
    is_marketing: bool = True
    owner: str = ""
    source: Source = "list"
    source_queues: tuple[str, ...] = ()
    source_hours: int = 24
    abandoned_seconds: int = 10

    @property
    def fed_by(self) -> tuple[str, ...]:
        """The queues whose callers it calls; of a campaign of lists none."""
        return (self.source_queues or (self.queue,)) if self.source != "list" else ()


class CampaignLife(msgspec.Struct, frozen=True, kw_only=True):
    """Where a campaign stands: its state since when, by whom, and why it stopped by itself (empty: nobody asked)."""

    state: CampaignState
    since: datetime
    by: str = ""
    why: str = ""
