"""A running Asterisk with phones, a control connection, a recorder and a timeline.

everything a scenario needs.
"""

import asyncio
import zlib
from collections.abc import Awaitable, Callable
from typing import Any

from shared.clock import monotonic

from .pbx.ami import Ami, Message
from .pbx.asterisk import Asterisk
from .pbx.recorder import Recorder
from .pbx.roster import CARRIERS
from .phones import behaviour
from .phones.dialog import Dialog
from .phones.phone import Phone
from .timeline import Timeline

# Public numbers of the test dialplan (pbx/etc/extensions.conf)
LINES = {
    "ivr": "420222111000",
    "support": "420222111001",
    "sales": "420222111002",
    "vip": "420222111003",
    "callback": "420222111004",
    "tiny": "420222111005",
    "strict": "420222111006",
    "support_8s": "420222111007",
    "keyq": "420222111008",
    "autop": "420222111009",
    "emptyq": "420222111010",
}
LAST_EVENTS_TIME = 0.5  # seconds in which the last call's records (Cdr, CEL) come
UNAVAILABLE = "5"  # a device state, as app_queue tells it of members
QUIET_TIME = 20.0  # seconds that calls may take to end after a script


class Lab:
    """One scenario's world. `trunk` is the carrier: customers call from it and are called through it."""

    def __init__(self, asterisk: Asterisk, story: str, has_audio: bool = True) -> None:
        self.asterisk, self.story, self.has_audio = asterisk, story, has_audio
        self.timeline = Timeline()
        self.recorder = Recorder(asterisk.subnet.server)
        self.control = Ami(asterisk.subnet.server, "control")
        self._callers = 0
        self._phones: dict[str, Phone] = {}

    async def open(self) -> None:
        """Carriers, control and recorder; agents register when a script asks for them."""
        self.trunk, self.gsm = [await self._carrier(name, host) for name, host in CARRIERS.items()]
        await self.control.open()
        await self.recorder.open()

    async def _carrier(self, name: str, host: int) -> Phone:
        subnet = self.asterisk.subnet
        phone = Phone(
            subnet.address(host),
            name,
            subnet.server,
            self.timeline.note,
            frequency=600,
            has_audio=self.has_audio,
        )
        phone.behaviour = behaviour.carrier()
        self._phones[name] = phone
        return await phone.open()

    async def close(self) -> None:
        """Wait for the calls' end, unregister, close everything but Asterisk."""
        await self.until(self.is_quiet, QUIET_TIME)
        await asyncio.sleep(LAST_EVENTS_TIME)
        for phone in list(self._phones.values()):
            if phone.password:
                await phone.register(expires=0)
        await self.recorder.close()
        await self.control.close()
        self.hang_up_phones()

    async def is_quiet(self) -> bool:
        """No channel is left."""
        return len(await self.control.listing("CoreShowChannels")) == 2

    def hang_up_phones(self) -> None:
        """Forget every phone and its calls."""
        for phone in self._phones.values():
            phone.close()
        self._phones.clear()

    # ---- people

    async def agent(self, extension: int, frequency: int = 400) -> Phone:
        """A registered agent's phone; `frequency` in Hz of its tone."""
        subnet = self.asterisk.subnet
        user = str(extension)
        phone = Phone(
            subnet.agent(extension),
            user,
            subnet.server,
            self.timeline.note,
            f"pw{user}",
            frequency,
            self.has_audio,
        )
        self._phones[user] = await phone.open()
        await phone.register()
        await self.until(lambda: self._is_rung(user))
        return phone

    async def _is_rung(self, extension: str) -> bool:
        """Do queues take the phone for one that can be rung? On a busy machine they hear of it a little later."""
        members = await self.control.listing("QueueStatus", Member=f"PJSIP/{extension}")
        return all(member["Status"] != UNAVAILABLE for member in members if member.get("Event") == "QueueMember")

    async def agents(self, *extensions: int) -> list[Phone]:
        """Several registered phones."""
        return [await self.agent(extension) for extension in extensions]

    def number(self) -> str:
        """A caller's number that no other story uses."""
        self._callers += 1
        return f"420777{zlib.crc32(self.story.encode()) % 10000:04}{self._callers:02}"

    def customer(self, line: str, number: str = "", name: str = "", raw_name: bytes = b"") -> Dialog:
        """Somebody outside calls a line (a key of LINES, or a number)."""
        return self.trunk.call(LINES.get(line, line), number or self.number(), name, raw_name)

    async def connected(
        self, line: str, agent: Phone, ring: float = 1.0, number: str = "", name: str = ""
    ) -> tuple[Dialog, Dialog]:
        """A customer calls a line, the agent answers after `ring` seconds; both ends of the call."""
        customer = self.customer(line, number, name)
        leg = await agent.answers(after=ring)
        if not await customer.wait_answered():
            raise RuntimeError(f"{self.story}: the customer was not connected ({customer.code})")
        return customer, leg

    async def first_rung(self, *phones: Phone) -> Dialog:
        """The call of whichever phone is rung first (queues choose)."""
        tasks = {asyncio.create_task(phone.rings()): phone for phone in phones}
        done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        return done.pop().result()

    # ---- the PBX

    def note(self, what: str, **more: Any) -> None:
        """Something the script did to the PBX, for the timeline."""
        self.timeline.note("lab", what, **more)

    async def action(self, name: str, **headers: Any) -> Message:
        """An AMI action of the script, noted in the timeline. Raises RuntimeError when refused."""
        self.note("action", action=name, **{f"_{key}": value for key, value in headers.items()})
        answer = await self.control.action(name, **headers)
        if answer.get("Response") != "Success":
            raise RuntimeError(f"{name}: {answer.get('Message')}")
        return answer

    async def add_member(self, queue: str, interface: str, name: str = "", state: str = "") -> None:
        """A dynamic queue member."""
        more = {"StateInterface": state} if state else {}
        await self.action("QueueAdd", Queue=queue, Interface=interface, MemberName=name or interface, **more)

    async def channel(self, caller: str) -> str:
        """The channel whose caller number is `caller`."""
        for message in (await self.control.listing("CoreShowChannels"))[1:-1]:
            if message.get("CallerIDNum") == caller:
                return str(message["Channel"])
        raise RuntimeError(f"no channel of {caller}")

    async def until(self, is_so: Callable[[], Awaitable[bool]], patience: float = 10.0) -> None:
        """Wait for a state of the PBX. Raises TimeoutError."""
        deadline = monotonic() + patience
        while not await is_so():
            if monotonic() > deadline:
                raise TimeoutError(f"{self.story}: {is_so} did not come true in {patience} s")
            await asyncio.sleep(0.1)

    async def waiting(self, queue: str, callers: int) -> None:
        """Wait until that many callers stand in a queue."""

        async def is_so() -> bool:
            entries = await self.control.listing("QueueStatus", Queue=queue)
            return sum(entry.get("Event") == "QueueEntry" for entry in entries) == callers

        await self.until(is_so)
