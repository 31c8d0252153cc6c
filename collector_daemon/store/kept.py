"""What is kept of a PBX's past: raw events and marks between two instants, and where to begin. Reads Postgres."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import psycopg
from psycopg import AsyncConnection

from collector_daemon.capture import Connected, Entry, Lost
from collector_daemon.core.centre import STATE_VERSION, Centre
from collector_daemon.store.reading import as_heard
from collector_daemon.store.states import unpacked
from shared.database.connection import connect, plain
from shared.database.escapes import identifier, unescape
from shared.errors import Unavailable

PAGE = 2_000
"""Raw events read at once."""
TRIED = 3
"""Stored states that are tried, should one be damaged."""
BEFORE_MIDNIGHT = timedelta(days=1)
"""How long before midnight a beginning is looked for where no state is kept."""


class Beginning(msgspec.Struct, frozen=True):
    """A core that knows everything up to ``at``; or, if not ``is_complete``, only what came after it."""

    centre: Centre
    at: datetime
    is_complete: bool
    seq: int = 0
    """The last entry of the journal that the core knows; 0 where it is no stored state."""


class Kept:
    """One PBX's evidence; ``empty`` is a core of it that knows nothing yet. Open several with ``opened``.

    ``greeting`` is the name of what the PBX says to everyone who has just connected; a survey of all that is going on
    follows.
    """

    def __init__(self, connection: AsyncConnection[Any], empty: Centre, greeting: str) -> None:
        self._connection = connection
        self._empty = empty
        self._greeting = greeting
        self._pbx = identifier(empty.pbx)

    @classmethod
    @asynccontextmanager
    async def opened(cls, url: str, empty: Sequence[Centre], greeting: str) -> AsyncIterator[list[Kept]]:
        """Of several PBXs, connected for a while. Raises Unavailable, also for what goes wrong later.

        Every question is a transaction of its own: who reads slowly must not hold up partitions that are due to go.
        """
        connection = await connect(url)
        try:
            await connection.set_autocommit(True)
            yield [cls(connection, centre, greeting) for centre in empty]
        except psycopg.Error as problem:
            raise Unavailable(f"the database: {plain(problem)}") from problem
        finally:
            await connection.close()

    async def first_at(self) -> datetime | None:
        """The earliest moment that can be shown; None: nothing is kept."""
        found: datetime | None = (await self._ask(
            "select least((select min(heard_at) from raw_event where pbx = %(pbx)s), "
            "(select min(taken_at) from core_state where pbx = %(pbx)s))"
        ))[0][0]
        return found

    async def last_at(self) -> datetime | None:
        """When the newest message that is kept was heard."""
        found: datetime | None = (await self._ask("select max(heard_at) from raw_event where pbx = %(pbx)s"))[0][0]
        return found

    async def undo_loss(self, since: datetime) -> None:
        """Somebody went on listening: what was said of a lost connection at the end is not so."""
        await self._connection.execute(
            "with undone as (delete from gap where pbx = %(pbx)s and started_at >= %(since)s and ended_at is null) "
            "delete from link_mark where pbx = %(pbx)s and happened_at >= %(since)s and not is_made",
            {"pbx": self._pbx, "since": since})

    async def beginning(self, at: datetime) -> Beginning:
        """The nearest place before ``at`` from which it can be told."""
        states = await self._ask(
            "select taken_at, state, seq from core_state where pbx = %(pbx)s and version = %(version)s "
            "and taken_at <= %(at)s order by taken_at desc limit %(tried)s", at=at, version=STATE_VERSION, tried=TRIED,
        )  # fmt: skip
        for taken_at, state, seq in states:
            try:
                return Beginning(Centre.restored(unpacked(bytes(state))), taken_at, is_complete=True, seq=seq)
            except ValueError:
                continue
        return await self._without_state(at)

    async def _without_state(self, at: datetime) -> Beginning:
        """From a survey before the day began, else from the day's beginning: then what was going on is not known."""
        local = at.astimezone(ZoneInfo(self._empty.timezone))
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0).astimezone(at.tzinfo)
        found = await self._ask(
            "select (select max(heard_at) from raw_event where pbx = %(pbx)s and name = %(greeting)s "
            "and heard_at > %(since)s and heard_at <= %(midnight)s), "
            "(select name = %(greeting)s and heard_at > %(midnight)s from raw_event where pbx = %(pbx)s "
            "order by heard_at limit 1)", since=midnight - BEFORE_MIDNIGHT, midnight=midnight, greeting=self._greeting,
        )  # fmt: skip
        greeted_at, is_first_day = found[0]
        for (interface,) in await self._ask("select distinct interface from agent_session where pbx = %(pbx)s"):
            self._empty.calls.site.learn(unescape(interface))
        begins_at = (greeted_at or midnight) - timedelta(microseconds=1)
        return Beginning(self._empty, begins_at, is_complete=greeted_at is not None or bool(is_first_day))

    async def entries(self, after: datetime, until: datetime) -> list[tuple[int, Entry]]:
        """What was heard in (after, until], in order, at most about PAGE entries; [] when there is nothing.

        Marks of exactly ``after`` are told too: a loss has the instant of the last thing heard.
        """
        heard = await self._ask(
            "select seq, heard_at, headers from raw_event where pbx = %(pbx)s and heard_at > %(after)s "
            "and heard_at <= %(until)s order by heard_at limit %(page)s", after=after, until=until, page=PAGE,
        )  # fmt: skip
        end = heard[-1][1] if len(heard) == PAGE else until
        marks = await self._ask(
            "select happened_at, is_made, banner from link_mark where pbx = %(pbx)s and happened_at >= %(after)s "
            "and happened_at <= %(until)s union select started_at, false, null from gap where pbx = %(pbx)s "
            "and cause <> 'pbx_stopped' and started_at >= %(after)s and started_at <= %(until)s",
            after=after, until=end,
        )  # fmt: skip
        found: list[tuple[datetime, int, int, Entry]] = [
            (at, 0, seq, as_heard(at.timestamp(), headers)) for seq, at, headers in heard
        ]
        found += [(at, 1 if is_made else 2, 0, _mark(at, is_made, banner)) for at, is_made, banner in marks]
        found.sort(key=lambda one: one[:3])
        return [(seq, entry) for _at, _rank, seq, entry in found]

    async def _ask(self, question: Any, **values: object) -> list[Any]:
        return await (await self._connection.execute(question, {"pbx": self._pbx, **values})).fetchall()


def _mark(at: datetime, is_made: bool, banner: str | None) -> Entry:
    return Connected(at.timestamp(), unescape(banner or "")) if is_made else Lost(at.timestamp())
