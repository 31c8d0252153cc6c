"""What is kept, held and erased of recordings: the catalogue's rows, the protocol ``erasure``, and the audit.

Not here: the files themselves (``recordings``), and erasing a telephone number (``erasing_numbers``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from collector_daemon.store.audit import Act
from collector_daemon.store.lending import Lender
from shared.database.connection import Connection
from shared.database.escapes import escape, identifier
from shared.domain.recorded import KeptRecording

SECONDS = 60.0
BY_RULE = "(retention)"
"""Who erases what nobody erased by hand."""
BY_ITSELF = "daemon"
"""The origin of what nobody asked for."""


class Erasure(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the protocol. ``subject`` and ``rows`` tell nothing of what was erased."""

    erased_at: datetime
    account: str
    kind: str
    subject: str
    why: str
    calls: int = 0
    files: int = 0
    bytes: int = 0
    rows: Mapping[str, int] = {}
    left_over: Sequence[str] = ()


class SoundLedger:
    """Writes into ``recording_file`` and ``erasure``; ``note`` takes acts for the audit. All raises Unavailable."""

    def __init__(self, lender: Lender, note: Callable[[Act], None]) -> None:
        self._lender, self._note = lender, note

    async def kept(self, after: tuple[str, str], most: int) -> list[KeptRecording]:
        """Files that are there, or should be, in order."""
        async def deed(connection: Connection) -> list[KeptRecording]:
            rows = await (await connection.execute(_KEPT, [*after, most])).fetchall()
            return [
                KeptRecording(pbx=pbx, file=file, call_id=call_id, recorded_at=at, queues=tuple(queues), line=line,
                              is_held=is_held, keep_until=until, moved_at=moved_at)
                for pbx, file, call_id, at, queues, line, is_held, until, moved_at in rows
            ]  # fmt: skip

        return await self._lender.use(deed, SECONDS)

    async def keep_until(self, until: Sequence[tuple[datetime | None, str, str]]) -> None:
        """Until when PBX's files are kept."""
        await self._many(_UNTIL, until)

    async def erased(self, kept: KeptRecording, why: str, size: int, now: datetime) -> None:
        """The file went, by the retention: catalogue, protocol and audit."""
        subject = f"{kept.pbx} {kept.call_id or ''}".strip()
        await self.erase_files(kept.pbx, kept.call_id, [kept.file], Erasure(
            erased_at=now, account=BY_RULE, kind="retention", subject=subject, why=why,
            calls=int(kept.call_id is not None), files=1, bytes=size))  # fmt: skip

    async def erase_files(
        self, pbx: str, call_id: str | None, files: Sequence[str], entry: Erasure, origin: str = BY_ITSELF
    ) -> None:
        """These files went; ``origin``: from where that was asked."""
        async def deed(connection: Connection) -> None:
            given = {
                "pbx": identifier(pbx), "call": None if call_id is None else identifier(call_id), "files": list(files),
                "now": entry.erased_at, "by": entry.account, "why": escape(entry.why),
            }  # fmt: skip
            async with connection.transaction():
                await connection.execute(_ERASED, given)
                await connection.execute(_NO_MARKERS, given)
                await protocol(connection, entry)

        await self._lender.use(deed, SECONDS)
        detail = f"{entry.files} files; {entry.why}"
        self._act(entry.erased_at, entry.account, "recording: erased", entry.subject, detail, origin)

    async def moved(self, kept: KeptRecording, to: str, now: datetime) -> None:
        """The file went there: catalogue and audit."""
        await self._many(_MOVED, [(now, kept.pbx, kept.file)])
        self._act(now, BY_RULE, "recording: moved", f"{kept.pbx} {kept.call_id or ''}".strip(), f"to {to}")

    async def failed(self, kept: KeptRecording, why: str) -> None:
        """It could not be deleted or moved."""
        await self._many(_FAILED, [(escape(why), kept.pbx, kept.file)])

    async def hold(
        self, pbx: str, call_id: str, told: Sequence[tuple[str, datetime]], account: str, why: str, now: datetime, *,
        is_on: bool, origin: str,
    ) -> int:  # fmt: skip
        """The call's recordings are held, or no longer; how many. ``told``: those the PBX told of, and when begun.

        ``origin``: from where that was asked.
        """
        async def deed(connection: Connection) -> int:
            key = {"pbx": identifier(pbx), "call": identifier(call_id)}
            async with connection.transaction(), connection.cursor() as cursor:
                await cursor.executemany(_TOLD, [{**key, "file": file, "at": at} for file, at in told])
                done = await cursor.execute(_HOLD, {
                    **key, "on": is_on, "by": account if is_on else None, "why": escape(why) if is_on else None,
                    "now": now if is_on else None})  # fmt: skip
                return done.rowcount

        count = await self._lender.use(deed, SECONDS)
        self._act(now, account, "recording: held" if is_on else "recording: released", f"{pbx} {call_id}", why, origin)
        return count

    def _act(
        self, at: datetime, account: str, act: str, subject: str, detail: str, origin: str = BY_ITSELF
    ) -> None:
        self._note(Act(happened_at=at, account=account, act=act, subject=subject, detail=detail, origin=origin))

    async def _many(self, statement: bytes, rows: Sequence[Sequence[Any]]) -> None:
        async def deed(connection: Connection) -> None:
            async with connection.cursor() as cursor:
                await cursor.executemany(statement, rows)

        if rows:
            await self._lender.use(deed, SECONDS)


async def protocol(connection: Connection, entry: Erasure) -> None:
    """Write an entry of the protocol."""
    await connection.execute(_PROTOCOL, [
        entry.erased_at, escape(entry.account), entry.kind, escape(entry.subject), escape(entry.why), entry.calls,
        entry.files, entry.bytes, Jsonb(dict(entry.rows)), Jsonb(list(entry.left_over)),
    ])  # fmt: skip


_KEPT = b"""select f.pbx, f.file, f.call_id, f.recorded_at, coalesce(c.queues, '{}'), c.line, f.is_held or exists (
        select from recording_file h where h.pbx = f.pbx and h.call_id = f.call_id and h.is_held),
    f.keep_until, f.moved_at
    from recording_file f left join call c on c.pbx = f.pbx and c.call_id = f.call_id
    where f.erased_at is null and f.missing_at is null and (f.pbx, f.file) > (%s, %s)
    order by f.pbx, f.file limit %s"""
_UNTIL = b"update recording_file set keep_until = %s where pbx = %s and file = %s"
_ERASED = b"""insert into recording_file (pbx, file, call_id, recorded_at, erased_at, erased_by, erased_why)
    select %(pbx)s, unnest(%(files)s::text[]), %(call)s, %(now)s, %(now)s, %(by)s, %(why)s
    on conflict (pbx, file) do update set erased_at = excluded.erased_at, erased_by = excluded.erased_by,
        erased_why = excluded.erased_why, trouble = null"""
_NO_MARKERS = b"delete from recording_marker where pbx = %(pbx)s and file = any(%(files)s::text[])"
_MOVED = b"update recording_file set moved_at = %s, trouble = null where pbx = %s and file = %s"
_FAILED = b"update recording_file set trouble = %s where pbx = %s and file = %s"
_TOLD = b"""insert into recording_file (pbx, file, call_id, linked_by, recorded_at)
    select %(pbx)s, %(file)s, %(call)s, 'name', %(at)s where not exists (
        select from recording_file f where f.pbx = %(pbx)s and (f.file = %(file)s or f.recorded_as = %(file)s))"""
_HOLD = b"""update recording_file set is_held = %(on)s, held_by = %(by)s, held_why = %(why)s, held_at = %(now)s
    where pbx = %(pbx)s and call_id = %(call)s and erased_at is null"""
_PROTOCOL = b"""insert into erasure
    (erased_at, account, kind, subject, why, calls, files, bytes, rows, left_over)
    values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"""
