"""The player alone: what it plays to, what it says, how it is dressed; no daemon, no database."""

from datetime import timedelta

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from shared.clock import HandClock
from supervisor_console.playback.app.engine import Engine
from supervisor_console.playback.app.output import ClockOutput, make_output
from supervisor_console.playback.screen import Note, PlayerScreen, Wish
from supervisor_console.playback.sound.course import Course, Part
from supervisor_console.playback.sound.reel import Loaded, Reel
from supervisor_console.playback.sound.track import Track
from supervisor_console.playback.views.bar import PlayerBar
from tests.helpers.facts import START
from tests.helpers.windows import clipped_texts, nameless_controls, speak
from tests.unit.supervisor_console.playback.tones import RATE, sine, track

SHOWN = PlayerScreen(
    has_sound=True, at="1:17", whole="3:26", widest="00:00", share=0.37, seams=(0.6,), ticks=(0.2,),
    speeds=((0.75, "0.75×"), (1.0, "1×"), (1.25, "1.25×")), side_names=(("both", "both"), ("left", "left only")),
    can_mark=True, note=Note(icon="triangle", token="bad", text="It does not play.", button="Try again"),
)  # fmt: skip


class Line:
    """An engine whose time is turned by hand."""

    def __init__(self, *sounds: Track) -> None:
        self.clock = HandClock(START)
        self.written: list[np.ndarray] = []
        self.engine = Engine(self._made)
        at, parts, loaded = 0, [], {}
        for number, sound in enumerate(sounds):
            parts.append(Part(str(number), at, at + sound.length_ms))
            loaded[str(number)] = Loaded(sound)
            at += sound.length_ms + 1000
        self.reel = Reel(Course(parts))
        self.reel.loaded = loaded
        self.engine.load(self.reel)

    def _made(self, rate: int) -> ClockOutput:
        line = self

        class Kept(ClockOutput):
            def write(self, samples):
                line.written.append(samples)
                return super().write(samples)

        return Kept(rate, self.clock)

    def pass_ms(self, ms: int) -> None:
        for _ in range(ms // 20):
            self.clock.advance(timedelta(milliseconds=20))
            self.engine.pump()


def test_time_and_samples_agree(qapp):
    line = Line(track(sine(400, 2)))
    line.engine.play()
    line.pass_ms(500)
    assert line.engine.ms == pytest.approx(500, abs=0.2)
    line.engine.pause()
    line.pass_ms(500)
    assert line.engine.ms == pytest.approx(500, abs=0.2)
    line.engine.seek(1500)
    assert line.engine.ms == 1500
    line.written.clear()
    line.engine.play()
    line.pass_ms(700)
    assert not line.engine.is_playing
    assert line.engine.ms == pytest.approx(2000, abs=0.2)
    assert np.array_equal(np.concatenate(line.written)[:, 0], sine(400, 2)[int(1.5 * RATE) :])
    line.engine.close()


def test_at_another_speed_the_call_goes_by_faster(qapp):
    line = Line(track(sine(400, 4)))
    line.reel.set_speed(2.0)
    line.engine.play()
    line.pass_ms(1000)
    assert line.engine.ms == pytest.approx(2000, abs=45)
    line.engine.close()


def test_recordings_of_other_rates_follow_one_another(qapp):
    fast = Track(np.repeat(sine(400, 1), 2).reshape(-1, 1), 2 * RATE)
    line = Line(track(sine(400, 1)), fast)
    line.engine.play()
    line.pass_ms(1600)
    assert line.engine.ms == pytest.approx(2600, abs=45)
    line.pass_ms(600)
    assert not line.engine.is_playing
    assert sum(map(len, line.written)) == 3 * RATE
    line.engine.close()


def test_what_is_waited_for_plays_when_it_comes(qapp):
    line = Line(track(sine(400, 1)))
    loaded, line.reel.loaded = line.reel.loaded, {}
    line.engine.play()
    line.pass_ms(300)
    assert line.engine.is_waiting
    assert line.engine.ms == 0
    line.reel.loaded = loaded
    line.pass_ms(20)
    line.pass_ms(200)
    assert not line.engine.is_waiting
    assert line.engine.ms == pytest.approx(200, abs=25)
    line.engine.close()


def test_without_a_sound_device_time_goes_by_and_is_said(qapp, monkeypatch):
    monkeypatch.setattr("supervisor_console.playback.app.output.multimedia", None)
    line = Line(track(sine(400, 1)))
    line.engine.make_output = make_output(line.clock)
    line.engine.play()
    line.pass_ms(200)
    assert line.engine.ms == pytest.approx(200, abs=0.2)
    assert not line.engine.has_sound
    line.engine.close()


@pytest.mark.parametrize("width", [940, 1300])
def test_nothing_of_the_bar_is_cut_or_nameless(ground, show, width):
    bar = PlayerBar(ground)
    bar.resize(width, bar.height())
    bar.show_screen(SHOWN)
    show(bar)
    for code in ("en", "cs", "stretched"):
        speak(ground, code)
        QApplication.processEvents()
        assert clipped_texts(bar) == []
        assert nameless_controls(bar) == []
        assert bar.minimumSizeHint().width() <= max(width, 1100)


def test_letters_and_space_are_the_players_only_inside_it(ground, show):
    bar, wished = PlayerBar(ground), list[Wish]()
    bar.wished.connect(wished.append)
    bar.show_screen(SHOWN)
    show(bar)
    bar.seek.setFocus()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_M, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Left):
        QTest.keyClick(bar.seek, key)
    assert [one.kind for one in wished] == ["toggle", "mark", "faster", "slower", "back"]
    QTest.keyClick(bar.seek, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert len(wished) == 5
