"""From where the command that is being carried out came; for the audit.

Every command runs in a task of its own, so its origin is found wherever that task goes, without every function on the
way having to hand it on. What the daemon does by itself has none.
"""

from __future__ import annotations

from contextvars import ContextVar

_ORIGIN: ContextVar[str] = ContextVar("origin", default="")


def came_from(address: str) -> None:
    """Say from where the command of this task came."""
    _ORIGIN.set(address)


def origin() -> str:
    """The address of who gave the command; the daemon itself where nobody did."""
    return _ORIGIN.get() or "daemon"
