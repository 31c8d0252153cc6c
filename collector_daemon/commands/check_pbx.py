"""``collector-daemon check-pbx``: what in a PBX's settings will corrupt figures, and the lines that mend it."""

from __future__ import annotations

import argparse
import asyncio
import sys

from collector_daemon.asterisk.findings import Finding
from collector_daemon.asterisk.inspection import inspect
from collector_daemon.asterisk.lint import lint
from collector_daemon.commands.pbx_link import add_options, chosen, connected
from collector_daemon.settings import PbxSettings
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


def run(options: argparse.Namespace) -> int:
    """0: nothing is wrong; 1: something is. Raises SuiteError."""
    findings = asyncio.run(_check(chosen(options, events="on"), options.listen))
    for finding in findings:
        sys.stdout.write(shown(finding))
    return 1 if any(finding.level == "wrong" for finding in findings) else 0


async def _check(pbx: PbxSettings, listen_seconds: float) -> list[Finding]:
    clock = SystemClock()
    async with connected(pbx, clock) as link:
        return lint(await inspect(link, pbx, clock, listen_seconds))


def shown(finding: Finding) -> str:
    """A finding as lines of text; what a PBX says can't move the cursor of who reads it."""
    lines = [f"{_MARKS[finding.level]:<8} {finding.about}: {finding.text}"]
    lines += [f"           {line}" for line in finding.remedy]
    return "".join(_printable(line) + "\n" for line in lines)


def _printable(text: str) -> str:
    encoding = sys.stdout.encoding or "utf-8"
    safe = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)
    return safe.encode(encoding, "backslashreplace").decode(encoding)
