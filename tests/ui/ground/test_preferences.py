"""All three programs write one file of preferences, perhaps at once: nobody's change is lost."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from shared.clock import SystemClock
from shared.qt.ground import Ground
from shared.qt.preferences import Preferences, Server, load, save, save_changes

WRITER = """
import sys
from copy import deepcopy
from pathlib import Path
from shared.qt.preferences import load, save_changes

name, file = sys.argv[1], Path(sys.argv[2])
mine = load(file)
sys.stdin.readline()
for number in range(30):
    before = deepcopy(mine)
    mine.places[f"{name} {number}"] = str(number)
    assert save_changes(mine, before, file)
"""

DYING = """
import os, sys
from PySide6.QtCore import QLockFile

lock = QLockFile(sys.argv[1])
assert lock.tryLock(0)
os._exit(1)
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "preferences.json"


@pytest.fixture
def program(qapp, file):
    """Begins a program: its ground."""
    return lambda name: Ground(qapp, name, SystemClock(), file)


def test_two_programs_keep_what_each_changed(program, file):
    save(Preferences(account="eva", places={"panel": "1", "old": "0"}, tables={"calls": "a"}), file)
    panel, console = program("operator-panel"), program("supervisor-console")
    panel.set_theme("contrast")
    panel.preferences.places["panel"] = "2"
    del panel.preferences.places["old"]
    panel.remember()
    console.preferences.server = Server(host="daemon")
    console.preferences.places["console"] = "3"
    console.preferences.tables["calls"] = "b"
    console.remember()
    panel.set_language("cs")
    assert load(file) == Preferences(
        language="cs", theme="contrast", server=Server(host="daemon"), account="eva",
        places={"panel": "2", "console": "3"}, tables={"calls": "b"},
    )  # fmt: skip


def test_of_one_thing_changed_by_both_the_last_word_holds(program, file):
    panel, console = program("operator-panel"), program("supervisor-console")
    panel.set_theme("dark")
    console.set_theme("contrast")
    panel.set_reduced_motion(True)
    assert load(file) == Preferences(theme="contrast", has_reduced_motion=True)


@pytest.mark.expects_log("is damaged and kept as preferences.damaged.json")
def test_one_that_was_damaged_meanwhile_is_kept_and_all_that_is_known_is_written(program, file):
    save(Preferences(account="eva"), file)
    panel = program("operator-panel")
    file.write_bytes(b"{")
    panel.set_theme("dark")
    assert load(file) == Preferences(account="eva", theme="dark")
    assert file.with_suffix(".damaged.json").read_bytes() == b"{"


@pytest.mark.expects_log("cannot be read, so nothing is written")
def test_what_could_not_be_written_is_written_the_next_time(program, file):
    panel = program("operator-panel")
    file.mkdir()
    panel.set_theme("dark")
    file.rmdir()
    save(Preferences(account="eva"), file)
    panel.set_reduced_motion(True)
    assert load(file) == Preferences(account="eva", theme="dark", has_reduced_motion=True)


def test_processes_that_write_at_once_lose_nothing(file):
    names = ("operator-panel", "supervisor-console", "wallboard")
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER, name, str(file)], stdin=subprocess.PIPE) for name in names
    ]
    for one in running:
        assert one.stdin is not None
        one.stdin.write(b"go\n")
        one.stdin.close()
    assert [one.wait(60) for one in running] == [0, 0, 0]
    assert load(file).places == {f"{name} {number}": str(number) for name in names for number in range(30)}
    assert _left(file) == ["preferences.json"]


def test_a_program_that_died_while_it_wrote_keeps_nobody_waiting(file):
    words = [sys.executable, "-c", DYING, str(file.with_suffix(".lock"))]
    assert subprocess.run(words, check=False).returncode == 1
    assert file.with_suffix(".lock").exists()
    assert save_changes(Preferences(theme="dark"), Preferences(), file)
    assert load(file).theme == "dark"
    assert _left(file) == ["preferences.json"]


def test_one_that_hangs_while_it_writes_is_not_waited_for_without_end(file, monkeypatch):
    monkeypatch.setattr("shared.qt.preferences.LOCK_MILLISECONDS", 50)
    held = QLockFile(str(file.with_suffix(".lock")))
    assert held.tryLock(0)
    assert save_changes(Preferences(theme="dark"), Preferences(), file)
    held.unlock()
    assert load(file).theme == "dark"


def _left(file: Path) -> list[str]:
    return [path.name for path in file.parent.iterdir()]
