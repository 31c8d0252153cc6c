"""AMI on the wire: messages of ``Header: value`` lines ended by CR LF, an empty line after each message."""

from __future__ import annotations

from collections.abc import Iterator

from collector_daemon.capture import Headers

END = b"\r\n\r\n"
MAX_ACTION = 64 * 1024
"""An action longer than this closes the connection."""


class TooLong(ValueError):
    """Somebody sends an action without an end."""


def encode(headers: Headers) -> bytes:
    """A message as bytes. Surrogate escapes become the bytes they stand for."""
    lines = []
    for header, value in headers.items():
        if isinstance(value, str):
            lines.append(f"{header}: {value}\r\n")
        else:
            lines.extend(f"{header}: {single}\r\n" for single in value)
    return ("".join(lines) + "\r\n").encode("utf-8", "surrogateescape")


class Reader:
    """Cuts what a client sends into actions; header names are matched without regard to case, as Asterisk
    does.
    """

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[dict[str, str]]:
        """All actions that are complete now, header names in lower case, repeated ones' values on lines of their own.

        Raises TooLong.
        """
        self._rest += data
        while (end := self._rest.find(END)) >= 0:
            block, self._rest = self._rest[:end], self._rest[end + len(END):]
            lines = block.decode("utf-8", "surrogateescape").split("\r\n")
            action: dict[str, str] = {}
            for header, value in (_split(line) for line in lines if ":" in line):
                action[header] = f"{action[header]}\n{value}" if header in action else value
            if action:
                yield action
        if len(self._rest) > MAX_ACTION:
            raise TooLong(f"{len(self._rest)} bytes without an end")


def _split(line: str) -> tuple[str, str]:
    header, _, value = line.partition(":")
    return header.strip().lower(), value.strip()


def variables(said: str) -> list[tuple[str, str]]:
    """Names and values of the header ``Variable`` (repeated ones on lines of their own), cut at commas as by Asterisk.

    A comma in brackets or quotes separates nothing; quotes go away, and of a backslash and a sign the backslash does.
    """
    found = []
    for line in said.split("\n"):
        for one in _apart(line):
            name, is_set, value = one.partition("=")
            if name and is_set:
                found.append((name, value))
    return found


def _apart(line: str) -> Iterator[str]:
    kept, depths, is_quoted = "", {"(": 0, "[": 0}, False
    signs = iter(line)
    for sign in signs:
        opening = {")": "(", "]": "["}.get(sign, sign)
        if sign == "\\":
            kept += next(signs, "")
        elif sign == '"':
            is_quoted = not is_quoted
        elif sign == "," and not is_quoted and not any(depths.values()):
            yield kept
            kept = ""
        else:
            if opening in depths:
                depths[opening] = max(0, depths[opening] + (1 if sign == opening else -1))
            kept += sign
    yield kept
