"""Local channels of the test context as if they were phones.

Behind a Local channel nobody sits, so the core tells no calls between such. Of each channel one half does and gets
all that a phone's channel does and gets: of an operator the one that the queue rings and bridges (``;1``), of the
caller the one that walks through the dialplan (``;2``). The other half only plays the person and is left out.
Everything else stays as the PBX sent it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from collector_daemon.acceptance.dialplan import CONTEXT, QUEUE_NUMBER
from collector_daemon.capture import Entry, Headers, Heard

TECHNOLOGY = "Check"
CALLER = f"{TECHNOLOGY}/{QUEUE_NUMBER}"
"""The test caller's device: to us an outside line."""
_HALF = re.compile(rf"Local/(\w+)@{re.escape(CONTEXT)}(-[0-9a-f]+);([12])")
_DEVICE = re.compile(rf"Local/(\w+)@{re.escape(CONTEXT)}(?:/n)?(?![\w;/-])")


def as_phones(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries without the halves that play persons, the other halves named like phones."""
    for entry in entries:
        if not isinstance(entry, Heard):
            yield entry
        elif not _is_of_player(entry.headers):
            yield Heard(entry.at, {name: _renamed(value) for name, value in entry.headers.items()})


def _is_of_player(headers: Headers) -> bool:
    if headers.get("Event") == "LocalBridge":
        return _HALF.fullmatch(str(headers.get("LocalOneChannel"))) is not None
    found = (_HALF.fullmatch(str(headers.get(name))) for name in ("Channel", "DestChannel"))
    return any(half is not None and half[3] != _phone_half(half[1]) for half in found)


def _phone_half(name: str) -> str:
    return "2" if name == QUEUE_NUMBER else "1"


def _renamed(value: str | list[str]) -> str | list[str]:
    if isinstance(value, list):
        return [str(_renamed(one)) for one in value]
    return _DEVICE.sub(rf"{TECHNOLOGY}/\1", _HALF.sub(rf"{TECHNOLOGY}/\1\2", value))
