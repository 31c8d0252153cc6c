"""An operator's commands on calls, from the feed through the daemon to a (simulated) PBX and back to the board."""

import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from collector_daemon.dispatching import calls
from collector_daemon.simulator.people import End, Reaction, Scripted
from shared.domain.board import CallRow
from tests.helpers.waiting import wait_until
from tests.integration.seats.office import Office, Panel, office

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(120)]

NUMBER = "420603000001"
SETTINGS = "hold = 'notify'\ndial_seconds = 5\n"
ANSWER, RING = Reaction("answer", 0.2), Reaction("ignore")


class Desk:
    """Jana at 1002, a member of vip; 1001 and 1003 are colleagues' phones."""

    def __init__(self, place: Office, panel: Panel) -> None:
        self.place, self.panel, self.ask, self.refusal = place, panel, panel.ask, panel.refusal

    def script(self, **reactions: Reaction) -> None:
        """What the phones (``p1001``) and the number (``client``) do when they are rung; all talk for very long."""
        told = {NUMBER if name == "client" else name[1:]: [one] * 5 for name, one in reactions.items()}
        self.place.server.world.pbx.people = Scripted(told, [(End(600.0, "caller"),)] * 9)

    async def sees(self, is_so: Callable[[CallRow], bool], what: str) -> CallRow:
        """A call that is so on the board."""
        rows = self.panel.client.board
        await wait_until(lambda: any(map(is_so, rows.calls)), 10.0, what)
        return next(row for row in rows.calls if is_so(row))

    async def talks(self) -> str:
        """A customer calls and has jana; the call's id."""
        self.script(p1002=ANSWER, p1001=ANSWER, p1003=ANSWER, client=ANSWER)
        self.place.call()
        return (await self.sees(lambda row: row.phase == "talking" and row.agents == ("1002",), "the talk")).call


@contextlib.asynccontextmanager
async def desk(folder: Path, url: str, settings: str = SETTINGS) -> AsyncIterator[Desk]:
    """Jana is ready."""
    async with office(folder, url, settings) as place, place.open():
        place.server.world.pbx.directory.update({"1001": "Petr", "1002": "Jana", "1003": "Eva"})
        panel = await place.panel("jana")
        await panel.ask("seat.take", extension="1002")
        await panel.ask("agent.login", queues=["vip"])
        await panel.until("1002", "ready")
        yield Desk(place, panel)


async def test_a_number_is_dialled_from_the_operators_phone(tmp_path: Path, database_url: str) -> None:
    async with desk(tmp_path, database_url) as it:
        it.script(client=ANSWER)
        assert (await it.refusal("call.dial", number="603 000 001"))[0] == "bad_number"
        assert (await it.refusal("call.dial", number="99"))[0] == "unknown_number"
        call = (await it.ask("call.dial", number=NUMBER))["call"]
        row = await it.sees(lambda row: row.call == call, "the call")
        assert (row.direction, row.caller, row.called) == ("outbound", "1002", NUMBER)
        await it.sees(lambda row: row.call == call and row.phase == "talking", "the talk")
        await it.ask("call.hold", call=call)
        await it.sees(lambda row: row.phase == "on_hold", "the hold")
        await it.ask("call.hold", call=call, is_on=False)
        await it.ask("call.hangup", call=call)
        await it.panel.until("1002", "ready")
        it.place.server.world.pbx.phones.unregister("PJSIP/1002")
        assert (await it.refusal("call.dial", number=NUMBER))[0] == "phone_unreachable"


async def test_a_customer_is_held_recorded_asked_about_and_passed_on(tmp_path: Path, database_url: str) -> None:
    async with desk(tmp_path, database_url) as it:
        call = await it.talks()
        assert (await it.refusal("call.complete", call=call))[0] == "not_consulting"
        await it.ask("call.record", call=call, is_on=False)
        await it.sees(lambda row: row.recording == "paused", "the pause")
        await it.ask("call.record", call=call, is_on=True)
        await it.ask("call.hold", call=call)
        await it.sees(lambda row: row.phase == "on_hold", "the hold")
        await it.ask("call.hold", call=call, is_on=False)
        await it.sees(lambda row: row.phase == "talking" and row.held_seconds > 0, "what was held")
        await it.ask("call.transfer", call=call, to="1003", kind="attended")
        assert (await it.refusal("call.park", call=call))[0] in ("consulting", "not_talking")
        row = await it.sees(lambda row: row.consulting == ("1002", "1003") and "1003" in row.agents, "the asking")
        assert row.phase == "on_hold"
        for is_on in (False, True):
            assert (await it.refusal("call.hold", call=call, is_on=is_on))[0] == "consulting"
        await it.ask("call.complete", call=call, is_completed=False)
        await it.sees(lambda row: row.phase == "talking" and row.agents == ("1002",), "the customer")
        await it.ask("call.hold", call=call)
        await it.ask("call.transfer", call=call, to="1003", kind="attended")
        await it.sees(lambda row: row.consulting is not None and "1003" in row.agents, "the asking")
        await it.ask("call.complete", call=call)
        await it.sees(lambda row: row.phase == "talking" and row.agents == ("1003",), "the colleague's talk")
        assert (await it.refusal("call.hangup", call=call))[0] == "unknown_call"


async def test_a_pbx_that_says_yes_and_does_nothing_is_asked_once_more(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "BEGUN_SECONDS", 1.0)
    monkeypatch.setattr(calls, "CONSULTING_SECONDS", 0.5)
    async with desk(tmp_path, database_url) as it:
        call = await it.talks()
        pbx = it.place.server.world.pbx
        pbx.deaf_to += ["ask", "ask"]
        code, sentence = await it.refusal("call.transfer", call=call, to="1003", kind="attended")
        assert (code, "begun no consultation" in sentence, pbx.deaf_to) == ("timeout", True, [])
        monkeypatch.undo()
        monkeypatch.setattr(calls, "BEGUN_SECONDS", 1.0)
        pbx.deaf_to += ["ask"]
        await it.ask("call.transfer", call=call, to="1003", kind="attended")
        row = await it.sees(lambda row: row.consulting is not None and "1003" in row.agents, "the asking")
        assert (row.consulting, pbx.deaf_to) == (("1002", "1003"), [])
        assert [leg.number for leg in pbx.switch.legs.values()].count("1003") == 1


async def test_a_customer_is_parked_taken_back_and_passed_on(tmp_path: Path, database_url: str) -> None:
    async with desk(tmp_path, database_url) as it:
        call = await it.talks()
        assert (await it.refusal("call.retrieve", call=call))[0] == "not_parked"
        space = (await it.ask("call.park", call=call))["space"]
        row = await it.sees(lambda row: row.call == call and row.phase == "parked", "the space")
        assert row.space == space == "701"
        await it.ask("call.retrieve", call=call)
        await it.sees(lambda row: row.call == call and row.phase == "talking", "the customer")
        await it.ask("call.transfer", call=call, to="1001")
        await it.sees(lambda row: row.call == call and row.agents == ("1001",), "the colleague's talk")


async def test_a_call_that_rings_at_a_colleague_is_picked_up(tmp_path: Path, database_url: str) -> None:
    async with desk(tmp_path, database_url) as it:
        petr = await it.place.panel("petr")
        await petr.ask("seat.take")
        await petr.ask("agent.login", queues=["support"])
        it.script(p1001=RING, p1002=ANSWER)
        it.place.server.world.pbx.routes.lines["420222333001"] = ("queues", "501")
        it.place.call("420222333001")
        call = (await it.sees(lambda row: row.ringing == ("1001",), "the ringing")).call
        await it.ask("call.pickup", call=call)
        row = await it.sees(lambda row: row.call == call and row.phase == "talking", "the talk")
        assert (row.agents, row.ringing) == (("1002",), ())


async def test_what_the_settings_do_not_allow_is_refused_in_words(tmp_path: Path, database_url: str) -> None:
    async with desk(tmp_path, database_url, "hold = 'none'\n[desk]\nparking = false\nrecording_pauses = false\n") as it:
        call = await it.talks()
        code, sentence = await it.refusal("call.hold", call=call)
        assert code == "not_supported"
        assert "at the phone" in sentence
        assert (await it.refusal("call.hangup", call="nothing"))[0] == "unknown_call"
        assert (await it.refusal("call.pickup", call=call))[0] == "not_ringing"
        assert (await it.refusal("call.park", call=call))[0] == "not_supported"
        assert (await it.refusal("call.record", call=call, is_on=False))[0] == "not_supported"


async def test_a_phone_that_does_not_obey_is_a_timeout(tmp_path: Path, database_url: str) -> None:
    async with desk(tmp_path, database_url) as it:
        call = await it.talks()
        it.place.server.world.pbx.courses[0].desk = None
        assert (await it.refusal("call.hold", call=call))[0] == "timeout"
