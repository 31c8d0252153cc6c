"""``collector-daemon check``: everything that is missing before the daemon can work, in one go, and how to mend it.

It changes nothing and needs no daemon. What else in a PBX's own settings is wrong, ``check-pbx`` says.
"""

from __future__ import annotations

import argparse
import errno
import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from collector_daemon import settings as daemon_settings
from collector_daemon.app import address
from collector_daemon.asterisk.findings import Finding
from collector_daemon.commands import opening
from collector_daemon.commands.check_pbx import shown
from collector_daemon.commands.opening import add_config, data_folder, read_settings, settings_file
from collector_daemon.commands.status import is_running
from collector_daemon.feed.server import tls_context
from collector_daemon.settings import FeedSettings, PbxSettings, Settings, is_loopback
from collector_daemon.status import StatusFile
from shared.database.bundled.place import installed_programs
from shared.database.connection import checked_engine, with_password
from shared.errors import SuiteError, one_line

NAME = "check"
HELP = "say everything that is missing before the daemon can work"
SECONDS = 3.0
"""A PBX answers within that."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """0: the daemon can start; 1: something is missing. Raises BadSettings for a file that is wrong."""
    file = settings_file(options.config)
    findings = [_file(file), *_findings(read_settings(file))]
    for finding in findings:
        sys.stdout.write(shown(finding))
    return int(any(finding.level == "wrong" for finding in findings))


def _findings(config: Settings) -> Iterator[Finding]:
    yield _folder(data_folder(config))
    yield _database(config)
    if not config.pbx:
        yield Finding("wrong", "pbx", "the settings name none", (
            "[[pbx]]", 'name = "main"', 'host = "192.0.2.20"', 'user = "collector"',
            'secret_file = "/etc/callcentre/ami_main"',
        ))  # fmt: skip
    for pbx in config.pbx:
        yield from _pbx(pbx)
    yield _feed(config)
    yield from _secrets(config)


def _file(file: Path | None) -> Finding:
    if file is not None:
        return Finding("good", "settings", str(file))
    places = opening.PLACES
    remedy = f"collector-daemon settings > {places[0]}"
    return Finding("wrong", "settings", f"there is no file: neither {' nor '.join(map(str, places))}", (remedy,))


def _folder(folder: Path) -> Finding:
    there = next(step for step in (folder, *folder.absolute().parents) if step.exists())
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return Finding("good", "data_folder", str(folder))
    return Finding("wrong", "data_folder", f"{there} cannot be written to by who runs this command")


def _database(config: Settings) -> Finding:
    if not config.database.url:
        return _tried("database", "the bundled Postgres", installed_programs)
    url = with_password(config.database.url, "database_password")
    return _tried("database", "it can be reached", lambda: checked_engine(url).dispose())


def _tried(about: str, good: str, what: Callable[[], object]) -> Finding:
    try:
        what()
    except SuiteError as problem:
        return Finding("wrong", about, one_line(problem))
    return Finding("good", about, good)


def _pbx(pbx: PbxSettings) -> Iterator[Finding]:
    about = f"pbx {pbx.name}"
    yield _tried(about, "there is a secret", lambda: daemon_settings.ami_secret(pbx))
    try:
        socket.create_connection((pbx.host, pbx.port), SECONDS).close()
    except (OSError, UnicodeError) as problem:
        said = getattr(problem, "strerror", None) or str(problem)
        yield Finding("wrong", about, f"nothing answers at {pbx.host}:{pbx.port}: {said}", (
            "in the PBX's manager.conf: [general] enabled = yes, bindaddr = …, and a section",
            f"[{pbx.user}] with its secret; see ADMINISTRATION.md",
        ))  # fmt: skip
    else:
        yield Finding("good", about, f"{pbx.host}:{pbx.port} answers; more says check-pbx")


def _feed(config: Settings) -> Finding:
    feed = config.feed
    about, place = "feed", f"{feed.host}:{feed.port}"
    try:
        tls_context(address(config))
        if not is_running(StatusFile.read(data_folder(config) / "status.json")):
            _listen(feed)
    except SuiteError as problem:
        return Finding("wrong", about, one_line(problem))
    except OSError as problem:
        is_taken = problem.errno in (errno.EADDRINUSE, errno.EACCES)
        said = "another program has this port" if is_taken else problem.strerror or str(problem)
        return Finding("wrong", about, f"{place}: {said}", ("[feed]", "port = 5100"))
    if is_loopback(feed.host):
        return Finding("advice", about, f"{place} can be reached from this machine alone; for other PCs", (
            "[feed]", 'host = "0.0.0.0"',
            'tls_cert = "/etc/callcentre/feed.pem"', 'tls_key = "/etc/callcentre/feed.key"',
        ))  # fmt: skip
    return Finding("good", about, place)


def _listen(feed: FeedSettings) -> None:
    """As the daemon would. Raises OSError."""
    kind, _, _, _, address = socket.getaddrinfo(feed.host, feed.port, type=socket.SOCK_STREAM)[0]
    with socket.socket(kind) as tried:
        if sys.platform != "win32":  # there it would let two listen
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        tried.bind(address)


def _secrets(config: Settings) -> Iterator[Finding]:
    found = _tried("alerts", "", lambda: daemon_settings.check_alert_secrets(config.alert_rules, config.mail))
    if found.level != "good":
        yield found
