"""A contact of the dialer's before it is called."""

from __future__ import annotations

from datetime import timedelta

from operator_panel.presenter.attempts import history
from operator_panel.presenter.seen import Seen
from operator_panel.presenter.told import Contact
from operator_panel.presenter.writing import plain
from operator_panel.screen import Action, Choice, KeyRow, PreviewCard, Wish, Words

HISTORY, ROWS = 5, 12


def preview_card(seen: Seen, contact: Contact) -> PreviewCard:
    """Whom to call at which number, what is known, and the reasons to skip."""
    language = seen.language
    chosen = _chosen(seen, contact)
    title = plain(contact.campaign_title or contact.campaign)
    campaign = language.text("Campaign {title}", title=title)
    place = language.text("{place} of {count}", place=contact.place, count=contact.of) if contact.of else ""
    shown = history(seen, contact)
    note = language.plural("{number} record", "{number} records", len(shown)) if shown else ""
    time, label = _time(seen, contact)
    return PreviewCard(
        contact.contact, Words(language.text("Contact preview"), "accent", "clipboard"),
        " · ".join(part for part in (campaign, place) if part), time,
        plain(contact.name) or seen.phone(chosen), _attempt(seen, contact),
        tuple(
            Choice(Wish("number", choice=one.number), seen.phone(one.number), plain(one.kind),
                   is_chosen=one.number == chosen)
            for one in contact.numbers
        ),
        tuple(KeyRow(plain(key), plain(value, 200)) for key, value in contact.rows if value.strip())[:ROWS],
        language.text("History"), note, shown[:HISTORY],
        _start(seen, contact, chosen), _skip(seen, contact), time_label=label, empty=_missing(seen, contact, chosen),
    )  # fmt: skip


def _chosen(seen: Seen, contact: Contact) -> str:
    """The number that was pressed, if it is one of this contact's; else the next one, or the first."""
    known = [one.number for one in contact.numbers]
    wanted = (seen.moment.choices.number, contact.number, *known[:1])
    return next((number for number in wanted if number in known), "")


def _attempt(seen: Seen, contact: Contact) -> str:
    language = seen.language
    if contact.attempts < contact.attempt:
        return language.text("attempt {number}", number=contact.attempt)
    return language.text("attempt {number} of {count}", number=contact.attempt, count=contact.attempts)


def _time(seen: Seen, contact: Contact) -> tuple[str, str]:
    """How long it lies here; down to the dialling where the campaign dials by itself, and what it is."""
    language = seen.language
    if contact.dial_at is None:
        return language.running(max(timedelta(), seen.heard_at - contact.since)), ""
    left = max(timedelta(), contact.dial_at - seen.heard_at)
    shown = timedelta(seconds=-(-left.total_seconds() // 1))
    return language.running(shown), language.text("dials by itself")


def _missing(seen: Seen, contact: Contact, number: str) -> str:
    """Why there is nobody to call."""
    if not contact.contact:
        return seen.language.text("The campaign has no more contacts.")
    return "" if number else seen.language.text("The contact has no number.")


def _start(seen: Seen, contact: Contact, number: str) -> Action:
    return Action(
        Wish("start", choice=number, text=contact.contact), seen.language.text("Dial"), "handset", is_primary=True,
        key="F9", is_enabled=seen.can_act and seen.may("call.own") and bool(number),
        is_pending=seen.is_pending("start"), hint=seen.why_not,
    )  # fmt: skip


def _skip(seen: Seen, contact: Contact) -> Action:
    reasons = tuple(
        Choice(Wish("skip", choice=code, text=contact.contact), plain(title or code))
        for code, title in contact.skip_reasons
    )  # fmt: skip
    return Action(Wish("skip", text=contact.contact), seen.language.text("Skip"), "skip",
                  is_enabled=seen.sight == "live", hint=seen.why_not, is_pending=seen.is_pending("skip"),
                  choices=reasons)  # fmt: skip
