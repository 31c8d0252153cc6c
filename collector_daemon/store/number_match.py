"""One telephone number in all its writings, found among millions of stored ones.

Calls are stored as the PBX told them: 777123001, 420777123001, +420777123001. Indexes (``call_from_idx``,
``call_to_idx``) know the last digits of the customer's number, and what they find is compared as numbers are. Who
shows no number, and an extension, is nobody: they match nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from shared.database.connection import Connection
from shared.database.escapes import identifier, unescape
from shared.database.tables.columns import LAST_DIGITS
from shared.domain import numbers

_END = "\"right\"(regexp_replace(\"left\"({}, 64), '[^0-9]', '', 'g'), 6) = any(%(ends)s::text[])"
_CALLS_OF = (
    "(select {columns}, c.caller as customer from call c where {caller} and c.direction = 'inbound' and {more} "
    "union all "
    "select {columns}, c.called as customer from call c where {called} and c.direction = 'outbound' and {more})"
)
_NUMBER = re.compile(r"[+0-9 ()./-]+")


def calls_of(columns: str, more: str) -> str:
    """The calls ``c`` from and to customers whose numbers end with one of %(ends)s, each with its ``customer``."""
    return _CALLS_OF.format(
        columns=columns, more=more, caller=_END.format("c.caller"), called=_END.format("c.called")
    )  # fmt: skip


class NumberMatch:
    """Compares numbers as people of ``country`` write them; ``outside_prefix`` may stand before what was dialled."""

    def __init__(self, country: Callable[[], str], outside_prefix: Callable[[], str] = str) -> None:
        self._country, self._prefix = country, outside_prefix

    def normal(self, number: str | None) -> str | None:
        """The one writing of a number; None for an extension, for no number at all, and for what is none."""
        if number is None or numbers.is_hidden(number):
            return None
        found = numbers.e164(number[:64], self._country())
        if found is not None:
            return found
        digits = self.digits(number)
        return digits if _NUMBER.fullmatch(number) and len(digits) >= LAST_DIGITS else None

    def normals(self, stored: str | None) -> frozenset[str]:
        """What a stored number may mean: as it is, and without the digits for an outside line."""
        writings, prefix = [stored], self._prefix()
        if stored and prefix and stored.startswith(prefix):
            writings.append(stored[len(prefix) :])
        return frozenset(filter(None, map(self.normal, writings)))

    def last_digits(self, normal: str) -> str:
        """By what the index finds it."""
        return self.digits(normal)[-LAST_DIGITS:]

    @staticmethod
    def digits(text: str) -> str:
        """Its digits alone, as Postgres' pattern has them."""
        return "".join(sign for sign in text if "0" <= sign <= "9")

    async def answered_later(
        self, connection: Connection, missed: Sequence[tuple[str, datetime, str]], pbxs: Sequence[str]
    ) -> list[datetime | None]:
        """For each (number, when, call id): the first talk with that number in another call that began after it."""
        wanted = [self.normal(number) for number, _at, _call_id in missed]
        known = sorted({self.last_digits(one) for one in wanted if one})
        if not known:
            return [None] * len(missed)
        since = min(at for (_number, at, _call_id), one in zip(missed, wanted, strict=True) if one)
        found = await connection.execute(_TALKS.encode(), {
            "ends": known, "since": since, "pbxs": [identifier(pbx) for pbx in pbxs],
        })  # fmt: skip
        talks = self._by_number(await found.fetchall())
        answers: list[datetime | None] = []
        for (_number, at, call_id), normal in zip(missed, wanted, strict=True):
            later = (begun for begun, other in talks.get(normal or "", ()) if begun > at and other != call_id)
            answers.append(min(later, default=None))
        return answers

    def _by_number(self, rows: Iterable[Any]) -> dict[str, list[tuple[datetime, str]]]:
        talks: dict[str, list[tuple[datetime, str]]] = {}
        for number, answered_at, call_id in rows:
            for normal in self.normals(unescape(number)):
                talks.setdefault(normal, []).append((answered_at, unescape(call_id)))
        return talks


_TALKS = "select customer, answered_at, call_id from {} found".format(calls_of(  # noqa: S608
    "c.answered_at, c.call_id",
    "c.started_at >= %(since)s and c.outcome = 'answered' and c.answered_at is not null "
    "and c.pbx = any(%(pbxs)s::text[])",
))  # fmt: skip
