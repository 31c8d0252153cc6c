"""Accounts as Postgres roles: made, changed, listed; and what each role may do. Every change is in the audit, in the
same transaction.

An account is a login role of its own name, in the group roles whose rights it has (see ``tables.accounts``). Changes
wait for each other, so whoever administers still may when it is done: an account that gives orders (``on_behalf_of``)
must have the right ``administration`` before and after, or nothing is done. Beside: ``login_roles`` (the roles of
Postgres), ``account_checks`` (what may be said of an account). Not here: checking passwords (the feed's
``collector_daemon.store.accounts``), and what the database lets rights do (the migrations).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.types.json import Jsonb

from shared.credentials import Secret
from shared.database.account_checks import (
    AccountMistake,
    Listed,
    Wanted,
    check_abilities,
    check_name,
    check_title,
    checked_rights,
    checked_roles,
    queues_told,
)
from shared.database.account_listing import differences, listing, other_abilities
from shared.database.connection import conninfo, plain, shown
from shared.database.login_roles import LoginRoles
from shared.domain.accounts import RIGHTS, ROLES, Account, Right, Role
from shared.errors import Refused, Unavailable, UsageError

COMMAND_LINE = "command line"
PATIENCE = "set lock_timeout = '10s'"


class AccountBook:
    """The accounts of one installation, over the connection of the database's owner.

    ``actor`` and ``origin`` are who changes them and from where, for the audit; ``on_behalf_of`` the account that
    must be allowed to, None: whoever owns the database.
    """

    def __init__(
        self, connection: Connection[Any], actor: str, *, origin: str = COMMAND_LINE, on_behalf_of: str | None = None
    ) -> None:
        self._connection = connection
        self._actor, self._origin, self._on_behalf_of = actor, origin, on_behalf_of
        row = connection.execute("select role_prefix from installation").fetchone()
        assert row is not None, "the first migration writes it"
        self._logins = LoginRoles(connection, str(row[0]))

    def add(
        self, name: str, roles: Iterable[Role], password: Secret, *, queues: Iterable[str] | None = None,
        agent: str | None = None, title: str = "", must_change_password: bool = False,
        skills: Mapping[str, int] | None = None, languages: Iterable[str] = (),
    ) -> None:  # fmt: skip
        """Make an account. Raises UsageError (name, title, roles, skills …) and Refused (a foreign role's name)."""
        check_name(name)
        check_title(title)
        check_abilities(skills, languages)
        chosen = checked_roles(roles)
        with self._administering():
            if self._connection.execute("select from account where name = %s", [name]).fetchone() is not None:
                raise AccountMistake("account_exists", f"there is an account {name} already")
            self._logins.make(name, password)
            self._logins.set_groups(name, chosen)
            self._connection.execute(
                "insert into account (name, agent, sees_all_queues, created_at, version, title, must_change_password) "
                "values (%s, %s, %s, now(), 0, %s, %s)",
                [name, agent, queues is None, title or None, must_change_password],
            )  # fmt: skip
            self._set_queues(name, queues)
            self._set_abilities(name, skills, languages)
            self._note("account added", name, f"roles {', '.join(chosen)}; {queues_told(queues)}")

    def change(self, name: str, wanted: Wanted) -> None:
        """Make an account what is wanted, all at once or not at all. Raises UsageError, Refused."""
        check_title(wanted.title)
        check_abilities(wanted.skills, wanted.languages)
        chosen = checked_roles(wanted.roles)
        with self._administering():
            before = self._listed(name)
            self._logins.check_ours(name)
            told, others = list(differences(before, wanted, chosen)), list(other_abilities(before, wanted))
            if not told and not others:
                return
            self._set_abilities(name, wanted.skills, wanted.languages)
            if not told:  # of skills alone no session need end
                self._note("account changed", name, "; ".join(others))
                return
            self._logins.set_groups(name, chosen)
            self._logins.let_in(name, may_log_in=wanted.is_enabled)
            self._set_queues(name, wanted.queues)
            self._connection.execute(
                "update account set title = %s, agent = %s, must_change_password = %s, version = version + 1 "
                "where name = %s", [wanted.title or None, wanted.agent, wanted.must_change_password, name],
            )  # fmt: skip
            if wanted.password is not None:
                self._set_password(name, wanted.password)
            self._note("account changed", name, "; ".join(told + others))
        if wanted.password is not None or not wanted.is_enabled:
            self._logins.end_sessions(name)

    def disable(self, name: str) -> None:
        """Let an account in no more and end its sessions in the database. Raises UsageError."""
        with self._changing(name, "account disabled"):
            self._logins.let_in(name, may_log_in=False)
        self._logins.end_sessions(name)

    def enable(self, name: str) -> None:
        """Let a disabled account in again. Raises UsageError."""
        with self._changing(name, "account enabled"):
            self._logins.let_in(name, may_log_in=True)

    def unlock(self, name: str) -> None:
        """Let an account in again that is locked because of wrong passwords. Raises UsageError."""
        with self._changing(name, "account unlocked", ends_sessions=False):
            self._unlock(name)

    def set_password(self, name: str, password: Secret, *, must_change_password: bool = False) -> None:
        """Give an account another password; it is not locked any more. Raises UsageError."""
        detail = "to be changed at the next sign-in" if must_change_password else ""
        with self._changing(name, "password changed", detail):
            self._set_password(name, password)
            self._connection.execute(
                "update account set must_change_password = %s where name = %s", [must_change_password, name]
            )
        self._logins.end_sessions(name)

    def set_queues(self, name: str, queues: Iterable[str] | None) -> None:
        """Say which queues an account sees; None: all. Raises UsageError."""
        chosen = None if queues is None else sorted(set(queues))
        with self._changing(name, "visible queues changed", queues_told(chosen)):
            self._set_queues(name, chosen)

    def set_title(self, name: str, title: str) -> None:
        """Say what the person is called; empty: the account's name. Raises UsageError."""
        check_title(title)
        with self._changing(name, "title changed", title):
            self._connection.execute("update account set title = %s where name = %s", [title or None, name])

    def set_abilities(
        self, name: str, skills: Mapping[str, int] | None = None, languages: Iterable[str] | None = None
    ) -> None:
        """Say what skills an account has, with their level, and what it speaks; None: as before. Raises UsageError."""
        check_abilities(skills, languages)
        told = list(other_abilities(self._listed(name), Wanted(
            roles=(), skills=skills, languages=None if languages is None else tuple(languages))))  # fmt: skip
        with self._changing(name, "abilities changed", "; ".join(told), ends_sessions=False):
            self._set_abilities(name, skills, languages)

    def set_roles(self, name: str, roles: Iterable[Role]) -> None:
        """Give an account these roles and no others. Raises UsageError."""
        chosen = checked_roles(roles)
        with self._changing(name, "roles changed", f"roles {', '.join(chosen)}"):
            self._logins.set_groups(name, chosen)

    def rights(self) -> dict[Role, tuple[Right, ...]]:
        """What each role may do."""
        found = set(self._connection.execute('select role, "right" from role_right').fetchall())
        return {role: tuple(right for right in RIGHTS if (role, right) in found) for role in ROLES}

    def set_rights(self, role: Role, rights: Iterable[Right]) -> None:
        """Say what a role may do from now on; older sessions of accounts that have it end. Raises AccountMistake."""
        chosen = checked_rights(role, rights)
        with self._administering():
            had = self.rights()[role]
            changes = [f"gained {right}" for right in chosen if right not in had]
            changes += [f"lost {right}" for right in had if right not in chosen]
            if not changes:
                return
            self._connection.execute("delete from role_right where role = %s", [role])
            for right in chosen:
                self._connection.execute("insert into role_right values (%s, %s)", [role, right])
            self._connection.execute("update account set version = version + 1 where %s = any (roles_of(name))", [role])
            self._note("rights of a role changed", role, ", ".join(changes))

    def for_token(self, name: str, until: datetime) -> Account:
        """The account, which gets a token that is good ``until`` then. Raises UsageError unless it may only look."""
        with self._connection.transaction():
            found = self._listed(name)
            if found.roles != ("wallboard",):
                told = ", ".join(found.roles)
                raise UsageError(f"{name} is {told}: only who is wallboard and nothing else gets a token")
            if not found.may_log_in:
                raise UsageError(f"{name} is disabled")
            if found.must_change_password:
                raise UsageError(f"{name} has to change its password first")
            self._note("token made", name, f"good until {until:%Y-%m-%d}")
            row = self._connection.execute("select version from account where name = %s", [name]).fetchone()
        assert row is not None
        return Account(
            name=name, roles=frozenset({"wallboard"}), queues=None if found.queues is None else frozenset(found.queues),
            agent=found.agent, version=row[0], carried=frozenset(self.rights()["wallboard"]),
        )  # fmt: skip

    def listing(self, name: str | None = None) -> list[Listed]:
        """All accounts by name, or the one of that name."""
        return listing(self._connection, name)

    def _listed(self, name: str) -> Listed:
        found = self.listing(name)
        if not found:
            raise AccountMistake("unknown_account", f"there is no account {name}")
        return found[0]

    @contextmanager
    def _administering(self) -> Iterator[None]:
        """A transaction beside which nobody else changes accounts, and after which the actor still may."""
        with self._connection.transaction():
            self._connection.execute("select from installation for update")  # a lock that no account can take
            self._check_actor("not_allowed", "your account may not do this any more")
            yield
            self._check_actor("would_lock_out", "that would take the administration from your own account")

    def _check_actor(self, code: str, message: str) -> None:
        if self._on_behalf_of is None:
            return
        row = self._connection.execute(
            "select 'administration' = any (rights_of(roles_of(a.name))) and r.rolcanlogin "
            "from account a join pg_roles r on r.rolname = a.name where a.name = %s", [self._on_behalf_of],
        ).fetchone()  # fmt: skip
        if row is None or not row[0]:
            raise AccountMistake(code, message)

    @contextmanager
    def _changing(self, name: str, act: str, detail: str = "", *, ends_sessions: bool = True) -> Iterator[None]:
        """A transaction that changes an existing account, ends its older sessions and is in the audit."""
        with self._administering():
            self._listed(name)
            self._logins.check_ours(name)
            yield
            self._connection.execute(
                "update account set version = version + %s where name = %s", [int(ends_sessions), name]
            )
            self._note(act, name, detail)

    def _set_password(self, name: str, password: Secret) -> None:
        self._logins.set_password(name, password)
        self._unlock(name)

    def _unlock(self, name: str) -> None:
        self._connection.execute(
            "update account set failed_attempts = 0, locked_until = null where name = %s", [name]
        )

    def _set_queues(self, name: str, queues: Iterable[str] | None) -> None:
        self._connection.execute("delete from visible_queue where account = %s", [name])
        self._connection.execute(
            "update account set sees_all_queues = %s where name = %s", [queues is None, name]
        )
        for queue in sorted(set(queues or ())):
            self._connection.execute("insert into visible_queue (account, queue) values (%s, %s)", [name, queue])

    def _set_abilities(
        self, name: str, skills: Mapping[str, int] | None, languages: Iterable[str] | None
    ) -> None:
        """None: as they are."""
        self._connection.execute(
            "update account set skills = coalesce(%s, skills), languages = coalesce(%s, languages) where name = %s",
            [None if skills is None else Jsonb(dict(skills)),
             None if languages is None else list(dict.fromkeys(languages)), name],
        )  # fmt: skip

    def _note(self, act: str, subject: str, detail: str) -> None:
        self._connection.execute(
            "insert into audit (account, act, subject, detail, origin) values (%s, %s, %s, %s, %s)",
            [self._actor, act, subject, detail, self._origin],
        )


@contextmanager
def open_book(
    url: str, actor: str, *, origin: str = COMMAND_LINE, on_behalf_of: str | None = None
) -> Iterator[AccountBook]:
    """The accounts of the database at ``url``. Raises Unavailable, Refused; the password is in no message."""
    try:
        connection = psycopg.connect(conninfo(url), autocommit=True)
    except psycopg.Error as problem:
        raise Unavailable(f"cannot reach the database {shown(url)}: {plain(problem)}") from None
    with connection:
        try:
            connection.execute(PATIENCE)
            yield AccountBook(connection, actor, origin=origin, on_behalf_of=on_behalf_of)
        except psycopg.Error as problem:
            raise Refused(f"the database refused: {plain(problem)}") from None
