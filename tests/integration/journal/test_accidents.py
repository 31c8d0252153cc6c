"""What happens to a journal when its process is killed, or its disk is full: nothing is lost."""

import asyncio
import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from collector_daemon.capture import Heard
from collector_daemon.settings import JournalSettings
from collector_daemon.store.journal.journal import Journal
from shared.clock import HandClock, SystemClock

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
posix_only = pytest.mark.skipif(os.name == "nt", reason="limits on file sizes are POSIX")


@pytest.mark.parametrize("after", [100, 1500, 4000])
def test_kill_9_loses_nothing_that_was_appended(tmp_path, after, caplog):
    folder = tmp_path / "journal"
    with subprocess.Popen(
        [sys.executable, str(HERE / "writer.py"), str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as child:
        assert child.stdout
        said = {"written": 0, "synced": 0}
        for line in child.stdout:
            word, number = line.split()
            said[word] = int(number)
            if said["synced"] >= after:
                child.kill()
                break
        for line in child.stdout:  # what it still said before it died
            if line.endswith("\n"):
                word, number = line.split()
                said[word] = int(number)
    journal = Journal(folder, JournalSettings(), HandClock())
    # Killed in the middle of a write, the last line is cut off, and said so: that one was never acknowledged.
    assert all("a line that was never finished" in record.message for record in caplog.records)
    try:
        found = [(seq, entry.headers["Number"]) for seq, entry in journal.read() if isinstance(entry, Heard)]
        assert said["synced"] <= said["written"] <= journal.last_seq
        assert found == [(number, str(number)) for number in range(1, journal.last_seq + 1)]
        first, state = journal.restart(journal.last_seq)
        assert state is None or int(state) == first - 1
        assert first > said["written"] - 800, "the newest state is not used"
    finally:
        journal.close()


@posix_only
def test_a_full_disk_stops_reading_loses_nothing_and_recovers(tmp_path):
    done = subprocess.run(
        [sys.executable, str(HERE / "full_disk.py"), str(tmp_path / "journal")],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stderr) == (0, "")
    error, recovered, alerts = done.stdout.splitlines()
    assert error.startswith("ERROR journal ")
    assert error.endswith("can't write (File too large); the PBX is not read until it can")
    assert recovered.endswith("the disk takes entries again; nothing was lost")
    assert alerts == "alerts 2 the last empty"


@pytest.fixture
def small_disk(tmp_path):
    """A file system of its own of 1 MB, where we may make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("no right to mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.expects_log("can't write .No space left on device.; the PBX is not read until it can")
async def test_a_real_full_disk(small_disk):
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 700_000)
    journal = Journal(small_disk / "journal", JournalSettings(sync_ms=1), SystemClock())
    running = asyncio.create_task(journal.run())
    try:
        while not journal.is_blocked:
            journal.append(Heard(float(journal.last_seq + 1), {"Event": "Test", "Pad": "x" * 300}))
        ballast.unlink()
        async with asyncio.timeout(10):
            await journal.sync()
        assert [seq for seq, _ in journal.read()] == list(range(1, journal.last_seq + 1))
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        journal.close()


@pytest.mark.expects_log("can't be packed .No space left on device., trying again")
async def test_packing_waits_for_room_on_the_disk(small_disk):
    journal = Journal(small_disk / "journal", JournalSettings(), SystemClock())
    try:
        journal.extend(Heard(float(number), {"Noise": os.urandom(150).hex()}) for number in range(1500))
        journal.rotate(b"state")
        await journal.sync()
        ballast = small_disk / "ballast"
        with contextlib.suppress(OSError):
            ballast.write_bytes(b"x" * 1_000_000)
        await journal.tidy()
        await journal.tidy()
        assert journal.segments[0].plain.exists()
        ballast.unlink()
        await journal.tidy()
        assert journal.segments[0].packed.exists()
        assert not journal.segments[0].plain.exists()
        assert len(list(journal.read())) == 1500
    finally:
        journal.close()
