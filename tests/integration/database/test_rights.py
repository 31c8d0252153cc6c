"""Rights are the database's: each role with its own connection, as in psql, tries what must not work."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
import pytest
from psycopg import errors, sql

from shared.credentials import Secret
from shared.database import migrations
from shared.database.accounts import open_book
from shared.database.connection import conninfo
from shared.domain.accounts import RIGHTS, RIGHTS_OF, ROLES
from tests.integration.database.test_accounts import store_two_queues

pytestmark = pytest.mark.postgres
PASSWORD = Secret("correct horse battery")
OWN_ROWS = {
    "saved_search", "recording_marker", "score", "score_card", "own_report", "dashboard_panel", "report_schedule",
}  # fmt: skip
"""Tables in which accounts write rows of their own."""
PARTS = ("queue_visit", "ring_attempt", "conversation", "hold", "transfer", "parking", "step", "raw_event")
SOUND = ("recording", "recording_pause")
THEIRS = ("account", "visible_queue", "role_right", "audit", "installation")


@pytest.fixture(scope="module")
def url(postgres, _template: str) -> Iterator[str]:
    """One database for all tests here, with calls of two queues and an account a role, which sees support alone."""
    made = postgres.create(_template)
    asyncio.run(store_two_queues(made))
    with open_book(made, "tester") as book:
        for role in ROLES:
            book.add(role, [role], PASSWORD, queues=["support"])
        book.add("chief", ["supervisor"], PASSWORD)
    yield made
    postgres.drop(made)
    postgres.drop_login_roles()


@contextmanager
def connected(url: str, name: str, password: Secret = PASSWORD) -> Iterator[psycopg.Connection[Any]]:
    made = psycopg.connect(conninfo(url, user=name, password=password.reveal()), autocommit=True)
    with closing(made):
        yield made


def one(connection: psycopg.Connection[Any], question: str, *values: object) -> Any:
    row = connection.execute(question, values).fetchone()  # type: ignore[call-overload]
    assert row is not None
    return row[0]


def count(connection: psycopg.Connection[Any], table: str) -> int:
    return int(one(connection, f"select count(*) from {table}"))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_what_its_rights_say_and_only_of_its_queues(url, role):
    rights = RIGHTS_OF[role]
    with connected(url, role) as connection:
        sees = "history.all" in rights
        assert count(connection, "call") == (2 if sees else 0)
        assert {table: bool(count(connection, table)) for table in PARTS} == dict.fromkeys(PARTS, sees)
        assert {table: bool(count(connection, table)) for table in SOUND} == dict.fromkeys(
            SOUND, "recording.open" in rights
        )
        assert {table: bool(count(connection, table)) for table in THEIRS} == dict.fromkeys(
            THEIRS, "administration" in rights
        )
        for table in ("queue_visit", "ring_attempt", "raw_event", "agent_session", "queue"):
            assert count(connection, f"{table} where queue <> 'support'") == 0
        mine = connection.execute("select name, rights from my_account").fetchall()
        assert mine == [(role, sorted(rights))]
        assert {right for right in RIGHTS if one(connection, "select may(%s)", right)} == rights


@pytest.mark.parametrize("role", ROLES)
def test_nobody_writes_but_rows_of_his_own(url, role):
    with connected(url, role) as connection:
        tables = [name for (name,) in connection.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v')")]
        for table in tables:
            some = "TRUNCATE, TRIGGER, REFERENCES" + ("" if table in OWN_ROWS else ", INSERT, UPDATE, DELETE")
            assert not one(connection, "select has_table_privilege(%s, %s)", f'"{table}"', some), table
            assert not one(connection, "select has_any_column_privilege(%s, 'REFERENCES')", f'"{table}"'), table
        for statement in (
            "insert into role_right values ('operator', 'administration')",
            "update role_right set role = 'operator'",
            "delete from role_right",
            "update account set sees_all_queues = true",
            "insert into visible_queue values ('operator', 'sales')",
            "insert into audit (account, act, subject, detail, origin) values ('x', 'x', 'x', 'x', 'x')",
            "update audit set act = 'x'",
            "delete from audit",
            "truncate audit",
            "alter table audit disable trigger all",
            "select * from audit_head",
            "update audit_head set id = 0",
            "create table mine (n int)",
            "create policy mine on call using (true)",
            "alter table call disable row level security",
            "drop policy visible on call",
            "create or replace function may(\"right\" text) returns boolean language sql as 'select true'",
            "set session authorization chief",
            "set role pg_read_all_data",
            "create role mine",
            f"alter role {role} createrole",
            "copy call to program 'true'",
            "select pg_read_file('/etc/passwd')",
            "select * from pg_authid",
        ):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(statement)


def test_nobody_raises_his_own_rights(url, postgres):
    with psycopg.connect(url) as owner:
        prefix, name = one(owner, "select role_prefix from installation"), owner.info.user
    with connected(url, "operator") as connection:
        for group in ("administrator", "supervisor", "billing", "quality"):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(sql.SQL("set role {}").format(sql.Identifier(f"{prefix}_{group}")))
            with pytest.raises(errors.InsufficientPrivilege):
                grant = sql.SQL("grant {} to operator").format(sql.Identifier(f"{prefix}_{group}"))
                connection.execute(grant)
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(sql.SQL("set role {}").format(sql.Identifier(name)))
        # Into one's own group anybody may go: that changes neither who he is nor what he may.
        connection.execute(sql.SQL("set role {}").format(sql.Identifier(f"{prefix}_account")))
        assert count(connection, "call") == 0
        connection.execute("reset role")
        connection.execute("set search_path = pg_temp, public")
        connection.execute("set row_security = on")
        assert count(connection, "public.call") == 0
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("set row_security = off; select from call")


def test_errors_tell_nothing_of_rows_that_may_not_be_seen(url):
    with psycopg.connect(url) as owner:
        owner.execute("update call set caller = 'hidden-' || call_id where not queues && '{support}'")
    with connected(url, "supervisor") as limited, connected(url, "chief") as chief:
        for question in (
            "select caller::bigint from call",
            "select count(*) from call where caller::bigint > 0",
            "select call_id from call where 1 / (case when caller like 'hidden%' then 0 else 1 end) = 1",
            "select count(*) from queue_visit v join call c using (pbx, call_id) where c.caller::bigint > 0",
            "select count(*) from step where (case when text ~ 'sales' then 'leak' else '1' end)::int = 1",
        ):
            limited.execute(question)
        with pytest.raises(errors.InvalidTextRepresentation, match="hidden-"):
            chief.execute("select caller::bigint from call")


def test_what_a_role_may_counts_at_once(url):
    with open_book(url, "tester") as book, connected(url, "supervisor") as connection:
        assert count(connection, "call") == 2
        book.set_rights("supervisor", RIGHTS_OF["supervisor"] - {"history.all"})
        assert (count(connection, "call"), count(connection, "queue_visit"), count(connection, "pbx")) == (0, 0, 0)
        book.set_rights("supervisor", RIGHTS_OF["supervisor"])
        assert count(connection, "call") == 2
        book.set_password("supervisor", PASSWORD, must_change_password=True)
    with open_book(url, "tester") as book, connected(url, "supervisor") as connection:
        assert count(connection, "call") == 0, "no rights before the password is changed"
        assert one(connection, "select must_change_password from my_account") is True
        book.set_password("supervisor", PASSWORD)


def test_every_table_is_guarded_and_every_function_knows_where_it_is(url):
    with psycopg.connect(url) as owner:
        prefix = one(owner, "select role_prefix from installation")
        open_tables = owner.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') "
            "and has_any_column_privilege(%s, oid, 'SELECT') and not relrowsecurity", [f"{prefix}_account"],
        ).fetchall()  # fmt: skip
        assert open_tables == [("alembic_version",)]
        loose = owner.execute(
            "select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef "
            "and (proconfig is null or not proconfig::text like '%search_path=public, pg_temp%')"
        ).fetchall()
        assert loose == []
        bare = owner.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'v' "
            "and not coalesce(reloptions::text like '%security_%', false)"
        ).fetchall()
        assert bare == [], "a view of the owner's shows everything, unless it is a barrier or asks as who asks"


def test_rights_are_asked_once_a_statement(url):
    with psycopg.connect(url) as owner:
        policies = owner.execute("select tablename, coalesce(qual, '') || coalesce(with_check, '') from pg_policies")
        for table, condition in policies.fetchall():
            for asked in re.findall(r"(.{0,9})\b(?:may|sees_all_queues|visible_queues)\(", condition):
                assert asked.endswith("SELECT "), (table, condition)
    with connected(url, "supervisor") as connection:
        told = connection.execute("explain (analyze) select * from call join step using (pbx, call_id)").fetchall()
        loops = re.findall(r"InitPlan \d.*\n.*loops=(\d+)", "\n".join(line for (line,) in told))
        assert loops
        assert set(loops) == {"1"}


def test_nobody_makes_anything_not_even_for_a_session(empty_database_url):
    migrations.upgrade(empty_database_url)
    with open_book(empty_database_url, "tester") as book:
        book.add("vera", ["administrator"], PASSWORD)
    with connected(empty_database_url, "vera") as connection:
        for statement in (
            "create temporary table account (name text)",
            "create temporary view mine as select 1",
            "create function pg_temp.leak(text) returns boolean language plpgsql cost 0.0001 as "
            "$$ begin raise notice '%', $1; return true; end $$",
            "create function leak(text) returns boolean language sql as 'select true'",
            "create schema mine",
            "create operator ### (leftarg = int, rightarg = int, function = int4pl)",
        ):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(statement)
