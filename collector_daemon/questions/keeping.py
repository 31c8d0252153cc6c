"""``recording.hold`` and ``recording.erase``: recordings of a call kept or erased by hand, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from collector_daemon.feed.origin import origin
from collector_daemon.questions.subjects import Subject, Subjects
from collector_daemon.recordings.places import RecordingFolder
from collector_daemon.recordings.port import SoundPort
from collector_daemon.recordings.removing import delete
from collector_daemon.store.erasing import Erasure, SoundLedger
from collector_daemon.store.recording_files import RecordingFiles
from shared.clock import Clock
from shared.domain.accounts import Account
from shared.domain.commands import Refused
from shared.domain.commands.recordings import RecordingErase, RecordingHold


class Keeping:
    """Holds and erases recordings in ``folders``, moved ones too."""

    def __init__(
        self, subjects: Subjects, folders: Sequence[RecordingFolder], kept: RecordingFiles, ledger: SoundLedger,
        port: SoundPort, clock: Clock,
    ) -> None:  # fmt: skip
        self._subjects, self._folders, self._kept, self._ledger = subjects, tuple(folders), kept, ledger
        self._port, self._clock = port, clock

    async def hold(self, account: Account, asked: RecordingHold) -> dict[str, Any]:
        """``recording.hold``. Raises Refused (not_allowed, unknown_call, reason_required), Unavailable."""
        subject = await self._subject(account, asked.pbx, asked.call, asked.why)
        assert subject.call is not None
        count = await self._ledger.hold(
            subject.pbx, subject.call_id, [(one.file, one.started_at) for one in subject.call.recordings], account.name,
            asked.why, self._clock.now(), is_on=asked.is_on, origin=origin(),
        )  # fmt: skip
        return {"held" if asked.is_on else "released": count}

    async def erase(self, account: Account, asked: RecordingErase) -> dict[str, Any]:
        """``recording.erase``. Raises Refused (as ``hold``; call_goes_on, held, unknown_recording), Unavailable."""
        subject = await self._subject(account, asked.pbx, asked.call, asked.why)
        assert subject.call is not None
        if subject.call.ended_at is None:
            raise Refused("call_goes_on", "The call goes on; erase its recording when it is over.")
        known = await self._kept.of_call(subject.pbx, subject.call_id)
        if any(one.is_held for one in known):
            raise Refused("held", "The recordings of this call are held; release them first.")
        lies_as = {one.recorded_as: one.file for one in known if one.recorded_as}
        told = [lies_as.get(one.file, one.file) for one in subject.call.recordings]
        files = list(dict.fromkeys([*told, *(one.file for one in known if not one.is_erased)]))
        if asked.file is not None:
            files = [one for one in files if one == lies_as.get(asked.file, asked.file)]
        if not files:
            raise Refused("unknown_recording", "The call has no such recording.")
        return await self._erased(account, subject, files, asked.why)

    async def _erased(self, account: Account, subject: Subject, files: Sequence[str], why: str) -> dict[str, Any]:
        gone, size, failed = await self.delete(subject.pbx, files)
        if gone:
            entry = Erasure(
                erased_at=self._clock.now(), account=account.name, kind="recording",
                subject=f"{subject.pbx} {subject.call_id}", why=why, calls=1, files=len(gone), bytes=size,
                left_over=failed,
            )  # fmt: skip
            await self._ledger.erase_files(subject.pbx, subject.call_id, gone, entry, origin())
        if failed:
            raise Refused("not_erased", f"{len(gone)} erased, {len(failed)} not: {failed[0]}")
        return {"erased": len(gone), "bytes": size}

    async def delete(self, pbx: str, files: Sequence[str]) -> tuple[list[str], int, list[str]]:
        """Files deleted, their bytes, and why others are not. What is not there counts as deleted."""
        gone, size, failed = [], 0, []
        for file in files:
            try:
                found: int | None = await self._port.in_thread(delete, self._folders, pbx, file)
                size += found or 0
                gone.append(file)
            except OSError as problem:
                failed.append(problem.strerror or type(problem).__name__)
        return gone, size, failed

    async def _subject(self, account: Account, pbx: str | None, call: str, why: str) -> Subject:
        if not why.strip():
            raise Refused("reason_required", "Say why.")
        found = await self._subjects.find(
            account, pbx, call, "recording.erase", self._clock.now(), needs_part=True
        )
        if found.call is None:
            raise Refused("unavailable", "Not all calls are stored yet; try again in a moment.")
        return found
