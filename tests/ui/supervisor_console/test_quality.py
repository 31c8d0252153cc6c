"""The page of quality in a window against a real database: a card is made, a call is scored, the operator is seen."""

import asyncio
import contextlib
import csv
import os
import re
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow

from shared.database.accounts import open_book
from shared.domain.quality import Card, Question, Section
from supervisor_console.quality.app.exporting import named, write_to
from supervisor_console.quality.app.memory import Memory
from supervisor_console.quality.app.page import QualityPage
from supervisor_console.quality.screen import Wish
from supervisor_console.reports import quality
from supervisor_console.views.focus import FocusRing
from tests.helpers.waiting import wait_until
from tests.helpers.windows import clipped_texts, nameless_controls, settle, speak
from tests.integration.search.conftest import PASSWORD, engine_of
from tests.ui.supervisor_console.calls_desk import Desk
from tests.ui.supervisor_console.tracking_desk import fill

pytestmark = pytest.mark.postgres
CARD = Card(card="podpora", version=1, title="Podpora", sections=(
    Section(title="Začátek hovoru", questions=(
        Question(key="greeting", text="Pozdravil a představil se jménem", weight=1),
        Question(key="checked", text="Ověřil, s kým mluví, než sdělil údaje", weight=2, is_fatal=True),
    )),
    Section(title="Řešení", questions=(
        Question(key="listened", text="Naslouchal a ptal se na podstatu", kind="scale", most=5, weight=3),
        Question(key="solved", text="Vyřešil, nebo slíbil kdy a jak", kind="scale", most=5, weight=4),
        Question(key="offered", text="Nabídl další pomoc", weight=1),
    )),
))  # fmt: skip


@pytest.fixture(scope="module")
def stored(postgres: Any, _template: str) -> Any:
    """A database with two calls, and an account that scores."""
    url = postgres.create(_template)
    asyncio.run(fill(url))
    with open_book(url, "test") as book:
        book.add("jakub", ["quality"], PASSWORD)
    yield url
    postgres.drop(url)
    postgres.drop_login_roles()


class Seat:
    """The page in a window; ``desk.database.is_lost`` takes the database away."""

    def __init__(self, ground: Any, url: str, file: Path) -> None:
        self.desk = Desk(ground, url, "jakub")
        self.desk.rights |= {"quality"}
        self.page = QualityPage(self.desk, Memory("jakub", file))
        self.view = self.page.widget
        self.window = QMainWindow()
        self.window.setCentralWidget(self.view)
        self.ring = FocusRing(ground)
        self.window.resize(1360, 844)
        self.window.show()

    @property
    def shown(self) -> Any:
        return self.view.shown

    async def until(self, condition: Any, what: str) -> Any:
        await wait_until(lambda: condition(self.shown), 15, what)
        return self.shown

    def click(self, widget: Any) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


@contextlib.asynccontextmanager
async def sitting(ground: Any, url: str, file: Path, period: str = "all") -> AsyncIterator[Seat]:
    seat = Seat(ground, url, file)
    seat.desk.spawn(seat.desk.database.watch())
    await wait_until(lambda: seat.desk.database.away_since is None, 20, "the database")
    seat.page.moment = type(seat.page.moment)(**{
        name: getattr(seat.page.moment, name) for name in seat.page.moment.__struct_fields__} | {"preset": period})
    seat.page.shown()
    try:
        await seat.until(lambda _screen: seat.page.moment.is_asked, "the list")
        yield seat
    finally:
        seat.page.close()
        seat.ring.close_ring()
        seat.window.close()
        await ground.end_tasks()
        await seat.desk.database.close()


def add_card(url: str, card: Card = CARD) -> None:
    made = engine_of(url, "jakub")
    with made.begin() as connection:
        if not quality.cards(connection):
            quality.save_card(connection, card)
    made.dispose()


def test_a_card_is_made_and_a_call_scored_by_mouse_and_keys(drive, ground, stored, tmp_path):
    async def story() -> None:
        async with sitting(ground, stored, tmp_path / "quality.json") as it:
            assert it.shown.form_empty.button == "New card"
            it.click(it.view.form.empty.button)
            editor = it.page.editing.editor
            assert editor is not None
            assert not editor.save.isEnabled()
            QTest.keyClicks(editor.title, "Support")
            section = editor.sections[0]
            QTest.keyClicks(section.rows[0].line, "Greeted")
            it.click(section.add)
            QTest.keyClicks(section.rows[1].line, "Checked who calls")
            section.rows[1].weight.setValue(3)
            it.click(section.rows[1].fatal)
            assert editor.sum.text() == "Sum of weights: 4"
            it.click(editor.save)
            await it.until(lambda _screen: it.page.editing.editor is None, "the card")
            # the first call, by mouse and keys
            first = it.shown.calls[0].key
            it.view.calls.table.choose(first)
            await it.until(lambda screen: screen.form is not None and screen.course, "the form")
            greeted, checked = it.view.form.questions.values()
            it.click(greeted.buttons[1])
            QTest.keyClicks(checked, "n")
            assert (it.shown.form.figure, it.shown.form.token) == ("0.00%", "bad")
            assert it.shown.form.progress == "Instant fail: Checked who calls"
            QTest.keyClicks(checked, "y")  # and on to the comment
            assert it.shown.form.figure == "100.00%"
            QTest.keyClicks(it.view.form.comment, "Well done")
            it.click(it.view.form.save)
            await it.until(lambda screen: screen.calls[0].state == "100.00%" and screen.standings, "the score")
            it.click(it.view.tabs.tabs["operators"])
            (line,) = it.shown.standings
            assert (line.key, line.average, line.count) == (first[2], "100.00%", "1")
            assert [point.percent for point in it.shown.trend] == [100]
            # a correction stands in its place
            it.click(it.view.tabs.tabs["calls"])
            it.click(next(iter(it.view.form.questions.values())).buttons[0])
            assert "The old one is kept" in it.shown.form.note
            it.click(it.view.form.save)
            await it.until(lambda screen: screen.standings and screen.standings[0].average == "75.00%", "the new one")
            assert [line.text for line in it.shown.worst] == ["Greeted"]
            await exported(it, tmp_path)

    drive(story())


async def exported(it: Seat, folder: Path) -> None:
    file = folder / "scores.csv"
    await write_to(it.desk, file, it.page.moment)
    rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    assert rows[0][-2:] == ["Greeted", "Checked who calls"]
    assert rows[1][4] == "75.00"
    assert rows[1][6] == "Well done"
    assert rows[1][-2:] == ["0", "1"]
    book = folder / "scores.xlsx"
    await write_to(it.desk, book, it.page.moment)
    assert it.desk.said[-1] == (f"1 score written to {book}", False)
    with zipfile.ZipFile(book) as opened:
        sheet = opened.read("xl/worksheets/sheet1.xml").decode()
        texts = opened.read("xl/sharedStrings.xml").decode()
    assert re.findall(r'<c r="([EL-M]2)"[^>]*><v>([^<]+)</v>', sheet) == [("E2", "75"), ("L2", "0"), ("M2", "1")]
    assert 't="s"' not in str(re.findall(r'<c r="[AI]2"[^>]*>', sheet))  # instants are numbers
    assert "Well done" in texts
    await write_to(it.desk, folder / "nowhere" / "scores.xlsx", it.page.moment)
    assert it.desk.said[-1][1]


@pytest.mark.parametrize(
    ("chosen", "suffix", "file"),
    [
        ("a.xlsx", ".xlsx", "a.xlsx"), ("a.csv", ".xlsx", "a.csv"), ("a.xlsx", ".csv", "a.csv"),
        ("a", ".csv", "a.csv"), ("a.b", ".xlsx", "a.b.xlsx"), ("A.CSV", ".csv", "A.CSV"),
    ],
)  # fmt: skip
def test_the_files_name_follows_what_was_chosen(chosen, suffix, file):
    assert named(Path(chosen), suffix) == Path(file)


def test_a_draft_outlives_the_window_and_a_score_the_absence_of_the_database(drive, ground, stored, tmp_path):
    add_card(stored)

    async def story() -> None:
        file = tmp_path / "quality.json"
        async with sitting(ground, stored, file) as it:
            key = it.shown.calls[-1].key
            it.view.calls.table.choose(key)
            await it.until(lambda screen: screen.form is not None, "the form")
            views = list(it.view.form.questions.values())
            it.click(views[0].buttons[1])
            assert it.shown.calls[-1].state == "Begun"
        async with sitting(ground, stored, file) as it:
            it.view.calls.table.choose(key)
            await it.until(lambda screen: screen.form is not None, "the form")
            for view in it.view.form.questions.values():
                if not view.line.is_answered:
                    it.click(view.buttons[None])
            it.desk.database.is_lost = True
            it.click(it.view.form.save)
            await it.until(lambda screen: "unreachable" in screen.strip, "that the database is away")
            assert it.shown.calls[-1].state == "Waits to be stored"
        async with sitting(ground, stored, file) as it:  # stored as soon as there is a database
            await it.until(lambda screen: not it.page.memory.drafts and screen.calls[-1].state == "100.00%", "it")

    drive(story())


def test_it_can_be_read_in_both_languages_themes_and_sizes(drive, ground, stored, tmp_path, grab):
    add_card(stored)

    async def story() -> None:
        async with sitting(ground, stored, tmp_path / "quality.json") as it:
            it.view.calls.table.choose(it.shown.calls[0].key)
            await it.until(lambda screen: screen.form is not None and screen.course, "the form")
            for code in ("en", "cs", "stretched"):
                speak(ground, code)
                for theme in ("light", "dark") if "CALLCENTRE_SHOTS" in os.environ else ("light",):
                    ground.set_theme(theme)
                    for size in ((1360, 844), (1200, 664)):
                        it.window.resize(*size)
                        for tab in ("calls", "operators"):
                            it.view.wished.emit(Wish("tab", tab))
                            settle()
                            if code != "stretched":
                                grab(it.window, f"{tab}_{code}_{theme}_{size[0]}")
                            assert clipped_texts(it.window) == []
                            assert nameless_controls(it.window) == []
                    it.view.wished.emit(Wish("edit_cards"))
                    settle()
                    assert it.page.editing.editor is not None
                    grab(it.page.editing.editor, f"editor_{code}_{theme}")
                    assert clipped_texts(it.page.editing.editor) == []
                    box = it.page.editing.editor.sections[0].rows[0].weight
                    assert box.height() >= box.minimumSizeHint().height()
                    assert nameless_controls(it.page.editing.editor) == []
                    it.page.editing.editor.reject()

    drive(story())
