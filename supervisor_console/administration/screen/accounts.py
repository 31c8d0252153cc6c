"""The tab of accounts and rights, and the forms of an account."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from shared.domain.accounts import Role
from supervisor_console.views.pieces import Choice, Deed, Mark, Option


class AccountLine(msgspec.Struct, frozen=True, kw_only=True):
    """An account in the table; ``last_order`` is what its last sign-in is sorted by."""

    name: str
    title: Mark
    login: Mark
    extension: Mark
    roles: Mark
    last: Mark
    state: Mark
    last_order: float | None = None


class RightLine(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the matrix: what one may do, and how far each role may."""

    key: str
    title: Mark
    cells: Mapping[Role, Mark]


class RightsShown(msgspec.Struct, frozen=True, kw_only=True):
    """The matrix. ``is_edited``: cells can be pressed; ``changes``: what is different then, one line each."""

    title: str
    note: str
    lines: tuple[RightLine, ...]
    heads: Mapping[Role, str]
    is_edited: bool = False
    changes_title: str = ""
    changes: tuple[str, ...] = ()
    warning: str = ""
    edit: Deed = Deed("")
    save: Deed = Deed("")
    leave: Deed = Deed("")


class AccountsShown(msgspec.Struct, frozen=True, kw_only=True):
    """The whole tab. ``deeds``: what may be done with the chosen account, by the wish's name."""

    title: str
    count: str
    foot: str
    lines: tuple[AccountLine, ...]
    chosen: str | None
    empty: str
    role: Choice
    search_hint: str
    new: Deed
    deeds: Mapping[str, Deed]
    rights: RightsShown
    is_old: bool = False


class AccountForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a form of an account says. ``queues`` None: all; ``password`` "": as it is; ``skills``, ``languages``: as
    people write them (``shared.domain.abilities``).
    """

    name: str = ""
    title: str = ""
    roles: tuple[Role, ...] = ()
    extension: str = ""
    queues: tuple[str, ...] | None = None
    password: str = ""
    must_change_password: bool = True
    skills: str = ""
    languages: str = ""


class AccountQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """The form's words and choices. ``is_new``: also its name and its password are asked."""

    title: str
    accept: str
    form: AccountForm
    roles: tuple[Option, ...]
    queues: tuple[Option, ...]
    is_new: bool
    own_guard: str = ""


class PasswordQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """Another password for somebody: proposed, to be handed over."""

    title: str
    accept: str
    hint: str
    password: str
