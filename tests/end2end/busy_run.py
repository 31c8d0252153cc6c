"""A real busy quarter of an hour in three minutes.

Asterisk, phones, recorder and the live daemon, in a thread.
"""

import asyncio
import shutil
import subprocess
import tempfile
import threading
import traceback
from pathlib import Path

from . import record, story
from .daemon import CollectorDaemon
from .expected import Record
from .lab import Lab
from .pbx.asterisk import Asterisk
from .scenarios import Scenario
from .scenarios.traffic import busy

CUSTOMERS = 160
OPEN_TIME = 150.0  # seconds in which they call


class BusyRun:
    """One run on one release; `start` returns at once, `done` waits and raises what went wrong."""

    def __init__(self, release: str, folder: Path) -> None:
        self.release = release
        self.story = folder / "traffic"
        # Elsewhere, as pytest's folders are closed to others, and a bundled Postgres under root runs as another user.
        self.folder = Path(tempfile.mkdtemp(prefix=f"busy{release}-"))
        self.folder.chmod(0o711)
        self.stored: list[Record] = []
        self.reconciled: subprocess.CompletedProcess[str] | None = None
        self.exit_code: int | None = None
        self.said = ""
        self._error = ""
        self._thread = threading.Thread(target=self._run, name=f"busy {release}")

    def start(self) -> None:
        """Begin, in a thread with an event loop of its own."""
        self._thread.start()

    def done(self) -> "BusyRun":
        """Wait for the end. Raises AssertionError with the traceback if the run itself failed."""
        self._thread.join()
        assert not self._error, self._error
        return self

    def close(self) -> None:
        """Wait and remove everything."""
        self._thread.join()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self) -> None:
        try:
            with Asterisk(self.release) as asterisk:
                self._beside(asterisk)
        except BaseException:  # the thread's end is not the test's; `done` tells it there
            self._error = traceback.format_exc()

    def _beside(self, asterisk: Asterisk) -> None:
        begin = story.offsets(asterisk)
        daemon = CollectorDaemon(asterisk, self.folder / "daemon")
        daemon.start()
        try:
            asyncio.run(record.perform(_scenario(), asterisk, self.story))
        finally:
            self.exit_code = daemon.stop()
            self.said = daemon.said()
        asterisk.stop()
        story.write_logs(self.story, asterisk, begin)
        self.stored = daemon.records()
        self.reconciled = daemon.reconciled(self.story / "queue_log")


def _scenario() -> Scenario:
    async def script(lab: Lab) -> list[Record]:
        await busy(lab, CUSTOMERS, OPEN_TIME)
        return []

    return Scenario("traffic", "Mixed traffic from a seed.", script, is_big=True, has_audio=False)
