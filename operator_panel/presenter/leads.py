"""What the dialer has laid before me: a contact that is offered, and calls whose other end is a campaign's contact."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from operator_panel.presenter.told import Contact, ContactNumber, EarlierCall
from operator_panel.presenter.writing import folded
from shared.domain.campaigns import CampaignWork, ShownContact

if TYPE_CHECKING:
    from operator_panel.presenter.moment import Moment

NO_CALL = "contact-"
"""A contact's place among the drafts where no call of it is known."""
SAME_CALL = timedelta(minutes=2)
"""A stored call and an attempt that are no further apart are one."""
_ENDED_BEFORE = timedelta(minutes=1)
_COMPARED = 9


def contact_key(contact: int) -> str:
    """By what a contact is written about without a call, and its customer's facts are kept."""
    return f"{NO_CALL}{contact}"


def leads(moment: Moment) -> dict[str, CampaignWork]:
    """By their call's id: what goes on, and what still owes its result."""
    found = {}
    for work in (moment.owed, moment.board.work):
        if work is not None and work.contact is not None and work.state != "offered":
            found[call_of(moment, work)] = work
    return found


def to_write(moment: Moment) -> CampaignWork | None:
    """The work whose result is to be written down; the one that is owed goes before what came since."""
    work = moment.board.work
    if moment.owed is not None and moment.owed.contact is not None:
        return moment.owed
    is_his = work is not None and work.state == "wrap_up" and work.contact is not None and bool(work.dispositions)
    return work if is_his else None


def offered(moment: Moment) -> Contact | None:
    """The contact that lies before me to be looked at."""
    work = moment.board.work
    if work is None or work.state != "offered" or work.contact is None:
        return None
    contact = work.contact
    found = moment.customers.get(contact_key(contact.contact))
    return Contact(
        contact=str(contact.contact), campaign=work.campaign, campaign_title=work.title, name=contact.name,
        numbers=tuple(ContactNumber(number=number, kind=kind) for number, kind in contact.numbers),
        since=work.since, dial_at=work.next_at, number=contact.number, place=min(work.place[0] + 1, work.place[1]),
        of=work.place[1], attempt=contact.attempts + 1, attempts=contact.most_attempts, rows=contact.fields,
        attempted=contact.history, history=_others(contact, found.last if found is not None else ()),
        skip_reasons=work.skip_reasons,
    )  # fmt: skip


def values(contact: ShownContact) -> dict[str, str]:
    """The contact's fields by what a script calls them: ``lead.NAME``, the title as it is and in plain letters."""
    found = {"name": contact.name, "number": contact.number}
    for title, value in contact.fields:
        found[plain_name(title)] = value
        found[title] = value
    return found


def plain_name(title: str) -> str:
    """A column's title as a placeholder may be written: "Město (sídlo)" is ``mesto_sidlo``."""
    letters = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in folded(title))
    return "_".join(letters.split())


def call_of(moment: Moment, work: CampaignWork) -> str:
    """The call's id on my board: as the dialer says, or that of a call of mine with one of the contact's numbers."""
    known = (*moment.followed.going_on, *moment.followed.ended)
    if any(one.call == work.call for one in known):
        return work.call
    ends = {_end(number) for number, _kind in work.contact.numbers} - {""} if work.contact is not None else set[str]()
    for one in known:
        row = one.row
        is_recent = one.ended_at is None or (work.state == "wrap_up" and one.ended_at >= work.since - _ENDED_BEFORE)
        if is_recent and not ends.isdisjoint({_end(row.called or ""), _end(row.caller or "")}):
            return one.call
    return work.call or contact_key(work.contact.contact if work.contact is not None else 0)


def _end(number: str) -> str:
    digits = "".join(sign for sign in number if sign.isdecimal())[-_COMPARED:]
    return digits if len(digits) > 4 else ""


def _others(contact: ShownContact, stored: tuple[EarlierCall, ...]) -> tuple[EarlierCall, ...]:
    """Stored calls that are no attempts of this campaign."""
    times = [one.at for one in contact.history]
    return tuple(
        one for one in stored
        if one.direction != "outbound" or all(abs(one.at - at) > SAME_CALL for at in times)
    )  # fmt: skip
