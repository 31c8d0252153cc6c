"""What operators write about calls, into the tables: each account's latest word on a call, by the time it was written.

Said again under its key, a thing changes nothing; what was written earlier never replaces what was written later, in
whatever order they arrive. Not here: who may write about which call (``questions``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from collector_daemon.store.lending import Lender
from shared.database.connection import Connection
from shared.database.escapes import escape, identifier

SECONDS = 2.0
"""So long somebody waits for it at most; his panel keeps what is not stored."""


class Writing(msgspec.Struct, frozen=True, kw_only=True):
    """Who writes, about which call, when. ``agent`` is the phone where the account sits, ``key`` the client's."""

    pbx: str
    call_id: str
    call_started_at: datetime
    account: str
    agent: str | None
    agent_name: str | None
    written_at: datetime
    stored_at: datetime
    key: str | None = None


class Notes:
    """Writes into the database that ``lender`` lends connections to. All raise Unavailable."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def note(self, writing: Writing, text: str) -> None:
        """The account's note about the call; an empty one takes it back."""
        await self._write(writing, _NOTE, {"text": escape(text)})

    async def disposition(self, writing: Writing, code: str, text: str) -> None:
        """The account's code for the call's result."""
        await self._write(writing, _DISPOSITION, {"code": escape(code), "text": escape(text)})

    async def form(self, writing: Writing, form: str, answers: Mapping[str, str]) -> None:
        """What was filled in, or found; the whole of that form."""
        told = Jsonb({escape(name): escape(text) for name, text in answers.items()})
        await self._write(writing, _FORM, {"form": identifier(form), "answers": told})

    async def _write(self, writing: Writing, statement: str, more: dict[str, Any]) -> None:
        values = msgspec.structs.asdict(writing) | {
            "pbx": identifier(writing.pbx), "call_id": identifier(writing.call_id), "account": escape(writing.account),
            "agent": None if writing.agent is None else escape(writing.agent),
            "agent_name": None if writing.agent_name is None else escape(writing.agent_name),
        } | more  # fmt: skip

        async def deed(connection: Connection) -> None:
            async with connection.transaction():
                if await is_new(connection, writing.account, writing.key, writing.stored_at):
                    await connection.execute(statement.encode(), values)

        await self._lender.use(deed, SECONDS)


async def is_new(connection: Connection, account: str, key: str | None, at: datetime) -> bool:
    """Was nothing said under this key yet? From now on it was."""
    if key is None:
        return True
    done = await connection.execute(
        "insert into said_key (account, key, said_at) values (%s, %s, %s) on conflict do nothing",
        [escape(account), key, at],
    )
    return done.rowcount == 1


def _statement(table: str, key: str, *columns: str) -> str:
    """Insert, or replace what was written no later. An absorbed call's id means the call that it became a part of."""
    named = ("agent", "agent_name", *columns, "written_at", "stored_at", "call_started_at")
    values = ", ".join(f"%({name})s" for name in named)
    changes = ", ".join(f"{name} = excluded.{name}" for name in named if name not in key)
    return (
        f"insert into {table} as old (pbx, account, call_id, {', '.join(named)}) values (%(pbx)s, %(account)s, "  # noqa: S608
        "coalesce((select a.call_id from absorbed_call a where a.pbx = %(pbx)s and a.absorbed_id = %(call_id)s), "
        f"%(call_id)s), {values}) on conflict ({key}) do update set {changes} "
        "where old.written_at <= excluded.written_at"
    )


_NOTE = _statement("call_note", "pbx, call_id, account", "text")
_DISPOSITION = _statement("call_disposition", "pbx, call_id, account", "code", "text")
_FORM = _statement("call_form", "pbx, call_id, account, form", "form", "answers")
