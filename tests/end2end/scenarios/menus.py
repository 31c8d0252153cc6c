"""The welcome menu, direct numbers and voicemail."""

import asyncio

from ..expected import Record, inbound, talk, visit
from ..lab import Lab
from ..phones.dialog import Dialog
from .catalogue import scenario


@scenario(
    "w_ivr_only",
    "A customer hangs up in the menu after 3 s; another presses 9, 1005 answers after 1 s and hangs up "
    "after 2 s; a third presses 9 and gives up while 1005 rings.",
)
async def menu_only(lab: Lab) -> list[Record]:
    five = await lab.agent(1005)
    first = lab.customer("ivr", one := lab.number())
    await first.lives_for(3)
    first.hang_up()
    second = await _chosen(lab, "9", two := lab.number())
    leg = await five.answers(1.0)
    await leg.lives_for(2)
    leg.hang_up()
    await second.wait_ended()
    third = await _chosen(lab, "9", three := lab.number())
    await five.rings()
    await third.lives_for(2)
    third.hang_up()
    return [
        inbound(one, "left_ivr", ended_by="caller", queue_visits=[]),
        inbound(two, queue_visits=[], conversations=[talk("1005", 2.0)]),
        inbound(three, "abandoned", queue_visits=[], conversations=[]),
    ]


async def _chosen(lab: Lab, digits: str, number: str = "", name: str = "") -> Dialog:
    customer = lab.customer("ivr", number, name)
    await customer.wait_answered()
    for digit in digits:
        await asyncio.sleep(1)
        customer.press(digit)
    return customer


@scenario(
    "w2_ivr_digits",
    "A customer presses 1 in the menu and talks 2 s with 1001 of support; another presses 5 (nothing), "
    "then 2 and gives up in sales after 3 s; a third presses nothing at all and lands in support.",
)
async def menu_digits(lab: Lab) -> list[Record]:
    agent = await lab.agent(1001)
    await _chosen(lab, "1", one := lab.number())
    leg = await agent.answers(1.0)
    await leg.lives_for(2)
    leg.hang_up()
    second = lab.customer("ivr", two := lab.number())
    await second.wait_answered()
    await asyncio.sleep(1)
    second.press("5")
    await asyncio.sleep(1.5)
    second.press("2")
    await lab.waiting("sales", 1)
    await second.lives_for(3)
    second.hang_up()
    lab.customer("ivr", three := lab.number())
    leg = await agent.answers(1.0, patience=40)
    await leg.lives_for(2)
    leg.hang_up()
    return [
        inbound(one, queue_visits=[visit("support", agent="1001", ended_by="agent", talk=2.0)]),
        inbound(two, "abandoned", queue_visits=[visit("sales", "abandoned", wait=3.0)]),
        inbound(three, queue_visits=[visit("support", agent="1001", ended_by="agent", talk=2.0)]),
    ]


@scenario(
    "zd_voicemail",
    "A customer calls 1005's own number; nobody is registered, so the customer leaves a message of 4 s."
    " Another calls 1001's number, which refuses as busy.",
)
async def voicemail(lab: Lab) -> list[Record]:
    customer = lab.customer("420222111105", one := lab.number())
    await customer.wait_answered()
    await customer.lives_for(8)
    customer.hang_up()
    agent = await lab.agent(1001)
    second = lab.customer("420222111101", two := lab.number())
    leg = await agent.rings()
    await leg.lives_for(1)
    leg.reject()
    await second.wait_ended()
    return [
        inbound(one, "overflow", queue_visits=[], conversations=[]),
        inbound(two, None, queue_visits=[], conversations=[]),
    ]


@scenario(
    "ze_direct_did",
    "A customer calls 1005's own number, 1005 answers after 1.5 s, they talk 3 s, the customer hangs "
    "up; a second customer gives up after 2 s of ringing.",
)
async def direct(lab: Lab) -> list[Record]:
    five = await lab.agent(1005)
    customer, _ = await lab.connected("420222111105", five, 1.5, one := lab.number())
    await customer.lives_for(3)
    customer.hang_up()
    second = lab.customer("420222111105", two := lab.number())
    await five.rings()
    await second.lives_for(2)
    second.hang_up()
    return [
        inbound(one, ended_by="caller", queue_visits=[], conversations=[talk("1005", 3.0)]),
        inbound(two, "abandoned", ended_by="caller", queue_visits=[], conversations=[]),
    ]
