"""Who is calling: names in odd encodings, variables that a message carries twice."""

from ..expected import Record, inbound, visit
from ..lab import Lab
from .catalogue import scenario

NAMES = {
    "utf8": "Ľubomír Šťastný-Ďurišová".encode(),
    "iso-8859-2": "Šťastný Křeček".encode("iso-8859-2"),
    "cp1250": "Žluťoučký kůň".encode("cp1250"),
    "cut": "Žižková".encode()[:-1],
    "quotes": r"Jan \"Honza\" Novák".encode(),
    "backslash": b"C:\\\\Temp, s.r.o.",
    "colon": b"Firma: prodej <nic>",
    "emoji": "Petr 📞 Čech".encode(),
    "cyrillic": "Иван Дробь".encode(),
    "spaces": b"  Dve  mezery  ",
    "control": b"Tab\there",
}


@scenario(
    "x_caller_names",
    "One customer after another with names in UTF-8, ISO-8859-2, CP1250, UTF-8 cut in a letter, with "
    "quotes, backslashes, colons, an emoji, Cyrillic, spaces and a tab; nobody answers, each gives up "
    "after 0.5 s.",
)
async def odd_names(lab: Lab) -> list[Record]:
    return await _give_up(lab, list(NAMES.values()))


@scenario(
    "x2_long_names",
    "Customers with very long names: 120 letters of ASCII, 90 Czech letters (UTF-8 is cut at 79 bytes, "
    "by 16 in the middle of a letter), and no name at all; each gives up after 0.5 s.",
)
async def long_names(lab: Lab) -> list[Record]:
    return await _give_up(lab, [b"A" * 120, ("a" + "ř" * 90).encode(), ("ř" * 90).encode(), b""])


async def _give_up(lab: Lab, names: list[bytes]) -> list[Record]:
    numbers = []
    for name in names:
        numbers.append(lab.number())
        customer = lab.customer("support", numbers[-1], raw_name=name)
        await customer.lives_for(0.5)
        customer.hang_up()
        await customer.wait_ended()
    return [
        inbound(number, "abandoned", queue_visits=[visit("support", "abandoned", attempts=[])]) for number in numbers
    ]


@scenario(
    "x3_number_withheld",
    "A customer without a number (anonymous) talks 2 s with 1001; another calls from 'anonymous' and "
    "gives up after 1 s.",
)
async def anonymous(lab: Lab) -> list[Record]:
    agent = await lab.agent(1001)
    customer, _ = await lab.connected("support", agent, 1.0, "anonymous", "Anonymous")
    await customer.lives_for(2)
    customer.hang_up()
    second = lab.customer("sales", "anonymous")
    await second.lives_for(1)
    second.hang_up()
    return []


@scenario(
    "zf_chan_variables",
    "manager.conf asks for channel variables in every event, so ChanVariable is there several times a "
    "message; a customer goes by the menu to support, 1001 answers after 1 s, they talk 2 s.",
    manager="channelvars = CRM_ID,CRM_NOTE,IVR_PATH,QUEUESTATUS\n",
)
async def channel_variables(lab: Lab) -> list[Record]:
    agent = await lab.agent(1001)
    customer = lab.customer("ivr", number := lab.number(), "Žofie Křížová")
    await customer.wait_answered()
    await customer.lives_for(1)
    customer.press("1")
    leg = await agent.answers(1.0)
    await leg.lives_for(2)
    leg.hang_up()
    await customer.wait_ended()
    return [inbound(number, queue_visits=[visit("support", agent="1001", ended_by="agent", talk=2.0)])]
