"""``collector-daemon check-pbx``: what in a PBX's settings will corrupt figures, and the lines that mend it.

With ``--calls`` it places test calls there too, and compares what is told of them with what it did.
"""

from __future__ import annotations

import argparse
import asyncio
import sys

from collector_daemon.acceptance.checking import place_test_calls
from collector_daemon.acceptance.dialplan import CONTEXT
from collector_daemon.asterisk.findings import Finding
from collector_daemon.asterisk.inspection import inspect
from collector_daemon.asterisk.lint import lint
from collector_daemon.commands.opening import read_settings
from collector_daemon.commands.pbx_link import add_options, chosen, connected
from collector_daemon.settings import CentreSettings, PbxSettings
from shared.clock import SystemClock

NAME = "check-pbx"
HELP = "read a PBX's settings over AMI and say what will corrupt figures"
_MARKS = {"wrong": "WRONG", "advice": "advice", "unknown": "unknown", "good": "ok"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_options(parser)
    parser.add_argument(
        "--listen",
        type=float,
        default=5.0,
        metavar="SECONDS",
        help="how long to listen for events that are not used (default 5)",
    )
    parser.add_argument(
        "--calls",
        action="store_true",
        help=f"place test calls too, within the context and queue {CONTEXT} (half a minute; nobody's phone rings)",
    )


def run(options: argparse.Namespace) -> int:
    """0: nothing is wrong; 1: something is. Raises SuiteError."""
    centre = read_settings(options.config).centre if options.calls else None
    return 1 if asyncio.run(_check(chosen(options, events="on"), options.listen, centre)) else 0


async def _check(pbx: PbxSettings, listen_seconds: float, calls_under: CentreSettings | None) -> bool:
    """Print what is found, as it is found; whether anything is wrong."""
    clock = SystemClock()
    is_wrong = False
    async with connected(pbx, clock) as link:
        for finding in lint(await inspect(link, pbx, clock, listen_seconds)):
            sys.stdout.write(shown(finding))
            is_wrong |= finding.level == "wrong"
        if calls_under is not None:
            async for finding in place_test_calls(link, pbx, calls_under):
                sys.stdout.write(shown(finding))
                sys.stdout.flush()
                is_wrong |= finding.level == "wrong"
    return is_wrong


def shown(finding: Finding) -> str:
    """A finding as lines of text; what a PBX says can't move the cursor of who reads it."""
    lines = [f"{_MARKS[finding.level]:<8} {finding.about}: {finding.text}"]
    lines += [f"           {line}" for line in finding.remedy]
    return "".join(_printable(line) + "\n" for line in lines)


def _printable(text: str) -> str:
    encoding = sys.stdout.encoding or "utf-8"
    safe = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)
    return safe.encode(encoding, "backslashreplace").decode(encoding)
