"""A supervisor acts on others, from the feed through the daemon to a (simulated) PBX and back to the board."""

import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from collector_daemon.simulator.legs import Bridge, Leg
from shared.domain.board import CallRow
from shared.protocol.messages import DeskMessage
from tests.helpers.feed import account
from tests.helpers.waiting import wait_until
from tests.integration.daemon.test_call_commands import ANSWER, RING, SETTINGS, Desk, desk
from tests.integration.seats.office import Panel

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(120)]

QUEUES = "[[queue]]\nname = 'support'\nnumber = '501'\n[[queue]]\nname = 'vip'\n"


class Room:
    """Jana talks at 1002 in vip; Eva supervises, her own phone is 1003."""

    def __init__(self, it: Desk, eva: Panel) -> None:
        self.it, self.eva, self.pbx = it, eva, it.place.server.world.pbx

    async def sees(self, call: str, what: str, **wanted: object) -> CallRow:
        """The call, as soon as Eva's board shows it so."""
        def found() -> list[CallRow]:
            return [row for row in self.eva.client.board.calls if row.call == call and _is(row, wanted)]

        return (await wait_until(found, 10.0, what))[0]

    def watching(self) -> list[Leg]:
        """The legs that were rung for listening."""
        return [leg for leg in self.pbx.switch.legs.values() if leg.uniqueid.startswith("watch-")]

    def audited(self, command: str) -> list[tuple[str, str, str, str]]:
        """What the audit was told of a command."""
        acts = self.it.place.acts
        return [(one.account, one.subject, one.detail, one.origin) for one in acts if one.act == command]


def _is(row: CallRow, wanted: dict[str, object]) -> bool:
    return all(getattr(row, name) == value for name, value in wanted.items())


@contextlib.asynccontextmanager
async def room(folder: Path, url: str) -> AsyncIterator[Room]:
    """Nobody talks yet."""
    async with desk(folder, url, f"{SETTINGS}{QUEUES}") as it:
        yield Room(it, await it.place.panel("eva"))


async def test_a_supervisor_listens_whispers_and_barges_in(tmp_path: Path, database_url: str) -> None:
    async with room(tmp_path, database_url) as here:
        eva, it = here.eva, here.it
        assert (await eva.refusal("supervise.listen", agent="1002", at="1003"))[0] == "not_talking"
        call = await it.talks()
        before = it.panel.row("1002")
        assert (await eva.refusal("supervise.listen", agent="1002"))[0] == "unknown_extension"
        assert (await eva.refusal("supervise.listen", agent="1002", at="1002"))[0] == "bad_params"
        assert (await eva.refusal("supervise.listen", agent="1002", at="1002,qB"))[0] == "unknown_extension"
        assert (await eva.refusal("supervise.listen", agent="1002", at="1009"))[0] == "phone_unreachable"
        assert (await it.refusal("supervise.barge", agent="1002", at="1003"))[0] == "not_allowed"
        done = await eva.ask("supervise.listen", agent="1002", at="1003")
        assert (done["call"], done["phone"]) == (call, "1003")
        await eva.ask("supervise.whisper", agent="1002", at="1001")
        await wait_until(lambda: [leg.state for leg in here.watching()] == ["Up", "Up"], 10.0, "both")
        assert [row.call for row in eva.client.board.calls] == [call], "nobody's call but the one"
        assert it.panel.row("1002") == before, "nothing of it is told to who is listened to"
        assert here.audited("supervise.listen")[-1] == (
            "eva", "1002", f"call {call}, at 1003, phone 1003: done", "127.0.0.1")
        assert here.audited("supervise.barge") == [("jana", "1002", "at 1003: not_allowed", "127.0.0.1")]
        await eva.ask("call.hangup", agent="1003", call=done["leg"])
        await wait_until(lambda: len(here.watching()) == 1, 10.0, "one of them")
        await it.ask("call.transfer", call=call, to="1003")
        await wait_until(lambda: not here.watching(), 10.0, "the end of the listening")
        row = await it.sees(lambda row: row.call == call and row.agents == ("1003",), "the colleague's talk")
        assert row.phase == "talking"


async def test_only_within_visible_queues_and_only_while_the_pbx_is_there(tmp_path: Path, database_url: str) -> None:
    async with room(tmp_path, database_url) as here:
        here.it.place.accounts.by_name["iva"] = account("iva", "supervisor", {"support"}, agent="1003")
        iva, call = await here.it.place.panel("iva"), await here.it.talks()
        assert (await iva.refusal("supervise.listen", agent="1002"))[0] == "not_allowed"
        assert (await iva.refusal("call.drop", call=call))[0] == "unknown_call"
        assert (await iva.refusal("message.send", agents=["1002"], text="!", key="c" * 16))[0] == "not_allowed"
        assert here.audited("supervise.listen") == [("iva", "1002", "not_allowed", "127.0.0.1")]
        assert here.it.place.daemon is not None
        here.it.place.daemon.pipelines["main"].link.close()
        assert (await here.eva.refusal("supervise.listen", agent="1002", at="1003"))[0] == "failed"
        assert (await here.eva.refusal("call.drop", call=call))[0] == "failed"
        assert not here.watching()


async def test_a_phone_does_not_ring_for_a_talk_that_is_over(tmp_path: Path, database_url: str) -> None:
    async with room(tmp_path, database_url) as here:
        call = await here.it.talks()
        await here.eva.ask("supervise.barge", agent="1002", at="1003")
        await here.it.ask("call.hangup", call=call)
        await wait_until(lambda: not here.watching(), 10.0, "the end of the ringing")
        assert {row.call for row in here.eva.client.board.calls} <= {call}


async def test_a_waiting_call_is_sent_elsewhere(tmp_path: Path, database_url: str) -> None:
    async with room(tmp_path, database_url) as here:
        eva, it = here.eva, here.it
        it.script(p1001=RING, p1002=RING, p1003=ANSWER)
        await eva.ask("agent.login", agent="1001", queues=["support"])
        it.place.call()
        call = (await it.sees(lambda row: row.ringing == ("1002",), "the ringing")).call
        assert (await it.refusal("call.redirect", call=call, to="1003"))[0] == "not_allowed"
        assert (await eva.refusal("call.redirect", call="nothing", to="1003"))[0] == "unknown_call"
        assert (await eva.refusal("call.redirect", call=call, to="1003,1"))[0] == "bad_number"
        assert (await eva.refusal("call.redirect", call=call, to="99"))[0] == "unknown_number"
        assert (await eva.refusal("call.redirect", call=call, to="vip", kind="queue"))[0] == "unknown_queue"
        await eva.ask("call.redirect", call=call, to="support", kind="queue")
        await here.sees(call, "the other queue", queue="support", ringing=("1001",))
        await eva.ask("call.redirect", call=call, to="1003")
        await here.sees(call, "the talk", agents=("1003",))
        assert (await eva.refusal("call.redirect", call=call, to="1002"))[0] == "answered"
        assert here.audited("call.redirect")[-2:] == [
            ("eva", call, "to 1003, kind extension: done", "127.0.0.1"),
            ("eva", call, "to 1002, kind extension: answered", "127.0.0.1"),
        ]
        assert (await it.refusal("call.drop", call=call))[0] == "not_allowed"
        await eva.ask("call.drop", call=call)
        await wait_until(lambda: not eva.client.board.calls, 10.0, "the end of the call")
        visits = next(note for note in here.pbx.finished if note.call_id == call).visits
        assert [(one.queue, one.outcome) for one in visits] == [("vip", "transferred"), ("support", "transferred")]


async def test_a_call_that_was_answered_this_moment_is_not_taken_away(tmp_path: Path, database_url: str) -> None:
    async with room(tmp_path, database_url) as here:
        here.it.script(p1002=RING)
        here.it.place.call()
        call = (await here.it.sees(lambda row: row.ringing == ("1002",), "the ringing")).call
        legs = list(here.pbx.switch.legs.values())
        legs[0].bridge = Bridge("of this moment", legs=legs)  # the PBX has not yet told of it
        assert (await here.eva.refusal("call.redirect", call=call, to="1003"))[0] == "answered"
        legs[0].bridge = None
        assert (await here.it.sees(lambda row: row.call == call, "the call")).ringing == ("1002",)


async def test_a_parked_call_and_one_that_rings_at_a_person(tmp_path: Path, database_url: str) -> None:
    async with room(tmp_path, database_url) as here:
        eva, it = here.eva, here.it
        call = await it.talks()
        await it.ask("call.park", call=call)
        await here.sees(call, "the space", phase="parked")
        it.script(p1001=RING, p1003=ANSWER)
        await eva.ask("call.redirect", call=call, to="1001")
        await here.sees(call, "the ringing of a person", ringing=("1001",))
        await eva.ask("call.redirect", call=call, to="1003")
        await here.sees(call, "the talk", agents=("1003",))


async def test_an_agent_is_moved_between_queues_and_others_are_told_of_it(tmp_path: Path, database_url: str) -> None:
    async with room(tmp_path, database_url) as here:
        await here.eva.ask("agent.login", agent="1002", queues=["support"])
        await here.eva.ask("agent.logout", agent="1002", queues=["vip"])
        await wait_until(lambda: _queues(here, "1002") == ["support"], 10.0, "the move")
        assert here.it.place.members("support") == {"PJSIP/1002": "Jana Nováková"}
        assert here.audited("agent.login")[-1] == ("eva", "1002", "queues support: done", "127.0.0.1")
        assert here.audited("agent.logout")[-1] == ("eva", "1002", "queues vip: done", "127.0.0.1")


async def test_a_message_reaches_the_desks_that_are_there(tmp_path: Path, database_url: str) -> None:
    async with room(tmp_path, database_url) as here:
        heard: list[DeskMessage] = []
        here.it.panel.client.on_message(heard.append)
        said = {"text": "<b>Přestávka</b>\nve 12:00", "key": "a" * 16}
        assert (await here.eva.refusal("message.send", **said))[0] == "bad_params"
        assert (await here.it.refusal("message.send", **said, agents=["1001"]))[0] == "not_allowed"
        assert await here.eva.ask("message.send", **said, agents=["1001"]) == {"reached": []}
        assert await here.eva.ask("message.send", **said, agents=["1001"], queues=["vip"]) == {"reached": ["1002"]}
        await wait_until(lambda: heard, 5.0, "the message")
        assert [(one.key, one.sender, one.text) for one in heard] == [(said["key"], "eva", said["text"])]
        assert here.audited("message.send")[-1] == ("eva", "1001", "queues vip, reached 1002: done", "127.0.0.1")


async def test_an_alert_is_acknowledged_for_all(tmp_path: Path, database_url: str) -> None:
    async with room(tmp_path, database_url) as here:
        book = here.it.place.daemon
        assert book is not None
        book.alerts.about("main", "journal")("The disk is full.")
        await wait_until(lambda: here.eva.client.board.alerts, 5.0, "the alert")
        row = here.eva.client.board.alerts[0]
        assert (await here.it.refusal("alert.acknowledge", alert=row.alert, raised=row.since))[0] == "not_allowed"
        other = row.since + timedelta(seconds=1)
        assert (await here.eva.refusal("alert.acknowledge", alert=row.alert, raised=other))[0] == "unknown_alert"
        done = await here.eva.ask("alert.acknowledge", alert=row.alert, raised=row.since)
        assert done["by"] == "eva"
        assert await here.eva.ask("alert.acknowledge", alert=row.alert, raised=row.since) == done
        await wait_until(lambda: here.it.panel.client.board.alerts[0].acknowledged_by == "eva", 5.0, "it at the desk")
        book.alerts.look((), book.recorder.state)
        assert here.eva.client.board.alerts[0].acknowledged_by == "eva", "no look takes it back"


def _queues(here: Room, agent: str) -> list[str]:
    row = here.eva.row(agent)
    return [one.queue for one in row.memberships] if row is not None else []
