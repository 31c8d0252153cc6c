"""The wallboard in a process of its own, told what to do by lines on standard input; each is answered by one of JSON.

``python -m tests.ui.wallboard.seat HOST:PORT TOKEN_FILE FOLDER``: pictures go to the folder. It is the real program on
a real display; only the fingers are simulated: ``key Right``, ``key Ctrl+Q``, ``drag X Y DX DY``, ``click X Y``,
``size W H``, ``language cs``, ``theme light``, ``page N``, ``wish NAME`` (as the menu), ``past ISO SPEED``,
``shot NAME``, ``state``.
"""

import asyncio
import json
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from shared.feed_client.status import Credentials
from shared.qt import application
from shared.qt.ground import Ground
from shared.qt.preferences import Server
from shared.qt.signing_in import make_client
from wallboard.app.wallboard import Wallboard
from wallboard.settings import read_token
from wallboard.views.tiles.tile import TileWidget


class Seat:
    """Carries out one line after the other."""

    def __init__(self, wallboard: Wallboard, folder: Path) -> None:
        self.wallboard, self.folder = wallboard, folder

    async def obey(self, line: str) -> dict[str, Any]:
        verb, *words = line.split()
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def press() -> None:
            """In no task: events that QTest delivers at once may wake others, and a task never runs within another."""
            try:
                getattr(self, f"do_{verb}")(*words)
                done.set_result(None)
            except Exception as wrong:
                done.set_exception(wrong)

        QTimer.singleShot(0, press)
        await done
        await asyncio.sleep(0.05)  # what was pressed is laid out and painted before anybody looks
        return self.do_state()

    def do_key(self, name: str) -> None:
        *modifiers, key = name.split("+")
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= {"Ctrl": Qt.KeyboardModifier.ControlModifier, "Shift": Qt.KeyboardModifier.ShiftModifier}[modifier]
        QTest.keyClick(self._focus(), getattr(Qt.Key, f"Key_{key}"), held)

    def do_click(self, x: str, y: str) -> None:
        widget, at = self._under(int(x), int(y))
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at)

    def do_drag(self, x: str, y: str, dx: str, dy: str) -> None:
        widget, at = self._under(int(x), int(y))
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=at)
        to = at + QPoint(int(dx), int(dy))
        QTest.mouseMove(widget, at + QPoint(int(dx) // 2, int(dy) // 2))
        QTest.mouseMove(widget, to)
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=to)

    def do_size(self, width: str, height: str) -> None:
        self.wallboard.window.showNormal()
        self.wallboard.window.setGeometry(0, 0, int(width), int(height))

    def do_language(self, code: str) -> None:
        self.wallboard.do(f"language:{code}")

    def do_theme(self, name: str) -> None:
        self.wallboard.ground.set_theme(name)  # type: ignore[arg-type]  # the test names a theme

    def do_wish(self, wish: str) -> None:
        self.wallboard.do(wish)

    def do_page(self, number: str) -> None:
        self.wallboard.show_page(int(number), is_faded=False)

    def do_past(self, at: str, speed: str) -> None:
        assert self.wallboard.time_machine.bar is not None
        self.wallboard.time_machine.bar.wished.emit(datetime.fromisoformat(at), float(speed))

    def do_shot(self, name: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        assert self.wallboard.window.grab().save(str(self.folder / f"{name}.png"))

    def do_state(self) -> dict[str, Any]:
        wallboard = self.wallboard
        wallboard.refresh()
        screen, board = wallboard.screen, wallboard.board
        assert screen is not None
        return {
            "sight": screen.sight, "title": screen.header.title, "note": screen.header.note,
            "page": wallboard.turning.index, "form": board.form, "pages": len(wallboard.turning.all(board.form)),
            "is_rotating": wallboard.turning.is_rotating,
            "is_fullscreen": wallboard.window.isFullScreen(), "theme": wallboard.ground.theme.name,
            "language": wallboard.ground.language.code, "cursor": wallboard.window.cursor().shape().name,
            "ticker": f"{screen.ticker.subject} {screen.ticker.text}".strip(), "ticker_note": screen.ticker.note,
            "size": [wallboard.window.width(), wallboard.window.height()],
            "is_editing": wallboard.page_work.is_editing, "past": wallboard.time_machine.bar is not None,
            "tiles": {tile.kind: tile.accessibleName() for tile in board.tiles},
            "places": [[at.x(), at.y(), at.width(), at.height()] for at in board.tile_rects()],
            "cut": [*board.header.cut, *board.ticker.cut, *(text for tile in board.tiles for text in tile.cut)],
            "calls": len(wallboard.client.board.calls), "now": wallboard.client.board_now().isoformat(),
            "callers": [call.caller for call in wallboard.client.board.calls],
        }  # fmt: skip

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.wallboard.window

    def _under(self, x: int, y: int) -> tuple[QWidget, QPoint]:
        """What the mouse would meet there; tiles let it through."""
        window, at = self.wallboard.window, QPoint(x, y)
        found = window.childAt(at)
        while isinstance(found, TileWidget):
            found = found.parentWidget()
        widget = found or window
        return widget, widget.mapFrom(window, at)


def main() -> int:
    address, token_file, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    host, _, port = address.partition(":")

    async def sit(ground: Ground) -> int:
        client = make_client(ground, Server(host=host, port=int(port)), Credentials(token=read_token(token_file)))
        ground.spawn(client.run(), "feed")
        ground.set_language("cs")
        wallboard = Wallboard(ground, client, pages_file=token_file.with_name("pages.json"))
        ground.spawn(_obey(Seat(wallboard, folder), ground), "orders")
        return await wallboard.run()

    return application.run(sit, name="wallboard", theme="dark", file=token_file.with_name("preferences.json"))


async def _obey(seat: Seat, ground: Ground) -> None:
    lines: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line.strip())
        loop.call_soon_threadsafe(ground.stop)

    threading.Thread(target=read, daemon=True).start()
    while True:
        print(json.dumps(await seat.obey(await lines.get())), flush=True)


if __name__ == "__main__":
    sys.exit(main())
