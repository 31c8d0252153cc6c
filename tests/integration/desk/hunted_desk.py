"""A desk for the hunt: the panel without its window – feed client, following, screen, paper and outbox."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from operator_panel.app.paper import Paper
from operator_panel.outbox import Entry, Outbox, Posting
from operator_panel.presenter import Followed, Moment, follow, present
from operator_panel.presenter.following import my_row
from operator_panel.screen import PanelScreen
from shared.domain.board import AgentRow, CallRow
from shared.domain.commands import Refused
from shared.errors import TimedOut, Unavailable
from shared.feed_client.client import FeedClient
from shared.feed_client.status import Credentials, Timing
from shared.language import Language
from tests.integration.desk.hunted_centre import Centre

TIMING = Timing(first_retry=timedelta(seconds=0.1), last_retry=timedelta(seconds=0.5))
NO_SUCH = frozenset({"internal", "bad_params", "bad_command", "timeout", "failed", "not_supported"})
"""Refusals that nobody here should ever see while all lines are whole."""


class Asked(msgspec.Struct):
    """A command and what came of it: ``code`` "ok", the refusal's, "lost", or "silence" where a reply is missing."""

    at: datetime
    command: str
    params: dict[str, Any]
    code: str
    message: str = ""
    is_heard: bool = True


class Ring(msgspec.Struct):
    """A popup while it was shown."""

    call: str
    since: datetime
    until: datetime | None = None


class Desk:
    """One account at one panel. What it saw and did outlives the panel (``start`` and ``kill``)."""

    def __init__(self, centre: Centre, name: str, folder: Path) -> None:
        self.centre, self.name, self._folder = centre, name, folder
        self.agent: str | None = None
        self.asked: list[Asked] = []
        self.rings: list[Ring] = []
        self.texts: dict[str, str] = {}
        self.codes: dict[str, str] = {}
        self.mine: set[str] = set()
        self.given: list[tuple[datetime, str]] = []
        self.final: list[tuple[Entry, Refused]] = []
        self.countdowns: list[tuple[datetime, datetime | None] | None] = []
        self.problems: list[str] = []
        self.worked: list[str] = []
        self._tasks: list[asyncio.Task[Any]] = []
        self.screen: PanelScreen | None = None
        self._language = Language.of("en")
        self._start_empty()

    def _start_empty(self) -> None:
        self.client: FeedClient | None = None
        self.followed, self.screen = Followed(), None

    @property
    def box_left(self) -> tuple[Entry, ...]:
        """What is not sent yet."""
        return self.box.entries

    # --- the program

    def start(self) -> None:
        """The panel starts, perhaps again, with what is in its outbox."""
        assert self.centre.line is not None
        client = FeedClient(
            "127.0.0.1", self.centre.line.port, Credentials(user=self.name, password=self.name[::-1]),
            clock=self.centre.clock, name="hunt", timing=TIMING,
        )  # fmt: skip
        self.client, self.followed, self.screen = client, Followed(), None
        self.box = Outbox(self._folder / self.name, self.centre.clock)
        self.posting = Posting(
            self.box, self._send, lambda: client.status.state == "live", changed=lambda: None,
            refused=lambda entry, refusal: self.final.append((entry, refusal)),
        )  # fmt: skip
        self.paper = Paper(self.box, self.posting, client.server_now, lambda: None, lambda call: call)
        client.board.listen(lambda _rows: self._look())
        client.on_status(lambda status: self._status(status.state))
        client.on_error(lambda error: self._lost(error.code))
        self._tasks = [asyncio.create_task(client.run()), asyncio.create_task(self.posting.run())]

    async def kill(self, *, is_kind: bool = False) -> None:
        """The program is gone; killed, all that was not on the disk is too."""
        if self.client is None:
            return
        if is_kind:
            self.paper.flush()
        await asyncio.to_thread(self.box.flush)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for ring in self.rings:
            ring.until = ring.until or self.centre.clock.now()
        self.box.close()
        self._start_empty()

    @property
    def is_live(self) -> bool:
        """Does it see the board?"""
        return self.client is not None and self.client.status.state == "live"

    # --- seeing

    @property
    def row(self) -> AgentRow | None:
        """My row of the board."""
        if self.client is None or self.agent is None:
            return None
        found = my_row(self.client.board.agents, self.agent, self.name)
        return found if found is not None and found.agent == self.agent else None

    @property
    def calls(self) -> list[CallRow]:
        """The calls in which I am."""
        rows = self.client.board.calls if self.client is not None else ()
        return [row for row in rows if self.agent is not None and self.agent in row.agents]

    def _look(self) -> None:
        client = self.client
        if client is None or client.welcome is None:
            return
        self.followed = follow(self.followed, client.board, self.agent, client.server_now(), self.name)
        self.mine |= {one.call for one in self.followed.ended}
        self.screen = self._shown(client)
        now, shown = client.server_now(), {popup.call for popup in self.screen.popups}
        for ring in self.rings:
            if ring.until is None and ring.call not in shown:
                ring.until = now
        known = {ring.call for ring in self.rings if ring.until is None}
        self.rings += [Ring(call, now) for call in shown - known]
        row = self.row
        told = (now, row.wraps_until) if row is not None and row.state == "wrapping_up" else None
        if row is not None:
            paused = [(one.queue, one.reason) for one in row.memberships if one.is_paused]
            until = row.wraps_until and row.wraps_until.strftime("%X")
            line = f"{row.agent} {row.state} {row.call} until {until} {paused} of {len(row.memberships)}"
            if not self.worked or not self.worked[-1].endswith(line):
                self.worked.append(f"{now:%H:%M:%S} {line}")
        before = self.countdowns[-1] if self.countdowns else None
        if (told and told[1]) != (before and before[1]) or (told is None) != (before is None):
            self.countdowns.append(told)

    def _shown(self, client: FeedClient) -> PanelScreen:
        assert client.welcome is not None
        return present(Moment(
            board=client.board, status=client.status, welcome=msgspec.structs.replace(client.welcome, agent=self.agent),
            now=client.server_now(), own_now=self.centre.clock.now(), language=self._language, followed=self.followed,
            drafts=self.paper.drafts, outbox=self.paper.unsent(),
        ))  # fmt: skip

    def _status(self, state: str) -> None:
        if state == "live":
            self.posting.try_now()
            if self.client is not None and self.client.welcome is not None and self.agent is not None:
                told = self.client.welcome.agent
                if told != self.agent:
                    self.problems.append(f"{self.name}: sat at {self.agent}, welcomed as {told}")
                    self.agent = None
            self._look()

    def _lost(self, code: str) -> None:
        self.worked.append(f"error {code}")
        if code in ("seat_lost", "panel_moved"):
            self.agent = None

    # --- doing

    async def ask(self, command: str, **params: Any) -> Asked:
        """A command and what came of it."""
        client, at = self.client, self.centre.clock.now()
        assert client is not None
        try:
            result = await client.command(command, params)
            found = Asked(at, command, params, "ok", str(result))
        except Refused as refusal:
            found = Asked(at, command, params, refusal.code, refusal.message)
        except TimedOut as problem:
            found = Asked(at, command, params, "silence", str(problem))
        except Unavailable as problem:
            found = Asked(at, command, params, "lost", str(problem))
        self.asked.append(found)
        self.worked.append(f"{at:%H:%M:%S} {self.name} {command} {params}: {found.code}")
        return found

    async def _send(self, command: str, params: dict[str, Any]) -> dict[str, Any]:
        assert self.client is not None
        result = await self.client.command(command, params)
        if command == "call.disposition":
            self.given.append((self.centre.clock.now(), params["call"]))
        return result

    def write(self, call: str, text: str) -> None:
        """A note: kept at once."""
        self.texts[call] = text
        self.paper.note(call, text)
        self.paper.flush()

    def dispose(self, call: str, code: str) -> None:
        """A result of the call."""
        self.codes[call] = code
        self.paper.disposition(call, code)
