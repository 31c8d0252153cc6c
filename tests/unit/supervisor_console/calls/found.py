"""Calls as a search finds them, and moments of the page, for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from shared.domain.description import CentreDescription, LineDescription, QueueDescription
from shared.domain.search.query import Query
from shared.language import Language
from supervisor_console.calls.presenter import made_rows
from supervisor_console.calls.presenter.moment import Around, Moment
from supervisor_console.reports.found import Facets, FoundCall, Sums

NOW = datetime(2026, 11, 19, 13, 36, 8, tzinfo=UTC)
CENTRE = CentreDescription(
    timezone="Europe/Prague",
    queues=(QueueDescription(queue="support", title="Podpora"), QueueDescription(queue="vip", title="VIP")),
    lines=(LineDescription(line="420222111000", title="Infolinka"),),
)
FACETS = Facets(
    pbxs=("main",), queues=("support", "vip", "night"), agents=(("1006", "Eva Veselá"), ("1007", None)),
    lines=("420222111000",), dispositions=(("sold", "Prodáno"),), campaigns=("autumn",), crm_fields=("order",),
)  # fmt: skip


def around(code: str = "en", **more: Any) -> Around:
    return Around(language=Language.of(code), centre=CENTRE, now=NOW, facets=FACETS, **more)


def found_call(number: int = 1, **more: Any) -> FoundCall:
    """A call that was answered; each number further into the past."""
    started = NOW - timedelta(minutes=7 * number)
    values: dict[str, Any] = {
        "pbx": "main", "call": f"1795.{number}", "started_at": started, "ended_at": started + timedelta(minutes=4),
        "direction": "inbound", "line": "420222111000", "caller": f"420777{number:06}", "caller_name": None,
        "called": "420222111000", "queues": ("support",), "agents": (("1006", "Eva Veselá"),), "outcome": "answered",
        "ended_by": "caller", "wait_ms": 27_000, "ring_ms": 8000, "talk_ms": 211_000, "hold_ms": 0,
        "length_ms": 240_000, "is_transferred": False, "is_held": False, "is_in_gap": False, "recordings": 1,
    }  # fmt: skip
    return FoundCall(**values | more)


def missed_call(number: int = 1, **more: Any) -> FoundCall:
    values = {"agents": (), "outcome": "abandoned", "wait_ms": 108_000, "ring_ms": None, "talk_ms": None,
              "hold_ms": None, "recordings": 0}  # fmt: skip
    return found_call(number, **values | more)


def sums(calls: tuple[FoundCall, ...]) -> Sums:
    waits, talks = (
        [one.wait_ms for one in calls if one.wait_ms is not None],
        [one.talk_ms for one in calls if one.talk_ms],
    )
    return Sums(
        calls=len(calls), answered=sum(one.outcome == "answered" for one in calls),
        abandoned=sum(one.outcome == "abandoned" for one in calls), waited=len(waits), wait_ms=sum(waits),
        talked=len(talks), talk_ms=sum(talks), hold_ms=0, length_ms=sum(one.length_ms or 0 for one in calls),
    )  # fmt: skip


def moment(*calls: FoundCall, code: str = "en", query: Query | None = None, **more: Any) -> Moment:
    """The page after its query was answered."""
    asked, here = query or Query(), more.pop("around", None) or around(code)
    values: dict[str, Any] = {
        "around": here, "query": asked, "answered": asked, "calls": calls, "rows": made_rows(calls, asked, here),
        "sums": sums(calls), "account": "ivana", "rights": frozenset(("history.all", "callers.see")),
    }  # fmt: skip
    return Moment(**values | more)
