"""Accounts as they are, and what becomes different by a change, in the audit's words. Changing them: ``accounts``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from psycopg import Connection

from shared.database.account_checks import Listed, Wanted, queues_told
from shared.domain.abilities import skills_told
from shared.domain.accounts import Role


def listing(connection: Connection[Any], name: str | None = None) -> list[Listed]:
    """All accounts by name, or the one of that name."""
    rows = connection.execute(
        "select a.name, roles_of(a.name), a.sees_all_queues, a.agent, coalesce(r.rolcanlogin, false), "
        "array(select queue from visible_queue v where v.account = a.name order by queue), coalesce(a.title, ''), "
        "a.must_change_password, a.failed_attempts, "
        "case when a.locked_until > now() then a.locked_until end, a.last_login_at, a.skills, a.languages "
        "from account a left join pg_roles r on r.rolname = a.name "
        "where a.name = %(name)s or %(name)s::text is null order by a.name", {"name": name},
    ).fetchall()  # fmt: skip
    return [
        Listed(
            name=name, roles=tuple(roles), queues=None if sees_all else tuple(queues), agent=agent, may_log_in=can,
            title=title, must_change_password=must, failed_attempts=failed, locked_until=locked, last_login_at=last,
            skills=skills, languages=tuple(languages),
        )
        for name, roles, sees_all, agent, can, queues, title, must, failed, locked, last,
            skills, languages in rows
    ]  # fmt: skip


def differences(before: Listed, wanted: Wanted, roles: list[Role]) -> Iterator[str]:
    """What becomes different, in the audit's words; never the password."""
    if set(before.roles) != set(roles):
        yield f"roles {', '.join(roles)}"
    if before.title != wanted.title:
        yield f"called {wanted.title or before.name}"
    if (before.queues and set(before.queues)) != (wanted.queues and set(wanted.queues)):
        yield queues_told(wanted.queues)
    if before.agent != wanted.agent:
        yield f"extension {wanted.agent or 'none'}"
    if before.may_log_in != wanted.is_enabled:
        yield "enabled" if wanted.is_enabled else "disabled"
    if wanted.password is not None:
        yield "password changed"
    if before.must_change_password != wanted.must_change_password:
        yield "password to be changed" if wanted.must_change_password else "password need not be changed"


def other_abilities(before: Listed, wanted: Wanted) -> Iterator[str]:
    """What becomes different of skills and languages."""
    if wanted.skills is not None and dict(before.skills) != dict(wanted.skills):
        yield f"skills {skills_told(wanted.skills) or 'none'}"
    if wanted.languages is not None and set(before.languages) != set(wanted.languages):
        yield f"speaks {', '.join(wanted.languages) or 'nothing said'}"
