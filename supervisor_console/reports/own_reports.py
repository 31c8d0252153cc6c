"""Reports under a name: each account's own, and those that others share with one of its roles.

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
from shared.errors import Refused
from shared.reports.catalogue import READY
from shared.reports.definition import Definition, understood


class OwnReport(msgspec.Struct, frozen=True, kw_only=True):
    """``shared_with``: the roles that read it, none: everybody who may see statistics.

    ``definition`` None: it was saved by a newer program and is not understood.
    """

    account: str
    name: str
    definition: Definition | None
    is_shared: bool = False
    shared_with: tuple[Role, ...] = ()


def own_reports(connection: Connection) -> tuple[OwnReport, ...]:
    """The account's own by name, then others' that are shared with it."""
    return tuple(_report(row) for row in connection.execute(_ALL))


def save(
    connection: Connection, name: str, definition: Definition, *, is_shared: bool = False,
    shared_with: Sequence[Role] = (),
) -> None:  # fmt: skip
    """Keep it under the name, in place of one that the account has under it.

    Raises Refused: no name, or under it stands what a newer program saved, which would be lost.
    """
    stored = checked_name(name)
    before = connection.execute(_BEFORE, {"name": stored}).scalar_one_or_none()
    if before is not None and understood(before, READY) is None:
        raise Refused(f"{name.strip()!r} was made by a newer version; it is not replaced by this one")
    connection.execute(_SAVE, {
        "name": stored, "definition": msgspec.json.encode(definition).decode(), "is_shared": is_shared,
        "shared_with": list(shared_with),
    })  # fmt: skip


def rename(connection: Connection, name: str, new_name: str) -> None:
    """Call the account's own report otherwise. Raises Refused: there is none, or one of that name already."""
    try:
        done = connection.execute(_RENAME, {"name": escape(name), "new_name": checked_name(new_name)})
    except IntegrityError:
        raise Refused(f"there is a report {new_name.strip()!r} already") from None
    if not done.rowcount:
        raise Refused(f"there is no report {name!r}")


def delete(connection: Connection, name: str) -> None:
    """Forget the account's own report; one that is not there is forgotten already."""
    connection.execute(_DELETE, {"name": escape(name)})


def checked_name(name: str) -> str:
    """As it is stored. Raises Refused: nothing, or too long."""
    stored = escape(name.strip())
    if not stored or len(stored) > LONGEST_NAME:
        raise Refused(f"a report needs a name of at most {LONGEST_NAME} letters")
    return stored


def _report(row: Any) -> OwnReport:
    return OwnReport(
        account=row.account, name=unescape(row.name), definition=understood(row.definition, READY),
        is_shared=row.is_shared, shared_with=tuple(row.shared_with),
    )  # fmt: skip


LONGEST_NAME = 100
_ALL = sql("""
    select account, name, definition, is_shared, shared_with from own_report
    order by account <> session_user, name, account
""")
_SAVE = sql("""
    insert into own_report (account, name, definition, is_shared, shared_with)
    values (session_user, :name, cast(:definition as jsonb), :is_shared, cast(:shared_with as text[]))
    on conflict (account, name) do update set definition = excluded.definition, is_shared = excluded.is_shared,
        shared_with = excluded.shared_with, changed_at = now()
""")
_BEFORE = sql("select definition from own_report where account = session_user and name = :name for update")
_RENAME = sql("update own_report set name = :new_name, changed_at = now() "
               "where account = session_user and name = :name")  # fmt: skip
_DELETE = sql("delete from own_report where account = session_user and name = :name")
