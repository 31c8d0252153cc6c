"""Queue membership and pauses."""

import asyncio

from ..expected import Record, inbound, visit
from ..lab import Lab
from ..phones import behaviour
from .catalogue import scenario


@scenario(
    "o_queue_members",
    "1009 is added to sales and callback by AMI, paused in all queues for 'oběd', again for 'školení', "
    "unpaused twice, paused in sales, given penalty 5 and removed while paused. 1010 logs in, pauses, "
    "unpauses and logs out by *45 *47 *48 *46. 1001 is paused and unpaused in support alone.",
)
async def members(lab: Lab) -> list[Record]:
    _, ten = await lab.agents(1009, 1010)
    for queue in ("sales", "callback"):
        await lab.add_member(queue, "PJSIP/1009", "Šárka Ďurišová", "PJSIP/1009")
    await asyncio.sleep(0.6)
    for reason in ("oběd", "školení", "", ""):
        await _pause(lab, "PJSIP/1009", reason)
    await _pause(lab, "PJSIP/1009", "administrativa", "sales")
    await lab.action("QueuePenalty", Interface="PJSIP/1009", Queue="sales", Penalty=5)
    await asyncio.sleep(0.5)
    for queue in ("sales", "callback"):
        await lab.action("QueueRemove", Queue=queue, Interface="PJSIP/1009")
    for code in ("*45", "*47", "*48", "*46"):
        await ten.call(code).wait_ended(10)
        await asyncio.sleep(0.5)
    await _pause(lab, "PJSIP/1001", "přestávka", "support")
    await _pause(lab, "PJSIP/1001", "", "support")
    return []


async def _pause(lab: Lab, interface: str, reason: str, queue: str = "") -> None:
    where = {"Queue": queue} if queue else {}
    why = {"Reason": reason} if reason else {}
    await lab.action("QueuePause", Interface=interface, Paused="true" if reason else "false", **where, **why)
    await asyncio.sleep(0.8)


@scenario(
    "o2_auto_pause",
    "autop rings one of 1001 and 1002 for 3 s in vain and pauses that agent; the other answers after 1 "
    "s, they talk 2 s; the paused agent is unpaused by AMI and takes a second call.",
)
async def auto_pause(lab: Lab) -> list[Record]:
    one, two = await lab.agents(1001, 1002)
    customer = lab.customer("autop", first_number := lab.number())
    first = await lab.first_rung(one, two)
    other = two if first.phone is one else one
    second = await other.answers(1.0)
    await customer.lives_for(2)
    customer.hang_up()
    sleeper = first.phone
    await _pause(lab, f"PJSIP/{sleeper.user}", "", "autop")
    sleeper.behaviour, other.behaviour = behaviour.answers(1.0, 2.0), behaviour.rejects()
    again = lab.customer("autop", second_number := lab.number())
    await again.wait_answered()
    await again.wait_ended()
    return [
        inbound(
            first_number,
            queue_visits=[
                visit(
                    "autop",
                    agent=second.phone.user,
                    attempts=[f"{sleeper.user} no_answer", f"{second.phone.user} answered"],
                )
            ],
        ),
        inbound(second_number, queue_visits=[visit("autop", agent=sleeper.user, ended_by="agent")]),
    ]


@scenario(
    "o3_login_during_call",
    "A customer waits in support; 1009 is added to it by AMI 2 s later, answers after 1 s, is removed "
    "from the queue during the talk and hangs up after 3 s.",
)
async def login_during_call(lab: Lab) -> list[Record]:
    nine = await lab.agent(1009)
    customer = lab.customer("support", number := lab.number())
    await customer.lives_for(2)
    await lab.add_member("support", "PJSIP/1009", "Plain Ascii", "PJSIP/1009")
    leg = await nine.answers(1.0)
    await leg.lives_for(1.5)
    await lab.action("QueueRemove", Queue="support", Interface="PJSIP/1009")
    await leg.lives_for(1.5)
    leg.hang_up()
    await customer.wait_ended()
    return [inbound(number, queue_visits=[visit("support", agent="1009", ended_by="agent", talk=3.0)])]


@scenario(
    "o4_wrap_up",
    "sales has a wrap-up of 2 s: 1004 ends a call and the next customer, already waiting, is offered only after it.",
)
async def wrap_up(lab: Lab) -> list[Record]:
    four = await lab.agent(1004)
    _, leg = await lab.connected("sales", four, 1.0, one := lab.number())
    lab.customer("sales", two := lab.number())
    await leg.lives_for(2)
    leg.hang_up()
    second = await four.answers(1.0)
    await second.lives_for(2)
    second.hang_up()
    return [inbound(number, queue_visits=[visit("sales", agent="1004", ended_by="agent")]) for number in (one, two)]
