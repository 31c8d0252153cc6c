"""A night of a whole daemon: its process, its clock, the mail server, the schedules of an account, what is written."""

import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from sqlalchemy import create_engine

from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.database.connection import conninfo, parse
from shared.domain.proofs import Finding
from supervisor_console.reports.proof import last_proof
from tests.helpers.quick_clock import QuickClock
from tests.integration.daemon.running import SECRET

PRAGUE = ZoneInfo("Europe/Prague")
PASSWORD = "correct horse battery"


def instant(local: str) -> datetime:
    """In Prague where no offset is told."""
    at = datetime.fromisoformat(local)
    return at if at.tzinfo else at.replace(tzinfo=PRAGUE)


class Night:
    """``clock`` is the daemon's and the PBX's; the daemon can be killed and started as often as one likes."""

    def __init__(self, folder: Path, url: str, start: str) -> None:
        """``start``: local time of Prague."""
        self.folder, self.url, self.began = folder, url, instant(start)
        self.clock = QuickClock.made(folder / "clock", self.began)
        self.log, self.config = folder / "daemon.log", folder / "collector.toml"
        self.process: subprocess.Popen[bytes] | None = None
        with open_book(url, "tests") as book:
            book.add("eva", ["supervisor"], Secret(PASSWORD))

    def settle(self, port: int, more: str = "", pbx: str = "", zone: str = "Europe/Prague") -> None:
        """Write the daemon's settings: a PBX at that port, reports into a folder, and what else there is."""
        self.config.write_text(
            f"data_folder = '{self.folder / 'data'}'\n[database]\nurl = '{self.url}'\n[feed]\nport = 0\n"
            f"[centre]\ntimezone = '{zone}'\n[reports]\nfolder = '{self.folder / 'reports'}'\n{more}"
            f"[[pbx]]\nname = 'main'\nport = {port}\nuser = 'collector'\nretry_seconds = 0.05\n{pbx}"
        )

    def schedule(self, key: str, **row: Any) -> None:
        """As the account writes it, of the day before, changed when the night began."""
        row = {"schedule": key, "name": key, "report": '{"report": "queues", "period": {"preset": "yesterday"}}',
               "every": "day", "formats": ["csv"], "changed_at": self.began} | row  # fmt: skip
        with psycopg.connect(conninfo(self.url, user="eva", password=PASSWORD)) as connection:
            connection.execute(f"insert into report_schedule ({', '.join(row)}) values "
                               f"({', '.join(['%s'] * len(row))})", list(row.values()))  # fmt: skip

    def start(self) -> None:
        """The daemon begins to work."""
        words = [self.config, self.folder / "clock"]
        environment = {**os.environ, "CALLCENTRE_AMI_MAIN": SECRET, "CALLCENTRE_MAIL_PASSWORD": "letters"}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.integration.reporting.night_daemon", *map(str, words)],
                stdout=log, stderr=log, env=environment,
            )  # fmt: skip

    @property
    def is_running(self) -> bool:
        """Is the process there?"""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        """Whatever came of the test."""
        if self.is_running:
            self.kill()
        print("\n".join(self.said()))  # pytest shows it where the test failed

    def stop(self) -> int:
        """SIGTERM; its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def at(self, local: str, speed: float = 60.0) -> None:
        """It is then, or later where it was; from now on a minute a second. ``02:30+01:00``: the second such time."""
        self.clock.put(max(instant(local), self.clock.now()), speed)

    def runs(self) -> dict[str, list[tuple[str, str | None]]]:
        """By schedule: when it was due with the offset, and what came of it."""
        found: dict[str, list[tuple[str, str | None]]] = {}
        for key, at, outcome in self.ask("select schedule, due_at, outcome from report_run order by schedule, due_at"):
            local = at.astimezone(PRAGUE).isoformat()
            found.setdefault(key, []).append((f"{local[:16]}{local[-6:]}", outcome))
        return found

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """As the database's owner."""
        with psycopg.connect(conninfo(self.url)) as connection:
            return connection.execute(question).fetchall()

    def proof(self) -> tuple[Finding, ...]:
        """What the console's first page asks, as the account."""
        made = create_engine(parse(self.url).set(username="eva", password=PASSWORD))
        try:
            with made.connect() as connection:
                return last_proof(connection)
        finally:
            made.dispose()

    def proved(self) -> dict[str, dict[str, int]]:
        """Of the last day that was proved: by kind, how much differs and nobody knows why."""
        return {one.day.isoformat(): {two.kind: two.unexplained for two in self.proof()} for one in self.proof()}

    def said(self, *levels: str) -> list[str]:
        """Lines of its log, of these levels."""
        text = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return [line for line in text if not levels or any(level in line for level in levels)]
