"""The file with a wallboard's pages: JSON, so that it can be copied to other screens.

Reading changes nothing. A file that is damaged, from a newer version or not to be shown stays where it is, is explained
in one line, and the default pages are shown: a wall never stays dark for a typing error. Writing over such a file keeps
it aside first.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import msgspec
import platformdirs

from shared.errors import Unavailable, one_line
from wallboard.pages import DEFAULT, Format, Page, Pages
from wallboard.pages.layout import FRAMES, Rect

log = logging.getLogger(__name__)

NEW = Pages()
"""No pages of one's own: the default ones, which later versions may improve."""
VERSION = 1


class _Opening(msgspec.Struct):
    """The part of the file that every version has."""

    version: int = VERSION


def default_file() -> Path:
    """Where the user's pages are."""
    return Path(platformdirs.user_config_dir("callcentre", appauthor=False)) / "wallboard-pages.json"


def load_pages(file: Path) -> tuple[Pages, str]:
    """The pages, and in one line what is wrong with the file ("" for nothing; a file that is not there is fine)."""
    try:
        text = file.read_bytes()
    except FileNotFoundError:
        return NEW, ""
    except OSError as problem:
        return NEW, _told(file, one_line(problem))
    found, wrong = _read(text)
    return (found, "") if found is not None else (NEW, _told(file, wrong))


def save_pages(pages: Pages, file: Path) -> None:
    """Keep them; replaced as a whole. Raises Unavailable with one line (a full disk, a folder that is read-only)."""
    draft = file.with_suffix(".draft")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(pages), indent=2))
        if file.exists() and _read(file.read_bytes())[0] is None:
            aside = _aside(file)
            file.rename(aside)
            log.warning("%s was not understood and is kept as %s", file, aside.name)
        draft.replace(file)
    except OSError as problem:
        raise Unavailable(f"the pages cannot be kept in {file}: {problem}") from problem


def own(pages: Pages) -> Pages:
    """Pages that can be edited: the default ones are copied where there are none of one's own."""
    return msgspec.structs.replace(pages, wide=pages.wide or DEFAULT.wide, compact=pages.compact or DEFAULT.compact)


def mistakes(pages: Pages) -> Iterator[str]:
    """What cannot be shown: tiles that leave the picture or lie over one another."""
    for form in get_args(Format):
        own_pages: tuple[Page, ...] = getattr(pages, form)
        for number, page in enumerate(own_pages, 1):
            for mistake in _mistakes_of(page, form):
                yield f"{form} page {number}: {mistake}"


def _mistakes_of(page: Page, form: Format) -> Iterator[str]:
    width, height = FRAMES[form].canvas
    for number, tile in enumerate(page.tiles, 1):
        if tile.place.x + tile.place.width > width or tile.place.y + tile.place.height > height:
            yield f"tile {number} ({tile.kind}) leaves the picture of {width} × {height}"
    numbered = [
        (number, tile.kind, Rect(*msgspec.structs.astuple(tile.place))) for number, tile in enumerate(page.tiles, 1)
    ]
    for (one, kind, place), (other, other_kind, other_place) in itertools.combinations(numbered, 2):
        if place.meets(other_place):
            yield f"tiles {one} ({kind}) and {other} ({other_kind}) lie over one another"


def _read(text: bytes) -> tuple[Pages | None, str]:
    """The pages, or None and why not."""
    try:
        version = msgspec.json.decode(text, type=_Opening).version
        if version != VERSION:
            return None, f"it is from another version of the wallboard ({version}, known is {VERSION})"
        pages = msgspec.json.decode(text, type=Pages)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        return None, one_line(problem).replace("Invalid enum value", "there is no kind")
    wrong = next(mistakes(pages), "")
    return (None, wrong) if wrong else (pages, "")


def _told(file: Path, wrong: str) -> str:
    told = f"{file} cannot be used, the default pages are shown: {wrong}"
    log.warning("%s", told)
    return told


def _aside(file: Path) -> Path:
    """A name beside the file that is not taken."""
    names = (file.with_suffix(f".kept-{number}{file.suffix}") for number in itertools.count(1))
    return next(name for name in names if not name.exists())
