"""How a campaign stands, in numbers: where its contacts are, what was reached, what share of answered was lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from collector_daemon.store.dialer.writing import SECONDS
from collector_daemon.store.lending import Lender
from shared.campaigns.campaign import Quota
from shared.database.connection import Connection
from shared.database.escapes import unescape

AT_WORK = ("calling", "talking", "wrap_up")
"""States of a contact that is called, or is to be written about."""
FOLD_FROM = 200
"""So many differences are summed up into as few rows as can be."""


class CampaignCounts(msgspec.Struct, frozen=True, kw_only=True):
    """Where a campaign's contacts are; ``results``: last outcome or disposition → how many, the most first."""

    left: int = 0
    again: int = 0
    calling: int = 0
    done: int = 0
    excluded: int = 0
    results: tuple[tuple[str, int], ...] = ()
    done_with: tuple[tuple[str, int], ...] = ()

    @property
    def contacts(self) -> int:
        """All of them."""
        return self.left + self.again + self.calling + self.done + self.excluded

    def done_as(self, results: Sequence[str]) -> int:
        """How many are done with one of these results: goals."""
        return sum(count for result, count in self.done_with if result in results)


class AnsweredShare(msgspec.Struct, frozen=True, kw_only=True):
    """Calls that people answered since an instant, and how many of them found no operator in time."""

    answered: int
    abandoned: int


class Counts:
    """On connections of a lender. Everything raises Unavailable."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def of(self, campaign: str) -> CampaignCounts:
        """Where the contacts of a campaign are. A few rows, however many contacts it has."""

        async def read(connection: Connection) -> CampaignCounts:
            rows = await (await connection.execute(_COUNTS, [campaign])).fetchall()
            if sum(entries for *_rest, entries in rows) - len(rows) > FOLD_FROM:
                async with connection.transaction():
                    await connection.execute(_FOLD, [campaign])
            return _counted([(part, unescape(last), int(count)) for part, last, count, _entries in rows])

        return await self._lender.use(read, SECONDS)

    async def reached(self, campaign: str, quotas: Sequence[Quota], goals: Sequence[str]
    ) -> list[tuple[int, int]]:
        """How many contacts are done with one of the ``goals``, and how many may become so as they are at work, of
        each quota.
        """

        async def read(connection: Connection) -> list[tuple[int, int]]:
            return [await reached(connection, campaign, quota, goals, is_with_offered=True) for quota in quotas]

        return [] if not quotas else await self._lender.use(read, SECONDS)

    async def answered(self, campaign: str, since: datetime) -> AnsweredShare:
        """Of the calls that a machine placed: those that people answered since then.."""

        async def read(connection: Connection) -> AnsweredShare:
            row = await (await connection.execute(_ANSWERED, [campaign, since])).fetchone()
            answered, abandoned = row or (0, 0)
            return AnsweredShare(answered=int(answered), abandoned=int(abandoned))

        return await self._lender.use(read, SECONDS)


async def reached(
    connection: Connection, campaign: str, quota: Quota, goals: Sequence[str], *, is_with_offered: bool
) -> tuple[int, int]:
    """How many of the quota are done with a goal, and at work (with those that lie before operators, or not)."""
    states = [*AT_WORK, "offered"] if is_with_offered else list(AT_WORK)
    given = {"campaign": campaign, "goals": list(goals), "field": quota.field, "value": quota.value, "states": states}
    row = await (await connection.execute(_REACHED, given)).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def _counted(rows: Sequence[tuple[str, str, int]]) -> CampaignCounts:
    parts: dict[str, int] = dict.fromkeys(("left", "again", "calling", "done", "excluded"), 0)
    results: dict[str, int] = {}
    done: dict[str, int] = {}
    for part, last, count in rows:
        parts[part] += count
        if last and part in ("again", "done"):
            results[last] = results.get(last, 0) + count
        if last and part == "done":
            done[last] = done.get(last, 0) + count
    return CampaignCounts(**parts, results=_most_first(results), done_with=_most_first(done))


def _most_first(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(((name, count) for name, count in counts.items() if count), key=lambda one: (-one[1], one[0])))


_COUNTS = b"""select part, last, sum(contacts), count(*) from campaign_count where campaign = %s group by part, last
    order by part, last"""
_FOLD = b"""
    with gone as (
        delete from campaign_count where entry in (
            select entry from campaign_count where campaign = %s for update skip locked)
        returning campaign, part, last, contacts
    )
    insert into campaign_count (campaign, part, last, contacts)
    select campaign, part, last, sum(contacts) from gone group by 1, 2, 3 having sum(contacts) <> 0"""
OF_QUOTA = "(%(field)s = '' or coalesce(fields ->> %(field)s, '') = %(value)s)"
_REACHED = f"""select
    (select count(*) from contact where campaign = %(campaign)s and state = 'done' and last = any(%(goals)s)
        and {OF_QUOTA}),
    (select count(*) from contact where campaign = %(campaign)s and state = any(%(states)s)
        and state in ('offered', 'calling', 'talking', 'wrap_up') and {OF_QUOTA})""".encode()  # noqa: S608
_ANSWERED = b"""select count(*) filter (where outcome is distinct from 'machine'),
        count(*) filter (where outcome = 'abandoned')
    from attempt where campaign = %s and answered_at >= %s and mode <> 'preview'"""
