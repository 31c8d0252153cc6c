"""Recordings.

by the queue, by the dialplan, by feature code; paused, resumed, stopped. WAV files are counted.
"""

import asyncio

from ..expected import Record, inbound, internal, outbound, talk, visit
from ..lab import Lab
from .catalogue import scenario


@scenario(
    "z_recording",
    "sales records by queues.conf (MONITOR_FILENAME), support by MixMonitor() in the dialplan, one call"
    " of 4 s each; then an outbound call of 2 s with MixMonitor, and 1001 records an internal call by "
    "*3.",
)
async def recorded(lab: Lab) -> list[Record]:
    one, four = await lab.agents(1001, 1004)
    numbers = []
    for line, agent in (("sales", four), ("support", one)):
        customer, leg = await lab.connected(line, agent, 1.0, number := lab.number())
        numbers.append(number)
        await leg.lives_for(4)
        leg.hang_up()
        await customer.wait_ended()
    call = one.call("420603000001")
    await call.wait_answered()
    await call.lives_for(2)
    call.hang_up()
    await asyncio.sleep(0.5)
    call = one.call("1004")
    await four.answers(1.0)
    await call.wait_answered()
    await call.lives_for(0.5)
    call.press("*3")
    await call.lives_for(2.5)
    call.hang_up()
    return [
        inbound(numbers[0], queue_visits=[visit("sales", agent="1004", talk=4.0)]),
        inbound(numbers[1], queue_visits=[visit("support", agent="1001", talk=4.0)]),
        outbound("1001", "420603000001", "answered"),
        internal("1001", "1004", "answered"),
    ]


@scenario(
    "z2_recording_paused",
    "support: 1001 talks 6 s; the recording is paused by AMI (MixMonitorMute) from the 2nd to the 4th "
    "second, as for a card number.",
)
async def paused(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    _, leg = await lab.connected("support", one, 1.0, number := lab.number())
    channel = await lab.channel(number)
    for state in (1, 0):
        await leg.lives_for(2)
        await lab.action("MixMonitorMute", Channel=channel, Direction="both", State=state)
    await leg.lives_for(2)
    leg.hang_up()
    return [inbound(number, queue_visits=[visit("support", agent="1001", talk=6.0)])]


@scenario(
    "z3_recording_stopped",
    "support: 1001 talks 5 s; the recording is stopped by AMI (StopMixMonitor) after 2 s and a new one "
    "started after 3.5 s (MixMonitor).",
)
async def stopped(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    _, leg = await lab.connected("support", one, 1.0, number := lab.number())
    channel = await lab.channel(number)
    await leg.lives_for(2)
    await lab.action("StopMixMonitor", Channel=channel)
    await leg.lives_for(1.5)
    await lab.action("MixMonitor", Channel=channel, File=f"again-{number}.wav")
    await leg.lives_for(1.5)
    leg.hang_up()
    return [inbound(number, queue_visits=[visit("support", agent="1001", talk=5.0)])]


@scenario(
    "z4_recording_toggled",
    "1001 calls a client out, and in the talk presses *3 twice: a second recording runs for about 2 s.",
)
async def toggled(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    call = one.call("420603000001")
    await call.wait_answered()
    for seconds in (1, 2.5):
        await call.lives_for(seconds)
        call.press("*3")
    await call.lives_for(2.5)
    call.hang_up()
    return [outbound("1001", "420603000001", "answered", conversations=[talk("1001", 6.0)])]


@scenario(
    "z5_recording_transferred",
    "support: a recorded call is blind-transferred from 1001 to 1005; the recording goes on with the "
    "customer's channel.",
)
async def transferred(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    leg.refer("1005")
    await five.answers(1.0)
    await customer.lives_for(2)
    customer.hang_up()
    return [inbound(number, queue_visits=[visit("support", agent="1001", ended_by="transfer", talk=2.0)])]


@scenario(
    "z6_recorded_while_bridged",
    "support, recorded by MixMonitor with option b: the customer waits 2 s; 1001 talks 2 s, holds him 1.5 s, talks, "
    "the recording is muted by AMI for 1 s, and he is blind-transferred to 1005, who answers after 1.5 s and parks him "
    "for 1.5 s. Nothing is written while he waits and while 1005 rings; on hold, muted and parked it goes on.",
)
async def while_bridged(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    customer, leg = await lab.connected("support", one, 2.0, number := lab.number())
    await leg.lives_for(2)
    leg.hold()
    await leg.lives_for(1.5)
    leg.unhold()
    await leg.lives_for(1)
    channel = await lab.channel(number)
    for state in (1, 0):
        await lab.action("MixMonitorMute", Channel=channel, Direction="both", State=state)
        await leg.lives_for(1)
    leg.refer("1005")
    second = await five.answers(1.5)
    await second.lives_for(1)
    await lab.action("Park", Channel=channel, Parkinglot="default", Timeout=15000)
    await customer.lives_for(1.5)
    customer.hang_up()
    return [inbound(number, queue_visits=[visit("support", agent="1001", ended_by="transfer")])]


@scenario(
    "z7_others_begin_recordings",
    "sales, recorded by the queue: 1004 talks 2 s and blind-transfers the customer to 1005, who answers after 1.5 s "
    "and talks 2 s. Then 1001 calls a client, presses *3 after 1 s, and blind-transfers him 1.5 s later; 1005 answers "
    "after 1.5 s. Both the queue and the key record only while the customer is connected.",
)
async def begun_by_others(lab: Lab) -> list[Record]:
    one, four, five = await lab.agents(1001, 1004, 1005)
    customer, leg = await lab.connected("sales", four, 1.0, number := lab.number())
    await leg.lives_for(2)
    leg.refer("1005")
    second = await five.answers(1.5)
    await second.lives_for(2)
    customer.hang_up()
    await second.wait_ended()
    call = one.call("420603000001")
    await call.wait_answered()
    await call.lives_for(1)
    call.press("*3")
    await call.lives_for(1.5)
    call.refer("1005")
    third = await five.answers(1.5)
    await third.lives_for(2)
    third.hang_up()
    return [
        inbound(number, queue_visits=[visit("sales", agent="1004", ended_by="transfer")]),
        outbound("1001", "420603000001", "answered"),
    ]
