"""A recorded busy hour, moved so that local midnight falls into it: every moment of it, from any beginning."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import psycopg
import pytest

from collector_daemon import settings
from collector_daemon.analysis import Analysis, centre_for
from collector_daemon.asterisk.headers import GREETING
from collector_daemon.capture import Connected, Entry, Heard, Lost, read
from collector_daemon.core.centre import Centre
from collector_daemon.feed.board import Place
from collector_daemon.past.replaying import PastPbx, merged
from collector_daemon.store.kept import Kept
from collector_daemon.store.recorder import Recorder
from collector_daemon.store.states import Occasions, packed
from shared.domain.board import TOPIC_OF, Gone, QueueRow, Row, key_of
from tests.integration.past.daemon import CLOSE, Noted, differences, on_the_wire

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(240)]
STORY = Path(__file__).parents[2] / "stories" / "given" / "busy_hour" / "capture.jsonl.gz"
CONFIG = settings.parse("[centre]\ntimezone = 'Europe/Prague'\n[[pbx]]\nname = 'main'\nuser = 'x'")
MIDNIGHT = datetime(2026, 1, 5, 23, 0, tzinfo=UTC)
"""Of Prague, in winter."""
MOMENTS = 24
STRETCH = 0.01
INSTANT = timedelta(milliseconds=1)


def entries() -> list[Entry]:
    """The recording with its middle at midnight."""
    heard = list(read(STORY))
    shift = MIDNIGHT.timestamp() - (heard[0].at + heard[-1].at) / 2
    return [_moved(one, shift) for one in heard]


def _moved(entry: Entry, shift: float) -> Entry:
    match entry:
        case Heard():
            return Heard(entry.at + shift, entry.headers)
        case Connected():
            return Connected(entry.at + shift, entry.banner)
        case _:
            return Lost(entry.at + shift)


def stretches(found: list[Entry]) -> Iterator[list[tuple[int, Entry]]]:
    """As a line brings them."""
    stretch: list[tuple[int, Entry]] = []
    for seq, entry in enumerate(found, 1):
        if stretch and entry.at - stretch[0][1].at > STRETCH:
            yield stretch
            stretch = []
        stretch.append((seq, entry))
    yield stretch


def empty() -> Centre:
    """A core that knows nothing."""
    return centre_for(CONFIG.pbx[0], CONFIG.centre)


async def live(url: str) -> list[Noted]:
    """Analyse and store it as the daemon does, with a state every 300 entries, and note the board at some moments."""
    found = entries()
    begin, end = found[0].at, found[-1].at
    wanted = [datetime.fromtimestamp(begin + (end - begin) * part / MOMENTS, UTC) for part in range(2, MOMENTS + 1)]
    wanted = sorted({*wanted, MIDNIGHT - INSTANT, MIDNIGHT})
    analysis, occasions, recorder = Analysis(empty()), Occasions(300), Recorder(url)
    running = asyncio.create_task(recorder.run())
    noted: list[Noted] = []
    for stretch in stretches(found):
        while wanted and wanted[0].timestamp() < stretch[0][1].at:
            noted.append(note(analysis, wanted.pop(0)))
        batch = analysis.take(stretch).batch("main", "journal", stretch[-1][0])
        if (batch.raw or batch.marks) and occasions.is_due(batch.seq, analysis.now):
            batch.states.append(packed("main", "journal", batch.seq, analysis.now, analysis.centre.state()))
        await recorder.put(batch, wait=True)
    await recorder.drain()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return noted


def note(analysis: Analysis, at: datetime) -> Noted:
    """The live board."""
    analysis.pass_time(at)
    return Noted(at, by_place(analysis.centre.board(at)))


def by_place(rows: list[Row]) -> dict[Place, Row]:
    """Rows under their keys."""
    return {(TOPIC_OF[type(row)], *key_of(row)): row for row in rows}


def unlike(moment: Noted, rows: dict[Place, Row]) -> list[str]:
    """Where they differ, as the wire says them; alerts come from elsewhere when live."""
    cut = {place: on_the_wire(row) for place, row in rows.items() if place[0] != "alerts"}
    return differences(moment, cut, later=CLOSE)


async def past_of(kept: Kept, at: datetime) -> PastPbx:
    """At a moment."""
    past = PastPbx(kept, await kept.beginning(at))
    await past.approach(at)
    return past


async def test_every_moment_from_the_nearest_state_and_from_none(database_url: str) -> None:
    noted = await live(database_url)
    assert len(noted) == MOMENTS - 1
    with psycopg.connect(database_url, autocommit=True) as connection:
        (states,) = connection.execute("select count(*) from core_state").fetchone() or (0,)
        assert states > 5
        for is_near in (True, False):
            for moment in noted if is_near else noted[::4]:
                async with Kept.opened(database_url, [empty()], GREETING) as (kept,):
                    past = await past_of(kept, moment.at)
                    assert not unlike(moment, by_place(past.board(moment.at))), (is_near, moment.at)
            if is_near:
                connection.execute("update core_state set version = version + 1")


async def test_sums_begin_again_at_local_midnight(database_url: str) -> None:
    noted = await live(database_url)
    before, after = (one for one in noted if one.at in (MIDNIGHT - INSTANT, MIDNIGHT))
    assert offered(before.rows) > 2 * offered(after.rows) > 0, "what is going on counts again, nothing else"
    async with Kept.opened(database_url, [empty()], GREETING) as (kept,):
        past = await past_of(kept, before.at)
        assert not unlike(before, by_place(past.board(before.at)))
        assert MIDNIGHT in [at for at, _rows in await past.advance(MIDNIGHT)]
        assert not unlike(after, by_place(past.board(MIDNIGHT)))


def offered(rows: dict[Place, Row]) -> int:
    """The day's calls so far."""
    return sum(row.offered for row in rows.values() if isinstance(row, QueueRow))


async def test_what_changed_leads_from_each_moment_to_the_next(database_url: str) -> None:
    noted = await live(database_url)
    async with Kept.opened(database_url, [empty()], GREETING) as (kept,):
        past = await past_of(kept, noted[0].at)
        rows = by_place(past.board(noted[0].at))
        for moment in noted[1:]:
            last_at = past.reached
            for at, changed in merged([await past.advance(moment.at)], timedelta(seconds=0.1)):
                assert last_at <= at <= moment.at
                last_at = at
                apply(rows, changed)
            assert not unlike(moment, rows)


def apply(rows: dict[Place, Row], changed: list[Row | Gone]) -> None:
    """As the board does."""
    for row in changed:
        if isinstance(row, Gone):
            rows.pop((row.topic, row.pbx, row.key), None)
        else:
            rows[TOPIC_OF[type(row)], *key_of(row)] = row


async def test_damaged_states_are_passed_over(database_url: str) -> None:
    noted = await live(database_url)
    moment = noted[-1]
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("update core_state set state = 'rubbish' where taken_at in "
                           "(select taken_at from core_state order by taken_at desc limit 2)")
    async with Kept.opened(database_url, [empty()], GREETING) as (kept,):
        past = await past_of(kept, moment.at)
        assert not unlike(moment, by_place(past.board(moment.at)))


async def test_a_moment_before_everything(database_url: str) -> None:
    await live(database_url)
    two = [empty(), msgspec.structs.replace(empty(), pbx="other")]
    async with Kept.opened(database_url, two, GREETING) as (kept, other):
        first_at = await kept.first_at()
        assert first_at is not None
        assert first_at < MIDNIGHT
        assert await other.first_at() is None
