"""Icons of one line weight in any colour and size: Lucide's (ISC licence, beside the files), named by what they mean.

``handset_cross`` is drawn by us in the same style. Sizes are device-independent pixels.
"""

from __future__ import annotations

import importlib.resources
from functools import lru_cache
from typing import Literal, get_args

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

IconName = Literal[
    "headphones", "clock", "bell", "handset", "handset_cross", "tick", "circle_tick", "circle_dashed", "pause_square",
    "pencil", "cup", "triangle", "star", "arrow_down", "arrow_up", "arrow_down_left", "arrow_up_right", "bent_arrow",
    "wave", "wave_struck", "people", "clipboard", "gear", "info", "close", "search", "menu", "chevron_down",
    "chevron_left", "chevron_right", "chevron_up", "play", "pause", "plus", "trash", "grip", "screen", "user", "lock",
    "eye", "copy", "refresh", "plug", "moon", "sun", "calendar", "picture", "text", "link",
    "sign_out", "food", "book", "swap", "parking", "record", "record_pause", "open_out", "skip", "dock_left",
    "dock_right", "bell_struck", "hang_up", "shrink", "widen", "history", "user_plus", "globe",
    "microphone", "database", "minus", "ellipsis", "columns", "download", "printer", "message",
    "activity", "sliders", "circle_cross", "back", "ahead", "flag", "volume", "volume_off", "bars", "mail", "folder",
    "dashboard", "receipt", "megaphone",
]
ICONS: tuple[IconName, ...] = get_args(IconName)


def icon_pixmap(name: IconName, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon as a picture; kept, so that asking again costs nothing."""
    return _drawn(name, colour.rgb(), max(1, size), ratio)


def icon(name: IconName, colour: QColor, size: int = 20) -> QIcon:
    """The icon for buttons and menus, sharp on screens of one and of two pixels a point."""
    found = QIcon()
    for ratio in (1.0, 2.0):
        found.addPixmap(icon_pixmap(name, colour, size, ratio))
    return found


def icon_source(name: IconName, colour: QColor) -> bytes:
    """The icon as SVG in this colour."""
    return _source(name).replace(b"currentColor", colour.name().encode())


@lru_cache(maxsize=512)
def _drawn(name: IconName, rgb: int, size: int, ratio: float) -> QPixmap:
    source = icon_source(name, QColor(rgb))
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(source)).render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@lru_cache(maxsize=64)
def _source(name: IconName) -> bytes:
    return importlib.resources.files("shared.qt").joinpath("icon_files", f"{name}.svg").read_bytes()
