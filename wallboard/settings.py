"""What a wallboard is told once by whoever hangs it up: an optional ``wallboard.toml``, and the token of its account.

What people change at the screen itself is remembered elsewhere: pages in their own file (``pages.pages_file``),
language and theme in the user's preferences. An argument of the command line wins over this file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import platformdirs
from msgspec import Meta

from shared import settings
from shared.errors import BadSettings


class WallboardSettings(settings.Section, frozen=True, kw_only=True):
    """All keys may be left out."""

    server: Annotated[str, Meta(description="The collector daemon, as host or host:port.")] = ""
    plain: Annotated[bool, Meta(description="Without TLS, where the daemon's settings allow it.")] = False
    token_file: Annotated[Path | None, Meta(description="File with a token made by 'user token'.")] = None
    screen: Annotated[str, Meta(description="Which screen, by number from 1 or by name; empty for the first.")] = ""
    pages: Annotated[Path | None, Meta(description="The pages' file; without it the user's own.")] = None
    masks_numbers: Annotated[bool, Meta(description="Hide the middle of callers' numbers.")] = True
    sounds: Annotated[bool, Meta(description="Alerts whose rule has a sound may be heard.")] = True
    rotates: Annotated[bool, Meta(description="Pages take turns; false holds the first.")] = True


def default_file() -> Path:
    """Where the settings of this user's wallboard are, if there are any."""
    return Path(platformdirs.user_config_dir("callcentre", appauthor=False)) / "wallboard.toml"


def load(file: Path | None = None) -> WallboardSettings:
    """The settings in ``file``, or in the user's own where there is one. Raises BadSettings with one line."""
    if file is None:
        file = default_file()
        if not file.exists():
            return WallboardSettings()
    return settings.load(file, WallboardSettings)


def read_token(file: Path) -> str:
    """The token in a file. Raises BadSettings with one line."""
    try:
        token = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise BadSettings(f"--token-file {file} cannot be read: {problem}") from problem
    if not token or any(letter.isspace() for letter in token):
        raise BadSettings(f"--token-file {file} holds no token: make one with 'collector-daemon user token NAME'")
    return token
