"""How phones ring: nobody answers, refused, forwarded, unreachable."""

from ..expected import Record, inbound, talk, visit
from ..lab import Lab
from ..phones import behaviour
from .catalogue import scenario


@scenario(
    "e_rna_then_b",
    "sales rings one agent for 4 s without answer, then the other, who answers after 1 s; they talk 3 "
    "s, the customer hangs up.",
)
async def rings_out(lab: Lab) -> list[Record]:
    one, two = await lab.agents(1004, 1005)
    customer = lab.customer("sales", number := lab.number())
    first = await lab.first_rung(one, two)
    second = await (two if first.phone is one else one).answers(1.0)
    await customer.lives_for(3)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            queue_visits=[
                visit(
                    "sales",
                    agent=second.phone.user,
                    attempts=[f"{first.phone.user} no_answer", f"{second.phone.user} answered"],
                    talk=3.0,
                )
            ],
        )
    ]


@scenario(
    "f_ringall_three",
    "support rings 1001, 1002 and 1003 together; 1002 answers after 2 s; they talk 3 s, the agent hangs up.",
)
async def ringall(lab: Lab) -> list[Record]:
    agents = await lab.agents(1001, 1002, 1003)
    for agent in (agents[0], agents[2]):
        agent.behaviour = behaviour.rings()
    _, leg = await lab.connected("support", agents[1], 2.0, number := lab.number())
    await leg.lives_for(3)
    leg.hang_up()
    return [
        inbound(
            number,
            queue_visits=[
                visit(
                    "support",
                    agent="1002",
                    ended_by="agent",
                    ring=2.0,
                    talk=3.0,
                    attempts=["1001 elsewhere", "1002 answered", "1003 elsewhere"],
                )
            ],
        )
    ]


@scenario(
    "f2_ringall_second_round",
    "support rings 1001 and 1002 for 6 s in vain; in the second round 1001 answers after 2 s, they talk"
    " 2 s and the agent hangs up.",
)
async def second_round(lab: Lab) -> list[Record]:
    one, two = await lab.agents(1001, 1002)
    two.behaviour = behaviour.rings()
    customer = lab.customer("support", number := lab.number())
    await one.rings()
    leg = await one.answers(2.0)
    await customer.wait_answered()
    await leg.lives_for(2)
    leg.hang_up()
    return [
        inbound(
            number,
            queue_visits=[
                visit(
                    "support",
                    agent="1001",
                    ended_by="agent",
                    wait=9.0,
                    ring=2.0,
                    attempts=["1001 no_answer", "1002 no_answer", "1001 answered", "1002 elsewhere"],
                )
            ],
        )
    ]


async def _refused_then_answered(lab: Lab, code: int, text: str) -> list[Record]:
    one, two = await lab.agents(1004, 1005)
    customer = lab.customer("sales", number := lab.number())
    first = await lab.first_rung(one, two)
    await first.lives_for(1)
    first.reject(code, text)
    second = await (two if first.phone is one else one).answers(1.0)
    await customer.lives_for(3)
    customer.hang_up()
    return [
        inbound(
            number,
            queue_visits=[
                visit(
                    "sales",
                    agent=second.phone.user,
                    attempts=[f"{first.phone.user} rejected", f"{second.phone.user} answered"],
                    talk=3.0,
                )
            ],
        )
    ]


@scenario(
    "g_reject_busy_then_other",
    "The first phone that sales rings refuses after 1 s with 486 Busy Here; the other agent answers after 1 s.",
)
async def busy(lab: Lab) -> list[Record]:
    return await _refused_then_answered(lab, 486, "Busy Here")


@scenario(
    "g2_decline_then_other",
    "The first phone that sales rings declines after 1 s with 603; the other agent answers after 1 s.",
)
async def declined(lab: Lab) -> list[Record]:
    return await _refused_then_answered(lab, 603, "Decline")


@scenario(
    "g3_caller_leaves_after_decline",
    "1001 declines after 1 s, support rings again 1 s later, the customer gives up 2 s into the second ring.",
)
async def declined_then_abandoned(lab: Lab) -> list[Record]:
    agent = await lab.agent(1001)
    customer = lab.customer("support", number := lab.number())
    first = await agent.rings()
    await first.lives_for(1)
    first.reject(603, "Decline")
    await agent.rings()
    await customer.lives_for(2)
    customer.hang_up()
    return [
        inbound(
            number,
            "abandoned",
            queue_visits=[visit("support", "abandoned", attempts=["1001 rejected", "1001 cancelled"])],
        )
    ]


@scenario(
    "zg_agent_forwards_302",
    "support rings 1001, whose phone forwards to 1005 by 302; 1005 answers after 1 s, they talk 3 s, "
    "the customer hangs up. queue_log credits 1001.",
)
async def forwarded(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    customer = lab.customer("support", number := lab.number())
    (await one.rung()).redirect("1005")
    await five.answers(1.0)
    await customer.wait_answered()
    await customer.lives_for(3)
    customer.hang_up()
    return [
        inbound(
            number,
            conversations=[talk("1005", 3.0)],
            queue_visits=[
                visit(
                    "support",
                    agent="1005",
                    credited="1001",
                    talk=3.0,
                    attempts=["1001 rejected", "1005 answered"],
                )
            ],
        )
    ]


@scenario(
    "zh_ring_no_180",
    "1001's phone takes the INVITE and says nothing; support gives up on it after 6 s, 2 s into the "
    "second try the customer hangs up.",
)
async def never_rings(lab: Lab) -> list[Record]:
    agent = await lab.agent(1001)
    agent.behaviour = behaviour.is_silent()
    customer = lab.customer("support", number := lab.number())
    await customer.lives_for(9)
    customer.hang_up()
    return [
        inbound(
            number,
            "abandoned",
            queue_visits=[visit("support", "abandoned", wait=9.0)],
        )
    ]


@scenario(
    "zi_unreachable",
    "support rings 1001 and a member behind a Local channel whose phone 1008 is not registered; 1001 "
    "answers after 2 s, they talk 3 s.",
)
async def unreachable(lab: Lab) -> list[Record]:
    agent = await lab.agent(1001)
    await lab.add_member("support", "Local/1008@agents/n", "Ивáн Дробь")
    customer, _ = await lab.connected("support", agent, 2.0, number := lab.number())
    await customer.lives_for(3)
    customer.hang_up()
    return [inbound(number, queue_visits=[visit("support", agent="1001", talk=3.0)])]


@scenario(
    "zi2_unreachable_only",
    "support's only present member is a Local channel to 1008, whose phone is not registered; the "
    "customer gives up after 5 s.",
)
async def unreachable_only(lab: Lab) -> list[Record]:
    await lab.add_member("support", "Local/1008@agents/n", "Ивáн Дробь")
    customer = lab.customer("support", number := lab.number())
    await customer.lives_for(5)
    customer.hang_up()
    return [inbound(number, "abandoned", queue_visits=[visit("support", "abandoned")])]


@scenario(
    "zi3_unreachable_device",
    "1001's phone goes away without a word (power cut): support rings a dead address for 6 s, then the "
    "customer gives up.",
)
async def dead_phone(lab: Lab) -> list[Record]:
    agent = await lab.agent(1001)
    agent.is_deaf = True
    customer = lab.customer("support", number := lab.number())
    await customer.lives_for(6.5)
    customer.hang_up()
    agent.is_deaf = False
    return [inbound(number, "abandoned", queue_visits=[visit("support", "abandoned")])]


@scenario(
    "p_local_member",
    "vip's members stand behind Local channels with /n; 1007 answers after 1 s, they talk 3 s, the agent hangs up.",
)
async def behind_local(lab: Lab) -> list[Record]:
    agent = await lab.agent(1007)
    _, leg = await lab.connected("vip", agent, 1.0, number := lab.number())
    await leg.lives_for(3)
    leg.hang_up()
    return [
        inbound(
            number,
            queue_visits=[visit("vip", agent="1007", ended_by="agent", talk=3.0, attempts=["1007 answered"])],
        )
    ]


@scenario(
    "p2_local_optimised",
    "callback's member 1008 stands behind a Local channel without /n, which is optimised away after the"
    " answer; they talk 4 s, the customer hangs up, the caller is asked nothing.",
)
async def behind_local_optimised(lab: Lab) -> list[Record]:
    agent = await lab.agent(1008)
    await lab.add_member("callback", "Local/1008@agents", "Ивáн Дробь", "PJSIP/1008")
    customer, _ = await lab.connected("callback", agent, 1.0, number := lab.number())
    await customer.lives_for(4)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            conversations=[talk("1008", 4.0)],
            queue_visits=[visit("callback", agent="1008", ended_by="caller", talk=4.0, attempts=["1008 answered"])],
        )
    ]


@scenario(
    "p5_local_rings_out",
    "vip rings 1007 behind a Local channel with /n for 6 s in vain; in the second round 1007 answers "
    "after 1 s and talks 2 s.",
)
async def local_rings_out(lab: Lab) -> list[Record]:
    seven = await lab.agent(1007)
    customer = lab.customer("vip", number := lab.number())
    await seven.rings()
    await seven.answers(1.0)
    await customer.wait_answered()
    await customer.lives_for(2)
    customer.hang_up()
    return [
        inbound(
            number,
            queue_visits=[visit("vip", agent="1007", talk=2.0, attempts=["1007 no_answer", "1007 answered"])],
        )
    ]
