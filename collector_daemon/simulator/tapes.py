"""Recordings of the simulated calls as real files: WAV, 8 kHz, the customer on the left and the agents on the right.

Made when a call is over, beside everything else; at the beginning for the latest calls only, and no more than a bound
are kept: an hour of calls would take a gigabyte.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sys
import wave
from array import array
from collections import deque
from collections.abc import AsyncIterator
from pathlib import Path, PurePosixPath
from random import Random

from collector_daemon.simulator.ledger import CallNote
from collector_daemon.simulator.notes import TapeNote
from collector_daemon.simulator.pbx import RECORDINGS, Pbx
from collector_daemon.simulator.speech import RATE, converse, silence

FIRST, MOST = 120, 300
"""Calls that get their recordings at the beginning; files that are kept."""
PITCHES = (95, 112, 128, 180, 205, 225)
LONGEST = 1800.0
PAUSE = 1.0


def make_tape(note: CallNote, tape: TapeNote, folder: Path) -> Path:
    """Write what was recorded of an ended call; the file below ``folder``. Raises OSError."""
    file = folder.joinpath(*PurePosixPath(tape.file).relative_to(RECORDINGS).parts)
    file.parent.mkdir(parents=True, exist_ok=True)
    sound = _mixed(note, tape)
    unfinished = file.with_name(file.name + ".part")
    with wave.open(str(unfinished), "wb") as written:
        written.setnchannels(2)
        written.setsampwidth(2)
        written.setframerate(RATE)
        written.writeframes(sound)
    unfinished.replace(file)
    return file


def _mixed(note: CallNote, tape: TapeNote) -> bytes:
    random, begun = Random(tape.file), tape.started
    length = min(max(0.0, (tape.end(note.ended) or begun) - begun), LONGEST)
    left, right = silence(length), silence(length)
    caller = random.choice(PITCHES)
    for talk in note.talks:
        agent = Random(talk.party).choice(PITCHES)
        start, end = max(0.0, talk.started - begun), min(length, (talk.ended or begun + length) - begun)
        if talk.other == "caller" and start < end:
            converse(left, right, (caller, agent), start, end, random)
            for held, back in talk.holds:
                _mute((left, right), (held or 0.0) - begun, (back or begun + length) - begun)
    for muted, on in tape.pauses:
        _mute((left, right), (muted or 0.0) - begun, (on or begun + length) - begun)
    for stopped, on in reversed(tape.cuts(note.ended)):
        _cut((left, right), stopped - begun, length if on is None else on - begun)
    both = array("h", bytes(4 * len(left)))
    both[0::2], both[1::2] = left, right
    if sys.byteorder == "big":
        both.byteswap()
    return both.tobytes()


def _mute(tracks: tuple[array[int], ...], start: float, end: float) -> None:
    for track in tracks:
        first, last = max(0, int(start * RATE)), min(len(track), int(end * RATE))
        if first < last:
            track[first:last] = array("h", bytes(2 * (last - first)))


def _cut(tracks: tuple[array[int], ...], start: float, end: float) -> None:
    for track in tracks:
        first, last = max(0, int(start * RATE)), min(len(track), int(end * RATE))
        if first < last:
            del track[first:last]


class Tapes:
    """Writes the recordings of a PBX's calls into ``folder`` as the calls end."""

    def __init__(self, pbx: Pbx, folder: Path, *, first: int = FIRST, most: int = MOST) -> None:
        self._pbx, self._folder, self._most = pbx, folder, most
        self._next = max(0, len(pbx.finished) - first)
        self._kept: deque[Path] = deque()

    async def run(self) -> None:
        """Until cancelled. Raises OSError where nothing can be written."""
        while True:
            while self._next < len(self._pbx.finished):
                note = self._pbx.finished[self._next]
                self._next += 1
                for tape in note.recordings:
                    self._kept.append(await asyncio.to_thread(make_tape, note, tape, self._folder))
                    await asyncio.sleep(0.02)  # the daemon has better things to do
                while len(self._kept) > self._most:
                    self._kept.popleft().unlink(missing_ok=True)
            await asyncio.sleep(PAUSE)


@contextlib.asynccontextmanager
async def taped(pbx: Pbx, folder: Path) -> AsyncIterator[None]:
    """Meanwhile the PBX's calls get their recordings, in a folder that begins empty."""
    await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    making = asyncio.create_task(Tapes(pbx, folder).run(), name="tapes")
    try:
        yield
    finally:
        making.cancel()
        await asyncio.gather(making, return_exceptions=True)
