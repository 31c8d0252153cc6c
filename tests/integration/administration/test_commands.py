"""Accounts and rights over the feed of a real daemon: done in the database, audited with who and from where."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from collector_daemon import settings
from collector_daemon.app import Daemon
from collector_daemon.store.accounts import PostgresAccounts
from shared.clock import SystemClock
from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.database.audit import check_audit
from shared.database.connection import conninfo, parse
from shared.domain.accounts import RIGHTS_OF
from shared.domain.commands import Refused
from shared.feed_client.client import FeedClient
from shared.feed_client.status import Credentials, Wish
from tests.helpers.feed import Raw
from tests.helpers.waiting import wait_until
from tests.integration.database.contents import rows

pytestmark = pytest.mark.postgres
PASSWORD = "correct horse battery"
OTHER = "another long password"


class Centre:
    """A daemon without a PBX, and clients of its feed."""

    def __init__(self, daemon: Daemon, url: str, accounts: PostgresAccounts) -> None:
        self.daemon, self.url, self.accounts = daemon, url, accounts
        self._clients: list[Raw] = []
        self._asked = 0

    async def greet(self, name: str, password: str = PASSWORD) -> tuple[Raw, Any]:
        """A client that says hello, and what it is answered."""
        assert self.daemon.feed is not None
        self._clients.append(Raw(*await asyncio.open_connection("127.0.0.1", self.daemon.feed.port)))
        return self._clients[-1], await self._clients[-1].greet(name, user=name, password=password)

    async def enter(self, name: str, password: str = PASSWORD) -> Raw:
        """A client that is in."""
        client, told = await self.greet(name, password)
        assert told["type"] == "welcome", told
        return client

    async def ask(self, client: Raw, command: str, **params: Any) -> str:
        """Give a command: "" when it was done, else the code."""
        self._asked += 1
        client.say(type="command", id=self._asked, command=command, params=params)
        reply = await client.hear_kind("reply")
        assert PASSWORD not in str(reply)
        return str(reply.get("code", ""))

    async def audit(self) -> list[tuple[object, ...]]:
        """What is in it, but for signing in and what the test itself did."""
        await asyncio.wait_for(self.accounts.audit.drain(), 10)
        return rows(self.url, "select account, act, subject, origin from audit "
                    "where act !~ '^sign-in' and account <> 'tester' order by id")  # fmt: skip

    async def close(self) -> None:
        """All clients go."""
        for client in self._clients:
            client.close()


@asynccontextmanager
async def centre(url: str, folder: Path) -> AsyncIterator[Centre]:
    """The daemon at work, with an administrator and a supervisor."""
    with open_book(url, "tester") as book:
        book.add("adam", ["administrator"], Secret(PASSWORD))
        book.add("vera", ["supervisor"], Secret(PASSWORD), queues=["support"])
    config = settings.parse("[feed]\nport = 0\n[recordings_port]\nport = 0\n")
    async with (
        PostgresAccounts.opened(url, look_pause=0.02) as accounts,
        Daemon.started(
            config, folder, SystemClock(), url, accounts, accounts.witness, accounts.audit.note
        ) as daemon,
    ):
        running = asyncio.create_task(daemon.run())
        made = Centre(daemon, url, accounts)
        try:
            yield made
        finally:
            await made.close()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


def may_sign_in(url: str, name: str, password: str) -> bool:
    try:
        psycopg.connect(conninfo(url, user=name, password=password)).close()
    except psycopg.OperationalError:
        return False
    return True


async def test_an_account_from_its_making_to_its_end(database_url, tmp_path, caplog):
    caplog.set_level("DEBUG")
    async with centre(database_url, tmp_path) as place:
        adam = await place.enter("adam")
        new = {"name": "nova", "roles": ["operator"], "password": PASSWORD, "extension": "1002", "title": "Nová"}
        assert await place.ask(adam, "account.add", **new) == ""
        assert await place.ask(adam, "account.add", **new) == "account_exists"
        nova, welcome = await place.greet("nova")
        assert (welcome["must_change_password"], welcome["agent"], welcome["title"]) == (True, "1002", "Nová")
        assert await place.ask(nova, "history.own") == "must_change_password"
        assert await place.ask(nova, "password.change", present="not this", password=OTHER) == "wrong_password"
        assert await place.ask(nova, "password.change", present=PASSWORD, password=PASSWORD) == "same_password"
        assert await place.ask(nova, "password.change", present=PASSWORD, password="short") == "bad_params"
        assert await place.ask(nova, "password.change", present=PASSWORD, password=OTHER) == ""
        assert (await nova.hear_kind("error"))["code"] == "revoked"
        nova, welcome = await place.greet("nova", OTHER)
        assert welcome["must_change_password"] is False
        changed = {"name": "nova", "roles": ["wallboard"], "queues": ["sales"], "is_enabled": True}
        assert await place.ask(adam, "account.change", **changed) == ""
        assert (await nova.hear_kind("error"))["code"] == "revoked"
        nova, welcome = await place.greet("nova", OTHER)
        assert (welcome["roles"], welcome["queues"]) == (["wallboard"], ["sales"])
        assert await place.ask(adam, "account.change", **(changed | {"is_enabled": False})) == ""
        assert (await nova.hear_kind("error"))["code"] == "revoked"
        assert not may_sign_in(database_url, "nova", OTHER)
        assert await place.ask(adam, "account.change", **(changed | {"name": "nobody"})) == "unknown_account"
        assert await place.ask(adam, "account.change", **(changed | {"roles": []})) == "bad_params"
        assert await place.ask(adam, "account.change", name="adam", roles=["operator"]) == "would_lock_out"
        owner = str(parse(database_url).username)
        assert await place.ask(adam, "account.add", **(new | {"name": owner})) == "foreign_role"
        assert await place.audit() == [
            ("adam", "account added", "nova", "127.0.0.1"),
            ("nova", "password change: wrong password", "nova", "127.0.0.1"),
            ("nova", "password changed", "nova", "127.0.0.1"),
            ("adam", "account changed", "nova", "127.0.0.1"),
            ("adam", "account changed", "nova", "127.0.0.1"),
        ]
    assert check_audit(database_url).first_broken is None
    kept = str(rows(database_url, "select * from audit")) + str(rows(database_url, "select * from account"))
    for secret in (PASSWORD, OTHER, "not this"):
        assert secret not in kept + caplog.text


async def test_rights_of_roles_are_changed_for_everybody_who_has_them(database_url, tmp_path):
    async with centre(database_url, tmp_path) as place:
        adam, vera = await place.enter("adam"), await place.enter("vera")
        fewer = sorted(RIGHTS_OF["supervisor"] - {"history.all", "supervise"})
        assert await place.ask(vera, "role.rights", role="supervisor", rights=["administration"]) == "not_allowed"
        assert await place.ask(adam, "role.rights", role="administrator", rights=fewer) == "would_lock_out"
        assert await place.ask(adam, "role.rights", role="supervisor", rights=fewer) == ""
        assert (await vera.hear_kind("error"))["code"] == "revoked"
        _vera, welcome = await place.greet("vera")
        assert welcome["rights"] == fewer
        assert welcome["database"] == f"postgresql://{database_url.rpartition('@')[2]}"
        assert await place.ask(adam, "account.unlock", name="vera") == "", "adam's own session goes on"
        assert await place.audit() == [
            ("adam", "rights of a role changed", "supervisor", "127.0.0.1"),
            ("adam", "account unlocked", "vera", "127.0.0.1"),
        ]


async def test_a_guessed_password_locks_also_where_it_is_to_be_changed(database_url, tmp_path):
    async with centre(database_url, tmp_path) as place:
        vera, adam = await place.enter("vera"), await place.enter("adam")
        codes = [await place.ask(vera, "password.change", present=f"guess {n}", password=OTHER) for n in range(11)]
        assert codes == ["wrong_password"] * 9 + ["account_locked"] * 2
        _client, told = await place.greet("vera")
        assert told["code"] == "account_locked"
        assert await place.ask(adam, "account.unlock", name="vera") == ""
        await place.enter("vera")
        found = [act for _account, act, _subject, _origin in await place.audit()]
        assert found.count("account locked") == 1


async def test_who_must_change_the_password_does_it_before_the_client_comes_in(database_url, tmp_path):
    async with centre(database_url, tmp_path) as place:
        with open_book(database_url, "tester") as book:
            book.set_password("vera", Secret(PASSWORD), must_change_password=True)
        assert place.daemon.feed is not None
        port, clock = place.daemon.feed.port, SystemClock()
        client = FeedClient("127.0.0.1", port, Credentials(user="vera", password=PASSWORD), clock=clock, name="test")
        running = asyncio.create_task(client.run())
        await wait_until(lambda: client.status.state == "refused")
        assert client.status.code == "must_change_password"
        client.wish(Wish(can_change_password=True))
        client.sign_in(Credentials(user="vera", password=PASSWORD))
        await wait_until(lambda: client.status.state == "live")
        assert client.welcome is not None
        assert client.welcome.must_change_password
        for present, password, code in (("not this", OTHER, "wrong_password"), (PASSWORD, PASSWORD, "same_password")):
            with pytest.raises(Refused) as caught:
                await client.command("password.change", {"present": present, "password": password})
            assert caught.value.code == code
        await client.command("password.change", {"present": PASSWORD, "password": OTHER})
        client.sign_in(Credentials(user="vera", password=OTHER))
        await wait_until(lambda: client.status.state == "live")
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_away_database_is_said_and_nothing_is_done(database_url, tmp_path, proxy_to):
    address = parse(database_url)
    proxy = proxy_to(address.host, address.port)
    through = address.set(port=proxy.port).render_as_string(hide_password=False)
    async with centre(through, tmp_path) as place:
        adam = await place.enter("adam")
        proxy.cut()
        assert await place.ask(adam, "account.unlock", name="vera") == "unavailable"
        assert await place.ask(adam, "password.change", present=PASSWORD, password=OTHER) == "unavailable"
        proxy.mend()

        async def is_done() -> Any:
            return await place.ask(adam, "account.unlock", name="vera") == ""

        await wait_until(is_done, what="the database back")
