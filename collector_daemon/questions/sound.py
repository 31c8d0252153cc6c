"""``recording.open``: the sound of a call, piece by piece, for those who may hear it. The audit has who opened what."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Sequence
from typing import Any

from collector_daemon.questions.knowing import may_play_own
from collector_daemon.questions.subjects import Subject, Subjects
from collector_daemon.store.audit import Act
from collector_daemon.store.own_rows import row_of
from collector_daemon.store.recordings import RecordingFolder, read_piece
from shared.clock import Clock
from shared.domain.accounts import Account
from shared.domain.commands import Refused
from shared.domain.commands.asking import RecordingOpen
from shared.domain.desk import DeskDescription

REMEMBERED = 10_000


class Sounds:
    """Reads recordings in ``folders``; ``witness`` is told who opened what."""

    def __init__(
        self, subjects: Subjects, folders: Sequence[RecordingFolder], desk: DeskDescription, clock: Clock,
        witness: Callable[[Act], None],
    ) -> None:  # fmt: skip
        self._subjects, self._folders, self._desk, self._clock = subjects, tuple(folders), desk, clock
        self._witness = witness
        self._opened: dict[tuple[str, str], None] = {}

    async def open(self, account: Account, asked: RecordingOpen) -> dict[str, Any]:
        """``recording.open``. Raises Refused (not_allowed, unknown_call, unknown_recording), Unavailable."""
        if not may_play_own(account, self._desk):
            raise Refused("not_allowed", "Your account may not listen to recordings.")
        subject = await self._subjects.find(
            account, asked.pbx, asked.call, "recording.open", self._clock.now(), needs_part=True
        )
        files = _files(account, subject)
        file = asked.file if asked.file is not None else next(iter(files), None)
        if file is None or file not in files:
            raise Refused("unknown_recording", "The call has no such recording.")
        try:
            piece = await asyncio.to_thread(read_piece, self._folders, subject.pbx, file, asked.offset)
        except OSError:
            piece = None
        if piece is None:
            raise Refused("unknown_recording", "The recording is not there any more, or not on this machine.")
        self._note(account, subject, file, is_start=asked.offset == 0)
        return {
            "file": file, "mime": piece.mime, "bytes": piece.size, "offset": piece.offset,
            "data": base64.b64encode(piece.sound).decode(), "is_last": piece.is_last,
        }  # fmt: skip

    def _note(self, account: Account, subject: Subject, file: str, *, is_start: bool) -> None:
        """Once for each listening: its first piece, or whichever comes first."""
        heard = (account.name, file)
        if is_start or heard not in self._opened:
            self._witness(Act(
                happened_at=self._clock.now(), account=account.name, act="recording: opened",
                subject=f"{subject.pbx} {subject.call_id}", detail=file, origin="feed",
            ))  # fmt: skip
        self._opened[heard] = None
        if len(self._opened) > REMEMBERED:
            del self._opened[next(iter(self._opened))]


def _files(account: Account, subject: Subject) -> list[str]:
    """The recordings of the call that the account may hear: all, or those of its own talks."""
    if subject.call is None:
        return []
    if account.may("recording.open"):
        return [sound.file for sound in subject.call.recordings]
    part = subject.part
    return [sound["file"] for sound in row_of(subject.call, part)["recordings"]] if part is not None else []
