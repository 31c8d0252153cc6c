"""``callcentre-service``: the collector daemon as a service of Windows.

``install``, ``start``, ``stop``, ``remove`` on its command line; without arguments it is run by Windows. The daemon is
a process of its own, ``collector-daemon.exe run`` beside this program: what it says goes into ``service.log`` in
%ProgramData%\\callcentre\\callcentre, and stopping is Ctrl-Break, on which it writes all that it has. If it ends by
itself, so does the service, as failed, and Windows starts it again.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import servicemanager  # type: ignore[import-untyped]
import win32console  # type: ignore[import-untyped]
import win32event  # type: ignore[import-untyped]
import win32service  # type: ignore[import-untyped]
import win32serviceutil  # type: ignore[import-untyped]

assert sys.platform == "win32", "services are Windows'"

STOP_SECONDS = 60
"""As long as the daemon may take to write what it has; then it is ended."""


class Collector(win32serviceutil.ServiceFramework):  # type: ignore[misc]
    """Starts the daemon, waits, stops it."""

    _svc_name_ = "CallCentreCollector"
    _svc_display_name_ = "Call Centre Collector"
    _svc_description_ = "Connects to Asterisk, keeps what happens to every call, and tells the desktop programs."

    def __init__(self, words: list[str]) -> None:
        super().__init__(words)
        self._stop = win32event.CreateEvent(None, 0, 0, None)

    def SvcStop(self) -> None:  # noqa: N802 - the name that pywin32 calls
        """Ask for the end; Windows is told how long that may take."""
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=STOP_SECONDS * 1000)
        win32event.SetEvent(self._stop)

    def SvcDoRun(self) -> None:  # noqa: N802
        """Until stopped, or until the daemon ends; then the process ends too, which Windows takes for a failure."""
        with contextlib.suppress(win32console.error):
            win32console.AllocConsole()  # Ctrl-Break reaches only who shares a console
        folder = Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData"), "callcentre", "callcentre")
        folder.mkdir(parents=True, exist_ok=True)
        program = Path(sys.executable).with_name("collector-daemon.exe")
        with (folder / "service.log").open("ab") as log:
            daemon = subprocess.Popen(
                [str(program), "run"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=folder,
                creationflags=subprocess.CREATE_NEW_PROCESS_GROUP,
            )
            process = int(daemon._handle)  # type: ignore[attr-defined]
            happened = win32event.WaitForMultipleObjects((self._stop, process), False, win32event.INFINITE)
            if happened != win32event.WAIT_OBJECT_0:
                servicemanager.LogErrorMsg(f"collector-daemon ended with code {daemon.wait()}; see {log.name}")
                os._exit(1)
            daemon.send_signal(signal.CTRL_BREAK_EVENT)
            try:
                daemon.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()


def main() -> None:
    """What the words ask for; without words, work for Windows' service manager."""
    if len(sys.argv) > 1:
        win32serviceutil.HandleCommandLine(Collector)
        return
    servicemanager.Initialize()
    servicemanager.PrepareToHostSingle(Collector)
    servicemanager.StartServiceCtrlDispatcher()


if __name__ == "__main__":
    main()
