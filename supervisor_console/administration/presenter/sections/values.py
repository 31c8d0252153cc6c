"""What is in an entry, by path (``field[0].name``), as text of an editor and back.

What somebody typed and cannot be read as its kind stays as text in its place: ``checks`` says so, nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from supervisor_console.administration.presenter.sections.fields import Field, shown
from supervisor_console.administration.presenter.sections.told import Told

Entry = Mapping[str, Any]
_STEP = re.compile(r"([a-z_]+)|\[(\d+)\]")
_SHARE = re.compile(r"\d+(\.\d+)?\s*%")


def steps(path: str) -> tuple[str | int, ...]:
    """``field[0].name`` as keys and places."""
    return tuple(name or int(place) for name, place in _STEP.findall(path))


def got(entry: Any, path: str) -> Any:
    """What is there; None where nothing is."""
    for step in steps(path):
        if isinstance(step, str) and isinstance(entry, Mapping):
            entry = entry.get(step)
        elif isinstance(step, int) and isinstance(entry, list | tuple) and step < len(entry):
            entry = entry[step]
        else:
            return None
    return entry


def put(entry: Any, path: str, value: Any) -> Any:
    """The same with this in its place; None takes a key away."""
    return _put(entry, steps(path), value)


def _put(whole: Any, way: tuple[str | int, ...], value: Any) -> Any:
    if not way:
        return value
    first, rest = way[0], way[1:]
    if isinstance(first, int):
        several = list(whole)
        several[first] = _put(several[first], rest, value)
        return several
    made = dict(whole)
    inner = _put(made.get(first, [] if rest and isinstance(rest[0], int) else {}), rest, value) if rest else value
    if inner is None:
        made.pop(first, None)
    else:
        made[first] = inner
    return made


def value_of(field: Field, entry: Entry) -> Any:
    """What the entry says, or what a missing key means."""
    return entry.get(field.key, field.default)


def fields_of(fields: tuple[Field, ...], entry: Entry, before: str = "") -> Iterator[tuple[str, Field, Any]]:
    """(path, field, value) of all that the entry has, those in its lists too."""
    for field in shown(fields, entry):
        path, value = before + field.key, value_of(field, entry)
        yield path, field, value
        if field.kind == "table" and isinstance(value, list | tuple):
            for place, inner in enumerate(value):
                yield from fields_of(field.fields, inner, f"{path}[{place}].")


def field_at(fields: tuple[Field, ...], path: str) -> Field | None:
    """The field that a path leads to."""
    found: Field | None = None
    for step in steps(path):
        if isinstance(step, str):
            found = next((one for one in fields if one.key == step), None)
            fields = found.fields if found is not None else ()
    return found


def entries_of(told: Told | None) -> tuple[Entry, ...]:
    """The entries of a value; a section that is one table has one."""
    if told is None or told.value is None:
        return ()
    return listed(told.value)


def listed(value: Any) -> tuple[Entry, ...]:
    """The same of a bare value."""
    return tuple(value) if isinstance(value, list | tuple) else (value,)


# --- editors


def text_of(field: Field, value: Any, comma: str) -> str:
    """What stands in the editor."""
    match field.kind:
        case "number" | "margin" if isinstance(value, int | float):
            return written(value, comma)
        case "names" | "queues" | "choices" if isinstance(value, list | tuple):
            return "\n".join(map(str, value))
        case "headers" if isinstance(value, Mapping):
            return "\n".join(f"{name}: {one}" for name, one in value.items())
        case _:
            return "" if value is None else str(value)


def picked(field: Field, text: str) -> Any:
    """What an editor says, as it is kept while it is edited: typed text as it is, what was chosen as what it means."""
    match field.kind:
        case "yes_no":
            return text == "yes"
        case "queues" | "choices":
            return [one for one in text.split("\n") if one]
        case _:
            return text


def read(field: Field, text: str) -> Any:
    """What typed text means; "" or an empty list: nothing. What cannot be read stays text."""
    match field.kind:
        case "number":
            return number(text, is_whole=field.is_whole)
        case "margin":
            return _margin(text)
        case "names":
            return [one.strip() for one in text.split("\n") if one.strip()]
        case "headers":
            return _headers(text)
        case "template":
            return text if text.strip() else ""
        case _:
            return text.strip()


def number(text: str, *, is_whole: bool) -> float | int | str:
    """A number with a point or a comma; else the text as it is."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", ".")
    if re.fullmatch(r"-?\d{1,12}", plain):
        return int(plain) if is_whole else float(plain)
    if not is_whole and re.fullmatch(r"-?\d{1,12}\.\d{1,6}", plain):
        return float(plain)
    return text


def written(value: float, comma: str) -> str:
    """``12.5`` or ``12,5``; a whole number without a point."""
    return (str(int(value)) if value == int(value) else repr(float(value))).replace(".", comma)


def _margin(text: str) -> Any:
    plain = text.strip().replace(",", ".")
    return plain if _SHARE.fullmatch(plain) else number(text, is_whole=False)


def _headers(text: str) -> Any:
    found = {}
    for line in text.split("\n"):
        name, colon, value = line.partition(":")
        if not colon and line.strip():
            return text
        if colon:
            found[name.strip()] = value.strip()
    return found


def cleaned(fields: tuple[Field, ...], entry: Entry) -> dict[str, Any]:
    """As it is sent: typed text as what it means, nothing that an entry like this does not have or that says what is
    so anyway. Unknown keys stay as they came.
    """
    absent = {one.key for one in fields if not one.is_shown(entry, fields)}
    made = {key: value for key, value in entry.items() if key not in absent}
    for field in fields:
        if field.key in made:
            value = _cleaned(field, made.pop(field.key))
            if value != field.default and not (value in ("", None, [], {}) and _means_nothing(field)):
                made[field.key] = value
    return made


def _cleaned(field: Field, value: Any) -> Any:
    if field.kind == "table":
        return [cleaned(field.fields, one) for one in value]
    return read(field, value) if isinstance(value, str) else value


def _means_nothing(field: Field) -> bool:
    """Is it the same to say nothing as not to say it? Else an empty editor of what must be said would be lost."""
    return not field.is_required or field.default in (None, "", [])
