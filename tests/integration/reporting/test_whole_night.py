"""A whole night of the daemon as a process, from calls to the morning's reports: in seconds, by a clock of its own."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import io
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from collector_daemon.simulator.server import Server
from collector_daemon.simulator.session import AmiUser
from collector_daemon.simulator.world import Scenario, World
from shared.clock import monotonic
from shared.database.connection import conninfo
from shared.domain.proofs import PROOF_KINDS
from tests.helpers.certificates import certificate_of_this_machine
from tests.helpers.proxy import Proxy
from tests.helpers.smtp import SmtpServer, smtp_server
from tests.integration.daemon.running import SECRET
from tests.integration.reporting.conftest import BUSY
from tests.integration.reporting.nights import Night

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(180)]
ProxyTo = Callable[[str, int], Proxy]
FIFTH = "select 1 from queue_visit where ended_at is not null offset 4"
ALL_OVER = "select 1 from call having bool_and(ended_at is not null)"
SPEED = 60.0
"""A minute a second."""


@contextlib.asynccontextmanager
async def mail_and_pbx(night: Night, proxy_to: ProxyTo) -> AsyncIterator[tuple[SmtpServer, Proxy, Server]]:
    """A mail server that wants TLS and a password, the line to it, and a PBX whose clock is the night's."""
    certificate = certificate_of_this_machine(night.folder)
    world = World(Scenario(load=2.0, talk_seconds=40.0, is_always_open=True), night.clock.now().timestamp())
    users = {"collector": AmiUser(SECRET, writetimeout=20.0)}
    async with smtp_server(certificate, robot="letters") as mail, Server(world, speed=SPEED, users=users) as pbx:
        line = proxy_to("127.0.0.1", mail.port)
        night.settle(
            pbx.port, f"[mail]\nhost = 'localhost'\nport = {line.port}\nca = '{certificate[0]}'\nuser = 'robot'\n"
                      "sender = 'centre@example.com'\n")  # fmt: skip
        yield mail, line, pbx


@pytest.fixture
def night(tmp_path: Path, database_url: str) -> Iterator[Night]:
    """The night in which clocks go back: that of the 25th of October, 25 hours long."""
    made = Night(tmp_path, database_url, "2026-10-24T23:40")
    with psycopg.connect(database_url) as connection:  # the night before is over
        connection.execute("insert into nightly_proof (day, pbx, kind, checked, differing) "
                           "values ('2026-10-23', 'main', 'rollups', 1, 0)")  # fmt: skip
    yield made
    made.end()


async def until(night: Night, condition: Callable[[], object], what: str) -> None:
    """Wait for it, but not without pause: to ask the database costs the daemon time too."""
    end = monotonic() + 60
    while not condition():
        assert night.is_running, f"the daemon has ended: {what}"
        assert monotonic() < end, f"not within a minute: {what}"
        await asyncio.sleep(0.1)


async def test_a_night_of_a_changed_clock_with_a_mail_server_away_and_a_daemon_killed(
    night: Night, proxy_to: ProxyTo
) -> None:
    night.schedule("Denní", minute=10, mail_to=["vedouci@example.com"], folder="denne", formats=["csv", "pdf"])
    night.schedule("Týdenní", every="week", day=7, minute=150, mail_to=["reditel@example.com"])
    night.schedule("Měsíční", every="month", day=25, minute=150, folder="mesicne", formats=["xlsx"])
    night.schedule("Nikdy", every="month", day=24, minute=150, folder="nikdy")
    async with mail_and_pbx(night, proxy_to) as (mail, line, pbx):
        line.cut()
        night.start()
        await until(night, lambda: night.ask(FIFTH), "calls stored")
        pbx.set_speed(1.0)
        await pbx.shut_down()  # no call goes on while clocks leap
        await until(night, lambda: night.ask(ALL_OVER), "the PBX's end stored")
        night.at("2026-10-25T00:10:00")
        await until(night, lambda: night.said("is tried again"), "tried in vain")
        mail.holds["EHLO"] = asyncio.Event()
        line.mend()
        night.at("2026-10-25T00:12:00")
        await until(night, lambda: mail.held, "in the middle of sending")
        night.kill()
        mail.holds.pop("EHLO").set()
        night.start()
        await until(night, lambda: night.runs()["Denní"][0][1], "sent after another start")
        night.at("2026-10-25T02:30+02:00")
        await until(night, lambda: [runs[0][1] for runs in night.runs().values()] == ["sent"] * 3, "all sent")
        night.at("2026-10-25T02:30+01:00")
        night.at("2026-10-25T03:30")
        await until(night, lambda: "2026-10-24" in night.proved(), "the night's proof")
        assert await asyncio.to_thread(night.stop) == 0
    assert night.runs() == {
        "Denní": [("2026-10-25T00:10+02:00", "sent")],
        "Týdenní": [("2026-10-25T02:30+02:00", "sent")],
        "Měsíční": [("2026-10-25T02:30+02:00", "sent")],
    }
    files = sorted(str(file.relative_to(night.folder / "reports")) for file in night.folder.glob("reports/*/*"))
    assert files == ["denne/Denní 2026-10-24.csv", "denne/Denní 2026-10-24.pdf", "mesicne/Měsíční 2026-10-24.xlsx"]
    daily, weekly = sorted(mail.mails, key=lambda one: str(one.message["Subject"]))
    assert (daily.to, weekly.to) == (["vedouci@example.com"], ["reditel@example.com"])
    assert all(one.is_encrypted and one.user == "robot" for one in mail.mails)
    said = next(part for part in daily.message.iter_attachments() if part.get_filename() == "Denní 2026-10-24.csv")
    counted = dict(night.ask(
        "select queue, count(*) from queue_visit where entered_at < '2026-10-24T22:00Z' group by queue"))
    assert counted
    assert offered(said.get_content()) == counted
    assert night.proved() == {"2026-10-24": {"conservation": 0, "rollups": 0}}
    assert sum(one.checked for one in night.proof()) > 5
    assert not night.said("ERROR", "Traceback")


def offered(sheet: str | bytes) -> dict[str, int]:
    """By queue, as a sheet of it says."""
    text = sheet.decode("utf-8-sig") if isinstance(sheet, bytes) else sheet.removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    rows = rows[: rows.index([])]
    return {row[0]: int(row[1]) for row in rows[1:-1]}


async def test_what_was_planted_in_sums_and_facts_is_found_and_told(busy_url: str, tmp_path: Path) -> None:
    night = Night(tmp_path, busy_url, "2026-11-23T03:29+00:00")
    (answered,) = night.ask("select call_id, queue from queue_visit where outcome = 'answered' order by 1 limit 1")
    with psycopg.connect(conninfo(busy_url)) as connection:
        connection.execute("delete from queue_visit where call_id = %s and queue = %s", answered)
        connection.execute("set session_replication_role = replica")  # no trigger sees the next
        connection.execute("update visit_sum set abandoned = abandoned + 1 where ctid in "
                           "(select ctid from visit_sum where span = 'quarter' limit 1)")  # fmt: skip
    night.settle(9, pbx=f"queue_log = '{BUSY / 'queue_log'}'\n", zone="UTC")
    night.start()
    try:
        night.at("2026-11-23T03:30+00:00", 1.0)
        await until(night, lambda: night.said(" ERROR "), "the proof")
        assert await asyncio.to_thread(night.stop) == 0
    finally:
        night.end()
    found = {one.kind: one for one in night.proof()}
    assert {kind: one.unexplained > 0 for kind, one in found.items()} == dict.fromkeys(PROOF_KINDS, True)
    assert f"call {answered[0]}" in {one.about for one in found["conservation"].detail}
    (line,) = night.said(" ERROR ")
    assert "figures of 2026-11-22 do not hold" in line
