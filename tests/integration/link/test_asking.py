"""Actions: answered, refused, timed out, never sent twice and never smuggled."""

import asyncio

import pytest

from collector_daemon.asterisk.requests import ActionUnanswered, LinkDown, UnsafeAction
from tests.helpers.fake_ami import message
from tests.helpers.waiting import wait_until


async def test_an_answer(pbx, link_to):
    ear = await link_to(pbx).listen().connected()
    (answer,) = await ear.link.ask({"Action": "CoreSettings"})
    assert (answer["Response"], answer["Message"]) == ("Success", "Fine")


async def test_an_error_is_an_answer(pbx, link_to):
    pbx.answer = lambda caller, action: message(Response="Error", ActionID=action["ActionID"], Message="No such queue")
    ear = await link_to(pbx).listen().connected()
    for is_list in (False, True):
        (answer,) = await ear.link.ask({"Action": "QueueStatus"}, is_list=is_list)
        assert answer["Message"] == "No such queue"


async def test_a_list(pbx, link_to):
    def answer(caller, action):
        same = {"ActionID": action["ActionID"]}
        return (
            message(Response="Success", EventList="start", Message="Queue status will follow", **same)
            + message(Event="QueueParams", Queue="support", **same)
            + message(Event="Newchannel", Uniqueid="1.1")
            + message(Event="QueueStatusComplete", EventList="Complete", ListItems="1", **same)
        )

    pbx.answer = answer
    ear = await link_to(pbx).listen().connected()
    answers = await ear.link.ask({"Action": "QueueStatus"}, is_list=True)
    assert [headers.get("Event") for headers in answers] == [None, "QueueParams", "QueueStatusComplete"]
    assert answers[1]["Queue"] == "support"
    await wait_until(lambda: {"Event": "Newchannel", "Uniqueid": "1.1"} in ear.events)
    await wait_until(lambda: answers[1] in ear.events, what="answers are heard like everything else")


async def test_queue_add_which_panoramisk_never_completes(pbx, link_to):
    pbx.answer = lambda caller, action: message(
        Response="Success", ActionID=action["ActionID"], Message="Added interface to queue"
    )
    ear = await link_to(pbx).listen().connected()
    (answer,) = await ear.link.ask({"Action": "QueueAdd", "Queue": "support", "Interface": "PJSIP/1001"})
    assert answer["Message"] == "Added interface to queue"


async def test_a_list_of_values_is_sent_as_a_repeated_header(pbx, link_to):
    ear = await link_to(pbx).listen().connected()
    await ear.link.ask({"Action": "Originate", "Channel": "PJSIP/1001", "Variable": ["A=1", "B=ž"]})
    assert pbx.now.asked("Originate")[0]["Variable"] == "B=ž"  # the fake keeps the last


async def test_surrogate_escapes_go_out_as_the_bytes_they_were(pbx, link_to):
    ear = await link_to(pbx).listen().connected()
    await ear.link.ask({"Action": "QueueAdd", "MemberName": "x\udcc5"})
    assert pbx.now.asked("QueueAdd")[0]["MemberName"] == "x\udcc5"


async def test_an_action_without_answer_times_out_and_is_forgotten(pbx, link_to):
    silent = True
    pbx.answer = lambda caller, action: None if silent else message(Response="Success", ActionID=action["ActionID"])
    ear = await link_to(pbx).listen().connected()
    with pytest.raises(ActionUnanswered, match="pbx main did not answer Originate within 0.05 s"):
        await ear.link.ask({"Action": "Originate", "Channel": "PJSIP/1001"}, timeout=0.05)
    silent = False
    pbx.now.say(message(Response="Success", ActionID=pbx.now.asked("Originate")[0]["ActionID"], Message="late"))
    assert await ear.link.ask({"Action": "CoreStatus"})
    assert ear.link.is_connected


@pytest.mark.expects_log("connection lost")
async def test_an_action_whose_answer_was_lost_with_the_connection_is_never_sent_again(pbx, link_to):
    pbx.answer = lambda caller, action: None
    ear = await link_to(pbx).listen().connected()
    asking = asyncio.create_task(ear.link.ask({"Action": "Originate", "Channel": "PJSIP/1001"}))
    await wait_until(lambda: pbx.now.asked("Originate"))
    pbx.now.hang_up()
    with pytest.raises(LinkDown, match="the connection was lost before the answer"):
        await asking
    await wait_until(lambda: len(pbx.callers) == 2 and pbx.now.asked("Ping"))
    assert [len(caller.asked("Originate")) for caller in pbx.callers] == [1, 0]


async def test_without_a_connection_nothing_is_sent_now_or_later(pbx, link_to):
    pbx.after_login = b""
    pbx.is_mute = True
    ear = link_to(pbx).listen()
    await wait_until(lambda: pbx.callers)
    with pytest.raises(LinkDown, match="pbx main is not connected"):
        await ear.link.ask({"Action": "Originate", "Channel": "PJSIP/1001"})
    assert not pbx.now.asked("Originate")


@pytest.mark.parametrize(
    "action",
    [
        {"Action": "QueuePause", "Reason": "lunch\r\n\r\nAction: Originate\r\nChannel: PJSIP/0900"},
        {"Action": "QueuePause", "Reason": "lunch\nx"},
        {"Action": "QueuePause", "Reason": "lunch\0"},
        {"Action": "QueuePause\r\nX", "Reason": "a"},
        {"Action": "Originate", "Variable": ["A=1", "B=2\r\nAction: Logoff"]},
        {"Action": "QueuePause", "Reason\r\nAction": "Originate"},
        {"Action": "QueuePause", "Reason: a\r\n": "Originate"},
        {"Action": "QueuePause", "": "Originate"},
        {"Action": "QueuePause", "Reason": "ž" * 600},
        {"Action": "Originate", "Variable": ["A=1"] * 200},
    ],
)
async def test_what_would_not_arrive_as_meant_is_refused_before_anything_is_sent(pbx, link_to, action):
    ear = await link_to(pbx).listen().connected()
    await wait_until(lambda: pbx.now.asked("Ping"))
    before = len(pbx.now.actions)
    with pytest.raises(UnsafeAction):
        await ear.link.ask(action)
    await ear.link.ask({"Action": "CoreStatus"})
    assert [action["Action"] for action in pbx.now.actions[before:]] == ["CoreStatus"]


@pytest.mark.parametrize("odd", [
    b"Response: Success\r\nActionID: %s\r\nActionID: again\r\n\r\n",
    b"Response: Success\r\nActionID: other\r\nCommandID: a\r\nCommandID: b\r\n\r\n",
    b"Event: Shutdown\r\nActionID: %s\r\nactionid: other\r\n\r\n",
    b"ActionID\r\n: \r\n\r\n",
])  # fmt: skip
async def test_odd_answers_neither_end_the_line_nor_keep_who_asked_from_his_answer(pbx, link_to, odd):
    ear = await link_to(pbx).listen().connected()

    def answer(caller, action):
        action_id = action["ActionID"].encode()
        caller.say(odd % action_id if b"%s" in odd else odd)
        caller.say(message(Event="Newstate", Uniqueid="1.1"))
        return message(Response="Success", ActionID=action["ActionID"], Message="Fine")

    pbx.answer = answer
    answers = await ear.link.ask({"Action": "QueueSummary"}, timeout=5)
    assert answers[-1].get("Response") == "Success" or answers[-1].get("Event") == "Shutdown"
    assert len(pbx.callers) == 1
    await wait_until(lambda: any(event.get("Event") == "Newstate" for event in ear.events))
