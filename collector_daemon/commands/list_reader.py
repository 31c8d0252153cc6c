"""``list-reader``: the process that the daemon starts for each list that is imported. Not for people."""

from __future__ import annotations

import argparse
import sys

import msgspec

from collector_daemon.dialer.lists.reader import Task, read
from collector_daemon.dialer.lists.sheet_reading import Told
from collector_daemon.threads.own_process import end_with_parent

NAME = "list-reader"
HELP = "internal: reads a list of contacts into the database"


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: what is asked comes on stdin."""


def run(options: argparse.Namespace) -> int:
    """One task, a line of stdin; how it goes in lines to stdout. Ends where stdin does."""
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # what is printed by mistake is no answer
    task = msgspec.json.decode(sys.stdin.buffer.readline(), type=Task)
    end_with_parent()

    def tell(told: Told) -> None:
        answers.write(msgspec.json.encode(told) + b"\n")
        answers.flush()

    read(task, tell)
    return 0
