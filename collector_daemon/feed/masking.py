"""Rows and events for those who may not see callers: numbers with their middle hidden, and no names.

A screen on a wall is read by whoever passes by: so what it must not show does not even leave the server. Numbers of up
to five digits are extensions and stay, and so does the line that the caller dialled, which is the house's own.
"""

from __future__ import annotations

from typing import Any

import msgspec

from shared.domain import numbers
from shared.domain.board import AgentRow, CallRow, Row
from shared.protocol import wire


def masked_row(row: Row, country: str) -> Row:
    """The row without what tells who calls; the very same where there is nothing to hide."""
    shown: Row = row
    if isinstance(row, CallRow):
        shown = msgspec.structs.replace(
            row, caller=_masked(row.caller, country), caller_name=None,
            called=row.called if row.called == row.line else _masked(row.called, country),
            consulting=row.consulting and _both(row.consulting, country),
        )
    elif isinstance(row, AgentRow):
        shown = msgspec.structs.replace(row, caller=_masked(row.caller, country), caller_name=None)
    return row if shown == row else shown


def masked_event(event: bytes, country: str) -> bytes:
    """The event (a JSON object) likewise."""
    deed: dict[str, Any] = msgspec.json.decode(event)
    shown = deed | ({"caller_name": None} if "caller_name" in deed else {})
    for name in ("caller", "called"):
        number = deed.get(name)
        if isinstance(number, str) and (name == "caller" or number != deed.get("line")):
            shown[name] = _masked(number, country)
    return event if shown == deed else wire.encoded(shown)


def _both(consulting: tuple[str, str], country: str) -> tuple[str, str]:
    """Who asks and whom: that may be somebody outside."""
    who, whom = consulting
    return _masked(who, country) or "", _masked(whom, country) or ""


def _masked(number: str | None, country: str) -> str | None:
    return number and numbers.masked(number, country)
