"""A disposition that is required is required: whatever the PBX's own wrap-up, pauses, other calls, a logout do."""

from datetime import timedelta
from pathlib import Path

import pytest

from collector_daemon.seats import wrap_ups
from tests.helpers.waiting import wait_until
from tests.integration.seats.office import Office, Panel, office
from tests.integration.seats.test_wrap_ups import REQUIRED, at_work

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(120)]


async def owing(it: Office, talk_seconds: float = 0.5) -> tuple[Panel, str]:
    """Jana after a call of vip, which must have a disposition."""
    jana = await at_work(it)
    it.script(talk_seconds, "1002", calls=3)
    it.call()
    call = (await jana.until("1002", "talking")).call
    assert call is not None
    return jana, call


async def still_owes(it: Office, jana: Panel, call: str) -> None:
    """She cannot be ready, until she has given it."""
    moment = jana.client.server_now() + timedelta(seconds=2.5)
    await wait_until(lambda: jana.client.server_now() > moment)
    assert (await jana.refusal("agent.unpause"))[0] == "disposition_required"
    assert {"PJSIP/1002"} == set(it.paused("vip"))
    await jana.ask("call.disposition", call=call, code="solved")


async def test_the_queues_own_wrap_up_does_not_end_it(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url, REQUIRED.format(seconds=3)) as it, it.open():
        for queue in it.server.world.pbx.queues.values():
            queue.wrapup_seconds = 1
        jana, call = await owing(it)
        shown = []
        row = await jana.until("1002", "wrapping_up")
        jana.client.board.listen(lambda _rows: shown.append(jana.row("1002")))
        assert row.wraps_until is not None
        assert row.wraps_until - jana.client.server_now() > timedelta(seconds=2)
        moment = jana.client.server_now() + timedelta(seconds=3.5)
        await wait_until(lambda: jana.client.server_now() > moment)
        assert {one.wraps_until for one in shown if one is not None} <= {row.wraps_until}, "one countdown"
        await still_owes(it, jana, call)
        await jana.until("1002", "ready")


async def test_a_pause_of_her_own_does_not_end_it(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wrap_ups, "PATIENCE", timedelta(seconds=0.5))
    async with office(tmp_path, database_url, REQUIRED.format(seconds=1)) as it, it.open():
        jana, call = await owing(it, 2.0)
        await jana.ask("agent.pause", reason="lunch")
        await jana.until("1002", "paused")
        await still_owes(it, jana, call)
        assert it.paused("vip") == {"PJSIP/1002": "lunch"}, "her own pause is not ended"
        await jana.ask("agent.unpause")
        await jana.until("1002", "ready")


async def test_nor_one_that_she_asks_for_then(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url, REQUIRED.format(seconds=1)) as it, it.open():
        jana, call = await owing(it)
        await jana.until("1002", "wrapping_up")
        await jana.ask("agent.pause", reason="lunch")
        await jana.until("1002", "paused")
        await still_owes(it, jana, call)
        await jana.ask("agent.unpause")
        await jana.until("1002", "ready")


async def test_nor_logging_out_and_in(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url, REQUIRED.format(seconds=1)) as it, it.open():
        jana, call = await owing(it)
        await jana.until("1002", "wrapping_up")
        await jana.ask("agent.logout")
        await jana.until("1002", "logged_out")
        moment = jana.client.server_now() + timedelta(seconds=1.5)
        await wait_until(lambda: jana.client.server_now() > moment)
        await jana.ask("agent.login", queues=["vip"])
        await still_owes(it, jana, call)
        await jana.until("1002", "ready")


async def test_who_sits_there_afterwards_owes_nothing(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url, REQUIRED.format(seconds=1)) as it, it.open():
        jana, _ = await owing(it)
        await jana.until("1002", "wrapping_up")
        await jana.ask("seat.leave")
        petr = await it.panel("petr")
        await petr.ask("seat.take", extension="1002")
        await petr.ask("agent.login", queues=["vip"])
        await petr.until("1002", "ready")


async def test_another_call_does_not_pay_for_it(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url, REQUIRED.format(seconds=1)) as it, it.open():
        it.server.world.pbx.directory.update({"1001": "Petr", "1002": "Jana"})
        jana, first = await owing(it)
        await jana.until("1002", "wrapping_up")
        petr = await it.panel("petr")
        await petr.ask("seat.take", extension="1001")
        await petr.ask("agent.login", queues=["vip"])
        it.call()
        calls = jana.client.board
        await wait_until(lambda: [row for row in calls.calls if "1001" in row.ringing], what="a call at petr")
        second = next(row.call for row in calls.calls if "1001" in row.ringing)
        await jana.ask("call.pickup", call=second)
        await wait_until(lambda: [row for row in calls.calls if row.call == second and "1002" in row.agents])
        await jana.ask("call.disposition", call=second, code="solved")
        await wait_until(lambda: not [row for row in calls.calls if row.call == second], what="its end")
        await still_owes(it, jana, first)
        await jana.until("1002", "ready")
