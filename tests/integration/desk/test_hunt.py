"""Some operators work at random for some seconds: nothing is lost, nothing doubled, nothing told that is not so.

Many seeds, longer and by hand: ``python -m tests.integration.desk.hunt --seeds 50 --accidents 3 --story``.
"""

from pathlib import Path

import pytest

from tests.integration.desk.hunting import Hunted, hunt

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(150)]


def wrong(found: Hunted) -> list[str]:
    """What must not be; a countdown that says another end is for the runs by hand: a busy machine was seen to do it."""
    return [one for one in found.problems if "the wrap-up's end was" not in one]


async def test_a_quiet_day(tmp_path: Path, database_url: str) -> None:
    found = await hunt(database_url, tmp_path, seed=5, seconds=6.0, accidents=())
    assert wrong(found) == []
    assert found.calls > 3
    assert sum(found.commands.values()) > 15


async def test_a_panel_that_is_killed_and_a_line_that_is_cut(tmp_path: Path, database_url: str) -> None:
    found = await hunt(database_url, tmp_path, seed=31, seconds=6.0, accidents=("kill", "line"))
    assert wrong(found) == []
