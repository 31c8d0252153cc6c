"""The dialplan's tables: which line leads where, which number is which queue, what each digit of the menu
does.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class QueueRoute:
    """How a queue's number (``501``) enters its queue: after how long it gives up, and what comes after.

    ``answers`` lifts the line first (or exit keys are not heard); ``has_survey``: the caller goes on when the
    agent hangs up; ``is_mixed``: the dialplan records it (else the queue does, if it is set to).
    """

    queue: str
    timeout: float | None = None
    answers: bool = False
    has_survey: bool = False
    is_mixed: bool = True


@dataclass(frozen=True, slots=True)
class Routes:
    """All tables. ``lines``: inbound number → (context, extension); ``menu``: digit → the same."""

    lines: dict[str, tuple[str, str]]
    queues: dict[str, QueueRoute]
    menu: dict[str, tuple[str, str]] = field(default_factory=dict)
    key_person: str = "1005"
