"""``subject.export`` and ``subject.erase``: all that is stored of a telephone number, given out or erased (GDPR).

Only for who sees all queues. Legal hold goes before erasing; a call that goes on is left alone. What is begun is done
to its end, also where who asked has gone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec

from collector_daemon.feed.origin import origin
from collector_daemon.questions.keeping import Keeping
from collector_daemon.recordings.parcel import LASTS, Parcels, Wanted, pack
from collector_daemon.recordings.places import RecordingFolder
from collector_daemon.recordings.port import SoundPort
from collector_daemon.store.audit import Act
from collector_daemon.store.erasing import Erasure
from collector_daemon.store.person_rows import PersonCall, PersonRows
from collector_daemon.store.recording_files import RecordingFiles
from shared.clock import Clock
from shared.domain.accounts import Account
from shared.domain.commands import Refused
from shared.domain.commands.recordings import SubjectErase, SubjectExport

LEFT_OVER = (
    "the journal's files on the daemon's disk, until [journal] keep_days are over",
    "states of the past (core_state), until [retention] raw_days are over",
    "the audit, where it names a file",
    "do-not-call lists: who asked not to be called is not called",
)
"""What cannot be erased in place, and when it goes."""


class Persons:
    """Carries both out; ``parcels``: where archives are made."""

    def __init__(
        self, persons: PersonRows, kept: RecordingFiles, keeping: Keeping, port: SoundPort, parcels: Parcels,
        folders: Sequence[RecordingFolder], note: Callable[[Act], None], clock: Clock,
    ) -> None:  # fmt: skip
        self._persons, self._kept, self._keeping, self._port = persons, kept, keeping, port
        self._parcels, self._folders, self._note, self._clock = parcels, tuple(folders), note, clock
        self._turn = asyncio.Lock()
        self._begun: set[asyncio.Task[Any]] = set()

    async def export(self, account: Account, asked: SubjectExport) -> dict[str, Any]:
        """``subject.export``. Raises Refused (not_allowed, reason_required, bad_number), Unavailable."""
        return await self._to_its_end(self._export(account, asked, self._checked(account, asked.number, asked.why)))

    async def erase(self, account: Account, asked: SubjectErase) -> dict[str, Any]:
        """``subject.erase``. Raises Refused (as ``export``), Unavailable."""
        return await self._to_its_end(self._erase(account, asked, self._checked(account, asked.number, asked.why)))

    async def _export(self, account: Account, asked: SubjectExport, normal: str) -> dict[str, Any]:
        async with self._turn:
            calls, callbacks = await self._persons.calls(normal), await self._persons.callbacks(normal)
            told = await self._persons.told(calls, callbacks, normal)
            data = msgspec.json.format(msgspec.json.encode(
                {"number": normal, "made_at": self._clock.now(), "made_by": account.name, **told},
                enc_hook=_said), indent=1)  # fmt: skip
            wanted = [
                Wanted(pbx=one.pbx, file=file, name=f"{one.call_id}-{nth}")
                for one in calls for nth, file in enumerate(await self._files(one, told))
            ]  # fmt: skip
            try:
                name, missing = await self._port.in_thread(
                    pack, self._parcels, self._folders, data, wanted, self._port.keys)
            except OSError as problem:
                raise Refused("not_made", f"The archive cannot be written: {problem.strerror}.") from None
        link = await self._port.link(account, self._parcels.pbx, name, "parcel")
        asyncio.get_running_loop().call_later(LASTS, self._parcels.remove, name)
        self._act(account, "person: exported", normal, f"{len(calls)} calls; {asked.why}")
        return {
            **msgspec.structs.asdict(link), "file": name, "calls": len(calls),
            "recordings": len(wanted) - len(missing), "missing": missing,
        }  # fmt: skip

    async def _erase(self, account: Account, asked: SubjectErase, normal: str) -> dict[str, Any]:
        async with self._turn:
            found, callbacks = await self._persons.calls(normal), await self._persons.callbacks(normal)
            calls = [one for one in found if one.ended_at is not None and not one.is_held]
            held = sum(one.is_held for one in found)
            left = list(LEFT_OVER)
            left += [f"{held} calls whose recordings are held"] if held else []
            left += [f"{going} calls that go on"] if (going := len(found) - len(calls) - held) > 0 else []
            files, size, failed = await self._delete(calls, account, asked.why)
            left += [f"a recording: {why}" for why in failed]
            counts = await self._persons.erase(normal, calls, callbacks, Erasure(
                erased_at=self._clock.now(), account=account.name, kind="subject", subject=_masked(normal),
                why=asked.why, calls=len(calls), files=files, bytes=size, left_over=left))  # fmt: skip
        self._act(account, "person: erased", normal, f"{len(calls)} calls, {files} recordings; {asked.why}")
        return {
            "calls": len(calls), "recordings": files, "bytes": size, "left_over": left,
            "rows": {table: count for table, count in counts.items() if count},
        }  # fmt: skip

    async def _delete(self, calls: Sequence[PersonCall], account: Account, why: str) -> tuple[int, int, list[str]]:
        files, size = 0, 0
        failed: list[str] = []
        for one in calls:
            told = await self._persons.told([one], [])
            named = await self._files(one, told)
            gone, bytes_gone, trouble = await self._keeping.delete(one.pbx, named)
            if gone:
                await self._kept.told_of(one.pbx, one.call_id, gone, one.started_at)
                await self._persons.files_erased([one], gone, account.name, why)
            files, size, failed = files + len(gone), size + bytes_gone, failed + trouble
        return files, size, failed

    async def _files(self, call: PersonCall, told: dict[str, list[dict[str, Any]]]) -> list[str]:
        """The call's files by the names under which they lie."""
        rows = [row for row in told["recording_file"] if (row["pbx"], row["call_id"]) == (call.pbx, call.call_id)]
        lies_as = {row["recorded_as"]: row["file"] for row in rows if row["recorded_as"]}
        named = [
            lies_as.get(row["file"], row["file"]) for row in told["recording"]
            if (row["pbx"], row["call_id"]) == (call.pbx, call.call_id)
        ]  # fmt: skip
        there = [row["file"] for row in rows if row["erased_at"] is None]
        return list(dict.fromkeys([*named, *there]))

    def _checked(self, account: Account, number: str, why: str) -> str:
        if account.queues is not None:
            raise Refused("not_allowed", "Only who sees all queues may do this.")
        if not why.strip():
            raise Refused("reason_required", "Say why.")
        normal = self._persons.normal(number)
        if normal is None:
            raise Refused("bad_number", "That is no telephone number.")
        return normal

    async def _to_its_end(self, deed: Awaitable[dict[str, Any]]) -> dict[str, Any]:
        task = asyncio.ensure_future(deed)
        self._begun.add(task)
        task.add_done_callback(self._forget)
        return await asyncio.shield(task)

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._begun.discard(task)
        if not task.cancelled():
            task.exception()  # whoever asked was told, or has gone

    def _act(self, account: Account, act: str, normal: str, detail: str) -> None:
        self._note(Act(
            happened_at=self._clock.now(), account=account.name, act=act, subject=_masked(normal), detail=detail,
            origin=origin(),
        ))  # fmt: skip


def _masked(normal: str) -> str:
    return f"…{normal[-3:]}"


def _said(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
