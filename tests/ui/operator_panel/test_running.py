"""The real panel in a real window, by mouse and keyboard, against a real daemon and a simulated PBX."""

import contextlib
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from collector_daemon.simulator.people import End, Reaction, Scripted
from installers.bootstrap import ROOT
from shared.clock import monotonic
from tests.helpers.display import x_server
from tests.helpers.waiting import wait_until
from tests.integration.seats.office import Office, office
from tests.ui.operator_panel.fingers import Fingers, fingers
from tests.ui.operator_panel.work import DESK

pytestmark = [
    pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(240),
    pytest.mark.skipif(sys.platform == "win32", reason="a display of one's own is an X server"),
]  # fmt: skip

REASON = DESK + '\n[[pause_reason]]\nreason = "prep"\ntitle = "Příprava"\n'
NO_WRAPUP = REASON.replace("wrapup_seconds = 30\nis_disposition_required = true\n", "")
GOAL_SECONDS = 0.2
RINGS = 9


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with x_server("1280x1024x24") as found:
        yield found


class Noting(Scripted):
    """People who note when a phone began to ring."""

    rang_at: float = 0.0

    def reaction(self, extension: str, queue: str | None) -> Reaction:
        self.rang_at = monotonic()
        return super().reaction(extension, queue)


def scripted(centre: Office, answer: float, talk: float) -> Noting:
    people = Noting({"1001": [Reaction("answer", answer)]}, [(End(talk, "caller"),)])
    centre.server.world.pbx.people = people
    return people


def stored(url: str) -> list[tuple[str, str]]:
    with psycopg.connect(url) as connection:
        return connection.execute(
            "select n.text, d.code from call_note n join call_disposition d using (pbx, call_id, account)"
        ).fetchall()


@contextlib.asynccontextmanager
async def at_office(folder: Path, url: str, desk: str = REASON) -> AsyncIterator[Office]:
    """An office that is open."""
    async with office(folder, url, desk) as centre, centre.open():
        yield centre


def at_panel(centre: Office, folder: Path, display: str, *, is_killed: bool = False) -> Any:
    """The panel on that display, at that office."""
    return fingers(port_of(centre), folder / "panel", display, is_killed=is_killed)


def port_of(centre: Office) -> int:
    assert centre.daemon is not None
    assert centre.daemon.feed is not None
    return centre.daemon.feed.port


async def sign_in(panel: Fingers, name: str = "petr", extension: str = "1001") -> None:
    """By mouse and keyboard: name, Tab, password, Tab, extension, Enter."""
    await panel.until(lambda state: state["dialog"] and "dostupný" in state["dialog"]["reach"], "the server's answer")
    await panel.click("Uživatelské jméno")
    for number, text in enumerate((name, name[::-1], extension)):
        await panel.key(*(["Tab"] if number else []), "ctrl+a")
        await panel.type(text)
    await panel.key("Return")


async def test_a_shift_by_mouse_and_keyboard(tmp_path: Path, database_url: str, display: str) -> None:
    async with at_office(tmp_path, database_url) as centre, at_panel(centre, tmp_path, display) as panel:
        await sign_in(panel)
        await panel.shown("ready", token="ready", joined=["support", "vip"])
        assert set(centre.members("vip")) == {"PJSIP/1001"}
        await panel.shot("panel-ready")

        # A queue left by mouse, a pause by keyboard from the menu, and back by the same key.
        await panel.click("support")
        await panel.shown("one queue", joined=["vip"])
        assert centre.members("support") == {}
        await panel.key("ctrl+p")
        await panel.until(lambda state: any(name.startswith("menu:") for name in state["places"]), "the menu")
        await panel.key("Down", "Return")
        await panel.shown("pause", token="paused")
        assert list(centre.paused("vip").values()) == ["lunch"]
        await panel.shot("panel-paused")
        await panel.key("ctrl+p")
        await panel.shown("ready again", token="ready")

        # While somebody types, a call rings: the popup comes, the keyboard stays.
        await panel.click("Jméno nebo číslo")
        await panel.type("nov")
        people = scripted(centre, answer=6.0, talk=4.0)
        centre.call()
        state = await panel.until(lambda state: state["popups"] == 1 and state["painted"], "the popup")
        latency = state["painted"][0] - people.rang_at
        print(f"ring to popup: {latency * 1000:.0f} ms")
        await panel.type("ak")
        await panel.shot("panel-popup")
        await panel.shown("the call", mode="call")
        await panel.shot("panel-call")

        # Note and outcome, the wrap-up, saved.
        await panel.click("Poznámka")
        await panel.type("zavolat zpet")
        state = await panel.until(lambda state: state["screen"]["mode"] == "wrapup", "the wrap-up")
        assert state["screen"]["note"] == "zavolat zpet"
        await panel.shot("panel-wrapup")
        await panel.key("ctrl+Return")
        await panel.until(lambda state: state["screen"]["mode"] == "wrapup", "what is missing")
        await panel.key("alt+1")
        await panel.key("ctrl+Return")
        await panel.shown("ready after the call", token="ready", mode="idle")
        await wait_until(lambda: stored(database_url) == [("zavolat zpet", "sold")], 20, "both stored")
        screen = await panel.shown("all sent", unsent=0)
        assert screen["notice"] == ""
        await panel.until(lambda state: state["screen"]["lines"], "the call in my calls")
        await panel.shot("panel-after")

        # Out.
        await panel.click("Odhlásit")
        await panel.shown("signed out", token="offline")
        assert centre.members("vip") == {}
        assert latency < 5 * GOAL_SECONDS, "on a machine that does much else"


async def test_what_was_typed_when_the_program_was_killed_is_there_again(
    tmp_path: Path, database_url: str, display: str
) -> None:
    async with at_office(tmp_path, database_url) as centre:
        async with at_panel(centre, tmp_path, display, is_killed=True) as panel:
            await sign_in(panel)
            await panel.shown("ready", token="ready")
            scripted(centre, answer=0.5, talk=600.0)
            centre.call()
            await panel.shown("the call", mode="call")
            await panel.click("Poznámka")
            await panel.type("dulezite")
            await wait_until(lambda: b"dulezite" in outbox(tmp_path / "panel"), 20, "kept")
            panel.process.kill()
            await panel.process.wait()
        assert set(centre.members("vip")) == {"PJSIP/1001"}, "the phone goes on"
        async with at_panel(centre, tmp_path, display) as panel:
            state = await panel.until(lambda state: state["dialog"], "the sign-in")
            assert (state["dialog"]["account"], state["dialog"]["extension"]) == ("petr", "1001")
            await sign_in(panel)
            await panel.shown("the call as it is", mode="call", note="dulezite")


async def test_a_popup_is_there_before_anybody_could_miss_it(tmp_path: Path, database_url: str, display: str) -> None:
    async with at_office(tmp_path, database_url, NO_WRAPUP) as centre, at_panel(centre, tmp_path, display) as panel:
        await sign_in(panel)
        await panel.shown("ready", token="ready")
        took = []
        for turn in range(RINGS):
            people = scripted(centre, answer=1.2, talk=0.3)
            centre.call()
            state = await panel.until(lambda state, turn=turn: len(state["painted"]) > turn, "the popup")  # type: ignore[misc]
            took.append(state["painted"][turn] - people.rang_at)
            await panel.shown("the call", mode="call")
            await panel.shown("ready again", mode="idle", token="ready", timeout=60)
        print("from the ring to the painted popup, ms:", ", ".join(f"{one * 1000:.0f}" for one in sorted(took)))
        assert sorted(took)[RINGS // 2] < GOAL_SECONDS


async def test_a_number_clicked_elsewhere_is_dialled_by_the_panel_that_runs(
    tmp_path: Path, database_url: str, display: str
) -> None:
    async with at_office(tmp_path, database_url) as centre, at_panel(centre, tmp_path, display) as panel:
        await sign_in(panel)
        await panel.shown("ready", token="ready")
        people = {"1001": [Reaction("answer", 1.0)], "00420602123456": [Reaction("answer", 1.0)]}
        centre.server.world.pbx.people = Scripted(people, [(End(3.0, "caller"),)])
        assert await panel.start_another("tel:+420-602-123-456") == 0
        await panel.shown("the call out", mode="call")
        await panel.shot("panel-dialled")
        await panel.until(lambda state: state["screen"]["lines"], "it in my calls", 60)


def test_the_command_line_says_what_is_wrong(tmp_path: Path) -> None:
    folder = str(tmp_path)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": folder, "XDG_CONFIG_HOME": folder}
    (tmp_path / "callcentre").mkdir()
    for arguments, said, text in (
        (["--server", "a b"], "is no address", ""),
        (["--server", "here", "--token-file", str(tmp_path / "none")], "cannot read the secret", ""),
        (["--token-file", str(tmp_path / "none")], "cannot read the secret", ""),
        ([], "hot_keys", '[hot_keys]\nshow = "Hyper+P"\n'),
    ):
        (tmp_path / "callcentre" / "operator_panel.toml").write_text(text)
        command = [sys.executable, "-m", "operator_panel", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, cwd=ROOT)
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert said in done.stderr


def outbox(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("outbox.jsonl"))
