"""What an operator of the hunt does: anything at all, by chance, as the buttons allow and as they do not."""

from __future__ import annotations

import asyncio
from random import Random
from typing import Any

from shared.domain.board import CallRow
from tests.integration.desk.hunted_centre import PHONES, QUEUES, REQUIRED
from tests.integration.desk.hunted_desk import Asked, Desk

REASONS = ("lunch", "training", "")
PATIENCE = 1.2
"""Real seconds after which what the PBX has agreed to is on the board."""


class Worker:
    """One operator; everything he does comes from ``random``."""

    def __init__(self, desk: Desk, random: Random) -> None:
        self.desk, self.random, self._count = desk, random, 0
        self.is_busy = False

    async def work(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(self.random.uniform(0.05, 0.4))
            if self.desk.client is None or self.desk.client.welcome is None:
                continue
            await self._write()
            if self.desk.is_live:
                self.is_busy = True
                await self._act()
                self.is_busy = False

    async def _act(self) -> None:
        desk, row = self.desk, self.desk.row
        if desk.agent is None:
            await self._sit()
        elif row is None or not row.memberships:
            await self._login()
        elif calls := desk.calls:
            await self._in_call(self.random.choice(calls))
        else:
            await self._between()

    # --- the shift

    async def _sit(self) -> None:
        extension = self.random.choice(list(PHONES))
        await self._take(extension)

    async def _take(self, extension: str) -> None:
        asked = await self.desk.ask("seat.take", extension=extension, is_takeover=True)
        if asked.code == "ok":
            self.desk.agent = extension

    async def _login(self) -> None:
        desk = self.desk
        allowed = [one for one in QUEUES if desk.centre.accounts.by_name[desk.name].sees(one)]
        queues = self.random.sample(allowed, self.random.choice((1, len(allowed), len(allowed))))
        if self.random.random() < 0.05:
            queues.append("nowhere")
        paused = {"is_paused": True, "reason": "lunch"} if self.random.random() < 0.15 else {}
        agent, before = desk.agent, self._members()
        asked = await desk.ask("agent.login", queues=queues, **paused)
        if desk.agent != agent:
            return
        if asked.code == "ok" and not set(queues) <= self._members():
            desk.problems.append(f"{desk.name}: login to {queues} was ok, is in {self._members()}")
        if asked.code not in ("ok", "lost", "silence") and self._members() != before:
            now = self._members()
            desk.problems.append(f"{desk.name}: login was refused ({asked.code}), yet {before} became {now}")

    def _members(self) -> set[str]:
        device = f"PJSIP/{self.desk.agent}"
        return {
            queue.name for queue in self.desk.centre.pbx.queues.values()
            if any(one.interface == device for one in queue.members)
        }  # fmt: skip

    async def _between(self) -> None:
        """No call: rest, pause, wrap up, dial, move, go."""
        desk, random, row = self.desk, self.random, self.desk.row
        assert row is not None
        drawn = random.random()
        if row.state in ("paused", "wrapping_up") and drawn < 0.5:
            await self._expect(await self._rise(), is_paused=False)
        elif drawn < 0.08:
            await self._expect(await desk.ask("agent.pause", reason=random.choice(REASONS)), is_paused=True)
        elif drawn < 0.11:
            await desk.ask("agent.wrapup", is_on=True, seconds=random.uniform(3, 25))
        elif drawn < 0.18:
            await desk.ask("call.dial", number=random.choice([*self._colleagues(), "420603000001", "501", "99"]))
        elif drawn < 0.21:
            await desk.ask("agent.logout", queues=random.sample(sorted(self._members()), 1) if self._members() else [])
        elif drawn < 0.23:
            if (await desk.ask("agent.logout")).code == "ok" and self._members():
                desk.problems.append(f"{desk.name}: logout was ok, is in {self._members()}")
        elif drawn < 0.25:
            await self._leave()
        elif drawn < 0.26:
            await self._take(random.choice(list(PHONES)))
        elif drawn < 0.34:
            await self._others()
        elif drawn < 0.37:
            await self._login()

    def _colleagues(self) -> list[str]:
        return [one for one in PHONES if one != self.desk.agent]

    async def _rise(self) -> Asked:
        if self.random.random() < 0.5:
            return await self.desk.ask("agent.unpause")
        return await self.desk.ask("agent.wrapup", is_on=False)

    async def _expect(self, asked: Asked, *, is_paused: bool) -> None:
        """What was answered with yes is to be seen; only pausing is sure to last for a moment."""
        if asked.code != "ok" or not is_paused:
            return
        device = f"PJSIP/{self.desk.agent}"
        members = [one for queue in self.desk.centre.pbx.queues.values() for one in queue.members]
        wrong = [one.queue for one in members if one.interface == device and not one.is_paused]
        if wrong and self.desk.agent is not None:
            self.desk.problems.append(f"{self.desk.name}: paused, but not in {wrong}")

    async def _leave(self) -> None:
        agent = self.desk.agent
        asked = await self.desk.ask("seat.leave")
        if asked.code == "ok" and agent is not None:
            if self._members():
                self.desk.problems.append(f"{self.desk.name}: left the seat, is in {self._members()}")
            self.desk.agent = None

    async def _others(self) -> None:
        """Calls that are not mine: picked up, taken out of the lot."""
        client = self.desk.client
        assert client is not None
        rows = list(client.board.calls)
        parked = [row for row in rows if row.space]
        ringing = [row for row in rows if row.ringing and self.desk.agent not in row.ringing]
        if parked and self.random.random() < 0.7:
            await self.desk.ask("call.retrieve", call=self.random.choice(parked).call)
        elif ringing:
            await self.desk.ask("call.pickup", call=self.random.choice(ringing).call)

    # --- calls

    async def _in_call(self, row: CallRow) -> None:
        desk, random = self.desk, self.random
        deeds: list[tuple[float, str, dict[str, Any]]] = [
            (8, "", {}), (2, "call.hangup", {}), (2, "call.hold", {"is_on": row.phase != "on_hold"}),
            (1, "call.hold", {"is_on": random.random() < 0.5}),
            (1, "call.transfer", {"to": random.choice([*self._colleagues(), "501", "420603000001", "99"])}),
            (2, "call.transfer", {"to": random.choice(self._colleagues()), "kind": "attended"}),
            (3 if row.consulting else 0.2, "call.complete", {"is_completed": random.random() < 0.5}),
            (1, "call.park", {}), (2, "call.record", {"is_on": random.random() < 0.5}),
        ]
        if random.random() < 0.1:
            await self._expect(await desk.ask("agent.pause", reason="lunch"), is_paused=True)
            return
        if random.random() < 0.05:
            await desk.ask("agent.unpause")
            return
        _, command, more = random.choices(deeds, [deed[0] for deed in deeds])[0]
        if command:
            was_heard = self._is_heard(row.call)
            asked = await desk.ask(command, call=row.call, **more)
            asked.is_heard = was_heard and (asked.code != "timeout" or self._is_heard(row.call))

    def _is_heard(self, call: str) -> bool:
        """Can the simulator's phone do anything in its talk just now? Not who is asked, nor between two acts."""
        device = f"PJSIP/{self.desk.agent}"
        return any(
            one.desk is not None and one.desk.device == device and not one.is_asking and one.note.call_id == call
            for one in self.desk.centre.pbx.courses
        )

    async def finish(self) -> None:
        """Until nobody talks here any more, and nothing is owed."""
        while True:
            await asyncio.sleep(0.1)
            if not self.desk.is_live or self.desk.agent is None:
                continue
            for row in self.desk.calls:
                await self.desk.ask("call.hangup", call=row.call)
            for call in sorted(self.desk.mine - self.desk.codes.keys()):  # more than the three that the panel remembers
                if not call.startswith(("pickup-", "retrieve-")):
                    self.desk.dispose(call, "other")

    # --- writing, with a connection or without

    async def _write(self) -> None:
        desk, random = self.desk, self.random
        mine = [row.call for row in desk.calls] + [one.call for one in desk.followed.ended]
        mine = [call for call in mine if not call.startswith(("pickup-", "retrieve-"))]  # it is no call yet
        if not mine or random.random() > 0.35:
            return
        call = random.choice(mine)
        self._count += 1
        if random.random() < 0.5:
            desk.write(call, f"{desk.name} {self._count} o {call}")
        elif random.random() < 0.5 or not any(row.queue in REQUIRED for row in desk.calls):
            desk.dispose(call, random.choice(("sold", "other")))
