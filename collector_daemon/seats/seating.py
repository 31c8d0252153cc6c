"""Seats: an account sits down at a phone, gets up, is found there again after a restart. ``Seats`` of the feed.

The open seats are read when the daemon starts; until the database has told them nobody can sit down. What ends while
the database is away is stored when it is back. A seat is taken in three steps: may he, out of the queues of his old
one, then stored and known in one breath; whoever asks for the same phone meanwhile is refused.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Mapping

import msgspec

from collector_daemon.feed.ports import Panel
from collector_daemon.pipeline import Pipeline
from collector_daemon.seats import phones
from collector_daemon.seats.occupancy import Occupancy, name_of
from collector_daemon.store.audit import Act
from collector_daemon.store.seats import Cause, Leaving, Seat, SeatStore
from shared.clock import Clock
from shared.domain.accounts import Account
from shared.domain.commands import Refused
from shared.domain.desk import DeskDescription
from shared.errors import Unavailable, one_line

log = logging.getLogger(__name__)

RETRY_SECONDS = 1.0
START_SECONDS = 3.0
MOVED = "You have signed in at another place; this panel has ended."


class Seating:
    """The seats at the phones of these PBXs. ``run`` reads what is open, and stores what could not be stored."""

    def __init__(
        self, pipelines: Mapping[str, Pipeline], desk: Callable[[], DeskDescription], store: SeatStore, clock: Clock,
        note: Callable[[Act], None],
    ) -> None:
        self._pipelines, self._desk, self._store, self._clock, self._note = pipelines, desk, store, clock, note
        self.occupancy = Occupancy(clock.monotonic())
        self._is_known = False
        self._turn = asyncio.Lock()
        self._unstored: list[Leaving] = []

    # --- the feed's

    def agent_of(self, account: Account) -> str | None:
        """The agent on which an account acts."""
        return self.occupancy.agent_of(account)

    def arrived(self, panel: Panel) -> None:
        """A session of an account that may sit down is here; perhaps the person is called otherwise now."""
        self.occupancy.arrived(panel)
        seat, account = self.occupancy.by_account.get(name_of(panel)), panel.signed_in
        if seat is not None and account is not None and account.title != seat.title:
            self.occupancy.sit(msgspec.structs.replace(seat, title=account.title))
            self._show(seat)

    def departed(self, panel: Panel) -> None:
        """It has gone."""
        self.occupancy.departed(panel, self._clock.monotonic())

    def succeeded(self, older: Panel, successor: Panel) -> None:
        """The same client is back on another connection."""
        self.occupancy.succeeded(older, successor)

    async def execute(self, panel: Panel, command: str, params: Mapping[str, object]) -> dict[str, object]:
        """``seat.take`` and ``seat.leave``. Raises Refused, LinkDown, ActionRefused, ActionUnanswered."""
        if command == "seat.take":
            return await self._take(panel, params)
        seat = self.occupancy.by_account.get(name_of(panel))
        if seat is not None:
            await self.leave(seat, "left", panel.address)
        return {}

    # --- others'

    def at(self, pbx: str, extension: str) -> Seat | None:
        """Who sits there."""
        return self.occupancy.by_phone.get((pbx, extension))

    def is_attended(self, seat: Seat) -> bool:
        """Is a panel of the account here, or was just now?"""
        return not self.occupancy.is_absent(seat.account, self._clock.monotonic())

    async def leave(self, seat: Seat, cause: Cause, origin: str = "") -> None:
        """Out of all queues, then the seat is nobody's. Raises LinkDown, ActionRefused, ActionUnanswered."""
        pipeline = self._pipelines.get(seat.pbx)
        if pipeline is not None:
            await phones.leave_queues(pipeline, seat.extension)
        if self.occupancy.by_account.get(seat.account) != seat:
            return
        leaving = Leaving(seat=seat, left_at=self._clock.now(), cause=cause)
        self.occupancy.rise(seat)
        self._unstored.append(leaving)
        await self._store_leavings()
        self._told(seat, f"seat left: {cause}", origin)

    def lose(self, seat: Seat, message: str) -> None:
        """Tell the panels of the account that the seat was left without their wish."""
        for panel in self.occupancy.panels_of([seat.account]):
            panel.tell("seat_lost", message)

    async def start(self) -> None:
        """Read who sits where, if the database is there at once."""
        try:
            async with asyncio.timeout(START_SECONDS):
                await self._read()
        except TimeoutError:
            log.info("seats are not known yet: the database does not answer")

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            if not self._is_known:
                await self._read()
                self._call_back()
            if self._unstored:
                await self._store_leavings()
            await asyncio.sleep(RETRY_SECONDS)

    # --- taking

    async def _take(self, panel: Panel, params: Mapping[str, object]) -> dict[str, object]:
        pipeline, extension = self._phone(panel, params)
        is_takeover = bool(params.get("is_takeover"))
        self._check(panel, pipeline, extension, is_takeover=is_takeover)
        mine = self.occupancy.by_account.get(name_of(panel))
        if mine is not None and mine.phone != (pipeline.pbx.name, extension) and mine.pbx in self._pipelines:
            await phones.leave_queues(self._pipelines[mine.pbx], mine.extension)
        async with self._turn:
            self._check(panel, pipeline, extension, is_takeover=is_takeover)
            older = self.occupancy.holder(name_of(panel))
            await self._sit(panel, (pipeline.pbx.name, extension))
            self.occupancy.hold(panel)
        if older is not None and older.id != panel.id:
            older.hang_up("panel_moved", MOVED)
        return {
            "agent": extension, "interface": phones.interface_of(pipeline, extension), "pbx": pipeline.pbx.name,
            "is_reachable": await phones.is_reachable(pipeline, extension),
        }

    def _phone(self, panel: Panel, params: Mapping[str, object]) -> tuple[Pipeline, str]:
        """Which phone is meant. Raises Refused: unknown_pbx, unknown_extension, hot_desking_off."""
        home = panel.signed_in.agent if panel.signed_in is not None else None
        extension = str(params.get("extension") or home or "")
        pipeline = self._pbx(params.get("pbx"), extension)
        if not self._desk().has_hot_desking and (not home or extension != home):
            raise Refused("hot_desking_off", f"Your phone is {home}." if home else "Your account has no phone.")
        if not self._may_sit(extension, home):
            raise Refused("hot_desking_off", f"Only the person whose phone it is may sit at {extension}.")
        if not extension:
            raise Refused("unknown_extension", "Which phone? Your account has none of its own.")
        if not re.fullmatch(pipeline.pbx.extensions, extension):
            raise Refused("unknown_extension", f"{extension} is no extension here.")
        return pipeline, extension

    def _may_sit(self, extension: str, home: str | None) -> bool:
        shared = self._desk().shared_phones
        return not extension or extension == home or not shared or re.fullmatch(shared, extension) is not None

    def _pbx(self, name: object, extension: str) -> Pipeline:
        """The PBX of that name; without one the only PBX that has such a phone, or knows its agent."""
        found = [one for one in self._pipelines.values() if name in (None, one.pbx.name)]
        if len(found) > 1:
            found = [one for one in found if re.fullmatch(one.pbx.extensions, extension)]
        if len(found) > 1:
            found = [one for one in found if phones.agent_at(one, extension) is not None]
        if len(found) != 1:
            raise Refused("unknown_pbx", f"Which PBX? There is: {', '.join(self._pipelines) or 'none'}.")
        return found[0]

    def _check(self, panel: Panel, pipeline: Pipeline, extension: str, *, is_takeover: bool) -> None:
        """May the account sit down there at this panel? Raises Refused: seat_taken, panel_elsewhere, unavailable."""
        if not self._is_known:
            raise Refused("unavailable", "It is not known yet who sits where: the database is away.")
        holder = self.occupancy.holder(name_of(panel))
        may_take_over = self._desk().second_panel == "take_over" and is_takeover
        if holder is not None and holder.id != panel.id and not may_take_over:
            raise Refused("panel_elsewhere", "Your account is at work at another panel.")
        there = self.at(pipeline.pbx.name, extension)
        if there is not None and there.account != name_of(panel) and not self._is_abandoned(pipeline, there):
            raise Refused("seat_taken", f"Extension {extension} is used by {there.person}.")

    def _is_abandoned(self, pipeline: Pipeline, seat: Seat) -> bool:
        return not self.is_attended(seat) and not phones.is_in_queues(pipeline, seat.extension)

    async def _sit(self, panel: Panel, phone: tuple[str, str]) -> None:
        """Stored, then known. Raises Refused (unavailable): then nothing has changed."""
        account = panel.signed_in
        mine, there = self.occupancy.by_account.get(name_of(panel)), self.occupancy.by_phone.get(phone)
        if account is None or (mine is not None and mine == there):
            return
        now = self._clock.now()
        seat = Seat(
            account=account.name, title=account.title, pbx=phone[0], extension=phone[1], taken_at=now,
            is_own=phone[1] == account.agent,
        )  # fmt: skip
        ends: list[tuple[Seat | None, Cause]] = [(mine, "moved"), (there, "taken_over")]
        leavings = [Leaving(seat=one, left_at=now, cause=cause) for one, cause in ends if one is not None]
        try:
            await self._store.take(seat, [*self._unstored, *leavings])
        except Unavailable as problem:
            raise Refused("unavailable", f"Nobody can sit down at the moment: {one_line(problem)}") from None
        self._unstored.clear()
        for leaving in leavings:
            self.occupancy.rise(leaving.seat)
            self._told(leaving.seat, f"seat left: {leaving.cause}", panel.address)
        if there is not None:
            self.lose(there, f"{seat.person} has sat down at {seat.extension}.")
        self.occupancy.sit(seat)
        self._told(seat, "seat taken", panel.address)

    # --- means

    def _told(self, seat: Seat, act: str, origin: str) -> None:
        """Everybody knows: the board, the sessions, the audit."""
        self._show(seat)
        self._settle()
        subject = f"{seat.pbx}/{seat.extension}"
        self._note(Act(
            happened_at=self._clock.now(), account=seat.account, act=act, subject=subject, origin=origin or "daemon",
        ))  # fmt: skip

    def _show(self, seat: Seat) -> None:
        pipeline = self._pipelines.get(seat.pbx)
        if pipeline is not None:
            pipeline.show_agent(seat.extension)

    def _settle(self) -> None:
        """Every session acts on the agent that is its account's now."""
        for panel in self.occupancy.panels.values():
            if panel.signed_in is not None:
                panel.sit(self.agent_of(panel.signed_in))

    async def _read(self) -> None:
        try:
            found = await self._store.read_open()
        except Unavailable as problem:
            log.info("seats are not known yet: %s", one_line(problem))
            return
        for seat in found:
            self.occupancy.sit(seat)
            self._show(seat)
        self._is_known = True

    def _call_back(self) -> None:
        """Panels that were welcomed before their seats were known come again, and are welcomed with them."""
        if self._is_known:
            for panel in self.occupancy.panels_of(self.occupancy.by_account):
                panel.hang_up("closing", "It is known now where you sit.")

    async def _store_leavings(self) -> None:
        leavings = list(self._unstored)
        try:
            await self._store.leave(leavings)
        except Unavailable as problem:
            log.info("seats that were left are not stored yet: %s", one_line(problem))
            return
        self._unstored = [one for one in self._unstored if one not in leavings]
