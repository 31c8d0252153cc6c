"""The lines of the outbox's file: JSON, one thing each, added at the end and never changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec


class Entry(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="said"):
    """A command that is to be carried out once: ``key`` is the one among its parameters. ``at``: when it was said.

    ``whom``: who it is about, for people.
    """

    key: str
    command: str
    params: dict[str, Any]
    at: datetime
    whom: str = ""

    @property
    def subject(self) -> tuple[str, ...]:
        """What it is about: said again about the same, only the last counts."""
        if "contact" in self.params:
            return (self.command, str(self.params["contact"]))
        about = self.params.get("call")
        if about is None or not self.command.startswith("call."):
            return (self.command, self.key)
        return (self.command, str(about), str(self.params.get("form", "")))


class Done(msgspec.Struct, frozen=True, tag_field="line", tag="done"):
    """The entry with this key is at the server, or was refused for good."""

    key: str


_decoder: msgspec.json.Decoder[Entry | Done] = msgspec.json.Decoder(Entry | Done)


def encoded(line: Entry | Done) -> bytes:
    """The line, with its end."""
    return msgspec.json.encode(line) + b"\n"


def decoded(content: bytes) -> tuple[list[Entry | Done], list[bytes]]:
    """What the file says, and its damaged lines: also one that has no end, for nobody was told that it is kept."""
    *whole, rest = content.split(b"\n")
    found: list[Entry | Done] = []
    damaged: list[bytes] = []
    for line in filter(bytes.strip, whole):
        try:
            found.append(_decoder.decode(line))
        except (msgspec.DecodeError, UnicodeDecodeError):
            damaged.append(line)
    return found, [*damaged, rest] if rest.strip() else damaged


def remembered(lines: Iterable[Entry | Done]) -> tuple[dict[tuple[str, ...], Entry], set[str]]:
    """The last entry about each subject, in the order in which they were said; and the keys of what is pending."""
    last: dict[tuple[str, ...], Entry] = {}
    done: set[str] = set()
    for line in lines:
        if isinstance(line, Done):
            done.add(line.key)
        else:
            last.pop(line.subject, None)
            last[line.subject] = line
    return last, {entry.key for entry in last.values()} - done
