"""Calls moved from outside the phones: AMI Redirect and Originate."""

import asyncio

from ..expected import Record, inbound, outbound, talk, visit
from ..lab import Lab
from .catalogue import scenario

QUEUES = {"Context": "queues", "Priority": 1}


@scenario(
    "j3_redirect_ami",
    "support: 1001 talks 2 s, then AMI redirects the customer into callback, where 1005 answers after 1"
    " s, talks 2 s and hangs up; the customer gives the mark 4. queue_log ends support's visit with the"
    " channel.",
)
async def redirect_talking(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    await lab.add_member("callback", "PJSIP/1005", "Petr Čech")
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    await lab.action("Redirect", Channel=await lab.channel(number), Exten="504", **QUEUES)
    second = await five.answers(1.0)
    await second.lives_for(2)
    second.hang_up()
    await customer.lives_for(1.5)
    customer.press("4")
    await customer.wait_ended(15)
    return [
        inbound(
            number,
            conversations=[talk("1001", 2.0), talk("1005", 2.0)],
            queue_visits=[
                visit("support", agent="1001", ended_by="transfer", talk=2.0),
                visit("callback", agent="1005", ended_by="agent", talk=2.0),
            ],
        )
    ]


@scenario(
    "j4_redirect_waiting",
    "A customer waits 3 s in support, where nobody is; AMI redirects the customer into sales, 1004 "
    "answers after 1 s, they talk 2 s. queue_log calls the first visit abandoned.",
)
async def redirect_waiting(lab: Lab) -> list[Record]:
    four = await lab.agent(1004)
    customer = lab.customer("support", number := lab.number())
    await customer.lives_for(3)
    await lab.action("Redirect", Channel=await lab.channel(number), Exten="502", **QUEUES)
    await four.answers(1.0)
    await customer.wait_answered()
    await customer.lives_for(2)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            queue_visits=[
                visit("support", "transferred", attempts=[], wait=3.0),
                visit("sales", agent="1004", ended_by="caller", talk=2.0),
            ],
        )
    ]


@scenario(
    "j8_redirect_ringing",
    "1001 rings for 2 s in support, then AMI redirects the customer into sales, where 1004 answers "
    "after 1 s and talks 2 s. queue_log calls the first visit abandoned.",
)
async def redirect_ringing(lab: Lab) -> list[Record]:
    one, four = await lab.agents(1001, 1004)
    customer = lab.customer("support", number := lab.number())
    leg = await one.rings()
    await leg.lives_for(2)
    await lab.action("Redirect", Channel=await lab.channel(number), Exten="502", **QUEUES)
    await four.answers(1.0)
    await customer.wait_answered()
    await customer.lives_for(2)
    customer.hang_up()
    return [
        inbound(
            number,
            queue_visits=[
                visit("support", "transferred", attempts=["1001 cancelled"]),
                visit("sales", agent="1004", ended_by="caller", talk=2.0),
            ],
        )
    ]


@scenario(
    "s_originate_client_then_queue",
    "The dialer originates a client and puts the answered call into support, where 1001 answers after 1"
    " s and talks 3 s; then a busy, a never answering (given up after 5 s) and an unknown number.",
)
async def client_first(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    await _originate(lab, "420603000001", ChannelId="dial-1")
    leg = await one.answers(1.0)
    await leg.lives_for(3)
    leg.hang_up()
    for number in ("420603000002", "420603000003", "420603000005"):
        await _originate(lab, number)
        await asyncio.sleep(7 if number.endswith("3") else 2)
    return [
        outbound(None, "420603000001", "answered", queue_visits=[visit("support", agent="1001", talk=3.0)]),
        outbound(None, "420603000002", "busy"),
        outbound(None, "420603000003", "no_answer"),
        outbound(None, "420603000005", "failed"),
    ]


async def _originate(lab: Lab, number: str, **more: str) -> None:
    await lab.action(
        "Originate",
        Channel=f"PJSIP/{number}@trunk",
        Exten="501",
        Timeout=5000,
        Async="true",
        CallerID="Kampaň Jaro <420222111000>",
        **QUEUES,
        **more,
    )


@scenario(
    "s2_originate_agent_first",
    "Click to dial: AMI rings 1001 first, who answers after 1 s; then the client is called, answers "
    "after 2 s, they talk 3 s, the agent hangs up. A second client is busy.",
)
async def agent_first(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    for number in ("420603000001", "420603000002"):
        await lab.action(
            "Originate",
            Channel="PJSIP/1001",
            Context="internal",
            Exten=number,
            Priority=1,
            Timeout=10000,
            Async="true",
            CallerID=f"Volání <{number}>",
        )
        leg = await one.answers(1.0)
        if number.endswith("1"):
            await leg.lives_for(5.2)
            leg.hang_up()
        await leg.wait_ended(15)
    return [
        outbound("1001", "420603000001", "answered", ended_by="agent", conversations=[talk("1001", 3.0)]),
        outbound("1001", "420603000002", "busy"),
    ]


@scenario(
    "s3_originate_agent_refuses",
    "Click to dial: 1001 declines, and a second time lets it ring until the Originate gives up after 4 "
    "s; no client is ever called.",
)
async def agent_refuses(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    for is_refused in (True, False):
        await lab.action(
            "Originate",
            Channel="PJSIP/1001",
            Context="internal",
            Exten="420603000001",
            Priority=1,
            Timeout=4000,
            Async="true",
            CallerID="Volání <420603000001>",
        )
        leg = await one.rings()
        await leg.lives_for(1)
        if is_refused:
            leg.reject(603, "Decline")
        await leg.wait_ended(10)
    return []


@scenario(
    "s4_originate_client_gives_up",
    "The dialer originates a client and puts the answered call into support, where nobody is; the client hangs up "
    "after 3 s. Then a client who hangs up while 1001 rings.",
)
async def client_gives_up(lab: Lab) -> list[Record]:
    held = lab.trunk.behaviour
    lab.trunk.behaviour = None
    await _originate(lab, "420603000001")
    client = await lab.trunk.answers(1.0)
    await client.lives_for(3)
    client.hang_up()
    one = await lab.agent(1001)
    await _originate(lab, "420603000011")
    client = await lab.trunk.answers(1.0)
    await one.rings()
    await client.lives_for(2)
    client.hang_up()
    lab.trunk.behaviour = held
    return [
        outbound(None, "420603000001", None, queue_visits=[visit("support", "abandoned", attempts=[], wait=3.0)]),
        outbound(None, "420603000011", None, queue_visits=[visit("support", "abandoned", attempts=["1001 cancelled"])]),
    ]


@scenario(
    "j10_redirect_parked",
    "1004 answers in sales and parks the customer; AMI redirects the parked customer into support, where 1001 answers "
    "after 1 s, talks 2 s and hangs up.",
)
async def redirect_parked(lab: Lab) -> list[Record]:
    one, four = await lab.agents(1001, 1004)
    customer, leg = await lab.connected("sales", four, 1.0, number := lab.number())
    await leg.lives_for(1)
    leg.refer("700")
    await customer.lives_for(2)
    await lab.action("Redirect", Channel=await lab.channel(number), Exten="501", **QUEUES)
    second = await one.answers(1.0)
    await second.lives_for(2)
    second.hang_up()
    await customer.wait_ended(15)
    return [
        inbound(
            number,
            conversations=[talk("1004", 1.0), talk("1001", 2.0)],
            queue_visits=[
                visit("sales", agent="1004", ended_by="transfer"),
                visit("support", agent="1001", ended_by="agent", talk=2.0),
            ],
        )
    ]


@scenario(
    "j11_redirect_ringing_person",
    "A customer calls 1005's own number; after 2 s of ringing AMI redirects the customer to 1001, who answers after "
    "1 s and talks 2 s.",
)
async def redirect_ringing_person(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    customer = lab.customer("420222111105", number := lab.number())
    ringing = await five.rings()
    await ringing.lives_for(2)
    await lab.action("Redirect", Channel=await lab.channel(number), Exten="1001", Context="internal", Priority=1)
    second = await one.answers(1.0)
    await second.lives_for(2)
    customer.hang_up()
    await second.wait_ended(5)
    return [inbound(number, ended_by="caller", conversations=[talk("1001", 2.0)], queue_visits=[])]
