"""Numbers from a file onto a do-not-call list: up to a million at once, all of them or none, in little memory.

As with each number that is put on a list by hand, an entry is added where the last one says something else. Waits for
the database: call it in a thread, or in a process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import msgspec
from psycopg import Connection

from collector_daemon.store.audit import Act
from collector_daemon.store.billing.way_in import enter
from collector_daemon.store.dialer.importing import SHOWN, Taking
from collector_daemon.store.dialer.taking import taking
from collector_daemon.store.dialer.writing import DialerMistake
from shared.campaigns.ledgers import ListScope
from shared.database.escapes import escape
from shared.domain.dialer_replies import LineFault


class ListedLine(msgspec.Struct, frozen=True, kw_only=True):
    """What a line says: digits of E.164 without "+", until which day, why."""

    line: int
    numbers: tuple[str, ...]
    until: date | None = None
    why: str = ""


class ListedImport:
    """One transaction: ``copy`` lines, ``sort`` them, then ``take`` them, or leave. Counts are of numbers."""

    def __init__(self, connection: Connection[Any], given: dict[str, Any]) -> None:
        self._connection, self._given, self._lines = connection, given, 0

    @classmethod
    @contextmanager
    def opened(cls, url: str, listed_on: str, scope: ListScope, of: str) -> Iterator[ListedImport]:
        """Leaving without ``take`` leaves everything as it was. Raises Unavailable, DialerMistake."""
        with taking(url, f"dialer do-not-call {listed_on}", _TABLES) as connection:
            known = "select from campaign where campaign = %s"
            if scope == "campaign" and connection.execute(known, [of]).fetchone() is None:
                raise DialerMistake("unknown_campaign", f"there is no campaign {of}")
            yield cls(connection, {"list": escape(listed_on), "scope": scope, "scope_of": escape(of)})

    def copy(self, lines: Iterable[ListedLine]) -> None:
        """Lines, in their order."""
        with self._connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            for one in lines:
                self._lines += 1
                for nth, number in enumerate(one.numbers):
                    copy.write_row((one.line, nth, number, one.until, escape(one.why)))

    def sort(self) -> Taking:
        """Find what is there twice, in the file, and what is on the list in the same words."""
        for statement in _SORT:
            self._connection.execute(statement, self._given)
        row = self._connection.execute(_COUNT).fetchone()
        assert row is not None
        left_out = tuple(
            LineFault(line=line, kind=kind, value=f"+{number}", of=of)
            for line, kind, number, of in self._connection.execute(_LEFT_OUT, [SHOWN])
        )
        return Taking(lines=self._lines, good=row[0], doubles=row[1], known=row[2], left_out=left_out)

    def take(self, found: Taking, by: str, act: Act) -> Taking:
        """Put on the list what ``sort`` found good, with the audit's entry, and commit."""
        self._connection.execute(_TAKE, self._given | {"by": escape(by)})
        enter(self._connection, act)
        self._connection.commit()
        return found


_TABLES = (
    "create temp table listed (line int, nth int, number text, until date, why text) on commit drop",
    """create temp table left_out (line int, kind text, number text, of int) on commit drop""",
    """create temp table put_on (line int, nth int, number text, until date, why text) on commit drop""",
)
_COPY = "copy listed (line, nth, number, until, why) from stdin"
_SORT = (
    "analyze listed",
    """insert into left_out select line, 'double', number, first from (
            select line, number, row_number() over told as place, first_value(line) over told as first from listed
            window told as (partition by number order by line, nth)) found where place > 1""",
    """insert into put_on select distinct on (number) line, nth, number, until, why from listed
        order by number, line, nth""",
    "analyze put_on",
    """with same as (
            delete from put_on p using (
                select distinct on (d.number) d.number, is_on, d.until, d.why from do_not_call d
                where d.list = %(list)s and d.scope = %(scope)s and d.scope_of = %(scope_of)s
                order by d.number, d.entry desc) was
            where was.number = p.number and was.is_on and was.until is not distinct from p.until and was.why = p.why
            returning p.line, p.number)
        insert into left_out select line, 'listed', number, 0 from same""",
)
_COUNT = """select (select count(*) from put_on), (select count(*) from left_out where kind = 'double'),
    (select count(*) from left_out where kind = 'listed')"""
_LEFT_OUT = "select line, kind, number, of from left_out order by line, number limit %s"
_TAKE = """insert into do_not_call (list, scope, scope_of, number, is_on, until, why, by)
    select %(list)s, %(scope)s, %(scope_of)s, number, true, until, why, %(by)s from put_on order by line, nth"""
