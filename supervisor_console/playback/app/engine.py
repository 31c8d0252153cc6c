"""Plays a reel: gives samples away in time, and tells where in the call what is heard now is, to the sample."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from supervisor_console.playback.app.output import Output, OutputMaker
from supervisor_console.playback.sound.reel import Piece, Reel

TICK_MS = 20
AT_ONCE_MS = 20


class _Given(NamedTuple):
    """A piece that was given away: its first frame as the output counts, and where that is in the call."""

    first: int
    frames: int
    starts_ms: float
    ms_a_frame: float


class Engine(QObject):
    """``moved``: what is heard is at this millisecond of the call; ``ended``: nothing more comes."""

    moved = Signal(float)
    ended = Signal()
    changed = Signal()

    def __init__(self, make_output: OutputMaker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Made for each rate, and anew after each seek.
        self.make_output = make_output
        self._output: Output | None = None
        self.reel: Reel | None = None
        self.is_playing = False
        self.has_sound = True
        self._volume = 1.0
        self._ms = 0.0
        self._left: Piece | None = None
        self._given: deque[_Given] = deque()
        self._written = 0
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.pump)

    # --- what is wished

    def load(self, reel: Reel | None) -> None:
        """This one from now on, from its beginning; nothing plays."""
        self.pause()
        self._shut()
        self.reel, self._ms = reel, 0.0

    def play(self) -> None:
        """Go on."""
        if self.reel is None or self.is_playing:
            return
        self.is_playing = True
        if self._output is not None:
            self._output.set_running(True)
        self._timer.start()
        self.pump()

    def pause(self) -> None:
        """Stop here."""
        if self.is_playing:
            self.is_playing = False
            self._timer.stop()
            self._ms = self.ms
            if self._output is not None:
                self._output.set_running(False)

    def seek(self, ms: float) -> None:
        """Be there; what was given away is not heard any more."""
        self._shut()
        self._ms = ms
        if self.reel is not None:
            self.reel.go(ms)
        if self.is_playing:
            self.pump()

    def renew(self) -> None:
        """Speed, sides or what is skipped are others: heard at once."""
        self.seek(self.ms)

    def set_volume(self, volume: float) -> None:
        """Between 0 and 1."""
        self._volume = volume
        if self._output is not None:
            self._output.set_volume(volume)

    @property
    def ms(self) -> float:
        """Where in the call the sample that is heard now is."""
        if self._output is None or not self._given:
            return self._ms
        heard = self._output.heard()
        while len(self._given) > 1 and self._given[1].first <= heard:
            self._given.popleft()
        one = self._given[0]
        if heard < one.first:
            return self._ms
        return one.starts_ms + min(heard - one.first, one.frames) * one.ms_a_frame

    @property
    def is_waiting(self) -> bool:
        """Does it wait for sound that is not there yet?"""
        return self.is_playing and self.reel is not None and self.reel.is_waiting

    def close(self) -> None:
        """No more."""
        self.load(None)

    # --- at work

    def pump(self) -> None:
        """Give away as much as is taken, and tell where it is."""
        if self.reel is None or not self.is_playing:
            return
        was_waiting = self.reel.is_waiting
        while (piece := self._left or self.reel.take(self._at_once())) is not None:
            self._left = piece
            if not self._opened(piece.rate) or not self._give(piece):
                break
        self.moved.emit(self.ms)
        if self._output is not None and self.has_sound and not self._output.has_sound:
            self.seek(self.ms)  # the device is gone: another, or none, from here on
            return
        if self.reel.is_ended and self._left is None and self._is_all_heard():
            self.is_playing = False
            self._timer.stop()
            self.ended.emit()
        elif was_waiting != self.reel.is_waiting:
            self.changed.emit()

    def _at_once(self) -> int:
        rate = self._output.rate if self._output is not None else 8000
        return max(1, rate * AT_ONCE_MS // 1000)

    def _opened(self, rate: int) -> bool:
        """Is there an output for this rate? The one before is first heard to its end."""
        if self._output is not None and self._output.rate != rate:
            if not self._is_all_heard():
                return False
            self._ms = self.ms
            self._forget()
        if self._output is None:
            self._output = self.make_output(rate)
            self._output.set_volume(self._volume)
            self._output.set_running(True)
            self._note_sound()
        return True

    def _give(self, piece: Piece) -> bool:
        """False: it takes no more now."""
        assert self._output is not None
        if self._output.room() < len(piece.samples):
            return False
        taken = self._output.write(piece.samples)
        if not taken:
            return False
        self._given.append(_Given(self._written, taken, piece.starts_ms, piece.ms_a_frame))
        self._written += taken
        rest = piece.samples[taken:]
        self._left = None
        if len(rest):
            self._left = Piece(rest, piece.rate, piece.starts_ms + taken * piece.ms_a_frame, piece.ms_a_frame)
        return True

    def _is_all_heard(self) -> bool:
        return self._output is None or self._output.heard() >= self._written

    def _note_sound(self) -> None:
        assert self._output is not None
        if self._output.has_sound != self.has_sound:
            self.has_sound = self._output.has_sound
            self.changed.emit()

    def _shut(self) -> None:
        """What was given away is not heard; the output is made anew when there is something to be heard."""
        self._left = None
        self._forget()

    def _forget(self) -> None:
        if self._output is not None:
            self._output.close()
        self._output = None
        self._given.clear()
        self._written = 0
