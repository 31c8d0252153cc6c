"""Which of my calls the card shows, and how each of them stands."""

from __future__ import annotations

from datetime import datetime

from operator_panel.presenter.seen import Seen
from operator_panel.presenter.titles import state_words
from operator_panel.screen import Words
from shared.domain.board import CallRow

_RANK = {"talking": 1, "on_hold": 2, "dialling": 3, "ringing": 4}


def active(seen: Seen) -> list[CallRow]:
    """Calls in which I am, the one for the card first: the chosen, that for which I consult, the one I talk in."""
    chosen = seen.moment.choices.shown_call
    rows = [row for row in seen.calls if seen.agent and seen.agent in row.agents]
    return sorted(rows, key=lambda row: (
        row.call != chosen, not is_asking(seen, row), _RANK.get(row.phase, 5), -row.started.timestamp(), row.call,
    ))  # fmt: skip


def ringing(seen: Seen) -> list[CallRow]:
    """Calls that ring at me and in which I am not yet, the oldest first."""
    rows = [row for row in seen.calls if seen.agent in row.ringing and seen.agent not in row.agents]
    return sorted(rows, key=lambda row: (row.started, row.call))


def is_asking(seen: Seen, row: CallRow) -> bool:
    """Does the customer wait while I ask a colleague?"""
    return row.consulting is not None and row.consulting[0] == seen.agent


def is_asked(seen: Seen, row: CallRow) -> bool:
    """Does a colleague ask me, while his customer waits?"""
    return row.consulting is not None and row.consulting[1] == seen.agent


def is_made_by_me(seen: Seen, row: CallRow) -> bool:
    """Do I call out? Then my own phone rings first, and that is no caller."""
    return row.caller == seen.agent and row.direction != "inbound"


def state_of(seen: Seen, row: CallRow) -> Words:
    """How the call stands, as I have it."""
    language = seen.language
    if seen.agent in row.ringing and seen.agent not in row.agents:
        if is_made_by_me(seen, row):
            return Words(language.text("Pick up your phone"), "ringing", "bell")
        return Words(language.text("Rings at you"), "ringing", "bell")
    if is_asking(seen, row):
        return Words(language.text("Waits for you"), "held", "pause_square")
    match row.phase:
        case "on_hold":
            return state_words("on_hold", language)
        case "dialling":
            return Words(language.text("Dialling"), "accent", "arrow_up_right")
        case "ringing" | "waiting" if row.talking_since is None and row.direction != "inbound":
            return Words(language.text("Ringing at the other end"), "accent", "arrow_up_right")
        case "parked":
            return Words(language.text("Parked"), "held", "parking")
        case _:
            return state_words("talking", language)


def since(seen: Seen, row: CallRow) -> datetime:
    """From when its time counts: ringing, hold and dialling from their beginning, a talk from the answer."""
    mine = seen.followed(row)
    if seen.agent in row.ringing and seen.agent not in row.agents:
        return mine.rang_at or row.since
    if row.consulting is not None:
        return (mine.answered_at if is_asked(seen, row) else mine.consulting_at) or row.since
    is_outgoing = row.talking_since is None and row.direction != "inbound"
    if row.phase in ("on_hold", "dialling", "parked") or (row.phase in ("ringing", "waiting") and is_outgoing):
        return row.since
    return row.talking_since or mine.answered_at or row.since  # also while it is just being passed on
