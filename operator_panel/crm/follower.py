"""Follows the links of the settings for the calls of one desk: asks, opens, starts. The program's door to this room.

``describe`` when the settings came, ``look`` after each change of a live board, ``follow`` when somebody presses a
button, ``written`` when a call's note and disposition are saved. All within one loop; nothing here raises or waits.

A page or program that uses what a look-up finds (``{crm.…}``) comes after the look-ups of its call. One of ``ended``
that uses the note or the disposition comes when those are saved, at the latest with the next call or after
``PATIENCE``.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from datetime import datetime, timedelta
from typing import Any

from operator_panel.crm.addresses import openable
from operator_panel.crm.answers import Answers
from operator_panel.crm.following import Due, Following, links_due
from operator_panel.crm.look_up import Answer, LookUps, SecretOf
from operator_panel.crm.outlets import Outlets, Sitter
from operator_panel.crm.placeholders import CallFacts, facts_of
from operator_panel.crm.program import Programs
from operator_panel.crm.ready_link import ReadyLink
from shared.clock import Clock
from shared.domain.board import CallRow
from shared.domain.description import CentreDescription
from shared.domain.desk import CrmLink, DeskDescription
from shared.templates import BadTemplate

log = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=10)
_WRITTEN = frozenset({"note", "disposition"})


class Follower:
    """The links of one desk. ``schemes``: what may be opened beside http, https and mailto."""

    def __init__(
        self, clock: Clock, secret_of: SecretOf, outlets: Outlets, schemes: frozenset[str] = frozenset()
    ) -> None:
        self._clock, self._outlets, self._schemes = clock, outlets, schemes
        self._look_ups = LookUps(clock, secret_of)
        self._programs = Programs(clock, self._complain_from_thread)
        self._desk, self._centre = DeskDescription(), CentreDescription()
        self._ready: dict[tuple[str, tuple[str, ...]], ReadyLink] = {}
        self._following, self._sitter = Following(), Sitter()
        self._is_described = False
        self._answers = Answers()
        self._held: list[tuple[Due, datetime]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def close(self) -> None:
        """Give up what is under way; programs that run are left alone."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._look_ups.close()

    def describe(self, desk: DeskDescription, centre: CentreDescription) -> None:
        """The links as the settings say them now; one that is wrong is told once and left out."""
        self._centre = centre
        if self._is_described and desk.links == self._desk.links:
            self._desk = desk
            return
        self._desk, self._ready, self._is_described = desk, {}, True
        self._look_ups.forget()
        for link in desk.links:
            try:
                self._ready[link.name, link.queues] = ReadyLink(link, self._schemes)
            except BadTemplate as problem:
                self._complain(link.name, str(problem))
        if any(ready.link.kind == "look_up" for ready in self._ready.values()):
            self._spawn("", self._warm(), is_asking=False)

    def is_ready(self, link: CrmLink) -> bool:
        """Can it be followed? False for one that is wrong."""
        return (link.name, link.queues) in self._ready

    def look(self, rows: Iterable[CallRow], sitter: Sitter, now: datetime) -> None:
        """Follow what has become due. ``rows``: the calls of a live board; ``now``: the server's time."""
        self._sitter = sitter
        due, self._following = links_due(self._following, rows, sitter.agent, sitter.queues, self._desk)
        if self._held:
            taken = {call for call, stage in self._following.stages.items() if stage.trigger == "answered"}
            self._release(lambda one, at: bool(taken - {one.row.call}) or now - at >= PATIENCE, now)
        for one in sorted(due, key=lambda one: one.link.kind != "look_up"):
            if one.trigger == "ended" and self._uses_writing(one) and not self._answers.is_written(one.row.call):
                self._held.append((one, now))
            else:
                self._follow(one, now)

    def follow(self, name: str, row: CallRow, now: datetime) -> None:
        """Follow a link because somebody wants it, as often as he wants it: a look-up's is the page it has found."""
        link = next((one for one in self._desk.links_of(row.queue) if one.name == name), None)
        if link is None:
            return
        page = self._page_of(link, row.call)
        if page:
            self._open(name, lambda: openable(page, self._schemes))
        else:
            self._follow(Due(link, "manual", row), now)

    def written(self, call: str, note: str, disposition: str, now: datetime) -> None:
        """What was written about a call is saved: for ``{note}`` and ``{disposition}``."""
        self._answers.write(call, note, disposition)
        self._release(lambda one, _at: one.row.call == call, now)

    def answers(self, call: str) -> tuple[Answer, ...]:
        """What look-ups of this call have brought, in the order of their beginning."""
        return self._answers.of(call)

    def facts(self, row: CallRow, now: datetime) -> CallFacts:
        """All that templates may use of a call."""
        note, disposition = self._answers.writing(row.call)
        return facts_of(
            row, self._centre, now, agent=self._sitter.agent or "", agent_name=self._sitter.name,
            disposition=disposition, note=note, crm=self._answers.values(row.call),
        )  # fmt: skip

    def _release(self, is_time: Callable[[Due, datetime], bool], now: datetime) -> None:
        """Follow the held ones for which it is time."""
        free = [one for one, at in self._held if is_time(one, at)]
        self._held = [(one, at) for one, at in self._held if not is_time(one, at)]
        for one in free:
            self._follow(one, now)

    def _uses_writing(self, due: Due) -> bool:
        ready = self._ready.get((due.link.name, due.link.queues))
        return ready is not None and bool(_WRITTEN & ready.names)

    def _follow(self, due: Due, now: datetime) -> None:
        ready = self._ready.get((due.link.name, due.link.queues))
        if ready is None:
            return
        self._loop = asyncio.get_running_loop()
        log.debug("following the link %s", due.link.name, extra={"trigger": due.trigger, "call": due.row.call})
        if due.link.kind == "look_up":
            self._spawn(due.row.call, self._look_up(ready, due.row, now), is_asking=True)
        elif ready.awaits_answers and self._answers.under_way(due.row.call):
            self._spawn(due.row.call, self._after_answers(ready, due.row, now), is_asking=False)
        else:
            self._go(ready, due.row, now)

    def _spawn(self, call: str, deed: Coroutine[Any, Any, None], *, is_asking: bool) -> None:
        task = asyncio.create_task(deed)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if is_asking:
            self._answers.wait_for(call, task)

    async def _warm(self) -> None:
        await self._look_ups.warmed()

    async def _look_up(self, ready: ReadyLink, row: CallRow, now: datetime) -> None:
        facts = self.facts(row, now)
        if self._look_ups.known(ready, facts) is None:
            self._tell(row.call, Answer(link=ready.name, state="asking", at=self._clock.now()))
        self._tell(row.call, await self._look_ups.ask(ready, facts))

    async def _after_answers(self, ready: ReadyLink, row: CallRow, now: datetime) -> None:
        await asyncio.wait(self._answers.under_way(row.call))
        self._go(ready, row, now)

    def _go(self, ready: ReadyLink, row: CallRow, now: datetime) -> None:
        values = self.facts(row, now).values()
        if ready.link.kind == "program":
            self._programs.start(ready.name, ready.arguments(values))
            return
        self._open(ready.name, lambda: ready.address(values))

    def _page_of(self, link: CrmLink, call: str) -> str:
        """The page that a look-up of the call has told of; empty: none."""
        found = next((one.values for one in self._answers.of(call) if one.link == link.name), {})
        return next((found[one.name] for one in link.fields if one.role == "page" and one.name in found), "")

    def _open(self, name: str, address: Callable[[], str]) -> None:
        try:
            self._outlets.open_address(address())
        except BadTemplate as problem:
            self._complain(name, f"link {name}: {problem}")

    def _tell(self, call: str, answer: Answer) -> None:
        self._answers.keep(call, answer)
        self._outlets.on_answer(call, answer)

    def _complain(self, link: str, problem: str) -> None:
        log.warning("%s", problem, extra={"action": "link_failed", "link": link})
        self._outlets.on_problem(link, problem)

    def _complain_from_thread(self, link: str, problem: str) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._complain, link, f"link {link}: {problem}")
