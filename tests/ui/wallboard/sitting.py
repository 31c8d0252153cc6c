"""A test's side of ``seat``: the wallboard on an X server, orders and answers."""

import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

from tests.helpers.display import Seated, seated
from tests.helpers.windows import SHOTS


@contextlib.asynccontextmanager
async def sitting(port: int, token: str, folder: Path, display: str) -> AsyncIterator[Seated]:
    """The wallboard on that display, looking at the feed at ``port``. Its end has to be an orderly one."""
    home = folder / "wall"
    home.mkdir()
    token_file = home / "wall.token"
    token_file.write_text(token, encoding="utf-8")
    shots = Path(os.environ.get(SHOTS) or folder / "shots")
    words = (f"127.0.0.1:{port}", str(token_file), str(shots))
    async with seated("tests.ui.wallboard.seat", *words, display=display, folder=home) as (process, environment):
        it = Seated(process, environment, home)
        await it.until(lambda state: state["sight"] == "live", "live board")
        yield it
        await it.end()
