"""Who may do what: roles, the rights each carries, and which queues an account may see. Pure.

An account is a person (or a screen on a wall) that signs in. Its rights are the union of its roles' rights.
``queues`` None means all queues; otherwise nothing of any other queue may reach it. ``agent`` is the
extension of the account's own agent, on which an operator may act without any right over others. Without
``callers.see`` callers' numbers come masked and their names not at all.
"""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

Role = Literal["operator", "supervisor", "quality", "billing", "administrator", "wallboard"]
Right = Literal[
    "board.watch",
    "callers.see",
    "agent.own",
    "agent.others",
    "call.own",
    "call.others",
    "supervise",
    "dialer.run",
    "history.own",
    "history.all",
    "recording.own",
    "recording.open",
    "recording.export",
    "recording.erase",
    "quality",
    "billing",
    "administration",
]

ROLES: tuple[Role, ...] = get_args(Role)
RIGHTS: tuple[Right, ...] = get_args(Right)

_OPERATOR: frozenset[Right] = frozenset(
    {"board.watch", "callers.see", "agent.own", "call.own", "history.own", "recording.own"}
)
_SUPERVISOR: frozenset[Right] = _OPERATOR | {
    "agent.others", "call.others", "supervise", "dialer.run", "history.all", "recording.open",
    "recording.export", "quality",
}

LEVELS = 1, 10
"""Of a skill, from the least to the most."""
USUAL_LEVEL = 5
"""Of a skill of which none is said."""

RIGHTS_OF: dict[Role, frozenset[Right]] = {
    "operator": _OPERATOR,
    "supervisor": _SUPERVISOR,
    "quality": frozenset({"board.watch", "callers.see", "history.all", "recording.open", "quality"}),
    "billing": frozenset({"history.all", "billing"}),
    "administrator": frozenset(RIGHTS),
    "wallboard": frozenset({"board.watch"}),
}
"""What each role may do unless it was changed; an account with several roles may do all that any of them may."""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may sign in. ``version`` grows with every change that must end older sessions.

    ``title`` is what the person is called, where that was said. ``carried``: the rights of its roles where the
    installation's table of rights was asked; None: as by default. ``must_change_password``: before anything else.
    """

    name: str
    roles: frozenset[Role]
    queues: frozenset[str] | None = None
    agent: str | None = None
    version: int = 0
    title: str = ""
    carried: frozenset[Right] | None = None
    must_change_password: bool = False

    @property
    def rights(self) -> frozenset[Right]:
        """Everything that this account may do."""
        if self.carried is not None:
            return self.carried
        return frozenset().union(*(RIGHTS_OF[role] for role in self.roles))

    def may(self, right: Right) -> bool:
        """Does any of the account's roles carry this right?"""
        return right in self.rights

    def sees(self, queue: str) -> bool:
        """May anything of this queue reach the account?"""
        return self.queues is None or queue in self.queues
