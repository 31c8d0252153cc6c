"""``reporter``: the process that the daemon starts for each scheduled report. Not for people."""

from __future__ import annotations

import argparse
import sys

import msgspec

from collector_daemon.reporting.reporter import Order, make

NAME = "reporter"
HELP = "internal: makes a scheduled report"


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: what is asked comes on stdin."""


def run(options: argparse.Namespace) -> int:
    """One order from stdin, what was made of it to stdout."""
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # what is printed by mistake is no answer
    order = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Order)
    answers.write(msgspec.msgpack.encode(make(order)))
    return 0
