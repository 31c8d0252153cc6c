"""Run the wallboard for a command line: which server, as whom, on which screen."""

from __future__ import annotations

import argparse

from PySide6.QtGui import QGuiApplication

from shared.feed_client.client import FeedClient
from shared.feed_client.status import Credentials
from shared.qt import application
from shared.qt.ground import Ground
from shared.qt.preferences import Server
from shared.qt.server import server_of
from shared.qt.signing_in import make_client, server_for_token, signed_in
from wallboard.app.wallboard import Wallboard, title
from wallboard.pages import pages_file
from wallboard.settings import load, read_token


def start(options: argparse.Namespace) -> int:
    """Run the program for a command line. Raises SuiteError with one line."""
    settings = load()
    address, token_file = options.server or settings.server, options.token_file or settings.token_file
    server = server_of(address, is_plain=options.plain or settings.plain) if address else None
    token = read_token(token_file) if token_file else None
    file = options.pages or settings.pages or pages_file.default_file()
    screen = options.screen or settings.screen

    async def main(ground: Ground) -> int:
        if options.language:
            ground.set_language(options.language)
        if options.theme:
            ground.set_theme(options.theme, is_remembered=False)
        client = await _client(ground, server, token)
        if client is None:
            return 0
        wallboard = Wallboard(
            ground, client, pages_file=file, screen_name=_screen_name(screen), settings=settings,
        )  # fmt: skip
        return await wallboard.run(is_window=options.window)

    return application.run(main, name="wallboard", theme="dark")


async def _client(ground: Ground, server: Server | None, token: str | None) -> FeedClient | None:
    if token is None:
        return await signed_in(ground, title, server=server)
    client = make_client(ground, await server_for_token(ground, server), Credentials(token=token))
    ground.spawn(client.run(), "feed")
    return client


def _screen_name(wanted: str) -> str:
    """A screen's name for its number (from 1) or name; the first where there is no such screen."""
    names = [screen.name() for screen in QGuiApplication.screens()]
    if wanted.isdigit() and 0 < int(wanted) <= len(names):
        return names[int(wanted) - 1]
    return wanted
