"""Commands on agents: where they sit, their queues, pauses and wrap-up. Pure."""

from __future__ import annotations

from typing import Annotated

import msgspec

from shared.domain.commands.parameters import Parameters, Word, Words


class AgentLogin(Parameters, frozen=True, kw_only=True):
    """Make the agent a member of all these queues, or of none: paused at once if ``is_paused``, for that ``reason``.

    ``interface`` (device), ``name``: only with agent.others.
    """

    queues: Annotated[tuple[Word, ...], msgspec.Meta(min_length=1, max_length=100)]
    interface: Word | None = None
    name: Word | None = None
    penalty: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 0
    is_paused: bool = False
    reason: Annotated[str, msgspec.Meta(max_length=80)] = ""


class AgentLogout(Parameters, frozen=True, kw_only=True):
    """End the agent's membership in these queues; none named: in all."""

    queues: Words = ()


class AgentPause(Parameters, frozen=True, kw_only=True):
    """No calls for the agent in these queues (none named: in all), and why."""

    queues: Words = ()
    reason: Annotated[str, msgspec.Meta(max_length=80)] = ""


class AgentUnpause(Parameters, frozen=True, kw_only=True):
    """Calls again for the agent in these queues; none named: in all."""

    queues: Words = ()


class AgentWrapup(Parameters, frozen=True, kw_only=True):
    """Begin (or prolong) the agent's work after a call by ``seconds`` from now, or end it at once."""

    is_on: bool = True
    seconds: Annotated[float, msgspec.Meta(gt=0, le=3600)] = 30.0



class SeatTake(Parameters, frozen=True, kw_only=True):
    """Sit down at this phone (None: the account's own): from now on it is the account's agent.

    With ``is_takeover`` also where another panel of the same account has it, if the settings allow that.
    """

    extension: Word | None = None
    is_takeover: bool = False


class SeatLeave(Parameters, frozen=True, kw_only=True):
    """Get up: out of all queues, and the phone is nobody's."""
