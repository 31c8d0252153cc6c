"""``capture`` and ``check-pbx`` as people run them: processes, files, exit codes, one line on a mistake."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from collector_daemon import capture
from collector_daemon.capture import Connected, Heard, Lost
from tests.helpers.fake_ami import message
from tests.helpers.waiting import wait_until

ROOT = Path(__file__).parents[3]
DRIVER = """
import argparse, importlib, sys
from shared.errors import SuiteError
command = importlib.import_module("collector_daemon.commands." + sys.argv[1])
parser = argparse.ArgumentParser()
command.arguments(parser)
try:
    sys.exit(command.run(parser.parse_args(sys.argv[2:])))
except SuiteError as problem:
    sys.stderr.write(f"{problem}\\n")
    sys.exit(problem.exit_code)
"""


@pytest.fixture
def start(pbx, tmp_path):
    """Starts a command against the fake PBX."""
    config = tmp_path / "collector.toml"
    config.write_text(f'[[pbx]]\nname = "lab"\nuser = "collector"\nport = {pbx.port}\n')

    async def begin(*arguments, secret="lab"):
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            DRIVER,
            *map(str, arguments),
            "--config",
            str(config),
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "CALLCENTRE_AMI_LAB": secret,
                "PYTHONIOENCODING": "utf-8",
            },
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    return begin


async def ended(process):
    out, err = await asyncio.wait_for(process.communicate(), 30)
    return process.returncode, out.decode(), err.decode()


@pytest.mark.parametrize("name", ["x.jsonl", "x.jsonl.gz", "x.jsonl.zst"])
@pytest.mark.skipif(os.name == "nt", reason="no signal to send to a process there")
async def test_capture_until_stopped(pbx, start, tmp_path, name):
    file = tmp_path / name
    process = await start("capture", file)
    await wait_until(lambda: pbx.callers and pbx.now.asked("Ping"))
    pbx.now.say(b"Event: A\r\nName: Ji\xf8\xed\r\n\r\n" + message(Event="B"))

    def has_b():
        try:
            return any(isinstance(e, Heard) and e.headers.get("Event") == "B" for e in capture.read(file))
        except (OSError, EOFError):  # not there yet; a .gz without its end
            return False

    await wait_until(has_b, what="what was heard can be read while the capture goes on")
    process.send_signal(signal.SIGINT)
    code, _, err = await ended(process)
    assert (code, err.partition(" ")[2]) == (0, f"entries in {file}\n")
    entries = list(capture.read(file))
    assert isinstance(entries[0], Connected)
    assert isinstance(entries[-1], Lost)
    (a,) = [e for e in entries if isinstance(e, Heard) and e.headers.get("Event") == "A"]
    assert a.headers["Name"] == "Ji\udcf8\udced"


async def test_capture_stops_by_itself(start, tmp_path):
    code, _, err = await ended(await start("capture", tmp_path / "x.jsonl", "--seconds", "0.2"))
    assert code == 0, err
    assert list(capture.read(tmp_path / "x.jsonl"))


async def test_capture_never_writes_over_a_file(start, tmp_path):
    (tmp_path / "x.jsonl").write_text("precious")
    code, _, err = await ended(await start("capture", tmp_path / "x.jsonl"))
    assert (code, err) == (2, f"{tmp_path / 'x.jsonl'} exists; a capture is never written over\n")
    assert (tmp_path / "x.jsonl").read_text() == "precious"


async def test_a_wrong_secret_is_one_line(start, tmp_path):
    code, out, err = await ended(await start("check_pbx", secret="wrong-secret"))
    assert (code, out) == (1, "")
    assert err.splitlines()[-1] == "pbx lab: login as 'collector' refused: Authentication failed"


def questions(caller, action):
    """Answers of a PBX with one fault, seen by a user who may not read files."""
    same = {"ActionID": action["ActionID"]}
    match action["Action"]:
        case "CoreSettings":
            return message(Response="Success", AsteriskVersion="16.28.0", **same)
        case "ListCommands":
            return message(
                Response="Success",
                QueueAdd="Add. (Priv: agent,all)",
                CoreStatus="x (Priv: system,reporting,all)",
                Atxfer="x (Priv: call,all)",
                Originate="x (Priv: originate,all)",
                **same,
            )
        case "QueueStatus":
            return (
                message(Response="Success", EventList="start", **same)
                + message(Event="QueueParams", Queue="support", **same)
                + message(
                    Event="QueueMember",
                    Queue="support",
                    Name="Eva\x1b[2J",
                    Location="Local/1001@agents",
                    StateInterface="PJSIP/1001",
                    Membership="dynamic",
                    **same,
                )
                + message(Event="QueueStatusComplete", EventList="Complete", **same)
            )
        case "GetConfig" | "ModuleCheck":
            return message(Response="Error", Message="Permission denied", **same)
    return message(Response="Success", **same)


async def test_check_pbx(pbx, start):
    pbx.answer = questions
    code, out, err = await ended(await start("check_pbx", "--listen", "0.1"))
    assert (code, err) == (1, "")
    wrong = [line for line in out.splitlines() if line.startswith("WRONG")]
    assert len(wrong) == 2, out
    assert "member Local/1001@agents is optimised away" in wrong[1] + wrong[0]
    assert "clock" in wrong[0] + wrong[1]  # the fake's Timestamp stands still
    assert "unknown  manager.conf: may not be read by this user" in out
    assert "carry no time" not in out, "FullyBooted was all that was heard, and says nothing about it"
    assert "\x1b" not in out
