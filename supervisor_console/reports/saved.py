"""Searches under a name: each account's own, and those that others share with one of its roles.

Written under the account's own role; the database lets nobody write another's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from shared.database.escapes import escape, unescape
from shared.domain.accounts import Role
from shared.domain.search.query import Query
from shared.errors import Refused


class SavedSearch(msgspec.Struct, frozen=True, kw_only=True):
    """``columns`` are those of the list, in order; ``shared_with``: the roles that read it, none: everybody who may
    search; ``query`` None: it was saved by a newer program and is not understood."""

    account: str
    name: str
    query: Query | None
    columns: tuple[str, ...] = ()
    is_shared: bool = False
    shared_with: tuple[Role, ...] = ()


def saved_searches(connection: Connection) -> tuple[SavedSearch, ...]:
    """The account's own by name, then others' that are shared with it."""
    return tuple(_search(row) for row in connection.execute(_ALL))


def save(
    connection: Connection, name: str, query: Query, *, columns: Sequence[str] = (), is_shared: bool = False,
    shared_with: Sequence[Role] = (),
) -> None:  # fmt: skip
    """Keep the search under the name, in place of one that the account has under it. Raises Refused for no name."""
    connection.execute(_SAVE, {
        "name": _checked(name), "query": msgspec.json.encode(query).decode(), "columns": list(columns),
        "is_shared": is_shared, "shared_with": list(shared_with),
    })  # fmt: skip


def rename(connection: Connection, name: str, new_name: str) -> None:
    """Call the account's own search otherwise. Raises Refused: there is none, or one of that name already."""
    try:
        done = connection.execute(_RENAME, {"name": escape(name), "new_name": _checked(new_name)})
    except IntegrityError:
        raise Refused(f"there is a search {new_name!r} already") from None
    if not done.rowcount:
        raise Refused(f"there is no search {name!r}")


def delete(connection: Connection, name: str) -> None:
    """Forget the account's own search; one that is not there is forgotten already."""
    connection.execute(_DELETE, {"name": escape(name)})


def _checked(name: str) -> str:
    stored = escape(name.strip())
    if not stored or len(stored) > LONGEST_NAME:
        raise Refused(f"a search needs a name of at most {LONGEST_NAME} letters")
    return stored


def _search(row: Any) -> SavedSearch:
    try:
        query = msgspec.convert(row.query, Query)
    except msgspec.ValidationError:
        query = None
    return SavedSearch(
        account=row.account, name=unescape(row.name), query=query, columns=tuple(row.columns),
        is_shared=row.is_shared, shared_with=tuple(row.shared_with),
    )  # fmt: skip


LONGEST_NAME = 100
_ALL = sql("""
    select account, name, query, columns, is_shared, shared_with from saved_search
    order by account <> session_user, name, account
""")
_SAVE = sql("""
    insert into saved_search (account, name, query, columns, is_shared, shared_with)
    values (session_user, :name, cast(:query as jsonb), cast(:columns as text[]), :is_shared,
        cast(:shared_with as text[]))
    on conflict (account, name) do update set query = excluded.query, columns = excluded.columns,
        is_shared = excluded.is_shared, shared_with = excluded.shared_with, changed_at = now()
""")
_RENAME = sql("update saved_search set name = :new_name, changed_at = now() "
               "where account = session_user and name = :name")  # fmt: skip
_DELETE = sql("delete from saved_search where account = session_user and name = :name")
