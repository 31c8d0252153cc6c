"""The card of the call in which I am, and strips for my other calls."""

from __future__ import annotations

from datetime import timedelta

from operator_panel.presenter import mine
from operator_panel.presenter.colleagues import targets
from operator_panel.presenter.customer import customer
from operator_panel.presenter.notices import notice_of
from operator_panel.presenter.seen import Seen
from operator_panel.presenter.who import caller, marks, shown_as
from operator_panel.presenter.writing import plain
from operator_panel.presenter.writing_down import note, outcome
from operator_panel.screen import Action, CallCard, CallStrip, Token, Wish, Words
from shared.domain.board import CallRow


def call_card(seen: Seen, row: CallRow) -> CallCard:
    """Everything about the call that the card shows."""
    return CallCard(
        row.call, mine.state_of(seen, row), seen.running(row.pbx, mine.since(seen, row)),
        caller(seen, row, detail(seen, row)), recording(seen, row), held(seen, row), consulting(seen, row),
        actions(seen, row), customer(seen, row.call, row.queue), note(seen, row.call, row.queue, is_over=False),
        outcome(seen, row.call, row.queue, is_late=False), notice_of(seen, row.call), targets(seen, row.call),
    )  # fmt: skip


def strip(seen: Seen, row: CallRow) -> CallStrip:
    """Another call in a line; one in which I am may be brought to the card."""
    shown, below = shown_as(seen, row)
    is_mine = seen.agent in row.agents
    return CallStrip(
        row.call, mine.state_of(seen, row), shown, below, consulting(seen, row) or seen.queue_title(row.queue),
        seen.running(row.pbx, mine.since(seen, row)), marks(seen, row.call, row.queue),
        Wish("show_call", call=row.call) if is_mine else None, _strip_actions(seen, row, is_mine=is_mine),
    )  # fmt: skip


def detail(seen: Seen, row: CallRow) -> str:
    """Podpora · linka +420 222 111 000 · čekání 00:34."""
    language, parts = seen.language, [seen.queue_title(row.queue)]
    if (work := seen.leads.get(row.call)) is not None:
        parts.insert(0, language.text("Campaign {title}", title=plain(work.title or work.campaign)))
    if row.line:
        parts.append(language.text("line {line}", line=seen.line_title(row.line)))
    if row.waited_seconds is not None:
        parts.append(language.text("wait {time}", time=seen.seconds(row.waited_seconds)))
    if row.direction == "outbound":
        parts.append(language.text("outgoing call"))
    elif row.direction == "internal":
        parts.append(language.text("internal call"))
    return " · ".join(part for part in parts if part)


def recording(seen: Seen, row: CallRow) -> Words:
    """Whether the call is being recorded; nothing where it is not meant to be."""
    match row.recording:
        case "on":
            return Words(seen.language.text("Recording"), "bad", "record")
        case "paused":
            return Words(seen.language.text("Not recording now"), "warn", "record_pause")
        case _:
            return Words()


def held(seen: Seen, row: CallRow) -> str:
    """How long the customer has been on hold, all in all; while he is, how long the call takes."""
    language, parts = seen.language, []
    total = timedelta(seconds=row.held_seconds)
    if row.phase == "on_hold" or mine.is_asking(seen, row):
        # on hold already while the colleague's number was dialled
        total += seen.length(row.pbx, row.since if row.phase == "on_hold" else mine.since(seen, row))
        if row.talking_since is not None:
            parts.append(language.text("call {time}", time=seen.running(row.pbx, row.talking_since)))
        if row.held_seconds >= 1:  # else it is what runs beside it
            parts.append(language.text("held {time} in all", time=language.running(total)))
    elif row.held_seconds >= 1:
        parts.append(language.text("held {time} in all", time=language.running(total)))
    return " · ".join(parts)


def consulting(seen: Seen, row: CallRow) -> str:
    """Who waits for whom."""
    if row.consulting is None:
        return ""
    asker, asked = row.consulting
    language = seen.language
    if asker == seen.agent:
        return language.text("The customer waits while you ask {name}.", name=seen.name_of(asked))
    if asked == seen.agent:
        return language.text("{name} asks you, the customer waits.", name=seen.name_of(asker))
    return language.text("{name} asks {other}.", name=seen.name_of(asker), other=seen.name_of(asked))


def actions(seen: Seen, row: CallRow) -> tuple[Action, ...]:
    """What may be done with the call now, in the order of the buttons; hanging up is last."""
    if not seen.may("call.own"):
        return ()
    language, call = seen.language, row.call
    hang_up = _action(seen, Wish("hangup", call=call), language.text("Hang up"), "hang_up", "bad")
    if mine.is_asking(seen, row):
        return (
            _action(seen, Wish("complete", call=call), language.text("Pass the call on"), "swap", "accent"),
            _action(seen, Wish("back", call=call), language.text("Back to the customer"), "chevron_left"), hang_up,
        )  # fmt: skip
    if row.phase not in ("talking", "on_hold") or mine.is_asked(seen, row):
        return (hang_up,)
    found = [_hold(seen, row)] if seen.desk.can_hold else []
    found.append(_action(seen, Wish("transfer", call=call), language.text("Transfer"), "swap", "accent"))
    if seen.desk.can_park:
        found.append(_action(seen, Wish("park", call=call), language.text("Park"), "parking", "accent"))
    if seen.desk.can_pause_recording and row.recording != "none":
        found.append(_record(seen, row))
    return (*found, hang_up)


def _hold(seen: Seen, row: CallRow) -> Action:
    if row.phase == "on_hold":
        wish, text = Wish("hold", call=row.call, is_on=False), seen.language.text("Resume")
        return _action(seen, wish, text, "play", "held", is_checked=True)
    return _action(seen, Wish("hold", call=row.call, is_on=True), seen.language.text("Hold"), "pause_square", "held")


def _record(seen: Seen, row: CallRow) -> Action:
    if row.recording == "on":
        wish, text = Wish("record", call=row.call, is_on=False), seen.language.text("Do not record")
        return _action(seen, wish, text, "record_pause", "bad")
    return _action(seen, Wish("record", call=row.call, is_on=True), seen.language.text("Record"), "record", "bad")


def _action(
    seen: Seen, wish: Wish, text: str, icon: str, token: Token = "text", *, is_checked: bool = False
) -> Action:
    return Action(
        wish, text, icon, token, is_enabled=seen.can_act, hint=seen.why_not, is_checked=is_checked,
        is_pending=seen.is_pending(wish.kind, wish.call),
    )  # fmt: skip


def _strip_actions(seen: Seen, row: CallRow, *, is_mine: bool) -> tuple[Action, ...]:
    if not is_mine:
        return ()
    return tuple(one for one in actions(seen, row) if one.wish.kind in ("hold", "hangup", "complete", "back"))
