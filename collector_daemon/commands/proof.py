"""``proof --day D``: the figures of a day proved now, as each night."""

from __future__ import annotations

import argparse
import sys
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from collector_daemon.commands.opening import add_config, read_settings, run_async
from collector_daemon.commands.shared_database import open_database
from collector_daemon.reporting.proof import ProvedPbx, Task, lines_of, pbxs_of, prove
from shared.clock import SystemClock
from shared.errors import UsageError

NAME = "proof"
HELP = "prove a day's figures: visits conserved, sums right, queue_log the same; exit 0 only if nothing differs"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--day", metavar="DAY", help="like 2026-01-05, by the centre's clock (default: yesterday)")
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Exit 0 where nothing differs without a known reason, else 1; 2 for a day that is none."""
    config = read_settings(options.config)
    now = SystemClock().now()
    yesterday = now.astimezone(ZoneInfo(config.centre.timezone)).date() - timedelta(days=1)
    day = _day(options.day) if options.day else yesterday
    pbxs = pbxs_of(config) or [ProvedPbx("main", config.centre.timezone)]
    with open_database(config) as url:
        return run_async(_run(Task(url, day, pbxs, now)))


async def _run(task: Task) -> int:
    proved = await prove(task)
    for line in lines_of(proved):
        sys.stdout.write(line + "\n")
    return 1 if proved.unexplained or proved.troubles else 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--day {text}: no day like 2026-01-05") from None
