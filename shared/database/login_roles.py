"""Accounts as Postgres sees them: login roles in the groups of one installation.

A foreign role of the name asked for is refused and never touched. A password leaves this process only as a SCRAM
verifier. All of it belongs to a transaction of the ``AccountBook``, which also writes the audit.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from psycopg import Connection, errors, sql

from shared.credentials import Secret
from shared.database.account_checks import ForeignRole, check_password
from shared.domain.accounts import ROLES


class LoginRoles:
    """The login roles of the installation whose group roles begin with ``prefix``."""

    def __init__(self, connection: Connection[Any], prefix: str) -> None:
        self._connection = connection
        self._prefix = prefix

    def make(self, name: str, password: Secret) -> None:
        """A login role; one that an earlier database left behind is used again. Raises ForeignRole."""
        verifier = self._verifier(name, password)
        if self._exists(name):
            self.check_ours(name)
            for role in self.groups(name):
                self._execute("revoke {} from {}", self._group(role), sql.Identifier(name))
            self._execute("alter role {} login password {}", sql.Identifier(name), sql.Literal(verifier))
        else:
            self._execute(
                "create role {} login password {} in role {}",
                sql.Identifier(name), sql.Literal(verifier), self._group("account"),
            )  # fmt: skip

    def check_ours(self, name: str) -> None:
        """Raises ForeignRole for a role that is no account of this installation."""
        row = self._connection.execute(
            "select count(*) filter (where g.rolname = %s), bool_or(u.rolsuper or u.rolcreaterole) "
            "from pg_roles u left join pg_auth_members m on m.member = u.oid "
            "left join pg_roles g on g.oid = m.roleid where u.rolname = %s",
            [f"{self._prefix}_account", name],
        ).fetchone()
        if row is None or not row[0] or row[1]:
            raise ForeignRole(f"the role {name} on this server is no account of this installation")

    def set_groups(self, name: str, chosen: Iterable[str]) -> None:
        """These groups and no others."""
        had, wanted = self.groups(name), set(chosen)
        for role in ROLES:
            if role in wanted and role not in had:
                self._execute("grant {} to {}", self._group(role), sql.Identifier(name))
            elif role in had and role not in wanted:
                self._execute("revoke {} from {}", self._group(role), sql.Identifier(name))

    def groups(self, name: str) -> list[str]:
        """The roles of an account, without the prefix."""
        row = self._connection.execute("select roles_of(%s)", [name]).fetchone()
        return row[0] if row else []

    def let_in(self, name: str, *, may_log_in: bool) -> None:
        """Whether it may log in to the database, and so to anything."""
        self._execute("alter role {} login" if may_log_in else "alter role {} nologin", sql.Identifier(name))

    def set_password(self, name: str, password: Secret) -> None:
        """Another password. Raises UsageError."""
        verifier = self._verifier(name, password)
        self._execute("alter role {} password {}", sql.Identifier(name), sql.Literal(verifier))

    def end_sessions(self, name: str) -> None:
        """End what the account has open in the database; an owner without pg_signal_backend cannot, and does not."""
        try:
            with self._connection.transaction():
                self._connection.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where usename = %s", [name]
                )
        except errors.InsufficientPrivilege:
            return  # what is open stays until it ends by itself; its rights are asked anew with every statement

    def _verifier(self, name: str, password: Secret) -> str:
        check_password(password)
        made = self._connection.pgconn.encrypt_password(password.reveal().encode(), name.encode(), b"scram-sha-256")
        return made.decode()

    def _exists(self, name: str) -> bool:
        return self._connection.execute("select from pg_roles where rolname = %s", [name]).fetchone() is not None

    def _group(self, role: str) -> sql.Identifier:
        return sql.Identifier(f"{self._prefix}_{role}")

    def _execute(self, statement: str, *parts: sql.Composable) -> None:
        self._connection.execute(sql.SQL(statement).format(*parts))
