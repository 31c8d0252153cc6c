"""Seats as stored: who sits where, from taking a seat to leaving it. One open at most for an account, and for a phone.

Nothing is kept here; ``collector_daemon.seats`` knows the open ones and waits while the database is away.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import msgspec
import psycopg

from shared.database.connection import Connection, connect, plain
from shared.errors import Unavailable

Cause = Literal["left", "moved", "taken_over", "closing"]
"""Why somebody sits there no more; see the comment of the table."""


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """An account at a phone. ``title``: what the person is called, where that was said."""

    account: str
    pbx: str
    extension: str
    taken_at: datetime
    title: str = ""

    @property
    def phone(self) -> tuple[str, str]:
        """PBX and extension."""
        return self.pbx, self.extension

    @property
    def person(self) -> str:
        """For people: who sits there."""
        return self.title or self.account


class Leaving(msgspec.Struct, frozen=True, kw_only=True):
    """The end of a seat."""

    seat: Seat
    left_at: datetime
    cause: Cause


class SeatStore:
    """Reads and writes the table ``seat`` of the database at ``url``. All raise Unavailable while it is away."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def read_open(self) -> list[Seat]:
        """Who sits where now, as far as stored."""
        async with await connect(self._url) as connection:
            try:
                rows = await connection.execute(
                    "select s.account, s.pbx, s.extension, s.taken_at, coalesce(a.title, '') "
                    "from seat s left join account a on a.name = s.account where s.left_at is null"
                )
                return [
                    Seat(account=account, pbx=pbx, extension=extension, taken_at=taken_at, title=title)
                    for account, pbx, extension, taken_at, title in await rows.fetchall()
                ]
            except (psycopg.Error, OSError) as problem:
                raise Unavailable(f"seats cannot be read: {plain(problem)}") from None

    async def take(self, seat: Seat, leavings: Iterable[Leaving]) -> None:
        """The seat is taken, those that must be left for it are left: all of it or nothing."""
        async with await connect(self._url) as connection:
            try:
                for leaving in leavings:
                    await _leave(connection, leaving)
                await connection.execute(
                    "insert into seat (account, pbx, extension, taken_at) values (%s, %s, %s, %s)",
                    [seat.account, seat.pbx, seat.extension, seat.taken_at],
                )
                await connection.commit()
            except (psycopg.Error, OSError) as problem:
                raise Unavailable(f"the seat cannot be stored: {plain(problem)}") from None

    async def leave(self, leavings: Iterable[Leaving]) -> None:
        """These seats are left; twice is once."""
        async with await connect(self._url) as connection:
            try:
                for leaving in leavings:
                    await _leave(connection, leaving)
                await connection.commit()
            except (psycopg.Error, OSError) as problem:
                raise Unavailable(f"the end of a seat cannot be stored: {plain(problem)}") from None


async def _leave(connection: Connection, leaving: Leaving) -> None:
    await connection.execute(
        "update seat set left_at = greatest(%s, taken_at), cause = %s "
        "where account = %s and taken_at = %s and left_at is null",
        [leaving.left_at, leaving.cause, leaving.seat.account, leaving.seat.taken_at],
    )
