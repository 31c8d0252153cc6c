"""``past-reader``: the process that the daemon starts for each viewer of the past. Not for people."""

from __future__ import annotations

import argparse

from collector_daemon.past.reader import main

NAME = "past-reader"
HELP = "internal: reads the past for one viewer"


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: what is asked comes on stdin."""


def run(options: argparse.Namespace) -> int:
    """Until stdin ends."""
    return main()
