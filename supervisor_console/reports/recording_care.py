"""What the catalogue says of files of recordings: how many, which are held, orphans, missing, erased; the protocol of
what was erased; and how much there is of a telephone number.

``all`` and the totals read the whole catalogue; orphans and missing ones have indexes of their own.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, get_args

import msgspec
from sqlalchemy import Connection
from sqlalchemy import text as sql

from shared.database.escapes import identifier, unescape
from shared.domain.search.query import Period, Query, Term
from supervisor_console.reports.found import Place
from supervisor_console.reports.search import SearchScope, page
from supervisor_console.reports.search.binding import Values

FileList = Literal["all", "held", "orphans", "missing", "trouble", "erased"]
LISTS: tuple[FileList, ...] = get_args(FileList)
LIMIT, AT_ONCE, MOST_CALLS = 100, 500, 20_000


class KeptFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file by the PBX's name for it. ``call`` None: an orphan. ``bytes`` None: it was never read."""

    pbx: str
    file: str
    call: str | None
    recorded_at: datetime
    bytes: int | None
    length_ms: int | None
    missing_at: datetime | None
    is_held: bool
    held_by: str | None
    held_why: str | None
    keep_until: datetime | None
    trouble: str | None
    erased_at: datetime | None
    erased_by: str | None
    erased_why: str | None


class FilesPage(msgspec.Struct, frozen=True, kw_only=True):
    """Files, the newest first; ``next``: after which the next page begins, None: there is none."""

    files: tuple[KeptFile, ...] = ()
    next: tuple[datetime, str, str] | None = None


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """How many files of each list; ``bytes`` of those that are there."""

    counts: dict[FileList, int]
    bytes: int


class Erased(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the protocol: never what was erased itself."""

    id: int
    erased_at: datetime
    account: str
    kind: str
    subject: str
    why: str
    calls: int
    files: int
    bytes: int
    rows: dict[str, int]
    left_over: tuple[str, ...]


class Traces(msgspec.Struct, frozen=True, kw_only=True):
    """What there is of a number. ``is_more``: there are more calls than were counted."""

    calls: int
    files: int
    bytes: int
    held: int
    is_more: bool = False


def totals(connection: Connection) -> Totals:
    """Of the whole catalogue, as far as the account may see it. Raises what the database raises."""
    row = connection.execute(_TOTALS).one()
    return Totals(counts={name: getattr(row, f"of_{name}") for name in LISTS}, bytes=int(row.size))


def files_page(
    connection: Connection, which: FileList, words: tuple[str, ...] = (), after: tuple[datetime, str, str] | None = None
) -> FilesPage:
    """The newest files of a list in whose name, call or reasons all words stand, or those that follow one."""
    values = Values()
    said = [_CONDITIONS[which]]
    said += [f"position(lower({values.one(word)}) in lower({_ALL_WORDS})) > 0" for word in words]
    if after is not None:
        at, pbx, file = (values.one(one) for one in after)
        said.append(f"(recorded_at, pbx, file) < ({at}, {pbx}, {file})")
    statement = (
        f"select {_FIELDS} from recording_file where {' and '.join(said)} "  # noqa: S608
        f"order by recorded_at desc, pbx desc, file desc limit {values.one(LIMIT + 1)}"
    )
    rows = connection.execute(sql(statement), values.bound).all()
    last = rows[LIMIT - 1] if len(rows) > LIMIT else None
    return FilesPage(
        files=tuple(_file(row) for row in rows[:LIMIT]),
        next=(last.recorded_at, last.pbx, last.file) if last is not None else None,
    )


def erasures(connection: Connection) -> tuple[Erased, ...]:
    """The last entries of the protocol. Raises what the database raises."""
    return tuple(
        Erased(
            id=row.id, erased_at=row.erased_at, account=unescape(row.account), kind=row.kind,
            subject=unescape(row.subject), why=unescape(row.why), calls=row.calls, files=row.files, bytes=row.bytes,
            rows=dict(row.rows), left_over=tuple(row.left_over),
        )
        for row in connection.execute(_ERASURES)
    )  # fmt: skip


def traces(connection: Connection, number: str, scope: SearchScope) -> Traces:
    """How much there is of a number: counted before anything is done. Raises what the database raises."""
    query = Query(period=Period(preset="all"), terms=(Term(field="number", values=(number,)),))
    after: Place | None = None
    calls, found = 0, [0, 0, 0]
    while calls < MOST_CALLS:
        part = page(connection, query, scope, after=after, limit=AT_ONCE)
        keys = {
            "pbxs": [identifier(one.pbx) for one in part.rows], "calls": [identifier(one.call) for one in part.rows],
        }  # fmt: skip
        row = connection.execute(_OF_CALLS, keys).one()
        calls, after = calls + len(part.rows), part.next
        found = [found[0] + row.files, found[1] + int(row.size), found[2] + row.held]
        if after is None:
            break
    return Traces(calls=calls, files=found[0], bytes=found[1], held=found[2], is_more=after is not None)


def _file(row: Any) -> KeptFile:
    found: dict[str, Any] = {name: getattr(row, name) for name in KeptFile.__struct_fields__ if name != "call"}
    found["call"] = row.call_id
    found |= {name: unescape(found[name]) for name in _TEXTS if found[name] is not None}
    return KeptFile(**found)


_THERE = "missing_at is null and erased_at is null"
_CONDITIONS: dict[FileList, str] = {
    "all": "erased_at is null", "held": "is_held and erased_at is null", "orphans": f"call_id is null and {_THERE}",
    "missing": "missing_at is not null and erased_at is null", "trouble": "trouble is not null and erased_at is null",
    "erased": "erased_at is not null",
}  # fmt: skip
_FIELDS = ", ".join("call_id" if name == "call" else name for name in KeptFile.__struct_fields__)
_TEXTS = ("pbx", "file", "call", "held_by", "held_why", "trouble", "erased_by", "erased_why")
_SEARCHED = ("call_id", "held_by", "held_why", "erased_by", "erased_why", "trouble")
_ALL_WORDS = " || ' ' || ".join(("file", *(f"coalesce({name}, '')" for name in _SEARCHED)))
_COUNTS = ", ".join(f"count(*) filter (where {said}) as of_{name}" for name, said in _CONDITIONS.items())
_TOTALS = sql(f"select {_COUNTS}, coalesce(sum(bytes) filter (where {_THERE}), 0) as size from recording_file")  # noqa: S608
_ERASURES = sql("select * from erasure order by erased_at desc, id desc limit 500")
_OF_CALLS = sql(f"""
    select count(*) as files, coalesce(sum(f.bytes), 0) as size, count(*) filter (where f.is_held) as held
    from unnest(cast(:pbxs as text[]), cast(:calls as text[])) k (pbx, call_id)
    join recording_file f on f.pbx = k.pbx and f.call_id = k.call_id where {_THERE}
""")  # noqa: S608
