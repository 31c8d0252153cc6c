"""``collector-daemon``: the command line.

Exit 0 on success, 2 on bad usage or bad input, 1 on failure; the last two with one clear line on stderr.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence

from shared.errors import SuiteError, one_line
from shared.version import VERSION

COMMANDS = (
    "run", "demo", "replay", "capture", "import-queue-log", "do-not-call", "reconcile", "proof", "rebuild", "check",
    "check-pbx", "user", "database", "settings", "status", "watch",
)
"""Modules of ``collector_daemon.commands``, in the order that ``--help`` tells them."""
INTERNAL = ("list-reader", "past-reader", "prover", "reporter", "result-writer")
"""The same, of verbs that the daemon starts itself; no help tells them."""


def make_parser(asked: str | None = None) -> argparse.ArgumentParser:
    """The whole command line; or, quicker, with no more than the command that is asked for."""
    parser = argparse.ArgumentParser(prog="collector-daemon", description="The call-centre suite's collector.")
    parser.add_argument("--version", action="version", version=f"collector-daemon {VERSION}")
    parsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in (asked,) if asked in COMMANDS + INTERNAL else COMMANDS:
        module = importlib.import_module(f"collector_daemon.commands.{name.replace('-', '_')}")
        child = parsers.add_parser(module.NAME, help=module.HELP, description=module.HELP)
        module.arguments(child)
        child.set_defaults(run=module.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; what went wrong is said in one line."""
    _write_every_letter()
    words = list(sys.argv[1:] if arguments is None else arguments)
    options = make_parser(words[0] if words else None).parse_args(words)
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


def _write_every_letter() -> None:
    """Names come in all alphabets, and damaged; a pipe on Windows (``> file``) would refuse most of them."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            is_pipe = sys.platform == "win32" and not stream.isatty() and "PYTHONIOENCODING" not in os.environ
            stream.reconfigure(encoding="utf-8" if is_pipe else None, errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
