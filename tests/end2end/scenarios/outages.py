"""The PBX restarts, crashes, or the AMI connection is lost for a while."""

import asyncio

from ..expected import Record, inbound, visit
from ..lab import Lab
from ..phones.phone import Phone
from .catalogue import scenario


async def _three_stages(lab: Lab) -> tuple[list[str], list[Phone]]:
    """One customer talks to 1001, one rings at 1004, one waits in vip."""
    one, four = await lab.agents(1001, 1004)
    await lab.connected("support", one, 1.0, talking := lab.number(), "Mluví")
    lab.customer("sales", ringing := lab.number(), "Zvoní")
    await four.rings()
    lab.customer("vip", waiting := lab.number(), "Čeká")
    await asyncio.sleep(2)
    return [talking, ringing, waiting], [one, four]


async def _again(lab: Lab, phones: list[Phone]) -> str:
    """After the outage: everybody registers and 1001 answers a new customer."""
    await lab.control.open()
    await lab.recorder.open()
    lab.note("AMI connection opened again")
    for phone in phones:
        await phone.register()
    customer, leg = await lab.connected("support", phones[0], 1.0, number := lab.number(), "Po výpadku")
    await leg.lives_for(2)
    leg.hang_up()
    await customer.wait_ended()
    return number


def _records(numbers: list[str], after: str) -> list[Record]:
    talking, ringing, waiting = numbers
    return [
        inbound(talking, queue_visits=[visit("support", "answered", agent="1001")]),
        inbound(ringing, None, queue_visits=[visit("sales", "lost")]),
        inbound(waiting, None, queue_visits=[visit("vip", "lost")]),
        inbound(after, queue_visits=[visit("support", agent="1001", ended_by="agent", talk=2.0)]),
    ]


@scenario(
    "y_restart_graceful",
    "While one customer talks, one rings and one waits, Asterisk is stopped (core stop now) and started"
    " again; then a new customer talks 2 s. Asterisk says goodbye as if the people had hung up.",
)
async def restart(lab: Lab) -> list[Record]:
    numbers, phones = await _three_stages(lab)
    lab.note("core stop now")
    await asyncio.gather(asyncio.to_thread(lab.asterisk.stop), lab.recorder.lost())
    await _forget(lab, phones)
    await asyncio.to_thread(lab.asterisk.start)
    return _records(numbers, await _again(lab, phones))


@scenario(
    "y2_crash",
    "While one customer talks, one rings and one waits, Asterisk is killed (SIGKILL) and started again;"
    " then a new customer talks 2 s.",
)
async def crash(lab: Lab) -> list[Record]:
    numbers, phones = await _three_stages(lab)
    lab.note("SIGKILL")
    await asyncio.gather(asyncio.to_thread(lab.asterisk.kill), lab.recorder.lost())
    await _forget(lab, phones)
    await asyncio.to_thread(lab.asterisk.start)
    return _records(numbers, await _again(lab, phones))


async def _forget(lab: Lab, phones: list[Phone]) -> None:
    """What the PBX did not end itself ends now; `control` died with the PBX."""
    await lab.control.closed.wait()
    await lab.control.drop()
    lab.control = type(lab.control)(lab.asterisk.subnet.server, "control")
    for phone in [lab.trunk, *phones]:
        for dialog in list(phone.dialogs.values()):
            dialog.finish("lost")


@scenario(
    "y3_ami_gap",
    "The AMI connection is lost for 8 s while calls go on: A talked to 1001 and ends in the gap, B "
    "waited and is answered in the gap, C joins and waits in the gap; afterwards 1001 ends B's call and"
    " answers C, who talks 3 s.",
)
async def gap(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    first, _ = await lab.connected("support", one, 1.0, a := lab.number(), "A")
    await first.lives_for(1)
    second = lab.customer("support", b := lab.number(), "B")
    await first.lives_for(2)
    await _drop(lab)
    await first.lives_for(1)
    first.hang_up()
    leg = await one.answers(1.0)
    third = lab.customer("support", c := lab.number(), "C")
    await leg.lives_for(4)
    await _reconnect(lab)
    await leg.lives_for(2)
    leg.hang_up()
    await second.wait_ended()
    await one.answers(1.0)
    await third.wait_answered()
    await third.lives_for(3)
    third.hang_up()
    return [
        inbound(a, queue_visits=[visit("support", "answered", agent="1001")]),
        inbound(b, queue_visits=[visit("support", "answered", agent="1001", ended_by="agent")]),
        inbound(c, queue_visits=[visit("support", agent="1001", ended_by="caller", talk=3.0)]),
    ]


async def _drop(lab: Lab) -> None:
    await lab.recorder.drop()
    lab.note("AMI connection dropped")


async def _reconnect(lab: Lab) -> None:
    await lab.recorder.open()
    lab.note("AMI connection opened again")


@scenario(
    "y4_ami_gap_unseen",
    "The AMI connection is lost for 6 s: a whole call and an abandoned one happen unseen in between; "
    "another customer talks through the gap and hangs up afterwards.",
)
async def unseen(lab: Lab) -> list[Record]:
    one, four = await lab.agents(1001, 1004)
    through, _ = await lab.connected("support", one, 1.0, number := lab.number(), "Skrz")
    await through.lives_for(1)
    await _drop(lab)
    _, leg = await lab.connected("sales", four, 0.5)
    await leg.lives_for(2)
    leg.hang_up()
    gone = lab.customer("vip")
    await gone.lives_for(2)
    gone.hang_up()
    await gone.wait_ended()
    await _reconnect(lab)
    await through.lives_for(2)
    through.hang_up()
    return [inbound(number, ended_by="caller", queue_visits=[visit("support", agent="1001", ended_by="caller")])]


@scenario(
    "y5_ami_gap_transfer",
    "The AMI connection is lost for 5 s; 1001 blind-transfers the customer to 1005 in the gap, who "
    "talks on and hangs up 2 s after the connection is back.",
)
async def transferred_in_gap(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    _, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(1.5)
    await _drop(lab)
    await leg.lives_for(1)
    leg.refer("1005")
    second = await five.answers(1.0)
    await second.lives_for(2)
    await _reconnect(lab)
    await second.lives_for(2)
    second.hang_up()
    return [inbound(number, queue_visits=[visit("support", agent="1001")])]


@scenario(
    "y6_ami_gap_ringing",
    "The AMI connection is lost for 2 s while 1001 rings and another customer waits in sales; "
    "afterwards 1001 answers, talks 2 s and hangs up, the other customer gives up.",
)
async def gap_while_ringing(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    customer = lab.customer("support", a := lab.number(), "Zvoní")
    leg = await one.rings()
    waiting = lab.customer("sales", b := lab.number(), "Čeká")
    await leg.lives_for(1)
    await _drop(lab)
    await leg.lives_for(2)
    await _reconnect(lab)
    await leg.lives_for(1)
    leg.answer()
    await customer.wait_answered()
    await leg.lives_for(2)
    leg.hang_up()
    waiting.hang_up()
    return [
        inbound(a, queue_visits=[visit("support", agent="1001", ended_by="agent", talk=2.0)]),
        inbound(b, "abandoned", queue_visits=[visit("sales", "abandoned", attempts=[])]),
    ]


@scenario(
    "y7_ami_gap_on_hold",
    "The AMI connection is lost for 3 s while 1001 holds the customer; in the gap the hold ends; "
    "afterwards they talk 2 s and 1001 hangs up. Another customer is in the menu all the while and hangs up.",
)
async def gap_on_hold(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    _, leg = await lab.connected("support", one, 1.0, a := lab.number())
    menu = lab.customer("ivr", b := lab.number())
    await leg.lives_for(1.5)
    leg.hold()
    await leg.lives_for(1)
    await _drop(lab)
    await leg.lives_for(1.5)
    leg.unhold()
    await leg.lives_for(1.5)
    await _reconnect(lab)
    await leg.lives_for(2)
    leg.hang_up()
    menu.hang_up()
    return [
        inbound(a, queue_visits=[visit("support", agent="1001", ended_by="agent")]),
        inbound(b, "left_ivr", queue_visits=[]),
    ]
