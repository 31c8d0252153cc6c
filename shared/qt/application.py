"""Run a desktop program: Qt and asyncio in one loop, faults shown once, an end in order.

Traps of qasync 0.28 that are avoided here: a dialog's ``exec`` inside a coroutine deadlocks (dialogs are opened and
awaited), and after the last window's close no await works any more (the application does not quit by itself; the
program's coroutine returns, then the loop ends).
"""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import TracebackType
from typing import Any

import platformdirs
import qasync
from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from shared import logs
from shared.clock import SystemClock
from shared.errors import BadSettings, SuiteError
from shared.qt import preferences
from shared.qt.fault import FaultDialog
from shared.qt.ground import Ground
from shared.qt.theme import ThemeName
from shared.qt.tidying import Tidying
from shared.version import VERSION

log = logging.getLogger(__name__)

Main = Callable[[Ground], Awaitable[int]]
LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO, QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR, QtMsgType.QtFatalMsg: logging.CRITICAL,
}
WAKE_MILLISECONDS = 250
"""So often Python looks for signals on Windows, where Qt's loop would keep them waiting."""


def run(main: Main, *, name: str, theme: ThemeName = "light", file: Path | None = None) -> int:
    """Run a program until its coroutine returns the exit code. ``file``: the preferences' (default: the user's).

    A SuiteError that leaves ``main`` is the caller's to say; any other is shown as a fault, and the exit code is 1.
    """
    _set_up_logs(name)
    qInstallMessageHandler(_hear_qt)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName(name)
    application.setApplicationVersion(VERSION)
    application.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(application)
    asyncio.set_event_loop(loop)
    with loop:
        return int(loop.run_until_complete(_run(main, application, name, theme, file or preferences.default_file())))


def _set_up_logs(name: str) -> None:
    """Into the user's log folder; where that can't be written, a program still starts."""
    try:
        logs.set_up("info", log_file(name))
    except BadSettings as problem:
        logs.set_up("info")
        log.warning("%s", problem)


def log_file(name: str) -> Path:
    """Where a program's log is."""
    return Path(platformdirs.user_log_dir("callcentre", appauthor=False)) / f"{name}.log"


async def _run(main: Main, application: QApplication, name: str, theme: ThemeName, file: Path) -> int:
    ground = Ground(application, name, SystemClock(), file, theme=theme)
    faults = FaultDialog(ground)
    ground.report = faults.report
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: faults.report(_error_of(context)))
    sys.excepthook = _hook(faults)
    waking, tidying = _hear_signals(ground), Tidying()
    try:
        return await main(ground)
    except SuiteError:
        raise
    except Exception as error:
        faults.report(error)
        await faults.closed()
        return 1
    finally:
        waking.stop()
        tidying.close()
        sys.excepthook = sys.__excepthook__
        await ground.end_tasks()
        application.closeAllWindows()


def _error_of(context: dict[str, Any]) -> BaseException:
    error = context.get("exception")
    return error if isinstance(error, BaseException) else RuntimeError(str(context.get("message")))


def _hook(faults: FaultDialog) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        faults.report(error.with_traceback(trace))

    return hook


def _hear_signals(ground: Ground) -> QTimer:
    """Ctrl-C and SIGTERM end the program in order."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: ground.stop())
    waking = QTimer()
    waking.timeout.connect(lambda: None)  # Python runs, and sees its signals
    waking.start(WAKE_MILLISECONDS)
    return waking


def _hear_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    level = logging.DEBUG if message.startswith("This plugin does not support") else LEVELS[kind]
    logging.getLogger("qt").log(level, "%s", message)
