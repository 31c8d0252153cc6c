"""Brings a program to the server: with what is remembered where that works, with the sign-in where it does not.

A server that is only away is waited for without asking anybody anything, so that a screen comes up by itself after a
power cut. Not here: tokens, which a program hands over itself, but for the server that they go to.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from shared.errors import BadSettings, UsageError, one_line
from shared.feed_client.client import FeedClient
from shared.feed_client.status import Credentials, Status, Timing, Wish
from shared.language import Language
from shared.qt import keys
from shared.qt.finding.found import Found, Origin, Search
from shared.qt.finding.search import Finder
from shared.qt.finding.words import note
from shared.qt.ground import Ground
from shared.qt.preferences import Server
from shared.qt.server import tls_of, written
from shared.qt.sign_in import Entry, SignIn
from shared.qt.sign_in_foot import Reach
from shared.qt.sign_in_question import Question, Refusal
from shared.version import VERSION

PROBE_TIME, PROBE_PAUSE = timedelta(seconds=4), timedelta(seconds=10)
TRY_TIME = timedelta(seconds=25)
"""A sign-in that has had no answer for so long is given up and said to be without one."""

QUICK = Timing(ping=timedelta(seconds=2), lost=timedelta(seconds=5))
"""People look at what is shown: a line that is silent for five seconds is lost."""

Title = Callable[[Language], str]
Admit = Callable[[FeedClient, Entry | None], Awaitable[Refusal | None]]


@dataclass(frozen=True)
class Door:
    """How a program lets people in. ``question`` is asked beside name and password; ``admit`` decides once the server
    has let them in, without an entry where nobody was asked. ``is_always_asked``: even if all is remembered.
    ``first``: what is said before anything was entered.
    """

    title: Title
    question: Question | None = None
    admit: Admit | None = None
    is_always_asked: bool = False
    first: Refusal | None = None

    async def refuses(self, client: FeedClient, entry: Entry | None) -> Refusal | None:
        """Why the program lets nobody in, None: it does."""
        return None if self.admit is None else await self.admit(client, entry)


def make_client(ground: Ground, server: Server, credentials: Credentials, wish: Wish | None = None) -> FeedClient:
    """A client of this server under the program's name. Raises BadSettings for an unusable authority's file."""
    name = f"{ground.name} {VERSION}"
    return FeedClient(
        server.host, server.port, credentials, clock=ground.clock, name=name, wish=wish, tls=tls_of(server),
        timing=QUICK, others=server.others,
    )  # fmt: skip


async def signed_in(
    ground: Ground, title: Title | Door, *, server: Server | None = None, wish: Wish | None = None,
    refused: Status | None = None,
) -> FeedClient | None:  # fmt: skip
    """A running client that was let in, or waits for a server that is away; None when the user gave up.

    ``server`` is the command line's: it goes before all others. ``refused``: why the last client was not let in.
    """
    door = title if isinstance(title, Door) else Door(title)
    account = ground.preferences.account
    search = search_here(ground, server)
    if search.first is None and account:  # perhaps nobody has to be asked anything
        search = search.then(await search_by_dns(ground.finder))
    remembered = search.first.server if search.first else None
    secret = keys.recalled(written(remembered), account) if remembered and account else None
    turned_away = door.first
    if remembered is not None and secret is not None and not door.is_always_asked and refused is None:
        client = make_client(ground, remembered, Credentials(user=account, password=secret), wish)
        running = ground.spawn(client.run(), "feed")
        refused = await _verdict(client)
        if refused is None or refused.state != "refused":
            if refused is None or refused.state != "live" or (turned_away := await door.refuses(client, None)) is None:
                return client
            refused = None
        await _ended(running)
    dialog = SignIn(ground, door.title, remembered, question=door.question)
    dialog.show_search(search)
    if secret is not None and refused is None:
        dialog.fill(account, secret)
    if turned_away is not None:
        dialog.refuse_answer(turned_away.words, is_about_question=turned_away.is_about_question)
    return await _asked(ground, dialog, door, wish, refused, search)


def search_here(ground: Ground, given: Server | None) -> Search:
    """Where the server is, as far as that can be said without asking the network; ``given``: the command line's."""
    if given is not None:
        return Search((Found(given, Origin("given")),))
    if ground.preferences.server.host:
        return Search((Found(ground.preferences.server, Origin("chosen")),)).then(ground.finder.here())
    return ground.finder.here()


async def search_by_dns(finder: Finder) -> Search:
    """What DNS says; of several servers the first that answers is the first, for the sign-in goes to that one alone."""
    search = await finder.by_dns()
    if len(search.found) < 2:
        return search
    reached = await asyncio.gather(*(reach(one.server) for one in search.found))
    return replace(search, found=tuple(
        one for _, one in sorted(zip(reached, search.found, strict=True), key=lambda pair: pair[0] != "there")
    ))


async def server_for_token(ground: Ground, given: Server | None) -> Server:
    """The server of a program that holds a token and asks nobody. Raises UsageError where none is found."""
    search = search_here(ground, given)
    if search.first is None:
        search = search.then(await search_by_dns(ground.finder))
    if search.first is None:
        raise UsageError(f"--token-file needs --server HOST:PORT. {note(search, Language.of('en'))}")
    return search.first.server


async def sign_in_again(ground: Ground, title: Title, client: FeedClient) -> bool:
    """Ask after a refusal of a client that runs; False when the user gave up. The server stays the same."""
    host, port = client.address
    dialog = SignIn(ground, title, Server(host=host, port=port), is_server_fixed=True)
    dialog.refuse(client.status)
    try:
        while (entry := await _entry(dialog)) is not None:
            dialog.set_busy(True)
            told = _next_status(client)
            client.sign_in(Credentials(user=entry.account, password=entry.password))
            status = await told
            if status.state == "live":
                _remember(ground, entry, server=None)
                return True
            dialog.refuse(status)
        return False
    finally:
        dialog.hide()
        dialog.deleteLater()


async def reach(server: Server) -> Reach:
    """Does anything answer there? Asks for a connection and closes it at once."""
    try:
        async with asyncio.timeout(PROBE_TIME.total_seconds()):
            _, writer = await asyncio.open_connection(server.host, server.port)
    except (socket.gaierror, UnicodeError):
        return "not_found"
    except (OSError, TimeoutError):
        return "silent"
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return "there"


async def _asked(
    ground: Ground, dialog: SignIn, door: Door, wish: Wish | None, refused: Status | None, search: Search
) -> FeedClient | None:
    watching = ground.spawn(_watch(dialog, search, ground.finder), "is the server there")
    if refused is not None:
        dialog.refuse(refused)
    try:
        while (entry := await _entry(dialog)) is not None:
            client = await _try(ground, dialog, door, entry, wish)
            if client is not None:
                _remember(ground, entry, server=dialog.server.to_remember())
                return client
        return None
    finally:
        watching.cancel()
        dialog.hide()
        dialog.deleteLater()


async def _try(ground: Ground, dialog: SignIn, door: Door, entry: Entry, wish: Wish | None) -> FeedClient | None:
    dialog.set_busy(True)
    try:
        client = make_client(ground, entry.server, Credentials(user=entry.account, password=entry.password), wish)
    except BadSettings as wrong:
        dialog.refuse(Status(state="refused", since=ground.clock.now(), code="certificate", message=one_line(wrong)))
        return None
    running = ground.spawn(client.run(), "feed")
    status = await _verdict(client)
    if status is not None and status.state == "live":
        turned_away = await door.refuses(client, entry)
        if turned_away is None:
            return client
        await _ended(running)
        dialog.refuse_answer(turned_away.words, is_about_question=turned_away.is_about_question)
        return None
    await _ended(running)
    dialog.refuse(status or Status(state="refused", since=ground.clock.now(), code="silence"))
    return None


async def _verdict(client: FeedClient) -> Status | None:
    """The first thing that the client has to say; None when that takes too long."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(TRY_TIME.total_seconds()):
            return await _next_status(client)
    return None


def _next_status(client: FeedClient) -> asyncio.Future[Status]:
    told: asyncio.Future[Status] = asyncio.get_running_loop().create_future()
    client.on_status(lambda status: None if told.done() else told.set_result(status))
    return told


async def _entry(dialog: SignIn) -> Entry | None:
    """What is entered next, None when the dialog is closed."""
    told: asyncio.Future[Entry | None] = asyncio.get_running_loop().create_future()

    def tell(entry: Entry | None = None) -> None:
        if not told.done():
            told.set_result(entry)

    dialog.entered.connect(tell)
    dialog.given_up.connect(tell)
    dialog.show()
    try:
        return await told
    finally:
        dialog.entered.disconnect(tell)
        dialog.given_up.disconnect(tell)


async def _watch(dialog: SignIn, search: Search, finder: Finder) -> None:
    """Find the server where nobody has said it; say in the foot whether it can be reached, as long as that is open."""
    if search.first is None and not any(origin.kind == "dns" for origin in search.asked):
        dialog.show_reach("asking")
        dialog.show_search(search.then(await search_by_dns(finder)))
    while True:
        server = dialog.server.meant()
        dialog.show_reach(await reach(server) if server else "unknown")
        await asyncio.sleep(PROBE_PAUSE.total_seconds())


def _remember(ground: Ground, entry: Entry, *, server: Server | None) -> None:
    """For the next start; only a server that the user entered is remembered, so that presets may change."""
    address, preferences = written(entry.server), ground.preferences
    if server is not None:
        preferences.server = server
    preferences.account = entry.account if entry.is_remembered else ""
    ground.remember()
    if entry.is_remembered:
        keys.keep(address, entry.account, entry.password)
    else:
        keys.forget(address, entry.account)


async def _ended(running: asyncio.Task[None]) -> None:
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


