"""Commands about alerts: somebody has seen one and looks after it, and everybody sees that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from shared.domain.accounts import Account
from shared.domain.board import AlertRow
from shared.domain.commands import Refused
from shared.protocol import wire

SAME_INSTANT = timedelta(milliseconds=1)
"""What a client says of an instant may be rounded."""


class AlertBook(Protocol):
    """Where alerts are raised and cleared."""

    def alerts(self) -> Iterable[AlertRow]:
        """Those that are raised now."""
        ...

    def acknowledge(self, row: AlertRow, by: str) -> AlertRow:
        """Somebody looks after it: the row as everybody sees it from now on."""
        ...


class AttentionCommands:
    """Carries out alert.acknowledge in the books of alerts."""

    def __init__(self, books: Iterable[AlertBook]) -> None:
        self._books = tuple(books)

    async def acknowledge(self, account: Account, params: Mapping[str, object]) -> dict[str, Any]:
        """The first to say so is who looks after it. Raises Refused: unknown_alert."""
        alert, raised, pbx = params.get("alert"), params.get("raised"), params.get("pbx")
        for book in self._books:
            for row in book.alerts():
                is_meant = row.alert == alert and pbx in (None, row.pbx) and _is_same(row.since, raised)
                if is_meant and _shows(account, row):
                    seen = row if row.acknowledged_at is not None else book.acknowledge(row, account.name)
                    return {"by": seen.acknowledged_by, "at": wire.instant(seen.acknowledged_at or seen.since)}
        raise Refused("unknown_alert", "There is no such alert, or it is over.")


def _is_same(since: datetime, raised: object) -> bool:
    return isinstance(raised, datetime) and abs(since - raised) <= SAME_INSTANT


def _shows(account: Account, row: AlertRow) -> bool:
    """As the board: who sees not all of its queues does not see the alert."""
    return all(account.sees(queue) for queue in (*row.queues, *((row.queue,) if row.queue else ())))
