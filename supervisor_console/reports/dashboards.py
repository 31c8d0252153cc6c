"""Dashboards: reports side by side under a name, each account's own, and those that others share with its roles.

Written under the account's own role; the database lets nobody write another's. A panel either has what it asks for in
itself, or names an own report, which may be another's, and may be gone one day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from shared.database.escapes import escape, unescape
from shared.domain.accounts import Role
from shared.domain.search.query import Period
from shared.errors import Refused
from shared.reports.definition import Definition
from supervisor_console.reports import own_reports
from supervisor_console.reports.own_reports import checked_name

Shows = Literal["chart", "figures", "table"]
Width = Literal["half", "whole"]
MOST_PANELS = 24


class Named(msgspec.Struct, frozen=True):
    """An own report, by whose it is and its name."""

    account: str
    name: str


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """A panel. ``panel``: what tells it apart on its dashboard; ``chart``: which of the charts of its report.

    ``own``: the report of that name, as it is now; else ``definition``. Neither: a newer program made it, ``strange``
    is what it wrote.
    """

    panel: str
    shows: Shows = "chart"
    width: Width = "half"
    chart: int = 0
    definition: Definition | None = None
    own: Named | None = None
    strange: str = ""


class Dashboard(msgspec.Struct, frozen=True, kw_only=True):
    """``period`` None: each panel has its own. ``shared_with``: the roles that read it, none: everybody who may."""

    account: str
    name: str
    panels: tuple[Placed, ...] = ()
    period: Period | None = None
    is_shared: bool = False
    shared_with: tuple[Role, ...] = ()


class _Head(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    period: Period | None = None


def dashboards(connection: Connection) -> tuple[Dashboard, ...]:
    """The account's own by name, then others' that are shared with it."""
    return _read(connection.execute(_ALL))


def make(connection: Connection, name: str) -> None:
    """An empty one. Raises Refused: no name, or there is one of that name already."""
    stored = checked_name(name)
    if connection.execute(_ONE, {"name": stored}).first() is not None:
        raise Refused(f"there is a dashboard {name.strip()!r} already")
    _write(connection, stored, Dashboard(account="", name=name))


def change(connection: Connection, name: str, deed: Callable[[Dashboard], Dashboard]) -> None:
    """The account's own one becomes what the deed makes of it as it is stored now; its name stays.

    Raises Refused: it is not there any more, or has too many panels.
    """
    stored = escape(name)
    connection.execute(_LOCK)  # what is read after it is what another program of the account has just written
    found = _read(connection.execute(_OWN, {"name": stored}))
    if not found:
        raise Refused(f"there is no dashboard {name!r}")
    made = deed(found[0])
    if len(made.panels) > MOST_PANELS:
        raise Refused(f"a dashboard has at most {MOST_PANELS} panels")
    connection.execute(_DELETE, {"name": stored})
    _write(connection, stored, made)


def rename(connection: Connection, name: str, new_name: str) -> None:
    """Call the account's own one otherwise. Raises Refused: there is none, or one of that name already."""
    try:
        done = connection.execute(_RENAME, {"name": escape(name), "new_name": checked_name(new_name)})
    except IntegrityError:
        raise Refused(f"there is a dashboard {new_name.strip()!r} already") from None
    if not done.rowcount:
        raise Refused(f"there is no dashboard {name!r}")


def delete(connection: Connection, name: str) -> None:
    """Forget the account's own one; one that is not there is forgotten already. Its reports stay."""
    connection.execute(_DELETE, {"name": escape(name)})


def rename_report(connection: Connection, name: str, new_name: str) -> None:
    """Call an own report of the account otherwise, and follow it on the account's dashboards.

    Raises Refused: there is none, or one of that name already.
    """
    own_reports.rename(connection, name, new_name)
    connection.execute(_FOLLOW, {"name": escape(name), "new_name": escape(new_name.strip())})


def _read(rows: Any) -> tuple[Dashboard, ...]:
    found: dict[tuple[str, str], Dashboard] = {}
    for row in rows:
        key = (row.account, row.dashboard)
        if row.place == 0:
            found[key] = Dashboard(
                account=row.account, name=unescape(row.dashboard), period=_head(row.panel).period,
                is_shared=row.is_shared, shared_with=tuple(row.shared_with),
            )  # fmt: skip
        elif key in found:
            panels = (*found[key].panels, _placed(row.panel, row.place))
            found[key] = msgspec.structs.replace(found[key], panels=panels)
    return tuple(found.values())


def _head(stored: Any) -> _Head:
    try:
        return msgspec.convert(stored, _Head)
    except msgspec.ValidationError:
        return _Head()


def _placed(stored: Any, place: int) -> Placed:
    try:
        found = msgspec.convert(_unescaped(stored), Placed)
    except msgspec.ValidationError:
        return Placed(panel=f"strange{place}", strange=msgspec.json.encode(stored).decode())
    return found


def _write(connection: Connection, stored: str, made: Dashboard) -> None:
    rows: Sequence[str] = [_json(_Head(period=made.period)), *(one.strange or _json(one) for one in made.panels)]
    connection.execute(_ADD, [
        {"name": stored, "place": place, "panel": panel, "is_shared": made.is_shared,
         "shared_with": list(made.shared_with)}
        for place, panel in enumerate(rows)
    ])  # fmt: skip


def _json(one: _Head | Placed) -> str:
    return msgspec.json.encode(_escaped(msgspec.to_builtins(one))).decode()


def _escaped(value: Any) -> Any:
    """Text in JSON that Postgres can store."""
    return _each(value, escape)


def _unescaped(value: Any) -> Any:
    return _each(value, unescape)


def _each(value: Any, deed: Callable[[str], str]) -> Any:
    match value:
        case str():
            return deed(value)
        case dict():
            return {name: _each(one, deed) for name, one in value.items()}
        case list() | tuple():
            return [_each(one, deed) for one in value]
        case _:
            return value


_COLUMNS = "select account, dashboard, place, panel, is_shared, shared_with from dashboard_panel"
_ALL = sql(f"{_COLUMNS} order by account <> session_user, dashboard, account, place")
_OWN = sql(f"{_COLUMNS} where account = session_user and dashboard = :name order by place")
_LOCK = sql("select pg_advisory_xact_lock(hashtext('dashboard_panel'), hashtext(session_user))")
_ONE = sql("select 1 from dashboard_panel where account = session_user and dashboard = :name limit 1")
_ADD = sql("""
    insert into dashboard_panel (account, dashboard, place, panel, is_shared, shared_with)
    values (session_user, :name, :place, cast(:panel as jsonb), :is_shared, cast(:shared_with as text[]))
""")
_RENAME = sql("update dashboard_panel set dashboard = :new_name where account = session_user and dashboard = :name")
_DELETE = sql("delete from dashboard_panel where account = session_user and dashboard = :name")
_FOLLOW = sql("""
    update dashboard_panel set panel = jsonb_set(panel, '{own,name}', to_jsonb(cast(:new_name as text)))
    where account = session_user and place > 0 and panel -> 'own' ->> 'account' = session_user
        and panel -> 'own' ->> 'name' = :name
""")
