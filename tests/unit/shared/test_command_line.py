"""What programs say before their window, also where Windows gives them neither stdout nor stderr."""

import os
import subprocess
import sys

import pytest

from shared.version import VERSION
from tests.architecture.source import ROOT

PROGRAMS = ("wallboard", "operator-panel", "supervisor-console", "collector-daemon")
WITHOUT_STREAMS = """
import sys
sys.stdout = sys.stderr = None
from {module}.__main__ import main
sys.exit(main())
"""


def run(*command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, *command], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("program", PROGRAMS)
def test_each_program_tells_its_version(program):
    result = run("-m", program.replace("-", "_"), "--version")
    assert (result.stdout, result.returncode) == (f"{program} {VERSION}\n", 0), result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a box would wait there for somebody to close it")
@pytest.mark.parametrize(("words", "code"), [(("--version",), 0), (("--theme", "pink"), 2), (("--server", "a:b"), 2)])
def test_without_streams_it_ends_as_it_should(words, code):
    result = run("-c", WITHOUT_STREAMS.format(module="wallboard"), *words)
    assert (result.stdout, result.stderr, result.returncode) == ("", "", code)
