"""``reconcile --since T --queue-log FILE``: what was derived against what app_queue wrote."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime, timedelta
from pathlib import Path

from collector_daemon.commands.history import (
    add_reading,
    add_span,
    agents_named,
    pbx_of,
    read_queue_log,
    span,
    zone_of,
)
from collector_daemon.commands.opening import read_settings, run_async
from collector_daemon.commands.shared_database import open_database
from collector_daemon.store.queue_log.log import QueueLog
from collector_daemon.store.queue_log.member_names import MemberNames
from collector_daemon.store.queue_log.reconcile import SAME_ENTRY, Agreement, Divergence, reconcile
from collector_daemon.store.reading import History

NAME = "reconcile"
HELP = "compare the stored visits with Asterisk's queue_log; exit 0 only if none differs unexplained"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--queue-log", type=Path, metavar="FILE", required=True, help="plain, .gz or .zst")
    add_reading(parser)
    add_span(parser, is_needed=True)


def run(options: argparse.Namespace) -> int:
    """Exit 0 where every difference is explained, else 1; 2 for a file that is no queue_log."""
    config = read_settings(options.config)
    pbx = pbx_of(config, options.pbx)
    zone = zone_of(config, pbx)
    since, until = span(options, zone)
    log = read_queue_log(options.queue_log, options.encoding, zone)
    named = agents_named(options)
    with open_database(config) as url:
        return run_async(_run(url, pbx.name, log, since, until, named))


async def _run(
    url: str, pbx: str, log: QueueLog, since: datetime, until: datetime, named: dict[str, str]
) -> int:
    async with History.opened(url, pbx) as history:
        calls = await history.calls_with_visits(since - SAME_ENTRY, until + SAME_ENTRY)
        names = MemberNames(await history.members(), named)
        agreement = reconcile(calls, log, await history.gaps(), names, since, until)
    for one in agreement.found:
        sys.stdout.write(_line(one) + "\n")
    _tell(agreement, log, names)
    return 1 if any(one.reason is None for one in agreement.found) else 0


def _line(one: Divergence) -> str:
    at = one.entered_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    told = f"we say {_text(one.ours)}, the log {_text(one.theirs)}"
    if one.field == "visit":
        told = f"only in the log ({_text(one.theirs)})" if one.ours is None else f"not in the log ({_text(one.ours)})"
    verdict = f"explained: {one.reason}" if one.reason else "DIFFERS"
    return f"{one.uniqueid} {one.queue} {at} {one.field}: {told}; {verdict}"


def _text(value: object) -> str:
    if isinstance(value, timedelta):
        return f"{value.total_seconds():.1f} s"
    if isinstance(value, list):
        return ", ".join(map(_text, value)) or "nobody"
    return "nothing" if value is None else str(value).encode("ascii", "backslashreplace").decode()


def _tell(agreement: Agreement, log: QueueLog, names: MemberNames) -> None:
    bad = {(one.uniqueid, one.queue, one.entered_at) for one in agreement.found if one.reason is None}
    explained = {(one.uniqueid, one.queue, one.entered_at) for one in agreement.found} - bad
    told = f"{agreement.compared} visits compared, {len(bad)} differ, {len(explained)} differ explained"
    if log.damaged:
        told += f"; {log.damaged} lines of the log are none ({log.first_damage})"
    if names.unknown:
        told += f"; no extension known of {', '.join(sorted(map(ascii, names.unknown)))}: name them by --agent"
    sys.stderr.write(told + "\n")
