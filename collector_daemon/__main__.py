"""``collector-daemon``: the command line.

Exit 0 on success, 2 on bad usage or bad input, 1 on failure; the last two with one clear line on stderr.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from shared.errors import SuiteError, one_line
from shared.version import VERSION

COMMANDS = (
    "run", "demo", "replay", "capture", "import_queue_log", "reconcile", "rebuild", "check_pbx", "user",
    "database", "settings", "status", "watch",
)
"""Modules of ``collector_daemon.commands``, in the order that ``--help`` tells them."""


def make_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(prog="collector-daemon", description="The call-centre suite's collector.")
    parser.add_argument("--version", action="version", version=f"collector-daemon {VERSION}")
    parsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in COMMANDS:
        module = importlib.import_module(f"collector_daemon.commands.{name}")
        child = parsers.add_parser(module.NAME, help=module.HELP, description=module.HELP)
        module.arguments(child)
        child.set_defaults(run=module.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; what went wrong is said in one line."""
    options = make_parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except SuiteError as problem:
        sys.stderr.write(f"collector-daemon: {one_line(problem)}\n")
        return problem.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output is gone (``… | head``): nothing is wrong
        return 0
    return code


if __name__ == "__main__":
    sys.exit(main())
