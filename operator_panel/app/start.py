"""Run the panel for a command line: the one panel of this user, sign-in after sign-in, shift after shift."""

from __future__ import annotations

import argparse
import asyncio

from operator_panel.app.instance import Instance, Start, handed_over
from operator_panel.app.memory import FILE, Memory
from operator_panel.app.panel import Ended, Panel
from operator_panel.app.seating import Seating
from operator_panel.outbox import FolderInUse, Outbox, folder_of
from operator_panel.settings import PanelSettings, load
from shared.credentials import Secret, read_secret
from shared.feed_client.client import FeedClient
from shared.feed_client.status import Credentials
from shared.qt import application
from shared.qt.ground import Ground
from shared.qt.preferences import Server
from shared.qt.server import server_of, written
from shared.qt.sign_in_question import Refusal
from shared.qt.signing_in import make_client, server_for_token, signed_in


def start(options: argparse.Namespace) -> int:
    """Run the program for a command line. Raises SuiteError with one line."""
    settings = load()
    address = options.server or settings.server
    server = server_of(address, is_plain=options.plain or settings.plain) if address else None
    first = Start(options.link or "")
    token = read_secret(options.token_file) if options.token_file else None
    if token is None and handed_over(first):
        return 0

    async def main(ground: Ground) -> int:
        if options.language:
            ground.set_language(options.language)
        if options.theme:
            ground.set_theme(options.theme, is_remembered=False)
        shifts = Shifts(
            ground, settings, server, first, is_hidden=options.minimized or settings.start_hidden, token=token,
            memory=Memory(options.token_file.with_name(FILE)) if token is not None else None,
        )  # fmt: skip
        return await shifts.run()

    return application.run(main, name="operator-panel")


class Shifts:
    """One sign-in after the other, until somebody quits. ``panel`` is the one of now, None while somebody signs in."""

    def __init__(
        self, ground: Ground, settings: PanelSettings, server: Server | None, first: Start, *, is_hidden: bool,
        memory: Memory | None = None, token: Secret | None = None,
    ) -> None:  # fmt: skip
        """``token``: of an account with a phone of its own, for a panel that asks nobody and stands by itself."""
        self._ground, self._settings, self._server = ground, settings, server
        self._link, self._is_hidden = first.link, is_hidden
        self._memory, self._token = memory or Memory(), token
        self.instance = Instance() if token is None else None
        if self.instance is not None:
            self.instance.started.connect(self._started)
        self.panel: Panel | None = None

    async def run(self) -> int:
        """Until the end."""
        why: Refusal | None = None
        is_first = True
        try:
            while not self._ground.stopping.is_set():
                ended = await self._shift(why, is_first=is_first)
                if ended is None or ended.kind == "quit":
                    return 0
                why, is_first = ended.refusal, False
            return 0
        finally:
            if self.instance is not None:
                self.instance.close()

    async def _shift(self, why: Refusal | None, *, is_first: bool) -> Ended | None:
        """One; None when nobody signed in."""
        seating = Seating(self._memory, why)
        client = await self._with_token(seating) or await self._asked(seating, is_first=is_first)
        if client is None:
            return None
        try:
            return await self._sit(client, seating, is_first=is_first)
        finally:
            self.panel = None
            await self._ground.end_tasks("feed")

    async def _with_token(self, seating: Seating) -> FeedClient | None:
        """The first shift of a panel that was given one; after that people are asked."""
        token, self._token = self._token, None
        if token is None:
            return None
        server = await server_for_token(self._ground, self._server)
        client = make_client(self._ground, server, Credentials(token=token.reveal()))
        self._ground.spawn(client.run(), "feed")
        seating.is_asked = True
        return client

    async def _asked(self, seating: Seating, *, is_first: bool) -> FeedClient | None:
        signing_in = self._ground.spawn(
            signed_in(self._ground, seating.door(is_always_asked=not is_first), server=self._server), "sign in"
        )
        stopped = self._ground.spawn(self._ground.stopping.wait(), "stop")
        return await _ended_first(signing_in, stopped)

    async def _sit(self, client: FeedClient, seating: Seating, *, is_first: bool) -> Ended:
        try:
            box = Outbox(folder_of(self._address(client), self._account(client)), self._ground.clock)
        except FolderInUse:
            return Ended("sign_in", Refusal(
                lambda language: language.text("Another panel of this account runs on this computer."),
                is_about_question=False,
            ))  # fmt: skip
        self.panel = panel = Panel(self._ground, client, seating, self._memory, box, settings=self._settings)
        if self._link:
            link, self._link = self._link, ""
            panel.dial_when_live(link)
        return await panel.run(is_hidden=self._is_hidden and is_first)

    def _address(self, client: FeedClient) -> str:
        host, port = client.address
        return written(Server(host=host, port=port))

    def _account(self, client: FeedClient) -> str:
        """Who signs in; while the server is away, who is remembered."""
        return client.welcome.user if client.welcome else self._ground.preferences.account

    def _started(self, other: Start) -> None:
        """Somebody started another panel, perhaps by clicking a number."""
        if self.panel is None:
            self._link = other.link or self._link
        elif other.link:
            self.panel.dial_when_live(other.link)
        else:
            self.panel.front.come_up()


async def _ended_first(wanted: asyncio.Task[FeedClient | None], other: asyncio.Task[object]) -> FeedClient | None:
    """What was wanted; None where the other came first. What it raised is reported by the ground."""
    await asyncio.wait((wanted, other), return_when=asyncio.FIRST_COMPLETED)
    wanted.cancel()
    other.cancel()
    await asyncio.gather(wanted, other, return_exceptions=True)
    is_told = not wanted.cancelled() and wanted.exception() is None
    return wanted.result() if is_told else None
