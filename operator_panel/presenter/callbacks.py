"""Calls that are planned for me, and times that are offered for planning one."""

from __future__ import annotations

from datetime import datetime, timedelta

from operator_panel.presenter.campaign import offered_campaigns
from operator_panel.presenter.seen import Seen
from operator_panel.presenter.told import PlannedCall
from operator_panel.presenter.who import named
from operator_panel.presenter.writing import plain
from operator_panel.screen import Action, CallbackPlan, CallLine, CallList, Choice, Empty, Wish, Words
from shared.domain import numbers
from shared.domain.campaigns import ShownContact

MORNING = 9
"""The hour of the next day that is offered."""


def callbacks(seen: Seen) -> CallList:
    """In the order of their time; those that are due first, of course."""
    language = seen.language
    planned = sorted(seen.moment.callbacks, key=lambda one: (one.due, one.callback))
    lines, day = list[CallLine](), seen.today
    for one in planned:
        its = max(seen.today, one.due.astimezone(seen.zone).date())
        lines.append(_line(seen, one, "" if its == day else language.day(one.due, seen.zone)))
        day = its
    text = language.text("Plan one after a call, or from the list of calls.")
    return CallList(
        lines=tuple(lines), empty=Empty() if lines else Empty(language.text("No call back planned"), text, "calendar")
    )


def due(seen: Seen) -> int:
    """How many should have been made by now."""
    return sum(one.due <= seen.heard_at for one in seen.moment.callbacks)


def plan(seen: Seen, call: str, number: str | None, *, is_suggested: bool) -> CallbackPlan:
    """The box for planning; without a number there is nobody to call back."""
    language, now, work = seen.language, seen.moment.now, seen.leads.get(call)
    if work is not None and work.contact is not None:
        return _appointment(seen, call, work.contact, is_suggested=is_suggested)
    if number is None or numbers.is_hidden(number):
        return CallbackPlan(call, language.text("Plan a call back"))
    planned_at = seen.draft(call).planned_at
    said = language.text("Planned for {time}", time=_when(seen, planned_at)) if planned_at else ""
    return CallbackPlan(call, language.text("Plan a call back"), _offered(seen, call), _written(now),
                        seen.phone(number), said, is_suggested, str(seen.zone))  # fmt: skip


def _appointment(seen: Seen, call: str, contact: ShownContact, *, is_suggested: bool) -> CallbackPlan:
    """With a campaign's contact: at one of its numbers, kept by the dialer once the outcome is said."""
    language, draft = seen.language, seen.draft(call)
    chosen = draft.planned_number or contact.number
    known = tuple(
        Choice(Wish("plan_callback", call=call, choice=number), seen.phone(number), plain(kind),
               is_chosen=number == chosen)
        for number, kind in contact.numbers
    )  # fmt: skip
    said = ""
    if draft.planned_at is not None:
        time = _when(seen, draft.planned_at)
        said = language.text("Appointment {time}, will be saved with the outcome", time=time)
        if not draft.is_planned_own:
            said = language.text("Appointment {time} with anybody, will be saved with the outcome", time=time)
    return CallbackPlan(call, language.text("Make an appointment"), _offered(seen, call), _written(seen.moment.now),
                        seen.phone(chosen), said, is_suggested, str(seen.zone), known, is_draft=True)  # fmt: skip


def _offered(seen: Seen, call: str) -> tuple[Choice, ...]:
    """Times that are often meant."""
    language, now, planned_at = seen.language, seen.moment.now, seen.draft(call).planned_at
    offered = (
        (language.text("in 30 minutes"), now + timedelta(minutes=30)),
        (language.text("in 1 hour"), now + timedelta(hours=1)),
        (language.text("tomorrow"), _morning(seen, now)),
    )
    return tuple(
        Choice(Wish("plan_callback", call=call, text=_written(at), is_on=True), text, seen.clock(at), "calendar",
               is_chosen=planned_at is not None and _written(planned_at) == _written(at))
        for text, at in offered
    )  # fmt: skip


def _line(seen: Seen, one: PlannedCall, heading: str) -> CallLine:
    language = seen.language
    name, number = named(seen, one.number, one.name or seen.names.get(one.number))
    is_late = one.due <= seen.heard_at
    whose = "" if one.is_own else language.text("for anybody of the queue")
    of, kind = seen.queue_title(one.queue), language.text("Call back")
    if one.campaign:
        of, kind = language.text("Campaign {title}", title=plain(one.campaign_title)), language.text("Appointment")
        whose = "" if one.is_own else language.text("for anybody of the campaign")
    detail = " · ".join(part for part in (of, whose, plain(one.text, 200)) if part)
    icon = "megaphone" if one.campaign else "calendar"
    return CallLine(
        key=one.callback, kind=Words(kind, "warn" if is_late else "accent", icon),
        name=name, detail=detail, time=_when(seen, one.due),
        result=language.text("due") if is_late else "", token="warn" if is_late else "muted", heading=heading,
        note=plain(one.text, 200), number=number, wish=Wish("open_call", call=one.call) if one.call else None,
        actions=_actions(seen, one),
    )  # fmt: skip


def _actions(seen: Seen, one: PlannedCall) -> tuple[Action, ...]:
    language = seen.language
    if one.campaign:
        return _joining(seen, one)
    can_dial = seen.can_act and seen.may("call.own") and seen.agent is not None
    dial = Action(Wish("dial", text=one.number, choice=one.callback), language.text("Call"), "handset",
                  is_enabled=can_dial, hint=seen.why_not)  # fmt: skip
    done = _end(seen, Wish("callback_done", choice=one.callback), language.text("Done"), "tick")
    return dial, done, _end(seen, Wish("callback_drop", choice=one.callback), language.text("Drop"), "close")


def _joining(seen: Seen, one: PlannedCall) -> tuple[Action, ...]:
    """The dialer keeps it, for who works there."""
    work, offered = seen.moment.board.work, [row.campaign for row in offered_campaigns(seen)]
    if one.campaign not in offered or (work is not None and one.campaign == work.campaign):
        return ()
    return (Action(Wish("campaign", choice=one.campaign), seen.language.text("Work in the campaign"), "clipboard",
                   is_enabled=seen.can_act, hint=seen.why_not, is_pending=seen.is_pending("campaign")),)  # fmt: skip


def _end(seen: Seen, wish: Wish, text: str, icon: str) -> Action:
    is_pending = seen.is_pending(wish.kind, choice=wish.choice)
    return Action(wish, text, icon, is_enabled=seen.sight == "live", is_pending=is_pending, hint=seen.why_not)


def _when(seen: Seen, at: datetime) -> str:
    is_today = at.astimezone(seen.zone).date() == seen.today
    return seen.clock(at) if is_today else f"{seen.language.short_day(at, seen.zone)} {seen.clock(at)}"


def _morning(seen: Seen, now: datetime) -> datetime:
    """The next day's morning."""
    local = now.astimezone(seen.zone) + timedelta(days=1)
    return local.replace(hour=MORNING, minute=0, second=0, microsecond=0)


def _written(at: datetime) -> str:
    """ISO 8601 to the minute, with the offset."""
    return at.isoformat(timespec="minutes")
