"""The simulated PBX on a socket: AMI as a client meets it, and everything that can go wrong with it."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator

import pytest

from collector_daemon.simulator.load import send, storm
from collector_daemon.simulator.server import Server
from collector_daemon.simulator.session import AmiUser
from collector_daemon.simulator.stream import START
from collector_daemon.simulator.world import Scenario, World
from tests.helpers.waiting import wait_until
from tests.integration.simulator.client import connected, logged_in

QUIET = Scenario(traffic=(), own_calls_per_hour=0.0, is_always_open=True)
BUSY = Scenario(seed=3, is_always_open=True, load=10.0, talk_seconds=20.0)


@pytest.fixture
async def quiet() -> AsyncIterator[Server]:
    """Agents at work, no calls."""
    async with Server(World(QUIET, START), speed=1000.0) as server:
        await wait_until(lambda: len(server.world.pbx.phones.registered) == len(QUIET.staff))
        server.set_speed(1.0)
        yield server


@pytest.fixture
async def busy() -> AsyncIterator[Server]:
    async with Server(World(BUSY, START), speed=100.0) as server:
        yield server


async def test_banner_login_and_goodbye(quiet: Server) -> None:
    async with logged_in(quiet) as client:
        assert client.banner == b"Asterisk Call Manager/11.0.0\r\n"
        assert (await client.all("Event", Event="FullyBooted"))[0]["Status"] == "Fully Booted"
        assert (await client.ask("Ping"))["Ping"] == "Pong"
        assert (await client.ask("Logoff"))["Response"] == "Goodbye"
        await wait_until(lambda: client.is_over)


async def test_md5_challenge(quiet: Server) -> None:
    async with connected(quiet) as client:
        challenge = (await client.ask("Challenge", AuthType="MD5"))["Challenge"]
        key = hashlib.md5((challenge + "simulated").encode()).hexdigest()
        assert (await client.ask("Login", AuthType="MD5", Username="collector", Key=key))["Response"] == "Success"


@pytest.mark.parametrize("fields", [{"Username": "collector", "Secret": "wrong"}, {"Username": "nobody"},
                                    {"Username": "collector", "AuthType": "MD5", "Key": "0" * 32}])
async def test_wrong_login_is_refused_and_cut_off(quiet: Server, fields: dict[str, str]) -> None:
    async with connected(quiet) as client:
        assert (await client.ask("Login", **fields))["Message"] == "Authentication failed"
        await wait_until(lambda: client.is_over)


async def test_nothing_without_login(quiet: Server) -> None:
    async with connected(quiet) as client:
        assert (await client.ask("QueueStatus"))["Message"] == "Permission denied"


async def test_unknown_action(quiet: Server) -> None:
    async with logged_in(quiet) as client:
        assert await client.ask("Dance") | {"ActionID": ""} == {
            "Response": "Error", "ActionID": "", "Message": "Invalid/unknown command"}


@pytest.mark.parametrize(("action", "complete"), [
    ("QueueStatus", "QueueStatusComplete"), ("QueueSummary", "QueueSummaryComplete"),
    ("CoreShowChannels", "CoreShowChannelsComplete"), ("Status", "StatusComplete"),
    ("BridgeList", "BridgeListComplete"), ("DeviceStateList", "DeviceStateListComplete"),
    ("ParkedCalls", "ParkedCallsComplete")])
async def test_lists_are_whole_in_the_midst_of_live_events(busy: Server, action: str, complete: str) -> None:
    await wait_until(lambda: len(busy.world.pbx.courses) > 3)
    async with logged_in(busy) as client:
        response = await client.ask(action)
        assert response["EventList"] == "start"
        end = (await client.all("Event", Event=complete))[0]
        items = [message for message in client.messages
                 if message.get("ActionID") == response["ActionID"] and "Event" in message]
        assert end["ActionID"] == response["ActionID"]
        assert int(end["ListItems"]) == len(items) - 1


async def test_an_agent_logs_in_pauses_and_logs_out(quiet: Server) -> None:
    async with logged_in(quiet) as client:
        added = await client.ask("QueueAdd", Queue="vip", Interface="PJSIP/1004", MemberName="Anna", Penalty="2")
        assert added["Message"] == "Added interface to queue"
        event = (await client.all("Event", Event="QueueMemberAdded", Interface="PJSIP/1004", Queue="vip"))[0]
        assert (event["MemberName"], event["Penalty"], event["Membership"]) == ("Anna", "2", "dynamic")
        assert (await client.ask("QueueAdd", Queue="vip", Interface="PJSIP/1004"))["Response"] == "Error"

        assert (await client.ask("QueuePause", Interface="PJSIP/1004", Paused="true", Reason="oběd"))[
            "Message"] == "Interface paused successfully"
        pauses = await client.all("Event", 2, Event="QueueMemberPause", Interface="PJSIP/1004")
        assert {pause["Queue"] for pause in pauses} == {"sales", "vip"}
        assert {pause["PausedReason"] for pause in pauses} == {"oběd"}

        assert (await client.ask("QueuePenalty", Interface="PJSIP/1004", Queue="vip", Penalty="7"))[
            "Response"] == "Success"
        assert (await client.all("Event", Event="QueueMemberPenalty"))[0]["Penalty"] == "7"

        assert (await client.ask("QueueRemove", Queue="vip", Interface="PJSIP/1004"))["Response"] == "Success"
        assert (await client.all("Event", Event="QueueMemberRemoved"))[0]["Paused"] == "1"
        assert (await client.ask("QueueRemove", Queue="vip", Interface="PJSIP/1004"))[
            "Message"] == "Unable to remove interface: Not there"


@pytest.mark.parametrize(("action", "fields", "message"), [
    ("QueueAdd", {"Queue": "nowhere", "Interface": "PJSIP/1"}, "Unable to add interface to queue: No such queue"),
    ("QueueAdd", {"Queue": "vip"}, "'Interface' not specified."),
    ("QueueRemove", {"Queue": "nowhere", "Interface": "x"}, "Unable to remove interface from queue: No such queue"),
    ("QueuePause", {"Interface": "PJSIP/9999", "Paused": "1"}, "Interface not found"),
    ("QueuePenalty", {"Interface": "PJSIP/1004", "Penalty": "much"}, "Invalid penalty"),
    ("Hangup", {"Channel": "PJSIP/1-1"}, "No such channel"),
    ("Redirect", {"Channel": "PJSIP/1-1", "Exten": "501"}, "Channel does not exist: PJSIP/1-1"),
    ("MixMonitorMute", {"Channel": "PJSIP/1-1", "Direction": "both", "State": "1"}, "No such channel"),
    ("MixMonitorMute", {"Channel": "PJSIP/1-1", "State": "1"},
     "No direction specified. Must be read, write or both"),
    ("Originate", {"Exten": "501"}, "Channel not specified")])
async def test_what_cannot_be_done_is_an_error(
        quiet: Server, action: str, fields: dict[str, str], message: str) -> None:
    async with logged_in(quiet) as client:
        reply = await client.ask(action, **fields)
        assert (reply["Response"], reply["Message"]) == ("Error", message)


async def test_originate_hang_up_and_redirect(quiet: Server) -> None:
    quiet.set_speed(50.0)
    async with logged_in(quiet) as client:
        for _ in range(8):  # an outside number may be busy or silent
            client.send("Originate", Channel="PJSIP/420601111111@trunk", Context="queues", Exten="502", Priority="1")
        joined = (await client.all("Event", Event="QueueCallerJoin", Queue="sales"))[0]
        assert (await client.ask("Redirect", Channel=joined["Channel"], Context="queues", Exten="503"))[
            "Message"] == "Redirect successful"
        await client.all("Event", Event="QueueCallerJoin", Queue="vip", Channel=joined["Channel"])
        assert (await client.ask("Hangup", Channel=joined["Channel"]))["Message"] == "Channel Hungup"
        await client.all("Event", Event="Hangup", Channel=joined["Channel"])


async def test_only_the_classes_asked_for(busy: Server) -> None:
    async with logged_in(busy, Events="agent") as client:
        await client.all("Event", 20)
        assert {message["Privilege"] for message in client.messages if "Privilege" in message} == {"agent,all"}
        assert (await client.ask("Events", EventMask="off"))["Events"] == "Off"
        silent_from = len(client.messages)
        assert (await client.ask("Ping"))["Response"] == "Success"
        assert all("Event" not in message for message in client.messages[silent_from:])


async def test_a_user_gets_no_more_than_the_classes_it_may_read() -> None:
    users = {"collector": AmiUser("simulated", frozenset({"agent"}))}
    async with Server(World(BUSY, START), speed=100.0, users=users) as server, logged_in(server) as client:
        await client.all("Event", 20)
        assert {message["Privilege"] for message in client.messages if "Privilege" in message} == {"agent,all"}


async def test_timestamps_are_virtual_time() -> None:
    async with Server(World(BUSY, START), speed=100.0, timestamp_events=True) as server, logged_in(server) as client:
        events = await client.all("Timestamp", 30)
        stamps = [float(message["Timestamp"]) for message in events]
        assert stamps == sorted(set(stamps))
        assert stamps[0] >= START


async def test_two_clients_hear_the_same(busy: Server) -> None:
    async with logged_in(busy) as one, logged_in(busy) as other:
        await one.all("Uniqueid", 100)
        await other.all("Uniqueid", 100)
        mine = [message for message in one.messages if "Uniqueid" in message]
        theirs = [message for message in other.messages if "Uniqueid" in message]
        start = mine.index(theirs[0])
        both = min(len(mine) - start, len(theirs))
        assert mine[start:start + both] == theirs[:both]


async def test_a_reader_that_stalls_is_cut_off_after_writetimeout() -> None:
    users = {"slow": AmiUser("secret", writetimeout=0.2)}
    async with Server(World(BUSY, START), speed=0, users=users, buffer_bytes=1024) as server:
        _, writer = await asyncio.open_connection(server.host, server.port, limit=1024)
        writer.write(b"Action: Login\r\nUsername: slow\r\nSecret: secret\r\n\r\n")
        await wait_until(lambda: any(session.classes for session in server.sessions))
        await wait_until(lambda: not server.sessions, what="the stalled reader to be cut off")
        writer.close()


async def test_faults(busy: Server) -> None:
    async with logged_in(busy) as client:
        await client.all("Uniqueid", 5)
        busy.mute()
        client.send("Ping", ActionID="unheard")
        busy.mute(False)
        busy.faults.unanswered.add("corestatus")
        client.send("CoreStatus", ActionID="ignored")
        assert (await client.ask("Ping"))["Response"] == "Success"
        assert not [message for message in client.messages if message.get("ActionID") == "ignored"]
        busy.faults.halve_next_message()
        await wait_until(lambda: client.is_over)
        assert client.rest
    busy.faults.is_refusing_logins = True
    async with connected(busy) as client:
        assert (await client.ask("Login", Username="collector", Secret="simulated"))["Response"] == "Error"
    busy.faults.is_refusing_logins = False
    async with logged_in(busy) as client:
        busy.cut()
        await wait_until(lambda: client.is_over or client.task.done())


async def test_a_clean_stop_says_goodbye_as_if_people_had_hung_up(busy: Server) -> None:
    async with logged_in(busy) as client:
        await wait_until(lambda: len(busy.world.pbx.courses) > 5)
        await busy.shut_down()
        busy.set_speed(0.001)
        await wait_until(lambda: client.is_over)
        assert client.messages[-1]["Event"] == "Shutdown"
    assert not busy.world.pbx.switch.legs
    async with logged_in(busy) as client:
        assert (await client.ask("CoreStatus"))["CoreCurrentCalls"] == "0"
        busy.set_speed(100.0)
        await client.all("Event", Event="Newchannel")


async def test_a_crash_says_nothing(busy: Server) -> None:
    async with logged_in(busy) as client:
        await wait_until(lambda: len(busy.world.pbx.courses) > 5)
        last = _counted((await client.all("Event", Event="Newchannel"))[-1])
        await busy.crash()
        await wait_until(lambda: client.is_over or client.task.done())
        assert not [message for message in client.messages if message.get("Event") == "Shutdown"]
    assert {call.outcome for call in busy.world.truth()} >= {"lost"}
    async with logged_in(busy) as client:
        first, *_ = await client.all("Event", Event="Newchannel")
        assert _counted(first) < last, "channels are counted anew"


def _counted(created: dict[str, str]) -> int:
    """The number in a channel's name."""
    return int(created["Channel"].rpartition("-")[2].partition(";")[0], 16)


async def test_a_storm_at_full_speed(quiet: Server) -> None:
    async with logged_in(quiet, Events="call,agent,user,system,dialplan") as client:
        sent = await send(quiet, storm(100.0, 2.0), is_paced=False)
        await wait_until(lambda: sum("Event" in message for message in client.messages) >= sent)
        hung_up = [message["Uniqueid"] for message in client.messages if message.get("Event") == "Hangup"]
        assert len(hung_up) == len(set(hung_up)) >= 200
