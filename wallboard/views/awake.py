"""Keep the display on while the wallboard shows: nobody moves a mouse in front of a wall.

Windows: SetThreadExecutionState. Linux: the desktop's own word for it (D-Bus org.freedesktop.ScreenSaver, understood
by GNOME, KDE, Xfce, MATE), and on an X server without a desktop XScreenSaverSuspend, which also holds back DPMS.
Whatever is not there is passed over: a wall that can't do this still shows everything.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import logging
import sys
from collections.abc import Callable

from PySide6.QtDBus import QDBusConnection, QDBusInterface, QDBusMessage
from PySide6.QtGui import QGuiApplication

log = logging.getLogger(__name__)

CONTINUOUS, SYSTEM_REQUIRED, DISPLAY_REQUIRED = 0x80000000, 0x00000001, 0x00000002
"""Flags of SetThreadExecutionState (winbase.h)."""


def keep_awake(reason: str) -> Callable[[], None]:
    """From now on the display stays on; the answer ends that. ``reason`` is what desktops show to a curious user."""
    if sys.platform == "win32":
        return _on_windows()
    ends = [end for end in (_by_desktop(reason), _by_x_server()) if end is not None]
    if not ends:
        log.info("nothing here can keep the display on: switch its screen saver off by hand")

    def end_all() -> None:
        for end in ends:
            end()

    return end_all


def _on_windows() -> Callable[[], None]:
    def tell(flags: int) -> None:
        ctypes.windll.kernel32.SetThreadExecutionState(flags)  # type: ignore[attr-defined,unused-ignore]

    tell(CONTINUOUS | SYSTEM_REQUIRED | DISPLAY_REQUIRED)
    return lambda: tell(CONTINUOUS)


def _by_desktop(reason: str) -> Callable[[], None] | None:
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return None
    saver = QDBusInterface("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "", bus)
    if not saver.isValid():
        return None
    answer = saver.call("Inhibit", QGuiApplication.applicationName() or "wallboard", reason)
    if answer.type() == QDBusMessage.MessageType.ErrorMessage or not answer.arguments():
        return None
    cookie = answer.arguments()[0]

    def end() -> None:
        saver.asyncCallWithArgumentList("UnInhibit", [cookie])

    return end


def _by_x_server() -> Callable[[], None] | None:
    """A connection of our own to the X server holds the suspension, and ends it should this program be killed."""
    if QGuiApplication.platformName() != "xcb":
        return None
    x_name, saver_name = ctypes.util.find_library("X11"), ctypes.util.find_library("Xss")
    if not x_name or not saver_name:
        return None
    try:
        x, saver = ctypes.CDLL(x_name), ctypes.CDLL(saver_name)
    except OSError as problem:
        log.info("the X server's screen saver is left alone: %s", problem)
        return None
    x.XOpenDisplay.restype = ctypes.c_void_p
    found = x.XOpenDisplay(None)
    if found is None:
        return None
    display, event, error = ctypes.c_void_p(found), ctypes.c_int(), ctypes.c_int()
    if not saver.XScreenSaverQueryExtension(display, ctypes.byref(event), ctypes.byref(error)):
        x.XCloseDisplay(display)
        return None
    saver.XScreenSaverSuspend(display, 1)
    x.XFlush(display)

    def end() -> None:
        x.XCloseDisplay(display)

    return end
