"""What the wallboard keeps in files: its pages, and the token of a screen that signs in by itself.

Pages are JSON, so that a file can be copied to other screens. A file that is damaged or from a newer version is left
where it is, said in one line, and the default pages are shown: a wall never stays dark for a typing error.
"""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec
import platformdirs

from shared.errors import BadSettings, Unavailable
from wallboard.pages import DEFAULT, Pages

log = logging.getLogger(__name__)

NEW = Pages()
"""No pages of one's own: the default ones, which later versions may improve."""


def default_file() -> Path:
    """Where the user's pages are."""
    return Path(platformdirs.user_config_dir("callcentre", appauthor=False)) / "wallboard-pages.json"


def load_pages(file: Path) -> tuple[Pages, str]:
    """The pages, and what was wrong with the file ("" for nothing)."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Pages), ""
    except FileNotFoundError:
        return NEW, ""
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as problem:
        told = f"{file} cannot be used, the default pages are shown: {problem}"
        log.warning("%s", told)
        return NEW, told


def save_pages(pages: Pages, file: Path) -> None:
    """Keep them; replaced as a whole. Raises Unavailable with one line (a full disk, a folder that is read-only)."""
    draft = file.with_suffix(".draft")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(pages), indent=2))
        draft.replace(file)
    except OSError as problem:
        raise Unavailable(f"the pages cannot be kept in {file}: {problem}") from problem


def read_token(file: Path) -> str:
    """The token in a file. Raises BadSettings with one line."""
    try:
        token = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise BadSettings(f"--token-file {file} cannot be read: {problem}") from problem
    if not token or any(letter.isspace() for letter in token):
        raise BadSettings(f"--token-file {file} holds no token: make one with 'collector-daemon user token NAME'")
    return token


def own(pages: Pages) -> Pages:
    """Pages that can be edited: the default ones are copied where there are none of one's own."""
    return msgspec.structs.replace(pages, wide=pages.wide or DEFAULT.wide, compact=pages.compact or DEFAULT.compact)
