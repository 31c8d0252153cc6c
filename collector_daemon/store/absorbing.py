"""A call that became a part of another: what was written about it is said of that one, from then on.

A consultation is a call of its own until the customer is passed on; whoever noted something during it had that id.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from psycopg import AsyncConnection

from shared.database.escapes import identifier
from shared.domain.calls import Call


async def carry_over(connection: AsyncConnection[Any], calls: Iterable[Call]) -> None:
    """Remember the ids that these calls absorbed, and move what was written under them. In a transaction."""
    found = [
        {"pbx": identifier(call.pbx), "absorbed": identifier(absorbed), "call_id": identifier(call.call_id),
         "at": call.started_at}
        for call in calls for absorbed in call.absorbed
    ]  # fmt: skip
    if not found:
        return
    async with connection.cursor() as cursor:
        for statement in (_REMEMBER, *_MOVES):
            await cursor.executemany(statement.encode(), found)


def _move(table: str, key: str, columns: str, changes: str) -> str:
    """Rows of the absorbed id to the other; of two by the same account about what is one call now, ``changes``."""
    kept = f"account, {columns}, agent, agent_name, written_at, stored_at"
    return (
        f"with gone as (delete from {table} where pbx = %(pbx)s and call_id = %(absorbed)s returning *) "  # noqa: S608
        f"insert into {table} as old (pbx, call_id, call_started_at, {kept}) "
        f"select pbx, %(call_id)s, %(at)s, {kept} from gone on conflict ({key}) do update set {changes}"
    )


_LATER = "excluded.written_at > old.written_at"


def _later(*columns: str) -> str:
    named = ", ".join((*columns, "agent", "agent_name", "written_at", "stored_at"))
    values = ", ".join(
        f"case when {_LATER} then excluded.{name} else old.{name} end" for name in named.split(", ")
    )
    return f"({named}) = ({values})"


_REMEMBER = (
    "insert into absorbed_call (pbx, absorbed_id, call_id, call_started_at) "
    "values (%(pbx)s, %(absorbed)s, %(call_id)s, %(at)s) "
    "on conflict (pbx, absorbed_id) do update set call_id = excluded.call_id"
)
_MOVES = (
    _move(
        "call_note", "pbx, call_id, account", "text",
        "text = case when excluded.text in ('', old.text) then old.text when old.text = '' then excluded.text "
        f"when {_LATER} then old.text || e'\\n' || excluded.text else excluded.text || e'\\n' || old.text end, "
        "written_at = greatest(old.written_at, excluded.written_at)",
    ),
    _move("call_disposition", "pbx, call_id, account", "code, text", _later("code", "text")),
    _move("call_form", "pbx, call_id, account, form", "form, answers", _later("answers")),
    "update callback set call_id = %(call_id)s where pbx = %(pbx)s and call_id = %(absorbed)s",
)  # fmt: skip
