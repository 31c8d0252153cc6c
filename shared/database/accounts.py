"""Accounts as Postgres roles: made, changed, listed. Every change is in the audit, in the same transaction.

An account is a login role of its own name, in the group roles whose rights it has (see ``tables.accounts``). Only
roles of this installation are ever touched; a foreign role of the name asked for is refused. A password leaves this
process only as a SCRAM verifier, so no statement, log or audit can hold it. Not here: checking passwords (the feed's
``collector_daemon.store.accounts``), and what a role may do (the migrations, ``shared.domain.accounts``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg import Connection, errors, sql

from shared.credentials import Secret
from shared.database.connection import conninfo, plain, shown
from shared.domain.accounts import ROLES, Account, Role
from shared.errors import Refused, Unavailable, UsageError

NAME = re.compile(r"[^\W\d_][\w.@-]*")
LONGEST_NAME = 63  # bytes, as for every name in Postgres
LONGEST_TITLE = 80  # letters
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 512


@dataclass(frozen=True)
class Listed:
    """An account as listed: ``queues`` None means all."""

    name: str
    roles: tuple[str, ...]
    queues: tuple[str, ...] | None
    agent: str | None
    may_log_in: bool
    title: str = ""


class AccountBook:
    """The accounts of one installation, over the connection of who administers them (the database's owner)."""

    def __init__(self, connection: Connection[Any], actor: str) -> None:
        self._connection = connection
        self._actor = actor
        row = connection.execute("select role_prefix from installation").fetchone()
        assert row is not None, "the first migration writes it"
        self._prefix = str(row[0])

    def add(
        self, name: str, roles: Iterable[Role], password: Secret, *,
        queues: Iterable[str] | None = None, agent: str | None = None, title: str = "",
    ) -> None:  # fmt: skip
        """Make an account. Raises UsageError (name, title, roles, password) and Refused (a foreign role's name)."""
        _check_name(name)
        _check_title(title)
        chosen = _checked_roles(roles)
        with self._connection.transaction():
            if self._row(name) is not None:
                raise UsageError(f"there is an account {name} already")
            self._make_role(name, self._verifier(name, password))
            for role in chosen:
                self._execute("grant {} to {}", self._group(role), sql.Identifier(name))
            self._connection.execute(
                "insert into account (name, agent, sees_all_queues, created_at, version, title) "
                "values (%s, %s, %s, now(), 0, %s)", [name, agent, queues is None, title or None],
            )  # fmt: skip
            self._set_queues(name, queues)
            seen = "all queues" if queues is None else ", ".join(sorted(queues))
            self._note("account added", name, f"roles {', '.join(chosen)}; sees {seen}")

    def disable(self, name: str) -> None:
        """Let an account in no more and end its sessions in the database. Raises UsageError."""
        with self._changing(name, "account disabled"):
            self._execute("alter role {} nologin", sql.Identifier(name))
        self._end_sessions(name)

    def enable(self, name: str) -> None:
        """Let a disabled account in again. Raises UsageError."""
        with self._changing(name, "account enabled"):
            self._execute("alter role {} login", sql.Identifier(name))

    def set_password(self, name: str, password: Secret) -> None:
        """Give an account another password. Raises UsageError."""
        with self._changing(name, "password changed"):
            verifier = self._verifier(name, password)
            self._execute("alter role {} password {}", sql.Identifier(name), sql.Literal(verifier))

    def set_queues(self, name: str, queues: Iterable[str] | None) -> None:
        """Say which queues an account sees; None: all. Raises UsageError."""
        chosen = None if queues is None else sorted(set(queues))
        seen = "all queues" if chosen is None else ", ".join(chosen)
        with self._changing(name, "visible queues changed", f"sees {seen}"):
            self._set_queues(name, chosen)

    def set_title(self, name: str, title: str) -> None:
        """Say what the person is called; empty: the account's name. Raises UsageError."""
        _check_title(title)
        with self._changing(name, "title changed", title):
            self._connection.execute("update account set title = %s where name = %s", [title or None, name])

    def set_roles(self, name: str, roles: Iterable[Role]) -> None:
        """Give an account these roles and no others. Raises UsageError."""
        chosen = _checked_roles(roles)
        with self._changing(name, "roles changed", f"roles {', '.join(chosen)}"):
            for role in ROLES:
                verb = "grant {} to {}" if role in chosen else "revoke {} from {}"
                if role in chosen or role in self._roles(name):
                    self._execute(verb, self._group(role), sql.Identifier(name))

    def for_token(self, name: str, until: datetime) -> Account:
        """The account, which gets a token that is good ``until`` then. Raises UsageError unless it may only look."""
        with self._connection.transaction():
            row = self._connection.execute(
                "select roles_of(a.name), a.agent, a.sees_all_queues, a.version, coalesce(r.rolcanlogin, false), "
                "array(select queue from visible_queue v where v.account = a.name) "
                "from account a left join pg_roles r on r.rolname = a.name where a.name = %s", [name],
            ).fetchone()  # fmt: skip
            if row is None:
                raise UsageError(f"there is no account {name}")
            roles, agent, sees_all, version, can, queues = row
            if list(roles) != ["wallboard"]:
                raise UsageError(f"{name} is {', '.join(roles)}: only who is wallboard and nothing else gets a token")
            if not can:
                raise UsageError(f"{name} is disabled")
            self._note("token made", name, f"good until {until:%Y-%m-%d}")
        return Account(
            name=name, roles=frozenset(roles), queues=None if sees_all else frozenset(queues), agent=agent,
            version=version,
        )  # fmt: skip

    def listing(self) -> list[Listed]:
        """All accounts by name."""
        rows = self._connection.execute(
            "select a.name, roles_of(a.name), a.sees_all_queues, a.agent, coalesce(r.rolcanlogin, false), "
            "array(select queue from visible_queue v where v.account = a.name order by queue), coalesce(a.title, '') "
            "from account a left join pg_roles r on r.rolname = a.name order by a.name"
        ).fetchall()
        return [
            Listed(name, tuple(roles), None if sees_all else tuple(queues), agent, can, title)
            for name, roles, sees_all, agent, can, queues, title in rows
        ]

    @contextmanager
    def _changing(self, name: str, act: str, detail: str = "") -> Iterator[None]:
        """A transaction that changes an existing account, ends its older sessions and is in the audit."""
        with self._connection.transaction():
            if self._row(name) is None:
                raise UsageError(f"there is no account {name}")
            self._check_ours(name)
            yield
            self._connection.execute("update account set version = version + 1 where name = %s", [name])
            self._note(act, name, detail)

    def _make_role(self, name: str, verifier: str) -> None:
        """The login role; one that an earlier database of this installation left behind is used again."""
        if self._role_exists(name):
            self._check_ours(name)
            for role in self._roles(name):
                self._execute("revoke {} from {}", self._group(role), sql.Identifier(name))
            self._execute("alter role {} login password {}", sql.Identifier(name), sql.Literal(verifier))
        else:
            self._execute(
                "create role {} login password {} in role {}",
                sql.Identifier(name), sql.Literal(verifier), self._group("account"),
            )  # fmt: skip

    def _check_ours(self, name: str) -> None:
        row = self._connection.execute(
            "select count(*) filter (where g.rolname = %s), bool_or(u.rolsuper or u.rolcreaterole) "
            "from pg_roles u left join pg_auth_members m on m.member = u.oid "
            "left join pg_roles g on g.oid = m.roleid where u.rolname = %s",
            [f"{self._prefix}_account", name],
        ).fetchone()
        if row is None or not row[0] or row[1]:
            raise Refused(f"the role {name} on this server is no account of this installation")

    def _end_sessions(self, name: str) -> None:
        try:
            with self._connection.transaction():
                self._connection.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where usename = %s", [name]
                )
        except errors.InsufficientPrivilege:
            return  # an owner without pg_signal_backend: what is open stays until it ends by itself

    def _set_queues(self, name: str, queues: Iterable[str] | None) -> None:
        self._connection.execute("delete from visible_queue where account = %s", [name])
        self._connection.execute(
            "update account set sees_all_queues = %s where name = %s", [queues is None, name]
        )
        for queue in sorted(set(queues or ())):
            self._connection.execute("insert into visible_queue (account, queue) values (%s, %s)", [name, queue])

    def _verifier(self, name: str, password: Secret) -> str:
        _check_password(password)
        made = self._connection.pgconn.encrypt_password(password.reveal().encode(), name.encode(), b"scram-sha-256")
        return made.decode()

    def _row(self, name: str) -> tuple[Any, ...] | None:
        return self._connection.execute("select name from account where name = %s for update", [name]).fetchone()

    def _role_exists(self, name: str) -> bool:
        return self._connection.execute("select from pg_roles where rolname = %s", [name]).fetchone() is not None

    def _roles(self, name: str) -> list[str]:
        row = self._connection.execute("select roles_of(%s)", [name]).fetchone()
        return row[0] if row else []

    def _group(self, role: str) -> sql.Identifier:
        return sql.Identifier(f"{self._prefix}_{role}")

    def _execute(self, statement: str, *parts: sql.Composable) -> None:
        self._connection.execute(sql.SQL(statement).format(*parts))

    def _note(self, act: str, subject: str, detail: str) -> None:
        self._connection.execute(
            "insert into audit (account, act, subject, detail, origin) values (%s, %s, %s, %s, 'command line')",
            [self._actor, act, subject, detail],
        )


@contextmanager
def open_book(url: str, actor: str) -> Iterator[AccountBook]:
    """The accounts of the database at ``url``. Raises Unavailable, Refused; the password is in no message."""
    try:
        connection = psycopg.connect(conninfo(url), autocommit=True)
    except psycopg.Error as problem:
        raise Unavailable(f"cannot reach the database {shown(url)}: {plain(problem)}") from None
    with connection:
        try:
            yield AccountBook(connection, actor)
        except psycopg.Error as problem:
            raise Refused(f"the database refused: {plain(problem)}") from None


def _check_name(name: str) -> None:
    if not NAME.fullmatch(name) or len(name.encode()) > LONGEST_NAME or name.startswith("pg_"):
        raise UsageError(f"{name!r} cannot be an account's name: a letter, then letters, digits and . _ - @")


def _check_title(title: str) -> None:
    if len(title) > LONGEST_TITLE or not title.isprintable():
        raise UsageError(f"what a person is called has at most {LONGEST_TITLE} letters, on one line")


def _check_password(password: Secret) -> None:
    if not SHORTEST_PASSWORD <= len(password.reveal()) <= LONGEST_PASSWORD:
        raise UsageError(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")


def _checked_roles(roles: Iterable[Role]) -> list[Role]:
    chosen = [role for role in ROLES if role in set(roles)]
    if not chosen:
        raise UsageError(f"an account needs a role: {', '.join(ROLES)}")
    return chosen
