"""The real daemon as a process of its own, with the bundled Postgres in a folder of its own, and what it
stored.
"""

import json
import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from time import sleep
from typing import Any

import psycopg
from psycopg.rows import DictRow, dict_row

from collector_daemon.status import StatusFile
from shared.clock import monotonic
from shared.database.bundled import BundledPostgres

from .expected import Record
from .pbx.asterisk import Asterisk
from .pbx.configuration import SECRET
from .pbx.subnet import AMI_PORT

COMMAND = (sys.executable, "-m", "collector_daemon")
PBX = "main"
START_TIME = 90.0
STOP_TIME = 40.0
COMMAND_TIME = 120.0


class CollectorDaemon:
    """`collector-daemon run` beside one Asterisk. Everything it says is in `log`."""

    def __init__(
        self, asterisk: Asterisk, folder: Path, pbx_settings: str = "", at: tuple[str, int] | None = None
    ) -> None:
        """`pbx_settings` may go on with other tables; `at`: where it reaches the PBX's AMI, if not there itself."""
        self._asterisk, self._folder = asterisk, folder
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self.log = folder / "daemon.log"
        self._config = folder / "collector.toml"
        host, port = at or (asterisk.subnet.server, AMI_PORT)
        # Not in a test's own folder: the bundled server runs as another user under root, who has to walk in.
        self._config.write_text(
            f'data_folder = "{folder / "data"}"\n[feed]\nport = 0\n'
            f'[[pbx]]\nname = "{PBX}"\nhost = "{host}"\nport = {port}\nuser = "collector"\n{pbx_settings}'
        )

    def start(self) -> None:
        """Start, and wait until it is logged in at the PBX. Raises RuntimeError with the log's end."""
        environment = {**os.environ, f"CALLCENTRE_AMI_{PBX.upper()}": SECRET}
        command = [*COMMAND, "run", "--config", str(self._config)]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        deadline = monotonic() + START_TIME
        while "collector" not in self._asterisk.cli("manager show connected"):
            if self._process.poll() is not None or monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"the daemon did not log in: {self.said()[-2000:]}")
            sleep(0.2)

    def stop(self) -> int:
        """SIGTERM, which must write everything; the exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(STOP_TIME)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            return -9

    def kill(self) -> None:
        """SIGKILL: it writes nothing more."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    @property
    def data(self) -> Path:
        """Its data folder."""
        return self._folder / "data"

    def feed_port(self) -> int:
        """Where it listens for programs; 0 while it does not."""
        status = StatusFile.read(self.data / "status.json")
        return int((status or {}).get("feed", {}).get("port", 0))

    def said(self) -> str:
        """Its log."""
        return self.log.read_text(errors="replace")

    def reconciled(self, queue_log: Path) -> subprocess.CompletedProcess[str]:
        """`reconcile` of its database, after it has stopped, with app_queue's own file."""
        where = ("--config", str(self._config), "--queue-log", str(queue_log))
        return run_command("reconcile", "--since", "2020-01-01", *where)

    def add_account(self, name: str, role: str, password: str, title: str, queues: str = "") -> None:
        """One that sees these queues, or all. Raises RuntimeError with what the command complains of."""
        file = self._folder / f"{name}.password"
        file.touch(mode=0o600)
        file.write_text(password)
        seen = ("--queues", queues) if queues else ("--all-queues",)
        who = (name, "--role", role, "--title", title, *seen, "--password-file", str(file))
        done = run_command("user", "add", *who, "--config", str(self._config))
        if done.returncode != 0:
            raise RuntimeError(done.stderr)

    def stored(self, question: str) -> list[DictRow]:
        """What its database answers, after it has stopped."""
        with (
            BundledPostgres(self._folder / "data/postgres") as server,
            psycopg.connect(server.url(), row_factory=dict_row) as connection,
        ):
            return connection.execute(question).fetchall()  # type: ignore[arg-type]

    def stored_now(self, question: str) -> list[DictRow]:
        """What its database answers while it runs."""
        server = BundledPostgres(self._folder / "data/postgres")
        server.start(shares=True)
        with psycopg.connect(server.url(), row_factory=dict_row) as connection:
            return connection.execute(question).fetchall()  # type: ignore[arg-type]

    def records(self) -> list[Record]:
        """The calls that are in its database now, after it has stopped, as call records."""
        with BundledPostgres(self._folder / "data/postgres") as server:
            return stored_records(server.url())


def run_command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of the collector's, to its end."""
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=COMMAND_TIME)


def replayed(story: Path) -> list[Record]:
    """What `collector-daemon replay` prints of a story. Raises AssertionError with what it complains of."""
    done = run_command("replay", str(story / "capture.jsonl.gz"), "--print", "calls")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def stored_records(url: str) -> list[Record]:
    """All calls of a database in the words of the contract, as far as the comparison reads them."""
    with psycopg.connect(url, row_factory=dict_row) as connection:
        tables = ("queue_visit", "ring_attempt", "conversation", "transfer")
        rows = {table: _rows(connection, table) for table in tables}
        return [_record(call, rows) for call in _rows(connection, "call")]


def _rows(connection: psycopg.Connection[DictRow], table: str) -> list[DictRow]:
    return connection.execute(f"select * from {table}").fetchall()  # type: ignore[arg-type]


def _record(call: DictRow, rows: dict[str, list[DictRow]]) -> Record:
    mine = {name: [row for row in of if row.get("call_id") == call["call_id"]] for name, of in rows.items()}
    return {
        **_times(call, "started", "ended"),
        **{name: call[name] for name in ("direction", "caller", "called", "outcome", "ended_by")},
        "call": call["call_id"],
        "queue_visits": [_visit(visit, rows["ring_attempt"]) for visit in mine["queue_visit"]],
        "conversations": [
            {
                **_times(one, "started", "ended"),
                "party": one["party"],
                "with": one["other"],
                "kind": one["kind"],
            }
            for one in mine["conversation"]
        ],
        "transfers": [
            {"kind": one["kind"], "by": one["passed_by"], "to": one["passed_to"]} for one in mine["transfer"]
        ],
    }


def _visit(visit: DictRow, attempts: list[DictRow]) -> Record:
    names = ("queue", "uniqueid", "outcome", "agent", "credited", "ended_by")
    return {
        **_times(visit, "entered", "left"),
        **{name: visit[name] for name in names},
        **{name: _seconds(visit[f"{name}_ms"]) for name in ("wait", "ring", "talk", "hold")},
        "attempts": [
            {**_times(one, "started", "ended"), "agent": one["agent"], "result": one["result"]}
            for one in attempts
            if (one["uniqueid"], one["queue"], one["visit_nth"]) == (visit["uniqueid"], visit["queue"], visit["nth"])
        ],
    }


def _times(row: DictRow, *names: str) -> dict[str, Any]:
    instants: dict[str, datetime | None] = {name: row[f"{name}_at"] for name in names}
    return {name: at.isoformat() if at else None for name, at in instants.items()}


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000
