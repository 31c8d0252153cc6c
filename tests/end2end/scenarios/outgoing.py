"""Operators' own calls: out and to one another."""

from ..expected import Record, inbound, internal, outbound, talk, visit
from ..lab import Lab
from ..phones import behaviour
from .catalogue import scenario


@scenario(
    "q_outbound",
    "1001 calls out six times: answered and ended by the agent, answered and ended by the client, busy,"
    " not answered for 10 s, given up by the agent after 3 s, not found.",
)
async def outbound_calls(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    call = one.call("420603000001")
    await call.wait_answered()
    await call.lives_for(3)
    call.hang_up()
    for number in ("420603000004", "420603000002", "420603000003"):
        await one.call(number).wait_ended(20)
    call = one.call("420603000013")
    await call.lives_for(3)
    call.hang_up()
    await one.call("420603000005").wait_ended()
    return [
        outbound("1001", "420603000001", "answered", ended_by="agent", conversations=[talk("1001", 3.0)]),
        outbound("1001", "420603000004", "answered", ended_by="caller", conversations=[talk("1001", 3.0)]),
        outbound("1001", "420603000002", "busy"),
        outbound("1001", "420603000003", "no_answer"),
        outbound("1001", "420603000013", "cancelled"),
        outbound("1001", "420603000005", "failed"),
    ]


@scenario(
    "q2_outbound_transferred",
    "1001 calls a client who answers after 2 s, talks 2 s, consults 1005 for 1.5 s and transfers; "
    "client and 1005 talk 2 s, 1005 hangs up. Then 1001 calls out, holds the client for 2 s and hangs "
    "up.",
)
async def outbound_transferred(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    call = one.call("420603000001")
    await call.wait_answered()
    await call.lives_for(2)
    call.hold()
    consultation = one.call("1005")
    leg = await five.answers(1.0)
    await consultation.lives_for(1.5)
    call.refer_replacing(consultation)
    await leg.lives_for(2)
    leg.hang_up()
    second = one.call("420603000011")
    await second.wait_answered()
    await second.lives_for(1.5)
    second.hold()
    await second.lives_for(2)
    second.hang_up()
    return [
        outbound("1001", "420603000001", "answered", queue_visits=[]),
        outbound("1001", "420603000011", "answered", ended_by="agent"),
    ]


@scenario("r_internal", "1001 calls 1002 (answers after 1 s, they talk 2 s), 1003 (busy) and 1004 (not registered).")
async def internal_calls(lab: Lab) -> list[Record]:
    one, two, three = await lab.agents(1001, 1002, 1003)
    three.behaviour = behaviour.rejects()
    call = one.call("1002")
    await two.answers(1.0)
    await call.wait_answered()
    await call.lives_for(2)
    call.hang_up()
    await one.call("1003").wait_ended()
    await one.call("1004").wait_ended()
    return [
        internal("1001", "1002", "answered"),
        internal("1001", "1003", "busy"),
        internal("1001", "1004", "failed"),
    ]


@scenario(
    "zb_outbound_while_member",
    "1001, member of support, calls a client out; a customer waits in support meanwhile and is offered "
    "to 1001 once the call is over; they talk 2 s.",
)
async def outbound_while_member(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    call = one.call("420603000001")
    await call.wait_answered()
    customer = lab.customer("support", number := lab.number())
    await call.lives_for(4)
    call.hang_up()
    leg = await one.answers(1.0)
    await customer.wait_answered()
    await leg.lives_for(2)
    leg.hang_up()
    return [
        outbound("1001", "420603000001", "answered", ended_by="agent"),
        inbound(number, queue_visits=[visit("support", agent="1001", ended_by="agent", talk=2.0)]),
    ]
