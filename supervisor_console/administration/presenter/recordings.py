"""The tab of recordings: what the catalogue says, and what may be done with the chosen file's call."""

from __future__ import annotations

from pathlib import Path

from shared.language import to_translate
from supervisor_console.administration.presenter import words
from supervisor_console.administration.presenter.accounts import refused
from supervisor_console.administration.presenter.moment import Around, RecordingsMoment
from supervisor_console.administration.screen.recordings import FileLine, ReasonQuestion, RecordingsShown, Total
from supervisor_console.reports.recording_care import Erased, FileList, KeptFile, Totals, Traces
from supervisor_console.views.pieces import Choice, Deed, Mark, Option, Token, choice_of

_LISTS: dict[str, str] = {
    "all": to_translate("All files"), "held": to_translate("Held|recordings"),
    "orphans": to_translate("Without a call"), "missing": to_translate("Missing|recordings"),
    "trouble": to_translate("With a trouble"),
    "erased": to_translate("Erased|recordings"), "protocol": to_translate("Protocol of erasures"),
}  # fmt: skip
_KINDS: dict[str, str] = {
    "recording": to_translate("One call's sound"), "retention": to_translate("By the retention's rules"),
    "subject": to_translate("A person's traces"),
}  # fmt: skip
NAMED = 3
"""Recordings that are missing in an archive are named so many at most; its manifest names all."""


def shown(moment: RecordingsMoment, around: Around) -> RecordingsShown:
    """The whole tab."""
    text = around.language.text
    is_protocol = moment.which == "protocol"
    said = moment.text.casefold().split()
    lines = tuple(_entry(one, around) for one in moment.erasures) if is_protocol else tuple(
        _line(one, around) for one in moment.files)  # fmt: skip
    if is_protocol:
        lines = tuple(one for one in lines if all(word in _text_of(one) for word in said))
    foot = around.language.plural("{number} row shown", "{number} rows shown", len(lines))
    chosen = next((one for one in moment.files if (one.pbx, one.file) == moment.chosen), None)
    return RecordingsShown(
        title=text("Recordings"), totals=_totals(moment.totals, around), lines=lines, chosen=moment.chosen,
        foot=text("{shown}, older ones come while scrolling", shown=foot) if moment.has_more else foot,
        empty=text("Nothing is in this list.") if moment.is_answered and not lines else "",
        which=_which(moment, around),
        search_hint=text("File, call or reason"), is_old=moment.knowing.away_since is not None,
        **_deeds(None if is_protocol else chosen, around),
    )  # fmt: skip


def _text_of(line: FileLine) -> str:
    return " ".join((line.what.text, line.what.more, line.state.text, line.why.text)).casefold()


def _totals(totals: Totals | None, around: Around) -> tuple[Total, ...]:
    language = around.language

    def figure(which: FileList) -> str:
        return language.number(totals.counts[which]) if totals is not None else words.NOTHING

    size = words.size(totals.bytes, language) if totals is not None else words.NOTHING
    hint = language.text("{size} on disk", size=size)
    return (
        Total(language.text("Files"), figure("all"), hint), Total(language.text(_LISTS["held"]), figure("held")),
        Total(language.text(_LISTS["orphans"]), figure("orphans")),
        Total(language.text(_LISTS["missing"]), figure("missing")),
        Total(language.text(_LISTS["trouble"]), figure("trouble")),
        Total(language.text(_LISTS["erased"]), figure("erased")),
    )  # fmt: skip


def _which(moment: RecordingsMoment, around: Around) -> Choice:
    text = around.language.text
    options = tuple(Option(name, text(word), name == moment.which) for name, word in _LISTS.items())
    return choice_of(text("List"), options)


def _line(file: KeptFile, around: Around) -> FileLine:
    language = around.language
    name = file.file.replace("\\", "/").rpartition("/")[2]
    return FileLine(
        key=(file.pbx, file.file), at=Mark(words.day_and_time(file.recorded_at, around.zone, language)),
        what=Mark(name, more=file.call or "", hint=file.file),
        length=Mark(words.length(file.length_ms), _muted(file.length_ms)),
        size=Mark(words.size(file.bytes, language), _muted(file.bytes)), state=_state(file, around),
        why=_why(file, around),
    )  # fmt: skip


def _muted(value: int | None) -> Token:
    return "muted" if value is None else "text"


def _state(file: KeptFile, around: Around) -> Mark:
    text = around.language.text
    if file.erased_at is not None:
        return Mark(text("Erased"), "offline", "trash", is_state=True)
    if file.missing_at is not None:
        return Mark(text("Missing"), "bad", "circle_cross", is_state=True)
    if file.is_held:
        return Mark(text("Held"), "held", "lock", is_state=True)
    if file.trouble:
        return Mark(text("Trouble"), "warn", "triangle", is_state=True)
    if file.call is None:
        return Mark(text("No call"), "warn", "circle_dashed", is_state=True)
    return Mark(text("Kept"), "good", "circle_tick", is_state=True)


def _why(file: KeptFile, around: Around) -> Mark:
    language = around.language
    if file.erased_at is not None:
        return Mark(file.erased_why or "", "muted", more=file.erased_by or "")
    if file.is_held:
        return Mark(file.held_why or "", "muted", more=file.held_by or "")
    if file.trouble:
        return Mark(file.trouble, "muted")
    if file.keep_until is not None:
        day = words.day(file.keep_until.astimezone(around.zone).date(), language)
        return Mark(language.text("until {day}", day=day), "muted")
    return Mark(words.NOTHING, "muted")


def _entry(entry: Erased, around: Around) -> FileLine:
    language = around.language
    text = language.text
    rows = ", ".join(f"{table} {count}" for table, count in sorted(entry.rows.items()))
    left = "; ".join(entry.left_over)
    hint = ". ".join(part for part in (
        text("Rows erased: {rows}", rows=rows) if rows else "", text("Left over: {left}", left=left) if left else ""
    ) if part)  # fmt: skip
    kind = text(_KINDS[entry.kind]) if entry.kind in _KINDS else entry.kind
    calls = language.plural("{number} call", "{number} calls", entry.calls)
    return FileLine(
        key=("", str(entry.id)), at=Mark(words.day_and_time(entry.erased_at, around.zone, language)),
        what=Mark(kind, more=entry.subject, hint=hint), length=Mark(language.number(entry.files)),
        size=Mark(words.size(entry.bytes, language)), state=Mark(calls, "muted", hint=hint),
        why=Mark(entry.why, "muted", more=entry.account),
    )  # fmt: skip


def _deeds(chosen: KeptFile | None, around: Around) -> dict[str, Deed]:
    text, away = around.language.text, refused(around)
    none = text("Choose a file first.") if chosen is None else ""
    orphan = text("The file belongs to no call.") if chosen is not None and chosen.call is None else ""
    gone = text("The file is erased already.") if chosen is not None and chosen.erased_at is not None else ""
    held = text("It is held: release it first.") if chosen is not None and chosen.is_held else ""
    is_held = chosen is not None and chosen.is_held
    right = "" if "recording.erase" in around.rights else text("You have no right to hold or erase recordings.")
    stop = right or away or none or orphan or gone
    return {
        "open": Deed(text("Open call"), "open_out", none or orphan),
        "hold": Deed(text("Release") if is_held else text("Hold|recording"), "lock", stop),
        "erase": Deed(text("Erase sound"), "trash", stop or held, is_dangerous=True),
        "subject": Deed(text("Personal data of a number"), "user", right or away),
    }


# --- questions


def hold_question(file: KeptFile, around: Around) -> ReasonQuestion:
    """Before a call's recordings are held, or released."""
    text = around.language.text
    if file.is_held:
        return ReasonQuestion(
            title=text("Release the recordings of call {call}?", call=file.call or ""),
            text=text("From then on they are deleted when the retention says so."), accept=text("Release"),
        )  # fmt: skip
    return ReasonQuestion(
        title=text("Hold the recordings of call {call}?", call=file.call or ""),
        text=text("They are kept whatever the retention says, until somebody releases them."),
        accept=text("Hold|recording"),
    )


def erase_question(file: KeptFile, around: Around) -> ReasonQuestion:
    """Before a call's sound is erased."""
    text = around.language.text
    return ReasonQuestion(
        title=text("Erase the sound of call {call} for good?", call=file.call or ""),
        text=text("All recordings of this call are erased from the disk. What counts of the call stays."),
        accept=text("Erase sound"), is_dangerous=True,
    )


def counted(traces: Traces, around: Around) -> str:
    """What there is of a number, and what would be done."""
    language = around.language
    calls = language.plural("{number} call", "{number} calls", traces.calls)
    files = language.plural("{number} recording", "{number} recordings", traces.files)
    said = [language.text("Found: {calls}, {files}, {size}.", calls=calls, files=files,
                          size=words.size(traces.bytes, language))]  # fmt: skip
    if traces.is_more:
        said.append(language.text("There are more calls than were counted."))
    if traces.held:
        said.append(language.plural(
            "{number} recording is held and stays.", "{number} recordings are held and stay.", traces.held))
    said.append(language.text(
        "Erasing removes number, names, notes and sound of these calls for good; the calls stay counted, unnamed."))
    return " ".join(said)


def protocol(result: dict[str, object], around: Around) -> str:
    """What was done, as the daemon says."""
    language = around.language
    calls = language.plural("{number} call", "{number} calls", _whole(result.get("calls")))
    files = language.plural("{number} recording", "{number} recordings", _whole(result.get("recordings")))
    said = language.text("Erased: {calls}, {files}, {size}.", calls=calls, files=files,
                         size=words.size(_whole(result.get("bytes")), language))  # fmt: skip
    left = result.get("left_over")
    kept = "; ".join(map(str, left)) if isinstance(left, list | tuple) else ""
    return f"{said} {language.text('Left over: {left}', left=kept)}" if kept else said


def given(result: dict[str, object], file: Path, around: Around) -> str:
    """Where the archive is, and what is not in it."""
    language, found = around.language, result.get("missing")
    said = language.text("Written to {file}", file=file)
    missing = [str(one) for one in found] if isinstance(found, list | tuple) else []
    if not missing:
        return said
    named = "; ".join(missing[:NAMED]) + ("; …" if len(missing) > NAMED else "")
    return said + ". " + language.plural(
        "{number} recording is not in it: {which}", "{number} recordings are not in it: {which}", len(missing),
        which=named,
    )  # fmt: skip


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
