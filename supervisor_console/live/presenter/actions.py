"""What may be done with the operator and with the call that are chosen, and why not.

Keys of the operators' table: O, N, V, P as in Czech (odposlech, našeptat, vstoupit, pauza), in every language.
"""

from __future__ import annotations

from shared.domain.accounts import Right
from shared.domain.board import AgentRow, CallRow
from shared.domain.campaigns import CampaignRow
from supervisor_console.live.presenter.seen import Seen, plain
from supervisor_console.live.screen import Action, Choice, Wish, WishKind

_ON_CALL = ("talking", "on_hold")


def agent_actions(seen: Seen) -> tuple[Action, ...]:
    """Listen, whisper, barge, pause or its end, sign out; queues, hang up, message."""
    row = seen.agent_of(seen.moment.choices.agent)
    language, name = seen.language, plain(row.name or row.agent) if row else ""
    no_talk = "" if row is None or row.state in _ON_CALL else language.text("The operator is not on a call.")
    absent = "" if row is None or row.state != "logged_out" else language.text("The operator is not signed in.")
    no_call = "" if row is None or row.call else language.text("The operator has no call.")
    make = _Maker(seen, row)
    campaigns = _campaign(seen, row, make, absent)
    return (
        make("listen", language.text("Listen"), "headphones", "supervise", no_talk, key="O"),
        make("whisper", language.text("Whisper"), "microphone", "supervise", no_talk, key="N"),
        make("barge", language.text("Barge in"), "user_plus", "supervise", no_talk, key="V", is_group_end=True),
        _pause(seen, row, make, absent),
        make(
            "logout", language.text("Sign out|somebody"), "sign_out", "agent.others", absent, is_danger=True,
            confirmation=language.text("Sign {name} out of all queues?", name=name),
        ),
        make("move", language.text("Queues…"), "swap", "agent.others", "", is_group_end=not campaigns),
        *campaigns,
        make("message", language.text("Message…"), "text", "supervise", "", is_group_end=True),
        make(
            "hangup", language.text("Hang up"), "hang_up", "call.others", no_call, is_danger=True,
            confirmation=language.text("Hang up the call of {name}?", name=name),
        ),
    )  # fmt: skip


def call_actions(seen: Seen) -> tuple[Action, ...]:
    """Pick, redirect, drop."""
    language, key = seen.language, seen.moment.choices.call
    row = seen.moment.board.rows("calls").get(key) if key else None
    call = row if isinstance(row, CallRow) else None
    caller = seen.phone(call.caller) if call else ""
    gone = "" if key is None or call is not None else language.text("The call is over.")
    make = _Maker(seen, call, gone or language.text("Choose a waiting call first."))
    return (
        make("pick", language.text("Pick"), "arrow_down_left", "call.others", ""),
        make("redirect", language.text("Redirect…"), "swap", "call.others", "", is_group_end=True),
        make(
            "drop", language.text("End the call"), "hang_up", "call.others", "", is_danger=True,
            confirmation=language.text("End the call of {caller}? The caller is hung up.", caller=caller),
        ),
    )  # fmt: skip


class _Maker:
    """Makes actions on one operator or call, None: none is chosen."""

    def __init__(self, seen: Seen, row: AgentRow | CallRow | None, nobody: str = "") -> None:
        self._seen, self._row = seen, row
        self._nobody = nobody or seen.language.text("Choose an operator first.")

    def __call__(
        self, kind: WishKind, text: str, icon: str, right: Right, why_not: str, *, key: str = "",
        choices: tuple[Choice, ...] = (), is_danger: bool = False, is_group_end: bool = False, confirmation: str = "",
    ) -> Action:  # fmt: skip
        wish = wish_of(kind, self._row)
        why_not = self._why_not(wish, right, why_not)
        hint = why_not or (f"{text} ({key})" if key else text)
        return Action(
            wish, text, icon, key, hint, is_enabled=not why_not, is_danger=is_danger, is_group_end=is_group_end,
            confirmation=confirmation, choices=choices,
        )  # fmt: skip

    def _why_not(self, wish: Wish, right: Right, otherwise: str) -> str:
        seen = self._seen
        if not seen.may(right):
            return seen.language.text("Your account may not do this.")
        if self._row is None:
            return self._nobody
        if is_pending(seen, wish):
            return seen.language.text("Asked for; the phone system has not answered yet.")
        return seen.why_not(self._row.pbx) or otherwise


def wish_of(kind: WishKind, row: AgentRow | CallRow | None) -> Wish:
    """The wish on this operator or call."""
    match row:
        case AgentRow():
            return Wish(kind, row.pbx, row.agent, row.call or "" if kind == "hangup" else "")
        case CallRow():
            return Wish(kind, row.pbx, call=row.call)
        case _:
            return Wish(kind)


def is_pending(seen: Seen, wish: Wish) -> bool:
    """Is such a thing under way?"""
    return any(
        (one.kind, one.pbx, one.agent, one.call) == (wish.kind, wish.pbx, wish.agent, wish.call)
        for one in seen.moment.pending
    )


def _pause(seen: Seen, row: AgentRow | None, make: _Maker, absent: str) -> Action:
    """On pause in all his queues: to end it; else the reasons to choose from."""
    language = seen.language
    if row is not None and row.memberships and all(one.is_paused for one in row.memberships):
        is_wrapping = row.state == "wrapping_up"
        text = language.text("End wrap-up") if is_wrapping else language.text("End pause")
        return make("unpause", text, "play", "agent.others", absent, key="P")
    reasons = tuple(_reason(seen, row, one.reason) for one in seen.centre.pause_reasons) if row else ()
    plain_pause = (Choice(wish_of("pause", row), language.text("Without a reason")),) if row and reasons else ()
    return make("pause", language.text("Pause|noun"), "pause", "agent.others", absent, key="P",
                choices=reasons + plain_pause)  # fmt: skip


def _campaign(seen: Seen, row: AgentRow | None, make: _Maker, absent: str) -> tuple[Action, ...]:
    """To put him into a campaign, or take him out; nothing where there is none."""
    known = seen.moment.board.rows("campaigns").values()
    found = [one for one in known if isinstance(one, CampaignRow) and one.state in ("running", "paused")
             and (row is None or row.pbx == one.pbx)]  # fmt: skip
    if not found:
        return ()
    text = seen.language.text
    choices = [Choice(_put(row, one.campaign), plain(one.title or one.campaign),
                      text("paused|campaign") if one.state == "paused" else "")
               for one in sorted(found, key=lambda one: (one.title.casefold(), one.campaign))]  # fmt: skip
    choices.append(Choice(_put(row, ""), text("In no campaign")))
    return (make("campaign", text("Campaign…"), "clipboard", "call.others", absent, choices=tuple(choices),
                 is_group_end=True),)  # fmt: skip


def _put(row: AgentRow | None, campaign: str) -> Wish:
    return Wish("campaign", row.pbx if row else "", row.agent if row else "", choice=campaign)


def _reason(seen: Seen, row: AgentRow, reason: str) -> Choice:
    limit = seen.reason_limit(reason)
    note = "" if limit is None else seen.language.text("at most {minutes} min", minutes=round(limit / 60))
    return Choice(Wish("pause", row.pbx, row.agent, choice=reason), seen.reason(reason), note)
