"""``list-reader``: the process that the daemon starts for each list that is imported. Not for people."""

from __future__ import annotations

import argparse

from collector_daemon.dialer.lists.reader import Task, read
from collector_daemon.threads.own_process import do_one_task

NAME = "list-reader"
HELP = "internal: reads a list of contacts into the database"


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: what is asked comes on stdin."""


def run(options: argparse.Namespace) -> int:
    """One task, a line of stdin; how it goes in lines to stdout. Ends where stdin does."""
    do_one_task(Task, read)
    return 0
