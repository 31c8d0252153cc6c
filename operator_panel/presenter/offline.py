"""The panel without its server: what works all the same, what does not, and what waits to be sent."""

from __future__ import annotations

from operator_panel.presenter.seen import Seen
from operator_panel.presenter.state import my_state
from operator_panel.presenter.titles import state_words
from operator_panel.presenter.writing import plain
from operator_panel.screen import Action, KeyRow, OfflineCard, Wish, Words
from shared.feed_client.refusals import refusal

NAMED = 3
"""So many people of unsent notes are named."""


def offline_card(seen: Seen) -> OfflineCard | None:
    """Since when, until when, and what that means; None while there is a connection."""
    if seen.sight not in ("lost", "refused"):
        return None
    language, status = seen.language, seen.moment.status
    is_refused = seen.sight == "refused"
    lost_at = seen.moment.lost_at or seen.heard_at
    title = refusal(status, language) if is_refused else language.text("Server not responding")
    since = language.text(
        "since {since} · data from {news}", since=seen.clock(lost_at, has_seconds=True),
        news=seen.clock(seen.heard_at, has_seconds=True),
    )  # fmt: skip
    outbox, whom = _outbox(seen)
    return OfflineCard(
        Words(title, "bad", "wave_struck"), since, language.running(seen.moment.now - lost_at), _next_try(seen),
        Action(Wish("try_now"), language.text("Try now"), "refresh", "accent", is_pending=seen.is_pending("try_now")),
        language.text("Still works"), _works(seen), language.text("Does not work now"), _fails(seen), outbox, whom,
    )  # fmt: skip


def _next_try(seen: Seen) -> str:
    """When the client tries again: a length of this machine's own time, so its clock may be wrong."""
    status, language = seen.moment.status, seen.language
    if seen.sight == "refused":
        return ""
    seconds = (status.retry_at - seen.moment.own_now).total_seconds() if status.retry_at else 0.0
    if seconds <= 0:
        return language.text("Connecting…")
    return language.text("Next try in {seconds} s", seconds=max(1, round(seconds)))


def _works(seen: Seen) -> tuple[KeyRow, ...]:
    language = seen.language
    return (
        KeyRow(language.text("The phone on the desk"), language.text("Answer and transfer calls at the phone itself.")),
        KeyRow(language.text("Notes and outcomes"), language.text("Kept on this computer, sent once connected.")),
        KeyRow(language.text("List of my calls"),
               language.text("To read, as of {time}.", time=seen.clock(seen.heard_at, has_seconds=True))),
    )  # fmt: skip


def _fails(seen: Seen) -> tuple[KeyRow, ...]:
    language = seen.language
    state = state_words(my_state(seen), language).text
    return (
        KeyRow(language.text("State, pause and queues"), language.text("The last state stays: {state}.", state=state)),
        KeyRow(language.text("Hold, transfer, park from the panel"), language.text("Use the buttons of the phone.")),
        KeyRow(language.text("Colleagues and waiting calls"), language.text("Will show once connected.")),
    )


def _outbox(seen: Seen) -> tuple[str, str]:
    """ "2 poznámky čekají na odeslání", "Marie Svobodová 14:12 · Jiří Kolář 13:30"."""
    unsent = seen.moment.outbox
    if not unsent:
        return "", ""
    language = seen.language
    text = language.plural("{number} note waits to be sent", "{number} notes wait to be sent", len(unsent))
    named = [(plain(one.whom), seen.when(one.at) if one.at else "") for one in unsent]
    shown = [" ".join(filter(None, parts)) for parts in named[:NAMED] if any(parts)]
    rest = len(named) - NAMED
    if rest > 0:
        shown.append(language.plural("and {number} more", "and {number} more", rest))
    return text, " · ".join(shown)
