"""The computer's sound is looked for once, and what comes of it is one line of our log, without Qt's own."""

import subprocess
import sys

PROGRAM = """
import logging
from PySide6.QtCore import QCoreApplication, qInstallMessageHandler
said = []
qInstallMessageHandler(lambda kind, context, message: said.append((kind.name, message)))
logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
application = QCoreApplication([])
from supervisor_console.playback.app.output import look_for_sound, make_output
from shared.clock import SystemClock
make = make_output(SystemClock())
make(8000).close()
make(16000).close()
look_for_sound()
print([one for one in said if one[0] not in ("QtDebugMsg", "QtInfoMsg")])
"""


def test_what_is_missing_of_sound_is_one_line_and_no_warning():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.strip() == "[]"
    lines = done.stderr.splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith(("INFO no sound here: ", "INFO sound goes to "))
