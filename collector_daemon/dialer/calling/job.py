"""An attempt that goes on, with all that is known of it, and what its journey needs of others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import msgspec

from collector_daemon.asterisk.campaign_actions import Offering
from collector_daemon.dialer.calling.following import Progress, leg_of, progress
from collector_daemon.dialer.calling.operators import Operator, Operators
from collector_daemon.pipeline import Pipeline
from collector_daemon.store.dialer.contacts import ContactStep
from shared.campaigns.campaign import Campaign, Outcome
from shared.campaigns.contact import Attempt, Contact
from shared.campaigns.outcomes import detected
from shared.clock import Clock

PATIENCE = timedelta(seconds=2)
"""So long after the answer somebody is connected with an operator, or the call counts as abandoned."""
CAMPAIGN_VARIABLE, ATTEMPT_VARIABLE = "SUITE_CAMPAIGN", "SUITE_ATTEMPT"


class Job(msgspec.Struct, kw_only=True):
    """An attempt that goes on. ``operator``: who looks at it before it is dialled (preview), or got it.

    ``progress``: as last seen. ``is_late``: no operator within two seconds. ``has_operator_left``: his part is over.
    ``reserved``: who is kept for it, and why he (a callback from a queue). ``said``: what becomes of the contact, where
    the operator has said so already.
    """

    campaign: Campaign
    contact: Contact
    attempt: Attempt
    operator: Operator | None = None
    is_preview: bool = False
    is_taken_up: bool = False
    progress: Progress | None = None
    is_late: bool = False
    has_operator_left: bool = False
    turn: int = 0
    said: ContactStep | None = None
    reserved: tuple[Operator, str] | None = None

    @property
    def leg_id(self) -> str:
        """The id of its first leg."""
        return leg_of(self.attempt.attempt)

    @property
    def is_machine(self) -> bool:
        """Did a machine answer, as far as the dialplan has told?"""
        return self.progress is not None and detected(self.progress.detected) == "machine"

    def offering(self, operator: Operator, leg_id: str, seconds: float, variables: dict[str, str]) -> Offering:
        """Him, to be rung for this."""
        name = "".join(sign for sign in self.contact.name if sign.isprintable())[:60]
        return Offering(
            leg_id=leg_id, device=operator.device, extension=operator.extension, shown=self.attempt.number,
            name=name, ring_seconds=seconds, variables=variables,
        )  # fmt: skip

    def look(self, pipeline: Pipeline) -> Progress | None:
        """How far it is by what the PBX has told; None: nothing (any more)."""
        found = pipeline.live.centre.calls.seen_last(self.leg_id)
        return progress(found[0], self.leg_id) if found is not None else None


Choice = Callable[[Job], "tuple[Operator, str] | None"]
"""Who gets it, and why him; None: nobody is free."""


class Ways(msgspec.Struct, frozen=True):
    """What a journey needs of others. ``hear`` is told after every step; ``stored``: what its stored call says."""

    pipeline: Pipeline
    operators: Operators
    clock: Clock
    choose: Choice
    hear: Callable[[Job], None]
    stored: Callable[[Attempt], Awaitable[Outcome | None]]
