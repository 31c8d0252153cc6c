"""``collector-daemon capture FILE``: the live AMI stream, written down in the capture format."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gzip
import signal
import sys
from pathlib import Path
from typing import Protocol

import zstandard

from collector_daemon import capture
from collector_daemon.asterisk.link import Link
from collector_daemon.commands.pbx_link import add_options, chosen, connected
from collector_daemon.settings import PbxSettings
from shared.clock import SystemClock
from shared.errors import SuiteError, UsageError

NAME = "capture"
HELP = "record the live AMI stream in the capture format until Ctrl-C"


class Sink(Protocol):
    """A file opened for writing."""

    def write(self, data: bytes, /) -> int:
        """Append."""
        ...

    def flush(self) -> object:
        """Make everything written so far readable by others."""
        ...

    def close(self) -> None:
        """Finish the file."""
        ...


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", type=Path, metavar="FILE", help="new file; .gz or .zst is compressed")
    parser.add_argument("--seconds", type=float, metavar="N", help="stop by itself after so many seconds")
    add_options(parser)


def run(options: argparse.Namespace) -> int:
    """0 when stopped by Ctrl-C, SIGTERM or --seconds. Raises SuiteError."""
    pbx = chosen(options)
    sink = create(options.file)
    try:
        written = asyncio.run(_record(pbx, sink, options.seconds))
    finally:
        sink.close()
    sys.stderr.write(f"{written} entries in {options.file}\n")
    return 0


def create(file: Path) -> Sink:
    """The new file, compressed by its suffix. Raises UsageError where it exists or can't be made."""
    try:
        plain = file.open("xb")
    except FileExistsError:
        raise UsageError(f"{file} exists; a capture is never written over") from None
    except OSError as problem:
        raise UsageError(f"can't write {file}: {problem.strerror}") from None
    if file.suffix == ".gz":
        return _Gzip(gzip.GzipFile(fileobj=plain, mode="wb"), plain)
    if file.suffix == ".zst":
        return zstandard.ZstdCompressor().stream_writer(plain, closefd=True)
    return plain


class _Gzip:
    """gzip.GzipFile leaves the file below it open."""

    def __init__(self, packed: gzip.GzipFile, plain: Sink) -> None:
        self._packed, self._plain = packed, plain
        self.write, self.flush = packed.write, packed.flush

    def close(self) -> None:
        self._packed.close()
        self._plain.close()


async def _record(pbx: PbxSettings, sink: Sink, seconds: float | None) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no such thing; there Ctrl-C cancels the waiting below, which means the same.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    written = _Count()
    async with connected(pbx, SystemClock()) as link:
        writing = asyncio.create_task(_write(link, sink, written))
        stopping = asyncio.create_task(stop.wait())
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.wait({writing, stopping}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        link.close()
    await writing
    return written.entries


class _Count:
    entries = 0


async def _write(link: Link, sink: Sink, written: _Count) -> None:
    """Write all that is heard; each batch can be read by others at once."""
    while entries := await link.inbox.take():
        try:
            sink.write("".join(map(capture.encode, entries)).encode())
            sink.flush()
        except OSError as problem:
            raise SuiteError(f"can't go on writing the capture: {problem.strerror}") from None
        written.entries += len(entries)
