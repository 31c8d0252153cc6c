"""How the tests are shared out among workers: by file, whose tests share what is costly (a Postgres, a window).

The scenarios and the traffic go to one worker, as they share their busy runs on real Asterisks; so do the panel and the
console, which one shift has. What takes long begins first, so that no worker is left alone with it at the end: above
all what waits for real time, while the other workers compute. Read by ``pytest -n 3 --dist loadgroup``. pytest-xdist
itself would tell the groups by a mark, which it writes into a part of the test's name that pytest 9.2 no longer has:
then each worker had a panel's shift and a Postgres's tables of its own for every file.
"""

from __future__ import annotations

from typing import Any

import pytest

BUSY = ("tests/end2end/test_scenarios.py", "tests/end2end/test_traffic.py")
WINDOWS = ("tests/end2end/test_panel.py", "tests/end2end/test_console.py")
BUSY_RUNS, SHIFTS = "busy runs", "shifts"

# The longest first; what is not named follows by its number of tests.
LONG = (
    SHIFTS,
    BUSY_RUNS,
    "tests/integration/leading/test_standby.py",
    "tests/integration/daemon/test_losses.py",
    "tests/end2end/test_test_calls.py",
    "tests/end2end/test_dialer.py",
    "tests/end2end/test_prepaid_faults.py",
    "tests/end2end/test_prepaid.py",
    "tests/architecture/test_checkers.py",
    "tests/integration/history/test_recordings.py",
    "tests/integration/database/test_bundled.py",
    "tests/ui/operator_panel/test_running.py",
    "tests/ui/wallboard/test_running.py",
    "tests/integration/operator_panel/test_manuals.py",
    "tests/integration/daemon/test_call_commands.py",
    "tests/integration/desk/test_hunt.py",
    "tests/ui/operator_panel/test_desk_of_the_panel.py",
    "tests/ui/supervisor_console/test_live.py",
    "tests/integration/past/test_viewers.py",
    "tests/integration/reporting/test_whole_night.py",
    "tests/integration/statistics/test_rollups.py",
    "tests/integration/statistics/test_closed_sums.py",
    "tests/integration/statistics/test_report_queries.py",
    "tests/integration/reporting/test_sending.py",
    "tests/integration/reporting/test_proof.py",
    "tests/integration/daemon/test_alerts.py",
    "tests/integration/history/test_import.py",
    "tests/ui/supervisor_console/test_statistics.py",
    "tests/ui/supervisor_console/test_dashboards.py",
    "tests/ui/supervisor_console/test_playback.py",
    "tests/end2end/test_commands.py",
    "tests/end2end/test_seats.py",
    "tests/integration/commands/test_demo.py",
    "tests/integration/commands/test_command_line.py",
    "tests/integration/simulator/test_truth.py",
    "tests/integration/seats/test_bad_days.py",
    "tests/integration/past/test_moments.py",
    "tests/integration/past/test_watch.py",
    "tests/integration/daemon/test_two_pbxs.py",
    "tests/integration/seats/test_owed.py",
    "tests/integration/database/test_kill_9.py",
    "tests/end2end/test_debian.py",
    "tests/integration/administration/test_commands.py",
    "tests/integration/centre_settings/test_in_force.py",
    "tests/integration/centre_settings/test_commands.py",
    "tests/ui/supervisor_console/test_quality_player.py",
    "tests/ui/ground/test_dialogs.py",
    "tests/ui/operator_panel/views/test_wishes.py",
)


def group_of(nodeid: str) -> str:
    """Tell with which others a test goes to one worker."""
    file = nodeid.partition("::")[0]
    return BUSY_RUNS if file in BUSY else SHIFTS if file in WINDOWS else file


def urgency(group: str, tests: int) -> tuple[int, int]:
    """Tell when a group of so many tests begins: the smallest first."""
    return (LONG.index(group) if group in LONG else len(LONG), -tests)


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Share out by our groups, where ``--dist loadgroup`` asks for groups."""
    return sharing(config, log) if config.getoption("dist") == "loadgroup" else None


def sharing(config: pytest.Config, log: Any = None) -> Any:
    """Make what shares out; pytest-xdist is only there where tests run at the same time."""
    from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

    class Sharing(LoadScopeScheduling):  # type: ignore[misc]  # pytest-xdist tells no types
        """By file, the longest first."""

        def _split_scope(self, nodeid: str) -> str:
            return group_of(nodeid)

        def _assign_work_unit(self, node: Any) -> None:
            """Give the most urgent of what is left, also after a worker that died."""
            first = min(self.workqueue, key=lambda group: urgency(group, len(self.workqueue[group])))
            self.workqueue.move_to_end(first, last=False)
            super()._assign_work_unit(node)

    return Sharing(config, log)
