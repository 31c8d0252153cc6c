"""What is said to a customer system and heard from it, of whichever kind: pages of contacts, and results. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Protocol

import msgspec

from shared.errors import SuiteError
from shared.templates import checked

OF_PULL = ("cursor", "campaign", "secret", "most")
OF_RESULT = (
    "external", "contact", "name", "number", "outcome", "disposition", "note", "operator", "attempts", "at", "call",
    "key", "campaign", "secret",
)  # fmt: skip
"""Placeholders of a result; a contact's own fields are ``field.City``."""
FIELD = "field."
MOST_ROWS = 1000
"""Contacts that are taken at once, of a database; an answer by HTTP is as long as it is."""
LONGEST_WAIT = timedelta(minutes=15)


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Contacts, each as our columns say; ``cursor`` of the next page, None: there is none now."""

    rows: Sequence[Mapping[str, str]]
    cursor: str | None = None


class Unanswered(SuiteError):
    """The customer system is away, slow or in trouble: the same again later."""


class Rejected(SuiteError):
    """The customer system will not have this result, or says what nobody understands; again would be the same."""


class Connector(Protocol):
    """A way to a customer system. Both raise Unanswered and Rejected, with one line that names no secret."""

    async def pull(self, cursor: str) -> Page:
        """A page of contacts after ``cursor`` ("": from the beginning)."""
        ...

    async def push(self, result: Mapping[str, str]) -> None:
        """Tell a result: ``OF_RESULT`` and fields."""
        ...

    async def close(self) -> None:
        """Let go of its connections."""
        ...


def of_pull(name: str) -> None:
    """Raise BadTemplate for a placeholder that no question for contacts has."""
    checked(name, OF_PULL)


def of_result(name: str) -> None:
    """Raise BadTemplate for a placeholder that no result has."""
    if not name.startswith(FIELD):
        checked(name, OF_RESULT, ", field.…")


def pause(base: timedelta, tries: int) -> timedelta:
    """How long to wait after so many tries in vain: twice as long each time, a quarter of an hour at most."""
    return min(base * 2 ** min(tries - 1, 20), LONGEST_WAIT) if tries > 0 else base
