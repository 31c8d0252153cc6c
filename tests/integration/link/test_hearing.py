"""Everything a PBX sends is heard, whole and in order, however it is cut: panoramisk's faults are closed."""

import asyncio
from itertools import pairwise

import pytest

from collector_daemon.asterisk.inbox import Inbox
from collector_daemon.asterisk.survey_actions import is_survey_end
from collector_daemon.capture import Connected, Heard
from shared.clock import HandClock
from tests.helpers.fake_ami import BANNER, message
from tests.helpers.waiting import wait_until


async def test_connection_login_and_survey_in_order(pbx, link_to):
    ear = await link_to(pbx).listen().connected()
    await wait_until(lambda: any(is_survey_end(entry.headers) for entry in ear.entries if isinstance(entry, Heard)))
    assert ear.entries[0] == Connected(ear.entries[0].at, BANNER)
    asked = [action["Action"] for action in pbx.now.actions]
    assert asked == [
        "Challenge",
        "Login",
        "CoreStatus",
        "QueueStatus",
        "CoreShowChannels",
        "Status",
        "BridgeList",
        "DeviceStateList",
        "ParkedCalls",
        "Ping",
    ]
    assert [a["ActionID"] for a in pbx.now.actions[2:4]] == ["survey-1-CoreStatus", "survey-1-QueueStatus"]


async def test_the_survey_waits_for_a_pbx_that_is_still_booting(pbx, link_to):
    pbx.after_login = b""
    ear = await link_to(pbx).listen().connected()
    assert not pbx.now.asked("QueueStatus")
    pbx.now.say(message(Event="FullyBooted", Status="Fully Booted"))
    await wait_until(lambda: pbx.now.asked("QueueStatus"))
    assert ear.link.is_connected


async def test_a_user_who_never_hears_fully_booted_is_surveyed_all_the_same_and_again_after_booting(pbx, link_to):
    pbx.after_login = b""
    await link_to(pbx).listen().connected()
    await wait_until(lambda: pbx.now.asked("QueueStatus"))
    pbx.now.say(message(Event="FullyBooted", Status="Fully Booted"))
    await wait_until(lambda: len(pbx.now.asked("QueueStatus")) == 2)


async def test_letters_split_between_reads(pbx, link_to):
    ear = await link_to(pbx).listen().connected()
    raw = "Event: Newchannel\r\nCallerIDName: Řehoř Анна\r\n\r\n".encode()
    await pbx.now.say_in_pieces(*(raw[i : i + 1] for i in range(len(raw))))
    assert await ear.heard(1) == [{"Event": "Newchannel", "CallerIDName": "Řehoř Анна"}]


async def test_bytes_that_are_no_utf8_are_kept(pbx, link_to):
    ear = await link_to(pbx).listen().connected()
    name = "Řehoř Žlutý".encode("iso8859-2")
    pbx.now.say(b"Event: Newchannel\r\nCallerIDName: " + name + b"\r\nCut: x\xc5\r\n\r\n")
    (heard,) = await ear.heard(1)
    assert heard["CallerIDName"].encode("utf-8", "surrogateescape") == name
    assert heard["Cut"].encode("utf-8", "surrogateescape") == b"x\xc5"


async def test_one_message_over_many_reads_and_many_in_one(pbx, link_to):
    ear = await link_to(pbx).listen().connected()
    await pbx.now.say_in_pieces(
        b"Event: A\r\nX: 1\r", b"\n\r", b"\nEvent: B\r\n\r\nEvent: C\r\n\r\nEv", b"ent: D\r\n\r\n"
    )
    assert [event["Event"] for event in await ear.heard(4)] == ["A", "B", "C", "D"]


async def test_headers_written_in_unusual_ways(pbx, link_to):
    ear = await link_to(pbx).listen().connected()
    pbx.now.say(
        b"Event: A\r\nFoo:bar\r\nName: a: b <c>\r\nTime:12:30\r\nLast: \r\n\r\n"
        b"Event: TestEvent\r\nState: X\r\n\r\n\r\n"
        b"Event: B\r\nChanVariable: A=1\r\nChanVariable: B=2\r\nChanVariable: C\r\nEmpty:\r\n\r\n"
    )
    assert await ear.heard(3) == [
        {"Event": "A", "Foo": "bar", "Name": "a: b <c>", "Time": "12:30", "Last": ""},
        {"Event": "TestEvent", "State": "X"},
        {"Event": "B", "ChanVariable": ["A=1", "B=2", "C"], "Empty": ""},
    ]


async def test_the_output_of_a_command(pbx, link_to):
    pbx.answer = lambda caller, action: (
        message(Response="Success", ActionID=action["ActionID"], Message="Command output follows")[:-2]
        + b"Output: one: 1\r\nOutput: \r\nOutput: three\r\n\r\n"
    )
    ear = await link_to(pbx).listen().connected()
    (answer,) = await ear.link.ask({"Action": "Command", "Command": "core show something"})
    assert answer["Output"] == ["one: 1", "", "three"]


async def test_times_increase_strictly_even_when_the_clock_stands(pbx, link_to):
    clock = HandClock()
    ear = await link_to(pbx, clock=clock).listen().connected()
    pbx.now.say(message(Event="A") * 500)
    await ear.heard(500)
    times = [entry.at for entry in ear.entries]
    assert all(later - earlier > 0.5e-6 for earlier, later in pairwise(times))
    assert times[0] == clock.now().timestamp() + 0.000001 or times[0] == clock.now().timestamp()


async def test_what_is_no_ami_message_at_all_ends_the_connection_but_not_the_link(pbx, link_to, caplog):
    ear = await link_to(pbx).listen().connected()
    pbx.now.say(b"x" * (17 * 1024 * 1024))
    await wait_until(lambda: len(pbx.callers) == 2 and pbx.now.is_logged_in)
    assert [r.message for r in caplog.records if r.levelname == "WARNING"] == [
        "pbx main: connection lost: a message of more than 16777216 bytes without an end"
    ]
    assert ear.marks[:2] == ["Connected", "Lost"]


async def test_an_inbox_that_nobody_empties_stops_the_reading_and_loses_nothing(pbx, link_to):
    inbox = Inbox(most_entries=1000, most_bytes=100_000_000)
    ear = await link_to(pbx, inbox).connected()
    sent = 30_000
    pbx.now.say(b"".join(message(Event="A", Number=number, Pad="x" * 800) for number in range(sent)))
    await wait_until(lambda: inbox.is_full)
    assert not ear.link.is_reading
    held = inbox.waiting
    assert held < 3000
    await asyncio.sleep(0.1)
    assert inbox.waiting == held, "it must not grow while nobody takes"
    assert ear.link.is_connected
    ear.listen()
    events = await ear.heard(sent)
    assert [event["Number"] for event in events] == [str(number) for number in range(sent)]
    assert ear.marks == ["Connected"]


async def test_the_inbox_is_bounded_by_bytes_too(pbx, link_to):
    inbox = Inbox(most_entries=1_000_000, most_bytes=50_000)
    await link_to(pbx, inbox).connected()
    pbx.now.say(message(Event="A", Pad="x" * 800) * 10_000)
    await wait_until(lambda: inbox.is_full)
    assert inbox.waiting < 1000


@pytest.mark.parametrize("limit", [1, 7, 100])
async def test_taking_by_portions_keeps_the_order(limit):
    inbox = Inbox()
    inbox.put([Heard(float(i), {}) for i in range(50)], 5000)
    inbox.put([Heard(float(i), {}) for i in range(50, 60)], 10)
    inbox.close()
    taken = []
    while portion := await inbox.take(limit):
        assert len(portion) <= limit
        taken += portion
    assert [entry.at for entry in taken] == [float(i) for i in range(60)]
    assert inbox.waiting == 0
