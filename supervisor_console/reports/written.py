"""What people wrote about a call, and what the catalogue knows of its recordings."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import text as sql

from shared.database.escapes import unescape
from supervisor_console.reports.tracked import RecordedFile, WrittenDisposition, WrittenForm, WrittenNote


class Said(msgspec.Struct, frozen=True):
    """Notes, dispositions, forms; the oldest first."""

    notes: tuple[WrittenNote, ...]
    dispositions: tuple[WrittenDisposition, ...]
    forms: tuple[WrittenForm, ...]


def written_about(connection: Connection, key: dict[str, str]) -> Said:
    """All that was written about the call (``pbx``, ``call`` as stored)."""
    return Said(
        tuple(WrittenNote(**_who(row), text=unescape(row.text)) for row in connection.execute(_NOTES, key)),
        tuple(
            WrittenDisposition(**_who(row), code=unescape(row.code), text=unescape(row.text))
            for row in connection.execute(_CODES, key)
        ),
        tuple(
            WrittenForm(**_who(row), form=unescape(row.form), answers=_plain(row.answers))
            for row in connection.execute(_FORMS, key)
        ),
    )


def files_of(connection: Connection, key: dict[str, str]) -> tuple[RecordedFile, ...]:
    """What the catalogue knows of the call's files, each by the name that it had when it was recorded."""
    return tuple(
        RecordedFile(
            file=unescape(row.recorded_as or row.file), bytes=row.bytes,
            seconds=None if row.length_ms is None else row.length_ms / 1000, format=row.format,
            sha256=row.sha256.hex() if row.sha256 else None, is_missing=row.missing_at is not None,
            is_erased=row.erased_at is not None, is_held=row.is_held, keep_until=row.keep_until,
        )
        for row in connection.execute(_FILES, key)
    )  # fmt: skip


def _who(row: Any) -> dict[str, Any]:
    name = row.agent_name or row.account
    return {"account": unescape(row.account), "name": unescape(name), "written_at": row.written_at}


def _plain(answers: dict[str, Any]) -> dict[str, str]:
    return {unescape(name): unescape(str(answer)) for name, answer in answers.items()}


def _about(table: str) -> str:
    return f"select * from {table} where pbx = :pbx and call_id = :call order by written_at, account"  # noqa: S608


_FILES = sql("select * from recording_file where pbx = :pbx and call_id = :call order by recorded_at, file")
_NOTES, _CODES, _FORMS = (sql(_about(table)) for table in ("call_note", "call_disposition", "call_form"))
