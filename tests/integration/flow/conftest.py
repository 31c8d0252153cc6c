"""A pipeline with a journal and a link of its own, whose database nobody can reach, and a disk that can be full."""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from collector_daemon import settings
from collector_daemon.asterisk.link import Link
from collector_daemon.capture import Headers, Heard
from collector_daemon.feed.board import Board
from collector_daemon.pipeline import Pipeline
from collector_daemon.settings import JournalSettings
from collector_daemon.store.journal.journal import Journal
from collector_daemon.store.recorder import Recorder
from shared.clock import SystemClock
from shared.credentials import Secret

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"
"""Port 1: refused at once."""

MakePipeline = Callable[..., Pipeline]


def heard(number: int) -> Heard:
    """A new channel."""
    headers: Headers = {
        "Event": "Newchannel", "Channel": f"PJSIP/trunk-{number:08}", "Uniqueid": f"1.{number}",
        "Linkedid": f"1.{number}", "Padding": "x" * 300,
    }
    return Heard(1_795_000_000.0 + number, headers)


@pytest.fixture
def make_pipeline(tmp_path: Path) -> Iterator[MakePipeline]:
    """Pipelines on one folder, one after the other; the newest's journal is closed at the end."""
    config = settings.parse("[[pbx]]\nname = 'main'\nuser = 'collector'")
    clock = SystemClock()
    with contextlib.ExitStack() as stack:

        def make(url: str = NOWHERE) -> Pipeline:
            journal = Journal(tmp_path / "journal", JournalSettings(sync_ms=1), clock)
            stack.callback(journal.close)
            return Pipeline(
                config.pbx[0], config.centre, link=Link(config.pbx[0], Secret("x"), clock), journal=journal,
                recorder=Recorder(url), board=Board(), clock=clock,
            )

        yield make


@pytest.fixture
def full_disk() -> None:
    """While the test runs, no file of this process may grow beyond a few kilobytes."""
    if os.name == "nt":
        pytest.skip("limits on file sizes are POSIX")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """The limit ends with the test itself: what pytest then writes of it may go to a file that is larger already."""
    if "full_disk" not in getattr(item, "fixturenames", ()):
        return (yield)
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, before[1]))
    try:
        return (yield)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
