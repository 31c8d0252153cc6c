"""What becomes of a contact when an attempt at it is over, or an operator has said what came of it: as it is stored.

The rules are ``shared.campaigns.retrying``'s.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from collector_daemon.store.dialer.contacts import ContactStep
from shared.campaigns.campaign import Campaign
from shared.campaigns.contact import Attempt, Contact, ContactState
from shared.campaigns.retrying import Next, after_disposition, after_outcome, appointed

_STATES: dict[str | None, ContactState] = {"disposed": "done", "exhausted": "done", "retried": "waiting",
                                           "appointment": "waiting"}  # fmt: skip


def after_attempt(
    campaign: Campaign, contact: Contact, attempt: Attempt, earlier: Iterable[Attempt]
) -> ContactStep:  # fmt: skip
    """An attempt is over: again by the rule for its outcome, to be written down, or done with."""
    outcome, at = attempt.outcome or "unknown", attempt.ended_at or attempt.placed_at
    others = [one for one in _of_now(contact, earlier) if one.attempt != attempt.attempt]
    times: Counter[str] = Counter(one.outcome for one in others if one.outcome is not None)
    found = after_outcome(campaign, contact, outcome, at, {**times, outcome: times[outcome] + 1},
                          is_appointment=contact.is_appointment)  # fmt: skip
    if found.event is None:  # answered: an operator says what came of it, if one talked and there is what to say
        is_to_be_said = attempt.connected_at is not None and bool(campaign.dispositions)
        return ContactStep(state="wrap_up" if is_to_be_said else "done", last=outcome,
                           number_index=contact.number_index)  # fmt: skip
    return _step(found)


def after_result(
    campaign: Campaign, contact: Contact, code: str, at: datetime, earlier: Iterable[Attempt], *,
    note: str | None = None, next_at: datetime | None = None, next_by: str = "", number: str = "",
) -> ContactStep:  # fmt: skip
    """An operator has said what came of it: an appointment, again by the rule for that, or done with."""
    if next_at is not None:
        return _step(appointed(contact, next_at, by=next_by, number=number, code=code), note)
    times = Counter(one.disposition for one in _of_now(contact, earlier) if one.disposition)
    return _step(after_disposition(campaign, contact, code, at, {**times, code: times[code] + 1}), note)


def _of_now(contact: Contact, earlier: Iterable[Attempt]) -> Iterable[Attempt]:
    """A caller of a queue may come again, on another day: attempts of before that are another matter."""
    since = contact.asked_at or contact.place_at
    return [one for one in earlier if since is None or one.placed_at >= since]


def _step(found: Next, note: str | None = None) -> ContactStep:
    return ContactStep(
        state=_STATES[found.event], last=found.last, next_at=found.next_at, next_by=found.next_by,
        is_appointment=found.is_appointment, number_index=found.number_index, note=note,
    )  # fmt: skip
