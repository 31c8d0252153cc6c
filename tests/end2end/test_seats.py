"""A shift at a real Asterisk with a SIP phone: seat, login, call, wrap-up, logout; queue_log says the same."""

import asyncio
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.domain.board import AgentRow
from shared.domain.commands import Refused
from tests.helpers.waiting import wait_until

from . import record, story
from .daemon import CollectorDaemon
from .desk import Desk, desk_of
from .expected import Record
from .lab import Lab
from .pbx.asterisk import Asterisk
from .scenarios import Scenario

WRAP_UP = 2.0  # seconds
SETTINGS = f"[[desk_queue]]\nqueue = 'emptyq'\nwrapup_seconds = {WRAP_UP}\n"

pytestmark = [pytest.mark.end2end, pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture
def folder() -> Iterator[Path]:
    """For the daemon: the bundled Postgres runs as another user under root, who must be able to walk in."""
    made = Path(tempfile.mkdtemp(prefix="seats-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def test_a_shift(release: str, folder: Path, tmp_path: Path) -> None:
    with Asterisk(release) as asterisk:
        begin = story.offsets(asterisk)
        daemon = CollectorDaemon(asterisk, folder / "daemon", SETTINGS)
        daemon.start()
        try:
            scenario = Scenario("shift", "A shift.", lambda lab: _shift(lab, daemon))
            asyncio.run(record.perform(scenario, asterisk, tmp_path))
        finally:
            exit_code = daemon.stop()
        asterisk.stop()
        story.write_logs(tmp_path, asterisk, begin)
    assert exit_code == 0, daemon.said()
    assert not re.findall(r"^.*\b(?:WARNING|ERROR|CRITICAL|Traceback)\b.*$", daemon.said(), re.MULTILINE)
    lines = [line.split("|") for line in (tmp_path / "queue_log").read_text().splitlines() if "|emptyq|" in line]
    told = [f"{line[4]} {line[5]}".strip() for line in lines if line[3] != "NONE"]
    assert [one for one in told if not one.startswith(("CONNECT", "COMPLETECALLER"))] == [
        "ADDMEMBER", "REMOVEMEMBER",  # all or nothing
        "ADDMEMBER PAUSED", "PAUSE start", "UNPAUSE", "PAUSE wrap-up", "UNPAUSE", "REMOVEMEMBER",
    ]  # fmt: skip
    assert [one.partition(" ")[0] for one in told[5:7]] == ["CONNECT", "COMPLETECALLER"]


async def _shift(lab: Lab, daemon: CollectorDaemon) -> list[Record]:
    async with desk_of(daemon) as desk:
        assert (await desk.client.command("seat.take", {"extension": "1010"}))["is_reachable"] is False
        phone = await lab.agent(1010)
        taken = await desk.client.command("seat.take", {"extension": "1010"})
        assert taken == {"agent": "1010", "interface": "PJSIP/1010", "pbx": "main", "is_reachable": True}
        with pytest.raises(Refused) as refusal:
            await desk.do("agent.login", 1010, queues=["emptyq", "no such"])
        assert refusal.value.code == "unknown_queue"
        await desk.do("agent.login", 1010, queues=["emptyq"], is_paused=True, reason="start")
        await wait_until(lambda: _row(desk).reason == "start", timeout=6.0, what="the pause")
        await desk.do("agent.unpause", 1010)
        await _state(desk, "ready")
        customer, _leg = await lab.connected("emptyq", phone, 0.5)
        await _state(desk, "talking")
        customer.hang_up()
        row = await _state(desk, "wrapping_up")
        assert row.account == "(this machine)"
        assert row.since is not None
        assert row.wraps_until is not None
        assert (row.wraps_until - row.since).total_seconds() == pytest.approx(WRAP_UP, abs=0.3)
        await _state(desk, "ready")
        await desk.client.command("seat.leave", {})
        await _state(desk, "logged_out")
    return []


def _row(desk: Desk) -> AgentRow:
    return next(one for one in desk.client.board.agents if one.agent == "1010")


async def _state(desk: Desk, state: str) -> AgentRow:
    await wait_until(lambda: _row(desk).state == state, timeout=6.0, what=state)
    return _row(desk)
