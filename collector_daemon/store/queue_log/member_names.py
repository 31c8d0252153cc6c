"""Which extension a member of queue_log is: it writes names, we name people by their extension. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from collector_daemon.core.site import party_of

_INTERFACE = re.compile(r"[A-Za-z0-9]+/\S+")
_NOT_TEXT = re.compile("[\ud800-\udfff\ufffd]+")


class MemberNames:
    """Names as the database has seen them: names are given per queue, and the youngest meaning counts.

    ``unknown`` collects the names of which no extension is known; they stand for themselves.
    """

    def __init__(self, seen: Iterable[tuple[str, str, str]], named: Mapping[str, str]) -> None:
        """``seen`` are (queue, name, extension), the oldest first; ``named`` what the user says, name → extension."""
        self._named = {plain(name): extension for name, extension in named.items()}
        self._by_queue: dict[tuple[str, str], str] = {}
        self._by_name: dict[str, set[str]] = {}
        for queue, name, extension in seen:
            if name:
                self._by_queue[queue, plain(name)] = extension
                self._by_name.setdefault(plain(name), set()).add(extension)
        self.unknown: set[str] = set()

    def extension(self, queue: str, member: str) -> str:
        """The extension of a member of a queue, or the name as it is."""
        name = plain(member)
        found = self._named.get(name) or self._by_queue.get((queue, name))
        if found:
            return found
        if _INTERFACE.fullmatch(member):
            return party_of(member)
        elsewhere = self._by_name.get(name, set())
        if len(elsewhere) == 1:
            return next(iter(elsewhere))
        self.unknown.add(member)
        return member


def plain(name: str) -> str:
    """A name for comparing: what was no text (16 passes bytes on, 22 replaces them) is one mark."""
    return _NOT_TEXT.sub("\ufffd", name).strip()
