"""What is wrong with what was written, said at its field, as far as it can be told here.

The daemon looks at everything once more (``refusing``); what is looked at here is said sooner and in the reader's
language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from zoneinfo import available_timezones

import msgspec

from shared.domain.centre_settings import KEY_OF
from shared.domain.conditions import ConditionMisread, condition
from supervisor_console.administration.presenter.moment import Around
from supervisor_console.administration.presenter.sections.draft import Draft
from supervisor_console.administration.presenter.sections.fields import Field, Section
from supervisor_console.administration.presenter.sections.preview import unknown_places
from supervisor_console.administration.presenter.sections.values import Entry, cleaned, fields_of, written
from supervisor_console.administration.presenter.sections.wording import comma, unit


class Mistake(msgspec.Struct, frozen=True):
    """``entry``: its number, None: of no single one; ``path`` "": of no single field."""

    entry: int | None
    path: str
    text: str


def mistakes(draft: Draft, section: Section, around: Around) -> tuple[Mistake, ...]:
    """All that can be told here."""
    return tuple(_mistakes(draft, section, around))


def _mistakes(draft: Draft, section: Section, around: Around) -> Iterator[Mistake]:
    key = KEY_OF.get(section.name, "")
    seen: set[str] = set()
    for one in draft.entries:
        entry = cleaned(section.fields, one.value)
        for path, field, value in fields_of(section.fields, entry):
            if wrong := mistake(field, value, around):
                yield Mistake(one.id, path, wrong)
        for path, wrong in _of_entry(section, entry, around):
            yield Mistake(one.id, path, wrong)
        if key and section.name != "crm_link" and entry.get(key):
            if entry[key] in seen:
                yield Mistake(one.id, key, around.language.text("There is one of this name already."))
            seen.add(entry[key])


def _of_entry(section: Section, entry: Entry, around: Around) -> Iterator[tuple[str, str]]:
    """What single fields cannot tell."""
    text = around.language.text
    if section.name == "desk_queue" and entry.get("is_disposition_required") and "wrapup_seconds" not in entry:
        yield "wrapup_seconds", text("Needed where an outcome is required; 0 will do.")
    if section.name == "alert" and bool(entry.get("when")) == bool(entry.get("warn") or entry.get("bad")):
        path = "when" if entry.get("when") else "warn"
        yield path, text("Write conditions of both levels (one will do), or one alone.")


def mistake(field: Field, value: Any, around: Around) -> str:
    """What is wrong with one value; "": nothing."""
    text = around.language.text
    if value in (None, "", [], {}) and not isinstance(value, bool | int | float):
        must = text("The server's file has none of this name.") if field.is_fixed else text("This must be filled in.")
        return must if field.is_required else ""
    if field.is_fixed:
        return ""
    match field.kind:
        case "number":
            return _of_number(field, value, around)
        case "margin" if isinstance(value, str) and not value.endswith("%"):
            return text("Write a number, or a share like 10 %.")
        case "headers" if isinstance(value, str):
            return text("A header is written Name: value.")
        case "zone" if value not in available_timezones():
            return text("There is no such time zone; Europe/Prague is one.")
        case "condition":
            return _of_condition(value)
        case "names":
            return text(field.wrong) if any(not re.fullmatch(field.pattern or ".*", one) for one in value) else ""
        case "regex" if not _is_regex(value):
            return text("This is no regular expression.")
    return _of_text(field, value, around) if isinstance(value, str) else ""


def _of_number(field: Field, value: Any, around: Around) -> str:
    text = around.language.text
    if not isinstance(value, int | float):
        return text("Write a whole number.") if field.is_whole else text("Write a number.")
    said = {name: f"{written(one, comma(around))} {unit(field, around)}".strip()
            for name, one in (("least", field.least), ("most", field.most)) if one is not None}  # fmt: skip
    if field.least is not None and (value <= field.least if field.is_over else value < field.least):
        return text("More than {least}.", **said) if field.is_over else text("At least {least}.", **said)
    if field.most is not None and value > field.most:
        return text("At most {most}.", **said)
    return ""


def _of_text(field: Field, value: str, around: Around) -> str:
    text = around.language.text
    if field.longest and len(value) > field.longest:
        return text("At most {number} letters.", number=field.longest)
    if field.pattern and not re.fullmatch(field.pattern, value):
        return text(field.wrong)
    if field.kind == "template" and (unknown := unknown_places(value)):
        return text("There is no placeholder {name}.", name="{" + unknown[0] + "}")
    return ""


def _is_regex(value: str) -> bool:
    try:
        re.compile(value)
    except re.error:
        return False
    return True


def _of_condition(value: str) -> str:
    try:
        condition(value)
    except ConditionMisread as problem:
        return str(problem)
    return ""
