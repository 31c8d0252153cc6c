"""Somebody listens to an agent's conversation, whispers to him, barges in: ChanSpy at a phone rung by Originate."""

from ..expected import Record, inbound, talk, visit
from ..lab import Lab
from .catalogue import scenario

OPTIONS = {"listen": "qES", "whisper": "qESw", "barge": "qESB"}


async def _watch(lab: Lab, how: str, at: str, spied: str, patience: int = 10000) -> None:
    """Ring the phone `at` for that, as the daemon does."""
    await lab.action(
        "Originate",
        Channel=f"PJSIP/{at}",
        Application="ChanSpy",
        Data=f"{spied},{OPTIONS[how]}",
        Timeout=patience,
        Async="true",
        ChannelId=f"watch-{how}-{at}-{patience}",
        Variable=[f"CALLCENTRE_ORDER={how} 1001", f"CALLERID(num)={at}", "CONNECTEDLINE(num,i)=1001"],
    )


@scenario(
    "aa_listened_to",
    "1001 talks in support; 1010's phone is rung and listens for 2 s, until the customer hangs up. No call, no ringing "
    "and no talk is 1010's.",
)
async def listened_to(lab: Lab) -> list[Record]:
    one, ten = await lab.agents(1001, 1010)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    await _watch(lab, "listen", "1010", await lab.channel("1001"))
    watching = await ten.answers(0.5)
    await watching.lives_for(2)
    customer.hang_up()
    await leg.wait_ended(5)
    await watching.wait_ended(5)
    return [
        inbound(
            number,
            ended_by="caller",
            conversations=[talk("1001")],
            queue_visits=[visit("support", agent="1001", ended_by="caller", attempts=["1001 answered"])],
        )
    ]


@scenario(
    "aa2_two_at_once",
    "1001 talks in support; 1010 whispers to him and 1008 barges in; 1001 passes the customer to 1005, which ends "
    "both; 1005 and the customer talk on for 1 s.",
)
async def two_at_once(lab: Lab) -> list[Record]:
    one, five, eight, ten = await lab.agents(1001, 1005, 1008, 1010)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    spied = await lab.channel("1001")
    await _watch(lab, "whisper", "1010", spied)
    whispering = await ten.answers(0.3)
    await _watch(lab, "barge", "1008", spied)
    barging = await eight.answers(0.3)
    await barging.lives_for(1.5)
    leg.refer("1005")
    await five.answers(0.5)
    await whispering.wait_ended(5)
    await barging.wait_ended(5)
    await customer.lives_for(1)
    customer.hang_up()
    return [
        inbound(
            number,
            ended_by="caller",
            conversations=[talk("1001"), talk("1005")],
            queue_visits=[visit("support", agent="1001", ended_by="transfer", attempts=["1001 answered"])],
        )
    ]


@scenario(
    "aa3_not_listened_to",
    "1001 talks in support; 1010's phone declines to listen, then rings for 2 s in vain, then it is lifted just after "
    "the customer has hung up.",
)
async def not_listened_to(lab: Lab) -> list[Record]:
    one, ten = await lab.agents(1001, 1010)
    customer, leg = await lab.connected("support", one, 1.0, number := lab.number())
    spied = await lab.channel("1001")
    await _watch(lab, "listen", "1010", spied)
    ringing = await ten.rings()
    ringing.reject()
    await ringing.wait_ended(5)
    await _watch(lab, "listen", "1010", spied, 2000)
    ringing = await ten.rings()
    await ringing.wait_ended(5)
    await _watch(lab, "listen", "1010", spied, 9000)
    ringing = await ten.rings()
    customer.hang_up()
    await leg.wait_ended(5)
    ringing.answer()
    await ringing.wait_ended(5)
    return [
        inbound(
            number,
            ended_by="caller",
            conversations=[talk("1001")],
            queue_visits=[visit("support", agent="1001", ended_by="caller", attempts=["1001 answered"])],
        )
    ]
