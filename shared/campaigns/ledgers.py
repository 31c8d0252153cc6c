"""What is known of a number before it is called: its history over all campaigns, consents, do-not-call lists. Structs.

A last day (``until``) is a whole day by the clock of the place that is called, and still counts.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

ListScope = Literal["centre", "owner", "campaign"]
"""Whom a list binds: everybody · the campaigns of one owner · one campaign."""


class NumberHistory(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was dialled to a number, over all campaigns.

    ``placed_at``: when, of at least all attempts of the last 50 hours, in any order; ``life``: how many ever, these
    counted. ``abandoned_at``: the newest abandoned call's answer. ``is_open``: an attempt runs now.
    """

    placed_at: tuple[datetime, ...] = ()
    life: int = 0
    abandoned_at: datetime | None = None
    is_open: bool = False


class Consent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An entry of the ledger of consents: given, or withdrawn. The newest one of a number counts.

    ``how`` it was given ("form", "web"), to which ``text``, known from which ``source``.
    """

    number: str
    given_at: datetime
    is_given: bool = True
    until: date | None = None
    how: str = ""
    text: str = ""
    source: str = ""


class DoNotCall(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A number on a do-not-call list: ``scope`` and ``of`` (an owner, a campaign) say for whom it holds.

    ``listed_at``: since when it is known; None: always.
    """

    number: str
    list: str
    scope: ListScope = "centre"
    of: str = ""
    listed_at: datetime | None = None
    until: date | None = None
    why: str = ""
