"""A section as it is being edited: entries with numbers of their own, so that a changed one is known from a new one."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec

from shared.domain.centre_settings import KEY_OF
from supervisor_console.administration.presenter.sections.fields import Section
from supervisor_console.administration.presenter.sections.told import Told
from supervisor_console.administration.presenter.sections.values import Entry, cleaned, entries_of, got, listed, put


class Numbered(msgspec.Struct, frozen=True):
    """An entry and its number."""

    id: int
    value: Entry


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """``before``: what it began from, ``seen`` when the newest value was made then. ``since_text``: a date as typed."""

    before: tuple[Numbered, ...]
    entries: tuple[Numbered, ...]
    seen: datetime | None
    next_id: int
    since_kind: Literal["now", "date"] = "now"
    since_text: str = ""

    def entry(self, number: int | None) -> Numbered | None:
        """The one of this number."""
        return next((one for one in self.entries if one.id == number), None)


def numbered(entries: tuple[Entry, ...]) -> tuple[Numbered, ...]:
    """From nought."""
    return tuple(Numbered(place, dict(one)) for place, one in enumerate(entries))


def begun(told: Told, value: Any = None) -> Draft:
    """A draft of what is in force; ``value``: begin with this instead, the differences are then the first changes."""
    before = numbered(entries_of(told))
    draft = Draft(before=before, entries=before, seen=told.seen, next_id=len(before))
    return draft if value is None else _with(draft, told.section, listed(value))


def rebased(draft: Draft, told: Told) -> Draft:
    """The same wishes on what is in force now: entries are known by their keys."""
    fresh = numbered(entries_of(told))
    moved = Draft(before=fresh, entries=fresh, seen=told.seen, next_id=len(fresh), since_kind=draft.since_kind,
                  since_text=draft.since_text)  # fmt: skip
    return _with(moved, told.section, tuple(one.value for one in draft.entries))


def _with(draft: Draft, section: str, entries: tuple[Entry, ...]) -> Draft:
    free = {_key(section, one.value, place): one.id for place, one in reversed(list(enumerate(draft.before)))}
    following, made = draft.next_id, []
    for place, entry in enumerate(entries):
        number = free.pop(_key(section, entry, place), None)
        if number is None:
            number, following = following, following + 1
        made.append(Numbered(number, dict(entry)))
    return msgspec.structs.replace(draft, entries=tuple(made), next_id=following)


def _key(section: str, entry: Entry, place: int) -> tuple[Any, ...]:
    """What tells entries apart: the section's key; links of a name by their queues, rules of retention by both."""
    name = KEY_OF.get(section)  # type: ignore[call-overload]  # any section
    if name is None:
        return ()
    if name == "":
        return (entry.get("queue", ""), entry.get("line", ""), entry.get("action", "delete"))
    return (entry.get(name), *entry.get("queues", ())) if section == "crm_link" else (entry.get(name),)


# --- changes


def changed(draft: Draft, number: int, path: str, value: Any) -> Draft:
    """With this in a field of an entry."""
    return _each(draft, number, lambda entry: put(entry, path, value))


def added(draft: Draft, section: Section) -> Draft:
    """With a new entry at the end; its number is the draft's ``next_id`` of before."""
    fresh = Numbered(draft.next_id, {one.key: one.initial for one in section.fields if one.initial is not None})
    return msgspec.structs.replace(draft, entries=(*draft.entries, fresh), next_id=draft.next_id + 1)


def removed(draft: Draft, number: int) -> Draft:
    """Without this entry."""
    return msgspec.structs.replace(draft, entries=tuple(one for one in draft.entries if one.id != number))


def moved(draft: Draft, number: int, by: int) -> Draft:
    """With this entry so many places further."""
    place = next((place for place, one in enumerate(draft.entries) if one.id == number), None)
    if place is None:
        return draft
    return msgspec.structs.replace(draft, entries=tuple(_moved(list(draft.entries), place, by)))


def with_group(draft: Draft, number: int, path: str) -> Draft:
    """With an empty one at the end of a list of an entry."""
    return _each(draft, number, lambda entry: put(entry, path, [*(got(entry, path) or ()), {}]))


def without_group(draft: Draft, number: int, path: str) -> Draft:
    """Without one (``field[1]``) of a list of an entry."""
    whole, place = _group(path)
    return _each(draft, number, lambda entry: put(
        entry, whole, [one for at, one in enumerate(got(entry, whole) or ()) if at != place]))  # fmt: skip


def group_up(draft: Draft, number: int, path: str) -> Draft:
    """With one of a list of an entry before the one that is before it."""
    whole, place = _group(path)
    return _each(draft, number, lambda entry: put(entry, whole, _moved(list(got(entry, whole) or ()), place, -1)))


def _group(path: str) -> tuple[str, int]:
    whole, _, place = path.rpartition("[")
    return whole, int(place.rstrip("]"))


def _moved(several: list[Any], place: int, by: int) -> list[Any]:
    to = max(0, min(len(several) - 1, place + by))
    several.insert(to, several.pop(place))
    return several


def _each(draft: Draft, number: int, change: Any) -> Draft:
    entries = tuple(Numbered(one.id, change(one.value)) if one.id == number else one for one in draft.entries)
    return msgspec.structs.replace(draft, entries=entries)


def value_of(draft: Draft, section: Section) -> Any:
    """As it is sent."""
    entries = [cleaned(section.fields, one.value) for one in draft.entries]
    return entries if section.is_list else entries[0]
