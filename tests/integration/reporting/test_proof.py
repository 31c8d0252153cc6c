"""Figures of a real busy hour are proved; what was changed behind the sums' back, lost or logged otherwise is found."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest

from collector_daemon.__main__ import main
from collector_daemon.reporting.proof import Proved, ProvedPbx, Task, prove
from collector_daemon.reporting.prover import NightlyProof, day_due
from collector_daemon.store.lending import Lender
from collector_daemon.store.proof import PARTS, breaches
from collector_daemon.store.proof_keeping import ProofBook
from shared.clock import HandClock
from shared.database.connection import conninfo
from shared.domain.proofs import Finding
from shared.errors import Unavailable
from tests.integration.reporting.conftest import BUSY, day_of

pytestmark = pytest.mark.postgres
PRAGUE = ZoneInfo("Europe/Prague")
NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


@pytest.fixture
def url(busy_url: str) -> str:
    return busy_url


def behind_the_back(url: str, statement: str) -> None:
    """A change that no trigger sees."""
    with psycopg.connect(conninfo(url)) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(statement)


async def proved(url: str, queue_log: Path | None = BUSY / "queue_log") -> dict[str, Finding]:
    """By kind."""
    pbx = ProvedPbx("main", "Europe/Prague", str(queue_log) if queue_log else None)
    found = await prove(Task(url, day_of(url), [pbx], NOW))
    assert not found.troubles
    return {one.kind: one for one in found.findings}


async def test_a_day_is_proved_and_that_is_written_down(url: str) -> None:
    found = await proved(url)
    assert set(found) == {"conservation", "rollups", "queue_log"}
    assert all(one.checked > 50 and not one.unexplained for one in found.values()), found
    assert found["queue_log"].detail == () or all(one.reason for one in found["queue_log"].detail)
    with psycopg.connect(conninfo(url)) as connection:
        rows = connection.execute("select kind, checked, differing - explained from nightly_proof").fetchall()
    assert sorted(rows) == sorted((one.kind, one.checked, 0) for one in found.values())


async def test_a_fact_changed_behind_the_sums_back_is_found(url: str) -> None:
    behind_the_back(url, "update queue_visit set outcome = 'abandoned' where (uniqueid, nth) in "
                         "(select uniqueid, nth from queue_visit where outcome = 'answered' limit 1)")  # fmt: skip
    found = await proved(url, None)
    assert {one.field for one in found["conservation"].detail} == {"answered", "abandoned"}
    assert found["rollups"].unexplained


async def test_a_visit_that_was_lost_is_found(url: str) -> None:
    statement = ("delete from queue_visit where ctid in "
                 "(select ctid from queue_visit where outcome = 'answered' limit 1)")  # fmt: skip
    with psycopg.connect(conninfo(url)) as connection:
        connection.execute(statement)  # the sums follow, as the triggers see it
    found = await proved(url)
    (one,) = found["conservation"].detail
    assert one.about.startswith("call ")
    assert one.field == "visits"
    assert not found["rollups"].differing
    assert [one.field for one in found["queue_log"].detail if not one.reason] == ["visit"]
    behind_the_back(url, statement)
    assert {one.field for one in (await proved(url, None))["conservation"].detail} == {"visits", "offered", "answered"}


async def test_a_queue_log_that_says_otherwise_is_found(url: str, tmp_path: Path) -> None:
    lines = (BUSY / "queue_log").read_text().splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if "|COMPLETE" in line)
    fields = lines[place].rstrip("\n").split("|")
    fields[6] = str(int(fields[6]) + 30)  # data2: seconds of talk
    lines[place] = "|".join(fields) + "\n"
    file = tmp_path / "queue_log"
    half = len(lines) // 2
    file.with_name("queue_log.1").write_text("".join(lines[:half]))  # rotated in the middle of the day
    file.write_text("".join(lines[half:]))
    (one,) = [one for one in (await proved(url, file))["queue_log"].detail if not one.reason]
    assert one.field == "talk"


@pytest.mark.parametrize("content", [None, b"", b"1600000000|1.1|sales|NONE|ENTERQUEUE||420|1\n"])
async def test_a_queue_log_that_is_not_there_or_of_other_days_is_passed_over(
    url: str, tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "queue_log").write_bytes(content)
    assert set(await proved(url, tmp_path / "queue_log")) == {"conservation", "rollups"}


async def test_a_file_that_is_no_queue_log_is_one_line_and_the_rest_is_proved(url: str, tmp_path: Path) -> None:
    (tmp_path / "queue_log").write_text("<html>\n")
    pbx = ProvedPbx("main", "Europe/Prague", str(tmp_path / "queue_log"))
    found = await prove(Task(url, day_of(url), [pbx], NOW))
    assert [one.kind for one in found.findings] == ["conservation", "rollups"]
    (trouble,) = found.troubles
    assert "not a queue_log" in trouble


async def test_what_the_retention_forgot_is_not_called_wrong(url: str) -> None:
    with psycopg.connect(conninfo(url)) as connection:
        connection.execute("update installation set calls_whole_since = '2027-01-01Z'")
    found = await prove(Task(url, day_of(url), [ProvedPbx("main", "Europe/Prague")], NOW))
    assert found == Proved(day_of(url), is_kept=False)


def test_the_verb_tells_and_its_exit_code_says_it(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config, day = tmp_path / "collector.toml", day_of(url)
    pbx = f'[[pbx]]\nname = "main"\nuser = "u"\nqueue_log = "{BUSY}/queue_log"\n'
    config.write_text(f'[database]\nurl = "{url}"\n{pbx}')
    asked = ["proof", "--day", str(day), "--config", str(config)]
    assert main(asked) == 0
    out = capsys.readouterr().out.splitlines()
    assert [line.split(" checked, 0 differ")[0].rpartition(":")[0] for line in out if not line.startswith(" ")] == [
        f"{day} main {kind}" for kind in ("conservation", "rollups", "queue_log")]  # fmt: skip
    behind_the_back(url, "update visit_sum set offered = offered + 1")
    assert main(asked) == 1
    assert "offered in sums" in capsys.readouterr().out
    assert main([*asked[:1], "--day", "yesterday", *asked[3:]]) == 2
    assert capsys.readouterr().err == "collector-daemon: --day yesterday: no day like 2026-01-05\n"


async def test_each_night_once_in_a_process_of_its_own(url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    lender, day = Lender(url), day_of(url)
    clock = HandClock(datetime.combine(day + timedelta(days=1), time(3, 29), PRAGUE).astimezone(UTC))
    night = nightly(url, lender, clock, work=prove)
    assert (before := await night.look()) is not None
    assert before.day == day - timedelta(days=1)
    night = nightly(url, lender, clock)
    clock.set_to(clock.now() + timedelta(minutes=1))
    done = await night.look()
    assert done is not None
    assert done.day == day
    assert not done.unexplained
    assert caplog.messages[-1].startswith(f"figures of {day} are proved: ")
    assert await night.look() is None
    assert await nightly(url, lender, clock).look() is None, "another start of the daemon"
    await lender.close()


async def test_what_does_not_hold_is_an_error_in_the_log(url: str, caplog: pytest.LogCaptureFixture) -> None:
    behind_the_back(url, "update visit_sum set abandoned = abandoned + 1")
    lender, day = Lender(url), day_of(url)
    clock = HandClock(datetime.combine(day + timedelta(days=1), time(12), PRAGUE).astimezone(UTC))
    await nightly(url, lender, clock, work=prove).look()
    (record,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert record.getMessage().startswith(f"figures of {day} do not hold: ")
    await lender.close()


async def test_a_proof_is_given_up_at_once_and_tried_when_the_database_is_back(url: str) -> None:
    lender, away = Lender(url), Lender("postgresql://nobody@127.0.0.1:1/none")
    clock = HandClock(NOW)
    with pytest.raises(Unavailable):
        await nightly(url, away, clock).look()
    work = asyncio.create_task(nightly(url, lender, clock).look())
    await asyncio.sleep(0.2)  # it is under way, or not begun: either way it ends
    work.cancel()
    async with asyncio.timeout(5):
        await asyncio.gather(work, return_exceptions=True)
    assert work.cancelled()
    await away.close()
    await lender.close()


def nightly(url: str, lender: Lender, clock: HandClock, work: Callable[..., object] | None = None) -> NightlyProof:
    pbxs = [ProvedPbx("main", "Europe/Prague", str(BUSY / "queue_log"))]
    return NightlyProof(url, lambda: pbxs, lambda: PRAGUE, time(3, 30), ProofBook(lender), clock, work=work)  # type: ignore[arg-type]


def test_when_a_day_is_due() -> None:
    def due(local: str) -> date:
        return day_due(datetime.fromisoformat(local).replace(tzinfo=PRAGUE).astimezone(UTC), PRAGUE, time(3, 30))

    assert due("2026-11-23T03:29") == date(2026, 11, 21)
    assert due("2026-11-23T03:30") == date(2026, 11, 22)
    assert due("2026-11-23T23:59") == date(2026, 11, 22)


def test_the_law_of_conservation() -> None:
    whole = {"offered": 9, "answered": 4, "abandoned": 2, "elsewhere": 1, "lost": 1, "open": 1}
    assert not list(breaches("sales", whole, whole))
    for part in PARTS:
        broken = {**whole, part: 7}
        assert [one.field for one in breaches("sales", broken, broken)] == ["offered in visits", "offered in sums"]
        assert [one.field for one in breaches("sales", whole, broken)] == ["offered in sums", part]
