"""What the page of quality asks at once: calls to be scored, scores, cards, searches."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection

from shared.domain.quality import Card
from shared.domain.search.query import Period, Preset, Query
from shared.domain.search.spans import span_of
from supervisor_console.reports import quality, saved
from supervisor_console.reports.quality import SampledCall, Score
from supervisor_console.reports.search import SearchScope, page

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
LIMIT = 200
"""So many calls of a saved search are offered."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which calls: of a period, so many per operator; or those of a search."""

    preset: Preset
    each: int
    seed: str
    query: Query | None
    now: datetime
    zone: ZoneInfo
    country: str
    outside_prefix: str = ""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the list and the operators are made of."""

    calls: tuple[SampledCall, ...]
    scores: tuple[Score, ...]
    period_scores: tuple[Score, ...]
    cards: tuple[Card, ...]
    searches: tuple[saved.SavedSearch, ...]


def answer(connection: Connection, asked: Asked) -> Answer:
    """All of it in one go."""
    span = span_of(Period(preset=asked.preset), asked.now, asked.zone)
    since, until = span.since or _LONG_AGO, span.until or asked.now
    if asked.query is None:
        calls = quality.sample(connection, since, until, asked.each, asked.seed)
    else:
        scope = SearchScope(zone=asked.zone, now=asked.now, country=asked.country,
                            outside_prefix=asked.outside_prefix)  # fmt: skip
        calls = quality.drawn_of(page(connection, asked.query, scope, limit=LIMIT).rows)
    keys = list(dict.fromkeys((one.found.pbx, one.found.call) for one in calls))
    return Answer(
        calls=calls, scores=quality.scores_of(connection, keys), period_scores=quality.scores(connection, since, until),
        cards=quality.cards(connection),
        searches=tuple(one for one in saved.saved_searches(connection) if one.query is not None),
    )  # fmt: skip


def one_call(
    connection: Connection, pbx: str, call: str
) -> tuple[tuple[SampledCall, ...], tuple[Score, ...], tuple[Card, ...]]:
    """A call that was not drawn, its scores, and all cards."""
    found = quality.one_call(connection, pbx, call)
    return found, quality.scores_of(connection, [(pbx, call)]), quality.cards(connection)


def search_key(search: saved.SavedSearch) -> str:
    """Whose, and its name."""
    return f"{search.account}/{search.name}"


def call_key(one: SampledCall) -> tuple[str, str, str]:
    """Whose part in which call."""
    return one.found.pbx, one.found.call, one.agent
