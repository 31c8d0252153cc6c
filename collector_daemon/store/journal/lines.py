"""One entry ↔ one line of the journal: the capture format, written and read several times quicker.

Unlike ``capture.encode`` the text stays UTF-8, which the format allows; only a message holding bytes that are
not UTF-8 takes the slow way of escapes.
"""

from __future__ import annotations

import json
from typing import Annotated

import msgspec
from msgspec import Meta

from collector_daemon import capture
from collector_daemon.capture import Connected, Entry, Headers, Heard, Lost


class _Line(msgspec.Struct):
    t: Annotated[float, Meta(ge=0, lt=capture.END_OF_TIME)]
    e: Headers | None = None
    banner: str | None = None
    gap: str | None = None


_written = msgspec.json.Encoder().encode
_read = msgspec.json.Decoder(_Line).decode


def encode(entry: Entry) -> bytes:
    """One line, newline included. ``decode`` gives the entry back, its time to the microsecond."""
    if not isinstance(entry, Heard):
        return capture.encode(entry).encode()
    try:
        headers = _written(entry.headers)
    except UnicodeEncodeError:
        headers = json.dumps(entry.headers).encode()
    return b'{"t": %.6f, "e": %b}\n' % (entry.at, headers)


def decode(line: bytes) -> Entry | None:
    """The entry of a line, None for a line that holds neither message nor mark. Raises capture.DamagedLine."""
    try:
        found = _read(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return capture.decode(line.decode("utf-8", "surrogateescape"))
    if found.e is not None:
        return Heard(found.t, found.e)
    if found.banner is not None:
        return Connected(found.t, found.banner)
    return Lost(found.t) if found.gap is not None else None
