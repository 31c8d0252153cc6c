"""What became of an attempt, from what the PBX tells: hang-up causes, results of dialling and of machine detection.

Sources: ITU-T Q.850, RFC 4497 (causes of SIP answers), Asterisk 16 and 22 as captured. The words are as they come, in
any case. Several are told of one attempt, and not all each time; ``outcome_of`` takes the one that says most.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from shared.campaigns.campaign import Outcome
from shared.campaigns.contact import AttemptState

Detected = Literal["person", "machine", "unsure"]

CAUSES: dict[int, Outcome] = {
    16: "no_answer",  # normal clearing: we stopped ringing, or the network did
    17: "busy",
    18: "no_answer",  # no user responding
    19: "no_answer",  # rang, nobody answered
    20: "no_answer",  # subscriber absent: a mobile that is off
    21: "busy",  # call rejected: a person who presses it away; a later time may suit
    26: "no_answer",  # answered elsewhere
    31: "no_answer",  # normal, unspecified
}
"""Q.850 cause of a call that nobody answered → outcome; every other is ``failed``: number, route or network."""
BAD_NUMBER_CAUSES = frozenset((1, 2, 3, 5, 22, 28))
"""Causes that speak against the number itself: unallocated, no route, changed, incomplete."""
CONGESTION_CAUSES = frozenset((34, 38, 41, 42, 44, 47, 58))
"""Causes that speak against our line and say nothing of the number: no circuit, congestion, out of order."""
RESULTS: dict[str, Outcome] = {
    "answer": "answered",
    "busy": "busy",
    "noanswer": "no_answer",
    "cancel": "no_answer",
    "chanunavail": "failed",
    "congestion": "failed",
    "invalidargs": "failed",
    "dontcall": "failed",
    "torture": "failed",
}
"""The result of dialling in the PBX's words → outcome."""
REASONS: dict[int, Outcome] = {
    0: "failed",  # no such extension or number
    1: "no_answer",  # hung up
    3: "no_answer",  # rang and rang
    4: "answered",
    5: "busy",
    8: "failed",  # congestion
}
"""The number in the reply to the order to dial → outcome."""
SIP_CODES: dict[int, Outcome] = {
    404: "failed", 408: "no_answer", 410: "failed", 480: "no_answer", 484: "failed", 486: "busy", 487: "no_answer",
    503: "failed", 600: "busy", 603: "busy", 604: "failed", 607: "busy",
}  # fmt: skip
"""Answers of SIP where the PBX tells them → outcome; others by their hundred are ``failed``."""
_DETECTED: dict[str, Detected] = {"human": "person", "machine": "machine", "notsure": "unsure", "hangup": "unsure"}


class Told(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the PBX told of an attempt that is over; None and empty: it did not tell that.

    ``cause``: Q.850 of the called leg. ``sip``: code of the answer. ``result``: of dialling, as a word. ``reason``: the
    number in the reply to the order. ``detected``: what machine detection said, as a word.
    """

    cause: int | None = None
    sip: int | None = None
    result: str = ""
    reason: int | None = None
    detected: str = ""

    @property
    def is_empty(self) -> bool:
        """Did it tell nothing?"""
        return self == Told()


def outcome_of(state: AttemptState, told: Told) -> Outcome:
    """The outcome of an attempt that ended in this state (the one before ``ended``).

    Connected: answered, whatever is told afterwards. Answered without an operator: ``machine`` where detection says
    so, else ``abandoned``. Nothing told at all: ``unknown``, never a guess.
    """
    if state == "connected":
        return "answered"
    if state == "answered":
        return "machine" if detected(told.detected) == "machine" else "abandoned"
    return _unanswered(told)


def detected(word: str) -> Detected:
    """What machine detection means by its word; what it does not know counts as a person."""
    return _DETECTED.get(word.lower(), "unsure")


def is_bad_number(told: Told) -> bool:
    """Tell whether the failure speaks against the number itself, so that another attempt is vain."""
    return told.cause in BAD_NUMBER_CAUSES or told.sip in (404, 410, 484, 604)


def is_congested(told: Told) -> bool:
    """Tell whether the failure is our line's: the number was not reached and is not to blame."""
    return told.cause in CONGESTION_CAUSES or told.sip == 503


def _unanswered(told: Told) -> Outcome:
    """The SIP answer says most, then the cause, then the result of dialling, then the reply's reason."""
    found = [
        _of_sip(told.sip), _of_cause(told.cause), RESULTS.get(told.result.lower()),
        None if told.reason is None else REASONS.get(told.reason, "failed"),
    ]  # fmt: skip
    said = [one for one in found if one is not None and one != "answered"]
    if said:
        return said[0]
    # Told to be answered, and yet our attempt never was: nobody knows.
    return "unknown"


def _of_sip(code: int | None) -> Outcome | None:
    if code is None or code < 300:
        return None
    return SIP_CODES.get(code, "failed")


def _of_cause(cause: int | None) -> Outcome | None:
    """Cause 0 and 127 say nothing: Asterisk writes them where it knows none."""
    if cause is None or cause in (0, 127):
        return None
    return CAUSES.get(cause, "failed")
