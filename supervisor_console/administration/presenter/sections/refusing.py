"""What the daemon refuses, at the field that it names: ``disposition[2].code: …``, counted from one."""

from __future__ import annotations

import re

from supervisor_console.administration.presenter.sections.checks import Mistake
from supervisor_console.administration.presenter.sections.draft import Draft
from supervisor_console.administration.presenter.sections.fields import Field, Section
from supervisor_console.administration.presenter.sections.values import field_at

_PATH = re.compile(r"([a-z_]+)(?:\[(\d+)\])?((?:\.[a-z_]+(?:\[\d+\])?)*)\.?:\s*(.*)", re.DOTALL)
_PLACE = re.compile(r"\[(\d+)\]")
_NAMED = re.compile(r"[a-z_]+ \S+: ")
"""Who it is about, before what is wrong: ``rule long_wait: ``."""


def refused(message: str, draft: Draft, section: Section) -> Mistake:
    """Where it belongs; of no field where the message names none."""
    found = _PATH.fullmatch(message)
    if found is None or found[1] != section.name:
        return Mistake(None, "", message)
    place = int(found[2]) - 1 if found[2] else None if section.is_list else 0
    if place is None or not 0 <= place < len(draft.entries):
        return Mistake(None, "", found[4])
    path = _PLACE.sub(lambda one: f"[{int(one[1]) - 1}]", found[3].lstrip("."))
    path = _to_field(path, found[4], section)
    return Mistake(draft.entries[place].id, path, _NAMED.sub("", found[4], count=1) if path else found[4])


def _to_field(path: str, text: str, section: Section) -> str:
    """The path of a whole field: without the place in a list of texts, with the key that the text begins with."""
    field = field_at(section.fields, path)
    if field is not None and field.kind != "table":
        return re.sub(r"\[\d+\]$", "", path)
    fields: tuple[Field, ...] = section.fields if field is None else field.fields
    keys = {one.key for one in fields}
    words = re.findall(r"[a-z_]+", _NAMED.sub("", text, count=1))
    key = next((word for word in words if word in keys), "")
    return f"{path}.{key}".strip(".") if key else path
