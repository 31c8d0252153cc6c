"""``result-writer``: the process that the daemon starts for each file of results. Not for people."""

from __future__ import annotations

import argparse

from collector_daemon.dialer.lists.result_file import FileTask, write
from collector_daemon.threads.own_process import do_one_task

NAME = "result-writer"
HELP = "internal: writes a campaign's results into a file"


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: what is asked comes on stdin."""


def run(options: argparse.Namespace) -> int:
    """One task, a line of stdin; how it goes in lines to stdout. Ends where stdin does."""
    do_one_task(FileTask, write)
    return 0
