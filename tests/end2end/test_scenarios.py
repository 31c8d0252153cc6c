"""A few scenarios played on a real Asterisk of each release, replayed, and compared with what was meant.

All scenarios are recorded as stories (`tests/stories`); these prove that the recordings still are what
Asterisk does. The busy runs (`test_traffic`) are begun first and go on beside.
"""

import asyncio
from pathlib import Path

import pytest

from .busy_run import BusyRun
from .daemon import replayed
from .expected import differences
from .pbx.asterisk import Asterisk
from .record import play
from .scenarios import SCENARIOS
from .truth import compare

NAMES = (
    "f2_ringall_second_round", "i_attended_transfer", "j_blind_transfer_to_queue", "p_local_member", "u_pickup",
    "t_parking", "q_outbound", "y2_crash", "y3_ami_gap",
)  # fmt: skip

pytestmark = [pytest.mark.end2end, pytest.mark.slow, pytest.mark.timeout(600)]


async def test_scenarios(release: str, busy_runs: dict[str, BusyRun], tmp_path: Path) -> None:
    del busy_runs  # begun meanwhile
    at_once = asyncio.Semaphore(3)

    async def checked(name: str) -> list[str]:
        async with at_once:
            return await asyncio.to_thread(_differences, name, release, tmp_path / name)

    found = await asyncio.gather(*(checked(name) for name in NAMES))
    assert not [line for lines in found for line in lines]


def _differences(name: str, release: str, folder: Path) -> list[str]:
    with Asterisk(release) as asterisk:
        expected = play(SCENARIOS[name], asterisk, folder)
    told = replayed(folder)
    lines = differences(expected, told) + compare(folder, told).differences
    return [f"{name}: {line}" for line in lines]
