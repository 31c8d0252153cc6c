"""What the journal promises about numbers, restarts, rotation, damage and limits."""

import asyncio
import os
from datetime import timedelta

import pytest

from collector_daemon.capture import Connected, Heard, Lost
from collector_daemon.settings import JournalSettings
from collector_daemon.store.journal.journal import Journal
from collector_daemon.store.journal.lock import FolderInUse
from collector_daemon.store.journal.troubles import Troubles
from shared.clock import HandClock

SETTINGS = JournalSettings(segment_entries=100, segment_mb=1, sync_ms=1)


def entry(number: int) -> Heard:
    return Heard(1_795_000_000 + number, {"Event": "Newchannel", "Uniqueid": f"1.{number}"})


@pytest.fixture
def open_journal(tmp_path):
    opened = []

    def make(settings=SETTINGS, clock=None, alert=lambda text: None):
        journal = Journal(tmp_path / "main", settings, clock or HandClock(), alert)
        opened.append(journal)
        return journal

    yield make
    for journal in opened:
        journal.close()


def numbers(journal, start=1):
    return [seq for seq, _ in journal.read(start)]


def test_entries_are_numbered_from_one_and_read_back(open_journal):
    journal = open_journal()
    said = [Connected(1795000000.5, "Asterisk Call Manager/11.0.0"), entry(1), Lost(1795000002.25)]
    assert [journal.append(item) for item in said] == [1, 2, 3]
    assert list(journal.read()) == list(enumerate(said, 1))
    assert [seq for seq, _ in journal.read(3)] == [3]
    assert list(journal.read(4)) == []


def test_extend_appends_all_and_nothing_for_nothing(open_journal):
    journal = open_journal()
    assert journal.extend([]) == 0
    assert journal.extend([entry(1), entry(2)]) == 2
    assert journal.written_seq == 2


def test_it_goes_on_where_it_ended(open_journal):
    journal = open_journal()
    journal.extend(map(entry, range(5)))
    name = journal.journal_id
    journal.close()
    again = open_journal()
    assert (again.journal_id, again.last_seq, again.append(entry(6))) == (name, 5, 6)
    assert numbers(again) == [1, 2, 3, 4, 5, 6]


def test_a_torn_last_line_is_cut_off(open_journal, caplog):
    journal = open_journal()
    journal.extend(map(entry, range(3)))
    path = journal.segments[-1].plain
    journal.close()
    with path.open("ab") as file:
        file.write(b'{"t": 1795000009.0, "e": {"Event": "New')
    again = open_journal()
    assert (again.last_seq, again.append(entry(4))) == (3, 4)
    assert numbers(again) == [1, 2, 3, 4]
    assert [record.message for record in caplog.records] == [
        f"{path}: cut off 39 bytes of a line that was never finished"
    ]


def test_two_daemons_on_one_folder_are_refused(open_journal):
    open_journal()
    with pytest.raises(FolderInUse, match=f"in use by another daemon .process {os.getpid()}."):
        open_journal()


async def test_rotation_packing_and_reading_across(open_journal):
    journal = open_journal()
    for batch in range(4):
        journal.extend(entry(batch * 100 + i) for i in range(100))
        assert journal.is_due
        assert journal.rotate(f"state {batch}".encode())
        assert not journal.is_due
    journal.append(entry(400))
    await journal.sync()
    await journal.tidy()
    assert [segment.packed.exists() for segment in journal.segments] == [True] * 4 + [False]
    assert [segment.plain.exists() for segment in journal.segments] == [False] * 4 + [True]
    assert numbers(journal) == list(range(1, 402))
    assert numbers(journal, 150) == list(range(150, 402))
    assert [e.headers["Uniqueid"] for _, e in journal.read(399)] == ["1.398", "1.399", "1.400"]


def test_restart_begins_at_the_newest_state_that_is_not_ahead_of_postgres(open_journal):
    journal = open_journal()
    for batch in range(3):
        journal.extend(entry(i) for i in range(100))
        journal.rotate(f"state {batch}".encode())
    assert journal.restart(0) == (1, None)
    assert journal.restart(99) == (1, None)
    assert journal.restart(100) == (101, b"state 0")
    assert journal.restart(299) == (201, b"state 1")
    assert journal.restart(300) == (301, b"state 2")


def test_a_damaged_state_is_passed_over(open_journal, caplog):
    journal = open_journal()
    journal.append(entry(1))
    journal.rotate(b"first")
    journal.append(entry(2))
    journal.rotate(b"second")
    journal.segments[-1].state.write_bytes(b"rubbish")
    assert journal.restart(2) == (2, b"first")
    assert [record.message for record in caplog.records] == [
        f"{journal.segments[-1].state} is damaged; an older one is used"
    ]


def test_a_rotation_without_entries_only_replaces_the_state(open_journal):
    journal = open_journal()
    journal.append(entry(1))
    assert journal.rotate(b"old")
    assert journal.rotate(b"new")
    assert len(journal.segments) == 2
    assert journal.restart(1) == (2, b"new")


def test_a_segment_nobody_rotates_ends_by_itself(open_journal):
    journal = open_journal()
    journal.extend(entry(i) for i in range(450))
    journal.append(entry(451))
    assert [segment.first for segment in journal.segments] == [1, 451]
    assert numbers(journal) == list(range(1, 452))


def test_postgres_ahead_of_the_journal_never_gives_a_number_twice(open_journal, caplog):
    journal = open_journal()
    journal.extend(map(entry, range(3)))
    journal.restart(10)
    assert journal.append(entry(11)) == 11
    assert numbers(journal, 11) == [11]
    assert "ends at 3 but Postgres has 10" in caplog.text


async def test_reading_goes_on_into_what_is_appended_meanwhile(open_journal):
    journal = open_journal()
    journal.extend(map(entry, range(50)))
    seen = []
    for seq, _ in journal.read():
        seen.append(seq)
        if seq == 50:
            journal.extend(map(entry, range(50)))
            journal.rotate(None)
            journal.append(entry(0))
            await journal.sync()
            await journal.tidy()
    assert seen == list(range(1, 102))


async def test_a_damaged_packed_file_is_read_as_far_as_possible(open_journal, caplog):
    journal = open_journal(JournalSettings(segment_entries=100_000))
    journal.extend(Heard(float(i), {"Noise": os.urandom(200).hex()}) for i in range(2000))
    journal.rotate(None)
    journal.append(entry(1))
    await journal.sync()
    await journal.tidy()
    packed = journal.segments[0].packed
    raw = bytearray(packed.read_bytes())
    for at in range(len(raw) * 3 // 4, len(raw) * 3 // 4 + 64):
        raw[at] ^= 0xFF
    packed.write_bytes(raw)
    seen = numbers(journal)
    assert seen[-1] == 2001
    # Where exactly the damage is noticed depends on what it hit; what was before it is all there.
    assert seen[:1000] == list(range(1, 1001))
    assert seen == sorted(set(seen))
    assert "can't be read to its end" in caplog.text


def test_damaged_lines_keep_their_numbers_and_are_told_once(open_journal, caplog):
    journal = open_journal()
    journal.extend(map(entry, range(5)))
    path = journal.segments[-1].plain
    lines = path.read_bytes().splitlines(keepends=True)
    lines[1] = b"\x00\x00\x00 rubbish\n"
    lines[3] = b'{"t": "yesterday", "e": 3}\n'
    path.write_bytes(b"".join(lines))
    assert numbers(journal) == [1, 3, 5]
    assert [record.message for record in caplog.records] == [
        f"journal {path.parent}: passed over 2 damaged lines from 1 on"
    ]


async def finish(journal, batches, committed=None):
    for batch in range(batches):
        journal.extend(entry(batch * 100 + i) for i in range(100))
        journal.rotate(b"state")
    await journal.sync()
    if committed is not None:
        journal.committed(committed)
    await journal.tidy()


async def test_old_segments_go_only_when_postgres_has_them(open_journal):
    clock = HandClock()
    journal = open_journal(JournalSettings(segment_entries=100, keep_days=1), clock)
    await finish(journal, 4, committed=250)
    for segment in journal.segments[:-1]:
        old = (clock.now() - timedelta(days=2)).timestamp()
        os.utime(segment.packed, (old, old))
    await journal.tidy()
    assert [segment.first for segment in journal.segments] == [201, 301, 401]
    assert journal.restart(250) == (201, b"state")
    assert sorted(path.name for path in journal.segments[0].folder.glob("*.state")) == [
        "000000000201.state",
        "000000000301.state",
        "000000000401.state",
    ]


async def test_young_segments_stay(open_journal):
    journal = open_journal(JournalSettings(segment_entries=100, keep_days=1))
    await finish(journal, 3, committed=300)
    assert len(journal.segments) == 4


async def test_too_many_segments_go_but_never_what_postgres_does_not_have(open_journal, caplog):
    told: list[str] = []
    journal = open_journal(JournalSettings(segment_entries=100, max_gb=1e-9), alert=told.append)
    await finish(journal, 4, committed=0)
    assert [segment.first for segment in journal.segments] == [1, 101, 201, 301, 401]
    await journal.tidy()
    assert [text.partition(" is over ")[2] for text in told] == [
        "journal.max_gb, but Postgres does not have what is in its oldest files"
    ]
    assert len(caplog.records) == 1
    journal.committed(400)
    await journal.tidy()
    assert [segment.first for segment in journal.segments] == [401]


async def test_run_syncs_by_itself(open_journal):
    journal = open_journal()
    running = asyncio.create_task(journal.run())
    journal.extend(map(entry, range(10)))
    async with asyncio.timeout(5):
        while journal.synced_seq < 10:
            await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


def test_an_alert_is_taken_back_when_the_last_trouble_is_over(caplog):
    told: list[str] = []
    troubles = Troubles("journal x", told.append)
    troubles.tell("write", "can't write")
    troubles.tell("write", "can't write")
    troubles.tell("pack", "can't be packed")
    troubles.over("pack")
    troubles.over("write")
    troubles.over("write")
    assert told == ["journal x can't write", "journal x can't be packed", "journal x can't write", ""]
