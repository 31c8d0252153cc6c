"""Qt starts and draws on this machine without a screen, in a process of its own: one that can't start ends it."""

import os
import subprocess
import sys

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
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    result = subprocess.run(
        [sys.executable, "-c", DRAWING], env=environment, capture_output=True, text=True, timeout=60
    )
    assert (result.stdout, result.returncode) == ("#336699\n", 0), result.stderr
