"""What may be asked about the shift: pause, ready, sign in and out, the phone; and my queues."""

from __future__ import annotations

from typing import Literal

from operator_panel.presenter.seen import Seen
from operator_panel.presenter.state import after_call, my_state, reason_title
from operator_panel.presenter.titles import pause_icon
from operator_panel.presenter.writing import plain
from operator_panel.screen import Action, Choice, QueueChip, Queues, Token, Wish, Words
from shared.domain.board import QueueRow
from shared.domain.description import PauseReason

PAUSE_KEY = "Ctrl+P"


def actions(seen: Seen) -> tuple[Action, ...]:
    """The buttons under the state card, as state and rights allow."""
    if seen.sight == "connecting" or not seen.may("agent.own"):
        return ()
    if seen.agent is None:
        return (_take_seat(seen),)
    state = my_state(seen)
    if state == "logged_out":
        return (_login(seen), *((_leave(seen),) if seen.desk.has_hot_desking else ()))
    if state in ("paused", "wrapping_up"):
        return (ready(seen), _logout(seen))
    if after_call(seen):
        return (ready(seen, seen.language.text("Cancel the pause")), _logout(seen))
    return (pause(seen), _logout(seen))


def ready(seen: Seen, text: str = "") -> Action:
    """The way back to calls."""
    return Action(
        Wish("ready"), text or seen.language.text("Ready"), "circle_tick", is_primary=True, hint=seen.why_not,
        is_enabled=seen.can_act, is_pending=seen.is_pending("ready"), key=PAUSE_KEY,
    )  # fmt: skip


def pause(seen: Seen) -> Action:
    """A menu of the configured reasons; one reason, or none, is asked for at once."""
    reasons = seen.centre.pause_reasons
    only = reasons[0].reason if len(reasons) == 1 else ""
    return Action(
        Wish("pause", choice=only), seen.language.text("Pause|of an agent"), "cup", "paused", is_enabled=seen.can_act,
        is_pending=seen.is_pending("pause"), hint=seen.why_not, key=PAUSE_KEY,
        choices=pauses(seen) if len(reasons) > 1 else (),
    )  # fmt: skip


def pauses(seen: Seen, kind: Literal["pause", "save_pause"] = "pause", call: str = "") -> tuple[Choice, ...]:
    """The reasons of a pause, each with its limit: "max. 15 min"."""
    return tuple(
        Choice(
            Wish(kind, call=call, choice=one.reason), reason_title(seen, one.reason), _limit(seen, one),
            pause_icon(one), "paused", is_enabled=seen.can_act,
        )
        for one in seen.centre.pause_reasons
    )  # fmt: skip


def queues(seen: Seen) -> Queues:
    """The queues that I may answer, in the order of the description, those where I am with a tick."""
    language, joined = seen.language, _joined(seen)
    names = allowed(seen)
    rows = {row.queue: row for row in seen.moment.board.queues if seen.me is None or row.pbx == seen.me.pbx}
    chips = tuple(_chip(seen, name, rows, is_joined=name in joined) for name in names)
    note = language.text("signed in to {count} of {all}", count=len(joined), all=len(names)) if names else ""
    empty = "" if names else language.text("You have no queue. Ask your supervisor.")
    return Queues(language.text("My queues"), note, chips, empty if seen.sight != "connecting" else "")


def allowed(seen: Seen) -> list[str]:
    """Queues of my account, and those where the PBX has me anyway; where all are allowed, the described ones."""
    mine = seen.welcome.queues if seen.welcome else None
    if mine is None:
        mine = tuple(seen.order) or tuple(row.queue for row in seen.moment.board.queues)
    last = len(seen.order)
    return sorted({*mine, *_joined(seen)}, key=lambda name: (seen.order.get(name, last), seen.queue_title(name), name))


def waiting_words(seen: Seen, count: int) -> str:
    """ "4 čekají", "1 čeká", "nikdo"."""
    if not count:
        return seen.language.text("nobody")
    return seen.language.plural("{number} waiting", "{number} waiting", count)


def _joined(seen: Seen) -> set[str]:
    return {one.queue for one in seen.me.memberships} if seen.me else set()


def _chip(seen: Seen, queue: str, rows: dict[str, QueueRow], *, is_joined: bool) -> QueueChip:
    row, language = rows.get(queue), seen.language
    kind, other = ("logout", "login") if is_joined else ("login", "logout")
    is_missing = row is None and bool(rows) and not is_joined
    is_late = any(
        one.kind == "rule" and one.queue == queue and one.measure in ("longest_wait", "waiting")
        for one in seen.moment.board.alerts
    )
    count = row.waiting if row else 0
    words = language.text("not in the PBX") if is_missing else waiting_words(seen, count)
    token: Token = "bad" if is_missing or (is_late and count) else "text" if count else "muted"
    why = language.text("The PBX has no such queue.") if is_missing else seen.why_not
    can = seen.can_act and seen.may("agent.own") and seen.agent is not None and not is_missing
    pending = any(
        one.kind in (kind, other) and one.choice in (queue, "") and not (one.kind == other and not one.choice)
        for one in seen.moment.pending
    )
    return QueueChip(
        queue, seen.queue_title(queue), Words(words, token, "triangle" if token == "bad" else ""), is_joined,
        Wish("logout", choice=queue) if is_joined else Wish("login", choice=queue),
        is_vip=seen.centre.is_vip(queue), is_pending=pending, is_enabled=can, hint=why,
    )  # fmt: skip


def _limit(seen: Seen, reason: PauseReason) -> str:
    if not reason.limit_seconds:
        return ""
    minutes, seconds = divmod(round(reason.limit_seconds), 60)
    if seconds:
        return seen.language.text("max. {time}", time=seen.seconds(reason.limit_seconds))
    return seen.language.text("max. {minutes} min", minutes=minutes)


def _login(seen: Seen) -> Action:
    return Action(
        Wish("login"), seen.language.text("Sign in to queues"), "circle_tick", is_primary=True, hint=seen.why_not,
        is_enabled=seen.can_act and bool(allowed(seen)), is_pending=seen.is_pending("login"),
    )  # fmt: skip


def _logout(seen: Seen) -> Action:
    return Action(
        Wish("logout"), seen.language.text("Sign out"), "sign_out", is_enabled=seen.can_act, hint=seen.why_not,
        is_pending=seen.is_pending("logout", choice=""),
    )  # fmt: skip


def _take_seat(seen: Seen) -> Action:
    return Action(
        Wish("take_seat"), seen.language.text("Choose a phone"), "handset", is_enabled=seen.sight == "live",
        is_primary=True, hint=seen.why_not, is_pending=seen.is_pending("take_seat"),
    )  # fmt: skip


def _leave(seen: Seen) -> Action:
    return Action(
        Wish("leave_seat"), seen.language.text("Leave the phone"), "sign_out", is_enabled=seen.sight == "live",
        hint=plain(seen.why_not), is_pending=seen.is_pending("leave_seat"),
    )  # fmt: skip
