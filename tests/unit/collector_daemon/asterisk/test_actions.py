"""Each action is sent exactly as the PBX expects it, and its refusal is the PBX's own words."""

import pytest

from collector_daemon.asterisk import actions
from collector_daemon.asterisk.requests import ActionRefused


class Pbx:
    """Takes what is asked and answers as it is told."""

    def __init__(self, answer=None):
        self.asked = []
        self.answer = answer or {"Response": "Success"}

    async def ask(self, action, timeout=10.0, is_list=False):
        self.asked.append(dict(action))
        return [self.answer]


RUNG = {
    "Action": "Originate",
    "Channel": "PJSIP/1001",
    "Timeout": "25000",
    "Async": "true",
    "ChannelId": "dial-1",
    "Variable": ["CALLCENTRE_ORDER=dial 2", "CALLERID(num)=1001", "CONNECTEDLINE(num,i)=2"],
}


def errand(goal):
    """Somebody dials 2."""
    return actions.Errand("dial-1", "dial 2", "1001", "2", goal)


@pytest.mark.parametrize(
    ("call", "sent"),
    [
        (
            lambda p: actions.login_agent(p, "support", "PJSIP/1001", "Žofie", 2),
            {
                "Action": "QueueAdd",
                "Queue": "support",
                "Interface": "PJSIP/1001",
                "Penalty": "2",
                "MemberName": "Žofie",
            },
        ),
        (
            lambda p: actions.login_agent(p, "vip", "Local/1001@agents/n", device="PJSIP/1001"),
            {
                "Action": "QueueAdd",
                "Queue": "vip",
                "Interface": "Local/1001@agents/n",
                "Penalty": "0",
                "StateInterface": "PJSIP/1001",
            },
        ),
        (
            lambda p: actions.logout_agent(p, "support", "PJSIP/1001"),
            {"Action": "QueueRemove", "Queue": "support", "Interface": "PJSIP/1001"},
        ),
        (
            lambda p: actions.pause_agent(p, "PJSIP/1001", "lunch"),
            {"Action": "QueuePause", "Interface": "PJSIP/1001", "Paused": "true", "Reason": "lunch"},
        ),
        (
            lambda p: actions.pause_agent(p, "PJSIP/1001", queue="support"),
            {"Action": "QueuePause", "Interface": "PJSIP/1001", "Paused": "true", "Queue": "support"},
        ),
        (
            lambda p: actions.unpause_agent(p, "PJSIP/1001"),
            {"Action": "QueuePause", "Interface": "PJSIP/1001", "Paused": "false"},
        ),
        (
            lambda p: actions.set_penalty(p, "PJSIP/1001", 3, "vip"),
            {"Action": "QueuePenalty", "Interface": "PJSIP/1001", "Penalty": "3", "Queue": "vip"},
        ),
        (
            lambda p: actions.dial(
                p, "PJSIP/1001", "777000111", "agents", leg_id="dial-1", variables={"A": "1", "B": ""}
            ),
            {
                "Action": "Originate",
                "Channel": "PJSIP/1001",
                "Exten": "777000111",
                "Context": "agents",
                "Priority": "1",
                "Timeout": "30000",
                "Async": "true",
                "ChannelId": "dial-1",
                "Variable": ["A=1", "B="],
            },
        ),
        (
            lambda p: actions.hang_up(p, "PJSIP/1001-00000001"),
            {"Action": "Hangup", "Channel": "PJSIP/1001-00000001", "Cause": "16"},
        ),
        (
            lambda p: actions.redirect(p, "PJSIP/trunk-00000001", "502", "queues"),
            {
                "Action": "Redirect",
                "Channel": "PJSIP/trunk-00000001",
                "Exten": "502",
                "Context": "queues",
                "Priority": "1",
            },
        ),
        (
            lambda p: actions.transfer_blind(p, "PJSIP/1001-00000001", "1004", "agents"),
            {
                "Action": "BlindTransfer",
                "Channel": "PJSIP/1001-00000001",
                "Exten": "1004",
                "Context": "agents",
            },
        ),
        (
            lambda p: actions.transfer_attended(p, "PJSIP/1001-00000001", "1004", "agents"),
            {"Action": "Atxfer", "Channel": "PJSIP/1001-00000001", "Exten": "1004", "Context": "agents"},
        ),
        (
            lambda p: actions.cancel_transfer(p, "PJSIP/1001-00000001"),
            {"Action": "CancelAtxfer", "Channel": "PJSIP/1001-00000001"},
        ),
        (
            lambda p: actions.park(p, "PJSIP/trunk-00000001", "PJSIP/1001-00000001", 45),
            {
                "Action": "Park",
                "Channel": "PJSIP/trunk-00000001",
                "TimeoutChannel": "PJSIP/1001-00000001",
                "Timeout": "45000",
            },
        ),
        (
            lambda p: actions.ring_for(p, "PJSIP/1001", errand(actions.to_number("420603000001", "from-internal")), 25),
            {**RUNG, "Exten": "420603000001", "Context": "from-internal", "Priority": "1"},
        ),
        (
            lambda p: actions.ring_for(
                p, "PJSIP/1001", errand(actions.to_pick_up(["PJSIP/1002-00000001", "PJSIP/1003-00000002"])), 25
            ),
            {**RUNG, "Application": "PickupChan", "Data": "PJSIP/1002-00000001&PJSIP/1003-00000002"},
        ),
        (
            lambda p: actions.knows_number(p, "1004", "agents"),
            {"Action": "ShowDialPlan", "Context": "agents", "Extension": "1004"},
        ),
        (
            lambda p: actions.notify_phone(p, "PJSIP/1001-00000001", "hold"),
            {"Action": "PJSIPNotify", "Channel": "PJSIP/1001-00000001", "Variable": "Event=hold"},
        ),
        (
            lambda p: actions.pause_recording(p, "PJSIP/trunk-00000001", True),
            {
                "Action": "MixMonitorMute",
                "Channel": "PJSIP/trunk-00000001",
                "Direction": "both",
                "State": "1",
            },
        ),
    ],
)
async def test_what_is_sent(call, sent):
    pbx = Pbx()
    await call(pbx)
    assert pbx.asked == [sent]


async def test_a_refusal_is_the_pbx_s_own_message():
    pbx = Pbx({"Response": "Error", "Message": "Unable to add interface: Already there"})
    with pytest.raises(ActionRefused, match="^Unable to add interface: Already there$"):
        await actions.login_agent(pbx, "support", "PJSIP/1001")
    assert len(pbx.asked) == 1


async def test_a_parking_lot_is_known_by_its_application():
    pbx = Pbx({"Event": "ListDialplan", "Application": "Park"})
    assert await actions.is_parking(pbx, "700", "agents")
    assert pbx.asked == [{"Action": "ShowDialPlan", "Context": "agents", "Extension": "700"}]
    assert not await actions.is_parking(Pbx({"Event": "ListDialplan", "Application": "Dial"}), "700", "agents")
    assert not await actions.is_parking(Pbx({"Response": "Error", "Message": "Permission denied"}), "700", "agents")


@pytest.mark.parametrize(
    ("answer", "is_known"),
    [
        ({"Response": "Success", "Message": "DialPlan list will follow"}, True),
        ({"Response": "Error", "Message": "Did not find extension 9@agents"}, False),
        ({"Response": "Error", "Message": "Did not find context agents"}, False),
        ({"Response": "Error", "Message": "Permission denied"}, True),
    ],
)
async def test_a_number_is_unknown_only_if_the_pbx_says_so(answer, is_known):
    assert await actions.knows_number(Pbx(answer), "9", "agents") is is_known


async def test_hang_up_takes_no_pattern():
    pbx = Pbx()
    with pytest.raises(ActionRefused):
        await actions.hang_up(pbx, "/.*/")
    assert pbx.asked == []
