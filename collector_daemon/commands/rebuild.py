"""``rebuild --since T``: derive calls again from the stored raw events and say where the stored ones differ.

With ``--write`` the statistics' sums of those months are made anew as well, whatever differed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

import msgspec

from collector_daemon.analysis import Analysis, centre_for
from collector_daemon.asterisk.translate import translate
from collector_daemon.capture import Entry, Heard
from collector_daemon.commands.history import add_span, pbx_of, span, zone_of
from collector_daemon.commands.opening import read_settings, run_async
from collector_daemon.commands.shared_database import open_database
from collector_daemon.settings import PbxSettings, Settings
from collector_daemon.store import rebuild
from collector_daemon.store.reading import AT_ONCE, History
from collector_daemon.store.rebuild import Difference, Marks
from collector_daemon.store.rollups import remake
from collector_daemon.store.writing import Writer
from shared.database.connection import connect
from shared.database.escapes import identifier
from shared.domain.calls import Call
from shared.domain.events import PbxBooted

NAME = "rebuild"
HELP = "derive calls again from the stored raw events and print the difference"
AROUND = timedelta(hours=4)
"""How much earlier and later is heard, so that calls on the edges of the span are whole."""
SETTLED = timedelta(minutes=1)
"""After so long an ended call is not told again."""
STRETCH = 1_000
"""Entries analysed at once."""


class Sum(msgspec.Struct):
    """What came of it."""

    same: int = 0
    different: list[Call] = []
    missing: int = 0
    imported: int = 0


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    add_span(parser, is_needed=True)
    parser.add_argument("--write", action="store_true", help="store what was derived anew where it differs")


def run(options: argparse.Namespace) -> int:
    """Exit 0, whatever differs: the difference is what was asked for."""
    config = read_settings(options.config)
    pbx = pbx_of(config, options.pbx)
    since, until = span(options, zone_of(config, pbx))
    with open_database(config) as url:
        return run_async(_run(url, config, pbx, since, until, options.write))


async def _run(
    url: str, config: Settings, pbx: PbxSettings, since: datetime, until: datetime, is_written: bool
) -> int:
    async with History.opened(url, pbx.name) as history:
        found = await compare(history, config, pbx, since, until)
    if is_written:
        await _write(url, found.different)
        await _sum_up(url, since, until)
    told = f"{found.same} calls as stored, {len(found.different)} different"
    told += f", {found.missing} stored without raw events" if found.missing else ""
    told += f", {found.imported} completed from queue_log left alone" if found.imported else ""
    sys.stderr.write(f"{told}{', written' if is_written and found.different else ''}\n")
    return 0


async def compare(
    history: History, config: Settings, pbx: PbxSettings, since: datetime, until: datetime
) -> Sum:
    """Derive and compare all calls that began in the span; prints every difference."""
    total = Sum(different=[])
    first = await history.first_heard_at()
    stored = set(await history.call_ids(since, until))
    if first is not None:
        analysis = Analysis(centre_for(pbx, config.centre))
        for session in await history.sessions():
            analysis.centre.calls.site.learn(session.interface)  # the survey may lie long before the span
        waiting: dict[str, Call] = {}
        async for stretch in _stretches(history, since - AROUND, until + AROUND):
            for call in analysis.take(stretch).calls:
                for absorbed in call.absorbed:
                    waiting.pop(absorbed, None)
                waiting[call.call_id] = call
            if len(waiting) >= AT_ONCE:
                now = datetime.fromtimestamp(stretch[-1][1].at, since.tzinfo)
                ready = [call for call in waiting.values() if call.ended_at and call.ended_at + SETTLED < now]
                await _judge(history, ready, (since, until), stored, total)
                for call in ready:
                    del waiting[call.call_id]
        open_ = [call for call in analysis.centre.open_calls() if identifier(call.call_id) in stored]
        await _judge(history, [*waiting.values(), *open_], (since, until), stored, total)
    await _tell_missing(history, sorted(stored), first, total)
    return total


async def _stretches(
    history: History, since: datetime, until: datetime
) -> AsyncIterator[list[tuple[int, Entry]]]:
    gaps = [gap for gap in await history.gaps() if gap.started_at >= since]
    marks = Marks(gaps, _is_greeting)
    stretch: list[tuple[int, Entry]] = []
    async for seq, entry in history.heard(since, until):
        stretch += marks.around(seq, entry)
        if len(stretch) >= STRETCH:
            yield stretch
            stretch = []
    yield [*stretch, *marks.rest(until)]


def _is_greeting(entry: Heard) -> bool:
    """What the PBX says to everyone who has just connected."""
    return isinstance(translate(entry), PbxBooted)


async def _judge(
    history: History, calls: Sequence[Call], between: tuple[datetime, datetime], stored: set[str], total: Sum
) -> None:
    """Compare calls that are told for good; takes what it found from ``stored``."""
    mine = [call for call in calls if between[0] <= call.started_at < between[1]]
    was = await history.calls([identifier(call.call_id) for call in mine])
    for call in mine:
        stored.discard(identifier(call.call_id))
        old = was.get(call.call_id)
        if old is not None and (old.origin != "ami" or old.started_at < between[0]):
            total.imported += old.origin != "ami"
            continue
        found = rebuild.differences(old, call)
        _print(found)
        if found:
            total.different.append(call)
        total.same += not found


async def _tell_missing(
    history: History, ids: Sequence[str], first: datetime | None, total: Sum
) -> None:
    """Stored calls that were not derived: a difference, unless imported or older than the raw events."""
    for start in range(0, len(ids), AT_ONCE):
        for call in (await history.calls(ids[start : start + AT_ONCE])).values():
            if call.origin != "ami":
                total.imported += 1
            elif first is None or call.started_at < first:
                total.missing += 1
            else:
                _print(rebuild.differences(call, None))


def _print(found: Sequence[Difference]) -> None:
    for one in found:
        if one.field:
            sys.stdout.write(f"{one.call_id}\t{one.field}\t{_text(one.was)}\t{_text(one.now)}\n")
        else:
            told = "is not stored" if one.was is None else "is stored, but not derived"
            sys.stdout.write(f"{one.call_id}\t{told}\n")


def _text(value: object) -> str:
    return ascii(msgspec.to_builtins(value)) if value is not None else "-"


async def _sum_up(url: str, since: datetime, until: datetime) -> None:
    async with await connect(url) as connection:
        await connection.set_autocommit(True)
        await remake(connection, since, until)


async def _write(url: str, calls: list[Call]) -> None:
    writer = await Writer.open(url)
    try:
        for start in range(0, len(calls), AT_ONCE):
            await writer.write(calls[start : start + AT_ONCE], {})
    finally:
        await writer.close()
