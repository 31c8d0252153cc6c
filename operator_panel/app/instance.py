"""One panel a user: a second start hands over what it was started for and ends.

What is handed over is one line of JSON through a local socket of the user's own (a named pipe on Windows).
"""

from __future__ import annotations

import hashlib
import logging
import sys
from typing import Annotated

import msgspec
import platformdirs
from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger(__name__)

PATIENCE_MILLISECONDS = 1500
LONGEST = 4096
HEARD = b"heard\n"


class Start(msgspec.Struct, frozen=True):
    """What somebody wanted: to see the panel, and to dial the number behind this ``tel:`` link."""

    link: Annotated[str, msgspec.Meta(max_length=1000)] = ""


def name() -> str:
    """The socket's: one for each user's data folder."""
    folder = platformdirs.user_data_dir("callcentre", appauthor=False)
    return f"callcentre-panel-{hashlib.sha256(folder.encode()).hexdigest()[:16]}"


def handed_over(start: Start) -> bool:
    """Is there a running panel, and has it heard? Waits for a short while only."""
    socket = QLocalSocket()
    socket.connectToServer(name())
    if not socket.waitForConnected(PATIENCE_MILLISECONDS):
        return False
    _let_it_come_up()
    socket.write(msgspec.json.encode(start) + b"\n")
    answer = b""
    while not answer.endswith(b"\n") and socket.waitForReadyRead(PATIENCE_MILLISECONDS):
        answer += socket.readAll().data()
    socket.close()
    return answer == HEARD


def _let_it_come_up() -> None:
    """Windows lets only who was just started come to the front; the running panel gets that from us."""
    if sys.platform == "win32":
        import ctypes

        anybody = -1
        ctypes.windll.user32.AllowSetForegroundWindow(anybody)


class Instance(QObject):
    """This panel is the one. Signal: ``started`` (a ``Start``) whenever somebody starts another."""

    started = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._server = QLocalServer(self)
        self._sockets: set[QLocalSocket] = set()
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        if not self._server.listen(name()):
            QLocalServer.removeServer(name())  # left behind by a panel that was killed: nobody answers there
            if not self._server.listen(name()):
                log.warning("a second panel will not find this one: %s", self._server.errorString())

    def close(self) -> None:
        """Let another one be the one."""
        for socket in tuple(self._sockets):
            self._drop(socket)
        self._server.close()

    def _greet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            self._sockets.add(socket)
            socket.readyRead.connect(lambda socket=socket: self._hear(socket))
            socket.disconnected.connect(lambda socket=socket: self._drop(socket))
            self._hear(socket)

    def _drop(self, socket: QLocalSocket) -> None:
        """Say and hear nothing more. It is the server's child and ends with that: it must not be deleted twice."""
        if socket in self._sockets:
            self._sockets.discard(socket)
            socket.blockSignals(True)
            socket.abort()

    def _hear(self, socket: QLocalSocket) -> None:
        """A whole line, or nothing yet; what is too long or no start is sent away."""
        if not socket.canReadLine():
            if socket.bytesAvailable() > LONGEST:
                self._drop(socket)
            return
        try:
            start = msgspec.json.decode(socket.readLine(LONGEST).data(), type=Start)
        except (msgspec.DecodeError, UnicodeDecodeError):
            self._drop(socket)
            return
        socket.write(HEARD)
        socket.flush()
        socket.disconnectFromServer()
        self.started.emit(start)
