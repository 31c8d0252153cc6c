"""At least 150 calls of mixed traffic on each release: what the daemon derives against what really
happened.

Twice, independently: from the recorder's capture by `replay`, and from the database of a live daemon that
was connected to the same PBX as a user with less rights.
"""

import re

import pytest

from .busy_run import BusyRun
from .daemon import replayed
from .evidence import logged_visits, phones
from .truth import compare

ENOUGH_CALLS = 150
ENOUGH_CHECKS = 1500  # a comparison that compares nothing would agree as well

pytestmark = [pytest.mark.end2end, pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture
def run(release: str, busy_runs: dict[str, BusyRun]) -> BusyRun:
    """The finished busy run of the release."""
    return busy_runs[release].done()


def test_the_traffic_was_mixed(run: BusyRun) -> None:
    visits = logged_visits(run.story / "queue_log")
    assert len(phones(run.story / "timeline.jsonl").customers) >= ENOUGH_CALLS
    assert {"answered", "abandoned"} <= {visit.outcome for visit in visits}
    assert {"agent", "caller", "transfer"} <= {visit.ended_by for visit in visits}
    assert any(visit.unanswered for visit in visits)


def test_replay_agrees_with_everybody(run: BusyRun) -> None:
    comparison = compare(run.story, replayed(run.story))
    assert not comparison.differences, comparison.text()
    assert comparison.checks > ENOUGH_CHECKS


def test_the_live_daemon_stored_the_same(run: BusyRun) -> None:
    comparison = compare(run.story, run.stored)
    assert not comparison.differences, comparison.text()
    assert comparison.checks > ENOUGH_CHECKS


def test_the_daemon_had_nothing_to_complain_of(run: BusyRun) -> None:
    assert run.exit_code == 0, run.said
    assert not re.findall(r"^.*\b(?:WARNING|ERROR|CRITICAL|Traceback)\b.*$", run.said, re.MULTILINE)


def test_reconcile_leaves_nothing_unexplained(run: BusyRun) -> None:
    assert run.reconciled is not None
    differing = [line for line in run.reconciled.stdout.splitlines() if line.endswith("DIFFERS")]
    assert run.reconciled.returncode == 0, [*differing, run.reconciled.stderr]
