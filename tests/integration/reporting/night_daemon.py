"""The daemon as a process whose clock a test sets, and which looks often enough for work that is due.

``python -m tests.integration.reporting.night_daemon CONFIG CLOCK_FILE``, see ``QuickClock``.
"""

import sys
from pathlib import Path

from collector_daemon.commands.opening import read_settings, run_async
from collector_daemon.commands.run import serve
from collector_daemon.reporting import prover, sending
from collector_daemon.threads import own_process
from shared import logs
from tests.helpers.quick_clock import QuickClock

LOOK_SECONDS = 0.1


def main() -> int:
    """Until SIGTERM."""
    config, clock = map(Path, sys.argv[1:])
    prover.FIRST_SECONDS = prover.LOOK_SECONDS = sending.LOOK_SECONDS = LOOK_SECONDS
    own_process.NICENESS = 0  # a machine of tests has nothing live, but much else to do
    settings = read_settings(config)
    logs.set_up("info", None)
    return run_async(serve(settings, QuickClock(clock)))


if __name__ == "__main__":
    sys.exit(main())
