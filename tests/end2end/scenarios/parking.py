"""Parked calls."""

from ..expected import Record, inbound, talk, visit
from ..lab import Lab
from .catalogue import scenario


@scenario(
    "t_parking",
    "support: 1001 talks 2 s and parks the customer (REFER to 700); after 4 s 1005 takes the call from "
    "701, they talk 3 s, 1005 hangs up.",
)
async def parked(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    leg.refer("700")
    await customer.lives_for(4)
    second = five.call("701")
    await second.wait_answered()
    await second.lives_for(3)
    second.hang_up()
    return [
        inbound(
            number,
            ended_by="agent",
            conversations=[talk("1001", 2.0), talk("1005", 3.0)],
            queue_visits=[visit("support", agent="1001", ended_by="transfer", talk=2.0)],
        )
    ]


@scenario(
    "t2_parking_timeout",
    "support: 1001 talks 2 s and parks the customer; nobody takes the call for 8 s, it comes back to "
    "1001, who answers after 1 s, talks 2 s and hangs up.",
)
async def timed_out(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    _, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    leg.refer("700")
    back = await one.answers(1.0)
    await back.lives_for(2)
    back.hang_up()
    return [
        inbound(
            number,
            ended_by="agent",
            conversations=[talk("1001", 2.0), talk("1001", 2.0)],
            queue_visits=[visit("support", agent="1001", ended_by="transfer", talk=2.0)],
        )
    ]


@scenario(
    "t3_parking_by_code",
    "support: 1001 talks 2 s and parks the customer by #7; the customer hangs up in the parking place after 4 s.",
)
async def by_feature_code(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    leg.press("#7")
    await customer.lives_for(4.5)
    customer.hang_up()
    return [inbound(number, ended_by="caller", queue_visits=[visit("support", agent="1001", ended_by="transfer")])]


@scenario(
    "t4_parking_taken_back",
    "support: 1001 talks 2 s, parks the customer (REFER to 700), takes the call back from 701 after 4 s, talks 2 s and "
    "parks it again; 1005 takes it from 701 or 702 after 3 s, they talk 2 s, the customer hangs up.",
)
async def taken_back(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    leg.refer("700")
    await customer.lives_for(4)
    back = one.call("701")
    await back.wait_answered()
    await back.lives_for(2)
    back.refer("700")
    await customer.lives_for(3)
    await five.call("701").wait_answered()
    await customer.lives_for(2)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            conversations=[talk("1001", 2.0), talk("1001", 2.0), talk("1005", 2.0)],
            queue_visits=[visit("support", agent="1001", ended_by="transfer", talk=2.0)],
        )
    ]
