"""The real ``supervisor-console`` with somebody inside who sees what it says; see ``onlooker``.

Samples that go out to be heard are kept beside TOLD too (``played.s16``, two channels of 16 bit).
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QAbstractItemView, QWidget

from supervisor_console.__main__ import main
from supervisor_console.playback.app import output

from .onlooker import cells, model_of, watched


def said_by(widget: QWidget) -> tuple[str, list[str]]:
    """Tables by their names: what their rows say, the cells parted by tabs."""
    table = widget.parent()
    model = model_of(table) if isinstance(table, QAbstractItemView) else None
    if model is not None and isinstance(table, QAbstractItemView) and table.viewport() is widget:
        rows = range(model.rowCount())
        return table.accessibleName(), ["\t".join(cells(table, model, number).values()) for number in rows]
    return "", []


def listened(write: Callable[[Any, Any], int], file: Path) -> Callable[[Any, Any], int]:
    """An output's ``write``, whose samples are kept as they go out."""

    def heard(self: Any, samples: Any) -> int:
        taken = write(self, samples)
        with file.open("ab") as kept:
            kept.write(samples[:taken].tobytes())
        return taken

    return heard


if __name__ == "__main__":
    for kind in (output.ClockOutput, output.SinkOutput):
        kind.write = listened(kind.write, Path(sys.argv[1]).with_name("played.s16"))  # type: ignore[assignment,method-assign]
    watched(said_by, main, is_of_tables=True)
