"""Calls as JSON Lines in the contract's record: the same object as ``collector-daemon replay --print calls``.

Where callers may not be seen, the customer's number is masked wherever it stands in the record, and the name left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from shared.domain import numbers
from shared.domain.agents import Gap
from shared.domain.call_record import record
from shared.domain.calls import Call
from supervisor_console.reports.found import FoundCall

Telling = Callable[[tuple[FoundCall, ...]], Iterable[Call]]
"""All that is known of these calls, in their order."""


class RecordsFile:
    """A file that grows by pages of calls."""

    def __init__(self, file: Path, tell: Telling, country: str, *, is_masked: bool) -> None:
        """Begins the file. Raises OSError."""
        self._tell, self._country, self._is_masked = tell, country, is_masked
        self._file = file.open("w", encoding="utf-8", newline="\n")

    def add(self, calls: tuple[FoundCall, ...]) -> None:
        """Write these calls."""
        for call in self._tell(calls):
            told = masked(record(call), self._country) if self._is_masked else record(call)
            self._file.write(json.dumps(told) + "\n")

    def close(self, found_gaps: tuple[Gap, ...]) -> None:
        """There are no more; what a call has of gaps is in its record."""
        self._file.close()

    def abandon(self) -> None:
        """Let go of the file, which will be removed."""
        self._file.close()


def masked(told: dict[str, Any], country: str) -> dict[str, Any]:
    """A record in which the customer's number and name cannot be read; an extension is nobody's secret."""
    customer = (told["called"] if told["direction"] == "outbound" else told["caller"]) or ""
    mask = numbers.masked(customer, country)
    found = _replaced(told, customer, mask) if mask != customer else told
    return {**found, "caller_name": None}


def _replaced(value: Any, secret: str, mask: str) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(one, secret, mask) for key, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, secret, mask) for one in value]
    return value.replace(secret, mask) if isinstance(value, str) else value
