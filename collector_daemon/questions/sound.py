"""``recording.open``, ``recording.link``: the sound of a call for those who may hear it; the audit has who and why."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from collector_daemon.feed.origin import origin
from collector_daemon.questions.knowing import may_play_own
from collector_daemon.questions.subjects import Subject, Subjects
from collector_daemon.recordings.formats import Described
from collector_daemon.recordings.pieces import read_piece
from collector_daemon.recordings.places import RecordingFolder, find
from collector_daemon.recordings.port import SoundPort
from collector_daemon.recordings.sealing import DayKeys
from collector_daemon.recordings.sounds import open_sound
from collector_daemon.recordings.tokens import Claims
from collector_daemon.store.audit import Act
from collector_daemon.store.own_rows import row_of
from collector_daemon.store.recording_files import KeptFile, RecordingFiles
from shared.clock import Clock
from shared.domain.accounts import Account
from shared.domain.commands import Refused
from shared.domain.commands.asking import RecordingOpen
from shared.domain.commands.recordings import RecordingLink
from shared.domain.desk import DeskDescription
from shared.errors import Unavailable

Chosen = tuple[Subject, str, str, KeptFile | None]
"""The call, the file of it as the PBX calls it and as it lies there, and what the catalogue knows of it."""
REMEMBERED = 10_000
ACTS = {"play": "recording: opened", "prepare": "recording: prepared", "export": "recording: exported"}
GONE = "The recording is not there any more, or not on this machine."


class Sounds:
    """Reads recordings in ``folders``, hands out addresses at ``port``; ``witness`` is told who opened what."""

    def __init__(
        self, subjects: Subjects, folders: Sequence[RecordingFolder], desk: Callable[[], DeskDescription], clock: Clock,
        witness: Callable[[Act], None], port: SoundPort | None = None, kept: RecordingFiles | None = None,
    ) -> None:  # fmt: skip
        self._subjects, self._folders, self._desk, self._clock = subjects, tuple(folders), desk, clock
        self._witness, self._port, self._kept = witness, port, kept
        self._keys = port.keys if port is not None else None
        self._opened: dict[tuple[str, str], None] = {}
        if port is not None:
            port.heard = self._heard

    async def open(self, account: Account, asked: RecordingOpen) -> dict[str, Any]:
        """``recording.open``. Raises Refused (not_allowed, unknown_call, unknown_recording), Unavailable."""
        subject, file, lies_as, _ = await self._chosen(account, asked)
        try:
            piece = await asyncio.to_thread(read_piece, self._folders, subject.pbx, lies_as, asked.offset, self._keys)
        except OSError:
            piece = None
        if piece is None:
            raise Refused("unknown_recording", GONE)
        if asked.offset == 0 or (account.name, file) not in self._opened:
            self._note(account, subject, "recording: opened", file)
        self._remember(account, file)
        return {
            "file": file, "mime": piece.mime, "bytes": piece.size, "offset": piece.offset,
            "data": b64encode(piece.sound).decode(), "is_last": piece.is_last,
        }  # fmt: skip

    async def link(self, account: Account, asked: RecordingLink) -> dict[str, Any]:
        """``recording.link``. Raises Refused (as ``open``; not_supported; reason_required), Unavailable."""
        if self._port is None:
            raise Refused("not_supported", "This daemon hands out no recordings.")
        is_export = asked.purpose == "export"
        if is_export and not account.may("recording.export"):
            raise Refused("not_allowed", "Your account may not export recordings.")
        if is_export and not asked.why.strip():
            raise Refused("reason_required", "Say why the recording is exported.")
        subject, file, lies_as, kept = await self._chosen(account, asked)
        try:
            size, found = await self._port.in_thread(_described, self._folders, subject.pbx, lies_as, self._keys)
        except OSError:
            raise Refused("unknown_recording", GONE) from None
        told_as = "" if file == lies_as else file
        link = await self._port.link(
            account, subject.pbx, lies_as, asked.purpose, call=subject.call_id, told_as=told_as
        )
        self._note(account, subject, ACTS[asked.purpose], f"{file[-150:]}; {asked.why}" if asked.why else file)
        return {
            "file": file, **msgspec.structs.asdict(link), **msgspec.structs.asdict(found),
            "bytes": size, "sha256": kept.sha256.hex() if kept is not None and kept.sha256 is not None else None,
        }  # fmt: skip

    async def _chosen(self, account: Account, asked: RecordingOpen | RecordingLink) -> Chosen:
        """What is meant, if the account may hear it."""
        if not may_play_own(account, self._desk()):
            raise Refused("not_allowed", "Your account may not listen to recordings.")
        subject = await self._subjects.find(
            account, asked.pbx, asked.call, "recording.open", self._clock.now(), needs_part=True
        )
        known = await self._of_call(subject)
        files = _files(account, subject, known)
        file = asked.file if asked.file is not None else next(iter(files), None)
        if file is None or file not in files:
            raise Refused("unknown_recording", "The call has no such recording.")
        kept = next((one for one in known if file in (one.recorded_as, one.file)), None)
        if kept is not None and kept.is_erased:
            raise Refused("unknown_recording", "The recording was erased.")
        return subject, file, kept.file if kept is not None else file, kept

    async def _of_call(self, subject: Subject) -> list[KeptFile]:
        """What the catalogue knows; nothing while the database is away: what the PBX told of is played all the same."""
        if self._kept is None:
            return []
        try:
            return await self._kept.of_call(subject.pbx, subject.call_id)
        except Unavailable:
            return []

    def _heard(self, claims: Claims, origin: str) -> None:
        """What was prepared is played."""
        self._witness(Act(
            happened_at=self._clock.now(), account=claims.account, act=ACTS["play"],
            subject=f"{claims.pbx} {claims.call}", detail=claims.told_as or claims.file, origin=origin,
        ))  # fmt: skip

    def _note(self, account: Account, subject: Subject, act: str, detail: str) -> None:
        self._witness(Act(
            happened_at=self._clock.now(), account=account.name, act=act,
            subject=f"{subject.pbx} {subject.call_id}", detail=detail, origin=origin(),
        ))  # fmt: skip

    def _remember(self, account: Account, file: str) -> None:
        """Once for each listening: its first piece, or whichever comes first, is in the audit."""
        self._opened[account.name, file] = None
        if len(self._opened) > REMEMBERED:
            del self._opened[next(iter(self._opened))]


def _described(
    folders: Sequence[RecordingFolder], pbx: str, file: str, keys: DayKeys | None
) -> tuple[int, Described]:
    """Bytes as they are handed out, and what they are. Raises OSError."""
    place = find(folders, pbx, file)
    if place is None:
        raise FileNotFoundError(file)
    with open_sound(place, keys) as sound:
        return sound.size, sound.description


def _files(account: Account, subject: Subject, known: Sequence[KeptFile]) -> list[str]:
    """The recordings of the call that the account may hear: all, or those of its own talks that the PBX told of."""
    if subject.call is None:
        return []
    if account.may("recording.open"):
        told = [sound.file for sound in subject.call.recordings]
        return told + [one.file for one in known if one.is_there and not {one.file, one.recorded_as} & {*told}]
    part = subject.part
    return [sound["file"] for sound in row_of(subject.call, part)["recordings"]] if part is not None else []
