"""Score cards, what was scored by them, and which calls are to be scored. Under the account's own role.

Nothing is changed or taken away: a changed card is a new version, a corrected score a new row. What a correction
stands in the place of is not read here. The database lets nobody write under another's name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from shared.database.escapes import escape, unescape
from shared.domain.quality import Card, Section
from shared.errors import Refused
from supervisor_console.reports.found import FoundCall
from supervisor_console.reports.search.details import found_calls

MOST_CALLS = 500
"""So many calls are offered for scoring at most."""


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody (``account``, at ``scored_at``) thought of an agent's part in a call."""

    score: str
    pbx: str
    call: str
    call_started_at: datetime
    agent: str
    agent_name: str | None
    card: str
    version: int
    answers: dict[str, int | None]
    percent: Decimal
    failed_by: str | None = None
    comment: str = ""
    corrects: str | None = None
    account: str = ""
    scored_at: datetime | None = None


class SampledCall(msgspec.Struct, frozen=True, kw_only=True):
    """A call that was drawn for one of its operators."""

    agent: str
    name: str | None
    found: FoundCall


def cards(connection: Connection) -> tuple[Card, ...]:
    """All versions of all cards, by title and version."""
    return tuple(_card(row) for row in connection.execute(_CARDS))


def save_card(connection: Connection, card: Card) -> None:
    """Add this version. Raises Refused: there is one of that number already, made by somebody else meanwhile."""
    sections = msgspec.json.encode(card.sections).decode()
    try:
        connection.execute(_SAVE_CARD, {
            "card": escape(card.card), "version": card.version, "title": escape(card.title),
            "sections": sections.replace("\\u0000", ""), "is_retired": card.is_retired,
        })  # fmt: skip
    except IntegrityError:
        raise Refused(f"the card {card.title!r} was changed by somebody else meanwhile") from None


def save_score(connection: Connection, score: Score) -> None:
    """Add it; one that is there already (the answer was lost) is there. Raises Refused: corrected meanwhile."""
    values = {name: getattr(score, name) for name in ("call_started_at", "version", "percent")}
    values |= {name: _stored(getattr(score, name)) for name in _TEXTS}
    values["answers"] = msgspec.json.encode(score.answers).decode()
    try:
        connection.execute(_SAVE_SCORE, values)
    except IntegrityError:
        raise Refused("this score was corrected by somebody else meanwhile") from None


def scores(connection: Connection, since: datetime, until: datetime) -> tuple[Score, ...]:
    """Of calls that began in [since, until), the newest call first; without those that were corrected."""
    return tuple(_score(row) for row in connection.execute(_SCORES, {"since": since, "until": until}))


def scores_of(connection: Connection, keys: Sequence[tuple[str, str]]) -> tuple[Score, ...]:
    """Of these calls (PBX and id), without those that were corrected."""
    asked = {"pbxs": [escape(pbx) for pbx, _ in keys], "ids": [escape(call) for _, call in keys]}
    return tuple(_score(row) for row in connection.execute(_SCORES_OF, asked))


def sample(
    connection: Connection, since: datetime, until: datetime, each: int, seed: str
) -> tuple[SampledCall, ...]:
    """Calls of [since, until) drawn at random, ``each`` per operator who talked; the same for the same seed."""
    asked = {"since": since, "until": until, "each": each, "seed": seed, "most": MOST_CALLS}
    drawn = [(unescape(row.agent), row.pbx, row.call_id) for row in connection.execute(_SAMPLE, asked)]
    keys = list(dict.fromkeys((pbx, call) for _, pbx, call in drawn))
    by_key = {(one.pbx, one.call): one for one in found_calls(connection, keys)}
    return tuple(
        SampledCall(agent=agent, name=dict(found.agents).get(agent), found=found)
        for agent, pbx, call in drawn
        if (found := by_key.get((unescape(pbx), unescape(call)))) is not None
    )


def one_call(connection: Connection, pbx: str, call: str) -> tuple[SampledCall, ...]:
    """This call, once for each who talked in it; nothing where the account does not see it, or nobody talked."""
    return drawn_of(found_calls(connection, [(escape(pbx), escape(call))]))


def drawn_of(calls: Sequence[FoundCall]) -> tuple[SampledCall, ...]:
    """Calls that were searched for, once for each who talked in them."""
    return tuple(SampledCall(agent=agent, name=name, found=one) for one in calls for agent, name in one.agents)


def _stored(value: str | None) -> str | None:
    return None if value is None else escape(value)


def _plain(value: str | None) -> str | None:
    return None if value is None else unescape(value)


def _card(row: Any) -> Card:
    return Card(
        card=unescape(row.card), version=row.version, title=unescape(row.title), is_retired=row.is_retired,
        sections=msgspec.convert(row.sections, tuple[Section, ...]),
    )  # fmt: skip


def _score(row: Any) -> Score:
    answers: Mapping[str, int | None] = row.answers
    return Score(
        score=unescape(row.score), pbx=unescape(row.pbx), call=unescape(row.call_id),
        call_started_at=row.call_started_at, agent=unescape(row.agent), agent_name=_plain(row.agent_name),
        card=unescape(row.card), version=row.version, answers=dict(answers), percent=row.percent,
        failed_by=_plain(row.failed_by), comment=unescape(row.comment), corrects=_plain(row.corrects),
        account=row.account, scored_at=row.scored_at,
    )  # fmt: skip


_TEXTS = ("score", "pbx", "call", "agent", "agent_name", "card", "failed_by", "comment", "corrects")
_CARDS = sql("select * from score_card order by title, card, version")
_SAVE_CARD = sql("""
    insert into score_card (card, version, title, sections, is_retired)
    values (:card, :version, :title, cast(:sections as jsonb), :is_retired)
""")
_SAVE_SCORE = sql("""
    insert into score (score, pbx, call_id, call_started_at, agent, agent_name, card, version, answers, percent,
        failed_by, comment, corrects)
    values (:score, :pbx, :call, :call_started_at, :agent, :agent_name, :card, :version, cast(:answers as jsonb),
        :percent, :failed_by, :comment, :corrects)
    on conflict (score) do nothing
""")
_CURRENT = "not exists (select from score later where later.corrects = s.score)"
_SCORES = sql(f"""
    select s.* from score s where s.call_started_at >= :since and s.call_started_at < :until and {_CURRENT}
    order by s.call_started_at desc, s.score
""")  # noqa: S608
_SCORES_OF = sql(f"""
    select s.* from unnest(cast(:pbxs as text[]), cast(:ids as text[])) k (pbx, call_id)
    join score s on s.pbx = k.pbx and s.call_id = k.call_id where {_CURRENT} order by s.scored_at desc
""")  # noqa: S608
_SAMPLE = sql("""
    select agent, pbx, call_id from (
        select who.agent, c.pbx, c.call_id, c.started_at, row_number() over (
            partition by who.agent order by md5(:seed || c.pbx || c.call_id), c.call_id) as place
        from call c, unnest(c.agents) who (agent)
        where c.started_at >= :since and c.started_at < :until and c.ended_at is not null
    ) drawn where place <= :each order by agent, started_at desc limit :most
""")
