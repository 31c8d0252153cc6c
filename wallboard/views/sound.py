"""One soft sound when an alert is raised that may be heard. Without a multimedia library: what the system has.

Windows plays the file itself; on Linux the first of the usual players does, in a process of its own. A machine without
any gives the system's bell.
"""

from __future__ import annotations

import importlib.resources
import shutil
import sys

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"))


def ring() -> None:
    """Sound once; returns at once."""
    with importlib.resources.as_file(importlib.resources.files("wallboard.views").joinpath("alert.wav")) as file:
        if sys.platform == "win32":
            import winsound

            winsound.PlaySound(str(file), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
            return
        for player, *arguments in PLAYERS:
            if shutil.which(player) and QProcess.startDetached(player, [*arguments, str(file)])[0]:
                return
    QApplication.beep()
