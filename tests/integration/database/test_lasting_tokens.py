"""The token of a screen on a wall: made on the command line, good for years, ended by any change of its account."""

import argparse
import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from collector_daemon.commands import user
from collector_daemon.feed.board import Board
from collector_daemon.feed.ports import Address, Limits
from collector_daemon.feed.secret import feed_secret
from collector_daemon.feed.server import FeedServer
from collector_daemon.store.accounts import PostgresAccounts
from shared.clock import SystemClock
from shared.credentials import Secret
from shared.database.accounts import AccountBook, open_book
from shared.errors import SuiteError, UsageError
from tests.helpers.feed import MemoryCommands, Raw, call, queue
from tests.helpers.waiting import wait_until
from tests.integration.database.contents import rows

pytestmark = pytest.mark.postgres
PASSWORD = Secret("correct horse battery")
MS = timedelta(milliseconds=1)
Make = Callable[..., None]


@pytest.fixture
def make(database_url: str, tmp_path: Path) -> Make:
    """``user token …`` of a daemon that keeps its things in ``tmp_path``."""
    config = tmp_path / "collector.toml"
    config.write_text(f"data_folder = '{tmp_path / 'kept'}'\n[database]\nurl = '{database_url}'\n")

    def run(*arguments: str) -> None:
        parser = argparse.ArgumentParser()
        user.arguments(parser)
        user.run(parser.parse_args(["token", *arguments, "--config", str(config)]))

    return run


class Door:
    """A feed with the accounts of the database, which it looks at very often, and those who come to it."""

    def __init__(self, server: FeedServer) -> None:
        self._server = server
        self._came: list[Raw] = []

    async def greet(self, token: str) -> tuple[Raw, Any]:
        """Another client with this token, and what it is answered."""
        streams = await asyncio.open_connection("127.0.0.1", self._server.port, limit=2**20)
        self._came.append(Raw(*streams))
        return self._came[-1], await self._came[-1].greet(token=token)

    async def close(self) -> None:
        for client in self._came:
            client.close()
            with contextlib.suppress(OSError):
                await client.writer.wait_closed()


@contextlib.asynccontextmanager
async def served(url: str, folder: Path) -> AsyncIterator[Door]:
    board = Board()
    board.apply([queue("support"), queue("sales"), call("c1", "support", caller="420777123001", caller_name="Žofie")])
    async with PostgresAccounts.opened(url, look_pause=0.02) as accounts:
        server = FeedServer(
            board=board, accounts=accounts, commands=MemoryCommands(), clock=SystemClock(), address=Address(port=0),
            secret=feed_secret(folder), limits=Limits(refusal=MS, ping=40 * MS), witness=accounts.witness,
        )
        async with server:
            door = Door(server)
            try:
                yield door
            finally:
                await door.close()


def token_of(make: Make, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    make(*arguments)
    said = capsys.readouterr()
    assert "good until" in said.err
    assert said.out.endswith("\n")
    return said.out.strip()


def wall(book: AccountBook) -> None:
    book.add("wall", ["wallboard"], PASSWORD, queues=["support"])


async def test_a_screen_signs_in_again_and_again_until_its_account_changes(
    make: Make, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_book(database_url, "tester") as book:
        wall(book)
        async with served(database_url, tmp_path / "kept") as door:
            token = token_of(make, capsys, "wall", "--days", "400")
            await look(door, token)
            client = await look(door, token)
            book.disable("wall")
            assert (await client.hear_kind("error"))["code"] == "revoked"
            assert (await door.greet(token))[1]["code"] == "token_revoked"
            book.enable("wall")
            another = token_of(make, capsys, "wall")

            async def is_welcome() -> Any:
                return (await door.greet(another))[1]["type"] == "welcome"

            await wait_until(is_welcome, what="the new version seen at a later look")
            assert (await door.greet(token))[1]["code"] == "token_revoked"
    audit = rows(database_url, "select act, subject, detail from audit where act = 'token made' order by id")
    assert [(act, subject) for act, subject, _detail in audit] == [("token made", "wall")] * 2
    assert token not in str(rows(database_url, "select * from audit"))


async def look(door: Door, token: str) -> Raw:
    """What a screen sees when it has signed in."""
    until = SystemClock().now() + timedelta(days=400)
    client, welcome = await door.greet(token)
    assert welcome["token"] == token, "a welcome neither shortens nor lengthens it"
    assert welcome["token_expires_at"][:10] == f"{until:%Y-%m-%d}"
    assert (welcome["rights"], welcome["queues"]) == (["board.watch"], ["support"])
    told = await client.subscribe("queues", "calls")
    assert [item["key"] for item in told["rows"]] == ["support", "c1"]
    assert (told["rows"][1]["row"]["caller"], told["rows"][1]["row"]["caller_name"]) == ("+420 777 ••• 001", None)
    return client


def test_mistakes_are_one_line_and_make_nothing(
    make: Make, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_book(database_url, "tester") as book:
        wall(book)
        book.add("eva", ["operator", "wallboard"], PASSWORD)
        book.add("old", ["wallboard"], PASSWORD)
        book.disable("old")
    with pytest.raises(UsageError, match=r"feed.secret yet: start the daemon once"):
        make("wall")
    assert not (tmp_path / "kept" / "feed.secret").exists()
    feed_secret(tmp_path / "kept")
    for name, says in (("eva", "eva is operator, wallboard: only"), ("old", "old is disabled"), ("x", "no account x")):
        with pytest.raises(SuiteError, match=says) as caught:
            make(name)
        assert "\n" not in str(caught.value)
    for days in ("0", "-1", "36501", "x"):
        with pytest.raises(SystemExit):
            make("wall", f"--days={days}")
        assert f"{days}: 1 to 36500 days expected" in capsys.readouterr().err
    assert capsys.readouterr().out == ""
