"""Options that commands about stored history share: a span of time, a PBX, a queue_log."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from collector_daemon import settings
from collector_daemon.capture import open_text
from collector_daemon.commands.opening import add_config
from collector_daemon.settings import PbxSettings, Settings
from collector_daemon.store.queue_log import log as queue_log
from collector_daemon.store.queue_log.log import QueueLog
from shared.errors import BadInput, UsageError

BEGINNING = datetime(1970, 1, 2, tzinfo=UTC)
END = datetime(9999, 1, 1, tzinfo=UTC)


def add_span(parser: argparse.ArgumentParser, is_needed: bool) -> None:
    """``--since``, ``--until``, ``--pbx`` and ``--config``."""
    told = "2026-01-05, 2026-01-05T08:00 (the PBX's clock), or with Z or an offset"
    parser.add_argument("--since", metavar="T", required=is_needed, help=f"from this instant on: {told}")
    parser.add_argument("--until", metavar="T", help="before this instant (default: no end)")
    parser.add_argument("--pbx", metavar="NAME", help="which PBX (default: the one configured, else main)")
    add_config(parser)


def add_reading(parser: argparse.ArgumentParser) -> None:
    """How to read a queue_log."""
    parser.add_argument(
        "--encoding", metavar="NAME", default="utf-8", help="of the queue_log, e.g. cp1250 (default: utf-8)"
    )
    parser.add_argument(
        "--agent", metavar="NAME=EXTENSION", action="append", default=[],
        help="which extension a member's name means, where the database does not know it; may be repeated",
    )  # fmt: skip


def pbx_of(config: Settings, name: str | None) -> PbxSettings:
    """The PBX as configured, or one of that name with nothing set. Raises UsageError where several could be meant."""
    if name is None and len(config.pbx) > 1:
        raise UsageError(f"--pbx: which one? Configured are {', '.join(pbx.name for pbx in config.pbx)}")
    found = [pbx for pbx in config.pbx if name in (None, pbx.name)]
    if found:
        return found[0]
    return settings.parse(f'[[pbx]]\nname = "{name or "main"}"\nuser = "none"').pbx[0]


def zone_of(config: Settings, pbx: PbxSettings) -> tzinfo:
    """The clock on the PBX's wall."""
    return ZoneInfo(pbx.timezone or config.centre.timezone)


def span(options: argparse.Namespace, zone: tzinfo) -> tuple[datetime, datetime]:
    """[since, until) as named. Raises UsageError."""
    since = instant(options.since, "--since", zone) if options.since else BEGINNING
    until = instant(options.until, "--until", zone) if options.until else END
    if until <= since:
        raise UsageError("--until lies before --since")
    return since, until


def instant(text: str, option: str, zone: tzinfo) -> datetime:
    """A date or an instant, by ``zone`` where it does not say itself. Raises UsageError."""
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(f"{option} {text}: no instant like 2026-01-05 or 2026-01-05T08:00:00Z") from None


def read_queue_log(path: Path, encoding: str, zone: tzinfo) -> QueueLog:
    """A queue_log, plain, .gz or .zst. Raises BadInput for a file that cannot be read or holds none of its lines."""
    try:
        "".encode(encoding)
    except LookupError:
        raise UsageError(f"--encoding {encoding}: no such encoding") from None
    try:
        with open_text(path) as texts:
            lines = texts if encoding.lower() in ("utf-8", "utf8") else (_decoded(text, encoding) for text in texts)
            log = queue_log.read(lines, zone)
    except OSError as problem:
        raise BadInput(f"{path}: {problem.strerror or problem}") from None
    except Exception as problem:  # zstandard and zlib raise errors of their own, without a common root
        raise BadInput(f"{path}: damaged ({problem})") from None
    if log.damaged and not log.lines:
        raise BadInput(f"{path}: not a queue_log ({log.first_damage})")
    return log


def agents_named(options: argparse.Namespace) -> dict[str, str]:
    """``--agent`` as names → extensions. Raises UsageError."""
    found = {}
    for text in options.agent:
        name, equals, extension = text.rpartition("=")
        if not (name and equals and extension):
            raise UsageError(f"--agent {text}: not of the form NAME=EXTENSION")
        found[name] = extension
    return found


def _decoded(text: str, encoding: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode(encoding, "replace")
