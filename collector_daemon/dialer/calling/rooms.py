"""All campaigns as they are now: read again and again, with how they stand; some stop by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from collector_daemon.dialer.calling.operators import Operators
from collector_daemon.dialer.calling.placing import Holidays
from collector_daemon.dialer.calling.room import Room
from collector_daemon.feed.board import Board
from collector_daemon.store.dialer.contacts import MOST_PUT_ASIDE
from collector_daemon.store.dialer.shelves import DialerStore
from shared.campaigns.campaign import Campaign, CampaignLife
from shared.campaigns.governing import Answered
from shared.clock import Clock
from shared.days import Span, holidays_in
from shared.domain.board import Gone

READ_SECONDS = 2.0
"""How old what was read of campaigns and their counts may be."""
LEARNT = timedelta(days=7)
"""How far back a campaign looks at its own attempts when the daemon starts."""


class Rooms:
    """``all`` of them by key. Everything asynchronous raises Unavailable."""

    def __init__(self, store: DialerStore, operators: Operators, board: Board, clock: Clock) -> None:
        self._store, self._operators, self._board, self._clock = store, operators, board, clock
        self.all: dict[str, Room] = {}
        self._read_at = clock.monotonic() - READ_SECONDS
        self._days: tuple[datetime, frozenset[str], Holidays] | None = None

    def expire(self) -> None:
        """What was read is old."""
        self._read_at -= READ_SECONDS

    def running(self) -> list[Campaign]:
        """Those that call now, as they are set up."""
        return [room.campaign for room in self.all.values() if room.is_running]

    async def read(self) -> None:
        """What campaigns there are and how they stand, where that was not read just now."""
        if self._clock.monotonic() - self._read_at < READ_SECONDS:
            return
        self._read_at = self._clock.monotonic()
        self._operators.people = await self._store.workers.people()
        stored = {one.campaign.campaign: one for one in await self._store.campaigns.all()}
        for key in [key for key in self.all if key not in stored]:
            self._board.apply([Gone(topic="campaigns", pbx=self.all.pop(key).campaign.pbx, key=key)])
        for key, one in stored.items():
            room = self.all.get(key)
            if room is None:
                room = self.all[key] = Room(one, self._operators)
                await self._learn(room)
            room.stored = one
            if one.life.state in ("running", "paused") or room.counted_at is None:
                await self._count(room)

    async def _learn(self, room: Room) -> None:
        now = self._clock.now()
        for attempt in await self._store.attempts.since(room.campaign.campaign, now - timedelta(days=7)):
            room.learn(attempt)

    async def _count(self, room: Room) -> None:
        campaign, now = room.campaign, self._clock.now()
        room.counts = await self._store.counts.of(campaign.campaign)
        goals = [one.code for one in campaign.dispositions if one.is_goal]
        room.goals = room.counts.done_as(goals)
        await self._count_quotas(room, goals, now)
        day = await self._store.counts.answered(campaign.campaign, now - timedelta(days=1))
        month = await self._store.counts.answered(campaign.campaign, now - timedelta(days=30))
        room.day = Answered(abandoned=day.abandoned, answered=day.answered)
        room.month = Answered(abandoned=month.abandoned, answered=month.answered)
        room.counted_at = now
        room.foresee(now, self.holidays().get(campaign.country, ()))
        if room.is_running:
            await self._stop_by_itself(room, now)

    async def _count_quotas(self, room: Room, goals: list[str], now: datetime) -> None:
        """What they have room for. Contacts of full ones are put aside, some thousands each time."""
        quotas, key = room.campaign.quotas, room.campaign.campaign
        reached = await self._store.counts.reached(key, quotas, goals)
        counted = list(zip(quotas, reached, strict=True))
        room.quota_room = {quota: quota.most - done - going for quota, (done, going) in counted}
        full = {quota for quota, (done, _going) in counted if done >= quota.most}
        room.put_aside &= full
        for quota in full - room.put_aside:
            if await self._store.contacts.put_aside(key, quota, now) < MOST_PUT_ASIDE:
                room.put_aside.add(quota)

    async def _stop_by_itself(self, room: Room, now: datetime) -> None:
        campaign = room.campaign
        today = now.astimezone(ZoneInfo(campaign.timezone)).date()
        life = None
        if campaign.goal and room.goals >= campaign.goal:
            life = CampaignLife(state="paused", since=now, why="goal")
        elif campaign.ends is not None and today > campaign.ends:
            life = CampaignLife(state="finished", since=now, why="over")
        if life is not None and await self._store.campaigns.move(campaign.campaign, "running", life) is not None:
            room.stored = msgspec.structs.replace(room.stored, life=life)

    def holidays(self) -> Holidays:
        """Of the countries of all campaigns, for a year from now; made anew each day."""
        now = self._clock.now()
        zones = {room.campaign.country: ZoneInfo(room.campaign.timezone) for room in self.all.values()}
        countries = frozenset(zones)
        if self._days is None or now - self._days[0] > timedelta(days=1) or countries != self._days[1]:
            span = Span(now - timedelta(days=2), now + timedelta(days=366))
            found = {country: frozenset(holidays_in(span, zone, country)) for country, zone in zones.items()}
            self._days = now, countries, found
        return self._days[2]
