"""A call as playback needs it: where its recordings lie in its time, and whether they are there at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.domain.calls import Recording
from shared.domain.recorded import written_spans
from supervisor_console.playback.presenter import Trouble
from supervisor_console.playback.screen import MarkRow
from supervisor_console.playback.sound.course import Off, Part
from supervisor_console.playback.sound.peaks import Peaks
from supervisor_console.playback.views.waveform import Drawn
from supervisor_console.reports.markers import Marker
from supervisor_console.reports.tracked import RecordedFile, Tracked


@dataclass(frozen=True)
class Subject:
    """``parts`` that can be heard; ``trouble`` why there is none; ``helds``: when the customer was on hold."""

    key: tuple[str, str]
    started_at: datetime
    is_running: bool
    parts: tuple[Part, ...]
    trouble: Trouble
    helds: tuple[Off, ...]

    def parts_with(self, lengths: Mapping[str, int]) -> tuple[Part, ...]:
        """The parts, as long as their files turned out to be."""
        return tuple(replace(one, length_ms=lengths.get(one.file)) for one in self.parts)

    def drawn(
        self, peaks: Mapping[str, Peaks], at_ms: float, rows: tuple[MarkRow, ...], markers: tuple[Marker, ...],
        hint: str,
    ) -> Drawn:  # fmt: skip
        """The waveform at this moment."""
        return Drawn(
            peaks=peaks, parts={one.file: one for one in self.parts}, helds=self.helds, at_ms=at_ms, marks=rows,
            files_of_marks={one.key: one.file for one in markers}, hint=hint,
        )  # fmt: skip


def subject_of(tracked: Tracked, now: datetime) -> Subject:
    """What is known of the call at this moment."""
    call = tracked.call

    def ms(at: datetime | None) -> int:
        return round(((at or call.ended_at or now) - call.started_at).total_seconds() * 1000)

    known = {one.file: one for one in tracked.files}
    there = [one for one in call.recordings if not _is_away(known.get(one.file))]
    parts = tuple(
        Part(one.file, ms(one.started_at), ms(one.ended_at), _muted(one, ms),
             written=tuple((ms(start), ms(end)) for start, end in written_spans(one, call.ended_at or now)))
        for one in there if written_spans(one, call.ended_at or now)
    )  # fmt: skip
    helds = tuple((ms(hold.started_at), ms(hold.ended_at)) for talk in call.conversations for hold in talk.holds)
    return Subject(
        key=(call.pbx, call.call_id), started_at=call.started_at, is_running=call.ended_at is None, parts=parts,
        trouble="" if parts else _why(tracked, now), helds=helds,
    )  # fmt: skip


def _muted(one: Recording, ms: Callable[[datetime | None], int]) -> tuple[Off, ...]:
    return tuple((ms(off.started_at), ms(off.ended_at or one.ended_at)) for off in one.pauses if not off.is_cut)


def _is_away(file: RecordedFile | None) -> bool:
    return file is not None and (file.is_erased or file.is_missing)


def _why(tracked: Tracked, now: datetime) -> Trouble:
    if not any(written_spans(one, tracked.call.ended_at or now) for one in tracked.call.recordings):
        return "none"
    return "erased" if all(one.is_erased for one in tracked.files) else "missing"


def zone_of(name: str) -> tzinfo:
    """The centre's zone; UTC where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
