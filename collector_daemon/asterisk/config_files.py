"""Asterisk's configuration files as GetConfig gives them: sections of (key, value) lines.

Secrets never come out of here: what a key like ``secret`` holds is dropped at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from collector_daemon.capture import Headers

_PLACE = re.compile(r"^(?:Category-(\d+)|Line-(\d+)-(\d+))$")
_SECRET = re.compile(r"secret|password", re.IGNORECASE)


class SectionLines(msgspec.Struct, frozen=True):
    """One section of a file; a name may stand several times (templates, additions)."""

    name: str
    lines: tuple[tuple[str, str], ...]

    def last(self, key: str, otherwise: str = "") -> str:
        """The value that counts where a key is set several times."""
        return next((value for name, value in reversed(self.lines) if name == key), otherwise)

    def all(self, key: str) -> list[str]:
        """Every value of a key, in order."""
        return [value for name, value in self.lines if name == key]


def sections(answer: Headers) -> list[SectionLines]:
    """The sections of GetConfig's answer, in the file's order."""
    names: dict[str, str] = {}
    lines: dict[str, list[tuple[str, str]]] = {}
    for header, value in answer.items():
        found = _PLACE.match(header)
        if found is None or not isinstance(value, str):
            continue
        category, of, _ = found.groups()
        if category is not None:
            names[category] = value
            lines.setdefault(category, [])
        else:
            key, _, content = value.partition("=")
            # In the file "member => X" and "key=value" mean the same; GetConfig may leave the ">".
            content = content.removeprefix(">").strip()
            hidden = "" if _SECRET.search(key) else content
            lines.setdefault(of, []).append((key.strip().lower(), hidden))
    return [SectionLines(names.get(number, ""), tuple(found)) for number, found in sorted(lines.items())]


def by_name(found: list[SectionLines]) -> Mapping[str, SectionLines]:
    """Sections under their names, those of one name joined."""
    joined: dict[str, SectionLines] = {}
    for section in found:
        before = joined[section.name].lines if section.name in joined else ()
        joined[section.name] = SectionLines(section.name, before + section.lines)
    return joined


def is_yes(value: str, otherwise: bool) -> bool:
    """A switch as Asterisk reads it."""
    if not value:
        return otherwise
    return value.strip().lower() in ("yes", "true", "y", "t", "1", "on")
