"""What is in force: at once for whoever is connected, after a restart, at a planned instant, without the database."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from collector_daemon.simulator.people import End, Reaction, Scripted
from shared.clock import SystemClock
from shared.domain.desk import DeskDescription
from shared.protocol.messages import Welcome
from tests.helpers.waiting import wait_until
from tests.integration.centre_settings.conftest import closed, opened
from tests.integration.centre_settings.test_commands import changed, wire
from tests.integration.database.contents import rows
from tests.integration.seats.office import Office, Panel
from tests.integration.seats.test_bad_days import ProxyTo, through
from tests.integration.seats.test_wrap_ups import at_work

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(120)]


def told(panel: Panel) -> Welcome:
    """What the panel knows of the centre now."""
    assert panel.client.welcome is not None
    return panel.client.welcome


def desk(panel: Panel) -> DeskDescription:
    found = told(panel).desk
    assert found is not None
    return found


async def test_who_is_connected_knows_at_once_and_only_of_his_queues(it: Office, adam: Panel) -> None:
    petr, eva = await it.panel("petr"), await it.panel("eva")
    session = told(petr).session
    await changed(adam, "queue", [{"name": "vip", "title": "Významní"}, {"name": "sales", "title": "Prodej"}])
    await changed(adam, "pause_reason", [{"reason": "lunch", "title": "Oběd"}])
    await changed(adam, "disposition", [{"code": "order", "queues": ["vip"]}, {"code": "offer", "queues": ["sales"]}])
    await changed(adam, "centre", {"name": "Jiné centrum", "service_goal": 70})
    await wait_until(lambda: told(petr).centre.name == told(eva).centre.name == "Jiné centrum", what="the centre")
    assert [one.title for one in told(petr).centre.queues] == ["Významní"]
    assert [one.title for one in told(eva).centre.queues] == ["Významní", "Prodej"]
    assert told(petr).centre.reason_of("lunch").title == "Oběd"
    assert [one.code for one in desk(petr).dispositions] == ["order"]
    assert (told(petr).session, petr.client.status.state) == (session, "live")
    late = await it.panel("petr")
    assert (told(late).centre, desk(late)) == (told(petr).centre, desk(petr))


async def test_the_rules_of_desks_are_others_at_once(it: Office, adam: Panel) -> None:
    jana = await at_work(it, "vip")
    it.script(1.0, "1002")
    it.call()
    call = (await jana.until("1002", "talking")).call
    assert (await jana.refusal("call.disposition", call=call, code="order", key="0" * 16))[0] == "unknown_disposition"
    await changed(adam, "disposition", [{"code": "order"}])
    await changed(adam, "desk_queue", [{"queue": "vip", "wrapup_seconds": 60, "is_disposition_required": True}])
    await jana.until("1002", "wrapping_up")
    await jana.ask("call.disposition", call=call, code="order", key="1" * 16)
    await jana.ask("agent.wrapup", is_on=False)
    await jana.until("1002", "ready")
    await changed(adam, "desk", {"hot_desking": False})
    assert (await jana.refusal("seat.take", extension="1003"))[0] == "hot_desking_off"


async def test_the_board_counts_by_the_new_service_level_and_alerts_follow(it: Office, adam: Panel) -> None:
    jana = await at_work(it, "vip")
    answer = Reaction("answer", 1.0)
    it.server.world.pbx.people = Scripted({"1002": [answer] * 2}, [(End(0.3, "caller"),)] * 2)

    def counted() -> tuple[int, int]:
        return next(((row.answered, row.answered_in_threshold) for row in adam.client.board.queues
                     if row.queue == "vip" and not row.talking), (0, 0))

    it.call()
    await wait_until(lambda: counted() == (1, 1), what="the first call")
    await changed(adam, "centre", {"service_level_seconds": 0.001})
    await wait_until(lambda: counted() == (1, 0), what="what is counted may be told anew: by the new level")
    await jana.until("1002", "ready")
    it.call()
    await wait_until(lambda: counted() == (2, 0), what="the second call")
    await changed(adam, "centre", {"service_level_seconds": 20})
    await wait_until(lambda: counted() == (2, 2), what="the old level")
    await changed(adam, "alert", [{"name": "staff", "title": "Málo lidí", "when": "ready >= 1", "queues": ["vip"]}])
    alerts = lambda: [one.rule for one in adam.client.board.alerts if one.kind == "rule"]  # noqa: E731
    await wait_until(lambda: alerts() == ["Málo lidí"], what="the alert of the new rule")
    await changed(adam, "alert", [{"name": "other", "when": "waiting > 100"}])
    await wait_until(lambda: alerts() == [], what="the end of a rule's alert with the rule")
    figures = await adam.ask("figures.visits", **{"from": "2026-11-01T00:00:00Z", "to": "2026-11-02T00:00:00Z"})
    assert figures["steps"][0]["answered"] == 0


async def test_in_force_after_a_restart_and_for_figures(tmp_path: Path, database_url: str) -> None:
    month = SystemClock().now() - timedelta(days=30)
    async with closed(tmp_path, database_url) as it:
        async with it.open():
            adam = await it.panel("adam")
            await changed(adam, "centre", {"name": "Jiné centrum", "service_level_seconds": 7}, since=wire(month))
            await changed(adam, "desk", {"parking": False})
        async with it.open() as daemon:
            adam, petr = await it.panel("adam"), await it.panel("petr")
            assert (told(adam).centre.name, told(adam).centre.service_level_seconds) == ("Jiné centrum", 7)
            assert desk(petr).can_park is False
            assert daemon.pipelines["main"].live.centre.tallies.threshold_seconds == 7
    asked = "select (setting_at('centre', %s)->>'service_level_seconds')::float"
    with psycopg.connect(database_url) as owner:
        for at, seconds in ((month + timedelta(days=1), 7), (month - timedelta(days=1), 20)):  # before: the file's
            assert owner.execute(asked, [at]).fetchone() == (seconds,)


async def test_what_is_planned_comes_by_itself_also_without_the_database(
    tmp_path: Path, database_url: str, proxy_to: ProxyTo, caplog: pytest.LogCaptureFixture
) -> None:
    proxy, url = through(proxy_to, database_url)
    async with closed(tmp_path, database_url) as it, it.open(url):
        adam = await it.panel("adam")
        soon, later = (SystemClock().now() + timedelta(seconds=one) for one in (2, 900))
        answer = await changed(adam, "queue", [{"name": "vip", "title": "Ráno"}], since=wire(soon))
        assert (answer["from"], [one["since"] for one in answer["planned"]]) == ("file", [wire(soon)])
        await changed(adam, "queue", [{"name": "vip", "title": "Večer"}], since=wire(later))
        answer = await adam.ask("settings.forget", section="queue", since=wire(later))
        assert [one["value"][0]["title"] for one in answer["planned"]] == ["Ráno"]
        assert [one["value"] is None for one in answer["history"]] == [True, False, False]
        assert (await adam.refusal("settings.forget", section="queue", since=wire(later)))[0] == "nothing_planned"
        assert told(adam).centre.queue_title("vip") == "Important"
        proxy.cut()
        await wait_until(lambda: told(adam).centre.queue_title("vip") == "Ráno", what="what was planned")
        assert adam.client.server_now() >= soon
        proxy.mend()
        await wait_until(lambda: it.daemon and it.daemon.recorder.state.trouble is None, 30, "the database")
    texts = [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING]
    # psycopg says the second where the line was cut in the middle of rows.
    assert all("stored" in text or "the connection is lost" in text for text in texts), texts


async def test_what_fits_the_file_no_more_is_left_out(
    tmp_path: Path, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with psycopg.connect(database_url) as owner:
        owner.execute("insert into setting values ('line', now(), now(), '[{\"nummer\": \"1\"}]', 'eva'),"
                      " ('centre', now(), now(), '{\"name\": \"Well\"}', 'eva')")
    async with opened(tmp_path, database_url) as it:
        adam = await it.panel("adam")
        assert (told(adam).centre.name, told(adam).centre.lines) == ("Well", ())
        assert (await adam.ask("settings.read", section="line"))["value"] == [{"nummer": "1"}]
        await changed(adam, "line", [{"number": "1"}])
        await wait_until(lambda: [one.line for one in told(adam).centre.lines] == ["1"], what="the line")
    texts = [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING]
    assert texts == ["what eva said in the console does not fit and is left out: unknown key 'line[1].nummer';"
                     " did you mean 'line[1].number'?"]  # fmt: skip


async def test_another_daemon_hears_of_it(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collector_daemon.administration.settings.LOOK_SECONDS", 0.05)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    async with opened(tmp_path / "one", database_url) as one, closed(tmp_path / "two", database_url) as two:
        two.pbx = "second"  # several daemons may share a database, but each PBX is one's
        two.desk = two.desk.replace("[centre]", "[recordings_port]\nport = 0\n[centre]")
        async with two.open():
            adam, eva = await one.panel("adam"), await two.panel("eva")
            await changed(adam, "centre", {"name": "Obě"})
            await wait_until(lambda: told(eva).centre.name == "Obě", what="the other daemon")
    assert len(rows(database_url, "select since from setting where account is null")) == 2


async def test_a_change_is_in_force_before_it_is_answered(it: Office, adam: Panel) -> None:
    names = [f"Centrum {number}" for number in range(5)]
    for name in names:
        await changed(adam, "centre", {"name": name})
        assert it.daemon is not None
        assert it.daemon.standing.now.centre.name == name
    await asyncio.gather(*(changed(adam, "line", [{"number": str(number)}]) for number in range(5)))
    history = (await adam.ask("settings.read", section="line"))["history"]
    assert it.daemon is not None
    assert len({one["made_at"] for one in history}) == 5
    assert [one.number for one in it.daemon.standing.now.line] == [history[0]["value"][0]["number"]]
