"""The outbox: what was said and is not yet at the server, in a file that only grows while the panel runs.

``put`` and ``done`` never wait for the disk: ``flush`` does, and belongs into a thread. A full disk loses nothing of
what is in memory: ``problem`` says so in one line, and the next ``flush`` tries again.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import threading
import urllib.parse
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import platformdirs

from operator_panel.outbox.folder_lock import FolderLock
from operator_panel.outbox.lines import Done, Entry, decoded, encoded, remembered
from shared.clock import Clock
from shared.errors import one_line

log = logging.getLogger(__name__)

FILE = "outbox.jsonl"
KEPT = timedelta(hours=12)
"""So long what is at the server already is kept too: a panel that ended in a call finds what was typed in it."""

KEYLESS = frozenset({"callback.end"})
"""Commands that change nothing when they are said again, and have no key among their parameters."""


def folder_of(server: str, account: str) -> Path:
    """Where the panel of this account at this server (``host:port``) keeps what is its own."""
    name = urllib.parse.quote(account.lower(), safe="").replace(".", "%2E")[:80]
    digest = hashlib.sha256(f"{server}\n{account}".encode()).hexdigest()[:12]
    return Path(platformdirs.user_data_dir("callcentre", appauthor=False)) / "panel" / f"{name}-{digest}"


class Outbox:
    """``problem``: one line while something cannot be kept, else "". Raises FolderInUse, and nothing else."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._file, self._clock = folder / FILE, clock
        self.problem = ""
        self._memory, self._disk = threading.Lock(), threading.Lock()
        self._due: list[bytes] = []
        self._size: int | None = None
        self._lock: FolderLock | None = None
        self._last: dict[tuple[str, ...], Entry] = {}
        self._pending: set[str] = set()
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock = FolderLock(folder)
            self._read()
        except OSError as problem:
            self._fail(problem)

    # --- what is in it

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is to be sent, in the order in which it was said."""
        with self._memory:
            return tuple(entry for entry in self._last.values() if entry.key in self._pending)

    @property
    def said(self) -> tuple[Entry, ...]:
        """What was last said about each thing, sent or not, of the last hours."""
        with self._memory:
            return tuple(self._last.values())

    def put(self, command: str, params: dict[str, Any], whom: str = "") -> Entry:
        """Say something: it takes the place of what was said about the same before. A key is made where none is."""
        key = str(params.get("key") or uuid.uuid4())
        if command not in KEYLESS:
            params = {**params, "key": key}
        entry = Entry(key=key, command=command, params=params, at=self._clock.now(), whom=whom)
        with self._memory:
            replaced = self._last.pop(entry.subject, None)
            if replaced is not None:
                self._pending.discard(replaced.key)
            self._last[entry.subject] = entry
            self._pending.add(entry.key)
            self._due.append(encoded(entry))
        return entry

    def done(self, key: str) -> None:
        """It is at the server, or was refused for good."""
        with self._memory:
            if key in self._pending:
                self._pending.discard(key)
                self._due.append(encoded(Done(key)))

    # --- the file

    def flush(self) -> bool:
        """Bring everything to the disk; False where that failed (``problem`` says why). Waits for the disk."""
        with self._disk:
            with self._memory:
                lines, self._due = self._due, []
            if not lines:
                return not self.problem
            try:
                self._append(b"".join(lines))
            except OSError as problem:
                with self._memory:
                    self._due = lines + self._due
                self._fail(problem)
                return False
            self.problem = ""
            return True

    def close(self) -> None:
        """Flush, and let the next panel in."""
        self.flush()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _append(self, content: bytes) -> None:
        """At the end of what is whole: half a line of an attempt that failed is cut off."""
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fd = os.open(self._file, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(fd, "wb", buffering=0) as stream:
            end = self._size if self._size is not None else stream.seek(0, os.SEEK_END)
            stream.truncate(end)
            stream.seek(end)
            try:
                written = 0
                while written < len(content):
                    written += stream.write(content[written:]) or 0
                os.fsync(stream.fileno())
            except OSError:
                with contextlib.suppress(OSError):
                    stream.truncate(end)
                raise
        self._size = end + len(content)

    def _fail(self, problem: OSError) -> None:
        if not self.problem:
            log.warning("what is noted cannot be kept on this computer: %s", one_line(problem))
        self.problem = problem.strerror or one_line(problem)

    def _read(self) -> None:
        try:
            content = self._file.read_bytes()
        except FileNotFoundError:
            content = b""
        self._size = len(content)
        lines, damaged = decoded(content)
        since = self._clock.now() - KEPT
        last, pending = remembered(lines)
        self._last = {at: one for at, one in last.items() if one.key in pending or one.at > since}
        self._pending = pending
        if damaged:
            self._keep_aside(damaged)
        if damaged or len(lines) > 2 * len(self._last) - len(pending):
            self._rewrite()

    def _keep_aside(self, damaged: list[bytes]) -> None:
        aside = self._file.with_suffix(".damaged")
        with aside.open("ab") as stream:
            stream.write(b"\n".join(damaged) + b"\n")
        log.warning("%d damaged lines of %s are kept in %s", len(damaged), self._file, aside.name)

    def _rewrite(self) -> None:
        """Without what nobody needs any more; replaced as a whole, so that a cut of power leaves the old or new."""
        draft = self._file.with_suffix(".draft")
        content = b"".join(
            encoded(one) + (b"" if one.key in self._pending else encoded(Done(one.key))) for one in self._last.values()
        )
        fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(fd, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(self._file)
        self._size = len(content)
