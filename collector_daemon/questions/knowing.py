"""``history.own`` and ``customer.find``: what is known of one's own calls, and of who calls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from collector_daemon.questions.live import LiveCalls
from collector_daemon.questions.subjects import Subjects
from collector_daemon.store.customer import CustomerAsked, Customers
from collector_daemon.store.own_calls import OwnAsked, OwnCalls
from shared.clock import Clock
from shared.domain.accounts import Account
from shared.domain.commands import Refused
from shared.domain.commands.asking import HistoryOwn
from shared.domain.commands.desk import CustomerFind
from shared.domain.desk import DeskDescription

AHEAD = timedelta(days=1)
"""So far ahead calls are looked for: the PBX's clock is not ours."""


class Knowing:
    """Answers what is asked of stored calls, and of those that will be stored in a moment."""

    def __init__(
        self, subjects: Subjects, live: LiveCalls, own: OwnCalls, customers: Customers,
        desk: Callable[[], DeskDescription], timezone: Callable[[], str], clock: Clock,
    ) -> None:  # fmt: skip
        self._subjects, self._live, self._own, self._customers = subjects, live, own, customers
        self._desk, self._zone, self._clock = desk, timezone, clock

    async def own(self, account: Account, asked: HistoryOwn) -> dict[str, Any]:
        """``history.own``. Raises Refused (not_supported: another agent's)."""
        if asked.agent not in (None, account.agent):
            raise Refused("not_supported", "Only your own calls are told here.")
        pbxs = self._subjects.pbxs(asked.pbx)
        ahead = self._clock.now() + AHEAD
        rows = await self._own.rows(
            OwnAsked(
                account=account.name, agent=account.agent, wished=asked, pbxs=pbxs,
                until=ahead if asked.before is None else min(asked.before, ahead),
                has_callers=account.may("callers.see"), has_recordings=may_play_own(account, self._desk()),
            ),
            self._live.ended(pbxs),
        )  # fmt: skip
        is_complete = self._live.is_all_stored(pbxs) and not self._live.has_left(pbxs, account.agent)
        return {"rows": rows, "is_complete": is_complete}

    async def customer(self, account: Account, asked: CustomerFind) -> dict[str, Any]:
        """``customer.find``."""
        now = self._clock.now()
        midnight = now.astimezone(ZoneInfo(self._zone())).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
        live = self._live.find(self._subjects.pbxs(asked.pbx), asked.call) if asked.call is not None else None
        return await self._customers.find(CustomerAsked(
            account=account.name, agent=account.agent, queues=account.queues, number=asked.number,
            without=asked.call if live is None else live.call.call_id, pbxs=self._subjects.pbxs(asked.pbx),
            now=now, midnight=midnight.astimezone(now.tzinfo),
        ))  # fmt: skip


def may_play_own(account: Account, desk: DeskDescription) -> bool:
    """May the account hear the recordings of its own calls?"""
    return account.may("recording.open") or (account.may("recording.own") and desk.can_play_own)
