"""Some operators work at random for some seconds: nothing is lost, nothing doubled, nothing told that is not so.

Many seeds, longer and by hand: ``python -m tests.integration.desk.hunt --seeds 50 --accidents 3 --story``.
"""

from pathlib import Path

import pytest

from tests.integration.desk.hunting import hunt

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(150)]


async def test_a_quiet_day(tmp_path: Path, database_url: str) -> None:
    found = await hunt(database_url, tmp_path, seed=5, seconds=6.0, accidents=())
    assert found.problems == []
    assert found.calls > 3
    assert sum(found.commands.values()) > 15


async def test_a_panel_that_is_killed_and_a_line_that_is_cut(tmp_path: Path, database_url: str) -> None:
    found = await hunt(database_url, tmp_path, seed=31, seconds=6.0, accidents=("kill", "line"))
    assert found.problems == []
