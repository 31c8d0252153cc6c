"""What can come of a link's question but an answer."""

from __future__ import annotations

from typing import Literal

from shared.errors import SuiteError

Reason = Literal["", "slow", "away", "refused", "status", "not_json", "too_large", "redirect", "no_secret"]
"""Why an answer is none: not in time · cannot be reached · refuses the secret · another status · no JSON · more than is
read · leads to where nobody is followed · the desk has no secret."""


class NotAnswered(SuiteError):
    """The customer system did not answer as it should; ``reason`` is for programs, the message for the log."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class NobodyThere(SuiteError):
    """The customer system knows nobody of that kind."""
