"""Drafts are kept at this computer: beside the window, soon, and all of them at the end."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
import pytest

from shared.clock import SystemClock
from shared.qt import preferences
from supervisor_console.quality.app.memory import PAUSE_SECONDS, Memory
from supervisor_console.quality.presenter import Draft

DRAFT = Draft(
    score="s1", pbx="main", call="1.1", agent="1001", agent_name=None,
    call_started_at=datetime(2026, 11, 19, 12, 0, tzinfo=UTC), card="support", version=1,
)  # fmt: skip


@pytest.fixture
def writes(monkeypatch):
    """The threads that wrote, and when one has."""
    threads, written, save = [], threading.Semaphore(0), preferences.save

    def told(what, file):
        save(what, file)
        threads.append(threading.current_thread())
        written.release()

    monkeypatch.setattr(preferences, "save", told)
    return threads, written


def test_typing_writes_once_beside_and_with_all_that_came(tmp_path, writes):
    threads, written = writes
    memory = Memory("jakub", tmp_path / "drafts.json")
    for number in range(200):
        memory.keep(msgspec.structs.replace(DRAFT, comment="x" * number))
    assert not threads
    assert written.acquire(timeout=10)
    assert threading.main_thread() not in threads
    assert [one.comment for one in Memory("jakub", tmp_path / "drafts.json").drafts] == ["x" * 199]
    memory.keep(msgspec.structs.replace(DRAFT, comment="after it"))
    assert written.acquire(timeout=10)
    assert len(threads) == 2
    assert Memory("jakub", tmp_path / "drafts.json").drafts[0].comment == "after it"


def test_what_is_finished_waits_for_no_pause(tmp_path, writes, monkeypatch):
    monkeypatch.setattr("supervisor_console.quality.app.memory.PAUSE_SECONDS", 3600)
    begun = SystemClock().monotonic()
    memory = Memory("jakub", tmp_path / "drafts.json")
    memory.keep(DRAFT)
    memory.keep(msgspec.structs.replace(DRAFT, is_sent=True))
    assert writes[1].acquire(timeout=10)
    assert SystemClock().monotonic() - begun < 60
    assert [one.is_sent for one in Memory("jakub", tmp_path / "drafts.json").drafts] == [True]


def test_closing_writes_the_rest_and_others_drafts_stay(tmp_path):
    file = tmp_path / "drafts.json"
    for account in ("anna", "jakub"):
        memory = Memory(account, file)
        memory.keep(DRAFT)
        memory.close()
    assert PAUSE_SECONDS < 1
    memory = Memory("jakub", file)
    memory.drop(DRAFT)
    memory.close()
    assert (Memory("jakub", file).drafts, Memory("anna", file).drafts) == ((), (DRAFT,))


def test_a_program_that_ends_without_closing_writes_all(tmp_path, monkeypatch):
    at_the_end: list[Callable[[], None]] = []
    monkeypatch.setattr("atexit.register", at_the_end.append)
    memory = Memory("jakub", tmp_path / "drafts.json")
    memory.keep(DRAFT)
    for one in at_the_end:
        one()
    assert Memory("jakub", tmp_path / "drafts.json").drafts == (DRAFT,)
