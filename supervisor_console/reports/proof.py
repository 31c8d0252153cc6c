"""What the last nightly proof found; accounts that do not see all queues are told nothing of it."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, text

from shared.database.escapes import unescape
from shared.domain.proofs import Disagreement, Finding

_LAST = text("""
    select day, pbx, kind, checked, differing, explained, detail, made_at from nightly_proof
    where day = (select max(day) from nightly_proof) order by pbx, kind
""")


def last_proof(connection: Connection) -> tuple[Finding, ...]:
    """All findings of the latest day that was proved; () where none ever was."""
    return tuple(_finding(row._mapping) for row in connection.execute(_LAST).all())


def _finding(row: Any) -> Finding:
    detail = [{name: unescape(value) for name, value in one.items()} for one in row["detail"]]
    known = {**row, "pbx": unescape(row["pbx"]), "detail": msgspec.convert(detail, tuple[Disagreement, ...])}
    return Finding(**known)
