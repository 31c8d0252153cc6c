"""Campaigns on a real Asterisk: what is stored is what the phones did, whatever dies or is lost in between.

One PBX and one daemon for all: hundreds of contacts; a campaign in which the daemon is killed; one whose orders to
dial, or the answers to them, are lost; one with too few operators.
"""

import asyncio
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.campaigns.campaign import CampaignDisposition
from shared.clock import monotonic

from . import record
from .campaign_ground import OUTCOMES, QUEUE, SETTINGS, Crew, People, campaign_of, is_done, man, set_up, stored, until
from .daemon import CollectorDaemon
from .desk import desk_of
from .expected import Record
from .lab import Lab
from .pbx.asterisk import Asterisk
from .pbx.subnet import AMI_PORT
from .scenarios.catalogue import Scenario, Script
from .swallowing import Swallowing

CONTACTS = {"22": 300, "16": 60}
OPERATORS = 10
FATES = ("answers", "busy", "answers", "rings", "answers", "unknown", "answers", "hangs_up", "answers", "declines")
CONNECTED_SECONDS = 2.0
PATIENCE = 60.0
ATTEMPTS = "select * from attempt where campaign = '{}' order by attempt"

pytestmark = [pytest.mark.end2end, pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture
def folder() -> Iterator[Path]:
    """For the daemon: the bundled Postgres runs as another user under root, who must be able to walk in."""
    made = Path(tempfile.mkdtemp(prefix="dialer-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def test_campaigns(release: str, folder: Path, tmp_path: Path) -> None:
    with Asterisk(release) as asterisk:
        line = Swallowing(asterisk.subnet.server, AMI_PORT)
        daemon = CollectorDaemon(asterisk, folder / "daemon", SETTINGS, at=(line.host, line.port))
        daemon.start()
        try:
            ground = Ground(daemon, line, CONTACTS[release])
            script = Scenario("dialer", "Campaigns.", ground.script(), has_audio=False)
            asyncio.run(record.perform(script, asterisk, tmp_path))
        finally:
            exit_code = daemon.stop()
            line.close()
    assert exit_code == 0, daemon.said()
    assert not re.findall(r"^.*\b(?:WARNING|ERROR|CRITICAL|Traceback)\b.*$", daemon.said(), re.MULTILINE)


class Ground:
    """The daemon, the line to the PBX, and who is there."""

    def __init__(self, daemon: CollectorDaemon, line: Swallowing, contacts: int) -> None:
        self.daemon, self.line, self.contacts = daemon, line, contacts
        self.people, self.crew = People({}), Crew()
        self.operators = range(1001, 1001 + OPERATORS)

    def script(self) -> Script:
        """All campaigns, one after the other."""

        async def script(lab: Lab) -> list[Record]:
            lab.trunk.behaviour = self.people.behave
            await man(lab, self.crew, OPERATORS)
            await self.hundreds()
            await self.killed()
            await self.lost()
            await self.machines()
            await self.abandoned(lab)
            await self.previewed()
            return []

        return script

    async def started(self, key: str, numbers: dict[str, str], **more: Any) -> None:
        """A campaign that calls these numbers, each with its fate, has begun."""
        self.people.fates |= numbers
        await asyncio.to_thread(set_up, self.daemon, campaign_of(key, **more), numbers)
        async with desk_of(self.daemon) as desk:
            await desk.do("dialer.start", None, campaign=key)
            for extension in self.operators:
                await desk.do("dialer.work", extension, campaign=key)

    async def finished(self, key: str, contacts: int) -> dict[str, dict[str, Any]]:
        """The attempts by number, once all contacts of the campaign are done with."""
        await until(lambda: is_done(self.daemon, key, contacts), PATIENCE, f"the end of {key}")
        return {one["number"]: one for one in await stored(self.daemon, ATTEMPTS.format(key))}

    async def hundreds(self) -> None:
        """Every outcome is what the phone did; whoever answers has an operator within two seconds."""
        numbers = {f"4206031{number:05}": FATES[number % len(FATES)] for number in range(self.contacts)}
        began = monotonic()
        await self.started("spring", numbers)
        attempts = await self.finished("spring", len(numbers))
        assert {number: one["outcome"] for number, one in attempts.items()} == {
            number: OUTCOMES[fate] for number, fate in numbers.items()}  # fmt: skip
        assert {self.people.called[number] for number in numbers} == {1}
        talked = [number for number, fate in numbers.items() if fate == "answers"]
        times = sorted(self.crew.connected_at[number] - self.people.answered_at[number] for number in talked)
        print(f"{len(numbers)} contacts in {monotonic() - began:.1f} s; answer to operator: "
              f"p50 {times[len(times) // 2] * 1000:.0f} ms, p100 {times[-1] * 1000:.0f} ms")  # fmt: skip
        assert times[-1] < CONNECTED_SECONDS
        assert all(attempts[number]["connected_at"] is not None for number in talked)
        assert all(attempts[number]["operator"] for number in talked)

    async def killed(self) -> None:
        """The daemon dies in the middle: nobody is called twice for it, nobody is forgotten."""
        numbers = {f"4206032{number:05}": FATES[number % len(FATES)] for number in range(50)}
        await self.started("summer", numbers)
        await until(lambda: self.has_called(numbers, 25), PATIENCE, "half of summer")
        self.daemon.kill()
        await asyncio.sleep(0.5)  # what rings goes on without it
        await asyncio.to_thread(self.daemon.start)
        attempts = await self.finished("summer", len(numbers))
        assert len(attempts) == len(numbers)
        assert max(self.people.called[number] for number in numbers) == 1
        others = {number: one["outcome"] for number, one in attempts.items()
                  if one["outcome"] != OUTCOMES[numbers[number]]}  # fmt: skip
        print(f"told otherwise after a kill: {Counter(others.values())}")
        assert set(others.values()) <= {"unknown", "abandoned", "no_answer"}  # what happened while nobody looked
        assert len(others) <= OPERATORS

    async def has_called(self, numbers: dict[str, str], count: int) -> bool:
        """Were so many of them called?"""
        return sum(self.people.called[number] for number in numbers) >= count

    async def lost(self) -> None:
        """An order that never arrives, and answers that never come back: told as unknown, or by what is seen."""
        numbers = {f"4206033{number:05}": "answers" for number in range(4)}
        orders, answers = "420603300000", "420603300001"
        asked: list[bytes] = []

        def is_lost(message: bytes) -> bool:
            if b"Action: Originate" in message and answers.encode() in message:
                asked.extend(re.findall(rb"ActionID: (\S+)", message))
            is_order = b"Action: Originate" in message and f"Local/{orders}@".encode() in message
            return is_order or (b"Response:" in message and any(b"ActionID: " + one in message for one in asked))

        self.line.is_lost = is_lost
        await self.started("autumn", numbers)
        attempts = await self.finished("autumn", len(numbers))
        self.line.is_lost = lambda _message: False
        told = {number: one["outcome"] for number, one in attempts.items()}
        assert told == {**dict.fromkeys(numbers, "answered"), orders: "unknown"}
        assert self.people.called[orders] == 0
        assert {self.people.called[number] for number in numbers if number != orders} == {1}
        assert self.line.lost

    async def machines(self) -> None:
        """The dialplan tells machines from people; who is no machine is given to an operator."""
        numbers = {f"4206036{number:05}": ("machine", "answers")[number % 2] for number in range(4)}
        await self.started("machines", numbers, answering_context="dialer-answered")
        attempts = await self.finished("machines", len(numbers))
        assert {number: one["outcome"] for number, one in attempts.items()} == {
            number: OUTCOMES[fate] for number, fate in numbers.items()}  # fmt: skip
        assert {number for number in numbers if number in self.crew.connected_at} == {
            number for number, fate in numbers.items() if fate == "answers"}  # fmt: skip

    async def abandoned(self, lab: Lab) -> None:
        """No operator lifts in time: everybody hears the message after two seconds of silence, and is hung up."""
        numbers = {f"4206034{number:05}": "answers" for number in range(3)}
        for extension in range(1003, 1001 + OPERATORS):
            await lab.action("QueueRemove", Queue=QUEUE, Interface=f"PJSIP/{extension}")
        self.operators = range(1001, 1003)
        self.crew.after = 10.0
        await self.started("winter", numbers)
        attempts = await self.finished("winter", len(numbers))
        self.crew.after = 0.05
        assert {one["outcome"] for one in attempts.values()} == {"abandoned"}
        for number in numbers:
            heard = self.people.ended_at[number] - self.people.answered_at[number]
            assert 2.0 < heard < 5.0, heard

    async def previewed(self) -> None:
        """An operator looks, passes one over, dials one, and says what came of it."""
        numbers = {f"4206035{number:05}": "answers" for number in range(2)}
        results = (CampaignDisposition(code="sold", is_goal=True),)
        self.crew.talk, self.operators = 1.5, range(1001, 1002)
        await self.started("preview", numbers, mode="preview", dispositions=results, wrapup_seconds=1)
        async with desk_of(self.daemon) as desk:
            first = (await desk.do("dialer.next", 1001))["contact"]
            await desk.do("dialer.skip", 1001, contact=first, reason="later")
            second = (await desk.do("dialer.next", 1001))["contact"]
            assert second != first
            number = (await stored(self.daemon, f"select number from contact_number where contact = {second}"))[0]
            dialled = await desk.do("dialer.dial", 1001, contact=second, number=number["number"])
            row = await desk.sees(1001, lambda row: row.phase == "talking", "the contact")
            assert row.call == dialled["call"]
            assert row.called == number["number"]
            await desk.do("dialer.dispose", 1001, contact=second, disposition="sold")
        await until(self._is_sold, PATIENCE, "what was said")

    async def _is_sold(self) -> bool:
        told = await stored(
            self.daemon, "select c.state, c.last, a.disposition, a.outcome from contact c"
            " join attempt a using (contact) where c.campaign = 'preview'")  # fmt: skip
        return told == [{"state": "done", "last": "sold", "disposition": "sold", "outcome": "answered"}]
