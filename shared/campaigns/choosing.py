"""Which of several campaigns with the same operators dials first, and how much; how many contacts quotas leave. Pure.

Campaigns go by priority: one with a higher one places all the calls that it wants before another is asked, and what
rings for it counts for the others like their own. Equal ones place alike: who has the fewest calls goes first and
leaves the others their parts. Nobody rings more than the operators of all together allow, whoever was first.

The order of contacts within a campaign is SQL's (``collector_daemon.store.dialer.contacts``), as no list of a million
is ever read as a whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec

from shared.campaigns.campaign import Quota
from shared.campaigns.contact import Contact


class Crew(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign beside others. ``operators``: desks of all who are there, ``free`` of them; ``calls`` that go on;
    ``placed_at``: in seconds, when it placed its last one.
    """

    campaign: str
    priority: int = 0
    operators: frozenset[tuple[str, str]] = frozenset()
    free: frozenset[tuple[str, str]] = frozenset()
    calls: int = 0
    placed_at: float = 0.0


def in_turn(crews: Iterable[Crew]) -> list[Crew]:
    """Who is asked first: the highest priority, then the fewest calls, then who has placed none for longest."""
    return sorted(crews, key=lambda one: (-one.priority, one.calls, one.placed_at, one.campaign))


def rivals(mine: Crew, later: Iterable[Crew]) -> int:
    """How many of those who are asked after it have its priority and some of its operators."""
    return sum(one.priority == mine.priority and not mine.operators.isdisjoint(one.operators) for one in later)


def fair_part(wanted: int, others: int) -> int:
    """How many of the calls wanted now may be placed, where so many others want the same operators alike."""
    return -(-wanted // (1 + others)) if wanted > 0 else wanted


def share_of(mine: Crew, theirs: Crew) -> float:
    """The part of another campaign's calls that will come to operators of mine: as large as that of its operators.

    Those who are free now count; where nobody is, all who are there.
    """
    theirs_free = theirs.free or theirs.operators
    if not theirs_free:
        return 0.0
    return len(theirs_free & (mine.free if theirs.free else mine.operators)) / len(theirs_free)


def is_of(contact: Contact, quota: Quota) -> bool:
    """Tell whether a contact falls into the quota. A field that it has not is empty."""
    return not quota.field or contact.fields.get(quota.field, "") == quota.value


def has_room(contact: Contact, room: Mapping[Quota, int]) -> bool:
    """May it be called without that a quota might be passed? ``room``: how many more contacts each lets be called."""
    return all(left > 0 for quota, left in room.items() if is_of(contact, quota))


def taken(contact: Contact, room: Mapping[Quota, int]) -> dict[Quota, int]:
    """The room that is left when it is called: it might become what the quotas count."""
    return {quota: left - is_of(contact, quota) for quota, left in room.items()}


def without_room(room: Mapping[Quota, int]) -> Collection[Quota]:
    """The quotas that have no room now."""
    return tuple(quota for quota, left in room.items() if left <= 0)
