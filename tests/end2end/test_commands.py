"""Operators' commands on a real Asterisk with SIP phones: what the board showed is what happened.

One Asterisk and one live daemon a release; three desks work side by side. At the end queue_log, CDR, CEL and the
phones are held against what the daemon stored.
"""

import asyncio
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.domain.board import CallRow
from shared.domain.commands import Refused
from tests.helpers.waiting import wait_until

from . import record, story
from .daemon import CollectorDaemon
from .desk import SEEN_TIME, Desk, desk_of
from .expected import Record
from .lab import Lab
from .pbx.asterisk import Asterisk
from .phones import behaviour
from .phones.dialog import Dialog
from .phones.phone import Phone
from .scenarios import Scenario
from .truth import compare

SETTINGS = (
    'transfer_context = "internal"\nhold = "notify"\ndial_seconds = 10\ntrunks = ["PJSIP/trunk", "PJSIP/gsm"]\n'
    '[[queue]]\nname = "emptyq"\nnumber = "510"\n'
)

DEAD = "420603000018"
ASKED_TIME = 30.0

pytestmark = [pytest.mark.end2end, pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture
def folder() -> Iterator[Path]:
    """For the daemon: the bundled Postgres runs as another user under root, who must be able to walk in."""
    made = Path(tempfile.mkdtemp(prefix="desks-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def test_three_desks(release: str, folder: Path, tmp_path: Path) -> None:
    with Asterisk(release) as asterisk:
        begin = story.offsets(asterisk)
        daemon = CollectorDaemon(asterisk, folder / "daemon", SETTINGS)
        daemon.start()
        try:
            asyncio.run(record.perform(_desks(daemon), asterisk, tmp_path))
        finally:
            exit_code = daemon.stop()
        asterisk.stop()
        story.write_logs(tmp_path, asterisk, begin)
    assert exit_code == 0, daemon.said()
    assert not re.findall(r"^.*\b(?:WARNING|ERROR|CRITICAL|Traceback)\b.*$", daemon.said(), re.MULTILINE)
    records = daemon.records()
    comparison = compare(tmp_path, records)
    assert not comparison.differences, comparison.text()
    dialled = [one for one in records if one["direction"] == "outbound"]
    assert {(one["caller"], one["called"], one["outcome"]) for one in dialled} == {
        ("1010", "420603000008", "answered"), ("1008", DEAD, "cancelled"),
    }  # fmt: skip


def _desks(daemon: CollectorDaemon) -> Scenario:
    async def script(lab: Lab) -> list[Record]:
        connected, served = asyncio.Event(), asyncio.Event()
        async with desk_of(daemon) as desk, asyncio.TaskGroup() as group:
            group.create_task(_holding_and_asking(lab, desk, connected))
            group.create_task(_passing_on_and_parking(lab, desk, connected, served))
            group.create_task(_picking_up_and_dialling(lab, desk))
            group.create_task(_dialling_from_a_dead_phone(lab, desk))
            group.create_task(_supervising(lab, desk, served))
        return []

    return Scenario("desks", "Three desks at work by commands.", script)


async def _dialling_from_a_dead_phone(lab: Lab, desk: Desk) -> None:
    """1008's phone takes the call and says nothing: it must not begin to ring later."""
    (await lab.agent(1008)).behaviour = behaviour.is_silent()
    await _refused("timeout", desk, "call.dial", 1008, number=DEAD)
    await wait_until(lambda: not desk.rows(1008), timeout=SEEN_TIME, what="the end of it")


async def _supervising(lab: Lab, desk: Desk, served: asyncio.Event) -> None:
    """A customer who waits is sent to another queue, where 1003 has him and 1006 hears it; the call is ended."""
    await served.wait()  # 1003 and 1006 are members of those queues too
    three, six = await lab.agents(1003, 1006)
    await lab.add_member("emptyq", "PJSIP/1003")
    customer = lab.customer("callback", number := lab.number())
    call = (await desk.sees_call(lambda row: row.caller == number and row.phase == "waiting", "the waiting")).call
    await _refused("not_talking", desk, "supervise.listen", 1003, at="1006")
    moving = asyncio.create_task(desk.do("call.redirect", None, call=call, to="emptyq", kind="queue"))
    leg = await three.answers(after=0.3)
    await moving
    await desk.sees(1003, lambda row: row.call == call and row.phase == "talking", "the talk")
    await _refused("answered", desk, "call.redirect", None, call=call, to="1006")
    await _refused("phone_unreachable", desk, "supervise.listen", 1003, at="1005")
    first, watch = await _watched(desk, "listen", six, call)
    await desk.do("call.hangup", 1006, call=watch)
    assert await first.wait_ended(5)
    second, _ = await _watched(desk, "barge", six, call)
    await desk.do("call.drop", None, call=call)
    for one in (customer, leg, second):
        assert await one.wait_ended(5)
    await _sent_away_from_a_person(lab, desk, three, six)


async def _watched(desk: Desk, how: str, phone: Phone, call: str) -> tuple[Dialog, str]:
    """1006 hears 1003: nobody's call is made of it, and 1003 goes on talking."""
    before = desk.agent(1003)
    asked = asyncio.create_task(desk.do(f"supervise.{how}", 1003, at="1006"))
    leg = await phone.answers(after=0.2)
    done = await asked
    assert (done["call"], done["phone"]) == (call, "1006")
    await leg.lives_for(0.7)
    assert leg.state == "answered"
    assert not desk.rows(1006)
    assert desk.agent(1003) == before
    return leg, str(done["leg"])


async def _sent_away_from_a_person(lab: Lab, desk: Desk, three: Phone, six: Phone) -> None:
    """A call that rings at 1006 goes to 1003."""
    customer = lab.customer("420222111106", number := lab.number())
    ringing = await six.rings()
    call = (await desk.sees_call(lambda row: row.caller == number and row.phase == "ringing", "the ringing")).call
    moving = asyncio.create_task(desk.do("call.redirect", None, call=call, to="1003"))
    leg = await three.answers(after=0.3)
    await moving
    assert await ringing.wait_ended(5)
    await desk.sees(1003, lambda row: row.call == call and row.phase == "talking", "the talk")
    await leg.lives_for(0.5)
    customer.hang_up()
    assert await leg.wait_ended(5)


async def _refused(code: str, *asked: object, **params: object) -> None:
    desk, command, agent = asked
    assert isinstance(desk, Desk)
    with pytest.raises(Refused) as refusal:
        await desk.do(str(command), None if agent is None else int(str(agent)), **params)
    assert refusal.value.code == code, refusal.value


async def _holding_and_asking(lab: Lab, desk: Desk, connected: asyncio.Event) -> None:
    """Support: 1001 holds, pauses the recording, asks 1009 twice: the first time in vain."""
    one = await lab.agent(1001)
    customer, leg = await lab.connected("support", one, 0.5)
    connected.set()
    nine = await lab.agent(1009)
    row = await desk.sees(1001, lambda row: row.phase == "talking", "the talk")
    assert row.waited_seconds == pytest.approx(0.6, abs=0.5)
    assert row.recording == "on"
    begin, call = row.talking_since, row.call
    await _refused("not_consulting", desk, "call.complete", 1001, call=call)
    await _refused("unknown_call", desk, "call.hangup", 1009, call=call)
    await _refused("bad_number", desk, "call.transfer", 1001, call=call, to="1009@internal")
    await _refused("unknown_number", desk, "call.transfer", 1001, call=call, to="9")
    await _hold(desk, call)
    await desk.do("call.record", 1001, call=call, is_on=False)
    await desk.sees(1001, lambda row: row.recording == "paused", "the pause of the recording")
    await desk.do("call.record", 1001, call=call, is_on=True)
    await desk.sees(1001, lambda row: row.recording == "on", "the recording")
    held = (await desk.sees(1001, lambda row: row.held_seconds > 0, "that it was held")).held_seconds
    await _ask(desk, nine, call)
    await desk.do("call.complete", 1001, call=call, is_completed=False)
    back = await desk.sees(1001, lambda row: row.phase == "talking" and row.consulting is None, "the customer again")
    assert back.talking_since == begin
    assert back.held_seconds > held + 1
    await desk.do("call.hold", 1001, call=call)  # asking from a held call: the phone has to go on first
    await _ask(desk, nine, call)
    await desk.do("call.complete", 1001, call=call)
    await leg.wait_ended(5)
    assert leg.state == "ended"
    passed = await desk.sees(1009, lambda row: row.phase == "talking", "the call")
    assert (passed.call, passed.agents, passed.consulting) == (call, ("1009",), None)
    await customer.lives_for(0.5)
    await desk.do("call.hangup", 1009, call=call)
    assert await customer.wait_ended(5)


async def _hold(desk: Desk, call: str) -> None:
    await desk.do("call.hold", 1001, call=call)
    row = await desk.sees(1001, lambda row: row.phase == "on_hold", "the hold")
    assert row.held_seconds == 0
    await asyncio.sleep(1.0)  # what is measured
    await desk.do("call.hold", 1001, call=call, is_on=False)
    row = await desk.sees(1001, lambda row: row.phase == "talking", "the talk")
    assert row.held_seconds == pytest.approx(1.0, abs=0.4)


async def _ask(desk: Desk, phone: Phone, call: str) -> None:
    """1001 asks 1009, who answers."""
    asked = asyncio.create_task(desk.do("call.transfer", 1001, call=call, to="1009", kind="attended"))
    leg = await phone.answers(after=0.3, patience=ASKED_TIME)
    await asked
    row = await desk.sees(1001, lambda row: row.consulting is not None and "1009" in row.agents, "the consultation")
    assert (row.call, row.phase, row.consulting) == (call, "on_hold", ("1001", "1009"))
    await leg.lives_for(0.5)


async def _passing_on_and_parking(lab: Lab, desk: Desk, connected: asyncio.Event, served: asyncio.Event) -> None:
    """Sales: 1004 parks the customer, 1002 takes him, and passes him back to 1004 without asking."""
    four = await lab.agent(1004)
    customer, leg = await lab.connected("sales", four, 0.5)
    await connected.wait()
    served.set()
    two = await lab.agent(1002)
    call = (await desk.sees(1004, lambda row: row.phase == "talking", "the talk")).call
    await _refused("not_parked", desk, "call.retrieve", 1002, call=call)
    space = (await desk.do("call.park", 1004, call=call))["space"]
    leg.hang_up()  # who parks need not listen to the number of the space
    await wait_until(lambda: desk.row(call).space == space, timeout=SEEN_TIME, what="the space on the board")
    assert desk.row(call).phase == "parked"
    taken = asyncio.create_task(desk.do("call.retrieve", 1002, call=call))
    second = await two.rings()
    await taken
    row = await desk.sees(1002, lambda row: row.phase == "dialling", "the ringing of the own phone")
    assert (row.direction, row.ringing, row.called) == ("internal", ("1002",), space)
    second.answer()
    row = await desk.sees(1002, lambda row: row.phase == "talking", "the talk")
    assert (row.call, row.space) == (call, None)
    await second.lives_for(0.5)
    await desk.do("call.transfer", 1002, call=call, to="1004")
    back = await four.answers(after=0.3)
    assert await second.wait_ended(5)
    await desk.sees(1004, lambda row: row.phase == "talking" and row.call == call, "the talk")
    await back.lives_for(0.5)
    customer.hang_up()
    await back.wait_ended(5)


async def _picking_up_and_dialling(lab: Lab, desk: Desk) -> None:
    """1010 picks up what rings at 1007, then dials a client."""
    seven, ten = await lab.agents(1007, 1010)
    customer = lab.customer("420222111107")
    ringing = await seven.rings()
    call = (await desk.sees(1007, lambda row: row.phase == "ringing", "the ringing")).call
    await _refused("not_ringing", desk, "call.pickup", 1007, call=call)
    picking = asyncio.create_task(desk.do("call.pickup", 1010, call=call))
    leg = await ten.answers(after=0.3)
    await picking
    row = await desk.sees(1010, lambda row: row.phase == "talking", "the talk")
    assert (row.call, row.agents, row.ringing, row.recording) == (call, ("1010",), (), "none")
    assert await ringing.wait_ended(5)
    await _refused("not_recorded", desk, "call.record", 1010, call=call, is_on=False)
    await leg.lives_for(0.5)
    await desk.do("call.hangup", 1010, call=call)
    assert await customer.wait_ended(5)
    await _dial(desk, ten)


async def _dial(desk: Desk, ten: Phone) -> None:
    await _refused("bad_number", desk, "call.dial", 1010, number="420 603")
    await _refused("unknown_number", desk, "call.dial", 1010, number="9")
    await _refused("phone_unreachable", desk, "call.dial", 1005, number="420603000008")
    dialling = asyncio.create_task(desk.do("call.dial", 1010, number="420603000008"))
    leg = await ten.rings()
    call = (await dialling)["call"]
    assert "420603000008" in leg.remote, "the phone shows whom it is about to dial"

    def is_dialling(row: CallRow) -> bool:
        return (row.direction, row.phase, row.caller, row.called) == ("outbound", "dialling", "1010", "420603000008")

    await desk.sees(1010, lambda row: row.call == call and is_dialling(row), "the own phone's ringing")
    leg.answer()
    row = await desk.sees(1010, lambda row: row.phase == "talking", "the talk")
    assert (row.call, row.direction, row.caller, row.called) == (call, "outbound", "1010", "420603000008")
    await leg.lives_for(0.5)
    await desk.do("call.hangup", 1010, call=call)
    assert await leg.wait_ended(5)
