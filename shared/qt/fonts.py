"""The suite's typeface: Inter, shipped with the package (SIL Open Font License), figures all of one width."""

from __future__ import annotations

import importlib.resources
import logging
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

log = logging.getLogger(__name__)

FAMILY = "Inter"
FALLBACK = "DejaVu Sans"
FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "Inter-Bold.otf")


@cache
def load_fonts() -> bool:
    """Make the typeface known to Qt, once an application is there. False: the system's own is used instead."""
    folder = importlib.resources.files("shared.qt").joinpath("font_files")
    numbers = [QFontDatabase.addApplicationFontFromData(folder.joinpath(name).read_bytes()) for name in FILES]
    if -1 in numbers:
        log.warning("the typeface %s cannot be loaded; the system's own is used", FAMILY)
    return -1 not in numbers


def font(pixels: int, weight: int = 400) -> QFont:
    """The typeface at this size (device-independent pixels) and weight (400, 500, 600, 700), tabular figures."""
    load_fonts()
    found = QFont([FAMILY, FALLBACK])
    found.setPixelSize(max(1, pixels))
    found.setWeight(QFont.Weight(weight))
    found.setFeature(QFont.Tag("tnum"), 1)
    return found
