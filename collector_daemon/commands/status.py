"""``status``: how the running daemon fares, from its status file. Exit 0 when all is well, 1 when not."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime, timedelta
from typing import Any

from collector_daemon.commands.opening import add_config, data_folder, read_settings
from collector_daemon.status import StatusFile
from shared import clock
from shared.errors import Unavailable

NAME = "status"
HELP = "how the running daemon fares; exit 0 when all is well"
STALE = timedelta(seconds=10)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--json", action="store_true", help="the whole status as JSON")
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Print it; exit 1 when something is wrong."""
    file = data_folder(read_settings(options.config)) / "status.json"
    found = StatusFile.read(file)
    if found is None:
        raise Unavailable(f"no daemon has run here: there is no {file}")
    if options.json:
        sys.stdout.write(json.dumps(found) + "\n")
        return int(bool(troubles(found)))
    for line in lines(found):
        sys.stdout.write(line + "\n")
    return int(bool(troubles(found)))


def troubles(found: dict[str, Any]) -> list[str]:
    """What is wrong, a line each."""
    wrong = []
    age = clock.now() - datetime.fromisoformat(found["at"])
    if age > STALE:
        wrong.append(f"the daemon has said nothing for {int(age.total_seconds())} s: it does not run")
    for pbx in found["pbx"]:
        if not pbx["connected"]:
            wrong.append(f"pbx {pbx['name']}: {pbx['trouble'] or 'not connected'}")
        if pbx["journal"]["blocked"]:
            wrong.append(f"pbx {pbx['name']}: the journal's disk is full")
        wrong += [f"pbx {pbx['name']}: queue {q} does not add up by {n}" for q, n in pbx["imbalance"].items()]
    if found["recorder"]["trouble"]:
        wrong.append(f"database: {found['recorder']['trouble']}")
    return wrong


def is_running(found: dict[str, Any] | None) -> bool:
    """Has a daemon said something just now?"""
    return found is not None and clock.now() - datetime.fromisoformat(found["at"]) <= STALE


def lines(found: dict[str, Any]) -> list[str]:
    """The status for people."""
    told = [f"collector-daemon, process {found['process']}, {found['at']}"]
    for pbx in found["pbx"]:
        journal = pbx["journal"]
        told.append(
            f"  {pbx['name']}: {'connected' if pbx['connected'] else 'AWAY'}, {pbx['messages']} messages,"
            f" {pbx['calls']} calls, {pbx['agents']} agents; journal {journal['last']}, stored {journal['stored']}"
            + (" (reading again)" if journal["reading_again"] else "")
        )
    feed = found["feed"]
    told.append(f"  feed: port {feed['port']}, {feed['clients']} clients" if feed else "  feed: closed")
    return told + [f"  ! {wrong}" for wrong in troubles(found)]
