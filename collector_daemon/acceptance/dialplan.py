"""What a PBX needs for test calls: a context and a queue of their own. Nobody else is in them; both may stay."""

from __future__ import annotations

CONTEXT = "callcentre-check"
"""The context, and the queue."""
QUEUE_NUMBER, CALLER, ELSEWHERE = "queue", "caller", "elsewhere"
"""Numbers of the context: of the queue, of what the caller does meanwhile, and one to be passed on to."""
RINGING_SECONDS = 1.0
"""How long ``answers`` and ``leaves`` ring."""
TALKING_SECONDS = 2.0
"""How long ``leaves`` talks before it hangs up."""
ANSWERING_SECONDS = 0.5
"""Asterisk's Answer() waits so long for sound, and there is none (seen with 16 and 22)."""
OFFER_SECONDS = 2.0
"""How long the queue rings a phone that does not answer, and how long until it rings one again."""

EXTENSIONS_CONF: tuple[str, ...] = (
    f"[{CONTEXT}]",
    "exten => caller,1,Wait(${CHECK_PATIENCE})",
    " same => n,Hangup()",
    "exten => answers,1,Ringing()",
    " same => n,Wait(1)",
    " same => n,Answer()",
    " same => n,Wait(60)",
    "exten => leaves,1,Ringing()",
    " same => n,Wait(1)",
    " same => n,Answer()",
    " same => n,Wait(2)",
    " same => n,Hangup()",
    "exten => rings,1,Ringing()",
    " same => n,Wait(60)",
    "exten => busy,1,Hangup(17)",
    f"exten => {QUEUE_NUMBER},1,Answer()",
    f" same => n,Queue({CONTEXT},,,,${{CHECK_SECONDS}})",
    " same => n,Hangup()",
    "exten => elsewhere,1,Wait(60)",
)
"""For extensions.conf."""

QUEUES_CONF: tuple[str, ...] = (
    f"[{CONTEXT}]",
    "strategy = ringall",
    "timeout = 2",
    "retry = 2",
    "joinempty = yes",
    "leavewhenempty = no",
    "announce-frequency = 0",
)
"""For queues.conf."""


def device(name: str) -> str:
    """The Local channel that plays a person of the context. ``/n``: it must not be optimised away."""
    return f"Local/{name}@{CONTEXT}/n"
