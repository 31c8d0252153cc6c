"""Things that happen at the same moment."""

import asyncio

from ..expected import Record, inbound, talk, visit
from ..lab import Lab
from .catalogue import scenario


@scenario(
    "zc_hangup_races",
    "Ten times a customer talks to 1001 of support for about 1 s and both hang up within a few milliseconds.",
)
async def both_hang_up(lab: Lab) -> list[Record]:
    agent = await lab.agent(1001)
    numbers = []
    for n in range(10):
        customer, leg = await lab.connected("support", agent, 0.4, number := lab.number())
        numbers.append(number)
        await leg.lives_for(1)
        sides = (customer, leg) if n % 2 else (leg, customer)
        sides[0].hang_up()
        await asyncio.sleep(0.001 * (n // 2))
        sides[1].hang_up()
        await lab.until(lab.is_quiet)
    return [
        inbound(number, conversations=[talk("1001", 1.0)], queue_visits=[visit("support", agent="1001", talk=1.0)])
        for number in numbers
    ]


@scenario(
    "zc2_answer_races",
    "Eight times the customer gives up just when 1001 answers, a few milliseconds before or after.",
)
async def answered_or_abandoned(lab: Lab) -> list[Record]:
    agent = await lab.agent(1001)
    for n in range(8):
        customer = lab.customer("support")
        leg = await agent.rings()
        await leg.lives_for(0.5)
        acts = [leg.answer, customer.hang_up]
        acts = acts if n % 2 else acts[::-1]
        acts[0]()
        await asyncio.sleep(0.002 * (n // 2))
        acts[1]()
        await customer.wait_ended()
        await lab.until(lab.is_quiet)
    return []


@scenario(
    "zc3_two_agents_answer",
    "Six times 1001 and 1002 answer the same ringall call within a few milliseconds; one of them gets "
    "it, talks 1 s and hangs up.",
)
async def two_answer(lab: Lab) -> list[Record]:
    one, two = await lab.agents(1001, 1002)
    numbers = []
    for n in range(6):
        customer = lab.customer("support", number := lab.number())
        numbers.append(number)
        legs = [await one.rings(), await two.rings()]
        await legs[0].lives_for(0.5)
        for leg in legs if n % 2 else legs[::-1]:
            leg.answer()
            await asyncio.sleep(0.001 * n)
        await customer.wait_answered()
        await customer.lives_for(1)
        customer.hang_up()
        await lab.until(lab.is_quiet)
    return [inbound(number, ended_by="caller", queue_visits=[visit("support")]) for number in numbers]
