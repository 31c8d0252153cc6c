"""What campaigns know of a person by a telephone number: told, erased, and let go when its time is over.

Erased and let go are contacts with all that lists said of them, and what is on its way to the customer system. Consents
and attempts stay under a pseudonym (``erased_number``): the law wants to see that there was a consent and how often was
called, and who says his number can be answered; nobody reads it back. A number on a do-not-call list stays: that is
what its owner asked for.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from psycopg.rows import dict_row

from shared.database.connection import Connection

AT_ONCE = 2000


async def told_of(connection: Connection, normal: str) -> dict[str, list[dict[str, Any]]]:
    """All rows about a number (as ``NumberMatch.normal`` writes it), by table."""
    found: dict[str, list[dict[str, Any]]] = {}
    given = {"number": normal.removeprefix("+")}
    async with connection.cursor(row_factory=dict_row) as cursor:
        for table, condition in _ABOUT.items():
            await cursor.execute(f"select * from {table} where {condition}".encode(), given)  # noqa: S608
            found[table] = await cursor.fetchall()
    return found


async def erase_of(connection: Connection, normal: str) -> Counter[str]:
    """Forget the person, within a transaction of one's own; how many rows of each table were changed."""
    counts: Counter[str] = Counter()
    given: dict[str, Any] = {"number": normal.removeprefix("+")}
    async with connection.transaction():
        rows = await (await connection.execute(f"select contact {_CONTACTS}".encode(), given)).fetchall()
        given["contacts"] = [contact for (contact,) in rows]
        for table, statement in _ERASE:
            counts[table] += (await connection.execute(statement, given)).rowcount
    return counts


async def let_contacts_go(connection: Connection, before: datetime | None) -> None:
    """Contacts of campaigns that were over before that go, and the numbers of attempts before that; None: none.

    Callers of queues go when they are done with: their campaigns are never over.
    """
    for statement in (_OLD_CONTACTS, _OLD_CALLERS, _OLD_NUMBERS, _OLD_REQUESTS) if before else ():
        gone = AT_ONCE
        while gone == AT_ONCE:
            gone = (await connection.execute(statement, [before, AT_ONCE])).rowcount


_CONTACTS = """from (select contact from contact_number where number = %(number)s
    union select contact from attempt where number = %(number)s) theirs"""
_ABOUT = {
    "contact": f"contact in (select contact {_CONTACTS})",
    "contact_number": f"contact in (select contact {_CONTACTS})",
    "attempt": f"contact in (select contact {_CONTACTS})",
    "crm_outbox": f"contact in (select contact {_CONTACTS})",
    "consent": "number = %(number)s",
    "queue_callback": "number = %(number)s",
    "do_not_call": "number = %(number)s",
}
_ERASE = (
    ("contact_number", b"delete from contact_number where contact = any(%(contacts)s)"),
    ("attempt", b"update attempt set number = erased_number(number) "
        b"where (contact = any(%(contacts)s) or number = %(number)s) and number not like '%%#%%'"),
    ("crm_outbox", b"delete from crm_outbox where contact = any(%(contacts)s)"),
    ("contact", b"update contact set external = '', name = '', fields = '{}', owner = '', language = '', turn = '', "
        b"note = '', state = 'excluded', why = 'erased', next_at = null, next_by = '', is_appointment = false, "
        b"held_by = '', held_at = null where contact = any(%(contacts)s)"),
    ("queue_callback", b"update queue_callback set number = erased_number(number) where number = %(number)s"),
    ("consent", b"update consent set number = erased_number(number), text = '', source = '' where number = %(number)s"),
)  # fmt: skip
_OLD_CONTACTS = b"""delete from contact where contact in (
    select contact from contact join campaign using (campaign)
    where campaign.state = 'finished' and campaign.since < %s limit %s)"""
_OLD_CALLERS = b"""delete from contact where contact in (select contact from contact
    where place_at is not null and state in ('done', 'excluded') and changed_at < %s limit %s)"""
_OLD_NUMBERS = b"""update attempt set number = erased_number(number) where attempt in (
    select attempt from attempt where ended_at < %s and number not like '%%#%%' limit %s)"""
_OLD_REQUESTS = b"""update queue_callback set number = erased_number(number) where (pbx, call_id) in (
    select pbx, call_id from queue_callback where ended_at < %s and number not like '%%#%%' limit %s)"""
