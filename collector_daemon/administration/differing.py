"""What is different between two values of a section, in one line for the audit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from shared.domain.centre_settings import KEY_OF, SectionName

MOST_LETTERS = 60
"""Of a value; the audit's entry is bounded as a whole."""


def differences(section: SectionName, before: Any, after: Any) -> str:
    """Keys with what they were and are; of a list the entries that came, went and differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        return ", ".join(_keys(before, after)) or "nothing is different"
    key = KEY_OF.get(section, "")
    named, now = _by_name(before, key), _by_name(after, key)
    told = [f"-{name}" for name in named if name not in now]
    told += [f"+{name}" for name in now if name not in named]
    told += [f"{name}: {', '.join(_keys(named[name], now[name]))}" for name in now
             if name in named and named[name] != now[name]]
    if not told and before != after:
        told.append("another order")
    return "; ".join(told) or "nothing is different"


def _by_name(entries: Any, key: str) -> dict[str, dict[str, Any]]:
    """Entries by their name; one without, or of a name that is there, by its place."""
    made: dict[str, dict[str, Any]] = {}
    for place, one in enumerate(entries if isinstance(entries, list) else [], 1):
        name = str(one.get(key) or place)
        made[name if name not in made else f"{name} ({place})"] = one
    return made


def _keys(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for key in [*before, *(one for one in after if one not in before)]:
        if before.get(key) != after.get(key):
            yield f"{key} {_word(before.get(key))} → {_word(after.get(key))}"


def _word(value: Any) -> str:
    text = "-" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"
