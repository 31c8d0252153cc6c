"""Accounts are roles: what each may read as itself, who may sign in, what nobody may touch."""

import asyncio
from contextlib import closing
from pathlib import Path

import msgspec
import psycopg
import pytest
from psycopg import errors, sql

from collector_daemon.store.accounts import PostgresAccounts
from collector_daemon.store.audit import Act, Audit
from collector_daemon.store.batch import Batch
from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.database.connection import conninfo, parse
from shared.domain.accounts import RIGHTS, RIGHTS_OF, Account
from shared.errors import Refused, Unavailable, UsageError
from tests.helpers.facts import START, a_call, agents_time, raw_event
from tests.helpers.waiting import wait_until
from tests.integration.database.contents import TABLES, rows
from tests.integration.database.test_recorder import recording

pytestmark = pytest.mark.postgres
PASSWORD = Secret("correct horse, žluťoučký")


@pytest.fixture
def book(database_url):
    with open_book(database_url, "tester") as found:
        yield found


def as_user(url: str, name: str, password: Secret = PASSWORD) -> psycopg.Connection:
    return psycopg.connect(conninfo(url, user=name, password=password.reveal()), autocommit=True)


async def store_two_queues(url: str) -> None:
    batch = Batch(
        "main", "journal", 9,
        raw=[raw_event(n, queue=queue) for n, queue in enumerate(("support", "sales", "support"))],
        calls=[a_call(1, queue="support"), a_call(2, queue="sales"), a_call(3, queue="support"),
               msgspec.structs.replace(a_call(4), visits=())],
        facts=[*agents_time(1, queue="support"), *agents_time(2, queue="sales")],
    )  # fmt: skip
    async with recording(url) as recorder:
        await recorder.put(batch)


SEEN_OF_SUPPORT = {
    "call": 2, "queue_visit": 2, "ring_attempt": 4, "conversation": 2, "hold": 2, "transfer": 2, "parking": 2,
    "recording": 2, "recording_pause": 2, "step": 16, "agent_session": 1, "agent_pause": 1, "agent_interval": 1,
    "raw_event": 2,
}  # fmt: skip
SEEN_OF_ALL = {
    "call": 4, "queue_visit": 3, "ring_attempt": 6, "conversation": 4, "hold": 4, "transfer": 4, "parking": 4,
    "recording": 4, "recording_pause": 4, "step": 32, "agent_session": 2, "agent_pause": 2, "agent_interval": 2,
    "raw_event": 3,
}  # fmt: skip


@pytest.mark.parametrize(
    ("queues", "expected"),
    [(["support"], SEEN_OF_SUPPORT), (None, SEEN_OF_ALL), ([], dict.fromkeys(SEEN_OF_ALL, 0))],
)
async def test_logged_in_role_sees_rows_of_its_queues_only(database_url, book, queues, expected):
    await store_two_queues(database_url)
    book.add("vera", ["supervisor"], PASSWORD, queues=queues)
    with closing(as_user(database_url, "vera")) as connection:
        assert {table: _count(connection, table) for table in expected} == expected
        # What the functions and policies look up cannot be bent by a table of the user's own making.
        connection.execute("create temporary table account (name text, sees_all_queues boolean)")
        connection.execute("insert into account values ('vera', true)")
        connection.execute("create temporary table visible_queue as select 'vera' as account, 'sales' as queue")
        assert {table: _count(connection, table) for table in expected} == expected


def _count(connection: psycopg.Connection, table: str) -> int:
    question = sql.SQL("select count(*) from {}").format(sql.Identifier("public", table))
    return int(connection.execute(question).fetchall()[0][0])


@pytest.mark.parametrize("role", ["operator", "wallboard"])
async def test_operators_and_wallboards_read_no_row(database_url, book, role):
    await store_two_queues(database_url)
    book.add("olga", [role], PASSWORD)
    with closing(as_user(database_url, "olga")) as connection:
        for table in (*TABLES, "account", "visible_queue", "role_right", "audit", "installation"):
            assert (table, _count(connection, table)) == (table, 0)
        assert connection.execute("select name, roles from my_account").fetchall() == [("olga", [role])]


@pytest.mark.parametrize("role", ["supervisor", "billing", "administrator"])
def test_nobody_but_the_daemon_writes(database_url, book, role):
    book.add("olga", [role], PASSWORD)
    with closing(as_user(database_url, "olga")) as connection:
        for table in (*TABLES, "account", "visible_queue", "audit"):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(sql.SQL("delete from {}").format(sql.Identifier(table)))
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("alter role olga superuser")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("create table mine (n int)")


def test_audit_only_grows_for_everybody(database_url, book):
    book.add("eva", ["administrator"], PASSWORD)
    with psycopg.connect(database_url, autocommit=True) as owner:
        for deed in ("delete from audit", "update audit set act = 'nothing'", "truncate audit"):
            with pytest.raises(errors.InsufficientPrivilege, match="audit only grows"):
                owner.execute(deed)
    assert rows(database_url, "select account, act, subject, detail from audit") == [
        ("tester", "account added", "eva", "roles administrator; sees all queues")
    ]
    with closing(as_user(database_url, "eva")) as connection:
        assert _count(connection, "audit") == 1


async def test_check_tells_the_account_or_nothing(database_url, book, caplog):
    caplog.set_level("DEBUG")
    book.add("eva", ["operator", "supervisor"], PASSWORD, queues=["sales", "support"], agent="1001")
    book.add("jan", ["administrator"], PASSWORD)
    accounts = PostgresAccounts(database_url)
    assert await accounts.check("eva", PASSWORD.reveal()) == Account(
        name="eva", roles=frozenset({"operator", "supervisor"}), queues=frozenset({"sales", "support"}), agent="1001",
        carried=RIGHTS_OF["supervisor"],
    )  # fmt: skip
    found = await accounts.check("jan", PASSWORD.reveal())
    assert found == Account(name="jan", roles=frozenset({"administrator"}), carried=frozenset(RIGHTS))
    for user, password in (
        ("eva", "wrong"), ("eva", ""), ("", PASSWORD.reveal()), ("nobody", PASSWORD.reveal()), ("eva", "a\0b"),
        ("eva", "\udcff"), ("e\0", "x"), ("eva", "x" * 100_000), ("eva dbname=postgres", PASSWORD.reveal()),
        ("callcentre", "wrong"), ("EVA", PASSWORD.reveal()),
    ):  # fmt: skip
        assert await accounts.check(user, password) is None
    book.disable("eva")
    assert await accounts.check("eva", PASSWORD.reveal()) is None
    book.enable("eva")
    assert (await accounts.check("eva", PASSWORD.reveal())) is not None
    assert PASSWORD.reveal() not in caplog.text


async def test_administrator_of_the_server_is_no_account(database_url):
    address = parse(database_url)
    accounts = PostgresAccounts(database_url)
    assert await accounts.check(str(address.username), str(address.password)) is None


async def test_check_says_when_nobody_can_tell():
    accounts = PostgresAccounts("postgresql://someone:s3cret@127.0.0.1:1/nothing")
    with pytest.raises(Unavailable) as caught:
        await accounts.check("eva", "whatever")
    assert "s3cret" not in str(caught.value)


async def test_trusting_server_lets_nobody_in(postgres, database_url, book):
    """``trust`` in pg_hba.conf would take any password: require_auth refuses to be let in so."""
    book.add("eva", ["operator"], PASSWORD)
    hba = Path(rows(database_url, "show hba_file")[0][0])  # type: ignore[arg-type]
    strict = hba.read_text()
    try:
        hba.write_text(f"host all eva 127.0.0.1/32 trust\nhost all jan 127.0.0.1/32 reject\n{strict}")
        _reload(database_url)
        with pytest.raises(Unavailable, match=r"pg_hba\.conf"):
            await PostgresAccounts(database_url).check("eva", "anything")
        with pytest.raises(Unavailable, match=r"pg_hba\.conf"):
            await PostgresAccounts(database_url).check("jan", "anything")
    finally:
        hba.write_text(strict)
        _reload(database_url)
    assert await PostgresAccounts(database_url).check("eva", PASSWORD.reveal())


def _reload(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        before = connection.execute("select pg_conf_load_time()").fetchall()
        connection.execute("select pg_reload_conf()")
        while connection.execute("select pg_conf_load_time()").fetchall() == before:
            continue


async def test_versions_follow_the_accounts(database_url, book):
    book.add("eva", ["operator"], PASSWORD)
    accounts = PostgresAccounts(database_url, look_pause=0.02)
    assert accounts.version("eva") is None
    looking = asyncio.create_task(accounts.run())
    await wait_until(lambda: accounts.version("eva") == 0)
    assert accounts.version("nobody") == -1
    book.set_password("eva", Secret("another password"))
    await wait_until(lambda: accounts.version("eva") == 1)
    book.disable("eva")
    await wait_until(lambda: accounts.version("eva") == -1)
    book.enable("eva")
    await wait_until(lambda: accounts.version("eva") == 3)
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)


def test_changes_and_list(database_url, book):
    book.add("eva", ["operator"], PASSWORD, queues=["support"], agent="1001")
    book.add("adam", ["billing", "supervisor"], PASSWORD)
    book.set_queues("eva", ["sales", "night"])
    book.set_roles("eva", ["wallboard"])
    book.disable("adam")
    eva, adam = sorted(book.listing(), key=lambda found: found.name, reverse=True)
    assert (eva.roles, eva.queues, eva.agent, eva.may_log_in) == (("wallboard",), ("night", "sales"), "1001", True)
    assert (adam.roles, adam.queues, adam.agent, adam.may_log_in) == (("billing", "supervisor"), None, None, False)
    book.set_queues("eva", None)
    assert book.listing()[1].queues is None
    acts = [act for (act,) in rows(database_url, "select act from audit order by id")]
    assert acts == ["account added"] * 2 + [
        "visible queues changed", "roles changed", "account disabled", "visible queues changed",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["", "1st", "a b", "x" * 64, "ž" * 32, "pg_monitor", "-a", "a;b", "a\n", 'a"b'])
def test_unfit_names_are_refused(book, name):
    with pytest.raises(UsageError, match="cannot be an account's name"):
        book.add(name, ["operator"], PASSWORD)


def test_mistakes_change_nothing(database_url, book):
    book.add("eva", ["operator"], PASSWORD)
    for deed in (
        lambda: book.add("eva", ["operator"], PASSWORD),
        lambda: book.add("jan", [], PASSWORD),
        lambda: book.add("jan", ["operator"], Secret("short")),
        lambda: book.disable("jan"),
        lambda: book.set_password("jan", PASSWORD),
        lambda: book.set_queues("jan", None),
    ):
        with pytest.raises(UsageError):
            deed()
    assert [found.name for found in book.listing()] == ["eva"]
    assert len(rows(database_url, "select from audit")) == 1


def test_foreign_roles_are_not_touched(postgres, database_url, book):
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as server:
        server.execute("create role stranger login password 'of-somebody-else'")
    for name in ("stranger", "callcentre", "callcentre_template_operator", "callcentre_template_account"):
        with pytest.raises(Refused, match="no account of this installation"):
            book.add(name, ["administrator"], PASSWORD)
    stranger = as_user(database_url, "stranger", Secret("of-somebody-else"))
    with closing(stranger), pytest.raises(errors.InsufficientPrivilege):
        stranger.execute("select from call")


def test_role_left_by_an_earlier_database_is_used_again_without_its_old_rights(database_url, book):
    book.add("eva", ["administrator"], PASSWORD)
    with psycopg.connect(database_url) as connection:
        connection.execute("delete from account")
    book.add("eva", ["operator"], Secret("a new password"))
    assert book.listing()[0].roles == ("operator",)


def test_owner_without_superuser_administers_accounts(postgres, empty_database_url):
    from shared.database import migrations

    name = empty_database_url.rpartition("/")[2]
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as server:
        server.execute("create role plain_owner login createrole password 'for-a-test'")
        server.execute(sql.SQL("alter database {} owner to plain_owner").format(sql.Identifier(name)))
    url = f"postgresql://plain_owner:for-a-test@{empty_database_url.rpartition('@')[2]}"
    migrations.upgrade(url)
    with open_book(url, "tester") as book:
        book.add("eva", ["supervisor"], PASSWORD, queues=["support"])
        with closing(as_user(url, "eva")) as connection:
            assert _count(connection, "call") == 0
            book.disable("eva")
        book.enable("eva")
        book.set_password("eva", Secret("another password"))
        book.set_roles("eva", ["billing"])
        assert book.listing()[0].roles == ("billing",)


async def test_audit_of_sign_ins_survives_a_database_that_is_away(database_url, proxy_to):
    address = parse(database_url)
    proxy = proxy_to(address.host, address.port)
    audit = Audit(address.set(port=proxy.port).render_as_string(hide_password=False), pause=0.02)
    writing = asyncio.create_task(audit.run())
    proxy.cut()
    for number in range(3):
        audit.note(Act(happened_at=START, account=f"eva\0{number}", act="sign-in: welcome", origin="192.0.2.1"))
    proxy.mend()
    await asyncio.wait_for(audit.drain(), 10)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    found = rows(database_url, "select account, happened_at, origin from audit order by id")
    assert found[2] == ("eva\x1a00002", START, "192.0.2.1")


async def test_witness_writes_what_the_feed_tells(database_url):
    from collector_daemon.feed.ports import LoginAttempt

    attempt = LoginAttempt(
        happened_at=START, user="eva", address="192.0.2.1", client="panel 1.0", means="password", outcome="denied"
    )
    async with PostgresAccounts.opened(database_url) as accounts:
        accounts.witness(attempt)
    assert rows(database_url, "select account, act, detail from audit") == [
        ("eva", "sign-in: denied", "panel 1.0 by password")
    ]




async def test_what_a_person_is_called(database_url, book):
    book.add("petr", ["operator"], PASSWORD, title="Petr Dvořák")
    book.add("anna", ["operator"], PASSWORD)
    async with PostgresAccounts.opened(database_url) as accounts:
        found = [await accounts.check(name, PASSWORD.reveal()) for name in ("petr", "anna")]
        assert [account and account.title for account in found] == ["Petr Dvořák", ""]
    book.set_title("anna", "Anna Malá")
    assert {one.name: one.title for one in book.listing()} == {"petr": "Petr Dvořák", "anna": "Anna Malá"}
    for bad in ("x" * 81, "a\nb"):
        with pytest.raises(UsageError, match="at most 80 letters, on one line"):
            book.set_title("anna", bad)
