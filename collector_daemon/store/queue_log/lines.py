"""Lines of a queue_log, from the file or from an export of the realtime table; see ``queue_log`` for what they mean.

The time is Unix seconds (whole, with a fraction, or milliseconds), in realtime also ``2026-01-05 12:34:56.5`` by
the PBX's clock. Exports have a first line that names the columns, separated by comma, semicolon or tab; old ones
have one column ``data`` with the values behind bars. Pure.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo

import msgspec

COLUMNS = ("time", "callid", "queuename", "agent", "event")
_NUMBER = re.compile(r"\d{1,10}(\.\d+)?")
_MILLISECONDS = re.compile(r"\d{13}")


class LogLine(msgspec.Struct, frozen=True):
    """One line: who (``member`` as written: a name, or an interface) did what (``verb``) where."""

    at: datetime
    callid: str
    queue: str
    member: str
    verb: str
    values: tuple[str, ...]

    def text(self, place: int) -> str:
        """The value at a place, "" where there is none."""
        return self.values[place] if place < len(self.values) else ""

    def number(self, place: int) -> int | None:
        """The value at a place, None where it is no number, or none that can be."""
        value = self.text(place)
        return int(value) if value.isdecimal() and len(value) < 9 else None

    def seconds(self, place: int) -> timedelta | None:
        """The value at a place as whole seconds, None where it is no number."""
        number = self.number(place)
        return None if number is None else timedelta(seconds=number)


class Damage(msgspec.Struct, frozen=True):
    """A line that is none; ``text`` names it."""

    text: str


def lines_of(texts: Iterable[str], zone: tzinfo) -> Iterator[LogLine | Damage]:
    """All lines; blank ones are left out."""
    split: Callable[[str], list[str]] = _by_bars
    for number, text in enumerate(texts, 1):
        text = text.removeprefix("\ufeff").rstrip("\r\n")
        if number == 1 and (found := _header(text)) is not None:
            split = found
        elif text.strip():
            yield _line(split(text), zone) or Damage(f"line {number}: {text[:80]!r}")


def _by_bars(text: str) -> list[str]:
    return text.split("|")


def _header(text: str) -> Callable[[str], list[str]] | None:
    """How to split the lines of a table's export into the file's order; None for a line that names no columns."""
    for separator in ",;\t|":
        names = [name.strip().strip('"').lower() for name in text.split(separator)]
        if set(COLUMNS) <= set(names):
            break
    else:
        return None
    places = [names.index(name) for name in COLUMNS]
    places += [place for place, name in enumerate(names) if re.fullmatch(r"data\d*", name)]

    def split(line: str) -> list[str]:
        try:
            cells = next(csv.reader([line], delimiter=separator), [])
        except csv.Error:  # a carriage return within, or a cell without end
            return []
        if len(cells) < len(COLUMNS):
            return []
        found = [cells[place] if place < len(cells) else "" for place in places]
        return [*found[:5], *(part for cell in found[5:] for part in cell.split("|"))]

    return split


def _line(fields: list[str], zone: tzinfo) -> LogLine | None:
    if len(fields) < len(COLUMNS) or not fields[4].strip():
        return None
    at = _instant(fields[0].strip(), zone)
    return LogLine(at, fields[1], fields[2], fields[3], fields[4].strip(), tuple(fields[5:])) if at else None


def _instant(text: str, zone: tzinfo) -> datetime | None:
    try:
        if _NUMBER.fullmatch(text):
            return datetime.fromtimestamp(float(text), UTC)
        if _MILLISECONDS.fullmatch(text):
            return datetime.fromtimestamp(int(text) / 1000, UTC)
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
