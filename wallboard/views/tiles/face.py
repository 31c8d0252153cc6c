"""What a tile's face is: how much it has room for, and how it is drawn. A face keeps nothing between two drawings."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import fields, is_dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QSize

from wallboard.screen import Room
from wallboard.views.paint import Canvas
from wallboard.views.paint_look import Look

Shown = TypeVar("Shown")
SILENT = {"icon", "token", "widest", "file"}
"""Fields that are not said aloud."""
PAD = 29
"""Units from a tile's edge to its content on the wide picture."""
PAD_COMPACT = 21


class Face(ABC, Generic[Shown]):
    """Draws one kind of tile."""

    def room(self, size: QSize, look: Look) -> Room:
        """How much there is room for at this size (pixels)."""
        return Room()

    @abstractmethod
    def draw(self, canvas: Canvas, shown: Shown) -> None:
        """Draw the whole tile; its ground too."""


def pad(look: Look) -> int:
    """From a tile's edge to its content, in pixels."""
    return look.u(look.of(PAD, PAD_COMPACT))


def spoken(shown: object) -> str:
    """Everything that the tile says, for those who hear it."""
    return ", ".join(dict.fromkeys(_texts(shown)))


def _texts(shown: object) -> list[str]:
    if isinstance(shown, str):
        return [shown] if shown.strip() else []
    if isinstance(shown, tuple):
        return [text for one in shown for text in _texts(one)]
    if not is_dataclass(shown):
        return []
    return [text for one in fields(shown) if one.name not in SILENT and one.name != "alarm"
            for text in _texts(getattr(shown, one.name))]  # fmt: skip
