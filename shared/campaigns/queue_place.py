"""Callbacks from queues: whose turn it is, and which of the rules of campaigns hold for a call that was asked for.

A caller who leaves a queue by a key keeps his place: the instant at which he joined it. His turn has come when nobody
waits in the queue who joined it earlier. Of two who asked, the one who joined earlier goes first.

He asked for this one call, so no consent is needed for it, no do-not-call list forbids it (those are against calls that
nobody asked for), and what was dialled before he asked counts neither as attempts nor as a lock. All others hold: the
hours, the attempts, and the lock if the callback itself was abandoned. His asking is no consent to anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from shared.campaigns.campaign import Campaign
from shared.campaigns.contact import Contact
from shared.campaigns.ledgers import NumberHistory

EndedBecause = Literal["answered", "reached", "double", "given_up", "too_old", "bad_number", "excluded"]
"""Called back and talked with · reached in another call: he called again, or somebody called him · another of his is
open, which has the earlier place of the two · tried as often as the rules want · too long ago · withheld, or no number
that can be dialled · a person has taken it out."""


def is_turn(place_at: datetime, waiting: Iterable[datetime]) -> bool:
    """Is nobody before him? ``waiting``: when each caller who waits in the queue joined it."""
    return all(place_at <= entered_at for entered_at in waiting)


def ahead(place_at: datetime, waiting: Iterable[datetime], others: Iterable[datetime] = ()) -> int:
    """How many go before him: callers who wait, and ``others`` who asked to be called back."""
    return sum(one < place_at for one in (*waiting, *others))


def in_turn(contacts: Iterable[Contact], waiting: Sequence[datetime]) -> list[Contact]:
    """Those of the contacts who asked, and whose turn has come, in the order of their places."""
    found = [one for one in contacts if one.asked_at is not None and is_turn(place_of(one), waiting)]
    return sorted(found, key=lambda one: (place_of(one), one.contact))


def place_of(contact: Contact) -> datetime:
    """His place. Of somebody who asked without having been seen in a queue: when he asked."""
    found = contact.place_at or contact.asked_at
    assert found is not None  # who asked has asked at some time
    return found


def turn_text(place_at: datetime) -> str:
    """A place as ``contact.turn`` has it: texts in the order of the instants."""
    return place_at.strftime("%Y%m%d%H%M%S%f")


def asked_rules(campaign: Campaign, history: NumberHistory, asked_at: datetime) -> tuple[Campaign, NumberHistory]:
    """By which campaign and history a call is judged that was asked for; consents and lists are left out with it."""
    placed = tuple(one for one in history.placed_at if one >= asked_at)
    locked_at = history.abandoned_at
    since = NumberHistory(
        placed_at=placed, life=len(placed), is_open=history.is_open,
        abandoned_at=locked_at if locked_at is not None and locked_at >= asked_at else None,
    )  # fmt: skip
    return msgspec.structs.replace(campaign, is_marketing=False), since
