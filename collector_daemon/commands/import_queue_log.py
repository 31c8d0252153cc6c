"""``import-queue-log FILE``: history and gaps out of Asterisk's own queue_log."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
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
from collector_daemon.store.queue_log.backfill import Backfill, Site, Watch, backfill
from collector_daemon.store.queue_log.log import LoggedVisit, QueueLog
from collector_daemon.store.queue_log.member_names import MemberNames
from collector_daemon.store.queue_log.member_spans import pauses_missing, sessions_missing
from collector_daemon.store.reading import AT_ONCE, History
from collector_daemon.store.writing import Writer
from shared.database.escapes import identifier

NAME = "import-queue-log"
HELP = "fill history and gaps from Asterisk's queue_log; twice changes nothing"
HOUR = timedelta(hours=1)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    told = "queue_log or an export of its table; plain, .gz or .zst"
    parser.add_argument("file", type=Path, metavar="FILE", help=told)
    parser.add_argument(
        "--all", action="store_true", help="add missing visits also where the daemon listened and has none"
    )
    add_reading(parser)
    add_span(parser, is_needed=False)


def run(options: argparse.Namespace) -> int:
    """Exit 0; 2 with one line for a file that is no queue_log."""
    config = read_settings(options.config)
    pbx = pbx_of(config, options.pbx)
    zone = zone_of(config, pbx)
    since, until = span(options, zone)
    log = read_queue_log(options.file, options.encoding, zone)
    log.visits = [visit for visit in log.visits if since <= visit.entered_at < until]
    log.deeds = [deed for deed in log.deeds if since <= deed.at < until]
    named = agents_named(options)
    with open_database(config) as url:
        return run_async(_run(url, pbx.name, pbx.extensions, log, named, options.all))


async def _run(
    url: str, pbx: str, extensions: str, log: QueueLog, named: dict[str, str], is_everything: bool
) -> int:
    async with History.opened(url, pbx) as history:
        site = Site(pbx, MemberNames(await history.members(), named), extensions)
        watch = Watch(await history.watched_since(), await history.gaps())
        writer = await Writer.open(url)
        try:
            done = [
                await _fill(history, writer, visits, site, watch, is_everything) for visits in _days(log.visits)
            ]
            sessions = sessions_missing(pbx, log, await history.sessions(), site.names, watch)
            pauses = pauses_missing(pbx, log, await history.pauses(), site.names, watch)
            await writer.write([*sessions, *pauses], {})
        finally:
            await writer.close()
    _tell(done, len(sessions), len(pauses), log, site)
    return 0


def _days(visits: Sequence[LoggedVisit]) -> Iterator[list[LoggedVisit]]:
    """Visits by the day of their entry, so that years of them need not be held beside their calls."""
    for _day, some in groupby(visits, key=lambda visit: visit.entered_at.date()):
        yield list(some)


async def _fill(
    history: History, writer: Writer, visits: list[LoggedVisit], site: Site, watch: Watch, is_everything: bool
) -> Backfill:
    first, last = visits[0].entered_at, visits[-1].entered_at
    stored = {call.call_id: call for call in await history.calls_with_visits(first - HOUR, last + HOUR)}
    ids = sorted({identifier(visit.uniqueid) for visit in visits})
    for start in range(0, len(ids), AT_ONCE):
        stored |= await history.calls(ids[start : start + AT_ONCE])
    found = backfill(visits, stored.values(), site, watch, is_everything)
    calls = list(found.calls.values())
    for start in range(0, len(calls), AT_ONCE):
        await writer.write(calls[start : start + AT_ONCE], {})
    return found


def _tell(done: Sequence[Backfill], sessions: int, pauses: int, log: QueueLog, site: Site) -> None:
    watched = [visit for one in done for visit in one.watched]
    told = f"{sum(one.added for one in done)} visits added, {sum(one.completed for one in done)} completed, "
    told += f"{sum(one.known for one in done)} known; {sessions} sessions and {pauses} pauses added"
    unfinished = sum(one.unfinished for one in done)
    if unfinished:
        told += f"; {unfinished} have not ended"
    if watched:
        first = watched[0]
        told += f"; {len(watched)} left out because the daemon listened and has none of them"
        told += f" ({first.uniqueid} {first.queue} {_shown(first.entered_at)}): --all adds them"
    if log.damaged:
        told += f"; {log.damaged} lines of the log are none ({log.first_damage})"
    if site.names.unknown:
        told += f"; no extension known of {', '.join(sorted(map(ascii, site.names.unknown)))}: name them by --agent"
    sys.stdout.write(told + "\n")


def _shown(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
