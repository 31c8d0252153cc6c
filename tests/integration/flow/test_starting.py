"""Taking up the present where the journal left it."""

from datetime import UTC, datetime

from collector_daemon.capture import Connected, Entry
from tests.integration.flow.conftest import MakePipeline, heard


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
