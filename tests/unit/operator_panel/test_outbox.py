"""What was noted is kept whatever happens to the program, the disk or the connection, and sent once."""

import asyncio
import errno
import functools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from installers.bootstrap import ROOT
from operator_panel.outbox import Entry, FolderInUse, Outbox, Posting, folder_of
from operator_panel.outbox.box import FILE
from shared.clock import HandClock
from shared.domain.accounts import Account
from shared.domain.commands import Refused, authorised
from shared.errors import TimedOut, Unavailable
from tests.helpers.waiting import wait_until, wait_until_sync

OPERATOR = Account(name="eva", roles=frozenset({"operator"}), agent="1001")


def opened(folder: Path, clock: HandClock | None = None) -> Outbox:
    return Outbox(folder, clock or HandClock())


def texts(box: Outbox) -> list[str]:
    return [entry.params["text"] for entry in box.entries]


def note(box: Outbox, call: str, text: str) -> Entry:
    return box.put("call.note", {"call": call, "text": text})


def test_what_was_said_is_there_after_the_program_ended(tmp_path):
    box = opened(tmp_path)
    note(box, "1", "první")
    sent = note(box, "2", "druhá")
    box.put("callback.plan", {"number": "+420111", "due": "2026-11-23T12:00:00Z"})
    box.done(sent.key)
    assert box.flush()
    box.close()
    again = opened(tmp_path)
    assert [entry.command for entry in again.entries] == ["call.note", "callback.plan"]
    assert again.entries[0].key == again.entries[0].params["key"]
    assert [entry.params["text"] for entry in again.said if entry.params.get("call") == "2"] == ["druhá"]
    again.close()


def test_the_commands_are_what_the_server_understands(tmp_path):
    box = opened(tmp_path)
    at = "2026-11-23T12:00:00Z"
    box.put("call.note", {"call": "1", "text": "a\nb", "at": at})
    box.put("call.disposition", {"call": "1", "code": "sold", "at": at})
    box.put("call.fields", {"call": "1", "form": "order", "values": {"number": "5"}})
    plan = box.put("callback.plan", {"number": "+420111", "due": at})
    box.put("callback.end", {"callback": plan.key})
    result = {"contact": 38, "disposition": "sold", "text": "a", "fields": {"months": "12"}}
    box.put("dialer.dispose", {**result, "next_at": at, "is_own": False, "number": "+420111"})
    for entry in box.entries:
        authorised(OPERATOR, entry.command, json.dumps(entry.params).encode())
    box.close()


def test_of_a_contacts_results_the_last_one_is_said(tmp_path):
    box = opened(tmp_path)
    for contact, code in ((38, "later"), (39, "sold"), (38, "sold")):
        box.put("dialer.dispose", {"contact": contact, "disposition": code})
    assert [(entry.params["contact"], entry.params["disposition"]) for entry in box.entries] == [
        (39, "sold"), (38, "sold"),
    ]  # fmt: skip
    assert len({entry.params["key"] for entry in box.entries}) == 2
    box.close()


def test_the_last_word_about_a_thing_counts(tmp_path):
    box = opened(tmp_path)
    note(box, "1", "a")
    note(box, "2", "b")
    note(box, "1", "c")
    box.put("call.fields", {"call": "1", "form": "x", "values": {}})
    box.put("call.fields", {"call": "1", "form": "y", "values": {}})
    assert [entry.params.get("text", entry.params.get("form")) for entry in box.entries] == ["b", "c", "x", "y"]
    box.close()
    again = opened(tmp_path)
    assert len(again.entries) == 4
    again.close()


def test_one_panel_at_a_time(tmp_path):
    box = opened(tmp_path)
    with pytest.raises(FolderInUse, match="another panel"):
        opened(tmp_path)
    box.close()
    opened(tmp_path).close()


@pytest.mark.parametrize(
    "damage", [b'{"line":"said","key":', b"\xff\xfe\x00", b"\0" * 600, b'{"line":"new"}\n{"line":"done","key":7}\n']
)
def test_damaged_lines_are_kept_aside_and_the_rest_is_there(tmp_path, caplog, damage):
    box = opened(tmp_path)
    note(box, "1", "a")
    note(box, "2", "b")
    box.close()
    file = tmp_path / FILE
    first, second, _ = file.read_bytes().split(b"\n")
    file.write_bytes(first + b"\nrubbish\n" + second + b"\n" + damage)
    again = opened(tmp_path)
    assert texts(again) == ["a", "b"]
    assert len(caplog.records) == 1
    assert "outbox.damaged" in caplog.text
    kept = (tmp_path / "outbox.damaged").read_bytes()
    assert b"rubbish" in kept
    assert damage.rstrip(b"\n") in kept
    note(again, "3", "c")
    again.close()
    caplog.clear()
    last = opened(tmp_path)
    assert texts(last) == ["a", "b", "c"]
    assert not caplog.records
    last.close()


def test_what_is_sent_long_ago_leaves_the_file(tmp_path):
    clock = HandClock()
    box = opened(tmp_path, clock)
    for number in range(50):
        box.done(note(box, str(number), "x").key)
    note(box, "open", "y")
    box.close()
    size = (tmp_path / FILE).stat().st_size
    clock.advance(timedelta(days=1))
    again = opened(tmp_path, clock)
    assert texts(again) == ["y"]
    assert (tmp_path / FILE).stat().st_size < size / 20
    again.close()


@pytest.mark.parametrize("written", [0, 7])
def test_a_full_disk_is_said_once_and_nothing_is_lost(tmp_path, caplog, monkeypatch, written):
    box = opened(tmp_path)
    note(box, "1", "before")
    assert box.flush()
    real = os.fsync

    def full(fd: int) -> None:
        os.ftruncate(fd, os.fstat(fd).st_size - written)  # a part of it has come to the disk
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    note(box, "2", "meanwhile")
    assert not box.flush()
    assert not box.flush()
    assert box.problem == "No space left on device"
    assert len(caplog.records) == 1
    assert texts(box) == ["before", "meanwhile"]
    monkeypatch.setattr(os, "fsync", real)
    assert box.flush()
    assert box.problem == ""
    box.close()
    again = opened(tmp_path)
    assert texts(again) == ["before", "meanwhile"]
    again.close()


def test_a_folder_that_cannot_be_made_keeps_all_in_memory(tmp_path, caplog):
    blocked = tmp_path / "file"
    blocked.write_text("")
    box = opened(blocked / "folder")
    note(box, "1", "a")
    assert not box.flush()
    assert box.problem
    assert texts(box) == ["a"]
    assert len(caplog.records) == 1
    box.close()


def test_folders_of_accounts_are_apart_and_stay_in_their_place(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    names = [("a:1", "eva"), ("a:1", "Eva"), ("b:1", "eva"), ("a:1", "../../etc"), ("a:1", "con"), ("a:1", "x" * 500)]
    folders = [folder_of(*name) for name in names]
    assert len(set(folders)) == len(names)
    assert len({folder.parent for folder in folders}) == 1
    assert all(len(folder.name) < 100 for folder in folders)


CHILD = """
import sys
from pathlib import Path
from operator_panel.outbox import Outbox
from shared.clock import SystemClock
box = Outbox(Path(sys.argv[1]), SystemClock())
number = 0
while True:
    box.put("call.note", {"call": str(number), "text": "x" * 500})
    assert box.flush()
    print(number, flush=True)
    number += 1
"""


def has_lines(file: Path, number: int) -> bool:
    return file.exists() and file.read_bytes().count(b"\n") >= number


@pytest.mark.slow
def test_after_kill_in_the_middle_all_that_was_told_to_be_kept_is_there(tmp_path, caplog):
    for turn in range(3):
        folder = tmp_path / str(turn)
        told = tmp_path / f"{turn}.txt"
        with told.open("wb") as out:
            child = subprocess.Popen([sys.executable, "-c", CHILD, str(folder)], stdout=out, cwd=ROOT)
        wait_until_sync(functools.partial(has_lines, told, 20), 30)
        child.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
        child.wait(20)
        kept = int(told.read_text().split("\n")[-2])
        box = opened(folder)
        calls = {entry.params["call"] for entry in box.entries}
        assert {str(number) for number in range(kept + 1)} <= calls
        box.close()


class Server:
    """Takes commands, or does what its mood says."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.is_live = True
        self.mood: Callable[[str], None] = lambda _text: None

    async def send(self, command: str, params: dict[str, Any]) -> dict[str, Any]:
        await asyncio.sleep(0)
        self.mood(params["text"])
        self.taken.append(params["text"])
        return {}


async def posted(box: Outbox, server: Server, act: Callable[[Posting], Any]) -> list[tuple[str, str]]:
    refused: list[tuple[str, str]] = []
    posting = Posting(
        box, server.send, lambda: server.is_live, changed=lambda: None,
        refused=lambda entry, refusal: refused.append((entry.params["text"], refusal.code)),
    )  # fmt: skip
    running = asyncio.create_task(posting.run())
    try:
        await act(posting)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    return refused


async def test_all_is_sent_in_order_when_there_is_a_connection_again(tmp_path):
    box, server = opened(tmp_path), Server()
    server.is_live = False

    async def act(posting: Posting) -> None:
        for text in "abc":
            posting.put("call.note", {"call": text, "text": text})
        await wait_until(lambda: has_lines(tmp_path / FILE, 3))
        assert server.taken == []
        server.is_live = True
        posting.try_now()
        await wait_until(lambda: not box.entries)

    assert await posted(box, server, act) == []
    assert server.taken == ["a", "b", "c"]
    box.close()


async def test_what_was_not_answered_is_sent_again_under_its_key(tmp_path, monkeypatch):
    box, server = opened(tmp_path), Server()
    troubles: list[Exception] = [Unavailable("lost"), TimedOut("slow"), Refused("unavailable", "no database")]

    def mood(_text: str) -> None:
        if troubles:
            raise troubles.pop(0)

    server.mood = mood

    async def act(posting: Posting) -> None:
        key = posting.put("call.note", {"call": "1", "text": "a"}).key
        while troubles:
            posting.try_now()
            await asyncio.sleep(0.005)
            assert not box.entries or [entry.key for entry in box.entries] == [key]
        posting.try_now()
        await wait_until(lambda: not box.entries)

    assert await posted(box, server, act) == []
    assert server.taken == ["a"]
    box.close()


async def test_a_refusal_for_good_is_told_and_the_others_go_on(tmp_path):
    box, server = opened(tmp_path), Server()

    def mood(text: str) -> None:
        if text == "bad":
            raise Refused("bad_params", "no")

    server.mood = mood

    async def act(posting: Posting) -> None:
        posting.put("call.note", {"call": "1", "text": "bad"})
        posting.put("call.note", {"call": "2", "text": "good"})
        await wait_until(lambda: not box.entries)

    assert await posted(box, server, act) == [("bad", "bad_params")]
    assert server.taken == ["good"]
    box.close()
    again = opened(tmp_path)
    assert texts(again) == []
    again.close()
