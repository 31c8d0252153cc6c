"""The call's short course: when it came, where it waited, who talked, what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from shared.domain.calls import Call
from shared.language import formats, to_translate
from supervisor_console.playback.screen import MarkRow
from supervisor_console.quality.presenter.moment import Moment
from supervisor_console.quality.screen import CourseLine, Token

_ENDED = {
    "caller": to_translate("The caller hung up"), "agent": to_translate("The operator hung up"),
    "transfer": to_translate("Passed on"), "system": to_translate("The PBX ended it"),
}  # fmt: skip
_Happened = tuple[datetime, str, Token, str, timedelta | None]


def course_of(moment: Moment) -> tuple[CourseLine, ...]:
    """In the order in which it happened; nothing until it is known."""
    tracked = moment.tracked
    if tracked is None or moment.chosen is None or (tracked.call.pbx, tracked.call.call_id) != moment.chosen[:2]:
        return ()
    begun_at = tracked.call.started_at
    marked = (_marked(begun_at, one) for one in moment.markers)
    happened = sorted((*_happened(moment, tracked.call, tracked.names), *marked), key=lambda one: one[0])
    return tuple(
        CourseLine(nth, round((at - begun_at).total_seconds() * 1000), moment.language.clock(at, moment.zone), icon,
                   token, words, "" if length is None else formats.length(length.total_seconds()))
        for nth, (at, icon, token, words, length) in enumerate(happened)
    )  # fmt: skip


def _marked(begun_at: datetime, marker: MarkRow) -> _Happened:
    said = f"{marker.text} · {marker.initials}" if marker.text else marker.initials
    return begun_at + timedelta(milliseconds=marker.at_ms), "flag", "warn", said, None


def _happened(moment: Moment, call: Call, names: dict[str, str]) -> Iterator[_Happened]:
    text = moment.language.text
    yield call.started_at, "arrow_down_left" if call.direction == "inbound" else "arrow_up_right", "muted", text(
        "Call begins"), None
    for visit in call.visits:
        queue = moment.centre.queue_title(visit.queue)
        yield visit.entered_at, "people", "ringing", text("Waits in {queue}", queue=queue), visit.wait_time
    for talk in call.conversations:
        who = names.get(talk.party, talk.party)
        words = text("{operator} consults", operator=who) if talk.kind else text("{operator} talks", operator=who)
        yield talk.started_at, "handset", "talking", words, talk.talk_time
        for hold in talk.holds:
            length = hold.ended_at - hold.started_at if hold.ended_at else None
            yield hold.started_at, "pause", "held", text("On hold"), length
    for transfer in call.transfers:
        words = text("Passed on to {target}", target=names.get(transfer.to or "", transfer.to or "—"))
        yield transfer.happened_at, "bent_arrow", "accent", words, None
    if call.ended_at is not None:
        ended = _ENDED.get(call.ended_by or "", to_translate("Call ends"))
        yield call.ended_at, "hang_up", "muted", text(ended), call.ended_at - call.started_at
