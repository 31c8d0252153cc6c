"""``result-writer``: the process that the daemon starts for each file of results. Not for people."""

from __future__ import annotations

import argparse
import sys

import msgspec

from collector_daemon.dialer.lists.result_file import FileTask, Written, write
from collector_daemon.threads.own_process import end_with_parent

NAME = "result-writer"
HELP = "internal: writes a campaign's results into a file"


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: what is asked comes on stdin."""


def run(options: argparse.Namespace) -> int:
    """One task, a line of stdin; how it goes in lines to stdout. Ends where stdin does."""
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # what is printed by mistake is no answer
    task = msgspec.json.decode(sys.stdin.buffer.readline(), type=FileTask)
    end_with_parent()

    def tell(written: Written) -> None:
        answers.write(msgspec.json.encode(written) + b"\n")
        answers.flush()

    write(task, tell)
    return 0
