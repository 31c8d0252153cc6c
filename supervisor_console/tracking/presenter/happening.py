"""All that happened in a call, as spans: what the lanes draw and the table tells, made once from the facts.

Spans lie within the call, but for wrap-ups, which may follow it. The parts are in ``gathered`` (queues, IVR and other
places) and ``spoken`` (who talked with whom); what rang without a queue is inferred in ``reached``.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal[
    "ivr", "queue", "ring", "dial", "talk", "hold", "consult", "transfer", "park", "voicemail", "wrapup",
    "recording", "off", "cut", "digits", "signal", "pickup", "conference", "gap", "started", "ended",
]  # fmt: skip
"""``dial``: a phone was rung without a queue; ``off``: a recording was muted; ``cut``: it was not written; ``ended``:
the call's end."""
CALLER_LANE, IVR_LANE, PARKING_LANE, VOICEMAIL_LANE = "caller", "ivr", "parking", "voicemail"


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """A span, or (both ends equal) a moment.

    ``who``: whose lane it is in, a party or a queue; ``other``: with whom, or to whom; ``result``: how it ended;
    ``text``: what else is known of it. ``is_first``: the beginning of a conversation; ``is_mirrored``: another one
    tells the same from the other side; ``row``: the key of the one whose line of the table tells it.
    """

    key: str
    kind: Kind
    starts_ms: int
    ends_ms: int
    lane: str = CALLER_LANE
    who: str = ""
    other: str = ""
    result: str = ""
    text: str = ""
    position: int | None = None
    is_running: bool = False
    is_first: bool = False
    is_last: bool = False
    is_mirrored: bool = False
    row: str = ""

    @property
    def length_ms(self) -> int:
        """How long it took."""
        return self.ends_ms - self.starts_ms


def agent_lane(party: str) -> str:
    """The lane of an extension or number."""
    return f"agent:{party}"


def queue_lane(queue: str) -> str:
    """The lane of a queue."""
    return f"queue:{queue}"
