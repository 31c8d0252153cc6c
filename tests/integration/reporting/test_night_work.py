"""What the daemon does for reports by itself, by its settings: a schedule becomes files, a night becomes a proof."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest

from collector_daemon import settings
from collector_daemon.reporting.night_work import NightWork
from collector_daemon.settings.standing import Standing
from shared.clock import HandClock
from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.database.connection import conninfo
from shared.errors import BadSettings
from tests.integration.reporting.conftest import BUSY, day_of

PRAGUE = ZoneInfo("Europe/Prague")
PASSWORD = "correct horse battery"


@pytest.mark.postgres
async def test_a_schedule_becomes_files_and_a_night_a_proof(busy_url: str, tmp_path: Path) -> None:
    config = settings.parse(
        f"[reports]\nfolder = '{tmp_path}'\nproof_at = '04:00'\n"
        f"[[pbx]]\nname = 'main'\nuser = 'collector'\nqueue_log = '{BUSY / 'queue_log'}'\n"
    )
    with open_book(busy_url, "tests") as book:
        book.add("eva", ["supervisor"], Secret(PASSWORD))
    morning = datetime.combine(day_of(busy_url) + timedelta(days=1), time(5), PRAGUE).astimezone(UTC)
    with psycopg.connect(conninfo(busy_url, user="eva", password=PASSWORD)) as connection:
        connection.execute(
            "insert into report_schedule (schedule, name, report, every, minute, formats, folder, changed_at) "
            "values ('s1', 'Fronty', '{\"report\": \"queues\"}', 'day', 270, '{xlsx,pdf}', 'rano', %s)",
            [morning - timedelta(hours=1)])  # fmt: skip
    night = NightWork(Standing(config), busy_url, HandClock(morning))
    assert set(night.works()) == {"reports", "proof"}
    await night.sending.look()
    day = day_of(busy_url)
    assert sorted(file.name for file in (tmp_path / "rano").iterdir()) == [f"Fronty {day}.pdf", f"Fronty {day}.xlsx"]
    assert (proved := await night.proof.look()) is not None
    assert (proved.day, proved.unexplained, len(proved.findings)) == (day, 0, 3)
    await night.close()


@pytest.mark.parametrize(("text", "message"), [
    ("proof_at = '3:30'", "reports.proof_at"), ("proof_at = '24:00'", "reports.proof_at"),
    ("mail_to = ['example.com']", "reports.mail_to"), ("mail_to = ['a@b.cz, c@d.cz']", "reports.mail_to"),
])  # fmt: skip
def test_a_mistake_in_the_settings_is_one_line(text: str, message: str) -> None:
    with pytest.raises(BadSettings, match=message) as refused:
        settings.parse(f"[reports]\n{text}\n")
    assert "\n" not in str(refused.value)
