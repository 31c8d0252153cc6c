"""``check-pbx --calls`` on real Asterisks: all is told as it was done, and what a PBX keeps from us is found."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from collector_daemon.acceptance.dialplan import EXTENSIONS_CONF, QUEUES_CONF
from collector_daemon.acceptance.scripts import SCRIPTS

from .pbx.asterisk import Asterisk
from .pbx.configuration import SECRET

pytestmark = [pytest.mark.end2end, pytest.mark.slow, pytest.mark.timeout(240)]
FILTERED = "eventfilter = !Event: AgentConnect\n"
"""A line that somebody may have in manager.conf; the form that both releases take."""


async def check(asterisk: Asterisk, folder: Path) -> tuple[int, list[str]]:
    folder.mkdir()
    config = folder / "collector.toml"
    config.write_text(f'[[pbx]]\nname = "main"\nhost = "{asterisk.subnet.server}"\nuser = "collector"\n')
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "collector_daemon", "check-pbx", "--calls", "--listen", "0", "--config", str(config),
        stdout=asyncio.subprocess.PIPE, env={**os.environ, "CALLCENTRE_AMI_MAIN": SECRET},
    )  # fmt: skip
    out, _ = await asyncio.wait_for(process.communicate(), 120)
    code = process.returncode
    assert code is not None
    return code, [line for line in out.decode().splitlines() if "test call" in line]


async def all_checked(running: list[Asterisk], folder: Path) -> list[tuple[int, list[str]]]:
    return await asyncio.gather(*(check(one, folder / f"config{number}") for number, one in enumerate(running)))


def add(asterisk: Asterisk, file: str, lines: tuple[str, ...]) -> None:
    with (asterisk.run / "etc" / file).open("a", encoding="utf-8") as config:
        config.write("\n".join(("", *lines, "")))


def test_calls_are_told_as_they_were_done(releases: list[str], tmp_path: Path) -> None:
    if not releases:
        pytest.skip("no Asterisk can be had here")
    running = [Asterisk(name) for name in [*releases, releases[0]]]
    try:
        for asterisk in running:
            add(asterisk, "queues.conf", QUEUES_CONF)
        add(running[-1], "manager.conf", (FILTERED,))  # [collector] is the last section there
        for asterisk in running:
            asterisk.start()

        code, lines = asyncio.run(check(running[0], tmp_path / "config"))
        assert code == 1
        assert len(lines) == 1
        assert lines[0].startswith("WRONG    test calls: none were placed: [callcentre-check] is missing in extensions")
        for asterisk in running:
            add(asterisk, "extensions.conf", EXTENSIONS_CONF)
            asterisk.cli("dialplan reload")
        *whole, filtered = asyncio.run(all_checked(running, tmp_path))
    finally:
        for asterisk in running:
            asterisk.close()
    for _code, lines in whole:
        assert [line.partition(":")[0] for line in lines] == [f"ok       test call, {one.name}" for one in SCRIPTS]
    code, lines = filtered
    assert code == 1
    assert any(line.startswith("WRONG    test call, answered") for line in lines), lines
