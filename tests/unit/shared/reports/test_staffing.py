"""How many agents are needed: weeks gathered and needs made of them by hand-made figures, each reckoned by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import msgspec
import pytest

from shared.days import Span, day_span, slots
from shared.domain.agents import Gap
from shared.domain.description import CentreDescription
from shared.domain.measures import AgentCounts, Counts, VisitCounts
from shared.domain.measures.erlang import Demand, erlang_a, erlang_c
from shared.language import Language
from shared.reports.ready.of_staffing import basis, draw, table
from shared.reports.selection import Selection
from shared.reports.staffing import Past, Work, gathered, need, patience, shrinkage, talk, wrap_up
from shared.reports.written import Written

PRAGUE = ZoneInfo("Europe/Prague")
MONDAY = datetime(2026, 2, 1, 23, tzinfo=UTC)  # Monday, 2 February, 0:00 in Prague
WEEK, EIGHT = timedelta(weeks=1), timedelta(hours=8)
WORK = Work(interval_seconds=1800, goal=0.8, threshold_seconds=20, talk_seconds=Fraction(150),
            wrap_up_seconds=Fraction(30), patience_seconds=90.0, shrinkage=0.25)  # fmt: skip


def mondays(*arrivals: int, **counted: int) -> Past:
    """Mondays at eight with so many calls each; more is counted of all of them together."""
    days = frozenset(date(2026, 2, 2) + n * WEEK for n in range(len(arrivals)))
    counts = Counts.of(msgspec.convert({"offered": sum(arrivals), **counted}, VisitCounts))
    return Past(weekday=1, begins="08:00", days=days, arrivals=arrivals, counts=counts,
                logged_in_ms=12 * 1800 * 1000 * len(arrivals))  # fmt: skip


def test_the_mean_of_weeks_becomes_agents_for_the_goal():
    found = need(mondays(90, 110, 100), WORK)
    assert (found.expected, found.spread, found.logged_in, found.handling_seconds) == (100, 10, 12, 180)
    assert found.basis == "erlang_a"
    demand = Demand(calls=100, interval_seconds=1800, handling_seconds=180, patience_seconds=90)  # 10 Erlangs
    levels = [erlang_a(agents, demand, 20).service_level for agents in range(1, 30)]
    fewest = 1 + next(place for place, level in enumerate(levels) if level >= 0.8)
    assert found.by_default is not None
    assert found.by_erlang_c is not None
    assert found.by_default.forecast == erlang_a(fewest, demand, 20)
    assert found.by_default.on_rota == -(-fewest * 4 // 3)
    assert found.by_erlang_c.forecast == erlang_c(14, demand, 20)  # the textbook's: 88.84 %, 13 give less than 80
    assert fewest < 14


def test_too_little_says_so_and_is_not_nought():
    two = need(mondays(90, 110), WORK)
    assert (two.basis, two.expected, two.by_default, two.logged_in) == ("too_few_weeks", None, None, None)
    unheard = need(mondays(90, 110, 100), msgspec.structs.replace(WORK, talk_seconds=None))
    assert (unheard.basis, unheard.expected, unheard.by_default) == ("no_handling", 100, None)
    none = need(mondays(0, 0, 0), WORK)
    assert none.by_default is not None
    assert none.by_default.forecast.agents == 0  # three weeks without a call do tell something


def test_who_is_not_known_to_give_up_is_reckoned_by_erlang_c():
    found = need(mondays(90, 110, 100), msgspec.structs.replace(WORK, patience_seconds=None))
    assert found.by_default is not None
    assert (found.basis, found.by_default.forecast.agents) == ("erlang_c", 14)
    assert found.by_default == found.by_erlang_c


def test_enough_calls_of_its_own_give_a_time_of_day_its_own_handling():
    few = mondays(9, 11, 10, answered=30, ongoing=1, talk_ms=2_900_000, hold_ms=290_000)
    assert need(few, WORK).handling_seconds == 180
    enough = mondays(9, 11, 11, answered=31, ongoing=1, talk_ms=3_000_000, hold_ms=300_000)
    assert need(enough, WORK).handling_seconds == 110 + 30


def test_a_goal_of_all_calls_is_as_near_as_can_be():
    found = need(mondays(90, 110, 100), msgspec.structs.replace(WORK, goal=1.0))
    assert found.by_erlang_c is not None
    assert found.by_erlang_c.forecast.service_level >= 0.999


def test_what_weeks_tell_of_work():
    assert patience(VisitCounts(abandoned=9, abandoned_wait_ms=90_000)) is None
    assert patience(VisitCounts(abandoned=10)) is None  # nobody waited at all
    waits = VisitCounts(abandoned=10, answered=90, abandoned_wait_ms=100_000, answered_wait_ms=700_000,
                        out_wait_ms=100_000)  # fmt: skip
    assert patience(waits) == 90
    assert talk(VisitCounts(answered=3, ongoing=1, talk_ms=200_000, hold_ms=1_000)) == Fraction(201, 2)
    assert talk(VisitCounts(answered=1, ongoing=1)) is None


def test_wrap_up_is_each_agents_own_by_what_he_took_of_these_queues():
    eva = AgentCounts(handled=10, state_ms={"wrapping_up": 300_000, "ready": 1})  # 30 s a call
    jan = AgentCounts(handled=4, state_ms={"wrapping_up": 40_000})  # 10 s a call
    agents = {("main", "eva"): eva, ("main", "jan"): jan, ("main", "ota"): AgentCounts(handled=9)}
    assert wrap_up({("main", "eva"): 1, ("main", "jan"): 3}, agents) == Fraction(30 + 3 * 10, 4)
    assert wrap_up({("main", "nobody"): 3}, agents) == wrap_up({}, agents) == 0


def test_shrinkage_is_time_away_of_time_logged_in():
    states = {"ready": 600, "talking": 150, "paused": 200, "unreachable": 50, "logged_out": 9_000}
    assert shrinkage([AgentCounts(state_ms=states)]) == 0.25
    assert shrinkage([AgentCounts(state_ms={"paused": 5})]) == 0  # nobody would ever work
    assert shrinkage([]) == 0


def arrivals(*told: tuple[datetime, int]) -> dict[datetime, Counts]:
    return {at: Counts.of(VisitCounts(offered=number)) for at, number in told}


def test_half_hours_of_equal_weekday_and_time_are_gathered():
    every = slots(Span(MONDAY, MONDAY + 4 * WEEK), "half_hour", PRAGUE)
    eights = [MONDAY + EIGHT + n * WEEK for n in range(4)]
    visits = arrivals(*zip(eights, (5, 7, 9, 11), strict=True), (MONDAY + timedelta(hours=9), 3))
    gap = Gap(pbx="main", started_at=eights[2] + timedelta(minutes=29), ended_at=eights[2] + timedelta(minutes=30))
    found = gathered(every, visits, {eights[0]: 60_000}, left_out={date(2026, 2, 9)}, gaps=[gap])
    assert [(past.weekday, past.begins) for past in found] == [(1, "08:00"), (1, "08:30"), (1, "09:00")]
    assert found[0].arrivals == (5, 11)  # neither the holiday's 7 nor the 9 that were not all seen
    assert found[0].days == {date(2026, 2, 2), date(2026, 2, 23)}
    assert (found[0].counts.all_visits.offered, found[0].logged_in_ms) == (16, 60_000)
    assert (found[1].arrivals, found[2].arrivals) == ((0, 0, 0), (3, 0, 0))  # the gap ended before 8:30


def test_a_gap_that_lasts_blinds_all_that_follows():
    every = slots(Span(MONDAY, MONDAY + WEEK), "hour", PRAGUE)
    visits = arrivals((MONDAY, 1), (MONDAY + 2 * EIGHT, 2))
    found = gathered(every, visits, {}, gaps=[Gap(pbx="main", started_at=MONDAY + EIGHT)])
    assert [(past.begins, past.arrivals) for past in found] == [("00:00", (1,))]


def test_the_hour_that_comes_twice_is_two_and_the_one_that_is_missing_none():
    autumn = datetime(2026, 10, 24, 22, tzinfo=UTC)  # Sunday, 25 October in Prague
    twice = gathered(slots(Span(autumn, autumn + timedelta(hours=25)), "hour", PRAGUE),
                     arrivals((autumn + timedelta(hours=2), 4), (autumn + timedelta(hours=3), 6)), {})  # fmt: skip
    assert [(past.begins, past.arrivals, len(past.days)) for past in twice] == [("02:00", (4, 6), 1)]
    spring = datetime(2026, 3, 28, 23, tzinfo=UTC)
    missing = gathered(slots(Span(spring, spring + timedelta(hours=23)), "hour", PRAGUE),
                       arrivals((spring, 1), (spring + timedelta(hours=2), 1)), {})  # fmt: skip
    assert [past.begins for past in missing] == ["00:00", "01:00", "03:00"]


def whole(first: str, last: str) -> Span:
    return Span(day_span(date.fromisoformat(first), PRAGUE).since, day_span(date.fromisoformat(last), PRAGUE).until)


@pytest.mark.parametrize(("first", "last", "told"), [
    ("2026-04-06", "2026-04-12", ("2026-02-16", "2026-04-12")),  # a week: the eight that end with it
    ("2026-02-02", "2026-03-01", ("2026-02-02", "2026-03-01")),
    ("2026-02-02", "2026-12-31", ("2026-02-02", "2026-04-26")),  # today is not over
    ("2026-04-27", "2026-04-27", ("2026-03-02", "2026-04-26")),  # today: the eight weeks until now
])  # fmt: skip
def test_it_rests_on_whole_days_that_are_over(first: str, last: str, told: tuple[str, str]):
    since, until = whole(first, last)
    asked = Selection(since=since, until=until, zone="Europe/Prague", interval="day", agents=("1001",))
    found = basis(asked, datetime(2026, 4, 27, 15, tzinfo=UTC))
    assert found.span == whole(*told)
    assert (found.interval, found.agents) == ("half_hour", ())


def test_the_report_and_what_it_draws():
    selection = Selection(since=MONDAY, until=MONDAY + 3 * WEEK, zone="Europe/Prague", interval="half_hour")
    tuesday = msgspec.structs.replace(mondays(5, 6), weekday=2)
    report = table(selection, (mondays(90, 110, 100), tuesday), WORK)
    first, second = report.rows
    assert [report.value(first, name) for name in ("weekday", "time_of_day", "weeks", "expected_calls", "on_rota")] == [
        1, "08:00", 3, 100, report.value(first, "on_rota")]  # fmt: skip
    assert [report.value(second, name) for name in ("needed", "expected_calls", "weeks", "basis")] == [
        None, None, 2, "too_few_weeks"]  # fmt: skip
    assert report.total is not None
    assert [report.value(report.total, name) for name in ("offered", "weekday", "needed")] == [311, None, None]
    about = Written(report, Language.of("en")).about()
    assert about[-4:] == (("Goal", "80.0%"), ("In time within", "0:20"), ("Patience", "1:30"),
                          ("Paused or unreachable, share", "25.0%"))  # fmt: skip
    heat, lines = draw(report, Language.of("en"), CentreDescription())
    assert [(one.name, one.values) for one in heat.series] == [
        ("Mon", (report.value(first, "needed"),)), ("Tue", (None,))]  # fmt: skip
    assert [one.values for one in lines.series] == [(report.value(first, "on_rota"), None), (12, None)]
    assert lines.labels == ("Mon 08:00", "Tue 08:00")
