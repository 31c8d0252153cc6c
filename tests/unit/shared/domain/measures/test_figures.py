"""The formulas hold to the last digit of the vectors, and adding is what adding should be."""

from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as some

from shared.billing.money import UNIT
from shared.domain.measures import (
    AgentCounts,
    CallCounts,
    ContactCounts,
    CostCounts,
    Counts,
    Histogram,
    Limits,
    VisitCounts,
)
from shared.domain.measures.counts import EXACT, total
from shared.domain.measures.figures import evaluate, rounded, variants
from shared.domain.measures.formulas import FORMULAS, SERVICE_LEVELS, MeasureName
from shared.domain.measures.histogram import EDGES, LADDER, REST, edge_of
from shared.domain.measures.parts import PARTS

OUTCOMES = ("answered", "abandoned", "timeout", "key", "lost", "waiting")
VISITS = some.lists(some.tuples(some.sampled_from(OUTCOMES), some.integers(0, 8_000_000)), max_size=40)
VECTOR = VisitCounts(
    offered=100, answered=85, abandoned=13, out_timeout=2, answered_wait_ms=1_275_000,
    answered_waits=Histogram.of({10: 70, 30: 15}), abandoned_waits=Histogram.of({4: 5, 15: 3, 40: 5}),
)  # fmt: skip


def counted(visits: list[tuple[str, int]]) -> VisitCounts:
    """Visits counted one by one, as the database does."""
    answered = [wait for outcome, wait in visits if outcome == "answered"]
    abandoned = [wait for outcome, wait in visits if outcome == "abandoned"]
    number = {name: sum(outcome == name for outcome, _wait in visits) for name in OUTCOMES}
    return VisitCounts(
        offered=len(visits), answered=len(answered), abandoned=len(abandoned), out_timeout=number["timeout"],
        out_key=number["key"], lost=number["lost"], waiting=number["waiting"],
        answered_wait_ms=sum(answered), abandoned_wait_ms=sum(abandoned),
        answered_waits=Histogram.of_lengths(answered), abandoned_waits=Histogram.of_lengths(abandoned),
    )  # fmt: skip


def test_one_day_has_seven_service_levels_twelve_points_apart():
    levels = [rounded(figure.value, 2) for figure in variants(Counts.of(VECTOR)) if figure.value is not None]
    wanted = ("82.35", "70.00", "71.43", "75.27", "77.78", "79.59", "78.00")
    assert levels == [Fraction(text) for text in wanted]


def test_a_figure_brings_its_parts():
    figure = evaluate("sl4", Counts.of(VECTOR))
    assert [(one.part.letter, one.amount, one.is_minus) for one in (*figure.numerator, *figure.denominator)] == [
        ("A_T", 70, False), ("A", 85, False), ("B", 13, False), ("B_s", 5, True)]  # fmt: skip
    assert (figure.top, figure.below, figure.value) == (70, 93, Fraction(7000, 93))


@pytest.mark.parametrize(("limits", "percent"), [
    (Limits(threshold_seconds=10, short_abandon_seconds=4), Fraction(7000, 93)),
    (Limits(threshold_seconds=9, short_abandon_seconds=4), Fraction(0)),
    (Limits(threshold_seconds=30, short_abandon_seconds=0), Fraction(8500, 98)),
])  # fmt: skip
def test_limits_change_for_the_past_too(limits: Limits, percent: Fraction):
    assert evaluate("sl4", Counts.of(VECTOR, limits)).value == percent


def test_spans_under_different_limits_add_their_parts_and_not_their_shares():
    strict, mild = Limits(threshold_seconds=9), Limits(threshold_seconds=30)
    figure = evaluate("sl1", Counts.of(VECTOR, strict) + Counts.of(VECTOR, mild))
    assert (figure.top, figure.below, figure.value) == (85, 170, Fraction(50))


def test_a_limit_between_the_edges_is_refused_and_not_guessed():
    coarse = Histogram.of_ladder({5: 1, 20: 70}, 85)
    counts = Counts.of(VisitCounts(answered=85, answered_waits=coarse), Limits(threshold_seconds=12))
    figure = evaluate("sl1", counts)
    assert (figure.value, figure.missing) == (None, "limit_not_kept")
    assert evaluate("sl1", counts.under(Limits())).value == Fraction(7000, 85)


def test_where_nothing_was_counted_there_is_no_share_but_a_count_of_nought():
    assert evaluate("sl4", Counts()).missing == "nothing"
    assert evaluate("offered", Counts()).value == 0
    assert evaluate("wait_p90", Counts()).missing == "nothing"


@pytest.mark.parametrize(("name", "counts", "value"), [
    ("asa", Counts.of(VECTOR), 15),
    ("abandon_rate", Counts.of(VECTOR), 13),
    ("short_abandon_share", Counts.of(VECTOR), 5),
    ("abandoned_uncounted_short", Counts.of(VECTOR), 8),
    ("aht", Counts(agents=AgentCounts(handled=11, ongoing=1, talk_ms=1_800_000, hold_ms=200_000,
                                      state_ms={"wrapping_up": 400_000})), 240),
    ("occupancy", Counts(agents=AgentCounts(state_ms={"talking": 50, "on_hold": 10, "wrapping_up": 15, "ready": 25,
                                                      "paused": 100})), 75),
    ("utilisation", Counts(agents=AgentCounts(state_ms={"talking": 75, "ready": 25, "paused": 50,
                                                        "logged_out": 999})), 50),
    ("rna_rate", Counts(agents=AgentCounts(offers=8, no_answer=1)), Fraction(25, 2)),
    ("ring_per_offer", Counts(agents=AgentCounts(offers=8, rung_ms=64_000)), 8),
    ("transfer_rate", Counts(agents=AgentCounts(handled=5, passed_on=1)), 20),
    ("average_call_length", Counts(calls=CallCounts(calls=3, ongoing=1, length_ms=9000)), Fraction(9, 2)),
    ("fcr", Counts(contacts=ContactCounts(contacts=10, repeated=2, undecided=2)), 75),
    ("call_amount", Counts(costs=CostCounts(exact={"CZK": 3 * UNIT // 2})), Fraction(3, 2)),
    ("amount_per_handled", Counts(costs=CostCounts(handled=3, exact={"CZK": UNIT})), Fraction(1, 3)),
])  # fmt: skip
def test_measures(name: MeasureName, counts: Counts, value: Fraction):
    assert evaluate(name, counts).value == value


def test_every_measure_has_a_formula_and_every_part_a_use():
    assert set(FORMULAS) == set(get_args(MeasureName))
    assert all(name == formula.name and formula.source for name, formula in FORMULAS.items())
    used = {one.part.name for formula in FORMULAS.values() for one in (*formula.numerator, *formula.denominator)}
    assert set(PARTS) == used


def test_amounts_are_rounded_once_and_currencies_are_never_added():
    assert EXACT == UNIT
    crowns = [Counts(costs=CostCounts(calls=1, handled=1, exact={"CZK": UNIT // 200 - 1})) for _ in range(3)]
    assert [evaluate("call_amount", one).number for one in crowns] == [0.0, 0.0, 0.0]
    together = total(crowns)
    assert evaluate("call_amount", together).number == 0.01
    mixed = together + Counts(costs=CostCounts(calls=1, exact={"EUR": UNIT}))
    figure = evaluate("call_amount", mixed)
    assert (figure.value, figure.missing) == (None, "several_currencies")
    assert evaluate("priced_calls", mixed).number == 4


@given(VISITS, VISITS, VISITS)
def test_adding_is_associative_commutative_and_has_a_neutral_element(
    one: list[tuple[str, int]], two: list[tuple[str, int]], three: list[tuple[str, int]]
):
    first, second, third = counted(one), counted(two), counted(three)
    assert (first + second) + third == first + (second + third) == counted(one + two + three)
    assert first + second == second + first
    assert first + VisitCounts() == VisitCounts() + first == first


@given(VISITS)
def test_every_visit_is_somewhere_and_the_service_levels_stand_in_their_order(visits: list[tuple[str, int]]):
    counts = counted(visits)
    assert counts.offered == counts.answered + counts.abandoned + counts.flow_outs + counts.lost + counts.waiting
    found = (one.value for one in variants(Counts.of(counts)))
    level = dict[str, Fraction | None](zip(SERVICE_LEVELS, found, strict=True))
    assert all(value is None or 0 <= value <= 100 for value in level.values())
    ordered = ("sl2", "sl3", "sl4", "sl5", "sl1")
    known = [value for value in (level[name] for name in ordered) if value is not None]
    assert known == sorted(known)
    if level["sl3"] is not None and level["sl6"] is not None:
        assert level["sl3"] <= level["sl6"]
    if level["sl2"] is not None and level["sl7"] is not None:
        assert level["sl2"] <= level["sl7"]


@given(some.lists(some.integers(0, 9_000_000), min_size=1, max_size=60), some.integers(0, 100))
def test_percentiles_of_a_histogram_bound_the_exact_ones(lengths: list[int], share: int):
    rank = max(1, -(-share * len(lengths) // 100))
    exact = sorted(lengths)[rank - 1]
    found = Histogram.of_lengths(lengths).percentile(share)
    assert found is not None
    assert found.low * 1000 <= exact
    if found.high is None:
        assert exact > EDGES[-1] * 1000
    else:
        assert exact <= found.high * 1000
        assert found.high - found.low <= (1 if found.high <= 120 else 5 if found.high <= 600 else 60)


@given(some.lists(some.integers(0, 9_000_000), max_size=40), some.sampled_from(EDGES))
def test_what_is_at_most_an_edge_is_exact(lengths: list[int], edge: int):
    assert Histogram.of_lengths(lengths).at_most(edge) == sum(length <= edge * 1000 for length in lengths)


@given(some.lists(some.integers(0, 400_000), max_size=40), some.lists(some.integers(0, 400_000), max_size=40))
def test_a_coarse_and_a_fine_histogram_add_up_on_the_edges_of_both(one: list[int], two: list[int]):
    within = {limit: sum(length <= limit * 1000 for length in one) for limit in LADDER}
    both = Histogram.of_ladder(within, len(one)) + Histogram.of_lengths(two)
    assert both.edges == LADDER
    assert both == Histogram.of_lengths(one + two).coarsened(LADDER)


@pytest.mark.parametrize(("length", "edge"), [
    (0, 0), (1, 1), (1000, 1), (1001, 2), (120_000, 120), (120_001, 125), (600_000, 600), (600_001, 660),
    (7_200_000, 7200), (7_200_001, REST),
])  # fmt: skip
def test_the_edge_of_a_length(length: int, edge: int):
    assert edge_of(length) == edge
