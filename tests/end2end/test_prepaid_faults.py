"""Calls on credit on a real Asterisk when something dies under them, and when there are many at once.

The database stopped, the line to the PBX cut, the daemon killed, each with calls running: the PBX ends them when what
is reserved is used up, nobody is let through who cannot be asked about, and what is charged afterwards is exact.
"""

import asyncio
import re
import shutil
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from .credit_ground import A_QUANTUM, CUSTOMER, PRICE, QUANTUM, REFUSED, SLACK, CreditGround, length, seconds
from .lab import Lab

LONGEST = QUANTUM + SLACK + 1.5  # seconds that a call may last when nothing more is granted
MANY = 40  # calls at once
FOR_MANY = MANY * 2 * A_QUANTUM + MANY * PRICE * SLACK / 60  # two quanta each, so that all end together
RICH = Decimal("50.00")
EXPECTED = re.compile(r"not connected to|database|took over|lost|journal")
"""What the daemon may warn of here."""

pytestmark = [
    pytest.mark.end2end, pytest.mark.slow, pytest.mark.timeout(120),
    pytest.mark.parametrize("release", ["22"], indirect=True, scope="session"),
]  # fmt: skip


@pytest.fixture(scope="module")
def ground(release: str) -> Iterator[CreditGround]:
    folder = Path(tempfile.mkdtemp(prefix="credit-"))
    folder.chmod(0o711)  # Postgres runs as another user under root, who must be able to walk in
    made = CreditGround(release, folder)
    try:
        made.open()
        yield made
    finally:
        made.close()
        shutil.rmtree(folder, ignore_errors=True)


def test_many_calls_at_once_share_one_credit(ground: CreditGround) -> None:
    async def script(lab: Lab) -> None:
        phones = await lab.agents(1001, 1002, 1003, 1004, 1005)
        await ground.account(lab, "many", FOR_MANY, 1001, 1002, 1003, 1004, 1005)
        calls = [phone.call(CUSTOMER) for _turn in range(MANY // len(phones)) for phone in phones]
        lengths = await asyncio.gather(*map(length, calls))
        assert min(lengths) > QUANTUM - 1.5, lengths  # its time is counted from the dialling until it is answered
        charged = await ground.settled("many", MANY)
        assert abs(seconds(charged) - sum(lengths)) < 0.1 * MANY
        assert sum(lengths) <= float(FOR_MANY / PRICE * 60) + QUANTUM

    ground.play(script)


def test_without_the_database_calls_end_and_none_begins(ground: CreditGround) -> None:
    async def script(lab: Lab) -> None:
        [phone] = await lab.agents(1006)
        await ground.account(lab, "stopped", RICH, 1006)
        calls = [phone.call(CUSTOMER) for _nth in range(3)]
        lasting = asyncio.gather(*map(length, calls))
        await ground.talking(len(calls), 1006)
        await asyncio.to_thread(ground.server.stop)
        again = phone.call(CUSTOMER)
        assert not await again.wait_answered()
        assert again.code in REFUSED
        assert max(lengths := await lasting) < LONGEST, lengths
        await asyncio.to_thread(ground.server.start)
        charged = await ground.settled("stopped", len(calls))
        assert abs(seconds(charged) - sum(lengths)) < 0.1 * len(calls)

    ground.play(script)


def test_calls_end_while_the_pbx_is_out_of_reach_and_go_on_when_it_comes_back(ground: CreditGround) -> None:
    async def script(lab: Lab) -> None:
        [phone] = await lab.agents(1007)
        await ground.account(lab, "cut", RICH, 1007)
        call = phone.call(CUSTOMER)
        await ground.talking(1, 1007)
        ground.line.cut()
        ground.line.mend()
        assert await call.lives_for(LONGEST), "it gets more time after the line is mended"
        ground.line.cut()
        assert await call.wait_ended(LONGEST), "nobody grants more: the PBX ends it"
        unseen = phone.call(CUSTOMER)
        assert not await unseen.wait_answered(), "nobody would see how long it lasts"
        assert unseen.code in REFUSED
        ground.line.mend()
        charged = await ground.settled("cut", 1)
        assert seconds(charged) > LONGEST / 2, "up to the last word heard of it: nobody saw the rest"

    ground.play(script)


def test_calls_end_without_the_daemon_and_are_charged_by_the_next(ground: CreditGround) -> None:
    async def script(lab: Lab) -> None:
        phones = await lab.agents(1008, 1009)
        await ground.account(lab, "killed", RICH, 1008, 1009)
        calls = [phone.call(CUSTOMER) for _turn in range(3) for phone in phones]
        lasting = asyncio.gather(*map(length, calls))
        await ground.talking(len(calls), 1008, 1009)
        await asyncio.to_thread(ground.daemon.kill)
        assert max(lengths := await lasting) < LONGEST, lengths
        await asyncio.to_thread(ground.daemon.start)
        charged = await ground.settled("killed", len(calls))
        assert seconds(charged) <= sum(lengths) + 0.1 * len(calls), "never for longer than it lasted"

    ground.play(script)


def test_what_the_daemon_said(ground: CreditGround) -> None:
    lines = re.findall(r"^.*\b(?:WARNING|ERROR|CRITICAL|Traceback)\b.*$", ground.daemon.said(), re.MULTILINE)
    assert not [line for line in lines if not EXPECTED.search(line)], lines
