"""Own recordings: fetched in pieces from the server, and opened with what this computer plays sound with."""

from __future__ import annotations

import base64
import binascii
import tempfile
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from operator_panel.app.running import Running
from operator_panel.screen import Wish
from shared.domain.commands import Refused
from shared.errors import SuiteError

MOST_BYTES = 200 * 2**20
KINDS = {
    "audio/wav": ".wav", "audio/mpeg": ".mp3", "audio/ogg": ".ogg", "audio/x-gsm": ".gsm", "audio/flac": ".flac",
}  # fmt: skip
"""Sound and nothing else is opened, whatever the server calls it."""


async def play(panel: Running, wish: Wish) -> None:
    """Fetch it and open it; what goes wrong is shown."""
    try:
        name, content = await _fetched(panel, wish)
    except SuiteError as problem:
        panel.sources.deeds.refuse(wish, problem)
        return
    folder = panel.front.sounds
    file = Path(folder.name) / name
    file.write_bytes(content)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))


def folder() -> tempfile.TemporaryDirectory[str]:
    """Where they lie while the shift goes on; nothing stays on the computer."""
    return tempfile.TemporaryDirectory(prefix="callcentre-", ignore_cleanup_errors=True)


async def _fetched(panel: Running, wish: Wish) -> tuple[str, bytes]:
    """Raises Refused, Unavailable."""
    content, is_last, suffix = b"", False, ""
    params = {"call": wish.call, **({"file": wish.text or wish.choice} if wish.text or wish.choice else {})}
    while not is_last:
        piece = await panel.client.command("recording.open", {**params, "offset": len(content)})
        try:
            more = base64.b64decode(str(piece.get("data", "")), validate=True)
        except binascii.Error:
            raise Refused("failed", "the recording came damaged") from None
        content, is_last = content + more, bool(piece.get("is_last", True)) or not more
        suffix = KINDS.get(str(piece.get("mime", "")).partition(";")[0], "")
        if not suffix or len(content) > MOST_BYTES:
            raise Refused("not_supported", "this is no sound that could be played")
    safe = "".join(sign if sign.isalnum() else "-" for sign in wish.call)[:60]
    return f"{safe}-{abs(hash(wish.text or wish.choice)) % 10_000}{suffix}", content
