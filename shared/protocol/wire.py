"""How values look on the wire: instants as ISO 8601 UTC with milliseconds and Z, lengths as seconds.

Text that cannot be UTF-8 (bytes of the PBX kept as surrogate escapes) goes out with U+FFFD in their place: a
client must never receive a line that it cannot decode.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

_encode = msgspec.json.Encoder().encode


def instant(at: datetime) -> str:
    """``2026-11-23T09:15:00.123Z``; ``at`` must be aware."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def encoded(value: object) -> bytes:
    """The value as JSON in one line, without its end."""
    plain = _plain(msgspec.to_builtins(value, builtin_types=(datetime, timedelta)))
    try:
        return _encode(plain)
    except UnicodeEncodeError:
        return _encode(_readable(plain))


def line(message: object) -> bytes:
    """The message as a line, its end included."""
    return encoded(message) + b"\n"


def _plain(value: Any) -> Any:
    """Times as texts and numbers; everything else as it is."""
    shape = _SHAPES.get(type(value))
    return shape(value) if shape else value


_SHAPES: dict[type, Callable[[Any], Any]] = {
    dict: lambda found: {
        key: shape(value) if (shape := _SHAPES.get(type(value))) else value for key, value in found.items()
    },
    list: lambda found: [_plain(value) for value in found],
    tuple: lambda found: [_plain(value) for value in found],
    datetime: instant,
    timedelta: lambda length: round(length.total_seconds(), 3),
    float: lambda number: round(number, 3),
}


def _readable(value: Any) -> Any:
    """The same with every lone surrogate replaced."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_readable(key): _readable(found) for key, found in value.items()}
    if isinstance(value, list):
        return [_readable(found) for found in value]
    return value
