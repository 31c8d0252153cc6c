"""Seats on bad days: the database away, the PBX away, the daemon killed, somebody who went home without a word."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from collector_daemon.feed.secret import feed_secret
from collector_daemon.feed.tokens import Tokens
from collector_daemon.seats import occupancy
from shared.clock import SystemClock
from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.database.connection import parse
from shared.domain.accounts import Account
from shared.feed_client.status import Credentials
from shared.protocol.messages import Error
from tests.helpers.proxy import Proxy
from tests.helpers.waiting import wait_until
from tests.integration.daemon.running import RunningDaemon, client_of, until
from tests.integration.seats.office import SECRET, office
from tests.integration.seats.test_taking import seats

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(180)]
ProxyTo = Callable[[str, int], Proxy]


def through(proxy_to: ProxyTo, url: str) -> tuple[Proxy, str]:
    """A line to the database that can be cut."""
    address = parse(url)
    assert address.host is not None
    assert address.port is not None
    proxy = proxy_to(address.host, address.port)
    return proxy, address.set(port=proxy.port).render_as_string(hide_password=False)


@pytest.mark.usefixtures("only_of_the_database")
async def test_while_the_database_is_away_nobody_sits_down_and_who_sits_goes_on(
    tmp_path: Path, database_url: str, proxy_to: ProxyTo
) -> None:
    proxy, url = through(proxy_to, database_url)
    async with office(tmp_path, database_url) as it, it.open(url):
        jana, petr = await it.panel("jana"), await it.panel("petr")
        await jana.ask("seat.take", extension="1002")
        proxy.cut()
        assert (await petr.refusal("seat.take"))[0] == "unavailable"
        await petr.ask("agent.login", queues=["vip"])
        assert (await jana.ask("seat.take", extension="1002"))["agent"] == "1002", "it is hers already"
        await jana.ask("agent.login", queues=["vip"])
        assert len(it.members("vip")) == 2
        await jana.ask("seat.leave")
        assert len(it.members("vip")) == 1, "who goes home can"
        assert (await jana.refusal("seat.take", extension="1003"))[0] == "unavailable"
        proxy.mend()
        await wait_until(lambda: seats(database_url) == [("jana", "1002", True, "left")], what="what was not stored")
        await petr.ask("seat.take")


@pytest.mark.usefixtures("only_of_the_database")
async def test_a_database_that_hangs_is_no_reason_to_wait_long(
    tmp_path: Path, database_url: str, proxy_to: ProxyTo
) -> None:
    proxy, url = through(proxy_to, database_url)
    async with office(tmp_path, database_url) as it, it.open(url):
        petr = await it.panel("petr")
        proxy.stall()
        started = SystemClock().monotonic()
        assert (await petr.refusal("seat.take"))[0] == "unavailable"
        assert SystemClock().monotonic() - started < 10
        proxy.flow()
        await wait_until(lambda: True)
        assert (await petr.ask("seat.take"))["agent"] == "1001", "whatever became of the first time"
        assert [row[2] for row in seats(database_url)].count(False) == 1


@pytest.mark.usefixtures("only_of_the_database")
async def test_a_daemon_that_starts_without_its_database_learns_later_who_sits_where(
    tmp_path: Path, database_url: str, proxy_to: ProxyTo
) -> None:
    proxy, url = through(proxy_to, database_url)
    async with office(tmp_path, database_url) as it:
        async with it.open(url):
            await (await it.panel("jana")).ask("seat.take", extension="1002")
        proxy.cut()
        async with it.open(url):
            jana = await it.panel("jana")
            assert jana.client.welcome is not None
            assert jana.client.welcome.agent is None
            assert (await jana.refusal("seat.take", extension="1002"))[0] == "unavailable"
            proxy.mend()
            await wait_until(
                lambda: jana.client.status.state == "live" and jana.client.welcome is not None
                and jana.client.welcome.agent == "1002", timeout=20, what="the seat",
            )  # fmt: skip


@pytest.mark.expects_log("connection lost: the PBX closed the connection|not connected to ")
async def test_without_the_pbx_one_can_sit_down_but_not_log_in(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url) as it, it.open() as daemon:
        jana = await it.panel("jana")
        await jana.ask("seat.take", extension="1002")
        await jana.ask("agent.login", queues=["vip"])
        port = it.server.port
        await it.server.stop()
        await wait_until(lambda: not daemon.pipelines["main"].link.is_connected, what="its loss")
        assert (await jana.refusal("agent.login", queues=["support"]))[0] == "failed"
        assert (await jana.refusal("seat.leave"))[0] == "failed"
        assert seats(database_url) == [("jana", "1002", False, None)], "nothing half done"
        assert (await (await it.panel("petr")).ask("seat.take"))["is_reachable"] is False
        await it.server.start(port=port)
        await wait_until(lambda: daemon.pipelines["main"].link.is_connected, what="its return")
        await wait_until(lambda: daemon.pipelines["main"].live.centre.gap is None, what="the survey")
        await jana.ask("seat.leave")
        assert it.members("vip") == {}


async def test_logging_in_is_all_or_nothing(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url) as it, it.open():
        eva = await it.panel("eva")
        await eva.ask("seat.take", extension="1003")
        refused = await eva.refusal("agent.login", queues=["vip", "support", "no such"])
        assert refused == ("unknown_queue", "The PBX has no queue no such.")
        assert it.members("vip") == it.members("support") == {}
        await eva.ask("agent.login", queues=["vip"], is_paused=True, reason="start")
        assert it.paused("vip") == {"PJSIP/1003": "start"}
        await eva.ask("agent.login", queues=["vip", "support"])
        assert list(it.members("support")) == ["PJSIP/1003"], "to be in one of them already is no fault"
        await eva.refusal("agent.login", queues=["vip", "sales", "no such"])
        assert list(it.members("vip")) == ["PJSIP/1003"], "where he was before he stays"
        assert it.members("sales") == {}


async def test_a_seat_that_somebody_left_without_a_word_is_free_after_a_while(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(occupancy, "ABSENCE_SECONDS", 0.2)
    async with office(tmp_path, database_url) as it, it.open():
        jana, petr = await it.panel("jana"), await it.panel("petr")
        await jana.ask("seat.take", extension="1001")
        await jana.ask("agent.login", queues=["vip"])
        await jana.leave()
        await asyncio.sleep(0.5)
        assert (await petr.refusal("seat.take"))[0] == "seat_taken", "calls still come for her"
        eva = await it.panel("eva")
        await eva.until("1001", "ready")
        await eva.ask("agent.logout", agent="1001")
        await eva.until("1001", "logged_out")
        await petr.ask("seat.take")
        assert seats(database_url) == [("jana", "1001", True, "taken_over"), ("petr", "1001", False, None)]


async def test_at_closing_time_everybody_is_logged_out_who_talks_afterwards(tmp_path: Path, database_url: str) -> None:
    class Shifted(SystemClock):
        """The machine's clock, set so that it is a moment before six in the evening in Prague."""

        by = datetime.fromisoformat("2026-11-23T16:59:56Z") - SystemClock().now()

        def now(self) -> datetime:
            """The time that it tells."""
            return super().now() + self.by

    async with office(tmp_path, database_url, '[desk]\nclosing_at = "18:00"', clock=Shifted()) as it, it.open():
        jana, petr = await it.panel("jana"), await it.panel("petr")
        await petr.ask("seat.take")
        await petr.ask("agent.login", queues=["support"])
        await jana.ask("seat.take", extension="1002")
        await jana.ask("agent.login", queues=["vip"])
        lost: list[Error] = []
        jana.client.on_error(lost.append)
        it.script(6.0, "1002")
        it.call()
        await jana.until("1002", "talking")
        await wait_until(lambda: not it.members("support"), what="closing time")
        assert petr.client.status.state == "live"
        assert (it.members("vip"), lost) == ({"PJSIP/1002": "Jana Nováková"}, []), "she still talks"
        await wait_until(lambda: not it.members("vip"), what="the end of her talk")
        await wait_until(lambda: lost, what="the word to her panel")
        assert [(error.code, error.message) for error in lost] == [
            ("seat_lost", "The call centre has closed: you have been logged out.")]  # fmt: skip
        assert seats(database_url) == [("petr", "1001", True, "closing"), ("jana", "1002", True, "closing")]
        assert [(act.account, act.act, act.origin) for act in it.acts][-2:] == [
            ("petr", "seat left: closing", "daemon"), ("jana", "seat left: closing", "daemon")]  # fmt: skip
        assert (await jana.ask("seat.take", extension="1002"))["agent"] == "1002", "who works on may"
        assert await jana.ask("agent.login", queues=["vip"]) == {}


async def test_a_daemon_that_is_killed_finds_seat_and_wrap_up_again(tmp_path: Path, database_url: str) -> None:
    with open_book(database_url, "tester") as book:
        book.add("petr", ["operator"], Secret("a password of his"), agent="1001", title="Petr Dvořák")
    folder = tmp_path / "daemon"
    folder.mkdir()
    async with office(tmp_path, database_url) as it:
        daemon = RunningDaemon(folder, it.server.port, database_url)
        config = daemon.config.read_text()
        daemon.config.write_text(config + "[[desk_queue]]\nqueue = 'vip'\nwrapup_seconds = 3\n")
        it.server.users["collector"] = type(it.server.users["collector"])("simulated", writetimeout=20.0)
        daemon.start()
        await until(daemon.status, "the daemon")
        tokens = Tokens(feed_secret(folder / "data"), SystemClock(), timedelta(hours=1), timedelta(hours=1))
        petr = Account(name="petr", roles=frozenset({"operator"}), agent="1001", title="Petr Dvořák")
        credentials = Credentials(token=tokens.issue(petr)[0])
        async with client_of(daemon, credentials) as client:
            await client.command("seat.take", {"extension": "1003"})
            await client.command("agent.login", {"queues": ["vip"]})
            it.script(0.5, "1003")
            it.call()
            await wait_until(lambda: it.paused("vip") == {"PJSIP/1003": "wrap-up"}, 20, "the wrap-up")
            daemon.kill()
        assert it.members("vip") == {"PJSIP/1003": "Petr Dvořák"}
        daemon.start()
        await until(daemon.status, "the daemon again")
        async with client_of(daemon, credentials) as client:
            assert client.welcome is not None
            assert client.welcome.agent == "1003"
            await wait_until(lambda: not it.paused("vip"), 20, "the end of the wrap-up")
            (row,) = [row for row in client.board.agents if row.agent == "1003"]
            assert (row.account, row.name) == ("petr", "Petr Dvořák")
        assert await daemon.stop() == 0
        with psycopg.connect(database_url) as connection:
            found = connection.execute("select act, subject from audit where act like 'seat%%'").fetchall()
        assert found == [("seat taken", "main/1003")]
    assert SECRET not in daemon.said()
