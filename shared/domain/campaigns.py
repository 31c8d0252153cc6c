"""What the feed tells about campaigns: how each stands, why it calls so; an operator's work in one. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from shared.domain.desk import Disposition, FormField

WorkState = Literal["idle", "offered", "calling", "talking", "wrap_up"]
"""Waits for the next contact · looks at one before it is dialled (preview) · it is being dialled for him · talks ·
writes down what came of it."""


class PacingOption(msgspec.Struct, frozen=True, gc=False):
    """So many ``calls`` at once would mean this expected ``share`` of abandoned among the answered (0 to 1)."""

    calls: int
    share: float


class PacingRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A decision of the pacing with all it went by.

    ``free``: extensions of operators who are ready; ``soon``: how many will be within ``soon_seconds``. ``answer``:
    share of attempts that people answer, with ``answer_low`` and ``answer_high`` of its confidence, over ``answer_of``
    attempts. ``abandoned`` of ``answered`` in the window that binds, ``abandoned_bound`` its upper confidence bound.
    ``chosen``: calls at once; ``calls``: those that are there already, ``others`` of them of other campaigns whose
    operators are the same. ``allowed``: the expected share that this decision might have: more than the ``limit`` when
    much is to spare, nearly nothing when nothing is; 0: none was reckoned. ``why``: the word of the rule that decided.
    """

    decided_at: datetime
    chosen: int
    calls: int
    free: tuple[str, ...] = ()
    soon: int = 0
    soon_seconds: float = 0.0
    answer: float = 0.0
    answer_low: float = 0.0
    answer_high: float = 1.0
    answer_of: int = 0
    abandoned: int = 0
    answered: int = 0
    abandoned_bound: float = 0.0
    limit: float = 0.03
    window: Literal["day", "month"] = "day"
    options: tuple[PacingOption, ...] = ()
    why: str = ""
    allowed: float = 0.0
    others: int = 0


class CampaignRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A campaign now. Key: (pbx, campaign). Contacts are counted where they are: ``done`` + ``calling`` + ``again``
    (wait for another attempt) + ``left`` (never called) + ``excluded`` = ``contacts``.

    ``results``: outcome or disposition → contacts done with it or waiting after it. ``goals``: of them reached goals.
    ``opens_at``, ``closes_at``: the time for calls that is now, or comes next (None: none comes soon). ``done_at``:
    when it will be done, as it goes (None: not known). ``trouble``: why nothing is dialled now.
    ``accounts``: who may work in it; empty: members of its queue. ``operators``: how many do now.
    """

    pbx: str
    campaign: str
    title: str
    mode: str
    state: str
    queue: str = ""
    since: datetime | None = None
    contacts: int = 0
    done: int = 0
    calling: int = 0
    again: int = 0
    left: int = 0
    excluded: int = 0
    goals: int = 0
    goal: int = 0
    results: tuple[tuple[str, int], ...] = ()
    accounts: tuple[str, ...] = ()
    operators: int = 0
    talking: int = 0
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    done_at: datetime | None = None
    trouble: str = ""
    pacing: PacingRow | None = None


class CampaignDisposition(Disposition, frozen=True, kw_only=True, omit_defaults=True):
    """A result that the operator gives. ``is_goal``: what the campaign is for. ``is_final``: never called again.

    ``is_refusal``: the contact's numbers go on the do-not-call list of the campaign's owner.
    """

    is_goal: bool = False
    is_final: bool = True
    is_refusal: bool = False


class PastAttempt(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """An earlier attempt. ``outcome`` is the PBX's word, ``disposition`` what the ``operator`` (account) said of it."""

    at: datetime
    number: str
    outcome: str = ""
    disposition: str = ""
    operator: str = ""
    text: str = ""


class ShownContact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A contact as its operator sees it.

    ``numbers``: (number, kind) in order; ``number``: the one that is next, or was dialled. ``fields``: the list's own
    columns in its order, (title, value). ``attempts`` so far, of at most ``most_attempts`` (0: not said).
    """

    contact: int
    name: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    number: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    attempts: int = 0
    most_attempts: int = 0
    last: str = ""
    history: tuple[PastAttempt, ...] = ()


class CampaignWork(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What lies before an operator who works in a campaign; told as a whole whenever it changes.

    ``since``: when the state began. ``next_at``: *offered*: dialled by itself then; *idle*: about when the next call
    comes (None: not known); *wrap_up*: when it is over. ``why``: *idle*: why no contact comes now, a word (no_contacts,
    hours, paused, not_ready,
    not_in_queue …). ``call``: the call's id on the board. ``because``: why this operator.
    ``is_every``: he works in every campaign that he may (*idle*: ``campaign`` is "*" then).
    ``place``: (how many of the campaign are done, how many there are). ``script`` is Markdown with placeholders like a
    desk's scripts, ``form`` what is filled in, ``skip_reasons`` (code, title).
    """

    campaign: str
    title: str
    mode: str
    state: WorkState
    since: datetime
    next_at: datetime | None = None
    why: str = ""
    contact: ShownContact | None = None
    call: str = ""
    because: str = ""
    place: tuple[int, int] = (0, 0)
    script: str = ""
    form: tuple[FormField, ...] = ()
    dispositions: tuple[CampaignDisposition, ...] = ()
    skip_reasons: tuple[tuple[str, str], ...] = ()
    is_every: bool = False
