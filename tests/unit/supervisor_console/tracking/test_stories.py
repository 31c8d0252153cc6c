"""Every recorded call of a real Asterisk can be drawn, and by the rules."""

import pytest

from collector_daemon import settings
from collector_daemon.commands.replay import calls_of
from tests.stories.test_stories import FOLDERS, PBX
from tests.unit.supervisor_console.tracking.rules import check
from tests.unit.supervisor_console.tracking.shown import screen_of


@pytest.mark.parametrize("folder", FOLDERS, ids=[f"{folder.parent.name}/{folder.name}" for folder in FOLDERS])
def test_calls_of_a_story(folder):
    for call in calls_of(folder / "capture.jsonl.gz", settings.defaults(), PBX):
        check(call, screen_of(call))
