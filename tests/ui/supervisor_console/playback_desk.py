"""Calls with sound for the tests of playback: a centre whose daemon serves real files, and an output that remembers."""

import asyncio
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from collector_daemon.store.batch import Batch
from shared.clock import SystemClock
from shared.domain.calls import Call, Recording
from supervisor_console.playback.app.output import ClockOutput
from supervisor_console.playback.sound.track import Samples
from tests.integration.database.test_recorder import recording
from tests.integration.recordings.rooms import MONITOR
from tests.ui.supervisor_console.centre import Centre
from tests.ui.supervisor_console.tracking_desk import second_call
from tests.unit.supervisor_console.tracking import calls

RATE = 8000
FILES = (f"{MONITOR}/2026/a-1003.wav", f"{MONITOR}/2026/a-1005.wav")
BARE = f"{MONITOR}/2026/b.ulaw"
"""Samples without a header."""
CALL = ("main", calls.usual().call_id)
OTHER = ("main", second_call().call_id)
GONE = ("main", "1795095999.50")
LATER = ("main", "1795096999.60")
RUNNING = ("main", "1795097999.70")


def first_call() -> Call:
    """The usual one, with its files in the folder."""
    call = calls.usual()
    told = zip(call.recordings, FILES, strict=True)
    return msgspec.structs.replace(
        call, recordings=tuple(msgspec.structs.replace(one, file=file) for one, file in told)
    )


def other_call() -> Call:
    """An hour later, answered, twenty seconds."""
    sound = Recording(file=BARE, leg_id="c", started_at=calls.at(3605), ended_at=calls.at(3620))
    return msgspec.structs.replace(
        second_call(), outcome="answered", answered_at=calls.at(3605), recordings=(sound,),
        conversations=(calls.talk("1003", 3605, 3620),),
    )  # fmt: skip


def gone_call() -> Call:
    """Its file was never there."""
    return msgspec.structs.replace(
        other_call(), call_id=GONE[1], started_at=calls.at(7200), ended_at=calls.at(7230),
        answered_at=calls.at(7205), conversations=(calls.talk("1003", 7205, 7220),),
        recordings=(Recording(file=f"{MONITOR}/gone.wav", leg_id="d", started_at=calls.at(7205)),),
    )  # fmt: skip


def later_call() -> Call:
    """Three hours later; the file is the other call's."""
    return msgspec.structs.replace(
        other_call(), call_id=LATER[1], started_at=calls.at(10_800), ended_at=calls.at(10_820),
        answered_at=calls.at(10_805), conversations=(calls.talk("1003", 10_805, 10_820),),
        recordings=(Recording(file=BARE, leg_id="e", started_at=calls.at(10_805), ended_at=calls.at(10_820)),),
    )  # fmt: skip


def running_call() -> Call:
    """It has not ended."""
    return msgspec.structs.replace(
        other_call(), call_id=RUNNING[1], started_at=calls.at(14_400), ended_at=None, outcome=None, ended_by=None,
        answered_at=calls.at(14_405), conversations=(calls.talk("1003", 14_405, None),),
        recordings=(Recording(file=f"{MONITOR}/running.wav", leg_id="f", started_at=calls.at(14_405)),),
    )  # fmt: skip


def speech(seconds: float, seed: int) -> Samples:
    """Two people in turns, with pauses between: shaped noise, each on its own side."""
    random = np.random.default_rng(seed)
    count = int(seconds * RATE)
    sides = np.zeros((count, 2))
    at, turn = 0, 0
    while at < count:
        end = min(count, at + int(random.uniform(0.8, 5) * RATE))
        bumps = np.interp(np.arange(end - at), np.arange(0, end - at + 900, 900), random.uniform(
            0.05, 1, len(np.arange(0, end - at + 900, 900))))  # fmt: skip
        sides[at:end, turn] = random.normal(0, 3500, end - at) * bumps**2
        at, turn = end + int(random.choice((0.1, 0.4, 2.0)) * RATE), 1 - turn
    return np.clip(sides, -30000, 30000).astype(np.int16)


def write_wav(file: Path, sound: Samples) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(file), "wb") as made:
        made.setnchannels(sound.shape[1])
        made.setsampwidth(2)
        made.setframerate(RATE)
        made.writeframes(sound.tobytes())


async def store(url: str) -> None:
    async with recording(url) as recorder:
        made = [first_call(), other_call(), gone_call(), later_call(), running_call()]
        await recorder.put(Batch("main", "journal", 1, calls=made), wait=True)


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The PBX's folder: files of both calls."""
    folder: Path = tmp_path_factory.mktemp("monitor")
    write_wav(folder / "2026" / "a-1003.wav", speech(126, 1))
    second = speech(102, 2)
    second[24 * RATE : 46 * RATE] = 0  # switched off
    write_wav(folder / "2026" / "a-1005.wav", second)
    (folder / "2026" / "b.ulaw").write_bytes(bytes(np.random.default_rng(3).integers(0, 256, 15 * RATE, np.uint8)))
    return folder


@pytest.fixture(scope="module")
def centre(postgres: Any, _template: str, tmp_path_factory: pytest.TempPathFactory, sounds: Path) -> Iterator[Centre]:
    """At work as long as the module's tests, with calls that were recorded."""
    url = postgres.create(_template)
    try:
        asyncio.run(store(url))
        more = f"[[recordings]]\nfolder = '{sounds}'\n"
        with Centre(tmp_path_factory.mktemp("centre"), url, more).running() as made:
            yield made
    finally:
        postgres.drop(url)
        postgres.drop_login_roles()


class Tape(ClockOutput):
    """Nobody hears it, but what was written is kept. ``begun``: when the first sample came."""

    def __init__(self, rate: int) -> None:
        super().__init__(rate, SystemClock())
        self.has_sound = True
        self.written: list[Samples] = []
        self.begun: float | None = None

    def write(self, samples: Samples) -> int:
        if self.begun is None:
            self.begun = SystemClock().monotonic()
        self.written.append(samples)
        return super().write(samples)

    def samples(self) -> Samples:
        return np.concatenate(self.written)


class Tapes:
    """All outputs that a player made."""

    def __init__(self) -> None:
        self.made: list[Tape] = []

    def __call__(self, rate: int) -> Tape:
        self.made.append(Tape(rate))
        return self.made[-1]

    @property
    def last(self) -> Tape:
        return self.made[-1]
