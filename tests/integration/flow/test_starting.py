"""Taking up the present where the journal left it."""

from datetime import UTC, datetime

import pytest

from collector_daemon.capture import Connected, Entry
from tests.integration.flow.conftest import MakePipeline, heard

pytestmark = pytest.mark.expects_log("nothing can be stored")  # there is no database


async def test_a_kill_right_after_a_rotation_leaves_a_gap_too(make_pipeline: MakePipeline) -> None:
    killed = make_pipeline()
    entries: list[Entry] = [Connected(1_795_000_000.0, "Asterisk Call Manager/11.0.0"), heard(1), heard(2)]
    killed.journal.extend(entries)
    killed.live.take(list(enumerate(entries, 1)))
    killed.journal.rotate(killed.live.centre.state())
    killed.journal.close()

    again = make_pipeline()
    await again.start()
    assert again.live.centre.gap is not None
    assert again.live.centre.gap.started_at == datetime.fromtimestamp(heard(2).at, UTC)
    again.journal.close()


async def test_a_first_start_has_no_gap(make_pipeline: MakePipeline) -> None:
    pipeline = make_pipeline()
    await pipeline.start()
    assert pipeline.live.centre.gap is None
    assert pipeline.journal.last_seq == 0


async def test_other_thresholds_in_the_settings_hold_from_the_next_start_on(make_pipeline: MakePipeline) -> None:
    before = make_pipeline()
    tallies = before.live.centre.tallies
    tallies.threshold_seconds, tallies.short_seconds = 99.0, 9.0  # as the settings were then
    before.journal.extend([heard(1)])
    before.journal.rotate(before.live.centre.state())
    before.journal.close()

    again = make_pipeline()
    await again.start()
    assert again.live.centre.gap is not None  # it has taken up that state
    assert (again.live.centre.tallies.threshold_seconds, again.live.centre.tallies.short_seconds) == (20.0, 5.0)
    again.journal.close()
