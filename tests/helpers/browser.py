"""A real browser for tests: Chromium without a window and with a profile of its own, driven by its debugging port.

``async with open_browser(folder) as browser``, then ``page = await browser.open(address)`` and ``await
page.says("document.title")``. Tests that need it are marked ``@needs_browser``.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.helpers.waiting import wait_until

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-default-browser-check",
    "--remote-debugging-port=0", "--window-size=900,700",
)  # fmt: skip
PATIENCE = 40.0  # seconds; a browser starts slowly on a busy machine

needs_browser = pytest.mark.skipif(PROGRAM is None or os.name != "posix", reason="no Chromium here")


class Page:
    """One tab."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._replies: dict[int, dict[str, Any]] = {}

    async def tell(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command of the debugging protocol, and what came of it."""
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        async with asyncio.timeout(PATIENCE):
            while True:
                said = json.loads((await self._socket.receive()).data)
                if said.get("id") == number:
                    assert "error" not in said, said["error"]
                    return said["result"]

    async def says(self, script: str) -> Any:
        """What a piece of JavaScript gives, promises waited for."""
        found = await self.tell("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    async def text(self, name: str) -> str:
        """The text of the element of this id; empty where there is none yet."""
        return await self.says(f"document.getElementById({name!r})?.textContent ?? ''")

    async def click(self, name: str) -> None:
        """Click in the middle of an element, as a mouse does."""
        script = (
            f"(r => [r.x + r.width / 2, r.y + r.height / 2])(document.getElementById({name!r}).getBoundingClientRect())"
        )
        x, y = await self.says(script)
        for kind in ("mousePressed", "mouseReleased"):
            await self.tell("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    async def picture(self, file: Path) -> None:
        """A PNG of it."""
        import base64

        found = await self.tell("Page.captureScreenshot")
        file.write_bytes(base64.b64decode(found["data"]))


class Browser:
    """A browser that runs."""

    def __init__(self, port: int, session: aiohttp.ClientSession) -> None:
        self._address, self._session = f"http://127.0.0.1:{port}", session
        self._sockets: list[aiohttp.ClientWebSocketResponse] = []

    async def open(self, address: str) -> Page:
        """A new tab with this address."""
        async with self._session.put(f"{self._address}/json/new?about:blank") as response:
            target = await response.json()
        socket = await self._session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0)
        self._sockets.append(socket)
        page = Page(socket)
        await page.tell("Page.navigate", url=address)
        is_there = "document.readyState === 'complete' && location.href !== 'about:blank'"
        await wait_until(lambda: page.says(is_there), PATIENCE)
        return page

    async def close(self) -> None:
        """Let go of the tabs."""
        for socket in self._sockets:
            await socket.close()


@asynccontextmanager
async def open_browser(folder: Path) -> AsyncIterator[Browser]:
    """A browser whose profile is in ``folder``; ended with all its processes."""
    assert PROGRAM is not None
    process = await asyncio.create_subprocess_exec(
        PROGRAM, *FLAGS, f"--user-data-dir={folder}", "about:blank", start_new_session=True,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    told = folder / "DevToolsActivePort"
    try:
        await wait_until(lambda: told.exists() and len(told.read_text().split()) == 2, PATIENCE, "the browser is there")
        async with aiohttp.ClientSession() as session:
            browser = Browser(int(told.read_text().split()[0]), session)
            try:
                yield browser
            finally:
                await browser.close()
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
