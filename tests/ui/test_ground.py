"""The ground of the desktop programs: Qt starts and draws on this machine, without a screen.

In a process of its own: a Qt that can't start ends the process. The programs themselves arrive with their
issues.
"""

import os
import subprocess
import sys

import pytest

from installers.bootstrap import missing_libraries

DRAWING = """
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
application = QGuiApplication([])
image = QImage(20, 20, QImage.Format.Format_RGB32)
painter = QPainter(image)
painter.fillRect(0, 0, 20, 20, QColor("#336699"))
painter.end()
print(image.pixelColor(10, 10).name())
"""


def test_qt_draws_without_a_screen():
    if missing := missing_libraries():
        pytest.skip("Qt's system libraries are missing: " + " ".join(missing))
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    result = subprocess.run(
        [sys.executable, "-c", DRAWING], env=environment, capture_output=True, text=True, timeout=60
    )
    assert (result.stdout, result.returncode) == ("#336699\n", 0), result.stderr
