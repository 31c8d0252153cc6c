"""Wrap-ups run by the daemon: paused by the PBX as long as said, ended by itself, on time or when all is given."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from collector_daemon.seats import occupancy
from tests.helpers.proxy import Proxy
from tests.helpers.waiting import wait_until
from tests.integration.seats.office import Office, Panel, office
from tests.integration.seats.test_bad_days import through

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(120)]

WRAP = "[[desk_queue]]\nqueue = 'vip'\nwrapup_seconds = {seconds}\n"
REQUIRED = WRAP + "is_disposition_required = true\n[[disposition]]\ncode = 'solved'\n"


async def at_work(it: Office, *queues: str) -> Panel:
    """Jana, ready at 1002."""
    jana = await it.panel("jana")
    await jana.ask("seat.take", extension="1002")
    await jana.ask("agent.login", queues=list(queues or ("vip", "support")))
    await jana.until("1002", "ready")
    return jana


async def test_a_wrap_up_begins_with_the_end_of_a_call_and_ends_by_itself(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url, WRAP.format(seconds=2)) as it, it.open():
        jana = await at_work(it)
        it.script(1.0, "1002")
        it.call()
        assert (await jana.until("1002", "talking")).wraps_until is None
        row = await jana.until("1002", "wrapping_up", "ready")
        assert row.state == "wrapping_up"
        assert row.since is not None
        assert row.wraps_until is not None
        assert timedelta(seconds=1.5) < row.wraps_until - row.since < timedelta(seconds=3)
        paused = {"PJSIP/1002": "wrap-up"}
        await wait_until(lambda: it.paused("vip") == it.paused("support") == paused, what="the pause on the PBX")
        assert (await jana.until("1002", "ready")).wraps_until is None
        assert jana.client.server_now() >= row.wraps_until
        assert it.paused("vip") == it.paused("support") == {}


async def test_calls_of_other_queues_have_none(tmp_path: Path, database_url: str) -> None:
    desk = WRAP.format(seconds=30).replace("vip", "sales")
    async with office(tmp_path, database_url, desk) as it, it.open():
        jana = await at_work(it)
        it.script(1.0, "1002")
        it.call()
        await jana.until("1002", "talking")
        await jana.until("1002", "ready", "wrapping_up")
        assert it.paused("vip") == {}


async def test_a_wrap_up_can_be_cut_short_and_prolonged(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url, WRAP.format(seconds=60)) as it, it.open():
        jana = await at_work(it)
        it.script(0.5, "1002")
        it.call()
        row = await jana.until("1002", "wrapping_up")
        until = (await jana.ask("agent.wrapup", is_on=True, seconds=600))["until"]
        await wait_until(lambda: (now := jana.row("1002")) is not None and now.wraps_until != row.wraps_until)
        row = await jana.until("1002", "wrapping_up")
        assert row.wraps_until is not None
        assert row.wraps_until.isoformat(timespec="milliseconds")[:23] == until[:23]
        assert await jana.ask("agent.wrapup", is_on=False) == {"until": None}
        await jana.until("1002", "ready")
        assert await jana.ask("agent.wrapup", is_on=False) == {"until": None}, "there is none to end"


async def test_a_wrap_up_can_be_had_without_a_call(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url) as it, it.open():
        jana = await at_work(it)
        await jana.ask("agent.wrapup", is_on=True, seconds=1)
        await jana.until("1002", "wrapping_up")
        await jana.until("1002", "ready")
        await jana.ask("agent.pause", reason="lunch")
        await jana.until("1002", "paused")
        assert (await jana.refusal("agent.wrapup", is_on=True))[0] == "paused_already"
        assert (await jana.refusal("agent.pause", reason="wrap-up"))[0] == "bad_params"


async def test_a_required_disposition_holds_the_wrap_up_until_it_is_given(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url, REQUIRED.format(seconds=0.5)) as it, it.open():
        jana = await at_work(it)
        it.script(1.0, "1002")
        it.call()
        call = (await jana.until("1002", "talking")).call
        row = await jana.until("1002", "wrapping_up")
        await wait_until(lambda: row.wraps_until and jana.client.server_now() > row.wraps_until + timedelta(seconds=2))
        assert jana.state("1002") == "wrapping_up", "it counts over"
        assert (await jana.refusal("agent.unpause"))[0] == "disposition_required"
        assert (await jana.refusal("agent.wrapup", is_on=False))[0] == "disposition_required"
        await jana.ask("call.disposition", call=call, code="solved")
        await jana.until("1002", "ready")


async def test_a_disposition_may_be_given_while_they_talk(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url, REQUIRED.format(seconds=1)) as it, it.open():
        jana = await at_work(it)
        it.script(3.0, "1002")
        it.call()
        call = (await jana.until("1002", "talking")).call
        await jana.ask("call.disposition", call=call, code="solved")
        await jana.until("1002", "wrapping_up")
        await jana.until("1002", "ready")


async def test_another_pause_ends_the_wrap_up_and_is_not_ended_by_it(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url, WRAP.format(seconds=2)) as it, it.open():
        jana = await at_work(it)
        it.script(0.5, "1002")
        it.call()
        row = await jana.until("1002", "wrapping_up")
        await jana.ask("agent.pause", reason="lunch")
        await jana.until("1002", "paused")
        later = timedelta(seconds=1.5)
        await wait_until(lambda: row.wraps_until and jana.client.server_now() > row.wraps_until + later)
        assert it.paused("vip") == {"PJSIP/1002": "lunch"}


async def test_a_pause_asked_for_during_the_call_goes_on(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url, WRAP.format(seconds=1)) as it, it.open():
        jana = await at_work(it)
        it.script(2.0, "1002")
        it.call()
        await jana.until("1002", "talking")
        await jana.ask("agent.pause", reason="lunch")
        await jana.until("1002", "paused")
        assert it.paused("vip") == {"PJSIP/1002": "lunch"}


@pytest.mark.parametrize("seconds", [2, 60])
async def test_a_restart_in_the_middle_leaves_nobody_paused_for_ever(
    tmp_path: Path, database_url: str, seconds: int
) -> None:
    async with office(tmp_path, database_url, WRAP.format(seconds=seconds)) as it:
        async with it.open():
            jana = await at_work(it)
            it.script(0.5, "1002")
            it.call()
            before = await jana.until("1002", "wrapping_up")
        if seconds == 2:
            await wait_until(lambda: before.wraps_until and it.clock.now() > before.wraps_until)
        async with it.open():
            jana = await it.panel("jana")
            if seconds == 2:
                await jana.until("1002", "ready")
                assert it.paused("vip") == {}
            else:
                await wait_until(lambda: (row := jana.row("1002")) is not None and row.wraps_until is not None)
                row = await jana.until("1002", "wrapping_up")
                assert row.wraps_until is not None
                assert before.wraps_until is not None
                assert abs(row.wraps_until - before.wraps_until) < timedelta(seconds=1.5)


async def test_a_supervisor_may_end_what_is_owed(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url, REQUIRED.format(seconds=0.5)) as it, it.open():
        jana, eva = await at_work(it), await it.panel("eva")
        it.script(0.5, "1002")
        it.call()
        await jana.until("1002", "wrapping_up")
        await eva.ask("agent.wrapup", agent="1002", is_on=False)
        await jana.until("1002", "ready")


async def test_ready_at_once_is_ready_at_once(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url, WRAP.format(seconds=60)) as it, it.open():
        jana = await at_work(it)
        for command, params in (("agent.wrapup", {"is_on": False}), ("agent.unpause", {})):
            it.script(0.3, "1002")
            it.call()
            await jana.until("1002", "wrapping_up")
            await jana.ask(command, **params)  # perhaps before the PBX has paused her
            await jana.until("1002", "ready", timeout=1.0)
            await wait_until(lambda: not it.paused("vip") and not it.paused("support"), 1.0, "that she is ready there")
            await jana.until("1002", "ready", timeout=1.0)


async def test_nobody_waits_for_a_disposition_that_nobody_can_give(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(occupancy, "ABSENCE_SECONDS", 3.0)
    async with office(tmp_path, database_url, REQUIRED.format(seconds=0.5)) as it, it.open():
        jana, eva = await at_work(it), await it.panel("eva")
        it.script(0.5, "1002")
        it.call()
        await jana.until("1002", "wrapping_up")
        await jana.leave()
        left_at = it.clock.now()
        await eva.until("1002", "ready")
        assert it.clock.now() - left_at > timedelta(seconds=2.5), "she might have come back"


@pytest.mark.usefixtures("only_of_the_database")
async def test_nobody_waits_for_a_disposition_that_cannot_be_stored(
    tmp_path: Path, database_url: str, proxy_to: Callable[[str, int], Proxy]
) -> None:
    proxy, url = through(proxy_to, database_url)
    async with office(tmp_path, database_url, REQUIRED.format(seconds=0.5)) as it, it.open(url):
        jana = await at_work(it)
        it.script(0.5, "1002")
        it.call()
        proxy.cut()
        await jana.until("1002", "wrapping_up")
        await jana.until("1002", "ready")
        proxy.mend()
