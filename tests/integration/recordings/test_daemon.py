"""A real daemon beside a simulated PBX: a call is recorded, found and played over its port."""

import asyncio
import os
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from collector_daemon.simulator.pbx import RECORDINGS
from collector_daemon.simulator.tapes import make_tape
from shared.errors import SuiteError
from tests.integration.daemon.running import RunningDaemon, client_of, simulated_pbx, until
from tests.integration.daemon.test_feed import supervisor
from tests.integration.database.contents import rows

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(120)]
KEY = "the main key of a daemon under test"


@pytest.mark.skipif(os.name == "nt", reason="one system is enough")
async def test_a_recorded_call_is_found_and_played(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sounds = tmp_path / "sounds"
    sounds.mkdir()
    monkeypatch.setenv("CALLCENTRE_RECORDINGS_KEY", KEY)
    async with simulated_pbx(seed=7, speed=60.0) as pbx:
        daemon = RunningDaemon(tmp_path, pbx.port, database_url)
        with daemon.config.open("a") as more:
            more.write(f"[[recordings]]\nfolder = '{sounds}'\n[recordings_encryption]\nis_on = true\n"
                       f"[recordings_port]\nport = 0\n")
        daemon.start()
        try:
            async with client_of(daemon, supervisor(tmp_path / "data")) as client:
                def recorded() -> Any:
                    stored = {row[0] for row in rows(database_url, "select call_id from recording")}
                    ended = (one for one in pbx.world.pbx.finished if one.call_id in stored)
                    return next((one for one in ended if one.recordings), None)

                note = await until_found(recorded)
                tape = note.recordings[0]
                with pytest.raises(SuiteError):
                    await client.command("recording.link", {"call": note.call_id, "file": tape.file})
                file = make_tape(note, tape, sounds)
                whole = file.read_bytes()
                told = await client.command("recording.link", {"call": note.call_id, "file": tape.file})
                assert told["file"] == tape.file == RECORDINGS + str(file.relative_to(sounds))
                async with aiohttp.ClientSession() as http, http.get(
                    told["url"], headers={"Range": "bytes=0-99"}
                ) as answer:
                    assert (answer.status, await answer.read()) == (206, whole[:100])
        finally:
            assert await daemon.stop() == 0
    assert "Traceback" not in daemon.said()
    found = rows(database_url, "select act, origin from audit where act = 'recording: opened'")
    assert [origin for _act, origin in found] == ["127.0.0.1"]


async def until_found(condition: Any) -> Any:
    """What the condition finds."""
    await until(condition, "a recorded call that is stored")
    await asyncio.sleep(0)
    return condition()
