"""The link stays connected whatever a PBX or a network does, and stops when it is told to."""

import asyncio

import pytest

from collector_daemon.asterisk.patience import Patience
from collector_daemon.asterisk.requests import LinkDown, Request
from collector_daemon.capture import Connected, Lost
from shared.clock import monotonic
from tests.helpers.fake_ami import FakeAmi, message
from tests.helpers.proxy import Proxy
from tests.helpers.waiting import wait_until


async def test_challenge_does_not_send_the_secret(pbx, link_to):
    await link_to(pbx).listen().connected()
    (login,) = pbx.now.asked("Login")
    assert "Secret" not in login
    assert login["AuthType"] == "MD5"
    assert login["Events"] == "system,call,agent,user,dialplan,dtmf"


async def test_plain_login(pbx, link_to):
    await link_to(pbx, login="plain", events="on").listen().connected()
    (login,) = pbx.now.asked("Login")
    assert (login["Secret"], login["Events"]) == ("lab", "on")


@pytest.mark.parametrize("way", ["challenge", "plain"])
async def test_a_refused_login_is_said_once_and_tried_slowly(pbx, link_to, caplog, way):
    ear = link_to(pbx, secret="wrong", login=way).listen()
    await wait_until(lambda: len(pbx.callers) >= 4)
    assert not ear.link.is_connected
    assert [record.message for record in caplog.records] == [
        "pbx main: login as 'collector' refused: Authentication failed; slow retries, the next in 0 s"
    ]
    assert ear.link.trouble == "login as 'collector' refused: Authentication failed"
    assert ear.entries == [], "what is said to a stranger is no event, and no connection"
    pbx.secret = "wrong"
    await ear.connected()
    assert ear.link.trouble == ""


def test_delays_grow_up_to_the_longest_and_begin_anew():
    patience = Patience(1.0, 10.0, lambda: 0.0)
    assert [patience.delay() for _ in range(6)] == [1, 2, 4, 8, 10, 10]
    patience.calm()
    assert patience.delay() == 1


def test_jitter_takes_off_at_most_a_quarter():
    assert Patience(8.0, 10.0, lambda: 0.5).delay() == 7.0
    assert 6.0 < Patience(8.0, 10.0, lambda: 0.999).delay() < 6.1


@pytest.mark.expects_log("connection lost: the PBX closed the connection|connection lost: .*reset")
async def test_a_lost_connection_is_marked_and_made_again_with_a_new_survey(pbx, link_to):
    ear = await link_to(pbx).listen().connected()
    pbx.now.say(message(Event="A"))
    await ear.heard(1)
    pbx.now.hang_up()
    await wait_until(lambda: len(pbx.callers) == 2 and pbx.now.asked("Ping"))
    pbx.now.say(message(Event="B"))
    await ear.heard(2)
    assert ear.marks == ["Connected", "Lost", "Connected"]
    assert pbx.now.asked("QueueStatus")[0]["ActionID"] == "survey-2-QueueStatus"
    times = [entry.at for entry in ear.entries]
    assert times == sorted(times)


async def test_the_present_is_asked_for_every_now_and_then(pbx, link_to):
    await link_to(pbx, survey_minutes=0.001).listen().connected()
    await wait_until(lambda: len(pbx.now.asked("CoreShowChannels")) >= 3, what="three surveys")
    asked = [action["ActionID"] for action in pbx.now.asked("CoreStatus")]
    assert asked[:2] == ["survey-1-CoreStatus", "survey-2-CoreStatus"]


async def test_no_survey_but_the_first_where_none_is_wanted(pbx, link_to):
    ear = await link_to(pbx, survey_minutes=0.0, ping_seconds=0.1).listen().connected()
    pings = len(pbx.now.asked("Ping"))
    await wait_until(lambda: len(pbx.now.asked("Ping")) >= pings + 2, what="two silences")
    assert len(pbx.now.asked("CoreStatus")) == 1
    assert ear.marks == ["Connected"]


async def test_half_a_message_before_a_loss_does_not_leak_into_the_next_connection(pbx, link_to, caplog):
    ear = await link_to(pbx).listen().connected()
    pbx.now.say(b"Event: Half\r\nX: 1\r\n")
    await asyncio.sleep(0.05)
    pbx.now.writer.close()
    await wait_until(lambda: len(pbx.callers) == 2 and pbx.now.is_logged_in)
    pbx.now.say(message(Event="Whole"))
    assert await ear.heard(1) == [{"Event": "Whole"}]


async def test_a_pbx_that_is_away_is_said_once_and_found_when_it_is_back(pbx, link_to, caplog):
    await pbx.close()
    ear = link_to(pbx).listen()
    await wait_until(lambda: ear.link.trouble)
    await asyncio.sleep(0.2)
    assert [record.message.partition("[")[0] for record in caplog.records] == [
        f"pbx main: not connected to 127.0.0.1:{pbx.port}: "
    ]
    await pbx.open()
    await ear.connected()


@pytest.mark.expects_log("connection lost: mute: nothing heard for 0.2 s, not even the answer to a ping")
async def test_a_mute_server_is_noticed(pbx, link_to):
    ear = await link_to(pbx, ping_seconds=0.1, answer_seconds=0.1).listen().connected()
    pbx.is_mute = True
    await wait_until(lambda: "Lost" in ear.marks)
    pbx.is_mute = False
    await wait_until(lambda: ear.marks == ["Connected", "Lost", "Connected"])


@pytest.mark.expects_log("connection lost: mute")
async def test_a_mute_server_was_not_heard_from_its_last_word_on(pbx, link_to):
    ear = await link_to(pbx, ping_seconds=0.4, answer_seconds=0.4).listen().connected()
    pbx.is_mute = True
    await wait_until(lambda: "Lost" in ear.marks)
    place = next(place for place, entry in enumerate(ear.entries) if isinstance(entry, Lost))
    assert 0 < ear.entries[place].at - ear.entries[place - 1].at < 0.4


async def test_a_silent_but_living_server_is_kept(pbx, link_to):
    ear = await link_to(pbx, ping_seconds=0.05, answer_seconds=1).listen().connected()
    await wait_until(lambda: len(pbx.now.asked("Ping")) >= 5)
    assert ear.marks == ["Connected"]


@pytest.mark.expects_log("connection lost: mute")
async def test_a_line_that_hangs_is_noticed(pbx, link_to):
    proxy = Proxy("127.0.0.1", pbx.port)
    try:
        real, pbx.port = pbx.port, proxy.port
        ear = await link_to(pbx, ping_seconds=0.1, answer_seconds=0.3).listen().connected()
        pbx.port = real
        proxy.stall()
        await wait_until(lambda: "Lost" in ear.marks)
        proxy.flow()
        await wait_until(lambda: ear.marks[-1] == "Connected" and len(ear.marks) >= 3)
        await ear.close()
    finally:
        proxy.close()


@pytest.mark.expects_log("connection lost: tried")
async def test_nothing_is_written_on_a_line_that_was_given_up(pbx, link_to):
    """The survey writes a dozen actions at once; asyncio warns of what is written on a line that is closing."""
    ear = await link_to(pbx, retry_seconds=30.0).listen().connected()
    wire = ear.link._wire
    wire.drop("tried")
    for _action in range(20):
        wire.post(Request({"Action": "Ping"}))
    with pytest.raises(LinkDown, match="tried"):
        await wire.send(Request({"Action": "Ping"}))
    await wait_until(lambda: "Lost" in ear.marks)


@pytest.mark.expects_log("not connected to .*: no answer in time")
async def test_a_port_that_says_nothing(pbx, link_to):
    pbx.banner = b""
    ear = link_to(pbx, answer_seconds=0.1).listen()
    await wait_until(lambda: len(pbx.callers) >= 2)
    assert ear.entries == []


async def test_a_port_that_speaks_something_else(pbx, link_to, caplog):
    pbx.banner = b"SSH-2.0-OpenSSH_9.2p1\r\n"
    ear = link_to(pbx).listen()
    await wait_until(lambda: ear.link.trouble)
    assert [record.message.partition(";")[0] for record in caplog.records] == [
        f"pbx main: no AMI at 127.0.0.1:{pbx.port}, it says 'SSH-2.0-OpenSSH_9.2p1'"
    ]


async def test_close_while_waiting_to_connect_again_stops_at_once(link_to, caplog):
    fake = FakeAmi()
    await fake.open()
    await fake.close()
    ear = link_to(fake, retry_seconds=30.0).listen()
    await wait_until(lambda: ear.link.trouble)
    begun = monotonic()
    await ear.close()
    assert monotonic() - begun < 10, "far less than the 30 s it was told to wait"
    await fake.open()
    await asyncio.sleep(0.1)
    assert fake.callers == [], "it must not come back after it was closed"
    await fake.close()


async def test_close_while_a_server_says_nothing_stops_at_once(pbx, link_to):
    pbx.banner = b""
    ear = link_to(pbx, answer_seconds=30.0).listen()
    await wait_until(lambda: pbx.callers)
    begun = monotonic()
    await ear.close()
    assert monotonic() - begun < 10, "far less than the 30 s it was told to wait"


async def test_close_logs_off_and_marks_the_end(pbx, link_to):
    ear = await link_to(pbx).listen().connected()
    await ear.close()
    assert isinstance(ear.entries[0], Connected)
    assert isinstance(ear.entries[-1], Lost)
    await wait_until(lambda: pbx.now.asked("Logoff"))
    assert not ear.link.is_connected


async def test_a_crash_of_the_task_that_runs_it_is_a_cancellation(pbx, link_to):
    ear = await link_to(pbx).listen().connected()
    ear.running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ear.running
    ear.running = asyncio.create_task(asyncio.sleep(0))
    await wait_until(lambda: ear.marks == ["Connected", "Lost"])


async def test_a_link_closed_before_it_ran_never_connects(pbx, link_to):
    ear = link_to(pbx).listen()
    ear.link.close()
    await asyncio.wait_for(ear.running, 10)
    assert pbx.callers == []


async def test_a_host_that_is_no_name_is_a_trouble_and_no_crash(pbx, link_to, caplog):
    ear = link_to(pbx, host="pbx..example", allow_plain=True).listen()
    await wait_until(lambda: ear.link.trouble)
    assert not ear.running.done()
