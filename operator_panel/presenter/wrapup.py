"""The card after a call, and of an earlier call that was opened to write about it."""

from __future__ import annotations

from datetime import timedelta

from operator_panel.presenter import script
from operator_panel.presenter.callbacks import plan
from operator_panel.presenter.customer import customer
from operator_panel.presenter.following import MyCall
from operator_panel.presenter.leads import call_of, to_write
from operator_panel.presenter.seen import Seen
from operator_panel.presenter.shift import pauses
from operator_panel.presenter.state import left_of_wrapup, my_state
from operator_panel.presenter.told import OwnCall
from operator_panel.presenter.who import caller, other_end
from operator_panel.presenter.writing import plain
from operator_panel.presenter.writing_down import chosen_of, missing, note, outcome
from operator_panel.screen import Action, Wish, WrapupCard
from shared.domain.board import CallRow
from shared.domain.campaigns import CampaignWork

LATE = timedelta(seconds=10)
"""With so little time left it is said what is missing."""
OWED_TIME = timedelta(minutes=15)
"""An outcome of a call that ended longer ago was let go by somebody."""
MORE_SECONDS = 30
SAVE_KEY = "Ctrl+Enter"


def subject(seen: Seen) -> tuple[MyCall, bool] | None:
    """The call that is written about, and is it an earlier one? The last one goes first. None: none is."""
    owed = to_write(seen.moment)
    if owed is not None:
        return _of_campaign(seen, owed), False
    if my_state(seen) == "wrapping_up":
        if seen.moment.followed.ended:
            return _after(seen, seen.moment.followed.ended), False
        newest = next((one for one in _told(seen) if one.kind == "handled"), None)  # the program began meanwhile
        if newest is not None:
            return _as_mine(newest), False
    opened = seen.moment.choices.opened_call
    found = seen.moment.followed.of(opened) or _of_history(seen, opened) if opened else None
    return (found, True) if found else None


def _of_campaign(seen: Seen, work: CampaignWork) -> MyCall:
    """The call with a campaign's contact; one that was never seen here is made of what the dialer says."""
    call = call_of(seen.moment, work)
    followed = seen.moment.followed.of(call)
    if followed is not None:
        return followed
    number = work.contact.number if work.contact is not None else None
    row = CallRow(pbx="", call=call, direction="outbound", phase="other", started=work.since, since=work.since,
                  called=number)  # fmt: skip
    return MyCall(row)


def _after(seen: Seen, ended: tuple[MyCall, ...]) -> MyCall:
    """Which of several: the one under the fingers, else the first that still owes its outcome, else the last."""
    written = next((one for one in ended if one.call == seen.moment.choices.written_call), None)
    recent = [one for one in reversed(ended) if one.ended_at and seen.moment.now - one.ended_at <= OWED_TIME]
    return written or next((one for one in recent if missing(seen, one.call, one.row.queue)), ended[0])


def wrapup_card(seen: Seen, call: MyCall, *, is_earlier: bool) -> WrapupCard:
    """Outcome, note and plan, and the two ways to close it; both say what is missing when they are pressed."""
    row = call.row
    # Nothing waits for what is written later, so nothing is demanded.
    lacks = () if is_earlier else (*missing(seen, call.call, row.queue), *script.missing(seen, row))
    left = left_of_wrapup(seen)
    is_late = not is_earlier and left is not None and left <= LATE
    chosen = chosen_of(seen, call.call, row.queue)
    return WrapupCard(
        call.call, caller(seen, row, detail(seen, call)), outcome(seen, call.call, row.queue, is_late=is_late),
        note(seen, call.call, row.queue, is_over=True),
        plan(seen, call.call, other_end(seen, row)[0], is_suggested=chosen is not None and chosen.plans_callback),
        _save_ready(seen, call.call, is_earlier=is_earlier, is_whole=not lacks),
        _back(seen) if is_earlier else _save_pause(seen, call.call, is_whole=not lacks),
        None if is_earlier else _more_time(seen, call.call), customer(seen, call.call, row.queue), lacks, is_earlier,
    )  # fmt: skip


def detail(seen: Seen, call: MyCall) -> str:
    """Podpora · hovor 04:31 · čekání 00:34."""
    language, row = seen.language, call.row
    parts = [seen.queue_title(row.queue)]
    if (work := seen.leads.get(call.call)) is not None:
        parts.insert(0, language.text("Campaign {title}", title=plain(work.title or work.campaign)))
    began = row.talking_since or call.answered_at
    if began is not None and call.ended_at is not None:
        parts.append(language.text("call {time}", time=language.running(call.ended_at - began)))
    if row.waited_seconds is not None:
        parts.append(language.text("wait {time}", time=seen.seconds(row.waited_seconds)))
    return " · ".join(part for part in parts if part)


def _save_ready(seen: Seen, call: str, *, is_earlier: bool, is_whole: bool) -> Action:
    text = seen.language.text("Save") if is_earlier else seen.language.text("Save and be ready")
    # What is written is kept on this machine: an earlier call can be closed without a connection too.
    is_result = call in seen.leads and not seen.draft(call).is_disposed
    can = is_whole and (is_earlier or seen.can_act or is_result)
    return Action(
        Wish("save_ready", call=call), text, "circle_tick", is_enabled=can, is_primary=True, hint=seen.why_not,
        is_pending=seen.is_pending("save_ready", call), key=SAVE_KEY,
    )  # fmt: skip


def _save_pause(seen: Seen, call: str, *, is_whole: bool) -> Action:
    reasons = pauses(seen, "save_pause", call)
    only = reasons[0].wish.choice if len(reasons) == 1 else ""
    return Action(
        Wish("save_pause", call=call, choice=only), seen.language.text("Save and pause"), "cup", "paused",
        is_enabled=is_whole and seen.can_act, hint=seen.why_not, is_pending=seen.is_pending("save_pause", call),
        choices=reasons if len(reasons) > 1 else (),
    )  # fmt: skip


def _back(seen: Seen) -> Action:
    return Action(Wish("show_call"), seen.language.text("Back to the list"), "chevron_left")


def _more_time(seen: Seen, call: str) -> Action | None:
    """Where the daemon keeps the wrap-up it can be prolonged; the PBX's own cannot."""
    if left_of_wrapup(seen) is None:
        return None
    text = seen.language.text("Add {seconds} s", seconds=MORE_SECONDS)
    return Action(Wish("more_time", call=call), text, "clock", is_enabled=seen.can_act, hint=seen.why_not,
                  is_pending=seen.is_pending("more_time", call))  # fmt: skip


def _told(seen: Seen) -> tuple[OwnCall, ...]:
    return seen.moment.own_calls.rows if seen.moment.own_calls else ()


def _of_history(seen: Seen, call: str) -> MyCall | None:
    found = next((one for one in _told(seen) if one.call == call), None)
    return _as_mine(found) if found else None


def _as_mine(one: OwnCall) -> MyCall:
    """A call of the history as if it had been followed."""
    is_outgoing = one.kind == "outgoing"
    row = CallRow(
        pbx=one.pbx, call=one.call, direction="outbound" if is_outgoing else "inbound", phase="other", started=one.at,
        since=one.at, line=one.line, caller=None if is_outgoing else one.number, caller_name=one.name,
        called=one.number if is_outgoing else None, queue=one.queue, waited_seconds=one.wait_seconds,
        held_seconds=one.hold_seconds or 0.0,
    )  # fmt: skip
    talked = timedelta(seconds=one.talk_seconds) if one.talk_seconds else None
    return MyCall(row, None, one.at if talked else None, one.at + talked if talked else None)
