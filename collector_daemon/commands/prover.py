"""``prover``: the process that the daemon starts each night to prove figures. Not for people: see ``proof``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

import msgspec

from collector_daemon.commands.opening import run_async
from collector_daemon.reporting.proof import Task, prove

NAME = "prover"
HELP = "internal: proves the figures of a day"


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: what is asked comes on stdin."""


def run(options: argparse.Namespace) -> int:
    """One task from stdin, what was found to stdout. Raises Unavailable."""
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # what is printed by mistake is no answer
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=Task)
    return run_async(_run(task, answers.write))


async def _run(task: Task, tell: Callable[[bytes], object]) -> int:
    tell(msgspec.json.encode(await prove(task)))
    return 0
