"""Calls that nobody has answered, and callers who gave up."""

from __future__ import annotations

from shared.domain import numbers
from shared.domain.board import CallRow
from supervisor_console.live.presenter.seen import NOTHING, Seen
from supervisor_console.live.screen import Action, MissedLine, WaitingLine, Wish, Words
from supervisor_console.reports.missed import Missed


def waiting_calls(seen: Seen) -> list[CallRow]:
    """Those in the chosen queues; who waits longest is first, so that who comes later moves nobody."""
    found = [row for row in seen.moment.board.calls if is_waiting(row) and seen.is_wanted(row.queue)]
    return sorted(found, key=lambda row: (row.queue_entered or row.since, row.pbx, row.call))


def is_waiting(row: CallRow) -> bool:
    """Is it in a queue, and nobody has it?"""
    return bool(row.queue and row.queue_entered) and row.phase in ("waiting", "ringing")


def waiting_lines(seen: Seen) -> tuple[WaitingLine, ...]:
    """The table's rows."""
    return tuple(_waiting(seen, row, place) for place, row in enumerate(waiting_calls(seen), 1))


def _waiting(seen: Seen, row: CallRow, place: int) -> WaitingLine:
    entered = row.queue_entered or row.since
    return WaitingLine(
        pbx=row.pbx, call=row.call, order=entered.timestamp(), number=str(place), caller=seen.caller(row.caller),
        queue=seen.with_pbx(seen.queue_title(row.queue), row.pbx),
        line=seen.phone(row.line) if row.line else NOTHING, where=_where(seen, row), time=_time(seen, row),
    )  # fmt: skip


def _where(seen: Seen, row: CallRow) -> Words:
    if not row.ringing:
        return Words(seen.language.text("in the queue"), "muted")
    more = f" +{len(row.ringing) - 1}" if len(row.ringing) > 1 else ""
    return Words(row.ringing[0] + more, "ringing", "bell")


def _time(seen: Seen, row: CallRow) -> Words:
    seconds = seen.seconds_since(row.pbx, row.queue_entered)
    alert = seen.alert_on(row.pbx, row.queue or "", "longest_wait")
    if alert is not None and alert.limit is not None and seconds > alert.limit:
        return Words(seen.length(seconds), alert.level, "triangle")
    return Words(seen.length(seconds))


def missed_lines(seen: Seen) -> tuple[MissedLine, ...]:
    """The last hour's in the chosen queues, newest first."""
    return tuple(_missed(seen, one) for one in seen.moment.missed or () if seen.is_wanted(one.queue))


def _missed(seen: Seen, one: Missed) -> MissedLine:
    return MissedLine(
        pbx=one.pbx, call=one.call, order=-one.at.timestamp(), at=seen.clock(one.at), caller=seen.caller(one.caller),
        queue=seen.queue_title(one.queue),
        waited=NOTHING if one.wait_seconds is None else seen.length(one.wait_seconds), dial=_dial(seen, one),
        done=Words() if one.called_back_at is None else Words(seen.short_clock(one.called_back_at), "good", "tick"),
    )  # fmt: skip


def _dial(seen: Seen, one: Missed) -> Action | None:
    """To call back, from the supervisor's own phone."""
    language = seen.language
    if one.called_back_at is not None or one.caller is None or numbers.is_hidden(one.caller):
        return None
    wish = Wish("dial", one.pbx, call=one.call, choice=one.caller)
    why_not = seen.why_not(one.pbx)
    if not why_not and not seen.may("call.own"):
        why_not = language.text("Your account may not do this.")
    if not why_not and wish in seen.moment.pending:
        why_not = language.text("Asked for; the phone system has not answered yet.")
    hint = why_not or language.text("Your phone rings first, then the number is dialled.")
    return Action(wish, language.text("Call"), "handset", hint=hint, is_enabled=not why_not)
