"""The window, the side bar, the top bar and what opens from it. They show a ``ShellScreen`` and say what is wished."""

from __future__ import annotations

from supervisor_console.shell.views.password import PasswordDialog
from supervisor_console.shell.views.window import ConsoleWindow

__all__ = ["ConsoleWindow", "PasswordDialog"]
