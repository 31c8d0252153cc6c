"""Fixtures of the end-to-end tests.

which Asterisk releases this machine can have, one busy run and one shift at the panel of each.
"""

from collections.abc import Iterator
from functools import cache

import pytest

from .busy_run import BusyRun
from .panel_run import PanelRun
from .pbx.debian import PbxUnavailable, install
from .pbx.releases import RELEASES
from .workplace import missing_tool


@cache
def _why_not(release: str) -> str | None:
    """Why this machine cannot have a release; fetches it when it can."""
    try:
        install(RELEASES[release])
    except PbxUnavailable as problem:
        return str(problem)
    return None


@pytest.fixture(scope="session", params=list(RELEASES))
def release(request: pytest.FixtureRequest) -> str:
    """Each release in turn; skipped, with the reason, where it cannot be had."""
    name = str(request.param)
    reason = _why_not(name)
    if reason:
        pytest.skip(f"no Asterisk {name}: {reason}")
    return name


@pytest.fixture(scope="session")
def releases() -> list[str]:
    """Those that this machine can have, for what runs on all of them at the same time."""
    return [name for name in RELEASES if _why_not(name) is None]


@pytest.fixture(scope="session")
def busy_runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, BusyRun]]:
    """The busy runs of all releases that can be had, begun at the same time. pytest keeps their stories a while."""
    runs = {name: BusyRun(name, tmp_path_factory.mktemp(f"busy{name}")) for name in RELEASES if _why_not(name) is None}
    for run in runs.values():
        run.start()
    yield runs
    for run in runs.values():
        run.close()


@pytest.fixture(scope="session")
def panel_runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, PanelRun]]:
    """The shifts at the panel of all releases that can be had, begun at the same time."""
    if missing := missing_tool():
        pytest.skip(f"a real window needs {missing}, which is not installed: apt-get install {missing.lower()}")
    there = [name for name in RELEASES if _why_not(name) is None]
    runs = {name: PanelRun(name, tmp_path_factory.mktemp(f"panel{name}")) for name in there}
    for run in runs.values():
        run.start()
    yield runs
    for run in runs.values():
        run.close()
