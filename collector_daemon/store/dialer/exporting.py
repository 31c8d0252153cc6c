"""A campaign's contacts with what became of them, read row by row. Waits for the database: call it in a thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import msgspec
import psycopg
from psycopg.rows import class_row

from collector_daemon.store.audit import Act
from collector_daemon.store.billing.way_in import enter
from collector_daemon.store.writing import PATIENCE
from shared.database.connection import conninfo, plain
from shared.database.escapes import unescape
from shared.errors import Unavailable

HEADER = (
    "contact", "external", "name", "numbers", "state", "result", "attempts", "outcome", "disposition", "operator",
    "note", "last_attempt_at", "talk_seconds", "next_at", "owner", "why",
)  # fmt: skip
"""The columns before the contacts' own fields."""
_AT_ONCE = 2000


class ResultRow(msgspec.Struct, frozen=True, kw_only=True):
    """A contact; ``outcome`` to ``talk_seconds`` are of its last attempt."""

    contact: int
    external: str
    name: str
    numbers: list[str]
    state: str
    last: str
    attempts: int
    outcome: str
    disposition: str
    operator: str
    note: str
    placed_at: datetime | None
    talk_seconds: int | None
    next_at: datetime | None
    owner: str
    why: str
    fields: dict[str, str]


@contextmanager
def results(url: str, campaign: str, act: Act | None) -> Iterator[tuple[list[str], Iterator[ResultRow]]]:
    """The names of the contacts' own fields, and the contacts in the order of their keys. Raises Unavailable."""
    try:
        with psycopg.connect(conninfo(url, **PATIENCE, connect_timeout="5")) as connection:
            fields = [
                unescape(field) for (field,) in connection.execute(
                    "select distinct jsonb_object_keys(fields) from contact where campaign = %s order by 1", [campaign])
            ]  # fmt: skip
            if act is not None:
                enter(connection, act)
                connection.commit()
            with connection.cursor("results", row_factory=class_row(ResultRow)) as cursor:
                cursor.itersize = _AT_ONCE
                cursor.execute(_RESULTS, [campaign])
                yield fields, (_plain(row) for row in cursor)
    except psycopg.Error as problem:
        raise Unavailable(f"the database: {plain(problem)}") from None


def _plain(row: ResultRow) -> ResultRow:
    texts = {name: unescape(getattr(row, name)) for name in ("external", "name", "last", "note", "owner", "why")}
    return msgspec.structs.replace(row, **texts)


_RESULTS = """
    select c.contact, c.external, c.name, coalesce((select array_agg(n.number order by n.nth) from contact_number n
            where n.contact = c.contact), '{}') as numbers, c.state, c.last, c.attempts,
        coalesce(a.outcome, '') as outcome, coalesce(a.disposition, '') as disposition,
        coalesce(a.operator, '') as operator, c.note, a.placed_at,
        extract(epoch from a.ended_at - a.connected_at)::int as talk_seconds, c.next_at, c.owner, c.why, c.fields
    from contact c left join lateral (select * from attempt t where t.contact = c.contact
        order by t.placed_at desc, t.attempt desc limit 1) a on c.attempts > 0
    where c.campaign = %s order by c.contact"""
