"""SHA256SUMS: what ``sha256sum --check`` reads, over everything that one build made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

NAME = "SHA256SUMS"


def write(out: Path, files: Iterable[Path]) -> Path:
    """One line a file, by name; lines of an earlier build go."""
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in sorted(files)]
    path = out / NAME
    path.write_text("".join(lines), "utf-8", newline="\n")
    return path
