"""Calls picked up from a colleague's phone: while it rings, and as it answers or refuses."""

import asyncio

from ..expected import Record, inbound, talk, transfer, visit
from ..lab import Lab
from ..phones import behaviour
from .catalogue import scenario


@scenario(
    "u_pickup",
    "support rings 1001; after 2 s 1005 picks the call up by *781001, they talk 3 s, the customer hangs"
    " up. queue_log credits 1001.",
)
async def picked_up(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    customer = lab.customer("support", number := lab.number())
    leg = await one.rings()
    await leg.lives_for(2)
    five.call("*781001")
    await customer.wait_answered()
    await customer.lives_for(3)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            conversations=[talk("1005", 3.0)],
            queue_visits=[visit("support", agent="1005", credited="1001", talk=3.0, attempts=["1001 elsewhere"])],
        )
    ]


@scenario(
    "u2_pickup_direct",
    "A customer calls 1001's own number; after 2 s 1005 picks the call up by *8, they talk 3 s, 1005 hangs up.",
)
async def picked_up_direct(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    customer = lab.customer("420222111101", number := lab.number())
    leg = await one.rings()
    await leg.lives_for(2)
    mine = five.call("*8")
    await customer.wait_answered()
    await mine.lives_for(3)
    mine.hang_up()
    return [inbound(number, ended_by="agent", queue_visits=[], conversations=[talk("1005", 3.0)])]


@scenario(
    "u3_pickup_races",
    "Eight times 1001 answers support's call and 1005 dials *8 at the same moment, up to 14 ms apart; "
    "whoever gets the call talks 1 s with the customer, who hangs up. Sometimes 1005 takes the call "
    "from 1001, who just had it.",
)
async def picked_up_at_answer(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    numbers = []
    for n in range(8):
        customer = lab.customer("support", number := lab.number())
        numbers.append(number)
        leg = await one.rings()
        await leg.lives_for(0.5)
        pickup = five.call("*8")
        await asyncio.sleep(0.002 * n)
        leg.answer()
        await customer.wait_answered()
        await customer.lives_for(1)
        customer.hang_up()
        await pickup.wait_ended()
        await lab.until(lab.is_quiet)
    return [inbound(number, ended_by="caller", queue_visits=[visit("support")]) for number in numbers]


@scenario(
    "u4_pickup_behind_local",
    "vip rings 1007 behind a Local channel with /n; after 2 s 1005 picks the call up by *781007, they "
    "talk 3 s, the customer hangs up. queue_log credits 1007.",
)
async def picked_up_behind_local(lab: Lab) -> list[Record]:
    seven, five = await lab.agents(1007, 1005)
    customer = lab.customer("vip", number := lab.number())
    leg = await seven.rings()
    await leg.lives_for(2)
    five.call("*781007")
    await customer.wait_answered()
    await customer.lives_for(3)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            conversations=[talk("1005", 3.0)],
            queue_visits=[visit("vip", agent="1005", credited="1007", talk=3.0, attempts=["1007 elsewhere"])],
        )
    ]


async def _taken_over(lab: Lab, line: str, agent: int) -> list[Record]:
    """`agent` answers between a colleague's *8 and the PBX's doing it: without audio that takes it 0.5 s.

    16 connects the call meanwhile; 22 mostly lets the answer wait until it is too late (but see the story u7).
    """
    mine, five = await lab.agents(agent, 1005)
    lab.customer(line, number := lab.number())
    leg = await mine.rings()
    await leg.lives_for(1)
    pickup = five.call("*8")
    await pickup.wait_answered()
    await pickup.lives_for(0.1)
    leg.answer()
    await leg.wait_ended()
    await pickup.lives_for(4)
    pickup.hang_up()
    had_it = [talk(str(agent), 0.4)] if lab.asterisk.release == "16" else []
    return [
        inbound(
            number,
            ended_by="agent",
            conversations=[*had_it, talk("1005", 4.0)],
            queue_visits=[
                visit(
                    line,
                    agent="1005",
                    credited=str(agent),
                    talk=4.0,
                    ended_by="agent",
                    attempts=[f"{agent} elsewhere"],
                )
            ],
        )
    ]


@scenario(
    "u5_pickup_after_answer",
    "1005 dials *8 while support rings 1001, who answers 0.1 s later; half a second after the *8 the PBX gives the "
    "call to 1005 (16 takes it from 1001, who just had it). 1005 talks 4 s and hangs up; queue_log credits 1001.",
    has_audio=False,
)
async def picked_up_after_answer(lab: Lab) -> list[Record]:
    return await _taken_over(lab, "support", 1001)


@scenario(
    "u6_pickup_after_answer_behind_local",
    "1005 dials *8 while vip rings 1007 behind a Local channel with /n, who answers 0.1 s later; half a second after "
    "the *8 the PBX gives the call to 1005 (16 takes it from 1007, who just had it). 1005 talks 4 s and hangs up; "
    "queue_log credits 1007.",
    has_audio=False,
)
async def picked_up_after_answer_behind_local(lab: Lab) -> list[Record]:
    return await _taken_over(lab, "vip", 1007)


@scenario(
    "u8_pickup_of_a_refused_call",
    "1005 dials *8 while support rings 1001, who declines 0.1 s later. 22 gives the call to 1005 all the same and "
    "says nothing of the refusal, they talk 3 s and 1005 hangs up; on 16 nothing is left to pick up, and the customer "
    "gives up.",
    has_audio=False,
)
async def picked_up_when_refused(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    customer = lab.customer("support", number := lab.number())
    leg = await one.rings()
    await leg.lives_for(1)
    pickup = five.call("*8")
    await pickup.wait_answered()
    await pickup.lives_for(0.1)
    leg.reject(603, "Decline")
    if not await customer.wait_answered(0.8):
        customer.hang_up()
        await pickup.wait_ended()
        return [inbound(number, "abandoned", queue_visits=[visit("support", "abandoned")])]
    await pickup.lives_for(3)
    pickup.hang_up()
    return [
        inbound(
            number,
            ended_by="agent",
            conversations=[talk("1005", 3.0)],
            queue_visits=[visit("support", agent="1005", credited="1001", talk=3.0, ended_by="agent")],
        )
    ]


@scenario(
    "u9_pickup_of_a_silent_phone",
    "vip's call reaches 1007 behind a Local channel with /n, whose phone says nothing; after 2 s 1005 picks it up by "
    "*8, which the PBX tells like a ringing of 1005. They talk 3 s, 1005 hangs up.",
    has_audio=False,
)
async def silent_phone_picked_up(lab: Lab) -> list[Record]:
    seven, five = await lab.agents(1007, 1005)
    seven.behaviour = behaviour.is_silent()
    customer = lab.customer("vip", number := lab.number())
    await customer.lives_for(2)
    pickup = five.call("*8")
    await customer.wait_answered()
    await pickup.lives_for(3)
    pickup.hang_up()
    return [
        inbound(
            number,
            ended_by="agent",
            conversations=[talk("1005", 3.0)],
            queue_visits=[visit("vip", agent="1005", credited="1007", talk=3.0, attempts=["1007 elsewhere"])],
        )
    ]


@scenario(
    "u10_consultation_picked_up",
    "1001 talks 2 s with support's customer, holds and calls 1006; 1002 picks that up by *8 and talks 1 s with "
    "1001, who hands the customer over. They talk 2 s, the customer hangs up.",
    has_audio=False,
)
async def consultation_picked_up(lab: Lab) -> list[Record]:
    one, two, six = await lab.agents(1001, 1002, 1006)
    two.behaviour = behaviour.rings()
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    leg.hold()
    consultation = one.call("1006")
    await six.rings()
    await leg.lives_for(0.5)
    two.call("*8")
    await consultation.wait_answered()
    await consultation.lives_for(1)
    leg.refer_replacing(consultation)
    await leg.wait_ended()
    await customer.lives_for(2)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            transfers=[transfer("attended", "1001", "1002")],
            queue_visits=[visit("support", agent="1001", talk=2.0, hold=2.0, ended_by="transfer")],
        )
    ]
