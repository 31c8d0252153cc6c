"""Many calls with all their parts, for records: a page of them takes as many statements as one call does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection
from sqlalchemy import text as statement

from shared.database.escapes import identifier
from shared.database.whole_calls import put_together, read_row
from shared.domain.calls import Call
from supervisor_console.reports.found import FoundCall
from supervisor_console.reports.tracking import PARTS


def whole_calls(connection: Connection, calls: Sequence[FoundCall]) -> Iterator[Call]:
    """These calls, in their order, as far as the account may see them. Raises what the database raises."""
    found: dict[tuple[str, str], Call] = {}
    for pbx in dict.fromkeys(one.pbx for one in calls):
        asked = {"pbx": identifier(pbx), "calls": [identifier(one.call) for one in calls if one.pbx == pbx]}
        rows = {
            table: [read_row(dict(row)) for row in connection.execute(question, asked).mappings()]
            for table, question in _QUESTIONS.items()
        }
        found.update(((pbx, call.call_id), call) for call in put_together(rows).values())
    yield from (found[one.pbx, one.call] for one in calls if (one.pbx, one.call) in found)


_OF_THEM = "p.pbx = :pbx and p.call_id = any(cast(:calls as text[]))"
_QUESTIONS = {table: statement(f"select p.* from {table} p where {_OF_THEM}") for table in PARTS}  # noqa: S608
_QUESTIONS["ring_attempt"] = statement(f"""
    select a.* from queue_visit p join ring_attempt a
        on a.pbx = p.pbx and a.uniqueid = p.uniqueid and a.queue = p.queue and a.visit_nth = p.nth
    where {_OF_THEM}
""")  # noqa: S608
