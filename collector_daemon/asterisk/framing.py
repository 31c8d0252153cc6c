"""AMI bytes → messages, without any I/O: how the stream is cut and read.

The rules, each learned on a real Asterisk: the first line is the banner and ends with one line break; a message
ends with an empty line, but some (TestEvent) with two; a header ends at the first colon, and the blank after it
may be missing; a header may repeat (ChanVariable, Output); a line without a colon goes on where the one before
stopped. Text is decoded only when a message is whole, so that no letter is ever cut in two, and bytes that are
not UTF-8 are kept as surrogate escapes.
"""

from __future__ import annotations

from collector_daemon.capture import Headers

_END = b"\r\n\r\n"
LONGEST_MESSAGE = 16 * 1024 * 1024
"""Bytes. GetConfig of a large PBX is some hundred kB; beyond this the far end does not speak AMI."""
LONGEST_BANNER = 1024


class FramingFailed(ValueError):
    """The far end does not speak AMI; the text says how it is seen."""


class Framer:
    """Cuts a stream of bytes into messages. ``banner`` is None until its line is whole."""

    def __init__(self, longest: int = LONGEST_MESSAGE) -> None:
        self.banner: str | None = None
        self._rest = b""
        self._longest = longest

    def feed(self, data: bytes) -> list[Headers]:
        """The messages that ``data`` completes, in order. Raises FramingFailed."""
        data = self._rest + data if self._rest else data
        if self.banner is None:
            data = self._read_banner(data)
        *whole, self._rest = data.split(_END)
        if len(self._rest) > self._longest:
            raise FramingFailed(f"a message of more than {self._longest} bytes without an end")
        return [parse(raw) for raw in whole if not raw.isspace() and raw] if whole else []

    def _read_banner(self, data: bytes) -> bytes:
        line, end, rest = data.partition(b"\r\n")
        if not end:
            if len(line) > LONGEST_BANNER:
                raise FramingFailed("no banner: the far end does not speak AMI")
            return data
        self.banner = line.decode("utf-8", "surrogateescape")
        return rest


def parse(raw: bytes) -> Headers:
    """One message (without the empty line that ends it) as headers in their order. Never fails."""
    lines = raw.decode("utf-8", "surrogateescape").split("\r\n")
    try:
        # The quick way serves nearly every message: "Key: value" in each line and no key twice.
        headers: Headers = dict([line.split(": ", 1) for line in lines])  # type: ignore[assignment]  # ValueError else
    except ValueError:
        return _parse_patiently(lines)
    if len(headers) != len(lines) or ":" in "".join(headers):
        return _parse_patiently(lines)
    return headers


def _parse_patiently(lines: list[str]) -> Headers:
    headers: Headers = {}
    last = ""
    for line in lines:
        key, colon, value = line.partition(":")
        if colon:
            last = key
            _add(headers, key, value.removeprefix(" "))
        elif line:
            _continue(headers, last, line)
    return headers


def _add(headers: Headers, key: str, value: str) -> None:
    known = headers.get(key)
    if known is None:
        headers[key] = value
    elif isinstance(known, list):
        known.append(value)
    else:
        headers[key] = [known, value]


def _continue(headers: Headers, key: str, line: str) -> None:
    """A line without a colon belongs to the value before it; nothing that was sent is dropped."""
    known = headers.get(key)
    if isinstance(known, list):
        known[-1] += "\n" + line
    else:
        headers[key] = line if known is None else f"{known}\n{line}"
