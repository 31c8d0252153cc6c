"""One call out of all that are stored, by any id that it ever had."""

from __future__ import annotations

from collections.abc import Sequence

from collector_daemon.store.own_calls import UNREAD
from collector_daemon.store.reading import History
from shared.database.connection import Connection
from shared.database.escapes import identifier, unescape
from shared.domain.calls import Call


async def stored_call(connection: Connection, pbxs: Sequence[str], call_id: str) -> Call | None:
    """The call (without its steps and what else nobody asks for here), on one of these PBXs."""
    wanted = {"pbxs": [identifier(pbx) for pbx in pbxs], "call_id": identifier(call_id)}
    found = await (await connection.execute(_KEY, wanted)).fetchone()
    if found is None:
        return None
    calls = await History(connection, unescape(found[0])).calls([found[1]], without=UNREAD)
    return next(iter(calls.values()), None)


_KEY = (
    "select pbx, call_id from call where pbx = any(%(pbxs)s::text[]) and call_id = %(call_id)s "
    "union all select pbx, call_id from absorbed_call where pbx = any(%(pbxs)s::text[]) "
    "and absorbed_id = %(call_id)s limit 1"
)
