"""The popup of a call that rings at me: what is known, for so long as it is of use."""

from __future__ import annotations

from datetime import timedelta

from operator_panel.presenter import mine
from operator_panel.presenter.customer import customer, is_unknown
from operator_panel.presenter.moment import PopupChoice
from operator_panel.presenter.seen import Seen
from operator_panel.presenter.who import caller
from operator_panel.screen import Action, Popup, Wish, Words
from shared.domain.board import CallRow

_UNTOUCHED = PopupChoice()


def popups(seen: Seen) -> tuple[Popup, ...]:
    """One for each call that rings at me, but for those hidden, run out, or made by me; none in quiet mode."""
    if seen.moment.choices.is_quiet or seen.sight != "live":
        return ()
    rows = [row for row in mine.ringing(seen) if not mine.is_made_by_me(seen, row)]
    return tuple(popup for row in rows for popup in [_popup(seen, row)] if popup is not None)


def _popup(seen: Seen, row: CallRow) -> Popup | None:
    touched = seen.moment.choices.popups.get(row.call, _UNTOUCHED)
    left, length = _left(seen, row, touched), seen.desk.popup_seconds
    if touched.is_hidden or (length > 0 and left <= timedelta()):
        return None
    language = seen.language
    label, wait = _wait(seen, row)
    seconds = -(-left.total_seconds() // 1)
    known = customer(seen, row.call, row.queue, is_popup=True)
    advice = Words(language.text("Pick up the call on your phone."), "muted", "handset")
    return Popup(
        row.call, mine.state_of(seen, row), seen.queue_title(row.queue), label, wait,
        caller(seen, row, _line(seen, row)), known, advice, _actions(seen, row, known.links),
        language.text("closes in {seconds} s", seconds=f"{seconds:.0f}") if length > 0 else "",
        min(1.0, left.total_seconds() / length) if length > 0 else 1.0, is_unknown(seen, row.call, row.queue),
    )  # fmt: skip


def _left(seen: Seen, row: CallRow, touched: PopupChoice) -> timedelta:
    """How long it stays: it does not close under the mouse. ``popup_seconds`` 0: until the ringing ends."""
    now = seen.now_of(row.pbx)
    rang_at = seen.followed(row).rang_at or row.since
    kept = touched.kept + (max(timedelta(), now - touched.kept_since) if touched.kept_since else timedelta())
    return timedelta(seconds=seen.desk.popup_seconds) - max(timedelta(), now - rang_at - kept)


def _wait(seen: Seen, row: CallRow) -> tuple[str, str]:
    """How long the caller has waited in the queue; of a direct call, how long it has rung."""
    if row.queue_entered is not None:
        return seen.language.text("waiting|for"), seen.running(row.pbx, row.queue_entered)
    return seen.language.text("ringing|for"), seen.running(row.pbx, mine.since(seen, row))


def _line(seen: Seen, row: CallRow) -> str:
    """The line that was dialled, and who asks where a colleague does."""
    language, parts = seen.language, list[str]()
    if row.line:
        parts.append(language.text("line {line}", line=seen.line_title(row.line)))
    if row.direction == "internal":
        parts.append(language.text("internal call"))
    if row.consulting is not None:
        parts.append(language.text("{name} asks you, the customer waits.", name=seen.name_of(row.consulting[0])))
    return " · ".join(parts)


def _actions(seen: Seen, row: CallRow, links: tuple[Action, ...]) -> tuple[Action, ...]:
    """The first link is the popup's button; hiding it does not touch the call."""
    first = tuple(
        Action(one.wish, one.text, one.icon, one.token, one.is_enabled, is_primary=True) for one in links[:1]
    )  # fmt: skip
    return (*first, Action(Wish("hide_popup", call=row.call), seen.language.text("Hide"), "close"))
