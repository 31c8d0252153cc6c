"""The audit as an administrator reads it: the newest entries first, by pages; whether its chain is whole; as CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, text

from shared.database.escapes import unescape
from shared.errors import Unavailable
from supervisor_console.reports.export import ExportCancelled
from supervisor_console.reports.export_csv import guarded
from supervisor_console.reports.search.binding import Values

LIMIT, EXPORT_PAGE = 100, 1000


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True):
    """``account`` did ``act`` to ``subject``, from ``origin``; as it was written."""

    id: int
    happened_at: datetime
    account: str
    act: str
    subject: str
    detail: str
    origin: str


class AuditWanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries: all that is said must be true. ``words`` stand anywhere in the entry, or its act is one of those
    that ``acts_said`` has for the word (what the reader calls them). ``beginnings``: of acts, one of them; none: any.
    """

    since: datetime | None = None
    until: datetime | None = None
    account: str = ""
    beginnings: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    acts_said: tuple[tuple[str, ...], ...] = ()


class AuditPage(msgspec.Struct, frozen=True, kw_only=True):
    """Entries, and after which the next page begins; None: there is none."""

    entries: tuple[AuditEntry, ...] = ()
    next: int | None = None


class AuditChain(msgspec.Struct, frozen=True, kw_only=True):
    """How many entries there are, and the first that is not what was written; None: all are."""

    entries: int
    first_broken: int | None


class AuditTitles(msgspec.Struct, frozen=True, kw_only=True):
    """What the file of an export says: heads of its columns, how an act and an instant are written."""

    heads: tuple[str, ...]
    act: Callable[[str], str]
    zone: tzinfo
    separator: str = ","


def audit_page(connection: Connection, wanted: AuditWanted, after: int | None = None, limit: int = LIMIT) -> AuditPage:
    """The newest entries, or those that follow one. Raises what the database raises."""
    values = Values()
    conditions = [*_conditions(wanted, values)]
    if after is not None:
        conditions.append(f"id < {values.one(after)}")
    where = f"where {' and '.join(conditions)}" if conditions else ""
    statement = f"select {_FIELDS} from audit {where} order by id desc limit {values.one(limit + 1)}"  # noqa: S608
    rows = [_entry(row) for row in connection.execute(text(statement), values.bound)]
    return AuditPage(entries=tuple(rows[:limit]), next=rows[limit - 1].id if len(rows) > limit else None)


def audit_chain(connection: Connection) -> AuditChain:
    """Follow the whole chain. Raises what the database raises."""
    row = connection.execute(text("select entries, first_broken from audit_check()")).one()
    return AuditChain(entries=row.entries, first_broken=row.first_broken)


def export_audit(
    connection: Connection, wanted: AuditWanted, file: Path, titles: AuditTitles, is_cancelled: Callable[[], bool]
) -> int:
    """Write what is wanted beside its place, then rename; how many. Itself in the audit. Raises Unavailable in one
    line, or ExportCancelled.
    """
    part = file.with_name(f".{file.name}.part")
    try:
        count = _written(connection, wanted, part, titles, is_cancelled)
        connection.execute(_NOTE, {"subject": file.name, "detail": f"csv {count}"})
        part.replace(file)
    except OSError as problem:
        raise Unavailable(f"{file}: {problem.strerror or problem}") from problem
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return count


def _written(
    connection: Connection, wanted: AuditWanted, part: Path, titles: AuditTitles, is_cancelled: Callable[[], bool]
) -> int:
    count, after = 0, None
    with part.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        pen = csv.writer(file, delimiter=titles.separator)
        pen.writerow([guarded(head) for head in titles.heads])
        while True:
            if is_cancelled():
                raise ExportCancelled
            page = audit_page(connection, wanted, after, EXPORT_PAGE)
            pen.writerows(_line(entry, titles) for entry in page.entries)
            count, after = count + len(page.entries), page.next
            if after is None:
                return count


def _line(entry: AuditEntry, titles: AuditTitles) -> list[str]:
    at = entry.happened_at.astimezone(titles.zone)
    said = (entry.account, entry.origin, titles.act(entry.act), entry.act, entry.subject, entry.detail)
    return [str(entry.id), f"{at:%Y-%m-%d %H:%M:%S}", *(guarded(one) for one in said)]


def _conditions(wanted: AuditWanted, values: Values) -> list[str]:
    said = []
    if wanted.since is not None:
        said.append(f"happened_at >= {values.one(wanted.since)}")
    if wanted.until is not None:
        said.append(f"happened_at < {values.one(wanted.until)}")
    if wanted.account:
        said.append(f"account = {values.one(wanted.account)}")
    if wanted.beginnings:
        said.append("(" + " or ".join(f"starts_with(act, {values.one(one)})" for one in wanted.beginnings) + ")")
    for nth, word in enumerate(wanted.words):
        acts = wanted.acts_said[nth] if nth < len(wanted.acts_said) else ()
        word_in = f"position(lower({values.one(word)}) in lower({_ALL_WORDS})) > 0"
        said.append(f"({word_in} or act = any({values.texts(acts)}))" if acts else word_in)
    return said


def _entry(row: object) -> AuditEntry:
    found: dict[str, Any] = {name: getattr(row, name) for name in AuditEntry.__struct_fields__}
    found |= {name: unescape(found[name]) for name in ("account", "act", "subject", "detail", "origin")}
    return AuditEntry(**found)


_FIELDS = ", ".join(AuditEntry.__struct_fields__)
_ALL_WORDS = "account || ' ' || act || ' ' || subject || ' ' || detail || ' ' || origin"
_NOTE = text("select note_act('audit.export', :subject, :detail)")
