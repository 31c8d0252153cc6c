"""ruff and mypy find nothing: they are part of the test run, so that there is one command and not three."""

import subprocess
import sys

import pytest

from tests.architecture.source import ROOT

# What only POSIX has stands behind ``sys.platform``. What follows such a place counts as unreachable: no finding here.
WINDOWS = [
    "mypy", "--no-error-summary", "--platform=win32", "--no-warn-unreachable", "--cache-dir=.mypy_cache/win32",
    "shared", "collector_daemon", "operator_panel", "wallboard", "supervisor_console", "installers",
]  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [["ruff", "check", "--no-fix", "--output-format=concise", "."], ["mypy", "--no-error-summary"], WINDOWS],
    ids=["ruff", "mypy", "mypy as if on Windows"],
)
@pytest.mark.timeout(300)
@pytest.mark.slow
def test_clean(arguments: list[str]):
    result = subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, "\n" + result.stdout + result.stderr
