"""Blind transfers.

by the phone (REFER) and by feature code, to people, outside and queues, and those that fail.
"""

from ..expected import Record, inbound, talk, transfer, visit
from ..lab import Lab
from ..phones import behaviour
from .catalogue import scenario


def _first_visit(**more: object) -> Record:
    return visit("support", agent="1001", ended_by="transfer", talk=3.0, **more)  # type: ignore[arg-type]


@scenario(
    "h_blind_transfer",
    "support: 1001 answers, after 3 s blind-transfers (REFER) to 1005, who answers after 2 s; the "
    "customer hangs up 3 s later.",
)
async def to_agent(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number(), "Přepojený Zákazník")
    await leg.lives_for(3)
    leg.refer("1005")
    await five.answers(2.0)
    await customer.lives_for(3)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            queue_visits=[_first_visit()],
            conversations=[talk("1001", 3.0), talk("1005", 3.0)],
            transfers=[transfer("blind", "1001", "1005")],
        )
    ]


@scenario(
    "h2_blind_transfer_outside",
    "support: 1001 answers, after 3 s blind-transfers to an outside number that answers after 2 s; the "
    "customer hangs up 3 s later.",
)
async def to_outside(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(3)
    leg.refer("420603000001")
    await customer.lives_for(5)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            queue_visits=[_first_visit()],
            conversations=[talk("1001", 3.0), talk("caller", 3.0, **{"with": "420603000001"})],
            transfers=[transfer("blind", "1001", "420603000001")],
        )
    ]


@scenario(
    "h3_blind_transfer_fails",
    "support: 1001 answers, after 3 s blind-transfers to 1009, whose phone is not registered; the PBX "
    "hangs the customer up.",
)
async def to_nobody(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(3)
    leg.refer("1009")
    await customer.wait_ended()
    return [
        inbound(
            number,
            ended_by="system",
            queue_visits=[_first_visit()],
            conversations=[talk("1001", 3.0)],
            transfers=[transfer("blind", "1001", "1009", completed=False)],
        )
    ]


@scenario(
    "h3b_blind_transfer_refused",
    "support: 1001 answers, after 3 s tries to blind-transfer to an extension that does not exist; the "
    "PBX refuses, they talk on for 2 s and the agent hangs up.",
)
async def to_nowhere(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    _, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(3)
    leg.refer("99")
    await leg.lives_for(2)
    leg.hang_up()
    return [
        inbound(
            number,
            ended_by="agent",
            conversations=[talk("1001", 5.0)],
            queue_visits=[visit("support", agent="1001", ended_by="agent", talk=5.0)],
        )
    ]


@scenario(
    "h4_blind_transfer_feature",
    "support: 1001 answers, after 3 s dials ##1005; 1005 answers after 1.5 s, they talk 3 s, 1005 hangs up.",
)
async def by_feature_code(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    _, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(3)
    leg.press("##1005")
    second = await five.answers(1.5)
    await second.lives_for(3)
    second.hang_up()
    return [
        inbound(
            number,
            ended_by="agent",
            queue_visits=[visit("support", agent="1001", ended_by="transfer")],
            conversations=[talk("1001"), talk("1005", 3.0)],
            transfers=[transfer("blind", "1001", "1005")],
        )
    ]


@scenario("h5_blind_transfer_leg_kept", "As h, but 1001's phone never hangs its own leg up after the REFER.")
async def leg_kept(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    one.keeps_leg = True
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(3)
    leg.refer("1005")
    await five.answers(1.5)
    await customer.lives_for(3)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            queue_visits=[_first_visit()],
            conversations=[talk("1001", 3.0), talk("1005", 3.0)],
            transfers=[transfer("blind", "1001", "1005")],
        )
    ]


@scenario(
    "h6_blind_transfer_busy",
    "support: 1001 answers, after 3 s blind-transfers to 1005, who refuses with 486; the PBX hangs the customer up.",
)
async def to_busy(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    five.behaviour = behaviour.rejects()
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(3)
    leg.refer("1005")
    await customer.wait_ended()
    return [
        inbound(
            number,
            queue_visits=[_first_visit()],
            conversations=[talk("1001", 3.0)],
            transfers=[transfer("blind", "1001", "1005", completed=False)],
        )
    ]


@scenario(
    "h7_blind_transfer_abandoned",
    "support: 1001 answers, after 3 s blind-transfers to 1005; 1005's phone rings for 3 s and the customer gives up.",
)
async def abandoned_after_transfer(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(3)
    leg.refer("1005")
    await five.rings()
    await customer.lives_for(3)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            queue_visits=[_first_visit()],
            conversations=[talk("1001", 3.0)],
            transfers=[transfer("blind", "1001", "1005", completed=False)],
        )
    ]


@scenario(
    "h8_transferred_at_once",
    "support: 1001 answers and blind-transfers to 1005 within the same 0.3 s; 1005 answers after 1 s and talks 2 s.",
)
async def at_once(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(0.3)
    leg.refer("1005")
    await five.answers(1.0)
    await customer.lives_for(2)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            transfers=[transfer("blind", "1001", "1005")],
            queue_visits=[visit("support", agent="1001", ended_by="transfer")],
        )
    ]


@scenario(
    "j_blind_transfer_to_queue",
    "support: 1001 answers, after 2.5 s blind-transfers into sales; 1004 answers after 1.5 s, they talk"
    " 3 s, the customer hangs up.",
)
async def to_queue(lab: Lab) -> list[Record]:
    one, four = await lab.agents(1001, 1004)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2.5)
    leg.refer("502")
    await four.answers(1.5)
    await customer.lives_for(3)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            conversations=[talk("1001", 2.5), talk("1004", 3.0)],
            transfers=[transfer("blind", "1001", "sales")],
            queue_visits=[
                visit("support", agent="1001", ended_by="transfer", talk=2.5),
                visit("sales", agent="1004", ended_by="caller", talk=3.0),
            ],
        )
    ]


@scenario(
    "j5_blind_transfer_same_queue",
    "support: 1001 answers, after 2 s blind-transfers back into support; 1002, just logged on, answers "
    "after 1 s and talks 2 s; 1001 rings along.",
)
async def to_same_queue(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    two = await lab.agent(1002)
    one.behaviour = behaviour.rings()
    await leg.lives_for(2)
    leg.refer("501")
    await two.answers(1.0)
    await customer.lives_for(2)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            conversations=[talk("1001", 2.0), talk("1002", 2.0)],
            queue_visits=[
                visit("support", agent="1001", ended_by="transfer", talk=2.0),
                visit("support", agent="1002", ended_by="caller", talk=2.0),
            ],
        )
    ]


@scenario(
    "j6_blind_transfer_to_queue_abandoned",
    "support: 1001 answers, after 2 s blind-transfers into sales, where nobody is; the customer gives up after 4 s.",
)
async def to_queue_abandoned(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    leg.refer("502")
    await customer.lives_for(4)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            conversations=[talk("1001", 2.0)],
            queue_visits=[
                visit("support", agent="1001", ended_by="transfer", talk=2.0),
                visit("sales", "abandoned", attempts=[], wait=4.0),
            ],
        )
    ]


@scenario(
    "p3_blind_transfer_behind_local",
    "vip: 1007 behind a Local channel with /n answers, after 3 s blind-transfers to 1005, who answers "
    "after 1.5 s and talks 3 s. queue_log sees no transfer and one long talk of 1007.",
)
async def behind_local(lab: Lab) -> list[Record]:
    seven, five = await lab.agents(1007, 1005)
    customer, leg = await lab.connected("vip", seven, 1.0, number := lab.number())
    await leg.lives_for(3)
    leg.refer("1005")
    await five.answers(1.5)
    await customer.lives_for(3)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            conversations=[talk("1007", 3.0), talk("1005", 3.0)],
            transfers=[transfer("blind", "1007", "1005")],
            queue_visits=[visit("vip", agent="1007", ended_by="transfer", talk=3.0)],
        )
    ]


@scenario(
    "p6_blind_transfer_optimised_local",
    "callback: 1008 behind a Local channel without /n answers, after 3 s blind-transfers to 1005, who "
    "answers after 1.5 s and talks 3 s.",
)
async def behind_optimised_local(lab: Lab) -> list[Record]:
    eight, five = await lab.agents(1008, 1005)
    await lab.add_member("callback", "Local/1008@agents", "Ивáн Дробь", "PJSIP/1008")
    customer, leg = await lab.connected("callback", eight, 1.0, number := lab.number())
    await leg.lives_for(3)
    leg.refer("1005")
    await five.answers(1.5)
    await customer.lives_for(3)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            conversations=[talk("1008", 3.0), talk("1005", 3.0)],
            transfers=[transfer("blind", "1008", "1005")],
            queue_visits=[visit("callback", agent="1008", ended_by="transfer", talk=3.0)],
        )
    ]


@scenario(
    "h9_blind_transfer_not_answered",
    "support: 1001 answers, holds after 2 s (as phones do) and blind-transfers to 1005, whose phone rings out after "
    "20 s; the PBX hangs the customer up.",
)
async def not_answered(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    five.behaviour = behaviour.rings()
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    leg.hold()
    await leg.lives_for(1)
    leg.refer("1005")
    await customer.wait_ended()
    return [
        inbound(
            number,
            ended_by="system",
            queue_visits=[visit("support", agent="1001", ended_by="transfer", talk=2.0, hold=1.0)],
            transfers=[transfer("blind", "1001", "1005", completed=False)],
        )
    ]


@scenario(
    "h10_blind_transfer_feature_to_queue",
    "support: 1001 answers, after 2 s dials ##502; 1004 of sales answers after 1 s, they talk 2 s, 1004 hangs up.",
)
async def feature_to_queue(lab: Lab) -> list[Record]:
    one, four = await lab.agents(1001, 1004)
    _, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    leg.press("##502")
    second = await four.answers(1.0)
    await second.lives_for(2)
    second.hang_up()
    return [
        inbound(
            number,
            ended_by="agent",
            queue_visits=[
                visit("support", agent="1001", ended_by="transfer"),
                visit("sales", agent="1004", ended_by="agent", talk=2.0),
            ],
        )
    ]
