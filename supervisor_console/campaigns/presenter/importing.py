"""How an import goes, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from shared.domain.dialer_replies import ImportReply, LineFault
from shared.language import to_translate
from supervisor_console.campaigns.presenter.moment import Around
from supervisor_console.campaigns.screen.importing import ColumnShown, ImportShown
from supervisor_console.views.pieces import Choice, Deed, Empty, Grid, Line, Mark, Option

ENCODINGS = {
    "utf-8": "UTF-8", "utf-16": "UTF-16", "cp1250": "Windows-1250", "iso-8859-2": "ISO-8859-2",
    "cp1252": "Windows-1252", "cp852": "DOS 852",
}  # fmt: skip
SEPARATORS = {";": to_translate("semicolon ;"), ",": to_translate("comma ,"), "\t": to_translate("tabulator"),
              "|": to_translate("upright bar")}  # fmt: skip
MEANINGS = {
    "": to_translate("left out"), "name": to_translate("Name"), "number": to_translate("Telephone"),
    "external": to_translate("Key in the list"), "owner": to_translate("Client's operator (account)"),
    "language": to_translate("Language"), "priority": to_translate("Priority"),
    "consent": to_translate("Consent given on"),
}
"""Of columns; "number:…" and "field:…" have a name of their own."""
WHOLE = {
    "empty": to_translate("The file is empty."), "binary": to_translate("The file is neither text nor a workbook."),
    "encoding": to_translate("The file is not in this encoding. Choose another."),
    "no_header": to_translate("The first line does not name the columns."),
    "many_columns": to_translate("The file has too many columns."),
    "line_too_long": to_translate("A line is too long. Is the separator right?"),
    "bad_columns": to_translate("Two columns cannot mean the same."),
    "no_number_column": to_translate("Say which column has the telephone number."),
    "bad_workbook": to_translate("The workbook cannot be read."), "too_large": to_translate("The file is too large."),
    "many_lines": to_translate("The file has more than a million lines."),
    "unavailable": to_translate("The server's database does not respond now. Please try again later."),
    "faults": to_translate("Some lines have a fault: nothing is taken until they are put right in the file."),
}
"""What is wrong with a file as a whole."""
FAULTS = {
    "bad_number": to_translate("no telephone number"), "no_number": to_translate("has no number"),
    "bad_priority": to_translate("priority is no whole number"), "bad_consent": to_translate("consent is no day"),
    "too_long": to_translate("too long"), "control_character": to_translate("has a character that cannot be"),
    "known": to_translate("its key is there already"),
}
"""What is wrong with a line."""


class ImportMoment(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an import: the file, how much of it is uploaded (1: all), the last answer."""

    around: Around
    file: str
    uploaded: float = 0.0
    reply: ImportReply | None = None
    failure: str = ""
    is_busy: bool = False


def importing(moment: ImportMoment) -> ImportShown:
    """The window now."""
    around, reply = moment.around, moment.reply
    text = around.language.text
    is_ready = reply is not None and reply.state == "looked_at" and not reply.faulty and reply.good > 0
    refusal = "" if is_ready and not moment.is_busy else text("There is nothing to take yet.")
    count = reply.good if reply is not None else 0
    accept = around.language.plural("Take {number} contact", "Take {number} contacts", count) if is_ready else \
        text("Take them")  # fmt: skip
    return ImportShown(
        told=_told(moment), reading=_reading(around, reply), columns=_columns(around, reply),
        columns_title=text("What the columns mean"), faults=_faults(around, reply), accept=Deed(accept, "", refusal),
        share=_share(moment),
    )  # fmt: skip


def _share(moment: ImportMoment) -> float | None:
    reply = moment.reply
    if moment.failure:
        return None
    if moment.uploaded < 1:
        return moment.uploaded
    if reply is None or reply.state == "running":
        return reply.done / reply.whole if reply is not None and reply.whole else 0.0
    return None


def _told(moment: ImportMoment) -> Mark:
    around, reply = moment.around, moment.reply
    language = around.language
    if moment.failure:
        return Mark(moment.failure, "bad", "triangle")
    if moment.uploaded < 1:
        share = language.percent(100 * moment.uploaded, 0)
        return Mark(language.text("Sending the file: {share}", share=share), "muted", "clock")
    if reply is None or reply.state == "running":
        share = language.percent(100 * reply.done / reply.whole, 0) if reply is not None and reply.whole else ""
        return Mark(language.text("Reading the file: {share}", share=share) if share else
                    language.text("Reading the file…"), "muted", "clock")  # fmt: skip
    if reply.state == "refused" and not reply.lines:
        said = language.text(WHOLE[reply.why]) if reply.why in WHOLE else reply.message or reply.why
        where = language.text("line {number}", number=language.number(reply.line)) if reply.line else ""
        return Mark(said, "bad", "triangle", where)
    return _counted(around, reply)


def _counted(around: Around, reply: ImportReply) -> Mark:
    language = around.language
    parts = [language.plural("{number} line", "{number} lines", reply.lines),
             language.text("{number} can be taken", number=language.number(reply.good))]  # fmt: skip
    if reply.doubles:
        parts.append(language.text("{number} stand there twice", number=language.number(reply.doubles)))
    if reply.known:
        parts.append(language.text("{number} are known already", number=language.number(reply.known)))
    if reply.faulty:
        parts.append(language.plural("{number} fault", "{number} faults", reply.faulty))
        return Mark(f"{' · '.join(parts)}. {language.text(WHOLE['faults'])}", "bad", "triangle")
    if not reply.is_new:
        return Mark(language.text("This file was taken before: nothing would be new."), "warn", "info")
    return Mark(" · ".join(parts), "good" if reply.good else "warn", "circle_tick" if reply.good else "info")


def _reading(around: Around, reply: ImportReply | None) -> dict[str, Choice]:
    text = around.language.text
    if reply is None:
        return {}
    if reply.sheets:
        options = tuple(Option(name, name, name == reply.sheet) for name in reply.sheets)
        return {"sheet": Choice(text("Sheet"), reply.sheet, reply.sheet, options)}
    if not reply.encoding:
        return {}
    encodings = tuple(Option(key, word, key == reply.encoding) for key, word in ENCODINGS.items())
    separators = tuple(Option(key, text(word), key == reply.separator) for key, word in SEPARATORS.items())
    said = text(SEPARATORS[reply.separator]) if reply.separator in SEPARATORS else reply.separator
    return {
        "encoding": Choice(text("Encoding"), ENCODINGS.get(reply.encoding, reply.encoding), reply.encoding, encodings),
        "separator": Choice(text("Separator"), said, reply.separator, separators),
    }


def meaning(around: Around, code: str) -> str:
    """What a column means, in words."""
    text = around.language.text
    kind, _, name = code.partition(":")
    if kind == "field":
        return text("Own field {name}", name=name)
    if kind == "number" and name:
        return text("Telephone {name}", name=name)
    return text(MEANINGS[code]) if code in MEANINGS else code


def _columns(around: Around, reply: ImportReply | None) -> tuple[ColumnShown, ...]:
    if reply is None:
        return ()
    return tuple(_column(around, reply, place, head, reply.columns) for place, head in enumerate(reply.header))


def _column(around: Around, reply: ImportReply, place: int, head: str, columns: Mapping[str, str]) -> ColumnShown:
    now = columns.get(head, "")
    codes = dict.fromkeys([*MEANINGS, f"number:{head}", f"field:{head}", now])
    options = tuple(Option(code, meaning(around, code), code == now) for code in codes)
    samples = [row[place] for row in reply.rows if place < len(row) and row[place].strip()]
    return ColumnShown(key=head, samples=", ".join(samples[:3]),
                       meaning=Choice("", meaning(around, now), now, options))  # fmt: skip


def _faults(around: Around, reply: ImportReply | None) -> Grid:
    text = around.language.text
    told = (*reply.faults, *reply.left_out) if reply is not None else ()
    lines = tuple(_fault(around, nth, one) for nth, one in enumerate(told))
    empty = None if lines else Empty(text("Nothing is wrong with any line."), icon="circle_tick") \
        if reply is not None and reply.lines else Empty("", icon="")  # fmt: skip
    return Grid(title=text("Lines that are not taken"), lines=lines, empty=empty,
                count=around.language.number(reply.faulty + reply.doubles + reply.known) if reply and lines else "")


def _fault(around: Around, nth: int, one: LineFault) -> Line:
    text = around.language.text
    if one.kind == "double" and one.of:
        said = Mark(text("the same as line {number}", number=around.language.number(one.of)), "warn", "copy")
    elif one.kind == "double":
        said = Mark(text("the campaign has this number already"), "warn", "copy")
    elif one.kind == "known":
        said = Mark(text(FAULTS["known"]), "warn", "copy")
    else:
        said = Mark(text(FAULTS[one.kind]) if one.kind in FAULTS else one.kind, "bad", "triangle")
    return Line(str(nth), (Mark(around.language.number(one.line)), said, Mark(one.column or "—"),
                           Mark(one.value or "—")))  # fmt: skip
