"""The real wallboard in a real window: a real daemon, a simulated PBX, keys and mouse pressed, pictures left.

Pictures go to the folder that CALLCENTRE_SHOTS names; the README's are made of them.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from collector_daemon.app import LOCAL
from collector_daemon.commands import demo
from collector_daemon.feed.secret import feed_secret
from collector_daemon.feed.tokens import Tokens
from shared.clock import SystemClock, now
from shared.domain.accounts import Account
from tests.helpers.display import State, x_server
from tests.integration.daemon.running import RunningDaemon, simulated_pbx, until
from tests.ui.wallboard.sitting import sitting
from wallboard.pages import STEP

pytestmark = [
    pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(240),
    pytest.mark.skipif(sys.platform == "win32", reason="a display of one's own is an X server"),
]  # fmt: skip

NAMES = Path(demo.__file__).with_suffix(".toml").read_text(encoding="utf-8")
RULES = """
[[alert]]
name = "wait"
title = "Čekání"
warn = "waiting >= 1"
bad = "longest_wait >= 0.5"
hysteresis = 0
after_seconds = 0
"""
LOOKS = (
    ("wide", "1920 1080", "dark", "cs"), ("wide", "1920 1080", "dark", "en"), ("wide", "1920 1080", "light", "cs"),
    ("wide", "1920 1080", "light", "en"), ("compact", "1024 768", "dark", "cs"), ("compact", "1024 768", "light", "en"),
    ("wide", "3840 2160", "dark", "cs"), ("wide", "3840 2160", "light", "en"),
)  # fmt: skip


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with x_server() as found:
        yield found


def token_of(folder: Path) -> str:
    """A wallboard's token, as ``user token`` makes them."""
    tokens = Tokens(feed_secret(folder / "data"), SystemClock(), timedelta(hours=1), timedelta(hours=1))
    return tokens.issue(Account(name=LOCAL, roles=frozenset({"wallboard"})))[0]


async def feed_port(daemon: RunningDaemon) -> int:
    await until(lambda: daemon.status().get("feed"), "the feed")
    return int(daemon.status()["feed"]["port"])


def with_names(daemon: RunningDaemon) -> RunningDaemon:
    with daemon.config.open("a", encoding="utf-8") as config:
        config.write(NAMES + RULES)
    return daemon


def is_told_an_alert(state: State) -> bool:
    subject = state["ticker"].partition(":")[0]
    return subject in ("Podpora", "Prodej", "Objednávky", "VIP") and "Nejdelší" not in state["ticker"]


def at_the_same_port(daemon: RunningDaemon, port: int) -> None:
    text = daemon.config.read_text(encoding="utf-8").replace("[feed]\nport = 0", f"[feed]\nport = {port}")
    daemon.config.write_text(text, encoding="utf-8")


async def test_pictures_of_every_page(tmp_path: Path, database_url: str, display: str) -> None:
    async with simulated_pbx(seed=4, speed=20.0) as pbx:
        daemon = with_names(RunningDaemon(tmp_path, pbx.port, database_url))
        daemon.start()
        try:
            async with sitting(await feed_port(daemon), token_of(tmp_path), tmp_path, display) as wall:
                await wall.until(lambda state: state["calls"] > 3 and "Podpora" in str(state["tiles"]), "calls")
                for form, size, look, language in LOOKS:
                    assert (await wall.do(f"size {size}"))["form"] == form
                    await wall.do(f"theme {look}")
                    await wall.do(f"language {language}")
                    for page in range(3):
                        await wall.do(f"page {page}")
                        name = f"wallboard-{size.replace(' ', 'x')}-{look}-{language}-{page + 1}"
                        state = await wall.do(f"shot {name}")
                        assert not state["cut"], name
                state = await wall.do("state")
                numbers = [caller for caller in state["callers"] if caller and caller[-2:].isdigit() and caller[5:]]
                assert numbers
                assert all("•" in number for number in numbers)
        finally:
            await daemon.stop()


async def test_keys_mouse_alerts_the_past_and_a_lost_connection(
    tmp_path: Path, database_url: str, display: str
) -> None:
    async with simulated_pbx(seed=4, speed=20.0) as pbx:
        daemon = with_names(RunningDaemon(tmp_path, pbx.port, database_url))
        daemon.start()
        port = await feed_port(daemon)
        try:
            async with sitting(port, token_of(tmp_path), tmp_path, display) as wall:
                state = await wall.do("state")
                assert state["is_fullscreen"]
                assert state["size"] == [3840, 2160]
                await wall.do("theme dark")

                # An alert of a rule: in the ticker by its queue's title, and on the tile.
                state = await wall.until(is_told_an_alert, "alert")
                begun_at = now()
                await wall.do("size 1920 1080")
                await wall.do("shot wallboard-alert")

                # Keys. A page's turn is over after a while, so it begins anew.
                await wall.do("page 0")
                assert (await wall.do("key Right"))["page"] == 1
                assert (await wall.do("key Left"))["page"] == 0
                assert not (await wall.do("key Space"))["is_rotating"]
                assert (await wall.do("key T"))["theme"] == "contrast"
                await wall.do("shot wallboard-contrast")
                await wall.do("theme dark")
                assert (await wall.do("key F11"))["is_fullscreen"]
                assert not (await wall.do("key Escape"))["is_fullscreen"]

                # Editing in place, by mouse and keyboard, kept in the file.
                await wall.do("size 1920 1080")
                before = await wall.do("key E")
                assert before["is_editing"]
                await wall.do("shot wallboard-editing")
                x, y, width, height = before["places"][0]
                state = await wall.do(f"drag {x + width - 4} {y + height // 2} -80 0")
                narrow = state["places"][0][2]
                assert state["places"][0] == [x, y, narrow, height]
                assert abs(narrow - (width - 80)) <= STEP // 2  # it snaps
                state = await wall.do("key Shift+Right")
                assert state["places"][0] == [x, y, narrow + STEP, height]
                state = await wall.do("key E")
                assert not state["is_editing"]
                assert state["places"][0] == [x, y, narrow + STEP, height]

                # A page more with one tile on it, and without it again.
                state = await wall.do("wish add_page")
                assert (state["pages"], state["page"], state["is_editing"], state["places"]) == (4, 1, True, [])
                state = await wall.do("key Escape")
                state = await wall.do("wish remove_page")
                assert (state["pages"], state["is_editing"]) == (3, False)
                await wall.do("page 0")
                assert not (await wall.do("wish fix"))["is_rotating"]
                assert (await wall.do("wish fix"))["is_rotating"]

                # The time machine: clearly the past, and back.
                await until(lambda: now() > begun_at + timedelta(seconds=8), "time passed")
                await wall.do("key P")
                await wall.do(f"past {(begun_at + timedelta(seconds=4)).isoformat()} 1.0")
                state = await wall.until(lambda state: state["sight"] == "past", "past moment")
                assert state["now"] < now().isoformat()
                await wall.do("shot wallboard-past")
                await wall.do("key Escape")
                await wall.until(lambda state: state["sight"] == "live" and not state["past"], "present")

                # A daemon that is gone: said at once, old figures are grey, and it comes back by itself.
                daemon.kill()
                state = await wall.until(lambda state: state["sight"] == "lost", "lost connection")
                assert state["title"].startswith("Bez spojení od")
                await wall.do("shot wallboard-lost")
                at_the_same_port(daemon, port)
                daemon.start()
                await wall.until(lambda state: state["sight"] == "live", "live board again")
        finally:
            await daemon.stop()


def test_the_command_line_says_what_is_wrong(tmp_path: Path) -> None:
    folder = str(tmp_path)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": folder, "XDG_CONFIG_HOME": folder}
    for arguments, said in (
        (["--token-file", str(tmp_path / "none")], "cannot be read"),
        (["--server", "a b"], "is no address"),
    ):
        command = [sys.executable, "-m", "wallboard", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment)
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert said in done.stderr
