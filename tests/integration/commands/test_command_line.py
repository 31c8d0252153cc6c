"""Exit codes and the one clear line on stderr, for every command and every mistake we could think of."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import zstandard

from collector_daemon.__main__ import COMMANDS, main

STORY = Path(__file__).parents[2] / "stories" / "22" / "a_answered_caller_hangup" / "capture.jsonl.gz"


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, stdout, stderr of a command."""
    try:
        code = main(words)
    except SystemExit as end:
        code = int(end.code or 0)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = said(capsys, command, "--help")
    assert code == 0
    assert "usage: collector-daemon" in out


def test_the_whole_names_all_commands(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = said(capsys, "--help")
    assert code == 0
    assert all(command in out for command in COMMANDS)


def test_an_unknown_command_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "fly")[0] == 2


def damaged(folder: Path, name: str) -> Path:
    """A file of some bad kind."""
    file = folder / name
    whole = STORY.read_bytes()
    match name:
        case "cut.jsonl.gz":
            file.write_bytes(whole[: len(whole) // 2])
        case "noise.jsonl.gz":
            file.write_bytes(b"\x1f\x8b" + bytes(range(256)))
        case "noise.jsonl.zst":
            file.write_bytes(b"no zstandard at all")
        case "words.jsonl":
            file.write_text("Dear collector,\n")
        case "timeless.jsonl":
            file.write_text('{"e": {"Event": "Hangup"}}\n')
        case "past.jsonl" | "future.jsonl" | "never.jsonl":
            at = {"past": "-5", "future": "1e300", "never": "NaN"}[name.partition(".")[0]]
            file.write_text(f'{{"t": {at}, "e": {{"Event": "FullyBooted"}}}}\n')
        case "folder.jsonl":
            file.mkdir()
    return file


BAD = "missing.jsonl cut.jsonl.gz noise.jsonl.gz noise.jsonl.zst words.jsonl timeless.jsonl folder.jsonl "
BAD += "past.jsonl future.jsonl never.jsonl"


@pytest.mark.parametrize("name", BAD.split())
def test_a_bad_capture_gets_one_line(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _out, err = said(capsys, "replay", str(damaged(tmp_path, name)), "--print", "calls")
    assert code == 2
    assert err.count("\n") == 1
    assert name in err


@pytest.mark.parametrize("text", ["[feed]\nprot = 5099\n", "[[pbx]]\nname = 'x'\n", "not toml", "[feed]\nport = 'x'\n"])
def test_wrong_settings_get_one_line(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "collector.toml"
    file.write_text(text)
    for command in (["run"], ["status"], ["replay", str(STORY)]):
        code, _out, err = said(capsys, *command, "--config", str(file))
        assert code == 2
        assert err.count("\n") == 1
        assert "collector.toml" in err


def test_run_without_a_pbx_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "empty.toml"
    file.write_text("")
    code, _out, err = said(capsys, "run", "--config", str(file))
    assert code == 2
    assert "[[pbx]]" in err


def test_status_without_a_daemon(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "collector.toml"
    file.write_text(f"data_folder = '{tmp_path}'\n")
    code, _out, err = said(capsys, "status", "--config", str(file))
    assert code == 1
    assert "no daemon has run here" in err


def test_the_sample_of_the_settings_is_itself_good(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = said(capsys, "settings")
    assert code == 0
    file = tmp_path / "sample.toml"
    file.write_text(out, encoding="utf-8")
    assert said(capsys, "settings", "--check", str(file))[0] == 0


@pytest.mark.parametrize("what", ["calls", "events", "board"])
def test_replay_prints_json_lines_whatever_the_compression(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = gzip.decompress(STORY.read_bytes())
    (tmp_path / "a.jsonl").write_bytes(plain)
    (tmp_path / "a.jsonl.zst").write_bytes(zstandard.compress(plain))
    told = [said(capsys, "replay", str(file), "--print", what)
            for file in (STORY, tmp_path / "a.jsonl", tmp_path / "a.jsonl.zst")]
    assert told[0] == told[1] == told[2]
    assert told[0][0] == 0
    assert told[0][2] == ""
    assert all(isinstance(json.loads(line), dict) for line in told[0][1].splitlines())


def test_a_reader_that_goes_away_is_no_failure() -> None:
    story = STORY.parents[2] / "given" / "busy_hour" / "capture.jsonl.gz"
    command = [sys.executable, "-m", "collector_daemon", "replay", str(story), "--print", "events"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


@pytest.mark.postgres
@pytest.mark.timeout(240)
def test_the_demo_shows_a_living_call_centre(tmp_path: Path) -> None:
    words = ["demo", "--headless", "--seconds", "12", "--speed", "30", "--folder", str(tmp_path / "demo")]
    done = subprocess.run(
        [sys.executable, "-m", "collector_daemon", *words], capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "COLUMNS": "160", "PYTHONIOENCODING": "utf-8"}, timeout=220, check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    last = done.stdout[done.stdout.rindex("Call centre"):]
    assert "live" in last
    assert "Žofie Křížová" in last
    assert any(phase in last for phase in ("talking", "waiting", "ringing"))


def test_a_terminal_that_lacks_letters_gets_them_spelt(tmp_path: Path) -> None:
    file = tmp_path / "Dvořák.toml"
    file.write_text('[[pbx]]\nname = "main"\nuser = "collector"\n', encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "collector_daemon", "settings", "--check", str(file)], capture_output=True, text=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"}, timeout=60, check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert r"Dvo\u0159\xe1k.toml: good; PBXs: main" in done.stdout
