"""A contact of the dialer's before it is called."""

from __future__ import annotations

from operator_panel.presenter.customer import CARD_ROWS, earlier_call
from operator_panel.presenter.seen import Seen
from operator_panel.presenter.told import Contact
from operator_panel.presenter.writing import plain
from operator_panel.screen import Action, Choice, KeyRow, PreviewCard, Wish, Words

HISTORY = 5


def preview_card(seen: Seen, contact: Contact) -> PreviewCard:
    """Whom to call at which number, what is known, and the reasons to skip."""
    language = seen.language
    chosen = next((one.number for one in contact.numbers if one.number == seen.moment.choices.number), "")
    chosen = chosen or (contact.numbers[0].number if contact.numbers else "")
    title = plain(contact.campaign_title or contact.campaign)
    campaign = language.text("Campaign {title}", title=title)
    place = language.text("{place} of {count}", place=contact.place, count=contact.of)
    attempt = language.text("attempt {number} of {count}", number=contact.attempt, count=contact.attempts)
    newest = sorted(contact.history, key=lambda one: one.at, reverse=True)
    note = language.plural("{number} record", "{number} records", len(newest)) if newest else ""
    return PreviewCard(
        contact.contact, Words(language.text("Contact preview"), "accent", "clipboard"), f"{campaign} · {place}",
        language.running(seen.heard_at - contact.since), plain(contact.name), attempt,
        tuple(
            Choice(Wish("number", choice=one.number), seen.phone(one.number), plain(one.kind),
                   is_chosen=one.number == chosen)
            for one in contact.numbers
        ),
        tuple(KeyRow(plain(key), plain(value, 200)) for key, value in contact.rows[:CARD_ROWS]),
        language.text("History"), note, tuple(earlier_call(seen, one) for one in newest[:HISTORY]),
        _start(seen, chosen), _skip(seen, contact), empty=_missing(seen, contact, chosen),
    )  # fmt: skip


def _missing(seen: Seen, contact: Contact, number: str) -> str:
    """Why there is nobody to call."""
    if not contact.contact:
        return seen.language.text("The campaign has no more contacts.")
    return "" if number else seen.language.text("The contact has no number.")


def _start(seen: Seen, number: str) -> Action:
    return Action(
        Wish("start", choice=number), seen.language.text("Dial"), "handset", is_primary=True, key="F9",
        is_enabled=seen.can_act and seen.may("call.own") and bool(number), is_pending=seen.is_pending("start"),
        hint=seen.why_not,
    )  # fmt: skip


def _skip(seen: Seen, contact: Contact) -> Action:
    reasons = tuple(
        Choice(Wish("skip", choice=code), plain(title or code)) for code, title in contact.skip_reasons
    )  # fmt: skip
    return Action(Wish("skip"), seen.language.text("Skip"), "skip", is_enabled=seen.sight == "live",
                  hint=seen.why_not, is_pending=seen.is_pending("skip"), choices=reasons)  # fmt: skip
