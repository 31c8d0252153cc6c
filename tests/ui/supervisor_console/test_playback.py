"""Recordings heard in the real console: fetched from the real daemon, played to the sample, marked, saved."""

import asyncio
import errno
import hashlib
import json
import wave
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from shared.clock import SystemClock
from supervisor_console.playback.app import export
from supervisor_console.playback.app.playback import Playback
from supervisor_console.tracking.app.page import TrackingPage
from tests.helpers.waiting import wait_until
from tests.helpers.windows import settle
from tests.ui.supervisor_console.playback_desk import (
    BARE,
    CALL,
    FILES,
    GONE,
    LATER,
    OTHER,
    RATE,
    RUNNING,
    Tapes,
    centre,
    sounds,
    speech,
    write_wav,
)

pytestmark = [pytest.mark.postgres]
__all__ = ["centre", "sounds"]


class Desk:
    """The tracking of a call in a console, with tapes for its sound."""

    def __init__(self, it) -> None:
        self.it, self.tapes = it, Tapes()

    @property
    def page(self) -> TrackingPage:
        return self.it.console.turning.page

    @property
    def playback(self) -> Playback:
        assert self.page.playback is not None
        return self.page.playback

    @property
    def lanes(self):
        return self.page.widget.lanes

    @property
    def shown(self):
        return self.playback.bar.shown

    async def open(self, key=CALL, **more) -> None:
        self.it.console.open_call(*key, **more)
        self.playback.engine.make_output = self.tapes
        await wait_until(lambda: self.playback.subject is not None and self.playback.subject.key == key, 10, "the call")

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.lanes, key, modifier)

    async def until_at(self, ms: float) -> None:
        await wait_until(lambda: self.playback.engine.ms >= ms, 10, f"{ms} ms")


def acts_on(centre, key) -> list[str]:
    """What the audit has of the call's recordings, in turn."""
    found = centre.ask(f"select act from audit where subject = 'main {key[1]}' order by id")
    return [act.removeprefix("recording: ") for (act,) in found]


def file_samples(sounds, file) -> np.ndarray:
    with wave.open(str(sounds / "2026" / file.rpartition("/")[2])) as sound:
        return np.frombuffer(sound.readframes(sound.getnframes()), np.int16).reshape(-1, sound.getnchannels())


def test_a_call_is_played_to_the_sample_and_followed(drive, ground, sitting, sounds):
    async def story():
        async with sitting() as it:
            desk = Desk(it)
            await it.both()
            await desk.open()
            assert (desk.shown.whole, desk.shown.has_sound, desk.playback.loading.sounds) == ("3:26", True, {})
            asked = SystemClock().monotonic()
            desk.key(Qt.Key.Key_Space)
            await wait_until(lambda: desk.tapes.made and desk.tapes.last.begun, 10, "sound")
            begun = desk.tapes.last.begun
            assert begun is not None
            print(f"click to first sample: {(begun - asked) * 1000:.0f} ms")
            await desk.until_at(45_400)
            assert desk.lanes.playhead_ms >= 45_000
            await wait_until(lambda: not desk.playback.loading.is_fetching, 20, "all of both files")
            desk.key(Qt.Key.Key_Space)
            assert not desk.shown.is_playing
            heard, whole = desk.tapes.last.samples(), file_samples(sounds, FILES[0])
            assert len(heard) > RATE // 3
            assert np.array_equal(heard, whole[: len(heard)])
            at = desk.playback.engine.ms
            assert at == pytest.approx(45_000 + desk.tapes.last.heard() * 1000 / RATE, abs=0.2)
            assert {file: one.loaded.track.frames for file, one in desk.playback.loading.sounds.items()} == {
                FILES[0]: 126 * RATE, FILES[1]: 102 * RATE,
            }  # fmt: skip
            await seams(desk, sounds)

    drive(story())


async def seams(desk, sounds) -> None:
    """From one recording to the next, and over what was switched off."""
    desk.page.widget.go(170_900)
    desk.key(Qt.Key.Key_Space)
    await desk.until_at(176_100)
    desk.key(Qt.Key.Key_Space)
    first, second = file_samples(sounds, FILES[0])[int(125.9 * RATE) :], file_samples(sounds, FILES[1])
    heard = desk.tapes.last.samples()
    assert np.array_equal(heard[: len(first)], first)
    assert np.array_equal(heard[len(first) :], second[: len(heard) - len(first)])
    desk.page.widget.go(199_900)
    desk.key(Qt.Key.Key_Space)
    await desk.until_at(222_100)
    desk.key(Qt.Key.Key_Space)
    heard = desk.tapes.last.samples()
    assert np.array_equal(heard[RATE // 10 :][:RATE], second[46 * RATE :][: len(heard) - RATE // 10][:RATE])


def test_the_address_is_fetched_ahead_and_the_playing_is_in_the_audit_when_it_begins(drive, ground, sitting, centre):
    async def story():
        async with sitting() as it:
            desk = Desk(it)
            await it.both()
            before = len(acts_on(centre, OTHER))
            await desk.open(OTHER)
            await wait_until(lambda: acts_on(centre, OTHER)[before:] == ["prepared"], 10, "what was prepared")
            assert not desk.playback.loading.sounds
            desk.key(Qt.Key.Key_Space)
            await desk.until_at(5_100)
            await wait_until(lambda: acts_on(centre, OTHER)[before:] == ["prepared", "opened"], 10, "it was played")
            await wait_until(lambda: not desk.playback.loading.is_fetching, 10, "all of it")
            desk.key(Qt.Key.Key_Space)
            await desk.open(LATER)
            await wait_until(lambda: acts_on(centre, LATER) == ["prepared"], 10, "the other one")
            await desk.open(OTHER)  # it is here still: nothing is asked
            desk.key(Qt.Key.Key_Space)
            await desk.until_at(5_100)
            assert acts_on(centre, OTHER)[before:] == ["prepared", "opened"]
            assert acts_on(centre, LATER) == ["prepared"]

    drive(story())


def test_keys_and_mouse_move_it(drive, ground, sitting):
    async def story():
        async with sitting() as it:
            desk = Desk(it)
            await it.both()
            await desk.open()
            desk.key(Qt.Key.Key_Right)
            assert desk.playback.engine.ms == 10_000
            desk.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
            assert desk.playback.engine.ms == desk.lanes.playhead_ms > 10_000
            desk.key(Qt.Key.Key_Plus)
            assert desk.shown.speed == 1.25
            desk.key(Qt.Key.Key_Minus)
            desk.key(Qt.Key.Key_Minus)
            assert desk.shown.speed == 0.75
            desk.key(Qt.Key.Key_Minus)
            assert desk.shown.speed == 0.75
            seek = desk.playback.bar.seek
            QTest.mouseClick(seek, Qt.MouseButton.LeftButton, pos=QPoint(seek.width() // 2, 16))
            before = desk.playback.course.heard_of(desk.lanes.playhead_ms)
            assert before == pytest.approx(103_000, abs=600)
            QTest.mouseClick(desk.playback.bar.back, Qt.MouseButton.LeftButton)
            assert desk.playback.course.heard_of(desk.lanes.playhead_ms) == before - 10_000
            QTest.keyClick(it.window.bar.search, Qt.Key.Key_Space)
            assert not desk.shown.is_playing

    drive(story())


def test_a_marker_is_set_listed_and_removed(drive, ground, sitting, centre):
    def stored():
        return centre.ask("select account, file, at_ms, text from recording_marker")

    async def story():
        async with sitting() as it:
            desk = Desk(it)
            await it.both()
            await desk.open()
            desk.page.widget.go(92_000)
            desk.key(Qt.Key.Key_M)
            popover = desk.playback.popover
            assert popover is not None
            assert popover.accessibleName() == "Marker at 13:43:39"
            QTest.keyClicks(popover.line, "Identity checked")
            QTest.keyClick(popover.line, Qt.Key.Key_Return)
            await wait_until(stored, 10, "the marker")
            assert stored() == [("kralova", FILES[0], 47_000, "Identity checked")]
            lines = desk.playback.marks
            await wait_until(lambda: lines.lines, 10, "the list")
            row = lines.lines[0].row
            assert (row.number, row.clock, row.text, row.initials) == (1, "13:43:39", "Identity checked", "KR")
            assert desk.shown.ticks == (47_000 / 206_000,)
            desk.page.widget.go(0)
            QTest.keyClick(lines.lines[0], Qt.Key.Key_Return)
            assert desk.lanes.playhead_ms == 92_000
            QTest.keyClick(lines.lines[0], Qt.Key.Key_Delete)
            await wait_until(lambda: not stored() and not lines.lines, 10, "it to be gone")

    drive(story())


def test_the_next_call_of_the_list_plays_on_and_what_is_fetched_plays_without_the_daemon(
    drive, ground, sitting, centre
):
    async def story():
        async with sitting() as it:
            desk = Desk(it)
            await it.both()
            await desk.open(LATER, among=(LATER, OTHER, CALL), is_played=True)  # as Play in the list does
            await desk.until_at(5_100)
            QTest.mouseClick(desk.page.widget.heading.next, Qt.MouseButton.LeftButton)
            await wait_until(lambda: desk.playback.subject and desk.playback.subject.key == OTHER, 10, "the next")
            await desk.until_at(5_300)
            await wait_until(lambda: not desk.playback.loading.is_fetching, 10, "all of it")
            centre.feed.cut()
            await it.until(lambda screen: screen.halves[0].name != "both", "the feed to be away")
            before = desk.playback.engine.ms
            await desk.until_at(before + 200)
            desk.page.widget.heading.next.click()
            await wait_until(lambda: desk.shown.note is not None and desk.shown.note.button, 10, "the trouble")
            assert desk.shown.note.text == "The recording cannot be fetched: the server does not answer."
            assert not desk.shown.is_playing
            centre.feed.mend()
            await it.both()
            QTest.mouseClick(desk.playback.bar.note_button, Qt.MouseButton.LeftButton)
            await wait_until(lambda: len(desk.playback.loading.sounds) == 2, 10, "what was missing")
            await desk.open(GONE)
            assert desk.shown.note.text == "The recording is missing on the server's disk."
            assert not desk.shown.has_sound

    drive(story())


def test_many_are_saved_with_a_manifest(drive, ground, sitting, centre, sounds, tmp_path):
    async def story():
        async with sitting() as it:
            await it.both()
            made = export(it.console, [CALL, OTHER, GONE], it.window)
            assert made is not None
            made.dialog.folder = tmp_path
            QTest.keyClick(made.dialog.why, Qt.Key.Key_Return)
            assert made.dialog.state.text() == "Say why: it is kept in the audit."
            QTest.keyClicks(made.dialog.why, "complaint 12")
            QTest.keyClick(made.dialog.why, Qt.Key.Key_Return)
            await wait_until(lambda: made.task is not None and made.task.done(), 20, "all files")
            (folder,) = list(tmp_path.glob("recordings-*"))
            told = json.loads((folder / "manifest.json").read_text())
            assert (told["saved_by"], told["why"], told["calls"]) == ("kralova", "complaint 12", 3)
            assert [one["recorded_as"] for one in told["files"]] == [*FILES, BARE]
            assert [(one["call"], one["reason"]) for one in told["left_out"]] == [(GONE[1], "unknown_recording")]
            assert (folder / told["files"][0]["file"]).read_bytes() == (sounds / "2026" / "a-1003.wav").read_bytes()
            for line in (folder / "SHA256SUMS").read_text().splitlines():
                digest, name = line.split(" *")
                assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
            kept = centre.ask("select detail from audit where act = 'recording: exported' order by id")
            assert len(kept) == 3
            assert all("complaint 12" in detail for (detail,) in kept)

    drive(story())


def test_a_call_that_goes_on_is_played_as_far_as_it_is_and_further(drive, ground, sitting, sounds):
    async def story():
        async with sitting() as it:
            desk = Desk(it)
            await it.both()
            file = sounds / "running.wav"
            write_wav(file, speech(2, 5))
            await desk.open(RUNNING)
            folder = desk.playback.fetcher
            desk.key(Qt.Key.Key_Space)
            await wait_until(lambda: desk.tapes.made, 10, "sound")
            await wait_until(lambda: not desk.shown.is_playing, 10, "the end of what there is")
            assert desk.playback.engine.ms == pytest.approx(7_000, abs=1)
            assert "goes on" in desk.shown.note.text
            write_wav(file, speech(3, 5))
            desk.key(Qt.Key.Key_Space)
            await desk.until_at(7_300)
            kept = folder._folder
            assert kept is not None
            assert kept.is_dir()
        assert not kept.exists()

    drive(story())


def full(source: Path, target: Path) -> list[str]:
    """As much as there is room for."""
    target.write_bytes(source.read_bytes()[:5000])
    raise OSError(errno.ENOSPC, "No space left on device", str(target))


def test_saving_that_cannot_be_done_or_is_cancelled_leaves_nothing(drive, ground, sitting, tmp_path, monkeypatch):
    async def story():
        async with sitting() as it:
            await it.both()
            made = export(it.console, [CALL], it.window)
            assert made is not None
            made.dialog.folder = tmp_path / "nowhere"
            QTest.keyClicks(made.dialog.why, "test")
            QTest.keyClick(made.dialog.why, Qt.Key.Key_Return)
            await wait_until(lambda: made.task is not None and made.task.done(), 20, "the end")
            assert made.dialog.state.text() == f"Nothing can be saved in {tmp_path / 'nowhere'}."
            made.dialog.folder = tmp_path
            with monkeypatch.context() as patch:
                patch.setattr("supervisor_console.playback.app.exporting._copied", full)
                QTest.mouseClick(made.dialog.agree, Qt.MouseButton.LeftButton)
                await wait_until(lambda: made.task is not None and made.task.done(), 20, "the end")
            assert made.dialog.state.text() == f"The disk is full. Nothing was kept in {tmp_path}."
            assert not list(tmp_path.glob("recordings*"))
            QTest.mouseClick(made.dialog.agree, Qt.MouseButton.LeftButton)
            await wait_until(lambda: list(tmp_path.glob("*.part")), 10, "a beginning")
            made.dialog.reject()
            assert made.task is not None
            await asyncio.gather(made.task, return_exceptions=True)
            assert not list(tmp_path.glob("recordings*"))

    drive(story())


@pytest.mark.parametrize("code", ["en", "cs"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_looked_at(drive, ground, sitting, code, theme):
    async def story():
        ground.set_language(code)
        ground.set_theme(theme)
        async with sitting() as it:
            desk = Desk(it)
            await it.both()
            it.window.resize(1440, 900)
            await desk.open()
            desk.playback.marking.set(FILES[0], 47_000, "Ověření totožnosti")
            desk.playback.marking.set(FILES[1], 9_000, "Slíbeno vrácení peněz")
            await wait_until(lambda: len(desk.playback.marks.lines) >= 2, 10, "markers")
            desk.playback.play()
            await desk.until_at(45_050)
            await wait_until(lambda: not desk.playback.loading.is_fetching, 20, "both files")
            desk.page.widget.go(122_000)
            it.shot(f"playback-{code}-{theme}")
            it.window.resize(1280, 720)
            settle()
            it.shot(f"playback-{code}-{theme}-1280")
            made = export(it.console, [CALL], it.window)
            assert made is not None
            made.dialog.grab().save(str(it.shot("x").with_name(f"saving-{code}-{theme}.png")))
            made.dialog.reject()
            for line in list(desk.playback.marks.lines):
                desk.playback.marking.drop(line.row.key)
            await wait_until(lambda: not desk.playback.marks.lines, 10, "no markers")

    drive(story())
