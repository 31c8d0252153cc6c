"""Values of fields in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.language import to_translate
from supervisor_console.administration.presenter.moment import Around
from supervisor_console.administration.presenter.sections.fields import Field, Section, Unit
from supervisor_console.administration.presenter.sections.values import text_of, value_of, written
from supervisor_console.administration.presenter.words import NBSP, NOTHING, length

UNITS: dict[Unit, str] = {
    "": "", "s": "s", "min": to_translate("min|unit"), "d": to_translate("days|unit"), "%": "%",
}  # fmt: skip
LONG = 120
"""From so many seconds on they are told in minutes too."""


def comma(around: Around) -> str:
    """What the reader writes between whole and parts."""
    return "," if around.language.code == "cs" else "."


def unit(field: Field, around: Around) -> str:
    """The word of its unit."""
    return around.language.text(UNITS[field.unit])


def said(field: Field, value: Any, around: Around, *, is_brief: bool = False) -> str:
    """A value in words; ``is_brief``: in one line. What nobody said is a dash, or the field's own word for it."""
    text = around.language.text
    match field.kind:
        case "yes_no":
            return text("Yes") if value else text("No")
        case "queues" if not value:
            return text("all|queues")
        case "queues":
            return ", ".join(around.centre.queue_title(one) or one for one in value)
        case "queue" if value:
            return around.centre.queue_title(value) or value
        case "choice" | "choices":
            words = dict(field.options)
            chosen = value if isinstance(value, list | tuple) else (value,)
            return ", ".join(text(words[one]) if one in words else str(one) for one in chosen) or NOTHING
        case "table":
            return around.language.plural("{number} field", "{number} fields", len(value)) if value else NOTHING
        case "number" if value == 0 and field.none and field.is_required:
            return text(field.none)
        case "number" | "margin" if isinstance(value, int | float):
            amount = written(value, comma(around))
            clock = f" ({length(round(value * 1000))})" if field.unit == "s" and value >= LONG else ""
            return f"{amount}{NBSP}{unit(field, around)}{clock}" if field.unit else amount
    shown = text_of(field, value, comma(around))
    if not shown:
        return text(field.none) if field.none else NOTHING
    return ", ".join(shown.split("\n")) if is_brief else shown


def is_empty(field: Field, value: Any) -> bool:
    """Is nothing said?"""
    return value is None or value in ("", [], {})


def called(section: Section, entry: Mapping[str, Any], around: Around) -> str:
    """What an entry is called: its title, else its key, else what it is about."""
    text = around.language.text
    for key in ("title", "name", "number", "reason", "code"):
        if isinstance(entry.get(key), str) and entry[key]:
            return str(entry[key])
    told = [said(one, value_of(one, entry), around, is_brief=True)
            for one in section.fields[:2] if not is_empty(one, value_of(one, entry))]  # fmt: skip
    if told and section.name in ("desk_queue", "recordings_retention"):
        return ", ".join(told) if section.name == "recordings_retention" else told[0]
    return text("all calls") if section.name == "recordings_retention" else text("without a name|entry")
