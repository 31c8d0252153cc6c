"""What a console is told once by whoever sets up the PC: an optional ``supervisor_console.toml``.

What people change in the console itself is remembered elsewhere. An argument of the command line wins over this file,
and what the daemon says of the database is believed where neither says anything.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import platformdirs
from msgspec import Meta

from shared import settings
from shared.errors import BadSettings

FILE = "supervisor_console.toml"
OPENING = """Settings of the supervisor console on this PC. Everything may be left out."""


class ConsoleSettings(settings.Section, frozen=True, kw_only=True):
    """All keys may be left out."""

    server: Annotated[str, Meta(description="The collector daemon, as host or host:port.")] = ""
    plain: Annotated[bool, Meta(description="Without TLS, where the daemon's settings allow it.")] = False
    database: Annotated[
        str,
        Meta(description="The database, like postgresql://host:5432/callcentre; empty: where the daemon says it is.\n"
             "Names and passwords are those that people sign in with."),
    ] = ""  # fmt: skip


def load(file: Path | None = None) -> ConsoleSettings:
    """The settings in ``file``, or in the user's own where there is one. Raises BadSettings with one line."""
    if file is None:
        file = Path(platformdirs.user_config_dir("callcentre", appauthor=False)) / FILE
        if not file.exists():
            return ConsoleSettings()
    found = settings.load(file, ConsoleSettings)
    if found.database and not found.database.startswith(("postgresql://", "postgres://")):
        raise BadSettings(f"{file}: database: {found.database!r} is no address like postgresql://host/callcentre")
    return found


def text_of_sample() -> str:
    """The documented sample of the settings file."""
    return settings.sample(ConsoleSettings, OPENING)
