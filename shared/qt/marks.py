"""The small marks that Qt's style sheets can only take from files: arrows and ticks in the theme's colours.

They are written into a folder of the program's own run, which goes with it; a style sheet finds them as ``looks:``.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from PySide6.QtCore import QDir
from PySide6.QtGui import QColor

from shared.qt.icons import IconName, icon_source

PREFIX = "looks"


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    made = tempfile.TemporaryDirectory(prefix="callcentre-looks-", ignore_cleanup_errors=True)
    QDir.setSearchPaths(PREFIX, [made.name])
    return made


@cache
def mark(name: IconName, rgb: str) -> str:
    """The icon in this colour (``#rrggbb``) as a style sheet's ``url(…)``."""
    file = Path(_folder().name) / f"{name}-{rgb.removeprefix('#')}.svg"
    file.write_bytes(icon_source(name, QColor(rgb)))
    return f'url("{PREFIX}:{file.name}")'
