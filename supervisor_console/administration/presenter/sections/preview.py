"""A template filled with an example call, as far as it is plain: what values would look like in their places.

How values are escaped and cut is the panel's; what is not plain here (a replacement by a regular expression) is left
as it is written.
"""

from __future__ import annotations

import re
from urllib.parse import quote

EXAMPLE = {
    "callerid": "+420777123456", "callerid_e164": "+420777123456", "callerid_national": "777123456",
    "name": "Jana Malá", "did": "420222111001", "queue": "support", "queue_title": "Podpora", "agent": "1001",
    "agent_name": "Petr Svoboda", "uniqueid": "1795444321.42", "linkedid": "1795444321.42", "call": "1795444321.42",
    "campaign": "", "direction": "inbound", "wait": "23", "disposition": "order", "note": "", "pbx": "main",
}  # fmt: skip
"""Every placeholder of a call, with what it could be."""
_PLACE = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)?)([^{}]*)\}")
_PART = re.compile(r"\[\s*(-?\d{1,4})?\s*(:)?\s*(-?\d{1,4})?\s*\]")
_OTHERS = ("lead.", "crm.", "secret")


def unknown_places(template: str) -> tuple[str, ...]:
    """Placeholders that no call has."""
    bare = template.replace("{{", "")
    found = (place[1] for place in _PLACE.finditer(bare))
    return tuple(name for name in found if name not in EXAMPLE and not name.startswith(_OTHERS))


def preview(template: str, *, is_address: bool) -> str:
    """The template for the example call; "" where there is nothing to fill."""
    if not _PLACE.search(template):
        return ""
    return _PLACE.sub(lambda place: _filled(place, is_address=is_address), template)


def _filled(place: re.Match[str], *, is_address: bool) -> str:
    name, more = place[1], place[2]
    if name not in EXAMPLE:
        return place[0]
    value, escapes = EXAMPLE[name], is_address
    more, bar, instead = more.partition("|")
    while more:
        part = _PART.match(more)
        if part is not None:
            value, more = _cut(value, part), more[part.end() :]
        elif more.startswith(":raw"):
            escapes, more = False, more[4:]
        else:
            return place[0]
    value = value or instead if bar else value
    return quote(value, safe="") if escapes else value


def _cut(value: str, part: re.Match[str]) -> str:
    first, colon, last = part[1], part[2], part[3]
    if colon:
        return value[int(first) if first else None : int(last) if last else None]
    return value[int(first)] if first and -len(value) <= int(first) < len(value) else ""
