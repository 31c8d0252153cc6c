"""Marks that people set in recordings: a moment of a file, and what is to be said of it. Under the account's own role.

The database lets nobody set, change or remove another's.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection, text

from shared.database.escapes import escape, identifier, unescape
from shared.errors import Refused

LONGEST = 2000


class Marker(msgspec.Struct, frozen=True, kw_only=True):
    """``at_ms`` from the beginning of ``file``; ``key`` is made by who sets it."""

    key: str
    file: str
    account: str
    at_ms: int
    text: str
    made_at: datetime


def markers(connection: Connection, pbx: str, call: str) -> tuple[Marker, ...]:
    """All of the call's, as far as the account may see them."""
    found = connection.execute(_ALL, {"pbx": identifier(pbx), "call": identifier(call)})
    return tuple(
        Marker(key=row.marker, file=unescape(row.file), account=unescape(row.account), at_ms=row.at_ms,
               text=unescape(row.text), made_at=row.made_at)
        for row in found
    )  # fmt: skip


def add(connection: Connection, pbx: str, call: str, marker: Marker) -> None:
    """Set one, as the account itself at this moment (``account`` and ``made_at`` are not asked). Raises Refused."""
    if len(marker.text) > LONGEST:
        raise Refused(f"a marker has at most {LONGEST} letters")
    connection.execute(_ADD, _place(pbx, marker.file, marker.key) | {
        "call": identifier(call), "at_ms": marker.at_ms, "text": escape(marker.text),
    })  # fmt: skip


def drop(connection: Connection, pbx: str, marker: Marker) -> None:
    """Remove an own one; one that is not there is removed already."""
    connection.execute(_DROP, _place(pbx, marker.file, marker.key))


def _place(pbx: str, file: str, key: str) -> dict[str, object]:
    return {"pbx": identifier(pbx), "file": escape(file), "marker": key}



_ALL = text("select * from recording_marker where pbx = :pbx and call_id = :call order by file, at_ms, marker")
_ADD = text("""
    insert into recording_marker (pbx, file, marker, call_id, account, at_ms, text, made_at)
    values (:pbx, :file, :marker, :call, session_user, :at_ms, :text, now())
    on conflict (pbx, file, marker) do nothing
""")
_DROP = text("delete from recording_marker where pbx = :pbx and file = :file and marker = :marker "
             "and account = session_user")  # fmt: skip
