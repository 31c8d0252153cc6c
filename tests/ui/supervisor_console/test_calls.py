"""The page of calls on a real database under an account's own role, by mouse and keys."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import psycopg
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from shared.clock import HandClock
from shared.database.accounts import open_book
from shared.database.connection import parse
from shared.domain.search.query import Period, Query, Term
from supervisor_console.calls import screen
from supervisor_console.calls.views.results import SumBar
from supervisor_console.views.choice_rows import ChoiceRow
from tests.helpers.waiting import wait_until
from tests.helpers.windows import clipped_texts
from tests.integration.database.contents import rows
from tests.integration.search.conftest import PASSWORD, _store
from tests.integration.search.made import SEEN, call_of, written_of
from tests.ui.supervisor_console.calls_desk import Seat, sitting

CALLS = 260
ALL = Period(preset="all")
HERE = Path(__file__).parent
ROOT = HERE.parents[2]
pytestmark = pytest.mark.usefixtures("own_files")
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full and limits of files")


@pytest.fixture(scope="module")
def stored(postgres, _template):
    """One database for all tests here: calls around the night that lost an hour."""
    url = postgres.create(_template)
    random = Random(11)
    asyncio.run(_store(url, [(call_of(random, number), written_of(random)) for number in range(CALLS)]))
    with open_book(url, "tests") as book:
        book.add("anna", ["supervisor"], PASSWORD)
        book.add("vera", ["supervisor"], PASSWORD, queues=SEEN)
    yield url
    postgres.drop(url)
    postgres.drop_login_roles()


@pytest.fixture
def own_files(monkeypatch, tmp_path, ground):
    """No test reads or writes what this machine's user has; it is the last day of the calls."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    ground.clock = HandClock(datetime(2026, 4, 2, 12, tzinfo=UTC))


def type_line(seat: Seat, line: str) -> None:
    """As somebody does, with Enter at the end."""
    QTest.keyClick(seat.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    edit = seat.view.query.entry.edit
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, line) if line.isascii() else edit.insertPlainText(line)
    QTest.keyClick(edit, Qt.Key.Key_Return)


def keys(seat: Seat) -> list[tuple[str, str]]:
    return [row.key for row in seat.shown.results.rows]


def test_a_typed_line_and_the_form_are_one_query(ground, drive, tmp_path, stored):
    async def story():
        async with sitting(ground, tmp_path, stored) as seat:
            await seat.answered()
            type_line(seat, "period:all queue:support,vip wait>30")
            shown = await seat.answered()
            assert [one.words for one in shown.query.chips] == ["queue Podpora, VIP", "wait > 30\u00a0s"]
            assert shown.query.line == "period:all queue:Podpora,VIP wait>30"
            waits = [row.cells["wait"].text for row in shown.results.rows]
            assert waits
            assert not [text for text in waits if text in ("—", "0:29")]

            # the chip's cross
            chip = seat.view.query.chips[0]
            cross = QPoint(chip.width() - 16, chip.height() // 2)
            QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=cross)
            shown = await seat.answered()
            assert shown.query.line == "period:all wait>30"

            # a condition from the form
            seat.view.query.more.click()
            offered = seat.view.query.conditions
            assert offered is not None
            narrowed = offered.findChild(QLineEdit)
            QTest.keyClicks(narrowed, "outcome")
            QTest.keyClick(narrowed, Qt.Key.Key_Return)
            editor = offered.editor
            assert editor is not None
            next(row for row in editor.rows.rows if row.text() == "answered").click()
            editor.add.click()
            shown = await seat.answered()
            assert shown.query.line == "period:all wait>30 outcome:answered"
            assert {row.cells["outcome"].text for row in shown.results.rows} <= {"Answered", "Connected"}

    drive(story())


def test_rows_arrive_while_scrolling_and_the_sums_are_of_all(ground, drive, tmp_path, stored):
    async def story():
        async with sitting(ground, tmp_path, stored) as seat:
            seat.page.search(Query(period=ALL))
            shown = await seat.answered()
            assert len(shown.results.rows) == 100
            assert shown.results.count == str(CALLS)
            assert shown.results.sums[0].value == f"{CALLS} calls"
            bar = seat.view.results.table.verticalScrollBar()
            for wanted in (200, CALLS):
                bar.setValue(bar.maximum())
                await seat.until(lambda shown, wanted=wanted: len(shown.results.rows) >= wanted, f"{wanted} rows")
            assert len(set(keys(seat))) == CALLS
            times = [call.started_at for call in seat.page.found.calls]
            assert times == sorted(times, reverse=True)

            # a click on a head orders the whole result
            table = seat.view.results.table
            head = table.horizontalHeader()
            place = [one.name for one in table.rows.columns].index("talk")
            x = head.sectionViewportPosition(place) + 10
            QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
            shown = await seat.answered()
            assert shown.query.line == "period:all sort:longest-talk"
            talks = [call.talk_ms or -1 for call in seat.page.found.calls]
            assert talks == sorted(talks, reverse=True)

    drive(story())


def test_a_number_is_found_with_what_is_dialled_for_an_outside_line_before_it(ground, drive, tmp_path, stored):
    async def story():
        async with sitting(ground, tmp_path, stored) as seat:
            seat.page.search(Query(period=ALL))
            await seat.answered()
            dialled = next(call.caller for call in seat.page.found.calls if len(call.caller or "") > 9)
            for prefix, is_found in (("", False), (dialled[0], True)):
                seat.desk.outside_prefix = prefix
                type_line(seat, "period:all")
                await seat.answered()
                type_line(seat, f"period:all caller:{dialled[1:]}")
                await seat.answered()
                assert (dialled in {call.caller for call in seat.page.found.calls}) == is_found

    drive(story())


def test_a_mistake_is_underlined_and_what_was_found_stays(ground, drive, tmp_path, stored):
    async def story():
        async with sitting(ground, tmp_path, stored) as seat:
            seat.page.search(Query(period=ALL))
            await seat.answered()
            before = keys(seat)
            type_line(seat, "queue:Podora")
            assert seat.shown.query.mistake is not None
            assert seat.shown.query.mistake.text == "I do not know “Podora”. Did you mean “Podpora”?"
            assert seat.view.query.mistake.isVisible()
            assert seat.view.query.entry.text() == "queue:Podora"
            assert keys(seat) == before
            QTest.keyClick(seat.view.query.entry.edit, Qt.Key.Key_Backspace)
            assert seat.shown.query.mistake is None
            type_line(seat, "období:vše fronta:Účtárna")
            assert (await seat.answered()).query.line == "period:all queue:Účtárna"

    drive(story())


def test_an_older_question_ends_when_a_newer_one_comes(ground, drive, tmp_path, stored):
    async def story():
        async with sitting(ground, tmp_path, stored) as seat:
            seat.page.search(Query(period=ALL))
            await seat.answered()
            database = seat.desk.database
            database.gate.clear()
            for number, queue in enumerate(("support", "sales", "vip"), 1):
                seat.page.search(Query(period=ALL, terms=(Term(field="queue", values=(queue,)),)))
                await seat.until(lambda _shown, number=number: database.held == number, "one more question")
            assert database.given_up == 2
            shown = await seat.until(lambda shown: shown.results.strip, "that it is loading")
            assert shown.results.strip.text == "Loading calls…"
            assert shown.results.is_old
            assert shown.results.rows
            seat.do(screen.Plain("cancel"))
            assert seat.shown.results.strip is None
            await wait_until(lambda: database.given_up == 3, 5, "the question's end")
            seat.page.reload()
            database.gate.set()
            shown = await seat.answered()
            assert {row.cells["queue"].text.count("VIP") for row in shown.results.rows} != {0}

    drive(story())


def test_while_the_database_is_away_it_says_since_when_and_asks_again(ground, drive, tmp_path, stored):
    async def story():
        async with sitting(ground, tmp_path, stored) as seat:
            seat.page.search(Query(period=ALL))
            await seat.answered()
            seat.desk.database.is_lost = True
            seat.page.reload()
            shown = await seat.until(lambda shown: shown.results.strip, "that it is away")
            assert shown.results.strip.text == "Database unreachable since 14:00:00. Live view goes on."
            assert shown.results.rows
            seat.desk.database.is_lost = False
            seat.view.results.state.button.click()
            await seat.until(lambda shown: not shown.results.strip, "that it is back")
            seat.page.search(Query(terms=(Term(field="call", values=("nothing",)),)))
            shown = await seat.answered()
            assert shown.results.empty == "No call matches."
            assert seat.view.results.empty.isVisible()

    drive(story())


def test_the_chosen_call_is_told_and_opened_among_the_others(ground, drive, tmp_path, stored):
    async def story():
        async with sitting(ground, tmp_path, stored) as seat:
            seat.page.search(
                Query(period=ALL, terms=(Term(field="queue", values=("support",)), Term(field="recorded")))
            )
            await seat.answered()
            edit = seat.view.query.entry.edit
            edit.setFocus()
            QTest.keyClick(edit, Qt.Key.Key_Down)
            table = seat.view.results.table
            await seat.until(lambda shown: shown.detail and shown.detail.steps, "its steps")
            assert seat.view.detail.isVisible()
            assert any("Podpora" in one.text for one in seat.shown.detail.steps)
            first = seat.shown.detail.key
            QTest.keyClick(table, Qt.Key.Key_Down)
            await seat.until(
                lambda shown: shown.detail and shown.detail.key != first and shown.detail.steps, "the next"
            )
            QTest.keyClick(table, Qt.Key.Key_Return)
            ((pbx, call, among),) = seat.desk.opened
            assert (pbx, call) == keys(seat)[1]
            assert list(among) == keys(seat)
            QTest.keyClick(table, Qt.Key.Key_Escape)
            await seat.until(lambda shown: shown.detail is None, "nothing chosen")

    drive(story())


def test_in_a_narrow_window_the_chosen_call_lies_over_the_results(ground, drive, tmp_path, stored):
    async def story():
        async with sitting(ground, tmp_path, stored) as seat:
            seat.page.search(Query(period=ALL))
            await seat.answered()
            seat.do(screen.Chosen(keys(seat)[0]))
            for width in (1440, 1280, 1440, 1300):
                seat.window.resize(width, 720)
                results, detail = seat.view.results.geometry, seat.view.detail.geometry
                place = lambda: detail().right() == seat.view.width() - (17 if width < 1400 else 25)  # noqa: E731, B023
                await seat.until(lambda _shown, place=place: place(), f"its place at {width}")
                assert detail().top() == results().top()
                assert (results().right() == detail().right()) == (width < 1400)

    drive(story())


def test_columns_are_chosen_ordered_and_remembered(ground, drive, tmp_path, stored):
    async def story():
        async with sitting(ground, tmp_path, stored) as seat:
            seat.view.results.open_columns()
            shown = seat.view.results.popover.list
            names = [shown.item(row).text() for row in range(shown.count())]
            shown.item(names.index("Note")).setCheckState(Qt.CheckState.Checked)
            shown.setCurrentRow(names.index("Note"))
            for _ in range(names.index("Note")):
                QTest.keyClick(shown, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
            table = seat.view.results.table
            assert table.shown()[:2] == ["note", "time"]
            place = [one.name for one in table.rows.columns].index("wait")
            table.horizontalHeader().resizeSection(place, 133)
        async with sitting(ground, tmp_path, stored) as seat:
            table = seat.view.results.table
            assert (table.shown()[:2], table.columnWidth(place)) == (["note", "time"], 133)
            seat.window.resize(1500, 844)
            assert table.columnWidth(place) == 133
            seat.view.results.open_columns()
            seat.view.results.popover.default.click()
            assert table.shown()[:2] == ["time", "direction"]
            assert table.columnWidth(place) != 133

    drive(story())


def test_the_note_about_gaps_is_whole_in_every_width(ground, show):
    bar = SumBar(ground)
    note = "2 gaps in this period: 14:32–14:40, 15:10–15:12 (3 calls completed from queue_log)."
    bar.show_sums((screen.Figure("Calls", "412"), screen.Figure("Average wait", "0:48")), note)
    place = QWidget()
    column = QVBoxLayout(place)
    column.addWidget(bar)
    column.addStretch(1)
    show(place)
    for width, is_beside in ((1200, True), (480, False)):
        place.resize(width, 300)
        QApplication.processEvents()
        assert (bar.note.isVisible(), bar.below.isVisible()) == (is_beside, not is_beside)
        assert clipped_texts(bar) == []


def test_recordings_of_several_chosen_calls_are_saved_as_rights_allow(ground, drive, tmp_path, stored):
    async def story():
        async with sitting(ground, tmp_path, stored) as seat:
            seat.page.search(Query(period=ALL))
            await seat.answered()
            table, shift = seat.view.results.table, Qt.KeyboardModifier.ShiftModifier
            for row, key in ((0, Qt.KeyboardModifier.NoModifier), (2, shift)):
                at = table.visualRect(table.rows.index(row, 1)).center()
                QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, key, pos=at)
            assert len(table.keys()) == 3
            assert table.key_now() == table.rows.rows[2].key
            seat.view.open_export()
            words = [one.text() for one in seat.view.popover.findChildren(ChoiceRow)]
            assert not [one for one in words if one.startswith("Recording")], "without the right it is not offered"
            seat.view.popover.shut()
            seat.desk.rights.add("recording.export")
            seat.desk.tell()
            seat.view.open_export()
            (choice,) = [one for one in seat.view.popover.findChildren(ChoiceRow) if one.text().startswith("Recording")]
            assert choice.text() == "Recordings of 3 calls…"
            choice.click()
            assert seat.page.saving.dialog.heading.text() == "Recordings of 3 calls"
            seat.page.saving.dialog.reject()

    drive(story())


async def exported(seat: Seat, kind: screen.ExportKind, file) -> str:
    async def ask(*_asked):
        return file

    seat.page.ask_file = ask
    seat.do(screen.ExportWished(kind))
    await wait_until(lambda: seat.desk.said, 20, "the end of the export")
    return seat.desk.said.pop()[0]


def test_the_whole_result_is_exported_and_the_audit_knows(ground, drive, tmp_path, stored):
    async def story():
        async with sitting(ground, tmp_path, stored) as seat:
            seat.page.search(Query(period=ALL))
            await seat.answered()
            file = tmp_path / "calls.csv"
            assert await exported(seat, "csv", file) == f"{CALLS} calls written to {file}"
            rows = list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))
            assert len({row["PBX"] + row["Call id"] for row in rows}) == CALLS
            for kind in ("xlsx", "jsonl"):
                assert (await exported(seat, kind, tmp_path / f"calls.{kind}")).startswith(f"{CALLS} calls written")
            records = [json.loads(line) for line in (tmp_path / "calls.jsonl").read_text().splitlines()]
            assert {one["v"] for one in records} == {1}
            assert len(records) == CALLS

            seat.desk.rights.discard("callers.see")
            await exported(seat, "jsonl", tmp_path / "masked.jsonl")
            masked = (tmp_path / "masked.jsonl").read_text(encoding="utf-8")
            assert "777120" not in masked.replace(" ", "")
            assert not [one for one in tmp_path.iterdir() if one.name.endswith(".part")]
        with psycopg.connect(stored) as connection:
            acts = connection.execute(
                "select account, subject, detail from audit where act = 'calls.export'"
            ).fetchall()
        assert ("anna", "calls.csv", f"csv {CALLS}: period:all") in acts

    drive(story())


def test_what_keeps_an_export_from_its_file_is_one_line(ground, drive, tmp_path, stored):
    async def story():
        async with sitting(ground, tmp_path, stored) as seat:
            seat.page.search(Query(period=ALL))
            await seat.answered()
            missing = tmp_path / "nowhere" / "calls.csv"
            assert await exported(seat, "csv", missing) == f"There is no such folder: {missing.parent}"
            if sys.platform == "linux":
                assert (await exported(seat, "csv", Path("/proc/calls.csv"))).count("\n") == 0
            kept = tmp_path / "calls.csv"
            kept.write_text("mine")
            seat.page.exporting.cancel()
            seat.desk.database.gate.clear()
            seat.page.ask_file = lambda *_asked: asyncio.sleep(0, kept)
            seat.do(screen.ExportWished("csv"))
            await wait_until(lambda: seat.shown.export is not None, 5, "the export")
            seat.do(screen.Plain("cancel_export"))
            seat.desk.database.gate.set()
            await wait_until(lambda: seat.desk.said, 10, "its end")
            assert seat.desk.said.pop()[0] == "The export was cancelled, nothing was written."
            assert kept.read_text() == "mine"
            seat.desk.rights.clear()
            seat.desk.tell()
            assert not seat.view.export.isEnabled()

    drive(story())


def audited(url: str) -> list[tuple[object, ...]]:
    """Exports, as the audit has them."""
    return rows(url, "select act, subject from audit where act in ('calls.export', 'report.export') order by id")


@linux_only
def test_a_disk_that_takes_nothing_is_said_in_a_line(ground, drive, tmp_path, stored):
    before = len(audited(stored))

    async def story():
        async with sitting(ground, tmp_path, stored) as seat:
            seat.page.search(Query(period=ALL))
            await seat.answered()
            for kind in ("csv", "xlsx", "jsonl"):
                file = tmp_path / f"full.{kind}"
                file.write_text("mine")
                part = tmp_path / f".full.{kind}.part"
                part.symlink_to("/dev/full")  # the kernel says of it: no space left on device
                assert await exported(seat, kind, file) == f"The disk is full, nothing was exported: {file}"
                assert file.read_text() == "mine"
                assert not part.is_symlink()
                assert (await exported(seat, kind, file)).startswith(f"{CALLS} calls written"), "there is room again"

    drive(story())
    assert audited(stored)[before:] == [("calls.export", f"full.{kind}") for kind in ("csv", "xlsx", "jsonl")]


@linux_only
def test_a_disk_that_fills_while_it_is_written_leaves_nothing_half(stored, tmp_path):
    folder, beside, before = tmp_path / "exports", tmp_path / "temporary", audited(stored)
    for one in (folder, beside):
        one.mkdir()
    url = parse(stored).set(drivername="postgresql+psycopg", username="anna", password=PASSWORD.reveal())
    done = subprocess.run(
        [sys.executable, str(HERE / "full_disk.py"), url.render_as_string(hide_password=False), str(folder)],
        capture_output=True, text=True, cwd=ROOT, timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(beside), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    said = dict(line.split("\t") for line in done.stdout.splitlines())
    files = ("calls.csv", "calls.xlsx", "calls.jsonl", "figures.csv", "figures.xlsx", "figures.pdf")
    assert said == {name: f"The file cannot be written: {folder / name} (File too large)" for name in files}
    assert [one.name for one in folder.iterdir()] == []
    assert list(beside.iterdir()) == []
    assert audited(stored) == before


def test_searches_are_kept_shared_and_dropped(ground, drive, tmp_path, stored):
    async def story():
        async with sitting(ground, tmp_path, stored) as seat:
            asked = Query(period=ALL, terms=(Term(field="wait", lowest=30, is_strict=True),))
            seat.page.search(asked)
            seat.view.results.see(("outcome", "time", "nobody knows it"))
            seat.view.saved.click()
            popover = seat.view.popover
            QTest.keyClicks(popover.name, "Long waits")
            popover.shared.click()
            popover.save.click()
            shown = await seat.until(lambda shown: shown.query.saved, "what is kept")
            assert (shown.query.saved[0].name, shown.query.saved[0].line) == ("Long waits", "period:all wait>30")
        async with sitting(ground, tmp_path, stored, "vera") as seat:
            (kept,) = (await seat.until(lambda shown: shown.query.saved, "what is shared")).query.saved
            assert (kept.owner, kept.is_own) == ("anna", False)
            seat.do(screen.SavedWished(kept.key))
            await seat.answered()
            assert seat.page.query == asked
            assert seat.view.results.table.seen() == ["outcome", "time"], "its columns come with it"
        async with sitting(ground, tmp_path, stored) as seat:
            (kept,) = (await seat.until(lambda shown: shown.query.saved, "what is kept")).query.saved
            seat.do(screen.SavedWished(kept.key, is_dropped=True))
            await seat.until(lambda shown: not shown.query.saved, "that it is gone")

    drive(story())
