"""No daemon outlives its test, and a test that fails tells what its daemons said."""

from collections.abc import Iterator

import pytest

from tests.integration.daemon.running import RunningDaemon


@pytest.fixture(autouse=True)
def _no_daemon_is_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    started: list[RunningDaemon] = []
    start = RunningDaemon.start

    def noted(daemon: RunningDaemon) -> None:
        start(daemon)
        started.append(daemon)

    monkeypatch.setattr(RunningDaemon, "start", noted)
    yield
    for daemon in started:
        if daemon.process is not None and daemon.process.poll() is None:
            daemon.kill()
            print(f"{daemon.pbx()}\n{daemon.said()}")  # pytest shows it where the test failed
