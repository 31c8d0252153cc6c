"""ruff and mypy find nothing: they are part of the test run, so that there is one command and not three."""

import subprocess
import sys

import pytest

from tests.architecture.source import ROOT


@pytest.mark.parametrize(
    "arguments",
    [["ruff", "check", "--no-fix", "--output-format=concise", "."], ["mypy", "--no-error-summary"]],
    ids=["ruff", "mypy"],
)
@pytest.mark.timeout(300)
@pytest.mark.slow
def test_clean(arguments: list[str]):
    result = subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, "\n" + result.stdout + result.stderr
