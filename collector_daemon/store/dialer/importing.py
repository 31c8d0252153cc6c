"""Lists of contacts into the database: up to a million at once, all of them or none, in little memory.

Lines are copied into a table of the transaction's own; Postgres then finds what is there twice. A number, and a key of
the list's own, is one contact's in a campaign: the first line that has it keeps it. Waits for the database: call it in
a thread. Not here: files (``collector_daemon.dialer``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import msgspec
from psycopg import Connection

from collector_daemon.store.audit import Act
from collector_daemon.store.billing.way_in import enter
from collector_daemon.store.dialer.campaigns import TURN, order_of
from collector_daemon.store.dialer.taking import taking
from shared.campaigns.campaign import Campaign
from shared.database.escapes import escape
from shared.domain.dialer_replies import LineFault

SHOWN = 200
"""Lines that are told of those that are left out."""


class ContactLine(msgspec.Struct, frozen=True, kw_only=True):
    """A contact as its line says it. ``numbers``: (digits of E.164 without "+", kind); ``consent``: since when."""

    line: int
    external: str = ""
    name: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    fields: dict[str, str] = {}
    owner: str = ""
    language: str = ""
    priority: int = 0
    consent: datetime | None = None


class ListOrigin(msgspec.Struct, frozen=True, kw_only=True):
    """Where a list comes from. ``hash``: of what and how, "" where it may come again; ``how``: columns, encoding."""

    name: str
    source: str
    by: str
    at: datetime
    hash: str = ""
    how: dict[str, Any] = {}


class Taking(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a list: of ``lines`` so many are ``good``; ``doubles`` and ``known`` are left out, some are told."""

    list: int = 0
    lines: int = 0
    good: int = 0
    doubles: int = 0
    known: int = 0
    left_out: tuple[LineFault, ...] = ()


class ContactImport:
    """One transaction on a connection of its own: ``copy`` lines, ``sort`` them, then ``take`` them, or leave.

    A consent without a day is given ``at`` the import, and does not undo a withdrawal.
    """

    def __init__(self, connection: Connection[Any], campaign: Campaign) -> None:
        self._connection, self._campaign = connection, campaign

    @classmethod
    @contextmanager
    def opened(cls, url: str, campaign: Campaign) -> Iterator[ContactImport]:
        """Leaving without ``take`` leaves everything as it was. Raises Unavailable, DialerMistake."""
        with taking(url, f"dialer list {campaign.campaign}", _TABLES) as connection:
            yield cls(connection, campaign)

    def before(self, hashed: str) -> Taking | None:
        """What came of the same list when it was taken before."""
        row = self._connection.execute(
            "select list, lines, taken, doubles, already from contact_list where campaign = %s and hash = %s",
            [self._campaign.campaign, hashed]).fetchone()  # fmt: skip
        if row is None:
            return None
        return Taking(list=row[0], lines=row[1], good=row[2], doubles=row[3], known=row[4])

    def newest_how(self, name: str, source: str) -> dict[str, Any]:
        """``how`` of the newest list of that name and source, empty where there is none."""
        row = self._connection.execute(
            "select how from contact_list where campaign = %s and source = %s and name = %s order by list desc limit 1",
            [self._campaign.campaign, source, escape(name)]).fetchone()  # fmt: skip
        return {} if row is None else dict(row[0])

    def copy(self, lines: Iterable[ContactLine]) -> int:
        """Lines, in their order; how many."""
        count = 0
        with self._connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            for one in lines:
                count += 1
                copy.write_row((
                    one.line, escape(one.external), escape(one.name), escape(msgspec.json.encode(one.fields).decode()),
                    escape(one.owner), escape(one.language), one.priority, one.consent,
                    [number for number, _kind in one.numbers], [escape(kind) for _number, kind in one.numbers],
                ))  # fmt: skip
        return count

    def sort(self) -> Taking:
        """Find what is there twice, in the list and in the campaign."""
        given = {"campaign": self._campaign.campaign}
        for statement in _SORT:
            self._connection.execute(statement, given)
        row = self._connection.execute(_COUNT).fetchone()
        assert row is not None
        left_out = [
            LineFault(line=line, kind=kind, value=value, of=of)
            for line, kind, value, of in self._connection.execute(_LEFT_OUT, {"most": SHOWN})
        ]
        return Taking(lines=row[0], good=row[1], doubles=row[2], known=row[3], left_out=tuple(left_out))

    def take(self, found: Taking, origin: ListOrigin, act: Act | None = None, faults: int = 0) -> Taking:
        """Keep what ``sort`` found good, with consents and the audit's entry, and commit."""
        given: dict[str, Any] = {"campaign": self._campaign.campaign, "at": origin.at, **order_of(self._campaign)}
        row = self._connection.execute(_LIST, given | {
            "name": escape(origin.name), "source": origin.source, "hash": origin.hash, "by": escape(origin.by),
            "lines": found.lines, "taken": found.good, "doubles": found.doubles, "already": found.known,
            "faults": faults, "how": escape(msgspec.json.encode(origin.how).decode()),
        }).fetchone()  # fmt: skip
        assert row is not None
        given |= {"list": row[0], "by": escape(origin.by), "source": escape(origin.name)}
        for statement in _TAKE:
            self._connection.execute(statement, given)
        if act is not None:
            enter(self._connection, act)
        self._connection.commit()
        return msgspec.structs.replace(found, list=row[0])


_TABLES = (
    """create temp table taken_line (line int, external text, name text, fields jsonb, owner text, language text,
        priority int, consent timestamptz, numbers text[], kinds text[]) on commit drop""",
    """create temp table left_out (line int primary key, kind text, value text, of int) on commit drop""",
    """create temp table taken_number (line int, nth int, number text, kind text) on commit drop""",
    """create temp table taken_contact (line int, contact bigint) on commit drop""",
)
_COPY = """copy taken_line (line, external, name, fields, owner, language, priority, consent, numbers, kinds)
    from stdin"""
_SORT = (
    "analyze taken_line",
    """insert into left_out select l.line, 'known', l.external, 0 from taken_line l
        join contact c on c.campaign = %(campaign)s and c.external = l.external where l.external <> ''""",
    """insert into left_out select line, 'double', external, first from (
            select line, external, min(line) over (partition by external) as first from taken_line
            where external <> '') twice
        where line > first on conflict do nothing""",
    """insert into taken_number
        select line, nth, number, kind from (
            select l.line, u.nth, u.number, u.kind,
                row_number() over (partition by u.number order by l.line, u.nth) as place
            from taken_line l, unnest(l.numbers, l.kinds) with ordinality u (number, kind, nth)
            where not exists (select from left_out o where o.line = l.line)) found
        where place = 1 and not exists (select from contact_number n
            where n.number = found.number and n.campaign = %(campaign)s)""",
    "analyze taken_number",
    """insert into taken_contact
        select line, nextval(pg_get_serial_sequence('contact', 'contact')) from (
            select distinct line from taken_number order by line) lines""",
    """insert into left_out
        select l.line, 'double', l.numbers[1], coalesce((select t.line from taken_number t
            where t.number = l.numbers[1]), 0)
        from taken_line l where not exists (select from taken_contact c where c.line = l.line)
        on conflict do nothing""",
)
_COUNT = """select (select count(*) from taken_line), (select count(*) from taken_contact),
    (select count(*) from left_out where kind = 'double'), (select count(*) from left_out where kind = 'known')"""
_LEFT_OUT = "select line, kind, value, of from left_out order by line limit %(most)s"
_LIST = """insert into contact_list
        (campaign, name, source, hash, imported_at, by, lines, taken, doubles, already, faults, how)
    values (%(campaign)s, %(name)s, %(source)s, %(hash)s, %(at)s, %(by)s, %(lines)s, %(taken)s, %(doubles)s,
        %(already)s, %(faults)s, %(how)s) returning list"""
_TAKE = (
    f"""insert into contact (contact, campaign, list, external, name, fields, owner, language, priority, turn,
            changed_at) overriding system value
        select c.contact, %(campaign)s, %(list)s, external, name, fields, owner, language, priority, {TURN}, %(at)s
        from taken_contact c join taken_line using (line) order by c.contact""",  # noqa: S608 - words of ours
    """insert into contact_number (contact, nth, campaign, number, kind)
        select c.contact, row_number() over (partition by c.contact order by n.nth) - 1, %(campaign)s, n.number, n.kind
        from taken_contact c join taken_number n using (line)""",
    """insert into consent (number, is_given, given_at, how, source, by)
        select distinct on (n.number) n.number, true, l.consent, 'list', %(source)s, %(by)s
        from taken_number n join taken_line l using (line) where l.consent is not null
            and not exists (select from consent k where k.number = n.number
                and (k.given_at >= l.consent or not k.is_given and l.consent = %(at)s))""",
)
