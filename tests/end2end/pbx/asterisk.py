"""One running Asterisk: start it, ask its command line, stop it, kill it, start it again."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from shared.clock import monotonic

from . import configuration
from .debian import install, launcher
from .releases import RELEASES
from .subnet import AMI_PORT, Subnet

START_TIME = 30.0  # seconds; it takes 0.7 s on an idle machine
STOP_TIME = 10.0  # seconds
OPEN_FILES = 65536


class Asterisk:
    """An Asterisk in a folder and a loopback network of its own.

    Raises PbxUnavailable where it cannot be had.
    """

    def __init__(self, release: str) -> None:
        self.release = release
        self.root = install(RELEASES[release])
        self.subnet = Subnet()
        # A short path: the control socket's may not exceed 107 bytes.
        self.run = Path(tempfile.mkdtemp(prefix=f"pbx{release}-"))
        self._process: subprocess.Popen[bytes] | None = None
        configuration.write(self.run, self.root, release, self.subnet)

    def __enter__(self) -> "Asterisk":
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def start(self) -> None:
        """Start and wait until it is fully booted. Raises RuntimeError with the log's end if it does not."""
        for stale in (self.run / "rundir").iterdir():
            stale.unlink()
        command = [*launcher(self.root), "-f", "-C", str(self.run / "etc/asterisk.conf")]
        with (self.run / "log/console").open("ab") as console:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                start_new_session=True,
                preexec_fn=_many_files,
            )
        deadline = monotonic() + START_TIME
        while not self._is_up():
            if monotonic() > deadline or self._process.poll() is not None:
                raise RuntimeError(f"Asterisk {self.release} did not start: {self.log_end()}")
            time.sleep(0.05)

    def _is_up(self) -> bool:
        try:
            socket.create_connection((self.subnet.server, AMI_PORT), timeout=1).close()
        except OSError:
            return False
        return "fully booted" in self.cli("core waitfullybooted")

    def log_end(self) -> str:
        """The last lines of Asterisk's own log, for error messages."""
        file = self.run / "log/messages"
        return " / ".join(file.read_text(errors="replace").splitlines()[-3:]) if file.exists() else "no log"

    def cli(self, command: str) -> str:
        """What Asterisk's command line answers."""
        arguments = [*launcher(self.root), "-C", str(self.run / "etc/asterisk.conf"), "-rx", command]
        done = subprocess.run(arguments, capture_output=True, text=True, errors="replace", timeout=20)
        return done.stdout

    def stop(self) -> None:
        """`core stop now`: calls are cut, the logs are written."""
        if self._process and self._process.poll() is None:
            self.cli("core stop now")
            try:
                self._process.wait(STOP_TIME)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """kill -9: what a crash leaves behind."""
        if self._process and self._process.poll() is None:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def close(self) -> None:
        """Stop, and remove everything but the cached packages."""
        self.stop()
        self.subnet.close()
        shutil.rmtree(self.run, ignore_errors=True)


def _many_files() -> None:
    import resource  # POSIX only, as all of this; but the module must be importable everywhere

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
