"""What was dialled to a contact, and to whom each attempt was given, why."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection, text

from shared.database.escapes import unescape

MOST = 200
ATTEMPTS = """
select a.attempt, a.number, a.mode, a.placed_at, a.answered_at, a.connected_at, a.ended_at, a.outcome, a.cause,
       a.pbx, a.call_id, a.operator, a.disposition, a.campaign, c.title,
       (select jsonb_agg(jsonb_build_object('operator', s.operator, 'agent', s.agent, 'because', s.because)
                         order by s.nth) from assignment s where s.attempt = a.attempt) as given
  from attempt a left join campaign c on c.campaign = a.campaign
 where {where} order by a.placed_at desc limit :most
"""


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """To whom an attempt was given (account, and extension), and why to him."""

    operator: str
    agent: str = ""
    because: str = ""


class AttemptFound(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt; ``outcome`` None: it goes on. ``title``: its campaign's."""

    attempt: int
    number: str
    mode: str
    placed_at: datetime
    answered_at: datetime | None
    connected_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    cause: str
    pbx: str
    call: str
    operator: str
    disposition: str
    campaign: str
    title: str
    given: tuple[Given, ...] = ()


def attempts(connection: Connection, contact: int) -> tuple[AttemptFound, ...]:
    """Of a contact, the newest first."""
    return _found(connection, "a.contact = :key", contact)


def attempts_of_number(connection: Connection, number: str) -> tuple[AttemptFound, ...]:
    """Of a number, over all campaigns, the newest first."""
    return _found(connection, "a.number = :key", number)


def _found(connection: Connection, where: str, key: int | str) -> tuple[AttemptFound, ...]:
    rows = connection.execute(text(ATTEMPTS.format(where=where)), {"key": key, "most": MOST})
    return tuple(
        AttemptFound(
            attempt=row.attempt, number=unescape(row.number), mode=row.mode, placed_at=row.placed_at,
            answered_at=row.answered_at, connected_at=row.connected_at, ended_at=row.ended_at, outcome=row.outcome,
            cause=unescape(row.cause), pbx=unescape(row.pbx), call=unescape(row.call_id), operator=row.operator,
            disposition=row.disposition,
            campaign=row.campaign, title=unescape(row.title or row.campaign),
            given=msgspec.convert(row.given or [], tuple[Given, ...]),
        )
        for row in rows
    )  # fmt: skip
