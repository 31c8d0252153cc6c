"""One operator's shift at the real panel on one release, then a supervisor at the real console, in a thread.

Everything around them is real. What was seen, said, logged and stored is kept for the tests (``test_panel``,
``test_console``); the stories themselves are ``panel_story`` and ``console_story``.
"""

import asyncio
import shutil
import tempfile
import threading
import traceback
from pathlib import Path
from typing import Any

from tests.helpers.display import x_server
from tests.helpers.proxy import Proxy

from . import console_story, record, story
from .console_story import ACCOUNT, NAME, Supervision
from .daemon import CollectorDaemon
from .expected import Record
from .lab import Lab
from .panel_story import PASSWORD, Shift
from .pbx.asterisk import Asterisk
from .pbx.subnet import AMI_PORT
from .scenarios import Scenario
from .workplace import Workplace

SETTINGS = """transfer_context = "internal"
hold = "notify"
dial_seconds = 10
retry_seconds = 0.1
trunks = ["PJSIP/trunk", "PJSIP/gsm"]

[desk]
popup_seconds = 1

[[desk_queue]]
queue = "support"
wrapup_seconds = 60
is_disposition_required = true

[[disposition]]
code = "sold"
title = "Sold"

[[disposition]]
code = "complaint"
title = "Complaint"

[[pause_reason]]
reason = "lunch"
title = "Lunch"

[[pause_reason]]
reason = "training"
title = "Training"
"""

RECORDINGS = """
[[recordings]]
pbx_folder = "{folder}"
folder = "{folder}"
"""


class PanelRun:
    """``start`` returns at once, ``done`` waits and raises what went wrong."""

    def __init__(self, release: str, folder: Path) -> None:
        self.release, self.story = release, folder / "panel"
        # Elsewhere, as pytest's folders are closed to others, and a bundled Postgres under root runs as another user.
        self.folder = Path(tempfile.mkdtemp(prefix=f"panel{release}-"))
        self.folder.chmod(0o711)
        self.shift: Shift
        self.supervision: Supervision
        self.records: list[Record] = []
        self.notes: list[dict[str, Any]] = []
        self.dispositions: list[dict[str, Any]] = []
        self.exit_code: int | None = None
        self.daemon_said = self.panel_said = self.console_said = ""
        self.witnessed: list[dict[str, Any]] = []
        self.console_witnessed: list[dict[str, Any]] = []
        self.files: list[dict[str, Any]] = []
        self.tapes: list[dict[str, Any]] = []
        self.cuts: list[dict[str, Any]] = []
        self.audit: list[dict[str, Any]] = []
        self.chain: dict[str, Any] = {}
        self.sounds: dict[str, bytes] = {}
        self.played = b""
        self._error = ""
        self._thread = threading.Thread(target=self._run, name=f"panel {release}")

    def start(self) -> None:
        """Begin, in a thread with an event loop of its own."""
        self._thread.start()

    def done(self) -> "PanelRun":
        """Wait for the end. Raises AssertionError with the traceback if the story itself failed."""
        self._thread.join()
        assert not self._error, self._error
        return self

    def close(self) -> None:
        """Wait and remove everything."""
        self._thread.join()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self) -> None:
        try:
            with Asterisk(self.release) as asterisk, x_server("1920x1080x24") as display:
                line = Proxy(asterisk.subnet.server, AMI_PORT)
                try:
                    self._beside(asterisk, display, line)
                finally:
                    line.close()
        except BaseException:  # the thread's end is not the test's; `done` tells it there
            self._error = traceback.format_exc()

    def _beside(self, asterisk: Asterisk, display: str, line: Proxy) -> None:
        begin = story.offsets(asterisk)
        self.story.mkdir(parents=True)
        settings = SETTINGS + RECORDINGS.format(folder=asterisk.run / "spool/monitor")
        daemon = CollectorDaemon(asterisk, self.folder / "daemon", settings, (line.host, line.port))
        daemon.start()
        try:
            daemon.add_account("petr", "operator", PASSWORD, "Petr Novotny", "support,emptyq")
            daemon.add_account(ACCOUNT, "supervisor", console_story.PASSWORD, NAME)
            place = Workplace(self.folder / "desk", display, daemon.feed_port(), self.release)
            desk = Workplace(self.folder / "console", display, daemon.feed_port(), self.release, "supervisor-console",
                             "tests.end2end.console_witness")  # fmt: skip
            self.shift = Shift(place, line, asterisk.run / "log/queue_log")
            self.supervision = Supervision(desk, self.shift)
            try:
                asyncio.run(record.perform(_scenario(self.shift, self.supervision), asterisk, self.story))
            finally:
                self.panel_said, self.witnessed = place.said(), place.witnessed()
                self.console_said, self.console_witnessed = desk.said(), desk.witnessed()
                played = desk.told.with_name("played.s16")
                self.played = played.read_bytes() if played.exists() else b""
        finally:
            self.exit_code = daemon.stop()
            self.daemon_said = daemon.said()
            asterisk.stop()
            story.write_logs(self.story, asterisk, begin)
        self.sounds = {str(file): file.read_bytes() for file in (asterisk.run / "spool/monitor").rglob("*.wav")}
        self.records = daemon.records()
        self.notes = daemon.stored("select * from call_note")
        self.dispositions = daemon.stored("select * from call_disposition")
        self.files = daemon.stored("select * from recording_file")
        self.tapes = daemon.stored("select * from recording")
        self.cuts = daemon.stored("select * from recording_pause where is_cut order by started_at")
        self.audit = daemon.stored("select * from audit order by id")
        self.chain = daemon.stored("select * from audit_check()")[0]


def _scenario(shift: Shift, supervision: Supervision) -> Scenario:
    async def script(lab: Lab) -> list[Record]:
        await shift.work(lab)
        await supervision.work(lab)
        return []

    return Scenario("panel", "A shift at the panel.", script)
