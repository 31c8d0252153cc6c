"""First-contact resolution by its proxy: the same number did not come again within a window. Pure.

Nobody knows whether a matter was settled; the window (a day, a week) is said wherever the figure stands. Numbers are
compared as they are given, so they should be given in one form. Hidden numbers are counted apart, and so are contacts
whose window was not yet over when one looked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from shared.domain.measures.counts import ContactCounts

DAY, WEEK = timedelta(days=1), timedelta(days=7)


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """A call of a number; ``about``: what must be the same to count as repeated, the queue or the disposition.

    ``is_counted`` False: before or after the period, only to be seen as a repetition.
    """

    number: str | None
    at: datetime
    about: str = ""
    is_counted: bool = True


def repeats(contacts: Iterable[Contact], window: timedelta, seen_until: datetime) -> ContactCounts:
    """Contacts by whether the next one of their number came within ``window``, exactly so long included."""
    counted = hidden = repeated = undecided = 0
    following: dict[tuple[str, str], datetime] = {}
    for one in sorted(contacts, key=lambda contact: contact.at, reverse=True):
        if not one.number:
            hidden += one.is_counted
            continue
        key = (one.number, one.about)
        after = following.get(key)
        following[key] = one.at
        if not one.is_counted:
            continue
        counted += 1
        if after is not None and after - one.at <= window:
            repeated += 1
        elif one.at + window > seen_until:
            undecided += 1
    return ContactCounts(contacts=counted, repeated=repeated, undecided=undecided, hidden=hidden)
