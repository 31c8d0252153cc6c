"""What every window of a program stands on: language, theme, preferences, clock, who finds the server, work beside."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from copy import deepcopy
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from shared.clock import Clock
from shared.language import LANGUAGES, Language
from shared.qt import preferences as remembering
from shared.qt.dress import apply
from shared.qt.finding.search import Finder
from shared.qt.theme import Theme, ThemeName

Report = Callable[[BaseException], None]


class Ground(QObject):
    """One a program. Signals: ``language_changed``, ``theme_changed``; ``stopping`` is set when it shall end."""

    language_changed = Signal()
    theme_changed = Signal()

    def __init__(
        self, application: QApplication, name: str, clock: Clock, file: Path, *, theme: ThemeName = "light"
    ) -> None:
        """``theme`` is the program's own default, where none was chosen and the system does not say."""
        super().__init__()
        self.application, self.name, self.clock, self._file = application, name, clock, file
        self.preferences = remembering.load(file)
        self._remembered = deepcopy(self.preferences)
        self.stopping = asyncio.Event()
        self.report: Report = _raise
        self.finder = Finder()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._windows: dict[str, QWidget] = {}
        self._translator = QTranslator(self)
        self.language = Language.of(self.preferences.language or QLocale.system().name())
        self.theme = Theme(self.preferences.theme or _system_theme(theme))
        self._speak()
        apply(application, self.theme)

    # --- looks and words

    def set_language(self, code: str) -> None:
        """Speak another language from now on, and next time."""
        if code in LANGUAGES:
            self.preferences.language = code  # type: ignore[assignment]  # checked by the line above
            self.language = Language.of(code)
            self._speak()
            self.remember()
            self.language_changed.emit()

    def set_theme(self, name: ThemeName, *, is_remembered: bool = True) -> None:
        """Look different from now on, and next time."""
        self.theme = Theme(name)
        apply(self.application, self.theme)
        if is_remembered:
            self.preferences.theme = name
            self.remember()
        self.theme_changed.emit()

    def set_reduced_motion(self, is_reduced: bool) -> None:
        """Nothing shall move that need not, from now on and next time; told as a change of theme."""
        self.preferences.has_reduced_motion = is_reduced
        self.remember()
        self.theme_changed.emit()

    def remember(self) -> None:
        """Write what changed in the preferences; what other programs wrote meanwhile stays."""
        if remembering.save_changes(self.preferences, self._remembered, self._file):
            self._remembered = deepcopy(self.preferences)

    def _speak(self) -> None:
        """Qt's own dialogs follow."""
        self.application.removeTranslator(self._translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load(f"qtbase_{self.language.code}", folder):
            self.application.installTranslator(self._translator)
        QLocale.setDefault(QLocale(self.language.code if self.language.code in LANGUAGES else "cs"))

    # --- windows of which there is one

    def show_once(self, name: str, make: Callable[[], QWidget]) -> None:
        """Open the window of this name, or bring the one that is open to the front."""
        window = self._windows.get(name)
        if window is None or not window.isVisible():
            window = self._windows[name] = make()
        window.show()
        window.activateWindow()

    # --- work beside the windows

    def spawn(self, work: Coroutine[Any, Any, Any], name: str = "") -> asyncio.Task[Any]:
        """Do this beside; what it raises is reported, and it ends with the program."""
        task = asyncio.get_running_loop().create_task(work, name=name or None)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.report(error)

    def stop(self) -> None:
        """The program shall end, in order."""
        self.stopping.set()

    async def end_tasks(self, name: str | None = None) -> None:
        """Cancel what was spawned (under this name) and wait for it."""
        tasks = [task for task in self._tasks if name is None or task.get_name() == name]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _system_theme(otherwise: ThemeName) -> ThemeName:
    scheme = QGuiApplication.styleHints().colorScheme()
    if scheme == Qt.ColorScheme.Dark:
        return "dark"
    return otherwise


def _raise(error: BaseException) -> None:
    raise error
