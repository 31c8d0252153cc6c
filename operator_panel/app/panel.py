"""The running panel of one shift: feed → presenter → views, and wishes back.

A call that begins to ring is shown at once, before anything is asked about it; other changes no faster than an eye
can follow. All that decides what is shown is in ``presenter``.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Literal

from operator_panel.app.asking import Asking
from operator_panel.app.campaigning import Campaigning
from operator_panel.app.deeds import Deeds
from operator_panel.app.desk_front import DeskFront
from operator_panel.app.knowing import Knowing, Sources
from operator_panel.app.links import Links
from operator_panel.app.memory import Memory
from operator_panel.app.messages import Messages
from operator_panel.app.paper import Paper
from operator_panel.app.port_desk import PortDesk
from operator_panel.app.seating import Seating, seated, take
from operator_panel.app.shift import Shift
from operator_panel.app.wishes import Wishes
from operator_panel.crm.tel_links import clicked
from operator_panel.outbox import Entry, Outbox, Posting
from operator_panel.presenter import present
from operator_panel.presenter.who import customer_name
from operator_panel.screen import PanelScreen, Wish
from operator_panel.settings import PanelSettings
from shared.domain.commands import Refused
from shared.errors import SuiteError
from shared.feed_client.client import FeedClient
from shared.feed_client.refusals import refusal, trouble
from shared.feed_client.status import Status
from shared.qt.bridge import Bridge
from shared.qt.ground import Ground
from shared.qt.sign_in_question import Refusal

log = logging.getLogger(__name__)

SEAT_LOST = frozenset({"seat_lost", "panel_moved"})


@dataclass(frozen=True)
class Ended:
    """How a shift at the panel ended: the program ends, or somebody has to sign in (``refusal``: why)."""

    kind: Literal["quit", "sign_in"]
    refusal: Refusal | None = None


class Panel:
    """``screen`` is what is shown. ``run`` ends with the shift."""

    def __init__(
        self, ground: Ground, client: FeedClient, seating: Seating, memory: Memory, box: Outbox, *,
        settings: PanelSettings | None = None,
    ) -> None:  # fmt: skip
        self.ground, self.client, self.memory, self.box = ground, client, memory, box
        self.settings = settings or PanelSettings()
        self._is_new = seating.is_asked
        self._link = ""
        self._tasks: set[asyncio.Task[Any]] = set()
        self._listeners: list[Callable[[], None]] = []
        self._ending: asyncio.Future[Ended] = asyncio.get_running_loop().create_future()
        self.screen: PanelScreen | None = None
        self._is_closed = False
        self.knowing = Knowing(ground, client, seating.agent, memory.of)
        deeds, asking = Deeds(client, self.hurry), Asking(client, self.spawn, self.hurry)
        self.posting = Posting(
            box, client.command, lambda: self.knowing.is_live, changed=self._posted, refused=self._refused,
        )  # fmt: skip
        self.paper = Paper(box, self.posting, client.server_now, self.hurry, self._whom)
        self.sources = Sources(deeds, self.paper, asking, Messages(self.hurry))
        self.shift = Shift(client, self.knowing, self.sources, memory)
        self.links = Links(client, self.knowing, self.sources, self.settings, ground.clock, self.hurry)
        self.front, self.port = DeskFront(self), PortDesk(self)
        self.wishes = Wishes(
            self.knowing, self.sources, self.shift, spawn=self.spawn, changed=self.hurry,
            follow_link=self.links.follow, saved=self.links.saved, program=self.front.do,
        )  # fmt: skip
        self.campaigning = Campaigning(client, self.knowing, asking, self.hurry)
        self.bridge = Bridge(client, ground.clock)
        self._rang: set[str] = set()
        self._left: set[str] = set()
        self._reminded: set[str] = set()
        self._connect()

    def _connect(self) -> None:
        self._deafen = self.client.board.listen(lambda _rows: self._look())
        self.client.on_message(self.sources.messages.hear)
        self.client.on_message(lambda _message: self.front.attract())
        self.client.on_error(lambda error: self.hear_error(error.code))
        self.bridge.changed.connect(self.refresh)
        self.bridge.second.connect(self._second)
        self.bridge.status_changed.connect(self._status_changed)
        self.ground.language_changed.connect(self.refresh)
        self.ground.theme_changed.connect(self.refresh)

    async def run(self, *, is_hidden: bool = False) -> Ended:
        """Show it until the shift ends, or the program is stopped."""
        asking = self.sources.asking
        for work, name in ((self.posting.run(), "outbox"), (asking.run(), "own calls"), (asking.run_plans(), "plans")):
            self.spawn(work, name)
        self._look()
        self.campaigning.look()
        self.spawn(self.port.open(), "local port")
        self.front.show(is_hidden=is_hidden)
        self.refresh()
        if self.knowing.agent is not None:
            self._begin()
        stopped = asyncio.ensure_future(self.ground.stopping.wait())
        try:
            await asyncio.wait((stopped, self._ending), return_when=asyncio.FIRST_COMPLETED)
            return self._ending.result() if self._ending.done() else Ended("quit")
        finally:
            stopped.cancel()
            await self._close()

    async def _close(self) -> None:
        """What was typed is kept, and nothing of this shift goes on."""
        self.paper.flush()
        self._is_closed = True
        self._deafen()
        self.campaigning.close()
        self.bridge.close()
        for signal in (self.ground.language_changed, self.ground.theme_changed):
            signal.disconnect(self.refresh)
        self._ending.cancel()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.port.port.close()
        await self.links.close()
        await self.front.close()
        await asyncio.to_thread(self.box.close)

    def end(self, kind: Literal["quit", "sign_in"], why: Refusal | None = None) -> None:
        """The shift at this panel is over."""
        if not self._ending.done():
            self._ending.set_result(Ended(kind, why))

    async def settle(self) -> None:
        """What was typed shall be at the server before somebody goes; he is not held up for long."""
        self.paper.flush()
        if self.knowing.is_live:
            await self.paper.wait_for(None)

    def spawn(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Do it beside, until the shift ends."""
        task = self.ground.spawn(work, name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    # --- what is shown

    def hurry(self) -> None:
        """Something is different: show it soon."""
        if self._is_closed:
            return
        self.bridge.hurry()
        for hear in tuple(self._listeners):
            hear()

    def listen(self, hear: Callable[[], None]) -> Callable[[], None]:
        """Have it called whenever something may be different; what comes back ends that."""
        self._listeners.append(hear)
        return lambda: self._listeners.remove(hear)

    def refresh(self) -> None:
        """Show what is known now."""
        if self._is_closed:
            return
        self.screen = present(self.knowing.moment(self.sources))
        self.front.render_screen(self.screen)

    def do(self, wish: Wish) -> None:
        """What somebody wants, by mouse, key, tray or from another program."""
        self.front.touched()
        self.wishes.do(wish)

    # --- what happens

    def _look(self) -> None:
        """After each change of the board, at once."""
        were_mine = {one.call for one in self.knowing.followed.going_on}
        if self.knowing.look():
            self.sources.asking.meet(self.knowing.followed, self.knowing.agent)
            self._left |= were_mine - {one.call for one in self.knowing.followed.going_on}
        if self._left and (over := self._left - {row.call for row in self.client.board.calls}):
            self._left -= over  # one that was passed on is over only when the others have ended it
            self.sources.asking.want()
        rings = self.knowing.rings_at_me()
        if rings - self._rang:
            self.refresh()
            self.front.rings()
        self._rang = rings
        self.links.look()
        for hear in tuple(self._listeners):
            hear()

    def _second(self) -> None:
        self.front.second()
        self.front.remind(self._due_now())
        self.refresh()

    def _status_changed(self, status: Status) -> None:
        if status.state == "live":
            self.knowing.lost_at = None
            if self.knowing.is_new_connection():
                self.spawn(self._sit_again(), "seat")
                self.spawn(self.port.open(), "local port")
            self.posting.try_now()
            self.sources.asking.want()
            self._look()
            if self._link:
                link, self._link = self._link, ""
                self.dial_when_live(link)
        elif status.state == "refused":
            self.end("sign_in", Refusal(lambda language: refusal(status, language), is_about_question=False))
        elif self.knowing.lost_at is None:
            self.knowing.lost_at = self.client.server_now()
        self.refresh()

    async def _sit_again(self) -> None:
        """A new connection: it has the phone still, or somebody else has, or nobody."""
        was, told = self.knowing.agent, self.client.welcome.agent if self.client.welcome else None
        agent = seated(self.client) if was is None else told if told == was else None
        if agent is None and (was is not None or not self._is_new):
            self.end("sign_in", _said(Refused("seat_lost", "")) if was else None)
            return
        try:
            taken = await take(self.client, agent)
        except Refused as refused:
            self.end("sign_in", _said(refused))
        except SuiteError as problem:
            log.info("the seat was not confirmed: %s", problem)
        else:
            self.knowing.agent = agent or str(taken.get("agent"))
            self._begin()
            self._look()
            self.refresh()

    def _begin(self) -> None:
        """Into the queues, once, if somebody has just signed in."""
        is_new, self._is_new = self._is_new, False
        if is_new:
            self.spawn(self.shift.begin(), "shift")

    def dial_when_live(self, link: str) -> None:
        """Somebody clicked a number: dialled once it can be; what is no number is said."""
        found = clicked(link)
        self.front.come_up()
        if found is None:
            self.sources.deeds.refuse(Wish("dial"), Refused("no_number", "There is no number in this link."))
        elif self.knowing.is_live:
            self.wishes.dial_text(found.number)
        else:
            self._link = link

    def _due_now(self) -> list[str]:
        """Whom to call back since the last look."""
        now, language = self.client.server_now(), self.ground.language
        due = [one for one in self.sources.asking.callbacks if one.due <= now and one.reminder not in self._reminded]
        self._reminded |= {one.reminder for one in due}
        return [one.name or language.phone(one.number, self.knowing.centre.country) for one in due]

    def hear_error(self, code: str) -> None:
        """The server says that somebody else has this seat now, or that it is closed."""
        if code in SEAT_LOST:
            self.end("sign_in", _said(Refused(code, "")))

    def _posted(self) -> None:
        if self.paper.posted():
            self.sources.asking.want_plans()

    def _refused(self, entry: Entry, problem: Refused) -> None:
        """The server will never take it: said, and kept in the log without what was written."""
        log.warning("the server does not take %s: %s", entry.command, problem.code)
        kind: Literal["note", "plan_callback"] = "plan_callback" if entry.command.startswith("callback") else "note"
        self.sources.deeds.refuse(Wish(kind, call=str(entry.params.get("call") or "")), problem)

    def _whom(self, call: str) -> str:
        row = self.knowing.row_of(call)
        return customer_name(self.knowing.seen(self.sources), row) if row is not None else ""


def _said(problem: Refused) -> Refusal:
    """Why somebody has to sign in, for the dialog."""
    return Refusal(lambda language: trouble(problem, language))
