"""Hold and unhold, by either side."""

from ..expected import Record, inbound, visit
from ..lab import Lab
from .catalogue import scenario


@scenario(
    "k_hold_unhold",
    "support: 1001 talks 2 s, holds for 3 s, talks 2 s; then the customer holds for 1.5 s, they talk 2 "
    "s, the customer hangs up.",
)
async def both(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    for side, seconds in ((leg, 3), (customer, 1.5)):
        await leg.lives_for(2)
        side.hold()
        await leg.lives_for(seconds)
        side.unhold()
    await customer.lives_for(2)
    customer.hang_up()
    return [inbound(number, queue_visits=[visit("support", agent="1001", ended_by="caller")])]


@scenario(
    "k2_hold_by_caller",
    "support: 1001 answers; the customer holds after 2 s for 3 s, they talk 2 s more, the agent hangs up.",
)
async def by_caller(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await customer.lives_for(2)
    customer.hold()
    await customer.lives_for(3)
    customer.unhold()
    await leg.lives_for(2)
    leg.hang_up()
    return [inbound(number, queue_visits=[visit("support", agent="1001", ended_by="agent")])]


@scenario("k3_caller_leaves_on_hold", "support: 1001 talks 2 s and holds; after 3 s on hold the customer hangs up.")
async def left_on_hold(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    leg.hold()
    await customer.lives_for(3)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            queue_visits=[visit("support", agent="1001", ended_by="caller", talk=2.0, hold=3.0)],
        )
    ]


@scenario(
    "k4_held_twice_by_both",
    "support: 1001 holds for 1 s and the customer holds in the midst of it; both take the call back; "
    "1001 holds again for 2 s and hangs up without taking it back.",
)
async def held_by_both(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(1.5)
    leg.hold()
    await leg.lives_for(0.5)
    customer.hold()
    await leg.lives_for(0.5)
    leg.unhold()
    await leg.lives_for(1)
    customer.unhold()
    await leg.lives_for(1.5)
    leg.hold()
    await leg.lives_for(2)
    leg.hang_up()
    return [inbound(number, ended_by="agent", queue_visits=[visit("support", agent="1001", ended_by="agent")])]
