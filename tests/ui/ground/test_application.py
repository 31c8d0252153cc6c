"""Programs in processes of their own: they start whatever is damaged, show faults, and end in order."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

PROGRAM = """
import asyncio, logging, os, signal, sys
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QApplication, QLabel
from shared.errors import UsageError
from shared.qt.application import run
from shared.qt.fault import FaultDialog

def faults():
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, FaultDialog)]

async def main(ground):
    {body}
    return 0

sys.exit(run(main, name="trial"))
"""


@pytest.fixture
def environment(tmp_path):
    """Folders of its own for everything that a program remembers."""
    places = {name: str(tmp_path / name) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "HOME")}
    return {
        **os.environ, **places, "QT_QPA_PLATFORM": "offscreen", "LANG": "cs_CZ.UTF-8",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }  # fmt: skip


def program(body: str) -> list[str]:
    return [sys.executable, "-c", PROGRAM.format(body=body.strip().replace("\n", "\n    "))]


def run(body: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(program(body), env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60)


def log_of(environment: dict[str, str]) -> str:
    found = list(Path(environment["XDG_STATE_HOME"]).rglob("trial.log"))
    return found[0].read_text(encoding="utf-8") if found else ""


def test_it_starts_ends_and_logs_into_its_file(environment):
    result = run("logging.getLogger('x').warning('hello log'); qWarning('hello from Qt')", environment)
    assert (result.stdout, result.stderr, result.returncode) == ("", "", 0)
    log = log_of(environment)
    assert "WARNING x: hello log" in log
    assert "WARNING qt: hello from Qt" in log


def test_damaged_preferences_are_kept_aside_and_two_starts_work(environment):
    file = Path(environment["XDG_CONFIG_HOME"]) / "callcentre/preferences.json"
    file.parent.mkdir(parents=True)
    file.write_text('{"theme": "pink', encoding="utf-8")
    for theme in ("dark", "contrast"):
        result = run(f"ground.set_theme('{theme}')", environment)
        assert (result.stderr, result.returncode) == ("", 0)
    assert '"theme": "contrast"' in file.read_text(encoding="utf-8")
    assert file.with_suffix(".damaged.json").read_text(encoding="utf-8") == '{"theme": "pink'
    assert log_of(environment).count("is damaged and kept") == 1


def test_a_program_starts_where_nothing_can_be_written(environment, tmp_path):
    (tmp_path / "XDG_STATE_HOME").write_text("a file, no folder")
    (tmp_path / "XDG_CONFIG_HOME").write_text("a file, no folder")
    result = run("ground.set_theme('dark')", environment)
    assert result.returncode == 0
    assert "cannot write the log" in result.stderr
    assert "cannot be written" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_fault_in_a_task_is_shown_once_and_the_program_goes_on(environment):
    body = """
async def broken():
    raise ZeroDivisionError("in a task")
for _ in range(20):
    ground.spawn(broken())
QTimer.singleShot(0, lambda: 1 / 0)
await asyncio.sleep(0.3)
print(len(faults()), faults()[0].isVisible())
faults()[0].close()
"""
    result = run(body, environment)
    assert (result.stdout, result.returncode) == ("1 True\n", 0), result.stderr
    log = log_of(environment)
    assert log.count("a fault of the program: in a task") == 1
    assert log.count("a fault of the program: division by zero") == 1


def test_a_fault_of_the_program_itself_is_read_before_it_ends(environment):
    body = """
def read():
    print(faults()[0].isVisible())
    faults()[0].close()
QTimer.singleShot(300, read)
raise RuntimeError("nothing works")
"""
    result = run(body, environment)
    assert (result.stdout, result.returncode) == ("True\n", 1), result.stderr


@pytest.mark.parametrize("place", ["a folder", "a file, so that nothing can be logged"])
def test_without_stderr_a_fault_is_shown_and_logged_all_the_same(environment, tmp_path, place):
    """As a program with windows is on Windows: ``sys.stderr`` and ``sys.stdout`` are None."""
    if place != "a folder":
        (tmp_path / "XDG_STATE_HOME").write_text("a file, no folder")
    seen = tmp_path / "seen"
    body = f"""
logging.getLogger("x").warning("hello log")
import warnings
warnings.warn("hello warning")
def read():
    open({str(seen)!r}, "w").write(str(faults()[0].isVisible()))
    faults()[0].close()
QTimer.singleShot(0, lambda: 1 / 0)
QTimer.singleShot(300, read)
await asyncio.sleep(0.6)
"""
    result = subprocess.run(
        [part.replace("import asyncio,", "import sys; sys.stdout = sys.stderr = None\nimport asyncio,", 1)
         for part in program(body)],
        env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (result.stdout, result.stderr, result.returncode) == ("", "", 0)
    assert seen.read_text() == "True"
    if place == "a folder":
        for words in ("hello log", "hello warning", "a fault of the program: division by zero"):
            assert words in log_of(environment)


def test_a_mistake_of_the_users_is_the_callers_to_say(environment):
    result = run('raise UsageError("--server is no address")', environment)
    assert result.returncode == 1
    assert result.stderr.rstrip().endswith("UsageError: --server is no address")


def test_closing_the_last_window_does_not_break_what_is_awaited(environment):
    body = """
label = QLabel("a window")
label.show()
await asyncio.sleep(0)
label.close()
await asyncio.sleep(0.1)
print("still here")
"""
    assert run(body, environment).stdout == "still here\n"


def test_czech_is_spoken_where_the_system_does_and_qt_follows(environment):
    body = """
print(ground.language.code, QApplication.translate("QPlatformTheme", "Cancel"))
ground.set_language("en")
print(ground.language.code, QApplication.translate("QPlatformTheme", "Cancel"))
"""
    assert run(body, environment).stdout == "cs Zrušit\nen Cancel\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_it_in_order(environment, number):
    body = """
async def work():
    try:
        await asyncio.Event().wait()
    finally:
        print("work ended")
ground.spawn(work())
await asyncio.sleep(0.01)
print("ready", flush=True)
await ground.stopping.wait()
print("stopping")
"""
    with subprocess.Popen(
        program(body), env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        assert process.wait(timeout=20) == 0
        assert process.stdout.read() == "stopping\nwork ended\n"
        assert process.stderr.read() == ""


