"""The visits behind a figure are the very ones that its formula counts."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.measures import Counts, Histogram, Limits, MeasureName, VisitCounts, evaluate
from shared.reports.explain import Behind, behind, exactly
from shared.reports.selection import Selection

SINCE = datetime(2026, 11, 9, tzinfo=UTC)
SELECTION = Selection(since=SINCE, until=SINCE + timedelta(days=5), queues=("support",))
VISITS = [(outcome, wait) for outcome in ("answered", "abandoned", "timeout", "lost", "") for wait in (2, 5, 20, 40)]
LIMITS = Limits(threshold_seconds=20, short_abandon_seconds=5)


def counts() -> Counts:
    answered, abandoned = (Histogram.of_lengths(wait * 1000 for one, wait in VISITS if one == name)
                           for name in ("answered", "abandoned"))  # fmt: skip
    return Counts.of(VisitCounts(offered=20, answered=4, abandoned=4, out_timeout=4, lost=4, waiting=4,
                                 answered_waits=answered, abandoned_waits=abandoned), LIMITS)  # fmt: skip


def found(of: Behind) -> int:
    return sum(
        any(outcome in one.outcomes and (one.over is None or wait > one.over)
            and (one.within is None or wait <= one.within) for one in of.visits)
        for outcome, wait in VISITS
    )  # fmt: skip


@pytest.mark.parametrize("name", ["sl1", "sl2", "sl3", "sl4", "sl5", "sl6", "sl7", "abandon_rate", "asa", "offered",
                                  "abandoned_uncounted_short", "short_abandoned", "flow_outs", "waiting"])  # fmt: skip
def test_as_many_visits_are_found_as_were_counted(name: MeasureName):
    figure = evaluate(name, counts())
    assert found(behind(figure, SELECTION, LIMITS)) == (figure.top if figure.below is None else figure.below)


def test_the_search_asks_for_the_period_the_queues_and_the_outcomes():
    query = behind(evaluate("sl4", counts()), SELECTION, LIMITS).query
    assert (query.period.since, query.period.until) == (SELECTION.since, SELECTION.until)
    assert [(one.field, one.values) for one in query.terms] == [
        ("queue", ("support",)), ("visit", ("answered", "abandoned"))]  # fmt: skip
    assert [one.values for one in exactly(query, ["b", "a", "b"]).terms] == [("a", "b")]
