"""Seats as stored: who sits where, from taking a seat to leaving it. One open at most for an account, and for a phone.

Nothing is kept here; ``collector_daemon.seats`` knows the open ones and waits while the database is away.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import msgspec

from collector_daemon.store.lending import Lender
from shared.database.connection import Connection
from shared.database.escapes import escape, unescape

SECONDS = 4.0
"""How long somebody who sits down waits for the database."""

Cause = Literal["left", "moved", "taken_over", "closing"]
"""Why somebody sits there no more; see the comment of the table."""


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """An account at a phone. ``title``: what the person is called, where that was said; ``is_own``: his own phone."""

    account: str
    pbx: str
    extension: str
    taken_at: datetime
    title: str = ""
    is_own: bool = False

    @property
    def phone(self) -> tuple[str, str]:
        """PBX and extension."""
        return self.pbx, self.extension

    @property
    def person(self) -> str:
        """For people: who sits there."""
        return self.title or self.account

    def called(self, known: str) -> str:
        """What the phone's agent is called, who so far was ``known``: so might be somebody else at another's phone."""
        return self.title or (known if self.is_own else "") or self.account


class Leaving(msgspec.Struct, frozen=True, kw_only=True):
    """The end of a seat."""

    seat: Seat
    left_at: datetime
    cause: Cause


class SeatStore:
    """Reads and writes the table ``seat`` of the database at ``url``. All raise Unavailable while it is away.

    What is stored follows what is known: taking a seat ends whatever else is stored as open for the account or the
    phone. ``close`` it at the end.
    """

    def __init__(self, url: str) -> None:
        self._lender = Lender(url, most=2)

    async def read_open(self) -> list[Seat]:
        """Who sits where now, as far as stored."""

        async def read(connection: Connection) -> list[Seat]:
            rows = await connection.execute(
                "select s.account, s.pbx, s.extension, s.taken_at, coalesce(a.title, ''), coalesce(a.agent, '') "
                "from seat s left join account a on a.name = s.account where s.left_at is null"
            )
            return [
                Seat(account=unescape(account), pbx=pbx, extension=unescape(extension), taken_at=taken_at, title=title,
                     is_own=extension == own)
                for account, pbx, extension, taken_at, title, own in await rows.fetchall()
            ]

        return await self._lender.use(read, SECONDS)

    async def take(self, seat: Seat, leavings: Iterable[Leaving]) -> None:
        """The seat is taken, those that were left are left: all of it or nothing."""
        told = {"account": escape(seat.account), "pbx": seat.pbx, "extension": escape(seat.extension),
                "at": seat.taken_at}  # fmt: skip

        async def take(connection: Connection) -> None:
            async with connection.transaction():
                for leaving in leavings:
                    await _leave(connection, leaving)
                await connection.execute(_END_OTHERS, told)
                await connection.execute(_TAKE, told)

        await self._lender.use(take, SECONDS)

    async def leave(self, leavings: Iterable[Leaving]) -> None:
        """These seats are left; twice is once."""

        async def leave(connection: Connection) -> None:
            async with connection.transaction():
                for leaving in leavings:
                    await _leave(connection, leaving)

        await self._lender.use(leave, SECONDS)

    async def close(self) -> None:
        """Disconnect."""
        await self._lender.close()


_END_OTHERS = (
    "update seat set left_at = greatest(%(at)s, taken_at), "
    "cause = case when account = %(account)s then 'moved' else 'taken_over' end "
    "where left_at is null and (account = %(account)s or (pbx = %(pbx)s and extension = %(extension)s))"
)
_TAKE = (
    "insert into seat (account, pbx, extension, taken_at) values (%(account)s, %(pbx)s, %(extension)s, %(at)s) "
    "on conflict (account, taken_at) do update set left_at = null, cause = null"
)


async def _leave(connection: Connection, leaving: Leaving) -> None:
    await connection.execute(
        "update seat set left_at = greatest(%s, taken_at), cause = %s "
        "where account = %s and taken_at = %s and left_at is null",
        [leaving.left_at, leaving.cause, escape(leaving.seat.account), leaving.seat.taken_at],
    )
