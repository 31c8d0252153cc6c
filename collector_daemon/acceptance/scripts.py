"""What is done in each test call, and what must be told of it. Pure values.

Lengths are seconds. A script says what the caller does and who is logged in to the queue; ``Expected`` is what follows
from that by the definitions of GLOSSARY.md, written down by hand and never computed by the core.
"""

from __future__ import annotations

import msgspec

from collector_daemon.acceptance.dialplan import ANSWERING_SECONDS, RINGING_SECONDS, TALKING_SECONDS
from shared.domain.calls import AttemptResult, CallOutcome, EndedBy, VisitOutcome

PATIENCE = 3.0
"""After so long in the queue, talk included, the caller hangs up, where he does."""
SHORT = 1.0
"""… where it is for less than the queue rings a phone, or waits until it rings again."""
QUEUE_TIME = 5.0
"""After so long the queue gives up, where it does: in the midst of ringing for the second time."""
LONG = 60.0


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """What must be told of a call: the times that are None are not looked at."""

    call: CallOutcome
    visit: VisitOutcome
    attempts: tuple[AttemptResult, ...] = ()
    ended_by: EndedBy | None = None
    wait: float | None = None
    ring: float | None = None
    talk: float | None = None
    transfers: int = 0


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """One test call. ``operator``: a person of the context, or nobody; ``pause`` is a reason with which he is paused.

    The caller hangs up ``patience`` seconds after he came into the queue; ``moved_after`` so many another program sends
    him elsewhere.
    """

    name: str
    operator: str = ""
    pause: str = ""
    queue_seconds: float = LONG
    patience: float = LONG
    moved_after: float | None = None
    expected: Expected


SCRIPTS = (
    Script(
        name="answered, the caller hangs up", operator="answers", patience=PATIENCE,
        expected=Expected(
            call="answered", visit="answered", attempts=("answered",), ended_by="caller",
            wait=RINGING_SECONDS, ring=RINGING_SECONDS, talk=PATIENCE - RINGING_SECONDS,
        ),
    ),
    Script(
        name="answered, the operator hangs up", operator="leaves",
        expected=Expected(
            call="answered", visit="answered", attempts=("answered",), ended_by="agent",
            wait=RINGING_SECONDS, ring=RINGING_SECONDS, talk=TALKING_SECONDS + ANSWERING_SECONDS,
        ),
    ),
    Script(
        name="answered and passed on", operator="answers", moved_after=PATIENCE, patience=PATIENCE + 1.0,
        expected=Expected(
            call="answered", visit="answered", attempts=("answered",), ended_by="transfer",
            wait=RINGING_SECONDS, ring=RINGING_SECONDS, talk=PATIENCE - RINGING_SECONDS, transfers=1,
        ),
    ),
    Script(
        name="the caller gives up while it rings", operator="rings", patience=SHORT,
        expected=Expected(
            call="abandoned", visit="abandoned", attempts=("cancelled",), ended_by="caller", wait=SHORT
        ),
    ),
    Script(
        name="nobody answers, the queue gives up", operator="rings", queue_seconds=QUEUE_TIME,
        expected=Expected(
            call="overflow", visit="timeout", attempts=("no_answer", "no_answer"), ended_by="system", wait=QUEUE_TIME
        ),
    ),
    Script(
        name="the operator declines, the caller gives up", operator="busy", patience=SHORT,
        expected=Expected(
            call="abandoned", visit="abandoned", attempts=("rejected",), ended_by="caller", wait=SHORT
        ),
    ),
    Script(
        name="the operator is paused, the caller gives up", operator="answers", pause="test", patience=PATIENCE,
        expected=Expected(call="abandoned", visit="abandoned", ended_by="caller", wait=PATIENCE),
    ),
    Script(
        name="nobody is logged in, the caller gives up", patience=PATIENCE,
        expected=Expected(call="abandoned", visit="abandoned", ended_by="caller", wait=PATIENCE),
    ),
)  # fmt: skip
"""In the order in which they are done."""
