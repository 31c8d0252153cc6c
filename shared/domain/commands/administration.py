"""Commands of administrators: accounts, what roles may do, the centre's settings; and one's own password. Pure."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from shared.domain.accounts import LEVELS, Right, Role
from shared.domain.centre_settings import SectionName
from shared.domain.commands.parameters import Instant, Parameters, Word, Words

Password = Annotated[str, msgspec.Meta(min_length=8, max_length=512)]


def _without_password(asked: Parameters) -> str:
    """What is shown of parameters that hold one, whoever logs them."""
    return f"{type(asked).__name__}(…)"


class OwnPassword(Parameters, frozen=True, kw_only=True):
    """Another password for the account itself; the present one is asked again."""

    present: Annotated[str, msgspec.Meta(max_length=512)]
    password: Password

    __repr__ = _without_password


Level = Annotated[int, msgspec.Meta(ge=LEVELS[0], le=LEVELS[1])]
"""How well somebody has a skill."""


class AccountAdd(Parameters, frozen=True, kw_only=True):
    """Make an account; ``queues`` None: it sees all. ``extension``: its own phone. See ``Account``."""

    name: Word
    roles: tuple[Role, ...]
    password: Password
    title: str = ""
    queues: Words | None = None
    extension: Word | None = None
    must_change_password: bool = True
    skills: dict[Word, Level] = {}
    languages: Words = ()

    __repr__ = _without_password


class AccountChange(Parameters, frozen=True, kw_only=True):
    """Change what is said of an account, all of it at once; password, skills and languages only if they are given."""

    name: Word
    roles: tuple[Role, ...]
    title: str = ""
    queues: Words | None = None
    extension: Word | None = None
    is_enabled: bool = True
    password: Password | None = None
    must_change_password: bool = False
    skills: dict[Word, Level] | None = None
    languages: Words | None = None

    __repr__ = _without_password


class AccountUnlock(Parameters, frozen=True, kw_only=True):
    """Let an account in again that is locked because of wrong passwords."""

    name: Word


class RoleRights(Parameters, frozen=True, kw_only=True):
    """What this role may do from now on."""

    role: Role
    rights: tuple[Right, ...]


class SettingsRead(Parameters, frozen=True, kw_only=True):
    """A section of the centre's settings as it is in force at ``at`` (None: now), and what is planned to follow."""

    section: SectionName
    at: Instant | None = None


class SettingsChange(Parameters, frozen=True, kw_only=True):
    """Another value of a section, in force from ``since`` on (None: from now; also in the past, for figures).

    ``seen``: when the newest value was made that the one who asks has looked at (None: there was none but the file's).
    """

    section: SectionName
    value: Any
    since: Instant | None = None
    seen: Instant | msgspec.UnsetType | None = msgspec.UNSET


class SettingsForget(Parameters, frozen=True, kw_only=True):
    """What is planned for a section from ``since`` on will not come."""

    section: SectionName
    since: Instant
