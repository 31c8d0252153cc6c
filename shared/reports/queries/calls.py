"""Calls by line, direction, interval, or all together."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from shared.domain.measures.counts import CallCounts
from shared.reports.queries.scope import Counted, Key, Scope
from shared.reports.queries.summed import Source, key_of, pieces_for, summed

CALLS = Source("call_sum", ("pbx", "direction", "line", "queues"))


def calls(connection: Connection, scope: Scope, keys: Sequence[Key] = ("line",)) -> list[Counted[CallCounts]]:
    """Rows in the order of their keys; a call without a line has the line "".

    The scope's queues: calls that visited one of them.
    """
    asked = [key_of(key, scope) for key in keys]
    pieces = pieces_for(connection, scope, keys)
    found = summed(connection, CALLS, scope, asked, CallCounts.__struct_fields__, pieces)
    found.sort(key=lambda row: row[0])
    return [Counted(row_keys, msgspec.convert(values, CallCounts)) for row_keys, values in found]
