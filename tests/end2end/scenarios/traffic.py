"""A busy hour in four minutes.

many customers at once and agents who do everything they do in life, from a seed.
"""

import asyncio
import random
from collections.abc import Awaitable

from ..expected import Record
from ..lab import LINES, Lab
from ..phones.dialog import Dialog
from ..phones.phone import Behaviour, Phone
from .catalogue import scenario

SEED = 2
AGENTS = tuple(range(1001, 1011))
OPEN_TIME = 230.0  # seconds in which customers call
CUSTOMERS = 165
LAST_PATIENCE = 40.0  # seconds that an answered customer stays at most
NAMES = (
    "Jan Dvořáček",
    "Petr Ďurica",
    "Šárka Malá",
    "Łukasz Żak",
    "Anna",
    "",
    "Firma: prodej",
    'Ivan \\"Vaňa\\" Drobný',
)


class BusyHour:
    """The people of one run.

    Who does what is drawn from the seed; what comes of it depends on the clock as well.
    """

    def __init__(self, lab: Lab, phones: list[Phone], seed: int) -> None:
        self._lab, self._phones = lab, phones
        self._chance = random.Random(seed)
        self._tasks: set[asyncio.Task[None]] = set()
        for phone in phones:
            phone.behaviour = self._agent_behaviour()

    # ---- customers

    async def customers(self, count: int, seconds: float) -> None:
        """Let them call, spread at random over the time."""
        begun = asyncio.get_running_loop().time()
        for at in sorted(self._chance.uniform(0, seconds) for _ in range(count)):
            await asyncio.sleep(max(0.0, begun + at - asyncio.get_running_loop().time()))
            self._spawn(self._customer())

    async def _customer(self) -> None:
        chance = self._chance
        line = chance.choices(
            ["support", "sales", "vip", "ivr", "direct", "callback", "keyq", "support_8s", "tiny"],
            [32, 24, 8, 20, 5, 4, 3, 3, 2],
        )[0]
        if line == "direct":
            line = f"4202221111{chance.choice((1, 4, 5, 6)):02}"
        dialog = self._lab.customer(line, name=chance.choice(NAMES))
        if line in ("ivr", "keyq"):
            await self._press(dialog, line)
        patience = max(2.0, chance.expovariate(1 / 25))
        if not await dialog.wait_answered(patience) or line in ("ivr", "keyq"):
            await dialog.lives_for(patience if dialog.state == "answered" else 0.0)
        if chance.random() < 0.4:
            await dialog.lives_for(chance.uniform(1, 12))
        else:
            await dialog.wait_ended(LAST_PATIENCE)
        dialog.hang_up()

    async def _press(self, dialog: Dialog, line: str) -> None:
        await dialog.wait_answered(5)
        await dialog.lives_for(self._chance.uniform(0.6, 2.0))
        if line == "ivr" and self._chance.random() < 0.12:
            dialog.hang_up()
        elif line == "ivr":
            dialog.press(self._chance.choice("11122239"))
        elif self._chance.random() < 0.5 and await dialog.lives_for(2):
            dialog.press(self._chance.choice("01"))

    # ---- agents

    def _agent_behaviour(self) -> Behaviour:
        async def behave(leg: Dialog) -> None:
            await asyncio.sleep(0.05)
            fate = self._chance.random()
            if fate < 0.02:
                await leg.wait_ended()  # a phone that never says it rings
            leg.ring()
            if fate < 0.10:
                return  # nobody is there
            if not await leg.lives_for(self._chance.uniform(0.3, 2.5)):
                return
            if fate < 0.16:
                leg.reject(*self._chance.choice(((486, "Busy Here"), (603, "Decline"))))
                return
            leg.answer()
            await self._talk(leg)

        return behave

    async def _talk(self, leg: Dialog) -> None:
        await leg.lives_for(self._chance.uniform(1, 5))
        acts = (self._goes_on, self._holds, self._blind, self._attended, self._gives_up, self._parks)
        await self._chance.choices(acts, [68, 10, 9, 7, 4, 2])[0](leg)
        if self._chance.random() < 0.7:
            leg.hang_up()
        else:
            await leg.wait_ended(LAST_PATIENCE)
            leg.hang_up()

    async def _goes_on(self, leg: Dialog) -> None:
        await leg.lives_for(self._chance.uniform(1, 4))

    async def _holds(self, leg: Dialog) -> None:
        leg.hold()
        if await leg.lives_for(self._chance.uniform(1, 4)):
            leg.unhold()
            await leg.lives_for(self._chance.uniform(1, 3))

    async def _blind(self, leg: Dialog) -> None:
        target = self._chance.choice((self._free(leg.phone), "502", "501", "420603000001"))
        if target and leg.state == "answered":
            leg.refer(target)
            await leg.wait_ended(5)

    async def _attended(self, leg: Dialog) -> None:
        consultation = await self._consultation(leg)
        if consultation is None:
            return
        if await consultation.wait_answered(8) and await consultation.lives_for(self._chance.uniform(1, 3)):
            if leg.state == "answered":
                leg.refer_replacing(consultation)
                await leg.wait_ended(5)
        elif leg.state == "answered":
            leg.unhold()
        consultation.hang_up()

    async def _gives_up(self, leg: Dialog) -> None:
        consultation = await self._consultation(leg)
        if consultation is not None:
            await consultation.wait_answered(3)
            await consultation.lives_for(1.5)
            consultation.hang_up()
            if leg.state == "answered":
                leg.unhold()
                await leg.lives_for(2)

    async def _consultation(self, leg: Dialog) -> Dialog | None:
        target = self._free(leg.phone)
        if target is None or leg.state != "answered":
            return None
        leg.hold()
        await leg.lives_for(0.4)
        return leg.phone.call(target) if leg.state == "answered" else None

    async def _parks(self, leg: Dialog) -> None:
        if leg.state == "answered":
            leg.refer("700")
            await leg.wait_ended(5)

    def _free(self, but: Phone) -> str | None:
        free = [phone.user for phone in self._phones if not phone.dialogs and phone is not but]
        return self._chance.choice(free) if free else None

    # ---- beside the queues

    async def own_calls(self) -> None:
        """Agents call out and one another, for ever."""
        while True:
            await asyncio.sleep(self._chance.uniform(3, 8))
            caller = next((phone for phone in self._phones if phone.user == self._free(self._phones[0])), None)
            if caller is not None:
                number = f"42060300{self._chance.randrange(100, 999)}{self._chance.choice('1111423578')}"
                internal = self._free(caller) if self._chance.random() < 0.2 else None
                self._spawn(self._own_call(caller, internal or number))

    async def _own_call(self, caller: Phone, number: str) -> None:
        call = caller.call(number)
        if await call.wait_answered(self._chance.uniform(4, 12)):
            await call.lives_for(self._chance.uniform(1, 5))
        call.hang_up()

    async def pauses(self) -> None:
        """Agents go for a break and come back, for ever."""
        while True:
            await asyncio.sleep(self._chance.uniform(5, 12))
            interface = f"PJSIP/{self._chance.choice(AGENTS[:6])}"
            self._spawn(self._pause(interface, self._chance.choice(("oběd", "školení", "WC, káva"))))

    async def _pause(self, interface: str, reason: str) -> None:
        await self._lab.action("QueuePause", Interface=interface, Paused="true", Reason=reason)
        await asyncio.sleep(self._chance.uniform(2, 7))
        await self._lab.action("QueuePause", Interface=interface, Paused="false")

    async def pickups(self) -> None:
        """Now and then a free agent picks up whatever rings in the group, for ever."""
        while True:
            await asyncio.sleep(self._chance.uniform(15, 25))
            picker = self._free(self._phones[0])
            is_ringing = any(dialog.state == "ringing" for phone in self._phones for dialog in phone.dialogs.values())
            if picker and is_ringing:
                phone = next(phone for phone in self._phones if phone.user == picker)
                self._spawn(self._own_call(phone, "*8"))

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Wait until everybody is done."""
        while self._tasks:
            await asyncio.gather(*self._tasks)


@scenario(
    "busy_hour",
    f"Four minutes, {CUSTOMERS} customers, ten agents, all queues: menu, rings without answer, refusals, "
    "holds, blind and attended transfers, parking, pauses, own calls, pick-ups, drawn from a seed.",
    is_big=True,
    has_audio=False,
)
async def busy_hour(lab: Lab) -> list[Record]:
    await busy(lab, CUSTOMERS, OPEN_TIME)
    return []


async def busy(lab: Lab, customers: int, seconds: float, seed: int = SEED) -> None:
    """Mixed traffic of that many inbound calls within that time."""
    phones = await lab.agents(*AGENTS)
    for queue, agent in (
        ("support", 1009),
        ("support", 1010),
        ("sales", 1008),
        ("vip", 1010),
        ("callback", 1006),
    ):
        await lab.add_member(queue, f"PJSIP/{agent}", f"Dynamický {agent}", f"PJSIP/{agent}")
    hour = BusyHour(lab, phones, seed)
    beside = [asyncio.create_task(work()) for work in (hour.own_calls, hour.pauses, hour.pickups)]
    await hour.customers(customers, seconds)
    for task in beside:
        task.cancel()
    await hour.settled()


assert set(LINES) >= {"support", "sales", "vip", "ivr", "callback", "keyq", "support_8s", "tiny"}
