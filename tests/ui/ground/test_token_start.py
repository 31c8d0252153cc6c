"""A program that has a token and was told no server: the real one, as somebody starts it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT


@pytest.mark.skipif(Path("/etc/callcentre/server.toml").exists(), reason="this machine has a server of its own")
@pytest.mark.parametrize("program", ["wallboard", "operator_panel", "supervisor_console"])
def test_without_any_server_it_is_one_line_with_who_was_asked(program, tmp_path):
    token = tmp_path / "token"
    token.write_text("a.b.c\n", encoding="utf-8")
    token.chmod(0o600)
    homes = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA")
    places = {**dict.fromkeys(homes, str(tmp_path)), "QT_QPA_PLATFORM": "offscreen", "CALLCENTRE_SERVER": "a server"}
    result = subprocess.run(
        [sys.executable, "-m", program, "--token-file", str(token)],
        env={**os.environ, **places}, cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (result.stdout, result.returncode, result.stderr.count("\n")) == ("", 2, 1)
    assert result.stderr.startswith(f"{program.replace('_', '-')}: --token-file needs --server HOST:PORT.")
    assert "CALLCENTRE_SERVER: 'a server' is no address." in result.stderr
    assert "Looked in:" in result.stderr
