"""Calls that are planned for me, and times that are offered for planning one."""

from __future__ import annotations

from datetime import datetime, timedelta

from operator_panel.presenter.seen import Seen
from operator_panel.presenter.told import PlannedCall
from operator_panel.presenter.who import named
from operator_panel.presenter.writing import plain
from operator_panel.screen import Action, CallbackPlan, CallLine, CallList, Choice, Empty, Wish, Words
from shared.domain import numbers

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
    language, now = seen.language, seen.moment.now
    if number is None or numbers.is_hidden(number):
        return CallbackPlan(call, language.text("Plan a call back"))
    planned_at = seen.draft(call).planned_at
    offered = (
        (language.text("in 30 minutes"), now + timedelta(minutes=30)),
        (language.text("in 1 hour"), now + timedelta(hours=1)),
        (language.text("tomorrow"), _morning(seen, now)),
    )
    choices = tuple(
        Choice(Wish("plan_callback", call=call, text=_written(at), is_on=True), text, seen.clock(at), "calendar",
               is_chosen=planned_at is not None and _written(planned_at) == _written(at))
        for text, at in offered
    )  # fmt: skip
    said = language.text("Planned for {time}", time=_when(seen, planned_at)) if planned_at else ""
    return CallbackPlan(call, language.text("Plan a call back"), choices, _written(now), seen.phone(number), said,
                        is_suggested, str(seen.zone))  # fmt: skip


def _line(seen: Seen, one: PlannedCall, heading: str) -> CallLine:
    language = seen.language
    name, number = named(seen, one.number, one.name or seen.names.get(one.number))
    is_late = one.due <= seen.heard_at
    whose = "" if one.is_own else language.text("for anybody of the queue")
    detail = " · ".join(part for part in (seen.queue_title(one.queue), whose, plain(one.text, 200)) if part)
    return CallLine(
        key=one.callback, kind=Words(language.text("Call back"), "warn" if is_late else "accent", "calendar"),
        name=name, detail=detail, time=_when(seen, one.due),
        result=language.text("due") if is_late else "", token="warn" if is_late else "muted", heading=heading,
        note=plain(one.text, 200), number=number, wish=Wish("open_call", call=one.call) if one.call else None,
        actions=_actions(seen, one),
    )  # fmt: skip


def _actions(seen: Seen, one: PlannedCall) -> tuple[Action, ...]:
    language = seen.language
    can_dial = seen.can_act and seen.may("call.own") and seen.agent is not None
    dial = Action(Wish("dial", text=one.number, choice=one.callback), language.text("Call"), "handset",
                  is_enabled=can_dial, hint=seen.why_not)  # fmt: skip
    done = _end(seen, Wish("callback_done", choice=one.callback), language.text("Done"), "tick")
    return dial, done, _end(seen, Wish("callback_drop", choice=one.callback), language.text("Drop"), "close")


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
