"""Callers and queues: answered, given up, timed out, left by key, turned away."""

import asyncio

from ..expected import Record, inbound, talk, visit
from ..lab import Lab
from .catalogue import scenario


@scenario(
    "a_answered_caller_hangup",
    "A customer calls support, 1001 answers after 2 s, they talk 4 s, the customer hangs up.",
)
async def answered(lab: Lab) -> list[Record]:
    agent = await lab.agent(1001)
    customer, _ = await lab.connected("support", agent, 2.0, number := lab.number(), "Žofie Křížová")
    await customer.lives_for(4)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            conversations=[talk("1001", 4.0)],
            queue_visits=[
                visit(
                    "support",
                    agent="1001",
                    attempts=["1001 answered"],
                    ended_by="caller",
                    wait=2.0,
                    ring=2.0,
                    talk=4.0,
                    hold=0.0,
                )
            ],
        )
    ]


@scenario(
    "b_answered_agent_hangup",
    "A customer calls support, 1001 answers after 1.5 s, they talk 3 s, the agent hangs up.",
)
async def answered_agent_ends(lab: Lab) -> list[Record]:
    agent = await lab.agent(1001)
    _, leg = await lab.connected("support", agent, 1.5, number := lab.number())
    await leg.lives_for(3)
    leg.hang_up()
    return [
        inbound(
            number,
            ended_by="agent",
            conversations=[talk("1001", 3.0)],
            queue_visits=[
                visit("support", agent="1001", attempts=["1001 answered"], ended_by="agent", wait=1.5, talk=3.0)
            ],
        )
    ]


@scenario("c_abandon_waiting", "Nobody is at support; the customer waits 5 s and hangs up.")
async def abandoned_waiting(lab: Lab) -> list[Record]:
    customer = lab.customer("support", number := lab.number())
    await customer.lives_for(5)
    customer.hang_up()
    return [
        inbound(
            number,
            "abandoned",
            ended_by="caller",
            conversations=[],
            queue_visits=[visit("support", "abandoned", attempts=[], wait=5.0, ended_by="caller")],
        )
    ]


@scenario("d_abandon_ringing", "1001's phone rings for 3 s, then the customer hangs up.")
async def abandoned_ringing(lab: Lab) -> list[Record]:
    agent = await lab.agent(1001)
    customer = lab.customer("support", number := lab.number())
    await agent.rings()
    await customer.lives_for(3)
    customer.hang_up()
    return [
        inbound(
            number,
            "abandoned",
            ended_by="caller",
            conversations=[],
            queue_visits=[visit("support", "abandoned", attempts=["1001 cancelled"], wait=3.0)],
        )
    ]


@scenario(
    "l_queue_timeout",
    "Queue() gives up after 8 s while 1001 rings a second time; the customer leaves a message of 3 s in"
    " the voicemail and hangs up.",
)
async def timed_out(lab: Lab) -> list[Record]:
    agent = await lab.agent(1001)
    customer = lab.customer("support_8s", number := lab.number())
    await agent.rings()
    await agent.rings()
    if await customer.wait_answered(30):
        await customer.lives_for(8)
        customer.hang_up()
    return [
        inbound(
            number,
            "overflow",
            conversations=[],
            queue_visits=[visit("support", "timeout", attempts=["1001 no_answer", "1001 no_answer"], wait=8.0)],
        )
    ]


@scenario(
    "m_exit_with_key",
    "A customer waits in keyq, 1001 rings; after 3 s the customer presses 1 and asks to be called back.",
)
async def left_by_key(lab: Lab) -> list[Record]:
    agent = await lab.agent(1001)
    customer = lab.customer("keyq", number := lab.number())
    await customer.wait_answered()
    await agent.rings()
    await customer.lives_for(3)
    customer.press("1")
    await customer.wait_ended(15)
    return [
        inbound(
            number,
            "overflow",
            conversations=[],
            queue_visits=[visit("keyq", "key", attempts=["1001 cancelled"], wait=3.0)],
        )
    ]


@scenario(
    "m2_exit_with_key_to_person",
    "A customer waits in keyq for 2 s, presses 0 and is put through to 1005, who answers after 1 s; "
    "they talk 3 s, 1005 hangs up.",
)
async def left_by_key_to_person(lab: Lab) -> list[Record]:
    (person,) = await lab.agents(1005)
    customer = lab.customer("keyq", number := lab.number())
    await customer.wait_answered()
    await customer.lives_for(2)
    customer.press("0")
    leg = await person.answers(1.0)
    await leg.lives_for(3)
    leg.hang_up()
    return [
        inbound(
            number,
            ended_by="agent",
            conversations=[talk("1005", 3.0)],
            queue_visits=[visit("keyq", "key", attempts=[], wait=2.0)],
        )
    ]


@scenario(
    "n_join_empty",
    "Three customers cannot join: emptyq has no member, strict's only member is not registered, "
    "strict's only member is paused.",
)
async def turned_away(lab: Lab) -> list[Record]:
    numbers = [lab.number() for _ in range(3)]
    await lab.customer("emptyq", numbers[0]).wait_ended()
    await lab.customer("strict", numbers[1]).wait_ended()
    await lab.agent(1009)
    await lab.action("QueuePause", Interface="PJSIP/1009", Queue="strict", Paused="true", Reason="oběd")
    await lab.customer("strict", numbers[2]).wait_ended()
    await lab.action("QueuePause", Interface="PJSIP/1009", Queue="strict", Paused="false")
    queues = ("emptyq", "strict", "strict")
    return [
        inbound(number, "overflow", queue_visits=[visit(queue, "join_empty", attempts=[])])
        for number, queue in zip(numbers, queues, strict=True)
    ]


@scenario(
    "n2_full",
    "tiny takes one waiting caller: the first waits 4 s while 1001 rings and gives up, the second finds"
    " the queue full and hears the busy tone.",
)
async def full(lab: Lab) -> list[Record]:
    agent = await lab.agent(1001)
    first = lab.customer("tiny", one := lab.number())
    await agent.rings()
    second = lab.customer("tiny", two := lab.number())
    await second.wait_ended()
    await first.lives_for(3)
    first.hang_up()
    return [
        inbound(two, "overflow", queue_visits=[visit("tiny", "full", attempts=[])]),
        inbound(one, "abandoned", queue_visits=[visit("tiny", "abandoned", attempts=["1001 cancelled"])]),
    ]


@scenario(
    "n3_leave_empty",
    "A customer waits in strict; its only agent is paused while ringing, and the queue sends the "
    "customer away when the ring is over.",
)
async def left_empty(lab: Lab) -> list[Record]:
    agent = await lab.agent(1009)
    customer = lab.customer("strict", number := lab.number())
    await agent.rings()
    await customer.lives_for(2)
    await lab.action("QueuePause", Interface="PJSIP/1009", Queue="strict", Paused="true", Reason="oběd")
    await customer.wait_ended(20)
    return [
        inbound(
            number,
            "overflow",
            conversations=[],
            queue_visits=[visit("strict", "leave_empty", attempts=["1009 no_answer"])],
        )
    ]


@scenario(
    "v_two_queues",
    "1003 works in support and vip: one caller in each and only 1003 is there; vip's higher weight does"
    " not interrupt, 1003 takes them one after the other, a third caller in sales gives up after 3 s.",
)
async def two_queues(lab: Lab) -> list[Record]:
    agent = await lab.agent(1003)
    first, leg = await lab.connected("support", agent, 1.0, one := lab.number())
    second = lab.customer("vip", two := lab.number())
    third = lab.customer("sales", three := lab.number())
    await third.lives_for(3)
    third.hang_up()
    await first.lives_for(1)
    first.hang_up()
    leg = await agent.answers(1.0)
    await leg.lives_for(3)
    leg.hang_up()
    await second.wait_ended()
    return [
        inbound(three, "abandoned", queue_visits=[visit("sales", "abandoned", attempts=[], wait=3.0)]),
        inbound(one, queue_visits=[visit("support", agent="1003", ended_by="caller", talk=4.0)]),
        inbound(two, queue_visits=[visit("vip", agent="1003", ended_by="agent", talk=3.0)]),
    ]


@scenario(
    "v2_served_together",
    "Three customers call support at once, 1001, 1002 and 1003 answer one each; the phones are shared "
    "out among the calls that ring at once.",
)
async def served_together(lab: Lab) -> list[Record]:
    agents = await lab.agents(1001, 1002, 1003)
    numbers = [lab.number() for _ in range(3)]
    customers = [lab.customer("support", number) for number in numbers]
    legs = list(await asyncio.gather(*(agent.answers(1.0 + 0.7 * n) for n, agent in enumerate(agents))))
    for n, agent in enumerate(agents):
        if legs[n].state != "answered":
            legs[n] = await agent.answers(0.8)
            while legs[n].state != "answered":
                legs[n] = await agent.answers(0.8)
    for leg in legs:
        await leg.lives_for(2)
        leg.hang_up()
    for customer in customers:
        await customer.wait_ended()
    return [inbound(number, ended_by="agent", queue_visits=[visit("support")]) for number in numbers]


@scenario(
    "zj_survey",
    "callback lets the caller go on after the agent's hang-up: 1005 talks 3 s and hangs up, the "
    "customer gives the mark 4; a second customer hangs up first and is asked nothing.",
)
async def survey(lab: Lab) -> list[Record]:
    agent = await lab.agent(1005)
    await lab.add_member("callback", "PJSIP/1005", "Petr Čech")
    first, leg = await lab.connected("callback", agent, 1.0, one := lab.number())
    await leg.lives_for(3)
    leg.hang_up()
    await first.lives_for(1.5)
    first.press("4")
    await first.wait_ended(15)
    second, _ = await lab.connected("callback", agent, 1.0, two := lab.number())
    await second.lives_for(2)
    second.hang_up()
    return [
        inbound(
            one,
            queue_visits=[visit("callback", agent="1005", ended_by="agent", talk=3.0)],
            conversations=[talk("1005", 3.0)],
        ),
        inbound(
            two,
            queue_visits=[visit("callback", agent="1005", ended_by="caller", talk=2.0)],
            conversations=[talk("1005", 2.0)],
        ),
    ]


@scenario(
    "c2_abandon_at_once",
    "A customer calls support and hangs up within 0.2 s; another while 1001's phone has not even said that it rings.",
)
async def abandoned_at_once(lab: Lab) -> list[Record]:
    first = lab.customer("support", one := lab.number())
    await first.lives_for(0.2)
    first.hang_up()
    await first.wait_ended()
    agent = await lab.agent(1001)
    second = lab.customer("support", two := lab.number())
    await agent.rung()
    second.hang_up()
    return [inbound(number, "abandoned", queue_visits=[visit("support", "abandoned")]) for number in (one, two)]


@scenario(
    "zl_same_caller_twice",
    "The same number calls support and sales at the same time (a company's switchboard); 1001 "
    "and 1004 answer after 1 s, talk 2 s and 3 s and hang up.",
)
async def same_caller(lab: Lab) -> list[Record]:
    one, four = await lab.agents(1001, 1004)
    number = lab.number()
    lab.customer("support", number)
    second = lab.customer("sales", number)
    legs = await asyncio.gather(one.answers(1.0), four.answers(1.0))
    await legs[0].lives_for(2)
    legs[0].hang_up()
    await legs[1].lives_for(1)
    legs[1].hang_up()
    await second.wait_ended()
    return [
        inbound(number, queue_visits=[visit(queue, agent=agent, ended_by="agent", talk=seconds)])
        for queue, agent, seconds in (("support", "1001", 2.0), ("sales", "1004", 3.0))
    ]
