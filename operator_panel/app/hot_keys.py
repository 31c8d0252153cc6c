"""Keys that work in whatever program is in front: on Windows, which lets a program ask for some.

Not on Linux: X11 would need a library of its own for it, and Wayland gives keys only to the desktop, whose settings may
start ``operator-panel tel:…`` or ``operator-panel`` on a key instead.
"""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray
from PySide6.QtWidgets import QApplication

log = logging.getLogger(__name__)

WM_HOTKEY = 0x0312
MODIFIERS = {"alt": 0x1, "ctrl": 0x2, "shift": 0x4, "meta": 0x8}
NO_REPEAT = 0x4000
_NAMED = {
    "space": 0x20, "pgup": 0x21, "pgdown": 0x22, "end": 0x23, "home": 0x24, "left": 0x25, "up": 0x26, "right": 0x27,
    "down": 0x28, "print": 0x2C, "insert": 0x2D, "pause": 0x13,
}  # fmt: skip


def windows_key(keys: str) -> tuple[int, int] | None:
    """ "Ctrl+Alt+P" as Windows' modifiers and virtual key; None for what is no key."""
    *held, key = keys.lower().replace(" ", "").split("+")
    if not key or not set(held) <= MODIFIERS.keys():
        return None
    code = _NAMED.get(key)
    if code is None and len(key) == 1 and key.isascii() and key.isalnum():
        code = ord(key.upper())
    if code is None and key.startswith("f") and key[1:].isdigit() and 1 <= int(key[1:]) <= 24:
        code = 0x6F + int(key[1:])
    return None if code is None else (sum(MODIFIERS[one] for one in held), code)


class _Message(ctypes.Structure):
    _fields_ = [
        ("window", ctypes.c_void_p), ("message", ctypes.c_uint), ("number", ctypes.c_size_t),
        ("more", ctypes.c_ssize_t), ("time", ctypes.c_uint32), ("x", ctypes.c_long), ("y", ctypes.c_long),
    ]  # fmt: skip


class HotKeys(QAbstractNativeEventFilter):
    """Asks for the keys while it lives; a key that another program has is said in the log and does nothing."""

    def __init__(self, keys: Mapping[str, str], pressed: Callable[[str], None]) -> None:
        """``keys``: name of a deed → key; ``pressed`` is called with the name."""
        super().__init__()
        self._pressed = pressed
        self._names: dict[int, str] = {}
        self._application = QApplication.instance()
        self._windows: Any = getattr(ctypes, "windll", None)
        if self._windows is None or self._application is None:
            return
        for number, (name, text) in enumerate(keys.items(), 1):
            found = windows_key(text) if text else None
            if found is None:
                continue
            if self._windows.user32.RegisterHotKey(None, number, found[0] | NO_REPEAT, found[1]):
                self._names[number] = name
            else:
                log.info("the key %s belongs to another program", text)
        if self._names:
            self._application.installNativeEventFilter(self)

    @property
    def is_possible(self) -> bool:
        """Does this system give keys to programs?"""
        return self._windows is not None

    def close(self) -> None:
        """Give the keys back."""
        if self._names and self._application is not None:
            self._application.removeNativeEventFilter(self)
            for number in self._names:
                self._windows.user32.UnregisterHotKey(None, number)
        self._names.clear()

    def nativeEventFilter(  # noqa: N802 - Qt's name
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> object:
        """Asked by Qt for every message of the system."""
        if QByteArray(kind) == b"windows_generic_MSG":
            told = _Message.from_address(int(message))
            if told.message == WM_HOTKEY and told.number in self._names:
                self._pressed(self._names[told.number])
                return True, 0
        return False, 0
