"""Some thousand made-up calls in one database, stored by the real recorder; accounts that see all and some of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from zoneinfo import ZoneInfo

import msgspec
import pytest
from sqlalchemy import Engine

from collector_daemon.store.batch import Batch
from collector_daemon.store.closing import close_days
from collector_daemon.store.lending import Lender
from collector_daemon.store.notes import Notes, Writing
from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.database.connection import connect, engine, parse
from shared.domain.calls import Call
from supervisor_console.reports.search import SearchScope
from tests.helpers.postgres import Server
from tests.integration.database.test_recorder import recording
from tests.integration.search.made import BEGINNING, DAYS, SEEN, Written, call_of, written_of
from tests.integration.search.truth import Truth

CALLS = 2_000
PASSWORD = Secret("correct horse battery")
PRAGUE = ZoneInfo("Europe/Prague")
SCOPE = SearchScope(zone=PRAGUE, now=BEGINNING + timedelta(days=DAYS - 1, hours=12), country="CZ")


class Centre(msgspec.Struct):
    """The database: connections of ``anna`` (sees all) and ``vera`` (sees some queues), and what is true for each."""

    url: str
    stored: list[tuple[Call, Written]]
    engines: dict[str, Engine]

    def truth(self, account: str) -> Truth:
        """What the account must find."""
        return Truth(self.stored, SCOPE.now, SCOPE.zone, None if account == "anna" else frozenset(SEEN))


@pytest.fixture(scope="module")
def centre(postgres: Server, _template: str) -> Iterator[Centre]:
    """All tests of a module read it."""
    url = postgres.create(_template)
    random = Random(7)
    stored = [(call_of(random, number), written_of(random)) for number in range(CALLS)]
    asyncio.run(_store(url, stored))
    with open_book(url, "tests") as book:
        book.add("anna", ["supervisor"], PASSWORD)
        book.add("vera", ["supervisor"], PASSWORD, queues=SEEN)
    engines = {name: engine_of(url, name) for name in ("anna", "vera")}
    yield Centre(url, stored, engines)
    for one in engines.values():
        one.dispose()
    postgres.drop(url)
    postgres.drop_login_roles()


def engine_of(url: str, name: str) -> Engine:
    """Connections as the account."""
    return engine(parse(url).set(username=name, password=PASSWORD.reveal()).render_as_string(hide_password=False))


async def _store(url: str, stored: list[tuple[Call, Written]]) -> None:
    """Half of what was written comes before its call."""
    lender = Lender(url)
    notes = Notes(lender)
    for call, said in stored[::2]:
        await _write(notes, call, said)
    async with recording(url) as recorder:
        for pbx in ("main", "branch"):
            calls = [call for call, _said in stored if call.pbx == pbx]
            await recorder.put(Batch(pbx, "journal", 1, calls=calls[: len(calls) // 2]), wait=True)
            await recorder.put(Batch(pbx, "journal", 2, calls=calls[len(calls) // 3 :]), wait=True)  # some again
    for call, said in stored[1::2]:
        await _write(notes, call, said)
    async with await connect(url) as connection:
        await connection.set_autocommit(True)
        assert await close_days(connection, (BEGINNING + timedelta(days=DAYS)).date()) == DAYS - 1
    await lender.close()


async def _write(notes: Notes, call: Call, said: Written) -> None:
    at = call.started_at + timedelta(seconds=30)
    accounts = {*said.notes, *said.codes, *(account for account, _form in said.forms)}
    writings = {
        account: Writing(pbx=call.pbx, call_id=call.call_id, call_started_at=call.started_at, account=account,
                         agent="1001", agent_name="Eva", written_at=at, stored_at=at)
        for account in accounts
    }  # fmt: skip
    for account, text in said.notes.items():
        await notes.note(writings[account], text)
    for account, (code, text) in said.codes.items():
        await notes.disposition(writings[account], code, text)
    for (account, form), answers in said.forms.items():
        await notes.form(writings[account], form, answers)
