"""The panel on the right: what is known of the recordings, and what people wrote about the call."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath

from shared.domain.calls import Recording
from shared.domain.recorded import written_spans
from supervisor_console.reports.tracked import RecordedFile, Tracked
from supervisor_console.tracking.presenter.telling import Telling
from supervisor_console.tracking.screen import Chip, Detail, Pair, Remark


def sound(telling: Telling, tracked: Tracked, *, may_hear: bool) -> Detail:
    """The recordings: parts with their spans, what was switched off, how large, how long kept."""
    text = telling.language.text
    title = text("Recording|noun")
    files = {one.file: one for one in tracked.files}
    if not telling.call.recordings:
        is_talked = bool(telling.call.conversations)
        empty = text("None: nothing was recorded.") if is_talked else text("None, the call was not connected.")
        return Detail(title=title, empty=empty)
    pairs: list[Pair] = []
    for number, one in enumerate(telling.call.recordings, 1):
        pairs += _part(telling, number, one, files.get(one.file))
    empty = "" if may_hear else text("You have no right to recordings. Ask an administrator.")
    return Detail(title=title, pairs=tuple(pairs), chip=_chip(telling, tracked), empty=empty)


def _part(telling: Telling, number: int, one: Recording, file: RecordedFile | None) -> Iterator[Pair]:
    text = telling.language.text
    spans = written_spans(one, telling.at(telling.call_ms))
    start, end = (telling.ms(spans[0][0]), telling.ms(spans[-1][1])) if spans else (telling.ms(one.started_at),) * 2
    hint = PurePosixPath(one.file).name
    yield Pair(text("Part {number}", number=number), _span(telling, start, end), start, hint)
    for pause in (each for each in one.pauses if not each.is_cut):
        off, on = telling.ms(pause.started_at), telling.ms(pause.ended_at or one.ended_at)
        yield Pair(text("Switched off"), _span(telling, off, on), off)
    if file is not None:
        yield from _file(telling, file)


def _file(telling: Telling, file: RecordedFile) -> Iterator[Pair]:
    text, language = telling.language.text, telling.language
    if file.is_erased:
        yield Pair(text("File|caption"), text("erased"))
    elif file.is_missing:
        yield Pair(text("File|caption"), text("missing on the disk"))
    elif file.bytes is not None:
        size = f"{language.number(file.bytes / 1_000_000, 1)}\u00a0MB"
        yield Pair(text("File|caption"), " · ".join(part for part in (size, file.format or "") if part))
    if file.is_held:
        yield Pair(text("Legal hold"), text("kept in any case"))
    if file.keep_until is not None:
        yield Pair(text("Keep until"), day(telling, file.keep_until))


def _chip(telling: Telling, tracked: Tracked) -> Chip | None:
    """In one word: is the sound there and as it was?"""
    text, files = telling.language.text, tracked.files
    if not files:
        return Chip("info", text("Not in the catalogue"), "muted")
    if any(one.is_erased for one in files):
        return Chip("trash", text("Erased"), "muted")
    if any(one.is_missing for one in files):
        return Chip("triangle", text("File missing"), "bad")
    if all(one.sha256 for one in files):
        hashes = "\n".join(str(one.sha256) for one in files)
        return Chip("lock", text("Fingerprint kept"), "good", f"SHA-256\n{hashes}")
    return Chip("clock", text("Not yet checked"), "muted")


def _span(telling: Telling, start: int, end: int) -> str:
    return f"{telling.clock(start)} – {telling.clock(end)} · {telling.length(start, end)}"


def day(telling: Telling, at: datetime) -> str:
    """A day with its year, as the reader writes it: "19. 11. 2026"."""
    return telling.language.calendar_day(at.astimezone(telling.zone).date())


def written(telling: Telling, tracked: Tracked) -> tuple[Detail, ...]:
    """Results, notes and forms, each with who and when."""
    text = telling.language.text
    found = []
    if tracked.dispositions:
        results = [Remark(one.text or one.code, _by(telling, one.name, one.written_at)) for one in tracked.dispositions]
        found.append(Detail(title=text("Result of the call"), remarks=tuple(results)))
    if tracked.notes:
        notes = [Remark(one.text, _by(telling, one.name, one.written_at)) for one in tracked.notes]
        found.append(Detail(title=text("Notes"), remarks=tuple(notes)))
    for form in tracked.forms:
        pairs = tuple(Pair(name, value) for name, value in form.answers.items())
        by = Remark("", _by(telling, form.name, form.written_at))
        found.append(Detail(title=text("Form: {name}", name=form.form), pairs=pairs, remarks=(by,)))
    return tuple(found)


def _by(telling: Telling, name: str, at: datetime) -> str:
    clock = telling.language.clock(at, telling.zone)
    is_same_day = at.astimezone(telling.zone).date() == telling.call.started_at.astimezone(telling.zone).date()
    return f"{name}, {clock}" if is_same_day else f"{name}, {day(telling, at)} {clock}"
