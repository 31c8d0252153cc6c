"""Is the audit still what was written? For whoever may: the database's owner, and accounts with ``administration``.

The chain shows what was changed by somebody who does not reckon it anew. Against the database's owner himself only this
helps: the last entry's number and hash, kept where he does not come, must be in the audit later too. Not here: who
writes the audit (``collector_daemon.store.audit``, ``accounts``), and how (migration 0006).
"""

from __future__ import annotations

import msgspec
import psycopg

from shared.database.connection import conninfo, plain, shown
from shared.errors import Refused, Unavailable


class AuditCheck(msgspec.Struct, frozen=True, kw_only=True):
    """How many entries there are, the first that is not what was written (None: all are), the last and its hash."""

    entries: int
    first_broken: int | None
    last: int
    hash: str


def check_audit(url: str) -> AuditCheck:
    """Follow the chain from its beginning. Raises Unavailable, Refused."""
    try:
        connection = psycopg.connect(conninfo(url))
    except psycopg.Error as problem:
        raise Unavailable(f"cannot reach the database {shown(url)}: {plain(problem)}") from None
    with connection:
        try:
            row = connection.execute(
                "select c.entries, c.first_broken, h.id, encode(h.hash, 'hex') from audit_check() c, audit_head h"
            ).fetchone()
        except psycopg.Error as problem:
            raise Refused(f"the database refused: {plain(problem)}") from None
    assert row is not None, "both have one row"
    return AuditCheck(entries=row[0], first_broken=row[1], last=row[2], hash=row[3])
