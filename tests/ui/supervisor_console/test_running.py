"""Either half of the console goes away and comes back; what nobody waits for any more ends in the database."""

import asyncio

import pytest
from sqlalchemy import text

from shared.errors import Refused
from supervisor_console.page import Away
from tests.helpers.waiting import wait_until

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(120)]

SLOW = "select pg_sleep(50)"
RUNNING = f"select count(*) from pg_stat_activity where query = '{SLOW}' and state = 'active'"


def _slowly(connection):
    connection.execute(text(SLOW))


def test_the_database_goes_away_and_comes_back(drive, sitting, centre):
    async def story():
        async with sitting() as it:
            await it.both()
            centre.database.cut()
            it.console.database.look_now()
            screen = await it.until(lambda one: len(one.halves) == 2, "the database is away")
            assert [(half.name, half.token) for half in screen.halves] == [("feed", "good"), ("database", "bad")]
            assert screen.halves[1].text == "Database unreachable"
            assert screen.halves[1].since.startswith("since ")
            assert [bool(item.trouble) for item in screen.rail[:2]] == [False, True]
            it.shot("database_away")
            with pytest.raises(Away):
                await it.console.database.ask(lambda connection: connection.execute(text("select 1")))
            centre.database.mend()
            it.window.bar.halves[1].click()
            await it.both()

    drive(story())


def test_the_daemon_goes_away_and_comes_back(drive, sitting, centre):
    async def story():
        async with sitting() as it:
            await it.both()
            centre.feed.cut()
            screen = await it.until(lambda one: len(one.halves) == 2, "the server is away")
            assert [(half.name, half.token) for half in screen.halves] == [("feed", "bad"), ("database", "good")]
            assert await it.console.database.ask(lambda connection: connection.execute(text("select 7")).scalar()) == 7
            it.shot("server_away")
            centre.feed.mend()
            it.window.bar.halves[0].click()
            await it.both()

    drive(story())


def test_what_is_cancelled_ends_in_the_database(drive, sitting, centre):
    async def story():
        async with sitting() as it:
            await it.both()
            asking = asyncio.ensure_future(it.console.database.ask(_slowly))
            await wait_until(lambda: centre.ask(RUNNING)[0][0] == 1, 10, "the statement runs")
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
            await wait_until(lambda: centre.ask(RUNNING)[0][0] == 0, 5, "the statement is over")
            assert await it.console.database.ask(lambda connection: connection.execute(text("select 7")).scalar()) == 7

    drive(story())


def test_it_asks_as_the_account_and_says_in_a_line_what_is_refused(drive, sitting):
    async def story():
        async with sitting() as it:
            await it.both()
            found = await it.console.database.ask(
                lambda connection: connection.execute(
                    text("select current_user, current_setting('application_name')")
                ).one()
            )
            assert tuple(found) == ("kralova", "supervisor-console")
            with pytest.raises(Refused, match="permission denied"):
                await it.console.database.ask(lambda connection: connection.execute(text("delete from call")))

    drive(story())
