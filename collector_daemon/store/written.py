"""What an account has written about calls: read for its own list of calls."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from shared.database.connection import Connection
from shared.database.escapes import identifier, unescape


class Written(msgspec.Struct):
    """The account's own note and disposition of a call."""

    note: str | None = None
    disposition: str | None = None


async def written_about(
    connection: Connection, calls: Sequence[tuple[str, str]], account: str
) -> dict[tuple[str, str], Written]:
    """By (pbx, call id); a call about which nothing was written is missing."""
    if not calls:
        return {}
    stored = {(identifier(pbx), identifier(call_id)): (pbx, call_id) for pbx, call_id in calls}
    found = await connection.execute(_WRITTEN, {
        "pbxs": [pbx for pbx, _call_id in stored], "ids": [call_id for _pbx, call_id in stored], "account": account,
    })  # fmt: skip
    told: dict[tuple[str, str], Written] = {}
    for pbx, call_id, text, code in await found.fetchall():
        written = told.setdefault(stored[pbx, call_id], Written())
        written.note = unescape(text) if text else written.note
        written.disposition = unescape(code) if code else written.disposition
    return told


_WRITTEN = (
    "select pbx, call_id, text, null from call_note where account = %(account)s "
    "and (pbx, call_id) in (select * from unnest(%(pbxs)s::text[], %(ids)s::text[])) "
    "union all select pbx, call_id, null, code from call_disposition where account = %(account)s "
    "and (pbx, call_id) in (select * from unnest(%(pbxs)s::text[], %(ids)s::text[]))"
)
