"""Where samples go: to the computer's sound, or, where there is none, nowhere, at the pace at which they were heard.

Samples decoded by ourselves go to ``QAudioSink``, not a file to ``QMediaPlayer``: that says where it is only every 50
ms and changes the pitch with the speed (in this Qt), and reads no place of the sound for the waveform. Its plug-ins
may be missing or broken on a machine: then ``has_sound`` is False, and everything else goes on.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QLoggingCategory, QMessageLogContext, QtMsgType, qInstallMessageHandler

from shared.clock import Clock
from supervisor_console.playback.sound.track import Samples

log = logging.getLogger(__name__)
multimedia: Any
"""Qt's module; None where a library of the system that it needs is missing."""
QLoggingCategory.setFilterRules("qt.multimedia.symbolsresolver.warning=false")  # of each library that Linux lacks
try:
    from PySide6 import QtMultimedia
except ImportError:
    multimedia = None
else:
    multimedia = QtMultimedia

AHEAD_MS = 120
"""So much sound is given away before it is heard; what is changed is heard that much later at most."""
_FRAME_BYTES = 4


class Output(Protocol):
    """Takes samples of two channels at a rate."""

    @property
    def rate(self) -> int:
        """Frames a second."""
        ...

    @property
    def has_sound(self) -> bool:
        """Does anybody hear it?"""
        ...

    def room(self) -> int:
        """How many frames it takes now."""
        ...

    def write(self, samples: Samples) -> int:
        """Take these; how many frames were taken."""
        ...

    def heard(self) -> int:
        """How many frames were heard since it was made."""
        ...

    def set_running(self, is_running: bool) -> None:
        """Go on, or stop for a while with what was given away kept."""
        ...

    def set_volume(self, volume: float) -> None:
        """Between 0 and 1."""
        ...

    def close(self) -> None:
        """What was not heard yet is not heard any more."""
        ...


OutputMaker = Callable[[int], Output]
"""Makes one for a rate."""


class ClockOutput:
    """Nobody hears it; it takes as much time as if."""

    has_sound: bool = False

    def __init__(self, rate: int, clock: Clock) -> None:
        self.rate, self._clock = rate, clock
        self._written, self._heard = 0, 0.0
        self._looked: float | None = None

    def room(self) -> int:
        """See ``Output``."""
        return max(0, self.heard() + self.rate * AHEAD_MS // 1000 - self._written)

    def write(self, samples: Samples) -> int:
        """See ``Output``."""
        self._written += len(samples)
        return len(samples)

    def heard(self) -> int:
        """See ``Output``."""
        if self._looked is not None:
            now = self._clock.monotonic()
            self._heard = min(float(self._written), self._heard + (now - self._looked) * self.rate)
            self._looked = now
        return int(self._heard)

    def set_running(self, is_running: bool) -> None:
        """See ``Output``."""
        self.heard()
        self._looked = self._clock.monotonic() if is_running else None

    def set_volume(self, volume: float) -> None:
        """See ``Output``."""

    def close(self) -> None:
        """See ``Output``."""
        self._looked = None


class SinkOutput:
    """The computer's sound. ``has_sound`` becomes False when the device is gone."""

    def __init__(self, rate: int, device: Any) -> None:
        self.rate = rate
        wanted = multimedia.QAudioFormat()
        wanted.setSampleRate(rate)
        wanted.setChannelCount(2)
        wanted.setSampleFormat(multimedia.QAudioFormat.SampleFormat.Int16)
        self._sink = multimedia.QAudioSink(device, wanted)
        self._sink.setBufferSize(rate * AHEAD_MS // 1000 * _FRAME_BYTES)
        self._written = 0
        self._io: Any = None
        self._is_well = True

    @property
    def has_sound(self) -> bool:
        """See ``Output``."""
        if self._io is not None and self._is_well:
            fine = (multimedia.QAudio.Error.NoError, multimedia.QAudio.Error.UnderrunError)
            self._is_well = self._sink.error() in fine
        return self._is_well

    def room(self) -> int:
        """See ``Output``."""
        return int(self._sink.bytesFree()) // _FRAME_BYTES if self._io is not None else 0

    def write(self, samples: Samples) -> int:
        """See ``Output``."""
        taken = max(0, int(self._io.write(samples.tobytes()))) // _FRAME_BYTES
        self._written += taken
        return taken

    def heard(self) -> int:
        """See ``Output``: what was given away but for what still lies in the buffer."""
        waiting = (int(self._sink.bufferSize()) - int(self._sink.bytesFree())) // _FRAME_BYTES
        return max(0, self._written - max(0, waiting))

    def set_running(self, is_running: bool) -> None:
        """See ``Output``."""
        if not is_running:
            self._sink.suspend()
        elif self._io is None:
            self._io = self._sink.start()
        else:
            self._sink.resume()

    def set_volume(self, volume: float) -> None:
        """See ``Output``."""
        self._sink.setVolume(volume * volume)  # as ears take it

    def close(self) -> None:
        """See ``Output``."""
        self._is_well = self.has_sound
        self._io = None
        self._sink.reset()
        self._sink.deleteLater()


@functools.cache
def look_for_sound() -> None:
    """Have Qt find the computer's sound, once; what comes of it is one line of our log. Takes some 50 ms.

    Qt warns without a category of its own where Linux has no sound server: those words are in the line.
    """
    said: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            said.append(message)

    if multimedia is None:
        log.info("no sound here: a library that QtMultimedia needs is missing")
        return
    before = qInstallMessageHandler(hear)
    try:
        device = multimedia.QMediaDevices.defaultAudioOutput()
    finally:
        qInstallMessageHandler(before)
    if device.isNull():
        log.info("no sound here: there is no device%s", f" ({'; '.join(said)})" if said else "")
    else:
        log.info("sound goes to %s", device.description())


def make_output(clock: Clock) -> OutputMaker:
    """The computer's sound as it is set now; where there is none, or it does not work, one that is not heard."""

    look_for_sound()  # before anybody waits for it
    broken: set[bytes] = set()
    last: list[tuple[bytes, SinkOutput]] = []

    def made(rate: int) -> Output:
        broken.update(name for name, one in last if not one.has_sound)
        last.clear()
        device = multimedia.QMediaDevices.defaultAudioOutput() if multimedia is not None else None
        if device is None or device.isNull() or (name := bytes(device.id())) in broken:
            return ClockOutput(rate, clock)
        last.append((name, SinkOutput(rate, device)))
        return last[0][1]

    return made
