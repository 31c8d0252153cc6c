"""What an operator's desk asks of the PBX by AMI: the very actions that the daemon sends."""

from ..expected import Record, inbound, internal, outbound, talk, transfer, visit
from ..lab import Lab
from ..phones.dialog import Dialog
from ..phones.phone import Phone
from .catalogue import scenario


async def _ring(lab: Lab, phone: Phone, order: str, shown: str, **goal: object) -> Dialog:
    """The own phone is rung for an order; it is lifted after a second."""
    variables = [f"CALLCENTRE_ORDER={order}", f"CALLERID(num)={phone.user}", f"CONNECTEDLINE(num,i)={shown}"]
    await lab.action("Originate", Channel=f"PJSIP/{phone.user}", Timeout=10000, Async="true",
                     ChannelId=f"{order.split()[0]}-1", Variable=variables, **goal)  # fmt: skip
    return await phone.answers(after=1.0)


async def _leg_of(lab: Lab, phone: Phone) -> str:
    channels = (await lab.control.listing("CoreShowChannels"))[1:-1]
    return next(str(one["Channel"]) for one in channels if one["Channel"].startswith(f"PJSIP/{phone.user}-"))


@scenario(
    "s5_desk_dials",
    "1001's desk has 420603000001 dialled: his phone rings for 1 s, then the client's for 2 s; they talk 3 s, 1001 "
    "hangs up. Then the desk dials for 1002, whose phone is not there.",
)
async def dialled(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    number = "420603000001"
    goal = {"Exten": number, "Context": "internal", "Priority": 1}
    leg = await _ring(lab, one, f"dial {number}", number, **goal)
    await leg.lives_for(5.0)
    leg.hang_up()
    await lab.until(lab.is_quiet)
    await lab.action("Originate", Channel="PJSIP/1002", Timeout=10000, Async="true", ChannelId="dial-2", **goal)
    await lab.until(lab.is_quiet)
    return [outbound("1001", number, "answered", ended_by="agent", conversations=[talk("1001", 3.0)])]


@scenario(
    "k5_desk_holds",
    "support: 1001's phone is told to hold after 2 s and to go on 3 s later; they talk 2 s, the customer hangs up.",
)
async def held(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    channel = await _leg_of(lab, one)
    for event, after in (("hold", 2), ("talk", 3)):
        await leg.lives_for(after)
        await lab.action("PJSIPNotify", Channel=channel, Variable=f"Event={event}")
    await customer.lives_for(2)
    customer.hang_up()
    return [inbound(number, queue_visits=[visit("support", agent="1001", ended_by="caller", talk=4.0, hold=3.0)])]


@scenario(
    "i10_desk_asks",
    "support: 1001's desk has 1005 asked after 2 s, who answers after 1 s; 1.5 s later the desk completes; the "
    "customer and 1005 talk 3 s, the customer hangs up.",
)
async def asked(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    channel = await _leg_of(lab, one)
    await leg.lives_for(2)
    await lab.action("Atxfer", Channel=channel, Exten="1005", Context="internal")
    await five.answers(1.0)
    await leg.lives_for(1.5)
    await lab.action("Hangup", Channel=channel, Cause=16)
    await customer.lives_for(3)
    customer.hang_up()
    moved = [transfer("attended", "1001", "1005")]
    return [inbound(number, ended_by="caller", transfers=moved, queue_visits=[visit("support", agent="1001")])]


@scenario(
    "i11_desk_asks_in_vain",
    "support: 1001's desk has 1005 asked after 2 s, who answers after 1 s, and gives it up 1.5 s later; asks again "
    "after 2 s and gives up while 1005 rings for 1 s; customer and 1001 talk 2 s, the customer hangs up.",
)
async def asked_in_vain(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    channel = await _leg_of(lab, one)
    await leg.lives_for(2)
    await lab.action("Atxfer", Channel=channel, Exten="1005", Context="internal")
    await five.answers(1.0)
    await leg.lives_for(1.5)
    await lab.action("CancelAtxfer", Channel=channel)
    await leg.lives_for(2)
    await lab.action("Atxfer", Channel=channel, Exten="1005", Context="internal")
    await (await five.rings()).lives_for(1)
    await lab.action("CancelAtxfer", Channel=channel)
    await leg.lives_for(2)
    customer.hang_up()
    return [inbound(number, ended_by="caller", queue_visits=[visit("support", agent="1001", ended_by="caller")])]


@scenario(
    "t5_desk_parks",
    "support: 1001's desk parks the customer after 2 s; 2 s after that 1005's desk takes him back: the phone rings for "
    "1 s, they talk 3 s; the desk of 1005 passes him on to 1001, who answers after 1 s; 2 s later he hangs up.",
)
async def parked(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    await lab.action("BlindTransfer", Channel=await _leg_of(lab, one), Exten="700", Context="internal")
    await customer.lives_for(4)
    back = await _ring(lab, five, "retrieve 701", "701", Exten="701", Context="internal", Priority=1)
    await back.lives_for(3)
    await lab.action("BlindTransfer", Channel=await _leg_of(lab, five), Exten="1001", Context="internal")
    await one.answers(1.0)
    await customer.lives_for(2)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            conversations=[talk("1001", 2.0), talk("1005", 3.0), talk("1001", 2.0)],
            queue_visits=[visit("support", agent="1001", ended_by="transfer", talk=2.0)],
        )
    ]


@scenario(
    "u11_desk_picks_up",
    "support rings 1001; after 2 s the desk of 1005 picks the call up: its own phone rings for 1 s, they talk 3 s, the "
    "customer hangs up.",
)
async def picked_up(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    customer = lab.customer("support", number := lab.number())
    leg = await one.rings()
    await leg.lives_for(2)
    channel = await _leg_of(lab, one)
    await _ring(lab, five, "pickup 1", "1001", Application="PickupChan", Data=channel)
    await customer.wait_answered()
    await customer.lives_for(3)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            conversations=[talk("1005", 3.0)],
            queue_visits=[visit("support", agent="1005", credited="1001", talk=3.0, attempts=["1001 elsewhere"])],
        )
    ]


@scenario(
    "i12_desk_asks_for_a_colleague",
    "1001 calls 1002, who answers after 1 s; after 2 s the desk of 1002 has 1005 asked, who answers after 1 s; 1.5 s "
    "later the desk completes; 1001 and 1005 talk 2 s, 1001 hangs up.",
)
async def asked_for_a_colleague(lab: Lab) -> list[Record]:
    one, two, five = await lab.agents(1001, 1002, 1005)
    call = one.call("1002")
    leg = await two.answers(1.0)
    await leg.lives_for(2)
    channel = await _leg_of(lab, two)
    await lab.action("Atxfer", Channel=channel, Exten="1005", Context="internal")
    await five.answers(1.0)
    await leg.lives_for(1.5)
    await lab.action("Hangup", Channel=channel, Cause=16)
    await call.lives_for(2)
    call.hang_up()
    return [internal("1001", "1002", "answered")]
