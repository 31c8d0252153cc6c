"""Accounts as an administrator sees them, and what each role may do; the database shows them to nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec
from sqlalchemy import Connection, text

from shared.database.escapes import unescape
from shared.domain.accounts import RIGHTS, ROLES, Right, Role


class AccountFound(msgspec.Struct, frozen=True, kw_only=True):
    """An account. ``queues`` None: it sees all. ``locked_until`` None: it is not locked now."""

    name: str
    title: str = ""
    roles: tuple[Role, ...] = ()
    queues: tuple[str, ...] | None = None
    extension: str | None = None
    is_enabled: bool = True
    must_change_password: bool = False
    failed_attempts: int = 0
    locked_until: datetime | None = None
    last_login_at: datetime | None = None
    skills: Mapping[str, int] = {}
    languages: tuple[str, ...] = ()


class AccountsFound(msgspec.Struct, frozen=True, kw_only=True):
    """All accounts by name, what each role may do, and the queues that the database has ever heard of."""

    accounts: tuple[AccountFound, ...] = ()
    rights: Mapping[Role, frozenset[Right]] = {}
    queues: tuple[str, ...] = ()

    def rights_of(self, account: AccountFound) -> frozenset[Right]:
        """What it may do when it has signed in."""
        return frozenset().union(*(self.rights.get(role, frozenset()) for role in account.roles))


def accounts_found(connection: Connection) -> AccountsFound:
    """All of it, as it is now. Raises what the database raises."""
    rights = {(row.role, row.right) for row in connection.execute(_RIGHTS)}
    return AccountsFound(
        accounts=tuple(_account(row) for row in connection.execute(_ACCOUNTS)),
        rights={role: frozenset(right for right in RIGHTS if (role, right) in rights) for role in ROLES},
        queues=tuple(unescape(row.queue) for row in connection.execute(_QUEUES)),
    )


def _account(row: object) -> AccountFound:
    found = {name: getattr(row, name) for name in AccountFound.__struct_fields__}
    queues = None if found["queues"] is None else tuple(unescape(queue) for queue in found["queues"])
    return AccountFound(**found | {
        "roles": tuple(role for role in ROLES if role in found["roles"]), "queues": queues,
        "languages": tuple(found["languages"])})  # fmt: skip


_ACCOUNTS = text("""
    select a.name, coalesce(a.title, '') as title, roles_of(a.name) as roles, a.agent as extension,
        case when not a.sees_all_queues then
            array(select queue from visible_queue v where v.account = a.name order by queue) end as queues,
        coalesce(r.rolcanlogin, false) as is_enabled, a.must_change_password, a.failed_attempts,
        case when a.locked_until > now() then a.locked_until end as locked_until, a.last_login_at,
        a.skills, a.languages
    from account a left join pg_roles r on r.rolname = a.name order by a.name
""")
_RIGHTS = text('select role, "right" from role_right')
_QUEUES = text("select distinct queue from queue order by queue")
