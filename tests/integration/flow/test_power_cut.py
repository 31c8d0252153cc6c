"""After a power cut Postgres may have more than the journal, and may come back later than the daemon."""

import asyncio
from collections.abc import Callable
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.helpers.proxy import Proxy
from tests.integration.flow.conftest import MakePipeline, heard

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize("ahead", [3, 300])
async def test_entries_whose_numbers_postgres_knows_already_are_stored_too(
    make_pipeline: MakePipeline, database_url: str, proxy_to: Callable[[str, int], Proxy],
    caplog: pytest.LogCaptureFixture, ahead: int,
) -> None:
    place = urlsplit(database_url)
    proxy = proxy_to(place.hostname or "127.0.0.1", place.port or 5432)
    before = make_pipeline()
    before.journal.extend([heard(number) for number in range(1, 11)])
    with psycopg.connect(database_url) as connection:
        connection.execute("insert into journal_progress values (%s, 'main', %s)",
                           [before.journal.journal_id, 10 + ahead])
    before.journal.close()

    proxy.cut()
    pipeline = make_pipeline(database_url.replace(f"{place.hostname}:{place.port}", f"127.0.0.1:{proxy.port}"))
    await pipeline.start()  # marks the gap: one entry
    pipeline.journal.extend([heard(number) for number in range(20, 30)])
    proxy.mend()
    recording = asyncio.create_task(pipeline._recorder.run())
    async with asyncio.timeout(20):
        await pipeline.read_again()
        await pipeline._recorder.drain()
    recording.cancel()
    await asyncio.gather(recording, return_exceptions=True)
    with psycopg.connect(database_url) as connection:
        stored = connection.execute("select count(*) from raw_event").fetchone()
    assert stored == (20,)
    assert not pipeline.is_reading_again
    assert pipeline.journal.last_seq >= 10 + ahead
