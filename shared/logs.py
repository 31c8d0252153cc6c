"""Logging set up once for a program: a sentence for people, ``extra={"action": …}`` for machines, no secrets.

To a terminal or file a line is ``2026-11-23T00:31:22.123Z WARNING asterisk.link: The PBX went away
[action=lost pbx=main]``. Under systemd (``JOURNAL_STREAM``) the time is left to the journal and the level
becomes its priority prefix, so that ``journalctl -p warning`` works. Every text that was given to ``hide`` is
replaced by ``***`` in whatever is written, tracebacks included; ``shared.credentials`` does that with each
secret it reads.
"""

import logging
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from shared.errors import BadSettings

LEVELS = ("debug", "info", "warning", "error")
FILE_BYTES, FILES_KEPT = 10_000_000, 5

# What every record has by itself; anything beyond came in through ``extra``.
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

# Priorities of the journal (sd-daemon(3)).
_PRIORITIES = {logging.CRITICAL: 2, logging.ERROR: 3, logging.WARNING: 4, logging.INFO: 6, logging.DEBUG: 7}

_hidden: set[str] = set()


def hide(secret: str) -> None:
    """Never log this text from now on. Fewer than four letters are not hidden: that would garble all."""
    if len(secret) >= 4:
        _hidden.add(secret)


def mask(text: str) -> str:
    """Replace every hidden text by ``***``, longest first, so that one inside another leaves nothing over."""
    for secret in sorted(_hidden, key=len, reverse=True):
        text = text.replace(secret, "***")
    return text


class Line(logging.Formatter):
    """One record as one line (a traceback adds its own), with its extra fields in brackets at the end."""

    def __init__(self, *, is_journal: bool = False) -> None:
        """Write for a terminal or file, or for the systemd journal."""
        super().__init__()
        self.is_journal = is_journal

    def format(self, record: logging.LogRecord) -> str:
        """Write the record, secrets masked, line breaks in the sentence taken out."""
        text = f"{record.name}: {' '.join(record.getMessage().splitlines())}"
        extra = {key: value for key, value in vars(record).items() if key not in _OWN}
        if extra:
            text += " [" + " ".join(f"{key}={value}" for key, value in extra.items()) + "]"
        if record.exc_info:
            text += "\n" + self.formatException(record.exc_info)
        return mask(self._opening(record) + text)

    def _opening(self, record: logging.LogRecord) -> str:
        if self.is_journal:
            return f"<{_PRIORITIES.get(record.levelno, 6)}>"
        at = datetime.fromtimestamp(record.created, UTC)
        return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z {record.levelname} "


def set_up(
    level: str = "info",
    file: Path | None = None,
    stream: TextIO | None = None,
    environment: Mapping[str, str] = os.environ,
) -> logging.Handler:
    """Send the program's records to ``file`` (bounded, rotated), else to ``stream`` (stderr; to nobody without one).

    Replaces what an earlier call set up and returns the new handler. Raises BadSettings for an unknown level
    or a file that can't be written.
    """
    if level not in LEVELS:
        raise BadSettings(f"unknown log level {level!r}; there are {', '.join(LEVELS)}")
    root = logging.getLogger()
    handler = _to_file(file) if file else _to_stream(stream or sys.stderr, environment)
    handler.set_name("callcentre")
    for old in [old for old in root.handlers if old.get_name() == "callcentre"]:
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
    root.setLevel(level.upper())
    logging.captureWarnings(True)
    return handler


class _Files(RotatingFileHandler):
    """On Windows a file that another program has open cannot be renamed: it is written on, rather than no more."""

    def doRollover(self) -> None:  # noqa: N802 - logging's name
        """Begin another file, where that is possible now."""
        try:
            super().doRollover()
        except OSError:
            self.stream = self.stream or self._open()


def _to_file(file: Path) -> logging.Handler:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = _Files(
            file, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8", errors="backslashreplace"
        )
    except OSError as error:
        raise BadSettings(f"cannot write the log {file}: {error.strerror}") from error
    handler.setFormatter(Line())
    return handler


def _to_stream(stream: TextIO | None, environment: Mapping[str, str]) -> logging.Handler:
    if stream is None:  # a program of Windows without console
        return logging.NullHandler()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Line(is_journal=_is_journal(stream, environment)))
    return handler


def _is_journal(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Tell whether the stream goes to the systemd journal: its device and inode are in JOURNAL_STREAM."""
    named = environment.get("JOURNAL_STREAM", "")
    try:
        status = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return False
    return named == f"{status.st_dev}:{status.st_ino}"
