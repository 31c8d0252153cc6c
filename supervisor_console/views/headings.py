"""Heads of columns, in the language of now."""

from __future__ import annotations

from collections.abc import Callable

from shared.qt.ground import Ground


def saying(ground: Ground, message: str) -> Callable[[], str]:
    """What says the message when it is asked. ``message``: from ``to_translate``."""
    return lambda: ground.language.text(message)
