"""Facts of agents: memberships, sessions, pauses, states; and of what we did not see.

Keys: (pbx, agent, queue, started_at) for sessions and pauses, (pbx, agent, started_at) for states. A span that
is still open has ``ended_at`` None and is told again, under the same key, when it ends.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

AgentState = Literal[
    "logged_out", "ready", "ringing", "talking", "on_hold", "wrapping_up", "paused", "unreachable"
]


class AgentSession(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """An agent's membership in one queue from log-in (added) to log-out (removed)."""

    pbx: str
    agent: str
    queue: str
    interface: str
    name: str
    penalty: int
    started_at: datetime
    ended_at: datetime | None = None
    is_start_known: bool = True


class AgentPause(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """An agent's pause in one queue; another reason is another pause."""

    pbx: str
    agent: str
    queue: str
    reason: str
    started_at: datetime
    ended_at: datetime | None = None
    is_start_known: bool = True


class AgentInterval(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A span in which an agent was in one state, over all queues."""

    pbx: str
    agent: str
    state: AgentState
    started_at: datetime
    ended_at: datetime | None = None
    reason: str = ""


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """A span in which we did not see the PBX. Key: (pbx, started_at)."""

    pbx: str
    started_at: datetime
    ended_at: datetime | None = None
    cause: Literal["connection", "pbx_stopped", "pbx_crashed", "daemon"] = "connection"


class Surprise(msgspec.Struct, frozen=True, kw_only=True):
    """Something the tables do not declare: counted and kept, never an exception.

    Key: (pbx, happened_at, kind, subject).
    """

    pbx: str
    happened_at: datetime
    kind: str
    subject: str
    detail: str = ""
