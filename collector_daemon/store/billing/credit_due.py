"""Calls whose cost is to be taken from a credit, and reservations that nobody needs any more."""

from __future__ import annotations

from datetime import datetime

import msgspec

from collector_daemon.store.billing.credit import Asked
from collector_daemon.store.lending import Lender
from shared.billing.money import Exact
from shared.database.connection import Connection
from shared.database.escapes import unescape

SECONDS = 10.0
MOST_AT_ONCE = 500


class Idle(msgspec.Struct, frozen=True, kw_only=True):
    """A reservation of a call that was not answered (``is_stored``), or of which nothing has been stored for long."""

    asked: Asked
    is_stored: bool


class CreditDue:
    """Asks on connections of a lender. Everything raises Unavailable."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def rated(self, since: datetime) -> list[tuple[Asked, Exact]]:
        """Calls of pre-paid accounts that ended since and have a price but no entry in the ledger; the oldest first."""

        async def read(connection: Connection) -> list[tuple[Asked, Exact]]:
            rows = await (await connection.execute(_RATED, [since])).fetchall()
            return [(_asked(*row[:5]), Exact(row[5])) for row in rows]

        return await self._lender.use(read, SECONDS)

    async def idle(self, before: datetime) -> list[Idle]:
        """Open reservations of calls that ended unanswered; and, not renewed since ``before``, of unknown ones."""

        async def read(connection: Connection) -> list[Idle]:
            rows = await (await connection.execute(_IDLE, [before])).fetchall()
            return [Idle(asked=_asked(*row[:5]), is_stored=row[5]) for row in rows]

        return await self._lender.use(read, SECONDS)


def key_of(pbx: str, call_id: str) -> str:
    """What tells a call from all others in the ledger: both as the tables have them."""
    return f"{pbx} {call_id}"


def _asked(account: str, pbx: str, call_id: str, tariff: str | None, version: int | None) -> Asked:
    return Asked(
        account=account, key=key_of(pbx, call_id), pbx=unescape(pbx), call_id=unescape(call_id), tariff=tariff or "",
        version=version or 0,
    )  # fmt: skip


_RATED = f"""
    select r.account, r.pbx, r.call_id, r.tariff, r.version, r.exact
    from rated_call r join billing_account a on a.account = r.account and a.kind = 'pre'
    where r.ended_at >= %s and r.state = 'rated'
        and not exists (select from ledger_entry e where e.key = 'call ' || r.pbx || ' ' || r.call_id)
    order by r.ended_at limit {MOST_AT_ONCE}"""  # noqa: S608 - a number of ours
_IDLE = """
    select r.account, r.pbx, r.call_id, r.tariff, r.version, c.call_id is not null
    from reservation r left join call c on c.pbx = r.pbx and c.call_id = r.call_id
    where r.ended_at is null and (
        c.ended_at is not null and c.answered_at is null or c.call_id is null and r.renewed_at < %s
    )"""
