"""What an exported table has of each call, as values with types: a file then writes them its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, tzinfo
from typing import Literal, NamedTuple

from shared.domain import numbers
from shared.domain.description import CentreDescription
from shared.language import Language
from supervisor_console.reports.found import FoundCall

ValueKind = Literal["instant", "text", "length", "count"]
Value = datetime | timedelta | int | str | None


class ExportColumn(NamedTuple):
    """A column of the file. ``width``: in characters."""

    title: str
    kind: ValueKind
    width: int
    value: Callable[[FoundCall], Value]


class Lines:
    """The columns for a reader; instants are the zone's, without it, because spreadsheets know none."""

    def __init__(self, language: Language, centre: CentreDescription, zone: tzinfo, *, is_masked: bool) -> None:
        self.language, self._centre, self._zone, self._is_masked = language, centre, zone, is_masked
        self.columns = (*self._who(), *self._what())

    def local(self, at: datetime | None) -> datetime | None:
        """An instant as a clock in the centre shows it."""
        return at.astimezone(self._zone).replace(tzinfo=None) if at is not None else None

    def _who(self) -> tuple[ExportColumn, ...]:
        text = self.language.text
        return (
            ExportColumn(text("Start"), "instant", 19, lambda call: self.local(call.started_at)),
            ExportColumn(text("End"), "instant", 19, lambda call: self.local(call.ended_at)),
            ExportColumn(text("Direction"), "text", 10, lambda call: call.direction),
            ExportColumn(text("Caller"), "text", 18, lambda call: self._number(call.caller)),
            ExportColumn(text("Name"), "text", 20, lambda call: None if self._is_masked else call.caller_name),
            ExportColumn(text("Called number"), "text", 18, self._called),
            ExportColumn(text("Line"), "text", 18, lambda call: call.line),
            ExportColumn(text("Queue"), "text", 16, lambda call: _list(map(self._centre.queue_title, call.queues))),
            ExportColumn(text("Operator"), "text", 22, lambda call: _list(map(_agent, call.agents))),
            ExportColumn(text("Outcome"), "text", 12, lambda call: call.outcome),
            ExportColumn(text("Ended by"), "text", 10, lambda call: call.ended_by),
        )

    def _what(self) -> tuple[ExportColumn, ...]:
        text = self.language.text
        return (
            ExportColumn(text("Wait"), "length", 9, lambda call: _length(call.wait_ms)),
            ExportColumn(text("Ringing|how long"), "length", 9, lambda call: _length(call.ring_ms)),
            ExportColumn(text("Talk"), "length", 9, lambda call: _length(call.talk_ms)),
            ExportColumn(text("Hold|how long"), "length", 9, lambda call: _length(call.hold_ms)),
            ExportColumn(text("Length"), "length", 9, lambda call: _length(call.length_ms)),
            ExportColumn(text("Transferred|of one call"), "count", 9, lambda call: int(call.is_transferred)),
            ExportColumn(text("Recordings"), "count", 9, lambda call: call.recordings),
            ExportColumn(text("Collection gap"), "count", 9, lambda call: int(call.is_in_gap)),
            ExportColumn(text("Called back"), "instant", 19, lambda call: self.local(call.called_back_at)),
            ExportColumn(text("Result code"), "text", 18, lambda call: _list(call.dispositions)),
            ExportColumn(text("Note"), "text", 40, lambda call: _list(call.notes)),
            ExportColumn("PBX", "text", 10, lambda call: call.pbx),
            ExportColumn(text("Call id"), "text", 18, lambda call: call.call),
        )

    def _number(self, number: str | None) -> str | None:
        if not self._is_masked or number is None:
            return number
        return numbers.masked(number, self._centre.country)

    def _called(self, call: FoundCall) -> str | None:
        return self._number(call.called) if call.direction == "outbound" else call.called


def _agent(agent: tuple[str, str | None]) -> str:
    extension, name = agent
    return f"{extension} {name}" if name and name != extension else extension


def _list(texts: Iterable[str]) -> str | None:
    return ", ".join(texts) or None


def _length(milliseconds: int | None) -> timedelta | None:
    return timedelta(milliseconds=milliseconds) if milliseconds is not None else None
