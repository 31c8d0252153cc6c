"""My state: header, card with its running time, and what the tray icon shows."""

from __future__ import annotations

from datetime import timedelta

from operator_panel.presenter.seen import NOTHING, Seen
from operator_panel.presenter.titles import pause_icon, state_words
from operator_panel.presenter.who import customer_name
from operator_panel.presenter.writing import plain
from operator_panel.screen import Header, StateCard, Words
from shared.domain.agents import AgentState
from shared.domain.board import AgentRow

WRAPUP = "wrap-up"
"""The reason of the daemon's own pause after a call."""


def header(seen: Seen) -> Header:
    """Who, at which phone, and how the connection is."""
    language, welcome = seen.language, seen.welcome
    name = (seen.me.name if seen.me else "") or (welcome.user if welcome else "")
    phone = language.text("extension {number}", number=seen.agent) if seen.agent else language.text("no phone")
    return Header(
        plain(name), phone if welcome else "", connection(seen), language.text("Operator panel"),
        seen.moment.choices.is_quiet,
    )  # fmt: skip


def connection(seen: Seen) -> Words:
    """How the connection is, in a word."""
    language = seen.language
    match seen.sight:
        case "connecting":
            return Words(language.text("Connecting…"), "muted", "wave_struck")
        case "lost" | "refused":
            return Words(language.text("No connection"), "bad", "wave_struck")
    if seen.pbx_away_since is not None:
        return Words(language.text("PBX not responding"), "bad", "wave_struck")
    return Words(language.text("Connected"), "good", "wave")


def my_state(seen: Seen) -> AgentState:
    """My state; who is in no queue has no row, and is signed out."""
    return seen.me.state if seen.me else "logged_out"


def state_card(seen: Seen) -> StateCard:
    """The state, as the PBX has confirmed it, and its time; what is asked for stands beside it."""
    row, language = seen.me, seen.language
    if seen.sight == "connecting":
        return StateCard(Words(language.text("Connecting…"), "muted", "wave_struck"), "", detail=_asked(seen))
    pending = _asked(seen)
    if row is None or row.state == "logged_out":
        return _signed_out(seen, row, pending)
    state = state_words(row.state, language)
    time = seen.running(row.pbx, row.since)
    match row.state:
        case "wrapping_up":
            return _wrapup(seen, row, pending)
        case "paused":
            return _pause(seen, row, state, pending)
        case "unreachable":
            detail = language.text("The PBX does not reach the phone.")
        case "ringing":
            detail = _ringing(seen)
        case "ready":
            detail = ""
        case _:
            detail = after_call(seen) or seen.queue_title(row.queue)
    return StateCard(state, time, detail=detail, pending=pending)


def after_call(seen: Seen) -> str:
    """A pause that begins when my call is over: "Po hovoru: Oběd"."""
    row = seen.me
    if row is None or not row.memberships or not all(one.is_paused for one in row.memberships):
        return ""
    reason = row.memberships[0].reason
    if reason == WRAPUP:
        return ""
    return seen.language.text("After the call: {reason}", reason=reason_title(seen, reason))


def reason_title(seen: Seen, reason: str) -> str:
    """What people call the reason of a pause."""
    return plain(seen.centre.reason_of(reason).title or reason) or seen.language.text("Paused")


def left_of_wrapup(seen: Seen) -> timedelta | None:
    """How long my wrap-up goes on; less than nothing: it should be over. None: not known, or there is none."""
    row = seen.me
    if row is None or row.state != "wrapping_up" or row.wraps_until is None:
        return None
    return row.wraps_until - seen.now_of(row.pbx)


def tray(seen: Seen) -> Words:
    """The state as the tray's icon shows and says it."""
    if seen.sight != "live":
        return connection(seen)
    if seen.pbx_away_since is not None:
        return connection(seen)
    state = state_words(my_state(seen), seen.language)
    reason = reason_title(seen, seen.me.reason) if seen.me and seen.me.state == "paused" else ""
    return Words(" · ".join(part for part in (state.text, reason) if part), state.token, state.icon)


def _signed_out(seen: Seen, row: AgentRow | None, pending: str) -> StateCard:
    language = seen.language
    time = seen.running(row.pbx, row.since) if row and row.since else ""
    detail = "" if seen.agent else language.text("Choose the phone at which you sit.")
    return StateCard(state_words("logged_out", language), time, detail=detail, pending=pending)


def _wrapup(seen: Seen, row: AgentRow, pending: str) -> StateCard:
    """Counts down; at nought it goes on as "přes 00:12". Where its end is not known it counts up."""
    language, left = seen.language, left_of_wrapup(seen)
    state = Words(language.text("Wrap-up|my state"), "wrapup", "pencil")
    detail = after_call(seen)
    if left is None or row.wraps_until is None:
        return StateCard(state, seen.running(row.pbx, row.since), detail=detail, pending=pending)
    if left <= timedelta():
        over = Words(language.text("time is up"), "warn", "triangle")
        return StateCard(state, language.running(-left), language.text("over"), detail, over=over, share=0.0,
                         pending=pending)  # fmt: skip
    length = row.wraps_until - row.since if row.since else left
    share = min(1.0, max(0.0, left / length)) if length > timedelta() else 0.0
    shown = timedelta(seconds=-(-left.total_seconds() // 1))  # the last second is 1, then it is over
    return StateCard(state, language.running(shown), language.text("left"), detail, share=share, pending=pending)


def _pause(seen: Seen, row: AgentRow, state: Words, pending: str) -> StateCard:
    language = seen.language
    reason, lasting = seen.centre.reason_of(row.reason), seen.length(row.pbx, row.since)
    word = Words(state.text, state.token, pause_icon(reason) if row.reason else state.icon)
    time = language.running(lasting) if row.since else NOTHING
    detail = plain(reason.title or row.reason)
    if reason.limit_seconds is None:
        return StateCard(word, time, detail=detail, pending=pending)
    limit = language.text("of {time}", time=seen.seconds(reason.limit_seconds))
    is_over = lasting > timedelta(seconds=reason.limit_seconds)
    over = Words(language.text("over the limit"), "warn", "triangle") if is_over else Words()
    return StateCard(word, time, detail=detail, limit=limit, over=over, pending=pending)


def _ringing(seen: Seen) -> str:
    row = next((one for one in seen.calls if seen.agent in one.ringing), None)
    if row is None:
        return ""
    return " · ".join(part for part in (customer_name(seen, row), seen.queue_title(row.queue)) if part)


def _asked(seen: Seen) -> str:
    """What of the shift is asked for and not confirmed yet."""
    language = seen.language
    for one in seen.moment.pending:
        match one.kind:
            case "pause" | "save_pause":
                return language.text("Asking for a pause: {reason}…", reason=reason_title(seen, one.choice))
            case "ready" | "save_ready":
                return language.text("Asking to be ready…")
            case "login":
                return language.text("Signing in to the queues…")
            case "logout":
                return language.text("Signing out of the queues…")
            case "take_seat" | "take_over":
                return language.text("Taking the phone…")
            case "leave_seat" | "sign_out":
                return language.text("Leaving the phone…")
            case _:
                continue
    return ""
