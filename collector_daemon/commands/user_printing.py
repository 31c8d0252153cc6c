"""What ``user`` prints: accounts, what roles may do, and whether the audit is whole."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from shared.domain.abilities import skills_told

if TYPE_CHECKING:
    from shared.database.account_checks import Listed
    from shared.database.accounts import AccountBook


def print_list(book: AccountBook) -> None:
    """All accounts, a line each."""
    rows = [("NAME", "ROLES", "QUEUES", "AGENT", "STATE", "SKILLS", "LANGUAGES", "TITLE")]
    for found in book.listing():
        queues = "all" if found.queues is None else ",".join(found.queues) or "none"
        skills = skills_told(found.skills).replace(", ", ",") or "-"
        rows.append((found.name, ",".join(found.roles), queues, found.agent or "-", _state(found), skills,
                     ",".join(found.languages) or "-", found.title))  # fmt: skip
    _print_columns(rows)


def print_rights(book: AccountBook) -> None:
    """All roles with what they may do."""
    _print_columns([("ROLE", "RIGHTS"), *((role, " ".join(rights)) for role, rights in book.rights().items())])


def print_audit(url: str) -> int:
    """Whether the audit is what was written; the exit code."""
    from shared.database.audit import check_audit

    found = check_audit(url)
    if found.first_broken is not None:
        sys.stderr.write(f"the audit was tampered with: entry {found.first_broken} is the first that does not fit\n")
        return 1
    sys.stdout.write(f"the audit is whole: {found.entries} entries; keep elsewhere: {found.last} {found.hash}\n")
    return 0


def _state(found: Listed) -> str:
    if not found.may_log_in:
        return "disabled"
    if found.locked_until is not None:
        return "locked"
    return "new password" if found.must_change_password else "enabled"


def _print_columns(rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        line = "  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True))
        sys.stdout.write(line.rstrip() + "\n")
