"""Accounts are changed all at once, by several administrators at a time, none of whom can lock himself out."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import psycopg
import pytest

from collector_daemon.store.accounts import PostgresAccounts
from collector_daemon.store.locking import LockRule
from shared.credentials import Secret
from shared.database.account_checks import AccountMistake, Wanted
from shared.database.accounts import AccountBook, open_book
from shared.database.connection import conninfo
from shared.domain.accounts import RIGHTS_OF, Account
from shared.domain.commands import Refused
from shared.errors import UsageError
from tests.integration.database.contents import rows

pytestmark = pytest.mark.postgres
PASSWORD = Secret("correct horse battery")


@pytest.fixture
def book(database_url: str) -> Iterator[AccountBook]:
    """Whoever owns the database; two administrators, and a supervisor."""
    with open_book(database_url, "tester") as found:
        found.add("adam", ["administrator"], PASSWORD)
        found.add("beta", ["administrator"], PASSWORD)
        found.add("vera", ["supervisor"], PASSWORD, queues=["support"], agent="1001", title="Věra")
        yield found


def by(url: str, name: str, deed: Callable[[AccountBook], Any]) -> Any:
    """Let an account do something to the accounts."""
    with open_book(url, name, origin="192.0.2.1", on_behalf_of=name) as found:
        return deed(found)


def versions(url: str) -> dict[Any, Any]:
    return dict(rows(url, "select name, version from account"))  # type: ignore[arg-type]


def test_all_of_an_account_at_once(database_url, book):
    wanted = Wanted(roles=("operator", "quality"), title="Věra Malá", queues=None, agent=None,
                    password=Secret("another password"), must_change_password=True)  # fmt: skip
    by(database_url, "adam", lambda book: book.change("vera", wanted))
    vera = book.listing("vera")[0]
    assert (vera.roles, vera.title, vera.queues, vera.agent) == (("operator", "quality"), "Věra Malá", None, None)
    assert (vera.may_log_in, vera.must_change_password) == (True, True)
    psycopg.connect(conninfo(database_url, user="vera", password="another password")).close()
    assert rows(database_url, "select account, act, subject, detail, origin from audit order by id desc limit 1") == [
        ("adam", "account changed", "vera", "roles operator, quality; called Věra Malá; sees all queues; "
         "extension none; password changed; password to be changed", "192.0.2.1")
    ]  # fmt: skip
    before = len(rows(database_url, "select from audit"))
    same = Wanted(roles=("quality", "operator"), title="Věra Malá", must_change_password=True)
    by(database_url, "adam", lambda book: book.change("vera", same))
    assert (versions(database_url)["vera"], len(rows(database_url, "select from audit"))) == (1, before)
    with pytest.raises(UsageError):
        book.change("vera", Wanted(roles=("operator",), title="Other", password=Secret("short")))
    assert (book.listing("vera")[0].title, book.listing("vera")[0].roles) == ("Věra Malá", ("operator", "quality"))
    book.change("vera", Wanted(roles=("operator",), is_enabled=False))
    with pytest.raises(psycopg.OperationalError, match="not permitted"):
        psycopg.connect(conninfo(database_url, user="vera", password="another password"))


def test_skills_and_languages_end_no_session_and_what_cannot_be_is_refused(database_url, book):
    wanted = Wanted(roles=("supervisor",), title="Věra", queues=("support",), agent="1001",
                    skills={"sales": 8, "b2b": 1}, languages=("cs", "de"))  # fmt: skip
    by(database_url, "adam", lambda book: book.change("vera", wanted))
    vera = book.listing("vera")[0]
    assert (vera.skills, vera.languages, versions(database_url)["vera"]) == ({"sales": 8, "b2b": 1}, ("cs", "de"), 0)
    assert rows(database_url, "select act, detail from audit order by id desc limit 1") == [
        ("account changed", "skills b2b 1, sales 8; speaks cs, de")
    ]
    kept = Wanted(roles=("supervisor",), title="Věra Malá", queues=("support",), agent="1001")
    book.change("vera", kept)
    assert book.listing("vera")[0].skills == {"sales": 8, "b2b": 1}
    wrong: list[tuple[dict[str, int], tuple[str, ...]]] = [
        ({"sales": 11}, ()), ({"a,b": 1}, ()), ({" ": 1}, ()), ({}, ("Czech!",))]  # fmt: skip
    for skills, languages in wrong:
        with pytest.raises(UsageError):
            book.set_abilities("vera", skills, languages)
    assert book.listing("vera")[0].languages == ("cs", "de")


LOCKING_OUT: dict[str, Callable[[AccountBook], Any]] = {
    "his role": lambda book: book.set_roles("adam", ["supervisor"]),
    "all at once": lambda book: book.change("adam", Wanted(roles=("operator",))),
    "himself": lambda book: book.disable("adam"),
    "by a change": lambda book: book.change("adam", Wanted(roles=("administrator",), is_enabled=False)),
    "everybody": lambda book: book.set_rights("administrator", RIGHTS_OF["supervisor"]),
}


def test_nobody_takes_the_administration_from_himself(database_url, book):
    for deed in LOCKING_OUT.values():
        with pytest.raises(AccountMistake) as caught:
            by(database_url, "adam", deed)
        assert caught.value.code == "would_lock_out"
    with pytest.raises(AccountMistake):  # not even who owns the database
        book.set_rights("administrator", [])
    book.set_rights("supervisor", {*RIGHTS_OF["supervisor"], "administration"})
    with pytest.raises(AccountMistake) as caught:
        by(database_url, "vera", lambda book: book.set_rights("supervisor", RIGHTS_OF["supervisor"]))
    assert caught.value.code == "would_lock_out"
    by(database_url, "adam", lambda book: book.set_rights("supervisor", RIGHTS_OF["supervisor"]))
    with pytest.raises(AccountMistake) as caught:
        by(database_url, "vera", lambda book: book.unlock("adam"))
    assert caught.value.code == "not_allowed"
    assert "administration" in book.rights()["administrator"]


def test_two_administrators_against_each_other_leave_one(database_url, book):
    start = Barrier(2)

    def throw_out(name: str, other: str) -> str:
        start.wait(10)
        try:
            by(database_url, name, lambda book: book.set_roles(other, ["operator"]))
        except AccountMistake as mistake:
            return mistake.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(throw_out, ["adam", "beta"], ["beta", "adam"]))
    assert sorted(told) == ["done", "not_allowed"]


def test_two_administrators_at_once_lose_nothing(database_url, book):
    def change(name: str) -> None:
        with open_book(database_url, name, on_behalf_of=name) as own:
            for number in range(5):
                own.add(f"{name}{number}", ["operator"], PASSWORD)
                own.set_title("vera", f"{name} {number}")
                own.set_rights("operator", RIGHTS_OF["quality" if number % 2 else "operator"])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(change, ["adam", "beta"]))
    assert len(book.listing()) == 13
    assert versions(database_url)["vera"] == 10


def test_rights_of_a_role_end_older_sessions_of_those_who_have_it(database_url, book):
    book.add("olga", ["operator", "supervisor"], PASSWORD)
    book.set_rights("supervisor", RIGHTS_OF["supervisor"] - {"supervise"} | {"billing"})
    assert versions(database_url) == {"adam": 0, "beta": 0, "vera": 1, "olga": 1}
    book.set_rights("supervisor", RIGHTS_OF["supervisor"] - {"supervise"} | {"billing"})
    assert versions(database_url)["vera"] == 1, "nothing was different"
    assert rows(database_url, "select subject, detail from audit order by id desc limit 1") == [
        ("supervisor", "gained billing, lost supervise")
    ]


async def test_the_feed_is_told_the_rights_of_the_database(database_url, book):
    accounts = PostgresAccounts(database_url)
    book.set_rights("supervisor", ["board.watch", "billing"])
    book.set_password("vera", PASSWORD, must_change_password=True)
    assert await accounts.check("vera", PASSWORD.reveal()) == Account(
        name="vera", roles=frozenset({"supervisor"}), queues=frozenset({"support"}), agent="1001", title="Věra",
        version=2, carried=frozenset({"board.watch", "billing"}), must_change_password=True,
    )  # fmt: skip


async def test_wrong_passwords_lock_an_account_and_unknown_names_alike(database_url, book, caplog):
    caplog.set_level("DEBUG")
    accounts = PostgresAccounts(database_url, lock=LockRule(wrong_passwords=3, lock=timedelta(minutes=5)))

    async def refused(user: str, password: str) -> str:
        with pytest.raises(Refused) as caught:
            await accounts.check(user, password)
        return f"{caught.value.code}: {caught.value.message}"

    for user in ("vera", "nobody"):
        assert [await accounts.check(user, "guessed-pass") for _ in range(2)] == [None, None]
        told = {await refused(user, "guessed-pass"), await refused(user, PASSWORD.reveal())}
        assert told == {
            "account_locked: Locked for 5 minutes after too many wrong passwords; an administrator can unlock it."
        }
    assert book.listing("vera")[0].locked_until is not None
    again = PostgresAccounts(database_url)
    with pytest.raises(Refused):  # also after a restart
        await again.check("vera", PASSWORD.reveal())
    assert await accounts.check("adam", PASSWORD.reveal()), "others come in"
    book.unlock("vera")
    assert await accounts.check("vera", PASSWORD.reveal())
    listed = book.listing("vera")[0]
    assert (listed.failed_attempts, listed.locked_until) == (0, None)
    assert listed.last_login_at is not None
    assert "guessed-pass" not in caplog.text
    assert "account locked" in caplog.text


async def test_lock_ends_by_itself_and_a_right_password_forgets_the_wrong(database_url, book):
    accounts = PostgresAccounts(database_url, lock=LockRule(wrong_passwords=2, lock=timedelta(minutes=5)))
    assert await accounts.check("vera", "wrong") is None
    assert await accounts.check("vera", PASSWORD.reveal())
    assert await accounts.check("vera", "wrong") is None
    with pytest.raises(Refused):
        await accounts.check("vera", "wrong")
    with psycopg.connect(database_url) as owner:
        owner.execute("update account set locked_until = now() - interval '1 second'")
    assert await accounts.check("vera", "wrong") is None
    assert await accounts.check("vera", PASSWORD.reveal())
    never = PostgresAccounts(database_url, lock=LockRule(wrong_passwords=0))
    assert {await never.check("vera", "wrong") for _ in range(4)} == {None}
