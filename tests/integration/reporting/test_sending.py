"""Reports that are due: made once, sent, tried again, made up for after a break, never to whom they must not go."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import psycopg
import pytest

from collector_daemon.post import Post
from collector_daemon.reporting.delivery import Delivery, Sheet
from collector_daemon.reporting.sending import Sending
from collector_daemon.settings import MailSettings
from collector_daemon.store.lending import Lender
from collector_daemon.store.report_schedules import ReportSchedules, Schedule
from shared.clock import HandClock
from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.database.connection import conninfo
from shared.errors import Unavailable
from tests.helpers.proxy import Proxy
from tests.helpers.smtp import SmtpServer, smtp_server
from tests.helpers.waiting import wait_until

pytestmark = pytest.mark.postgres
PRAGUE = ZoneInfo("Europe/Prague")
MONDAY = datetime(2026, 1, 5, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ProxyTo = Callable[[str, int], Proxy]


class Desk:
    """Somebody's schedules in a database, a clock, and what was made: (schedule, for which instant, its queues)."""

    def __init__(self, url: str, lender: Lender, folder: Path) -> None:
        self.url, self.folder, self.clock = url, folder, HandClock(MONDAY)
        self.made: list[tuple[str, datetime, tuple[str, ...] | None]] = []
        self.delivery = Delivery(folder, None, ())
        self.sending = Sending(ReportSchedules(lender), self.make, lambda: self.delivery, lambda: PRAGUE, self.clock,
                               pauses=(MINUTE, MINUTE))  # fmt: skip

    async def make(self, schedule: Schedule, at: datetime) -> Sequence[Sheet]:
        """A file of a line for each format."""
        self.made.append((schedule.schedule, at, schedule.queues))
        return [Sheet(f"{schedule.name} {at:%Y-%m-%d}.{one}", f"{at}".encode()) for one in schedule.formats]

    def schedule(self, key: str = "s1", who: str = "eva", **changed: Any) -> None:
        """As the account writes it, each day at 7:00 into the folder "daily" unless said otherwise."""
        row = {"schedule": key, "name": "Fronty", "report": "{}", "every": "day", "minute": 420, "formats": ["csv"],
               "folder": "daily", "changed_at": MONDAY} | changed  # fmt: skip
        names = ", ".join(row)
        with psycopg.connect(conninfo(self.url, user=who, password="correct horse battery")) as connection:
            connection.execute(
                f"insert into report_schedule ({names}) values ({', '.join(['%s'] * len(row))})", list(row.values())
            )

    def runs(self) -> list[tuple[str, int, str | None]]:
        """Local day, tries, outcome."""
        with psycopg.connect(conninfo(self.url)) as connection:
            rows = connection.execute("select due_at, tries, outcome from report_run order by schedule, due_at")
            return [(at.astimezone(PRAGUE).isoformat()[:16], tries, outcome) for at, tries, outcome in rows]

    async def at(self, moment: str) -> None:
        """It is then, and somebody looks."""
        self.clock.set_to(datetime.fromisoformat(moment).replace(tzinfo=PRAGUE).astimezone(UTC))
        await self.sending.look()


@pytest.fixture
def url(database_url: str) -> str:
    with open_book(database_url, "tests") as book:
        book.add("eva", ["supervisor"], Secret("correct horse battery"))
        book.add("vera", ["supervisor"], Secret("correct horse battery"), queues=["support"])
    return database_url


@pytest.fixture
async def desk(url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    lender = Lender(url)
    yield Desk(url, lender, tmp_path / "reports")
    await lender.close()


@contextlib.asynccontextmanager
async def mailing(desk: Desk, *allowed: str) -> AsyncIterator[SmtpServer]:
    async with smtp_server() as server:
        settings = MailSettings(host="127.0.0.1", port=server.port, security="none", sender="centre@example.com")
        desk.delivery = Delivery(desk.folder, Post(settings, None), allowed)
        yield server


async def test_a_report_is_made_once_when_it_is_due(desk: Desk) -> None:
    desk.schedule()
    await desk.at("2026-01-06T06:59")
    assert not desk.made
    await desk.at("2026-01-06T07:00")
    await desk.at("2026-01-06T07:01")
    assert desk.made == [("s1", datetime(2026, 1, 6, 6, tzinfo=UTC), None)]
    assert (desk.folder / "daily" / "Fronty 2026-01-06.csv").read_bytes()
    assert desk.runs() == [("2026-01-06T07:00", 1, "sent")]
    assert [path.name for path in (desk.folder / "daily").iterdir()] == ["Fronty 2026-01-06.csv"]


async def test_days_without_the_daemon_are_made_up_for_as_they_were_due(desk: Desk) -> None:
    desk.schedule()
    await desk.at("2026-01-15T12:00")
    assert [outcome for _day, _tries, outcome in desk.runs()] == ["skipped"] * 3 + ["sent"] * 7
    assert [at.day for _key, at, _queues in desk.made] == [9, 10, 11, 12, 13, 14, 15]


async def test_mail_carries_all_formats_and_is_tried_again(desk: Desk) -> None:
    desk.schedule(folder="", mail_to=["vedouci@example.com"], formats=["csv", "xlsx", "pdf"])
    async with mailing(desk) as server:
        server.refusals["MAIL"] = b"451 later"
        await desk.at("2026-01-06T07:00")
        assert desk.runs() == [("2026-01-06T07:00", 1, None)]
        server.refusals.clear()
        await desk.at("2026-01-06T07:00:30")
        assert not server.mails, "a minute has not passed"
        await desk.at("2026-01-06T07:02")
        (mail,) = server.mails
    assert desk.runs() == [("2026-01-06T07:00", 2, "sent")]
    assert mail.to == ["vedouci@example.com"]
    assert mail.message["Subject"] == "Fronty"
    names = [part.get_filename() for part in mail.message.iter_attachments()]
    assert names == ["Fronty 2026-01-06.csv", "Fronty 2026-01-06.xlsx", "Fronty 2026-01-06.pdf"]


async def test_after_the_last_try_it_has_failed_and_says_why(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.schedule(folder="", mail_to=["vedouci@example.com"])
    async with mailing(desk) as server:
        server.refusals["MAIL"] = b"451 later"
        for minute in (0, 2, 4, 6):
            await desk.at(f"2026-01-06T07:0{minute}")
    assert desk.runs() == [("2026-01-06T07:00", 3, "failed")]
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "report 'Fronty' of eva: 127.0.0.1 answered 451"]  # fmt: skip


@pytest.mark.parametrize(("changed", "why"), [
    ({"mail_to": ["nekdo@jinde.cz"]}, "reports may not be sent to nekdo@jinde.cz"),
    ({"mail_to": []}, "nobody is named to send it to, and no folder"),
])  # fmt: skip
async def test_what_would_never_go_is_not_tried_again(
    desk: Desk, caplog: pytest.LogCaptureFixture, changed: dict[str, Any], why: str
) -> None:
    desk.schedule(folder="", **changed)
    async with mailing(desk, "@example.com") as server:
        await desk.at("2026-01-06T07:00")
        assert not server.mails
    assert desk.runs() == [("2026-01-06T07:00", 1, "failed")]
    assert why in caplog.text


async def test_the_account_s_queues_go_with_it_and_without_the_right_nothing_is_sent(
    desk: Desk, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk.schedule("s2", "vera")
    await desk.at("2026-01-06T07:00")
    assert desk.made == [("s2", datetime(2026, 1, 6, 6, tzinfo=UTC), ("support",))]
    with open_book(url, "tests") as book:
        book.set_roles("vera", ["wallboard"])
    await desk.at("2026-01-07T07:00")
    assert desk.runs()[-1] == ("2026-01-07T07:00", 1, "failed")
    assert "vera may not see statistics any more" in caplog.text
    assert len(desk.made) == 1


async def test_a_full_disk_is_a_line_and_is_tried_again(desk: Desk) -> None:
    desk.schedule()
    desk.folder.write_bytes(b"")  # a file where the folder should be
    await desk.at("2026-01-06T07:00")
    assert desk.runs() == [("2026-01-06T07:00", 1, None)]
    desk.folder.unlink()
    await desk.at("2026-01-06T07:02")
    assert desk.runs() == [("2026-01-06T07:00", 2, "sent")]


async def test_nobody_writes_another_s_schedule_or_leaves_the_folder(desk: Desk) -> None:
    wrong: tuple[dict[str, Any], ...] = (
        {"account": "vera"}, {"folder": "../elsewhere"}, {"folder": "a/b"}, {"folder": "c:x"}, {"formats": ["exe"]},
        {"formats": []}, {"every": "second"}, {"minute": 1440},
    )  # fmt: skip
    for changed in wrong:
        with pytest.raises(psycopg.Error):
            desk.schedule("s9", **changed)
    await desk.at("2026-01-06T07:00")
    assert not desk.made


async def test_while_the_database_is_away_nothing_is_forgotten(desk: Desk, url: str) -> None:
    desk.schedule()
    away = Lender("postgresql://nobody@127.0.0.1:1/none")
    lost = Sending(ReportSchedules(away), desk.make, lambda: desk.delivery, lambda: PRAGUE, desk.clock)
    with pytest.raises(Unavailable):
        await lost.look()
    await away.close()
    await desk.at("2026-01-06T07:00")
    assert len(desk.made) == 1


async def test_what_is_handed_over_while_the_daemon_stops_is_written_down(desk: Desk) -> None:
    desk.schedule(folder="", mail_to=["vedouci@example.com"])
    async with mailing(desk) as server:
        server.holds["TAKEN"] = asyncio.Event()
        look = asyncio.create_task(desk.at("2026-01-06T07:00"))
        await wait_until(lambda: server.held == ["TAKEN"])
        look.cancel()
        await asyncio.sleep(0)
        server.holds.pop("TAKEN").set()
        await asyncio.gather(look, return_exceptions=True)
        assert look.cancelled()
        assert desk.runs() == [("2026-01-06T07:00", 1, "sent")]
        await desk.at("2026-01-06T07:05")
    assert len(server.mails) == 1


async def test_a_daemon_killed_before_it_heard_that_the_mail_was_taken_sends_the_same_mail(desk: Desk) -> None:
    desk.schedule(folder="", mail_to=["vedouci@example.com"])
    async with mailing(desk) as server:
        await desk.at("2026-01-06T07:00")
        with psycopg.connect(conninfo(desk.url)) as connection:  # as if nothing had been written any more
            connection.execute("update report_run set outcome = null, ended_at = null")
        await desk.at("2026-01-06T07:05")
        await desk.at("2026-01-07T07:00")
    names = [mail.message["Message-ID"] for mail in server.mails]
    assert names[0] == names[1] != names[2]
    assert desk.runs()[0] == ("2026-01-06T07:00", 2, "sent")


async def test_a_database_that_went_while_a_mail_was_sent_is_told_later(desk: Desk, proxy_to: ProxyTo) -> None:
    place = urlsplit(desk.url)
    proxy = proxy_to(place.hostname or "127.0.0.1", place.port or 5432)
    lender = Lender(desk.url.replace(f"{place.hostname}:{place.port}", f"127.0.0.1:{proxy.port}"))
    desk.sending = Sending(ReportSchedules(lender), desk.make, lambda: desk.delivery, lambda: PRAGUE, desk.clock)
    desk.schedule(folder="", mail_to=["vedouci@example.com"])
    async with mailing(desk) as server:
        server.holds["TAKEN"] = asyncio.Event()
        look = asyncio.create_task(desk.at("2026-01-06T07:00"))
        await wait_until(lambda: server.held == ["TAKEN"])
        proxy.cut()
        server.holds.pop("TAKEN").set()
        await look
        with pytest.raises(Unavailable):
            await desk.at("2026-01-06T07:05")
        assert desk.runs() == [("2026-01-06T07:00", 1, None)]
        proxy.mend()
        await desk.at("2026-01-06T07:10")
        assert desk.runs() == [("2026-01-06T07:00", 1, "sent")]
    await lender.close()
    assert len(server.mails) == 1


async def test_a_report_that_ends_the_daemon_does_so_no_more_than_so_often(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    class Ended(BaseException):
        """What no code of ours catches, as the system's own end of a process."""

    async def end(schedule: Schedule, at: datetime) -> Sequence[Sheet]:
        raise Ended

    lender = Lender(desk.url)
    desk.schedule()
    for _start in range(3):
        desk.sending = Sending(
            ReportSchedules(lender), end, lambda: desk.delivery, lambda: PRAGUE, desk.clock, pauses=(MINUTE, MINUTE))
        with pytest.raises(Ended):
            await desk.at("2026-01-06T07:00")
    await desk.at("2026-01-06T07:01")
    await lender.close()
    assert desk.runs() == [("2026-01-06T07:00", 3, "failed")]
    assert "the daemon ended each time that it was tried" in caplog.text


async def test_one_of_several_to_whom_it_does_not_go_is_told(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.schedule(folder="", mail_to=["vedouci@example.com", "kdosi@example.com"])
    async with mailing(desk) as server:
        server.strangers.add("kdosi@example.com")
        await desk.at("2026-01-06T07:00")
    assert [mail.to for mail in server.mails] == [["vedouci@example.com"]]
    assert desk.runs() == [("2026-01-06T07:00", 1, "sent")]
    assert "not taken for 'kdosi@example.com'" in caplog.text
