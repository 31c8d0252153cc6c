"""What an account may be called, which passwords and roles it may have; and what is wrong with it otherwise.

Not here: the accounts themselves (``accounts``) and the roles of Postgres that they are (``login_roles``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from shared.credentials import Secret
from shared.domain.accounts import LEVELS, RIGHTS, ROLES, Right, Role
from shared.errors import Refused, UsageError

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
NAME = re.compile(r"[^\W\d_][\w.@-]*")
LONGEST_NAME = 63  # bytes, as for every name in Postgres
LONGEST_TITLE = 80  # letters
MOST_ABILITIES = 50  # skills of an account, and languages
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 512


class AccountMistake(UsageError):
    """Something of accounts that cannot be done; ``code`` is for programs.

    Codes: unknown_account, account_exists, would_lock_out, not_allowed, same_password.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class ForeignRole(Refused):
    """A role of this server that is no account of this installation; nothing is done to it."""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """An account as listed: ``queues`` None means all. ``locked_until`` None: it is not locked now."""

    name: str
    roles: tuple[str, ...]
    queues: tuple[str, ...] | None
    agent: str | None
    may_log_in: bool
    title: str = ""
    must_change_password: bool = False
    failed_attempts: int = 0
    locked_until: datetime | None = None
    last_login_at: datetime | None = None
    skills: Mapping[str, int] = {}
    languages: tuple[str, ...] = ()


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """All that may be said of an account at once; ``queues`` None: all; ``password``, ``skills`` (with their level, 1
    to 10), ``languages`` None: as they are.
    """

    roles: tuple[Role, ...]
    title: str = ""
    queues: tuple[str, ...] | None = None
    agent: str | None = None
    is_enabled: bool = True
    password: Secret | None = None
    must_change_password: bool = False
    skills: Mapping[str, int] | None = None
    languages: tuple[str, ...] | None = None


def check_name(name: str) -> None:
    """Raises UsageError for what no account can be called."""
    if not NAME.fullmatch(name) or len(name.encode()) > LONGEST_NAME or name.startswith("pg_"):
        raise UsageError(f"{name!r} cannot be an account's name: a letter, then letters, digits and . _ - @")


def check_title(title: str) -> None:
    """Raises UsageError for what no person can be called."""
    if len(title) > LONGEST_TITLE or not title.isprintable():
        raise UsageError(f"what a person is called has at most {LONGEST_TITLE} letters, on one line")


def check_abilities(skills: Mapping[str, int] | None, languages: Iterable[str] | None) -> None:
    """Raises UsageError for skills or languages that nobody can have."""
    spoken = tuple(languages or ())
    for name, level in (skills or {}).items():
        is_odd = not name.isprintable() or not name.strip() or any(sign in name for sign in ",;=")
        if is_odd or len(name) > LONGEST_TITLE:
            raise UsageError(f"{name!r} cannot be a skill: words on one line, without commas")
        if not LEVELS[0] <= level <= LEVELS[1]:
            raise UsageError(f"the level of {name} is {level}: {LEVELS[0]} to {LEVELS[1]} can be")
    for language in spoken:
        if not LANGUAGE.fullmatch(language):
            raise UsageError(f"{language!r} is no language: its code, like cs or pt-BR")
    if len(skills or ()) > MOST_ABILITIES or len(spoken) > MOST_ABILITIES:
        raise UsageError(f"an account has at most {MOST_ABILITIES} skills, and as many languages")


def check_password(password: Secret) -> None:
    """Raises UsageError for a password of an unfit length."""
    if not SHORTEST_PASSWORD <= len(password.reveal()) <= LONGEST_PASSWORD:
        raise UsageError(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")


def checked_roles(roles: Iterable[Role]) -> list[Role]:
    """Each once and in order. Raises UsageError for none."""
    chosen = [role for role in ROLES if role in set(roles)]
    if not chosen:
        raise UsageError(f"an account needs a role: {', '.join(ROLES)}")
    return chosen


def checked_rights(role: Role, rights: Iterable[Right]) -> list[Right]:
    """Each once and in order. Raises AccountMistake where nobody could administer accounts any more."""
    chosen = [right for right in RIGHTS if right in set(rights)]
    if role == "administrator" and "administration" not in chosen:
        raise AccountMistake("would_lock_out", "the role administrator keeps the right administration")
    return chosen


def queues_told(queues: Iterable[str] | None) -> str:
    """Which queues an account sees, in the audit's words."""
    return f"sees {'all queues' if queues is None else ', '.join(sorted(set(queues)))}"
