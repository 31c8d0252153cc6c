"""Reading a capture that a user named: in stretches, and every mistake as one clear line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from collector_daemon import capture
from collector_daemon.capture import DamagedLine, Entry
from shared.errors import BadInput

STRETCH = 2_000
"""Entries handed over at once."""


def stretches(path: Path) -> Iterator[list[tuple[int, Entry]]]:
    """The numbered entries of a capture, some thousands at a time. Raises BadInput."""
    stretch: list[tuple[int, Entry]] = []
    try:
        for seq, entry in enumerate(capture.read(path), 1):
            stretch.append((seq, entry))
            if len(stretch) >= STRETCH:
                yield stretch
                stretch = []
    except OSError as problem:
        raise BadInput(f"{path}: {problem.strerror or problem}") from None
    except (DamagedLine, EOFError, UnicodeError, ValueError) as problem:
        raise BadInput(f"{path}: not a capture ({problem})") from None
    except Exception as problem:  # zstandard and zlib raise errors of their own, without a common root
        raise BadInput(f"{path}: damaged ({problem})") from None
    yield stretch
