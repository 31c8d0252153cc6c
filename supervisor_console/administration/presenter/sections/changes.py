"""What is different between two values of a section, one line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from supervisor_console.administration.presenter.moment import Around
from supervisor_console.administration.presenter.sections.draft import Draft, Numbered
from supervisor_console.administration.presenter.sections.fields import Field, Section
from supervisor_console.administration.presenter.sections.values import cleaned, value_of
from supervisor_console.administration.presenter.sections.wording import called, said

LONGEST = 60
"""Letters of a value in a line."""


def changes(draft: Draft, section: Section, around: Around) -> tuple[str, ...]:
    """Of a draft: entries removed, added, changed, and another order."""
    return tuple(_changes(draft.before, draft.entries, section, around))


def _changes(
    before: tuple[Numbered, ...], after: tuple[Numbered, ...], section: Section, around: Around
) -> Iterator[str]:
    text, was, now = around.language.text, {one.id: one for one in before}, {one.id: one for one in after}
    for one in before:
        if one.id not in now:
            yield text("Removed: {name}", name=called(section, one.value, around))
    for one in after:
        name = called(section, one.value, around)
        if one.id not in was:
            yield text("Added: {name}", name=name)
        else:
            old = cleaned(section.fields, was[one.id].value)
            head = called(section, old, around) if section.is_list else ""
            yield from _of_entry(section.fields, old, cleaned(section.fields, one.value), head, around)
    kept = [one.id for one in before if one.id in now]
    if kept != [one.id for one in after if one.id in was]:
        yield text("The order is different.")


def _of_entry(
    fields: tuple[Field, ...], was: Mapping[str, Any], now: Mapping[str, Any], name: str, around: Around
) -> Iterator[str]:
    for field in fields:
        before, after = value_of(field, was), value_of(field, now)
        if before == after or (not before and not after and not isinstance(before, bool | int | float)):
            continue
        what = ", ".join(part for part in (name, around.language.text(field.label)) if part)
        told = tuple(_short(said(field, one, around, is_brief=True)) for one in (before, after))
        if told[0] == told[1]:
            yield around.language.text("{what}: changed", what=what)
        else:
            yield f"{what}: {told[0]} → {told[1]}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
