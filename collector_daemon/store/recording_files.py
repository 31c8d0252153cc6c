"""The catalogue of recordings in the database: which file belongs to which call, what it holds, is it still there.

Only what is told is written and only where it differs, so that a round over a million files that are as they were
writes nothing. Links are made by the name that the PBX told, by ids of the call or of one of its legs in the name, and,
for a file that was renamed, by its sum. Not here: looking at disks (``recordings``), and erasing (``erasing``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from collector_daemon.store.lending import Lender
from shared.database.connection import Connection
from shared.database.escapes import identifier, unescape
from shared.domain.recorded import FileFound, FileRead, Key, Told

SECONDS = 60.0
LONGEST_NAME = 2000  # bytes: more does not fit into an index

class CallLink(msgspec.Struct, frozen=True):
    """To which call a file belongs, and how that is known."""

    pbx: str
    call_id: str
    recorded_at: datetime
    linked_by: str
    told_as: str | None = None


class KeptFile(msgspec.Struct, frozen=True):
    """A file of a call; ``is_there`` unless it is missing or was erased."""

    pbx: str
    file: str
    recorded_as: str | None
    sha256: bytes | None
    bytes: int
    is_there: bool
    is_held: bool
    is_erased: bool


class RecordingFiles:
    """The table ``recording_file``, over ``lender``'s connections. All methods raise Unavailable."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def take(self, found: Sequence[FileFound], now: datetime) -> int:
        """Files that are there: new ones and those that changed are written; how many that were."""
        files = [one for one in found if len(one.file.encode()) <= LONGEST_NAME]

        async def deed(connection: Connection) -> int:
            known = await _known(connection, files)
            changed = [one for one in files if known.get(one.file) != (one.bytes, one.changed_at)]
            links = await _links(connection, changed) if changed else {}
            async with connection.cursor() as cursor:
                await cursor.executemany(_NO_ORPHAN, [(file, link.pbx) for file, link in links.items()])
                await cursor.executemany(_TAKE, [_row(one, links.get(one.file), now) for one in changed])
            return len(changed)

        return await self._lender.use(deed, SECONDS)

    async def unread(self, before: datetime, after: Key, most: int) -> list[Key]:
        """Files that were last written before then and whose sum is not known yet."""
        return await self._keys(_UNREAD, before, *after, most)

    async def read(self, one: FileRead) -> None:
        """What a file holds. One that holds what a missing one held is that, renamed."""
        async def deed(connection: Connection) -> None:
            length = None if one.seconds is None else round(one.seconds * 1000)
            await connection.execute(_READ, [
                one.sha256, length, one.format, one.channels, one.is_encrypted, one.trouble,
                one.bytes, one.changed_at, one.pbx, one.file,
            ])  # fmt: skip
            if one.sha256 is not None:
                await connection.execute(_RENAMED, {"sum": one.sha256, "pbx": one.pbx, "file": one.file})

        await self._lender.use(deed, SECONDS)

    async def present(self, after: Key, most: int) -> list[Key]:
        """Files that are believed to be there, in order."""
        return await self._keys(_PRESENT, *after, most)

    async def gone(self, keys: Sequence[Key], now: datetime) -> None:
        """These are not there any more."""
        async def deed(connection: Connection) -> None:
            await connection.execute(_GONE, [now, [pbx for pbx, _ in keys], [file for _, file in keys]])

        await self._lender.use(deed, SECONDS)

    async def told(self, since: datetime, until: datetime, most: int) -> list[Told]:
        """Recordings of calls that began then and are over, of which no file is known: PBX, call, file, begun."""
        async def deed(connection: Connection) -> list[Told]:
            rows = await (await connection.execute(_TOLD, [since, until, LONGEST_NAME, most])).fetchall()
            return [(unescape(pbx), unescape(call), unescape(file), at) for pbx, call, file, at in rows]

        return await self._lender.use(deed, SECONDS)

    async def lost(self, since: datetime, after: Key, most: int) -> list[Told]:
        """Missing recordings that began since then, in order of PBX and file."""
        async def deed(connection: Connection) -> list[Told]:
            return [row async for row in await connection.execute(_LOST, [since, *after, most])]

        return await self._lender.use(deed, SECONDS)

    async def missed(self, told: Sequence[Told], now: datetime) -> None:
        """The PBX told of these, and they are not there."""
        async def deed(connection: Connection) -> None:
            async with connection.cursor() as cursor:
                await cursor.executemany(_MISSED, [
                    (identifier(pbx), file, identifier(call), at, now) for pbx, call, file, at in told])  # fmt: skip

        await self._lender.use(deed, SECONDS)

    async def told_of(self, pbx: str, call_id: str, files: Sequence[str], at: datetime) -> None:
        """There are, or were, such files of the call; they are written unless they are known."""
        async def deed(connection: Connection) -> None:
            async with connection.cursor() as cursor:
                await cursor.executemany(_KNOWN_AS, [(identifier(pbx), one, identifier(call_id), at) for one in files])

        await self._lender.use(deed, SECONDS)

    async def of_call(self, pbx: str, call_id: str) -> list[KeptFile]:
        """What is known of a call's files, in order."""
        async def deed(connection: Connection) -> list[KeptFile]:
            rows = await (await connection.execute(_OF_CALL, [identifier(pbx), identifier(call_id)])).fetchall()
            return [KeptFile(*row) for row in rows]

        return await self._lender.use(deed, 5.0)

    async def _keys(self, question: bytes, *given: object) -> list[Key]:
        async def deed(connection: Connection) -> list[Key]:
            return [(pbx, file) for pbx, file in await (await connection.execute(question, given)).fetchall()]

        return await self._lender.use(deed, SECONDS)


async def _known(connection: Connection, files: Sequence[FileFound]) -> dict[str, tuple[int, datetime]]:
    rows = await connection.execute(_KNOWN, [[one.file for one in files]])
    return {file: (size, at) for file, size, at in await rows.fetchall()}


async def _links(connection: Connection, files: Sequence[FileFound]) -> dict[str, CallLink]:
    """The calls of these files, the surest way first."""
    names = [name for one in files for name in one.told_as]
    told = await _ask(connection, _BY_NAME, [names])
    by_name = {file: CallLink(pbx, call, at, "name") for pbx, call, at, file in told}
    ids = sorted({channel for one in files for channel in one.ids})
    called = await _ask(connection, _BY_ID, [ids, ids])
    by_id = {channel: CallLink(pbx, call, at, "id") for pbx, call, at, channel in called}
    legs = sorted({leg for one in files for leg in one.legs if leg[0] not in by_id})
    if legs:
        by_leg = await _ask(connection, _BY_LEG, [list(column) for column in zip(*legs, strict=True)])
        by_id |= {channel: CallLink(pbx, call, at, "id") for pbx, call, at, channel in by_leg}
    links = {}
    for one in files:
        named = [msgspec.structs.replace(by_name[name], told_as=name) for name in one.told_as if name in by_name]
        known = [by_id[found] for found in one.ids if found in by_id]
        fitting = [link for link in named + known if link.pbx in one.pbxs]
        if fitting:
            links[one.file] = fitting[0]
    return links


async def _ask(connection: Connection, question: bytes, given: Sequence[Any]) -> list[Any]:
    return await (await connection.execute(question, given)).fetchall()


def _row(one: FileFound, link: CallLink | None, now: datetime) -> Mapping[str, Any]:
    alone = one.pbxs[0] if len(one.pbxs) == 1 else ""
    return {
        "pbx": link.pbx if link else identifier(alone), "file": one.file, "call": link.call_id if link else None,
        "by": link.linked_by if link else None, "recorded": link.recorded_at if link else one.changed_at,
        "as": link.told_as if link and link.told_as != one.file else None, "bytes": one.bytes,
        "changed": one.changed_at, "now": now,
    }  # fmt: skip


_KNOWN = b"""select file, bytes, changed_at from recording_file
    where file = any(%s::text[]) and missing_at is null and erased_at is null and call_id is not null"""
_BY_NAME = b"select pbx, call_id, started_at, file from recording where file = any(%s::text[])"
_BY_ID = b"""select pbx, call_id, started_at, call_id from call where call_id = any(%s::text[])
    union all select a.pbx, a.call_id, a.call_started_at, a.absorbed_id from absorbed_call a
    where a.absorbed_id = any(%s::text[])"""
_BY_LEG = b"""select distinct on (l.id) c.pbx, c.call_id, c.started_at, l.id
    from unnest(%s::text[], %s::timestamptz[], %s::timestamptz[]) l (id, since, until)
    join call c on c.started_at between l.since and l.until
    join conversation t on t.pbx = c.pbx and t.call_id = c.call_id and t.leg_id = l.id
    order by l.id, c.started_at desc"""
_TAKE = b"""insert into recording_file
        (pbx, file, call_id, linked_by, recorded_as, recorded_at, bytes, changed_at, found_at)
    values (%(pbx)s, %(file)s, %(call)s, %(by)s, %(as)s, %(recorded)s, %(bytes)s, %(changed)s, %(now)s)
    on conflict (pbx, file) do update set bytes = excluded.bytes, changed_at = excluded.changed_at,
        call_id = coalesce(excluded.call_id, recording_file.call_id),
        linked_by = coalesce(excluded.linked_by, recording_file.linked_by),
        found_at = coalesce(recording_file.found_at, excluded.found_at), missing_at = null,
        trouble = null, sha256 = case when recording_file.bytes = excluded.bytes
            and recording_file.changed_at = excluded.changed_at then recording_file.sha256 end
    where recording_file.erased_at is null and (excluded.call_id is not null or recording_file.missing_at is not null
        or (recording_file.bytes, recording_file.changed_at) is distinct from (excluded.bytes, excluded.changed_at))"""
_NO_ORPHAN = b"delete from recording_file where file = %s and pbx <> %s and call_id is null and not is_held"
_UNREAD = b"""select pbx, file from recording_file where sha256 is null and missing_at is null and erased_at is null
    and changed_at < %s and trouble is null and (pbx, file) > (%s, %s) order by pbx, file limit %s"""
_READ = b"""update recording_file set sha256 = %s, length_ms = %s, format = %s, channels = %s, is_encrypted = %s,
    trouble = %s, bytes = coalesce(%s, bytes), changed_at = coalesce(%s, changed_at) where pbx = %s and file = %s"""
_RENAMED = b"""with older as (
        delete from recording_file o using recording_file f
        where f.pbx = %(pbx)s and f.file = %(file)s and f.linked_by is distinct from 'name'
            and o.sha256 = %(sum)s and o.pbx = f.pbx and o.missing_at is not null and o.erased_at is null
            and o.file <> f.file
        returning o.file, o.call_id, o.recorded_at, o.recorded_as, o.is_held, o.held_by, o.held_why, o.held_at)
    update recording_file f set call_id = older.call_id, linked_by = 'sum', recorded_at = older.recorded_at,
        recorded_as = coalesce(older.recorded_as, older.file), is_held = older.is_held, held_by = older.held_by,
        held_why = older.held_why, held_at = older.held_at
    from older where f.pbx = %(pbx)s and f.file = %(file)s"""
_PRESENT = b"""select pbx, file from recording_file where missing_at is null and erased_at is null and moved_at is null
    and (pbx, file) > (%s, %s) order by pbx, file limit %s"""
_GONE = b"""update recording_file set missing_at = %s where missing_at is null
    and (pbx, file) in (select * from unnest(%s::text[], %s::text[]))"""
_TOLD = b"""select r.pbx, r.call_id, r.file, r.started_at from call c join recording r using (pbx, call_id)
    where c.started_at >= %s and c.started_at < %s and c.ended_at is not null and octet_length(r.file) <= %s
    and not exists (select from recording_file f where f.pbx = r.pbx and (f.file = r.file or f.recorded_as = r.file)
        and f.call_id is not null)
    limit %s"""
_LOST = b"""select pbx, call_id, file, recorded_at from recording_file where missing_at is not null
    and erased_at is null and call_id is not null and recorded_at >= %s and (pbx, file) > (%s, %s)
    order by pbx, file limit %s"""
_MISSED = b"""insert into recording_file (pbx, file, call_id, linked_by, recorded_at, missing_at)
    values (%s, %s, %s, 'name', %s, %s) on conflict do nothing"""
_KNOWN_AS = b"""insert into recording_file (pbx, file, call_id, linked_by, recorded_at) values (%s, %s, %s, 'name', %s)
    on conflict do nothing"""
_OF_CALL = b"""select pbx, file, recorded_as, sha256, coalesce(bytes, 0), missing_at is null and erased_at is null,
    is_held, erased_at is not null from recording_file
    where pbx = %s and call_id = %s order by recorded_at, file"""
