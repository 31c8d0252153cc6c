"""Who may do what, tried out: every command over the feed, every table in the database, by an account of each role.

    python -m tests.integration.attacks.rights

writes what it finds to ``rights.txt``, which is to be read before it is committed: the test holds every later run
against it.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from shared.credentials import Secret
from shared.database import migrations
from shared.database.accounts import open_book
from shared.database.bundled import BundledPostgres
from shared.database.connection import conninfo
from shared.domain.accounts import ROLES, Role
from shared.domain.commands import COMMANDS
from tests.helpers.feed import Feed, account, feed
from tests.integration.attacks.asking import sample

FILE = Path(__file__).with_name("rights.txt")
HEAD = """\
What each role may do, as it is delivered. Found out by trying; see rights.py.

Commands: "own" for one's own agent only, "any" for anybody's, "-" not at all.
Tables and views: "r" sees rows of its queues; "i", "u", "d": inserts, updates, deletes rows of its own, as far as the
rules of the rows let it; "-" nothing.
"""
PASSWORD = Secret("correct horse battery")
OWN, OTHER = "1002", "1003"
VALUES = {
    "text": "'support'", "character varying": "'support'", "integer": "1", "bigint": "1", "smallint": "1",
    "boolean": "true", "timestamp with time zone": "now()", "date": "current_date", "jsonb": "'{}'", "json": "'{}'",
    "interval": "'1 s'",
    "numeric": "1", "double precision": "1", "bytea": "'\\x00'", "text[]": "'{support}'", "integer[]": "'{1}'",
    "bigint[]": "'{1}'", "smallint[]": "'{1}'", "bytea[]": "'{}'", "uuid": "gen_random_uuid()",
    "timestamp with time zone[]": "'{}'",
}  # fmt: skip
"""A row of anything: texts are the name of a queue that everybody sees, so that the row is of that queue."""


# --- commands


async def commands() -> dict[str, list[str]]:
    """What each role may ask for, in the order of ``ROLES``."""
    async with feed() as it:
        found = {role: await _of_role(it, role) for role in ROLES}
    return {command: [found[role][command] for role in ROLES] for command in COMMANDS}


async def _of_role(it: Feed, role: Role) -> dict[str, str]:
    it.accounts.by_name[role] = account(role, role, agent=OWN)
    client = await it.enter(role)
    told: dict[str, str] = {}
    for number, command in enumerate(COMMANDS):
        plain = sample(command)
        if command == "agent.login":  # whoever may choose them may do so for others
            plain = {name: value for name, value in plain.items() if name not in ("interface", "name")}
        for agent in (OWN, OTHER):
            params = plain | {"agent": agent}
            client.say(type="command", id=2 * number + (agent == OTHER), command=command, params=params)
        answers = [await client.hear_kind("reply"), await client.hear_kind("reply")]
        own, others = (one["ok"] for one in sorted(answers, key=lambda one: one["id"]))
        told[command] = "any" if others else "own" if own else "-"
    return told


# --- tables


def tables(url: str) -> dict[str, list[str]]:
    """What each role may do with each table and view that anybody may do anything with."""
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("create table raw_event_of_any_day partition of raw_event default")
        names = [name for (name,) in owner.execute(
            "select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace"
            " and c.relkind in ('r', 'p', 'v') and not c.relispartition order by c.relname")]
        for name in names:
            _fill(owner, name)
        filled = {name: bool(_count(owner, name)) for name in names}
    found = {role: dict(_of_login(url, role, filled)) for role in ROLES}
    return {name: told for name in names if set(told := [found[role][name] for role in ROLES]) != {"-"}}


def _fill(owner: psycopg.Connection[Any], table: str) -> None:
    """A row, whatever it refers to."""
    columns = owner.execute(
        "select a.attname, format_type(a.atttypid, null) from pg_attribute a "
        "join pg_class c on c.oid = a.attrelid where c.relname = %s and c.relnamespace = 'public'::regnamespace "
        "and c.relkind in ('r', 'p') and a.attnum > 0 "
        "and not a.attisdropped and a.attgenerated = '' and a.attidentity = '' and (a.attnotnull and not a.atthasdef "
        "or a.attname in ('queue', 'queues'))", [table]).fetchall()
    chosen = {"currency": "'CZK'", "scope_of": "''"} | _choices(owner, table)
    known = [(name, chosen.get(name, VALUES[kind])) for name, kind in columns if kind in VALUES]
    if not columns or len(known) < len(columns):
        return
    statement = sql.SQL("insert into {} ({}) values ({})").format(
        sql.Identifier(table), sql.SQL(", ").join(sql.Identifier(name) for name, _value in known),
        sql.SQL(", ").join(sql.SQL(value) for _name, value in known))
    try:
        with owner.transaction():
            owner.execute("set local session_replication_role = replica")
            owner.execute(statement)
    except psycopg.Error:
        return  # it is there already, or a constraint wants more: then the table is told as "?"


def _choices(owner: psycopg.Connection[Any], table: str) -> dict[str, str]:
    """For columns that have one of some words: the first of them."""
    asked = "select pg_get_constraintdef(oid) from pg_constraint where conrelid = %s::regclass"
    rules = owner.execute(asked, [f'"{table}"']).fetchall()
    return {name: word for (rule,) in rules for name, word in re.findall(r"\(?(\w+) = ANY \(ARRAY\[('[^']*')", rule)}


def _count(connection: psycopg.Connection[Any], table: str) -> int:
    row = connection.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table))).fetchone()
    return int(row[0]) if row else 0


def _of_login(url: str, role: Role, filled: dict[str, bool]) -> Iterator[tuple[str, str]]:
    with closing(psycopg.connect(conninfo(url, user=role, password=PASSWORD.reveal()), autocommit=True)) as connection:
        for table, has_rows in filled.items():
            try:
                rows = _count(connection, table)
                reads = "r" if rows else "" if has_rows else "?"
            except psycopg.errors.InsufficientPrivilege:
                reads = ""
            writes = "".join(letter for letter, right in (("i", "INSERT"), ("u", "UPDATE"), ("d", "DELETE"))
                             if _may(connection, table, right))  # fmt: skip
            yield table, reads + writes or "-"


def _may(connection: psycopg.Connection[Any], table: str, right: str) -> bool:
    column = "false" if right == "DELETE" else "has_any_column_privilege(%(table)s, %(right)s)"
    row = connection.execute(
        f"select has_table_privilege(%(table)s, %(right)s) or {column}", {"table": f'"{table}"', "right": right}
    ).fetchone()
    return bool(row and row[0])


def add_accounts(url: str) -> None:
    """One of each role, named as it, that sees one queue."""
    with open_book(url, "tester") as book:
        for role in ROLES:
            book.add(role, [role], PASSWORD, queues=["support"])


def written(of_commands: dict[str, list[str]], of_tables: dict[str, list[str]]) -> str:
    """As the file has it."""
    width = max(map(len, (*of_commands, *of_tables))) + 2
    lines = [HEAD]
    for title, found in (("commands", of_commands), ("tables", of_tables)):
        lines.append(title.ljust(width) + " ".join(role.ljust(13) for role in ROLES).rstrip())
        lines += [name.ljust(width) + " ".join(one.ljust(13) for one in told).rstrip() for name, told in found.items()]
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Write the file anew, from a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        with BundledPostgres(Path(folder) / "postgres", {"fsync": "off"}) as bundled:
            url = bundled.url("postgres")
            migrations.upgrade(url)
            add_accounts(url)
            FILE.write_text(written(asyncio.run(commands()), tables(url)), encoding="utf-8")
    print(FILE)


if __name__ == "__main__":
    main()
