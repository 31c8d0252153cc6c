"""The audit is a chain: who tampers with it is found, however many write at once."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg import errors

from collector_daemon.store.audit import Act, Audit
from shared.credentials import Secret
from shared.database import migrations
from shared.database.accounts import open_book
from shared.database.audit import check_audit
from tests.helpers.facts import START
from tests.integration.database.contents import rows
from tests.integration.database.test_rights import connected, one

pytestmark = pytest.mark.postgres
PASSWORD = Secret("correct horse battery")
INSERT = "insert into audit (account, act, subject, detail, origin) values ('eva', %s, 'x', 'ž', '192.0.2.1')"


@pytest.fixture(scope="module")
def url(postgres, _template: str) -> Iterator[str]:
    """One database for all tests here, with a supervisor and an administrator."""
    made = postgres.create(_template)
    with open_book(made, "tester") as book:
        book.add("vera", ["supervisor"], PASSWORD)
        book.add("adam", ["administrator"], PASSWORD)
    yield made
    postgres.drop(made)
    postgres.drop_login_roles()


def test_accounts_note_what_they_did_and_cannot_say_it_was_another(url):
    with connected(url, "vera") as connection:
        connection.execute("select note_act('recordings exported', '5 calls', %s)", ["for the\ncourt" + "x" * 500])
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("select * from audit_check()")
        assert connection.execute("select * from audit").fetchall() == []
    account, act, subject, detail, origin = rows(
        url, "select account, act, subject, detail, origin from audit order by id desc limit 1"
    )[0]
    assert (account, act, subject) == ("vera", "recordings exported", "5 calls")
    assert str(detail).startswith("for the?court")
    assert len(str(detail)) == 300
    assert origin == "127.0.0.1 (database)"
    with psycopg.connect(url) as owner, pytest.raises(errors.InsufficientPrivilege, match="no account"):
        owner.execute("select note_act('a', 'b', 'c')")


async def test_many_writers_make_one_chain(url):
    before = check_audit(url)
    audit = Audit(url)
    writing = asyncio.create_task(audit.run())

    def note_acts() -> None:
        with connected(url, "vera") as connection:
            for number in range(40):
                connection.execute("select note_act('act', %s::text, '')", [number])

    def change_accounts() -> None:
        with open_book(url, "tester") as book:
            for number in range(20):
                book.set_title("vera", f"Věra {number}")

    with ThreadPoolExecutor(4) as pool:
        work = [asyncio.get_running_loop().run_in_executor(pool, deed)
                for deed in (note_acts, change_accounts, note_acts, change_accounts)]  # fmt: skip
        for number in range(200):
            audit.note(Act(happened_at=START, account="eva", act="sign-in: welcome", detail=str(number)))
            await asyncio.sleep(0)
        await asyncio.gather(*work)
        await asyncio.wait_for(audit.drain(), 20)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    found = check_audit(url)
    assert (found.entries, found.first_broken) == (before.entries + 320, None)
    assert found.last == found.entries, "ids without a hole, although some waited for others"
    told = rows(url, "select detail from audit where act = 'sign-in: welcome' order by id")
    assert [detail for (detail,) in told] == [str(number) for number in range(200)]


TAMPERING = {
    "an entry is changed": ("update audit set detail = 'nothing' where id = 3", 3),
    "its time is changed": ("update audit set happened_at = happened_at + interval '1 microsecond' where id = 4", 4),
    "an entry and its hash are changed": (
        "update audit a set act = 'x' where id = 3;"
        "update audit a set hash = audit_hash(a.prev_hash, a) where id = 3", 4),
    "one is taken out": ("delete from audit where id = 3", 4),
    "the first is taken out": ("delete from audit where id = 1", 2),
    "the last are taken out": ("delete from audit where id > 4", 5),
    "all are taken out": ("truncate audit", 1),
    "one is put in": (
        "insert into audit overriding system value select 7, now(), 'eva', 'x', '', '', '', a.hash, a.hash "
        "from audit a where id = 6", 7),
    "one is put in that fits": (
        "insert into audit overriding system value select 7, now(), 'eva', 'x', '', '', '', a.hash, a.hash "
        "from audit a where id = 6; update audit a set hash = audit_hash(a.prev_hash, a) where id = 7", 7),
    "two change places": (
        "update audit set id = 100 where id = 3; update audit set id = 3 where id = 4;"
        "update audit set id = 4 where id = 100", 3),
}  # fmt: skip


@pytest.mark.parametrize("deed", TAMPERING)
def test_tampering_is_found_also_by_the_owner(url, deed):
    statements, first = TAMPERING[deed]
    with psycopg.connect(url) as owner:  # never committed
        owner.execute("alter table audit disable trigger user; alter table audit alter column id drop identity;"
                      "truncate audit; update audit_head set id = 0, hash = '\\x';"
                      "alter table audit alter column id set default 0; alter table audit enable trigger chain_entry")
        for number in range(6):
            owner.execute(INSERT, [f"act {number}"])
        assert owner.execute("select * from audit_check()").fetchall() == [(6, None)]
        owner.execute("alter table audit disable trigger user")
        owner.execute(statements)  # type: ignore[arg-type]
        assert one(owner, "select first_broken from audit_check()") == first
        owner.rollback()


def test_administrator_checks_it_and_reads_no_more_than_that(url):
    with connected(url, "adam") as connection:
        entries, broken = connection.execute("select * from audit_check()").fetchall()[0]
        assert broken is None
        assert entries == one(connection, "select count(*) from audit")


def test_entries_from_before_the_chain_are_in_it(empty_database_url):
    migrations.upgrade(empty_database_url, "0005")
    with psycopg.connect(empty_database_url) as owner:
        for number in range(3):
            owner.execute(INSERT, [f"act {number}"])
    migrations.upgrade(empty_database_url)
    with psycopg.connect(empty_database_url) as owner:
        owner.execute(INSERT, ["act 3"])
    assert check_audit(empty_database_url).first_broken is None
    with psycopg.connect(empty_database_url) as owner:
        owner.execute("alter table audit disable trigger only_grows")
        owner.execute("update audit set subject = 'y' where act = 'act 1'")
    assert check_audit(empty_database_url).first_broken == 2
