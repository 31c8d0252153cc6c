"""``settings.read``, ``.change``, ``.forget``: the centre's settings in the database, and what is in force of them.

``run`` looks into the database every few seconds (another daemon may have written), and at each instant for which
something is planned; while the database is away what was read last goes on to count, planned changes too. A value that
does not fit the settings file any more is left out, with one warning: then the file's holds.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import msgspec

from collector_daemon.administration.differing import differences
from collector_daemon.feed.origin import origin
from collector_daemon.settings.sections import FileOnly, changed, completed, kept, shown
from collector_daemon.settings.standing import Standing
from collector_daemon.store.audit import Act
from collector_daemon.store.centre_settings import ChangedMeanwhile, Said, Saying
from collector_daemon.store.lending import BadText
from shared.clock import Clock
from shared.domain.accounts import Account
from shared.domain.centre_settings import SectionName
from shared.domain.commands import Refused
from shared.domain.commands.administration import SettingsChange, SettingsForget, SettingsRead
from shared.errors import BadSettings, Unavailable, one_line

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
MOMENT = timedelta(minutes=1)
"""So long ago is still now: clocks differ, and somebody filled in a form."""
FIGURES: tuple[SectionName, ...] = ("centre", "queue")
"""Sections by which figures are made: they may be changed for the past, and the database knows the file's too."""
YEARS = range(2000, 2200)
LONGEST_WAIT = 0.1

Answer = dict[str, object]


class Sayings(Protocol):
    """Where it is kept what was said; see ``store.centre_settings.SettingStore``. Everything raises Unavailable."""

    async def in_force(self, at: datetime) -> list[Said]: ...  # noqa: D102

    async def history(self, section: SectionName) -> list[Said]: ...  # noqa: D102

    async def say(self, saying: Saying, act: Act) -> datetime: ...  # noqa: D102

    async def file_says(self, section: SectionName, value: Any, now: datetime) -> None: ...  # noqa: D102


class SettingsBook:
    """Carries out these commands, and keeps ``standing`` as the database says. ``run`` until cancelled."""

    def __init__(self, store: Sayings, standing: Standing, clock: Clock) -> None:
        self._store, self._standing, self._clock = store, standing, clock
        self._known: list[Said] = []
        self._unfit: set[tuple[str, datetime]] = set()
        self._is_file_told = self._is_away = False
        self._turn = asyncio.Lock()
        self._is_known = asyncio.Event()
        self._news = asyncio.Event()
        self.deeds: dict[str, Callable[[Account, Any], Awaitable[Answer]]] = {
            "settings.read": self._read, "settings.change": self._change, "settings.forget": self._forget,
        }
        """By the commands' names. Raise Refused."""

    # --- what is in force

    async def look(self) -> None:
        """Take over what the database says now; while it is away, what is known of it."""
        async with self._turn:
            try:
                self._known = await self._store.in_force(self._clock.now())
                await self._tell_file()
                self._is_away = False
            except Unavailable as problem:
                if not self._is_away:
                    log.info("the settings in the database cannot be looked at: %s", one_line(problem))
                self._is_away = True
            self._take()
            if not self._is_away:
                self._is_known.set()

    async def once_known(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do work that may not begin by the file's words, where the database may say something else: deleting."""
        await self._is_known.wait()
        await work()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._seconds()):
                    await self._news.wait()
            await self.look()

    def _seconds(self) -> float:
        """Until the next look: soon, or when something planned has come."""
        now = self._clock.now()
        coming = [(one.since - now).total_seconds() for one in self._known if one.since > now]
        return max(0.0, min([LOOK_SECONDS, *coming]))

    def _take(self) -> None:
        now, settings = self._clock.now(), self._standing.file
        for one in (one for one in self._known if one.since <= now):  # the earliest first: what came later wins
            try:
                settings = changed(self._standing.file, settings, one.section, one.value)
            except BadSettings as problem:
                self._warn(one, problem)
        self._standing.take(settings)

    def _warn(self, said: Said, problem: BadSettings) -> None:
        if (said.section, said.made_at) not in self._unfit:
            self._unfit.add((said.section, said.made_at))
            log.warning("what %s said in the console does not fit and is left out: %s", said.account, one_line(problem))

    async def _tell_file(self) -> None:
        if not self._is_file_told:
            for section in FIGURES:
                await self._store.file_says(section, kept(self._standing.file, section), self._clock.now())
            self._is_file_told = True

    # --- commands

    async def _read(self, _account: Account, asked: SettingsRead) -> Answer:
        return await self._answered(asked.section, asked.at or self._clock.now())

    async def _change(self, account: Account, asked: SettingsChange) -> Answer:
        now = _whole(self._clock.now())
        since = None if asked.since is None else _whole(asked.since.astimezone(UTC))
        if since is not None:
            _check_since(asked.section, since, now)
            since = now if now - MOMENT <= since < now else since
        value = self._checked(asked.section, asked.value)
        before = await self._answered(asked.section, since or now)
        detail = f"since {(since or now).isoformat()}: {differences(asked.section, before['value'], value)}"
        await self._say(account, asked.section, since, value, "settings: changed", detail, asked.seen)
        return await self._answered(asked.section, self._clock.now())

    async def _forget(self, account: Account, asked: SettingsForget) -> Answer:
        since, now = asked.since.astimezone(UTC), self._clock.now()
        planned = (await self._answered(asked.section, now))["planned"]
        if not isinstance(planned, list) or since not in [one["since"] for one in planned]:
            raise Refused("nothing_planned", "Nothing is planned for that instant.")
        await self._say(account, asked.section, since, None, "settings: taken back", f"since {since.isoformat()}")
        return await self._answered(asked.section, self._clock.now())

    def _checked(self, section: SectionName, value: Any) -> Any:
        """The value as it is stored. Raises Refused."""
        try:
            return kept(changed(self._standing.file, self._standing.now, section, value), section)
        except FileOnly as problem:
            raise Refused("file_only", one_line(problem)) from None
        except BadSettings as problem:
            raise Refused("bad_value", one_line(problem)) from None

    async def _say(
        self, account: Account, section: SectionName, since: datetime | None, value: Any, act: str, detail: str,
        seen: datetime | msgspec.UnsetType | None = msgspec.UNSET,
    ) -> None:
        """Write it, and let it be in force before anybody is answered."""
        now = _whole(self._clock.now())
        try:
            entry = Act(happened_at=now, account=account.name, act=act, subject=section, detail=detail, origin=origin())
            made_at = await self._store.say(
                Saying(section=section, value=value, since=since, now=now, seen=seen), entry)
        except ChangedMeanwhile:
            raise Refused("changed_meanwhile", "Somebody has changed this meanwhile; look again.") from None
        except BadText as problem:
            raise Refused("bad_value", one_line(problem)) from None
        except Unavailable as problem:
            raise Refused("unavailable", one_line(problem)) from None
        if since is None:  # in the same millisecond as the one before: in force in the next
            await asyncio.sleep(min(max(0.0, (made_at - self._clock.now()).total_seconds()), LONGEST_WAIT))
        self._news.set()
        await self.look()

    async def _answered(self, section: SectionName, at: datetime) -> Answer:
        try:
            said = [one for one in await self._store.in_force(at) if one.section == section]
            history = await self._store.history(section)
        except Unavailable as problem:
            raise Refused("unavailable", one_line(problem)) from None
        now = next((one for one in said if one.since <= at), None)
        return {
            "section": section, "from": "file" if now is None else "console",
            "value": shown(self._standing.file, section) if now is None else self._whole_value(now),
            "since": None if now is None else now.since, "by": None if now is None else now.account,
            "made_at": None if now is None else now.made_at,
            "planned": [self._item(one) for one in said if one.since > at],
            "history": [self._item(one) for one in history],
        }

    def _item(self, said: Said) -> dict[str, object]:
        return {"since": said.since, "value": self._whole_value(said), "by": said.account, "made_at": said.made_at}

    def _whole_value(self, said: Said) -> Any:
        """With what the file says of it; as it was said where it does not fit any more."""
        if said.value is None:
            return None
        try:
            return completed(self._standing.file, said.section, said.value)
        except FileOnly:
            return said.value


def _whole(at: datetime) -> datetime:
    """To the millisecond, as instants are on the wire."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def _check_since(section: SectionName, since: datetime, now: datetime) -> None:
    if since.year not in YEARS:
        raise Refused("bad_params", "since must be in the years 2000 to 2200.")
    if since < now - MOMENT and section not in FIGURES:
        raise Refused("in_the_past", "This can be changed from now on, not for the past.")
