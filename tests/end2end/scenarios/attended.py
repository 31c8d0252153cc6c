"""Attended transfers: held caller, consultation, completion - or not."""

from ..expected import Record, inbound, talk, transfer, visit
from ..lab import Lab
from ..phones.dialog import Dialog
from ..phones.phone import Phone
from .catalogue import scenario


async def consult(leg: Dialog, to: str) -> Dialog:
    """Hold the caller and call somebody from the same phone."""
    leg.hold()
    await leg.lives_for(0.5)
    return leg.phone.call(to)


async def consulted(leg: Dialog, target: Phone, to: str = "", after: float = 1.0) -> tuple[Dialog, Dialog]:
    """As `consult`, answered by `target` after a while: both ends of the consultation."""
    consultation = await consult(leg, to or target.user)
    answer = await target.answers(after)
    await consultation.wait_answered()
    return consultation, answer


def _visit(agent: str = "1001", queue: str = "support", talk_time: float | None = 2.0) -> Record:
    return visit(queue, agent=agent, ended_by="transfer", talk=talk_time)


@scenario(
    "i_attended_transfer",
    "support: 1001 answers, talks 2 s, holds, calls 1005, they talk 2 s, then REFER with Replaces; "
    "customer and 1005 talk 3 s, the customer hangs up.",
)
async def attended(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number(), "Žofie Křížová")
    await leg.lives_for(2)
    consultation, _ = await consulted(leg, five, after=1.5)
    await consultation.lives_for(2)
    leg.refer_replacing(consultation)
    await customer.lives_for(3)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            queue_visits=[_visit()],
            transfers=[transfer("attended", "1001", "1005")],
            conversations=[talk("1001", 2.0), talk("1001", 2.0, kind="consultation"), talk("1005", 3.0)],
        )
    ]


@scenario(
    "i2_attended_feature",
    "support: 1001 answers, after 2 s dials *2 1005, 1005 answers after 1.5 s, they talk 2 s, 1001 "
    "hangs up; customer and 1005 talk 3 s, 1005 hangs up.",
)
async def by_feature_code(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    _, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    leg.press("*2")
    await leg.lives_for(1.5)
    leg.press("1005")
    second = await five.answers(1.5)
    await leg.lives_for(2)
    leg.hang_up()
    await second.lives_for(3)
    second.hang_up()
    return [
        inbound(
            number,
            ended_by="agent",
            queue_visits=[_visit(talk_time=None)],
            transfers=[transfer("attended", "1001", "1005")],
            conversations=[talk("1001"), talk("1001", 2.0, kind="consultation"), talk("1005", 3.0)],
        )
    ]


@scenario(
    "i2b_attended_feature_given_up",
    "support: 1001 answers, after 2 s dials *2 1005, they talk 2 s, 1005 hangs up; 1001 is back with "
    "the customer for 2 s and hangs up.",
)
async def feature_given_up(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    _, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    leg.press("*2")
    await leg.lives_for(1.5)
    leg.press("1005")
    second = await five.answers(1.0)
    await second.lives_for(2)
    second.hang_up()
    await leg.lives_for(3)
    leg.hang_up()
    return [inbound(number, ended_by="agent", queue_visits=[visit("support", agent="1001", ended_by="agent")])]


@scenario(
    "i3_semi_attended",
    "support: 1001 answers, talks 2 s, holds, calls 1005 and completes the transfer while 1005 still "
    "rings; 1005 answers 1.5 s later, they talk 3 s, the customer hangs up.",
)
async def semi_attended(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    consultation = await consult(leg, "1005")
    second = await five.rings()
    await consultation.lives_for(1)
    leg.refer_replacing(consultation)
    await second.lives_for(1.5)
    second.answer()
    await customer.lives_for(3)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            queue_visits=[_visit()],
            transfers=[transfer("attended", "1001", "1005")],
            conversations=[talk("1001", 2.0), talk("1005", 3.0)],
        )
    ]


@scenario(
    "i4_consultation_given_up",
    "support: 1001 answers, talks 2 s, holds, consults 1005 for 2 s, hangs up with 1005, takes the "
    "customer back for 2 s and hangs up.",
)
async def given_up(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    _, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    consultation, _ = await consulted(leg, five)
    await consultation.lives_for(2)
    consultation.hang_up()
    await leg.lives_for(0.5)
    leg.unhold()
    await leg.lives_for(2)
    leg.hang_up()
    return [
        inbound(
            number,
            ended_by="agent",
            transfers=[],
            queue_visits=[visit("support", agent="1001", ended_by="agent", talk=4.0, hold=4.1)],
        )
    ]


@scenario(
    "i4b_consultation_not_answered",
    "support: 1001 answers, talks 2 s, holds, calls 1005, who declines; 1001 takes the customer back "
    "for 2 s and hangs up.",
)
async def not_answered(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    _, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    consultation = await consult(leg, "1005")
    second = await five.rings()
    await second.lives_for(1)
    second.reject(603, "Decline")
    await consultation.wait_ended()
    leg.unhold()
    await leg.lives_for(2)
    leg.hang_up()
    return [
        inbound(
            number,
            ended_by="agent",
            transfers=[],
            queue_visits=[visit("support", agent="1001", ended_by="agent", talk=4.0, hold=1.6)],
        )
    ]


@scenario(
    "i5_attended_outside",
    "support: 1001 answers, talks 2 s, holds, calls an outside number that answers after 2 s, consults "
    "2 s, completes; customer and outside number talk 3 s, the customer hangs up.",
)
async def outside(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    consultation = await consult(leg, "420603000001")
    await consultation.wait_answered()
    await consultation.lives_for(2)
    leg.refer_replacing(consultation)
    await customer.lives_for(3)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            queue_visits=[_visit()],
            transfers=[transfer("attended", "1001", "420603000001")],
            conversations=[
                talk("1001", 2.0),
                talk("1001", 2.0, kind="consultation"),
                talk("caller", 3.0, **{"with": "420603000001"}),
            ],
        )
    ]


@scenario(
    "i6_caller_leaves_in_consultation",
    "support: 1001 answers, talks 2 s, holds, consults 1005; the customer hangs up during the "
    "consultation, the two agents talk on for 2 s.",
)
async def caller_leaves(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    consultation, _ = await consulted(leg, five)
    await consultation.lives_for(1.5)
    customer.hang_up()
    await consultation.lives_for(2)
    consultation.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            transfers=[],
            queue_visits=[visit("support", agent="1001", ended_by="caller", talk=2.0, hold=3.1)],
        )
    ]


@scenario(
    "i7_transferred_twice",
    "support: 1001 answers, talks 2 s, blind-transfers to 1004, who talks 2 s, holds, consults 1006 for"
    " 1.5 s and completes; customer and 1006 talk 2 s, 1006 hangs up.",
)
async def twice(lab: Lab) -> list[Record]:
    one, four, six = await lab.agents(1001, 1004, 1006)
    _, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    leg.refer("1004")
    second = await four.answers(1.0)
    await second.lives_for(2)
    consultation, third = await consulted(second, six)
    await consultation.lives_for(1.5)
    second.refer_replacing(consultation)
    await third.lives_for(2)
    third.hang_up()
    return [
        inbound(
            number,
            ended_by="agent",
            queue_visits=[_visit()],
            transfers=[transfer("blind", "1001", "1004"), transfer("attended", "1004", "1006")],
            conversations=[
                talk("1001", 2.0),
                talk("1004", 2.0),
                talk("1004", 1.5, kind="consultation"),
                talk("1006", 2.0),
            ],
        )
    ]


@scenario(
    "i7b_attended_twice",
    "support: 1001 answers, talks 2 s, consults 1004 and transfers; 1004 talks 2 s, consults 1006 and "
    "transfers; customer and 1006 talk 2 s, the customer hangs up.",
)
async def attended_twice(lab: Lab) -> list[Record]:
    one, four, six = await lab.agents(1001, 1004, 1006)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    consultation, second = await consulted(leg, four)
    await consultation.lives_for(1.5)
    leg.refer_replacing(consultation)
    await second.lives_for(2)
    again, _ = await consulted(second, six)
    await again.lives_for(1.5)
    second.refer_replacing(again)
    await customer.lives_for(2)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            queue_visits=[_visit()],
            transfers=[transfer("attended", "1001", "1004"), transfer("attended", "1004", "1006")],
        )
    ]


@scenario(
    "i8_two_customers_joined",
    "1001 talks 2 s with a customer of support, holds; a second customer calls 1001's own number, they "
    "talk 2 s; then 1001 joins the two customers (REFER with Replaces), who talk 3 s.",
)
async def customers_joined(lab: Lab) -> list[Record]:
    one = await lab.agent(1001)
    first, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    leg.hold()
    second = lab.customer("420222111101", other := lab.number())
    direct = await one.answers(1.0)
    await second.wait_answered()
    await direct.lives_for(2)
    leg.refer_replacing(direct)
    await second.lives_for(3)
    second.hang_up()
    await first.wait_ended()
    return [inbound(number, queue_visits=[_visit()]), inbound(other, queue_visits=[])]


@scenario(
    "i9_consultation_abandoned_by_target",
    "support: 1001 answers, talks 2 s, holds, consults 1005 for 1.5 s; 1005 hangs up, 1001 takes the "
    "customer back for 2 s; the customer hangs up.",
)
async def target_leaves(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    _, answer = await consulted(leg, five)
    await answer.lives_for(1.5)
    answer.hang_up()
    await leg.lives_for(0.5)
    leg.unhold()
    await customer.lives_for(2)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            transfers=[],
            queue_visits=[visit("support", agent="1001", ended_by="caller", talk=4.0)],
        )
    ]


@scenario(
    "j2_attended_transfer_to_queue",
    "support: 1001 answers, talks 2 s, holds, dials sales itself, 1004 answers, they talk 2 s, 1001 "
    "completes; customer and 1004 talk 4 s, the customer hangs up. queue_log ends sales' visit at the "
    "completion.",
)
async def into_queue(lab: Lab) -> list[Record]:
    one, four = await lab.agents(1001, 1004)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    consultation, _ = await consulted(leg, four, "502")
    await consultation.lives_for(2)
    leg.refer_replacing(consultation)
    await customer.lives_for(4)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            transfers=[transfer("attended", "1001")],
            queue_visits=[_visit(), visit("sales", agent="1004", ended_by="caller")],
        )
    ]


@scenario(
    "j7_attended_into_waiting_queue",
    "support: 1001 answers, talks 2 s, holds, dials keyq (which answers and plays music) and completes "
    "while the queue still rings 1004; 1004 answers 1 s later, customer and 1004 talk 3 s, 1004 hangs "
    "up.",
)
async def into_waiting_queue(lab: Lab) -> list[Record]:
    one, four = await lab.agents(1001, 1004)
    await lab.add_member("keyq", "PJSIP/1004", "Anna Nováková", "PJSIP/1004")
    _, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    consultation = await consult(leg, "508")
    await consultation.wait_answered()
    second = await four.rings()
    await second.lives_for(1)
    leg.refer_replacing(consultation)
    await second.lives_for(1)
    second.answer()
    await second.lives_for(3)
    second.hang_up()
    return [inbound(number, queue_visits=[_visit(), visit("keyq", agent="1004", ended_by="agent")])]


@scenario(
    "p4_attended_behind_local",
    "vip: 1007 behind a Local channel with /n answers, talks 2 s, holds, consults 1005 for 2 s, "
    "completes; customer and 1005 talk 3 s, the customer hangs up. queue_log sees no transfer.",
)
async def behind_local(lab: Lab) -> list[Record]:
    seven, five = await lab.agents(1007, 1005)
    customer, leg = await lab.connected("vip", seven, 1.0, number := lab.number())
    await leg.lives_for(2)
    consultation, _ = await consulted(leg, five)
    await consultation.lives_for(2)
    leg.refer_replacing(consultation)
    await customer.lives_for(3)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            transfers=[transfer("attended", "1007", "1005")],
            queue_visits=[_visit("1007", "vip")],
            conversations=[talk("1007", 2.0), talk("1007", 2.0, kind="consultation"), talk("1005", 3.0)],
        )
    ]


@scenario(
    "i3b_blonde_feature",
    "support: 1001 answers, after 2 s dials *2 1005 and hangs up while 1005 rings; 1005 answers 1.5 s later, "
    "they talk 2 s, 1005 hangs up.",
)
async def blonde(lab: Lab) -> list[Record]:
    one, five = await lab.agents(1001, 1005)
    _, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    leg.press("*2")
    await leg.lives_for(1.5)
    leg.press("1005")
    second = await five.rings()
    await leg.lives_for(1)
    leg.hang_up()
    await second.lives_for(1.5)
    second.answer()
    await second.lives_for(2)
    second.hang_up()
    return [
        inbound(
            number,
            ended_by="agent",
            queue_visits=[_visit(talk_time=None)],
            conversations=[talk("1001"), talk("1005", 2.0)],
            transfers=[transfer("attended", "1001", "1005")],
        )
    ]


@scenario(
    "j9_attended_feature_to_queue",
    "support: 1001 answers, after 2 s dials *2 502, 1004 of sales answers after 1 s, they talk 2 s, 1001 hangs up; "
    "customer and 1004 talk 3 s, the customer hangs up.",
)
async def feature_into_queue(lab: Lab) -> list[Record]:
    one, four = await lab.agents(1001, 1004)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await leg.lives_for(2)
    leg.press("*2")
    await leg.lives_for(1.5)
    leg.press("502")
    await four.answers(1.0)
    await leg.lives_for(2)
    leg.hang_up()
    await customer.lives_for(3)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            queue_visits=[_visit(talk_time=None), visit("sales", agent="1004", ended_by="caller")],
        )
    ]
