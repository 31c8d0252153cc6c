"""Recordings stored in one database, each as a PBX of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from collector_daemon.__main__ import main
from tests.helpers.postgres import Server

STORIES = Path(__file__).parents[2] / "stories"
Command = Callable[..., tuple[int, str, str]]


def stories() -> list[Path]:
    """Every recording, those of a real busy hour last."""
    found = sorted(path.parent for path in STORIES.glob("*/*/capture.jsonl.gz"))
    return sorted(found, key=lambda path: path.name.startswith("busy_hour"))


def name_of(story: Path) -> str:
    """The PBX of a story."""
    return f"{story.parent.name}-{story.name}"[:32].rstrip("_")


@pytest.fixture
def command(database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command of the command line on a fresh database: (exit code, stdout, stderr)."""
    return commanding(database_url, tmp_path, capsys)


@pytest.fixture(scope="module")
def full_url(postgres: Server, _template: str) -> Iterator[str]:
    """A database for all tests of a module, which fill it."""
    url = postgres.create(_template)
    yield url
    postgres.drop(url)


def commanding(url: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Commands on that database."""
    config = folder / "collector.toml"
    config.write_text(f'[database]\nurl = "{url}"\n')

    def run(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([*map(str, arguments), "--config", str(config)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run
