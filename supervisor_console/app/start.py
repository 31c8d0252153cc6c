"""Run the console for a command line: sign-in after sign-in, until somebody quits."""

from __future__ import annotations

import argparse
import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from shared.credentials import Secret, read_secret
from shared.feed_client.client import FeedClient
from shared.feed_client.status import Credentials, Status, Wish
from shared.qt import application, keys
from shared.qt.ground import Ground
from shared.qt.preferences import Server
from shared.qt.server import server_of, written
from shared.qt.sign_in import Entry
from shared.qt.sign_in_question import Refusal
from shared.qt.signing_in import Door, make_client, server_for_token, signed_in
from supervisor_console.app.ended import Ended, title
from supervisor_console.app.pages import PAGES, load_tracking
from supervisor_console.settings import load

if TYPE_CHECKING:
    from supervisor_console.app.console import RunningConsole

WISH = Wish(can_change_password=True, needs_board=False)
"""Everything that may be seen, if only what is past; and there is a form for another password."""

PAUSE = timedelta(milliseconds=200)
"""Between two imports, for the sign-in to be painted and typed into."""


def start(options: argparse.Namespace) -> int:
    """Run the program for a command line. Raises SuiteError with one line."""
    settings = load()
    address = options.server or settings.server
    server = server_of(address, is_plain=options.plain or settings.plain) if address else None
    token = read_secret(options.token_file) if options.token_file else None
    password = read_secret(options.password_file) if options.password_file else None
    database = _checked(options.database or settings.database)

    async def main(ground: Ground) -> int:
        if options.language:
            ground.set_language(options.language)
        if options.theme:
            ground.set_theme(options.theme, is_remembered=False)
        return await SignIns(ground, server, database, token=token, password=password).run()

    return application.run(main, name="supervisor-console")


def _checked(address: str) -> str:
    """The database's address, where one was said: SQLAlchemy is imported to read it. Raises BadSettings."""
    if not address:
        return ""
    from supervisor_console.app.database import address_of

    return address_of(address)


def _load_console() -> type[RunningConsole]:
    from supervisor_console.app.console import RunningConsole

    return RunningConsole


async def _import_ahead() -> None:
    """What comes after the sign-in, while somebody signs in: then it is there at once."""
    for import_it in (_load_console, *(wired.load for wired in PAGES.values()), load_tracking):
        await asyncio.sleep(PAUSE.total_seconds())
        import_it()


class SignIns:
    """One after the other. ``console`` is the one of now, None while somebody signs in."""

    def __init__(
        self, ground: Ground, server: Server | None, database: str = "", *, token: Secret | None = None,
        password: Secret | None = None,
    ) -> None:  # fmt: skip
        """``token`` and ``password``: of an account that is not asked, at the feed and at the database."""
        self._ground, self._server, self._database = ground, server, database
        self._token, self._password = token, password
        self.console: RunningConsole | None = None

    async def run(self) -> int:
        """Until the end."""
        ended: Ended | None = None
        self._ground.spawn(_import_ahead(), "import ahead")
        while not self._ground.stopping.is_set():
            client = await self._client(ended)
            if client is None:
                return 0
            self.console = _load_console()(self._ground, client, self._secret_of(client), self._database)
            try:
                ended = await self.console.run()
            finally:
                self.console = None
                await self._ground.end_tasks("feed")
            self._password = None
            if ended.kind == "quit":
                return 0
        return 0

    async def _client(self, ended: Ended | None) -> FeedClient | None:
        token, self._token = self._token, None
        if token is not None:
            found = await server_for_token(self._ground, self._server)
            client = make_client(self._ground, found, Credentials(token=token.reveal()), WISH)
            self._ground.spawn(client.run(), "feed")
            return client
        door = Door(title, admit=self._admit, is_always_asked=ended is not None)
        refused: Status | None = ended.refused if ended is not None else None
        asked = signed_in(self._ground, door, server=self._server, wish=WISH, refused=refused)
        asking = self._ground.spawn(asked, "sign in")
        stopped = self._ground.spawn(self._ground.stopping.wait(), "stop")
        await asyncio.wait((asking, stopped), return_when=asyncio.FIRST_COMPLETED)
        for task in (asking, stopped):
            task.cancel()
        await asyncio.gather(asking, stopped, return_exceptions=True)
        is_told = not asking.cancelled() and asking.exception() is None
        return asking.result() if is_told else None

    async def _admit(self, client: FeedClient, entry: Entry | None) -> Refusal | None:
        """Keeps the password for the database; accounts for which there is no page are told so."""
        if entry is not None:
            self._password = Secret(entry.password)
        rights = client.welcome.rights if client.welcome is not None else ()
        if not any(wired.right in rights for wired in PAGES.values()):
            return Refusal(lambda language: language.text("This account may do nothing in the console."),
                           is_about_question=False)  # fmt: skip
        return None

    def _secret_of(self, client: FeedClient) -> Secret | None:
        """What was entered, or what is remembered for this account."""
        if self._password is not None:
            return self._password
        host, port = client.address
        account = client.welcome.user if client.welcome is not None else self._ground.preferences.account
        kept = keys.recalled(written(Server(host=host, port=port)), account) if account else None
        return Secret(kept) if kept else None
