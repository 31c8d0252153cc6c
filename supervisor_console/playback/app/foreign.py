"""Sound that libsndfile has no decoder for (G.722), decoded by Qt's own, where that is there."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QUrl

from supervisor_console.playback.app.output import multimedia
from supervisor_console.playback.sound.decoding import Undecodable, two_sides
from supervisor_console.playback.sound.track import Samples, Track

PATIENCE_SECONDS = 60.0


async def decode_foreign(file: Path, suffix: str = ".g722") -> Track:
    """The samples. Raises Undecodable, OSError."""
    if multimedia is None:
        raise Undecodable("QtMultimedia is missing")
    named = file.with_suffix(suffix)  # the decoder goes by the name
    await asyncio.to_thread(shutil.copyfile, file, named)
    try:
        return await _decoded(named)
    finally:
        named.unlink(missing_ok=True)


async def _decoded(file: Path) -> Track:
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    pieces: list[Samples] = []
    decoder: Any = multimedia.QAudioDecoder()
    wanted = multimedia.QAudioFormat()
    wanted.setSampleFormat(multimedia.QAudioFormat.SampleFormat.Int16)
    wanted.setSampleRate(16_000)
    wanted.setChannelCount(1)
    decoder.setAudioFormat(wanted)

    def read() -> None:
        buffer = decoder.read()
        found = np.frombuffer(bytes(buffer.constData()), np.int16)
        pieces.append(found.reshape(-1, 1))

    def end(*_problem: object) -> None:
        if not done.done():
            done.set_result(None)

    decoder.bufferReady.connect(read)
    decoder.finished.connect(end)
    decoder.error.connect(end)
    decoder.setSource(QUrl.fromLocalFile(str(file)))
    decoder.start()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await done
    except TimeoutError:
        raise Undecodable("it took too long") from None
    finally:
        decoder.stop()
        decoder.deleteLater()
    if not pieces:
        raise Undecodable(decoder.errorString())
    return Track(two_sides(np.concatenate(pieces)), 16_000)
