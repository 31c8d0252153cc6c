"""A call is heard while it is scored: the real console, the real daemon, real files, keys in the form."""

import asyncio

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from shared.domain.quality import Card, Question, Section
from shared.qt import preferences
from supervisor_console.quality.app.page import QualityPage
from supervisor_console.reports import quality
from supervisor_console.reports.tracked import Tracked
from tests.helpers.waiting import wait_until
from tests.helpers.windows import clipped_texts, nameless_controls, settle, speak
from tests.ui.supervisor_console.playback_desk import CALL, GONE, OTHER, Tapes, centre, sounds

pytestmark = [pytest.mark.postgres]
__all__ = ["centre", "sounds"]
CARD = Card(card="support", version=1, title="Support", sections=(
    Section(title="", questions=(
        Question(key="greeted", text="Greeted", weight=1), Question(key="checked", text="Checked", weight=1),
    )),
))  # fmt: skip


class Desk:
    """The page of quality in a console, with tapes for the sound."""

    def __init__(self, it) -> None:
        self.it, self.tapes = it, Tapes()
        it.console.go("quality")
        self.page: QualityPage = it.console.turning.page
        assert self.page.playback is not None
        self.playback = self.page.playback
        self.playback.engine.make_output = self.tapes
        self.view = self.page.widget

    @property
    def shown(self):
        assert self.view.shown is not None
        return self.view.shown

    async def card(self) -> None:
        await wait_until(lambda: self.page.moment.is_asked, 10, "the list")
        if not self.page.moment.cards:
            await self.it.console.database.ask(lambda connection: quality.save_card(connection, CARD))
            self.page.reload()
        await wait_until(lambda: self.page.moment.cards and not self.page.moment.is_asking, 10, "the card")

    async def rate(self, key) -> None:
        self.page.rate(*key)
        await wait_until(lambda: self.shown.chosen is not None and self.shown.chosen[:2] == key, 10, "the call")
        await wait_until(lambda: self.page.moment.tracked is not None, 10, "its course")

    def focused(self):
        focused = self.it.window.focusWidget()
        assert focused is not None
        return focused

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focused(), key, modifier)


def test_a_call_is_heard_while_it_is_scored(drive, ground, sitting, sounds):
    async def story():
        async with sitting() as it:
            await it.both()
            desk = Desk(it)
            assert not desk.view.calls.player.isVisible()
            await desk.card()
            await desk.rate(CALL)
            assert desk.playback.bar.isVisible()
            assert not desk.playback.marks.isVisible()
            assert (desk.playback.bar.shown.whole, desk.playback.bar.shown.has_sound) == ("3:26", True)
            first, second = desk.view.form.questions.values()
            assert desk.focused() is first  # ready to score
            desk.press(Qt.Key.Key_Space)
            await wait_until(lambda: desk.tapes.made and desk.playback.engine.ms > 45_100, 10, "sound")
            QTest.keyClicks(desk.focused(), "y")
            assert desk.focused() is second
            assert first.line.marked == 1
            assert desk.playback.bar.shown.is_playing
            desk.press(Qt.Key.Key_Plus)
            assert desk.playback.bar.shown.speed == 1.25
            desk.press(Qt.Key.Key_Minus)
            assert (desk.playback.bar.shown.speed, second.line.is_answered) == (1.0, False)
            before = desk.playback.engine.ms
            desk.press(Qt.Key.Key_Right)
            assert desk.playback.engine.ms == pytest.approx(before + 10_000, abs=1_000)
            desk.press(Qt.Key.Key_Space)
            assert not desk.playback.bar.shown.is_playing
            await by_its_course(desk)
            # typing is typing
            desk.view.form.comment.setFocus()
            QTest.keyClicks(desk.view.form.comment, "m + -")
            desk.press(Qt.Key.Key_Home)
            at = desk.playback.engine.ms
            desk.press(Qt.Key.Key_Left)
            assert (desk.view.form.comment.toPlainText(), desk.playback.engine.ms) == ("m + -", at)
            assert not desk.playback.bar.shown.is_playing
            await its_sound_is_remembered(it, desk)

    drive(story())


async def its_sound_is_remembered(it, desk) -> None:
    """Also for the other page, and for the next time."""
    desk.playback.bar.speed.picked.emit(1.5)
    desk.playback.bar.volume.turned.emit(0.25)
    it.console.open_call(*OTHER)
    other = it.console.turning.page.playback
    await wait_until(lambda: other.subject is not None, 10, "the tracking")
    assert (other.bar.shown.speed, other.bar.shown.volume) == (1.5, 0.25)

    def written() -> tuple[float, float]:
        found = preferences.load(it.ground._file).sound
        return found.speed, found.volume

    await wait_until(lambda: written() == (1.5, 0.25), 10, "the file")
    it.ground.preferences.sound = preferences.Sound(volume=7, speed=3.3)  # whatever stands in the file
    assert (other._kept.volume, other._kept.speed) == (1.0, 1.0)


async def by_its_course(desk) -> None:
    """From line to line, by a click too; a marker becomes a line."""
    table, places = desk.view.calls.steps, [line.at_ms for line in desk.shown.course]
    talk = next(line for line in desk.shown.course if line.icon == "handset")
    table.choose(talk.key)
    row = table.visualRect(table.rows.index_of(talk.key))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=row.center())  # also where it is chosen already
    assert desk.playback.engine.ms == talk.at_ms
    desk.view.calls.table.setFocus()
    desk.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    following = next(place for place in sorted(places) if place > talk.at_ms)
    assert desk.playback.engine.ms == following
    assert next(line.at_ms for line in desk.shown.course if line.key == table.key_now()) == following
    desk.playback.go(92_000)
    desk.press(Qt.Key.Key_M)
    popover = desk.playback.popover
    assert popover is not None
    QTest.keyClicks(popover.line, "Identity checked")
    QTest.keyClick(popover.line, Qt.Key.Key_Return)
    await wait_until(lambda: any(line.icon == "flag" for line in desk.shown.course), 10, "the marker")
    line = next(line for line in desk.shown.course if line.icon == "flag")
    assert (line.at_ms, line.clock, line.text) == (92_000, "13:43:39", "Identity checked · KR")


def nothing_asked() -> bool:
    return not any(task.get_name().startswith(("playback", "quality")) for task in asyncio.all_tasks())


def unrecorded(tracked: Tracked | None) -> Tracked:
    assert tracked is not None
    return msgspec.structs.replace(tracked, call=msgspec.structs.replace(tracked.call, recordings=()), files=())


def test_another_call_is_silent_at_first_and_one_without_a_recording_says_so(drive, ground, sitting, centre):
    async def story():
        async with sitting() as it:
            await it.both()
            desk = Desk(it)
            await desk.card()
            await desk.rate(OTHER)
            desk.press(Qt.Key.Key_Space)
            await wait_until(lambda: desk.tapes.made and desk.playback.engine.ms > 5_050, 10, "sound")
            await desk.rate(GONE)
            assert not desk.playback.bar.shown.is_playing
            desk.press(Qt.Key.Key_Space)
            await wait_until(lambda: desk.playback.bar.shown.note is not None, 10, "that it is gone")
            assert desk.playback.bar.shown.note.text in (  # the catalogue may have noticed already
                "The recording is not there any more, or not yet.", "The recording is missing on the server's disk.",
            )  # fmt: skip
            desk.page.know(tracked=unrecorded(desk.page.moment.tracked))
            assert desk.view.calls.silence.isVisible()
            assert not desk.playback.bar.isVisible()
            await wait_until(nothing_asked, 10, "quiet")
            for code in ("en", "cs"):
                speak(ground, code)
                for size in ((1360, 844), (1280, 720)):
                    it.window.resize(*size)
                    settle()
                    assert clipped_texts(it.window) == []
                    assert nameless_controls(it.window) == []
            it.console.go("calls")
            assert not desk.playback.engine.is_playing

    drive(story())
