"""The workflow is what the service that runs it understands, and gives nobody more than he needs."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.source import ROOT

WORKFLOWS = [str(path) for path in sorted((ROOT / ".github/workflows").glob("*.yml"))]


def test_it_fits_the_schema():
    done = ran("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS)
    assert done.returncode == 0, done.stdout


def test_nothing_in_it_can_be_misused():
    done = ran("zizmor", "--offline", "--no-progress", *WORKFLOWS)
    assert done.returncode == 0, done.stdout + done.stderr


def ran(program: str, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [str(Path(sys.executable).with_name(program)), *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)
