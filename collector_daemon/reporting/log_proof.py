"""A day's visits against what app_queue wrote in the PBX's queue_log, where this machine can read it.

The file may have been rotated since: of the files whose name begins with its name, all that were written to since the
day began are read, the oldest first. Lines long before and after the day are passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path

from collector_daemon.capture import open_text
from collector_daemon.store.proof import Bounds, finding
from collector_daemon.store.queue_log import log as queue_log
from collector_daemon.store.queue_log.log import QueueLog
from collector_daemon.store.queue_log.member_names import MemberNames
from collector_daemon.store.queue_log.reconcile import SAME_ENTRY, Divergence, reconcile
from collector_daemon.store.reading import History
from shared.domain.proofs import Disagreement, Finding
from shared.errors import BadInput

BEFORE, AFTER = timedelta(hours=1), timedelta(hours=12)
"""What is read around the day: members' names, and ends of visits that began in it."""
EPOCH = 10
"""Digits of seconds since 1970, until the year 2286."""


async def logged_right(url: str, day: date, span: Bounds, pbx: str, file: Path, zone: tzinfo) -> Finding | None:
    """What differs; None: the log does not reach into the day. Raises BadInput for a file, Unavailable."""
    log = read_day(file, span, zone)
    if log.first_at is None or log.last_at is None or log.last_at < span.since:
        return None
    async with History.opened(url, pbx) as history:
        calls = await history.calls_with_visits(span.since - SAME_ENTRY, span.until + SAME_ENTRY)
        names = MemberNames(await history.members(), {})
        agreement = reconcile(calls, log, await history.gaps(), names, span.since, span.until)
    return finding(day, pbx, "queue_log", agreement.compared, [_told(one) for one in agreement.found])


def _told(one: Divergence) -> Disagreement:
    return Disagreement(
        about=f"{one.queue} {one.entered_at:%Y-%m-%dT%H:%M:%SZ} {one.uniqueid}", field=one.field,
        ours=_text(one.ours), theirs=_text(one.theirs), reason=one.reason or "",
    )  # fmt: skip


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case timedelta():
            return f"{value.total_seconds():.1f} s"
        case list():
            return ", ".join(map(_text, value))
        case _:
            return str(value)


def read_day(file: Path, span: Bounds, zone: tzinfo) -> QueueLog:
    """The lines of the day and around it. Raises BadInput for a file that cannot be read or is none."""
    try:
        files = _files(file, span.since)
        found = queue_log.read(_lines(files, span), zone)
    except OSError as problem:
        raise BadInput(f"{file}: {problem.strerror or problem}") from None
    except Exception as problem:  # zstandard and zlib raise errors of their own, without a common root
        raise BadInput(f"{file}: damaged ({problem})") from None
    if found.damaged and not found.lines:
        raise BadInput(f"{file}: not a queue_log ({found.first_damage})")
    return found


def _files(file: Path, since: datetime) -> list[Path]:
    written = [(one.stat().st_mtime, one) for one in file.parent.glob(f"{file.name}*") if one.is_file()]
    file.stat()  # raises where it is not there
    return [one for at, one in sorted(written) if at >= since.timestamp() or one == file]


def _lines(files: Iterable[Path], span: Bounds) -> Iterator[str]:
    first, last = (int(at.astimezone(UTC).timestamp()) for at in (span.since - BEFORE, span.until + AFTER))
    for file in files:
        with open_text(file) as texts:
            for text in texts:
                start = text[:EPOCH]
                if not start.isdecimal() or first <= int(start) <= last:
                    yield text
