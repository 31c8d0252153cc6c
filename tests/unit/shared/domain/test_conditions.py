"""Conditions of alert rules: what they mean, where each mistake is, and what a margin does."""

from itertools import product

import pytest

from shared.domain.conditions import Comparison, ConditionMisread, Margin, condition, margin


def asked(text, **values):
    return condition(text).holds(lambda measure: values.get(measure))


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        ("waiting > 5", ((("waiting", ">", 5.0),),)),
        (" longest_wait>60 and paused>=1 ", ((("longest_wait", ">", 60.0), ("paused", ">=", 1.0)),)),
        ("waiting > 1 or ready == 0 and waiting != 0",
         ((("waiting", ">", 1.0),), (("ready", "==", 0.0), ("waiting", "!=", 0.0)))),
        ("service_level < 72.5 OR abandoned_share <= 3",
         ((("service_level", "<", 72.5),), (("abandoned_share", "<=", 3.0),))),
    ],
)
def test_what_is_read(text, alternatives):
    wanted = tuple(tuple(Comparison(*one) for one in comparisons) for comparisons in alternatives)
    assert condition(text).alternatives == wanted


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "at character 1: expected a measure such as longest_wait, found the end"),
        ("longestwait > 60", "at character 1: 'longestwait' is no measure; did you mean 'longest_wait'?"),
        ("waiting > 5 and colour > 1", "at character 17: 'colour' is no measure; there are waiting, longest_wait"),
        ("waiting", "at character 8: expected one of > >= < <= == !=, found the end"),
        ("waiting = 5", "at character 9: expected one of > >= < <= == !=, found '='"),
        ("waiting => 5", "at character 9: expected one of > >= < <= == !=, found '='"),
        ("waiting > many", "at character 11: expected a number, found 'many'"),
        ("waiting > 5s", "at character 11: expected a number, found '5s'"),
        ("waiting > 1,5", "at character 11: expected a number, found '1,5'"),
        ("waiting > 5 and", "at character 16: expected a measure such as longest_wait, found the end"),
        ("waiting > 5 but ready > 1", "at character 13: expected and, or, or the end, found 'but'"),
        ("waiting > 5 ready > 1", "at character 13: expected and, or, or the end, found 'ready'"),
        ("(waiting > 5)", "at character 1: expected a measure such as longest_wait, found '(waiting'"),
        ("waiting > 5; ready > 1", "at character 12: expected and, or, or the end, found ';'"),
        ("5 < waiting", "at character 1: expected a measure such as longest_wait, found '5'"),
        ("waiting > 5 \n or __import__('os')", "at character 18: '__import__' is no measure"),
        ("waiting >= 0", "waiting >= 0 is always so"),
        ("waiting > " + "1" * 1000, "longer than 1000 characters"),
    ],
)
def test_a_mistake_names_its_place_in_one_line(text, line):
    with pytest.raises(ConditionMisread) as caught:
        condition(text)
    assert str(caught.value).startswith(line)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("sign", "holds"), [
    (">", (False, False, True)), (">=", (False, True, True)), ("<", (True, False, False)), ("<=", (True, True, False)),
    ("==", (False, True, False)), ("!=", (True, False, True)),
])
def test_signs(sign, holds):
    assert tuple(Comparison("waiting", sign, 5.0).holds(value) for value in (4.0, 5.0, 6.0)) == holds
    assert not Comparison("waiting", sign, 5.0).holds(None), "what has no value fulfils nothing"


def test_and_binds_closer_than_or():
    text = "waiting > 0 and ready < 1 or paused > 0 and talking < 1"
    for values in product((0.0, 1.0), repeat=4):
        waiting, ready, paused, talking = values
        wanted = (waiting > 0 and ready < 1) or (paused > 0 and talking < 1)
        assert asked(text, waiting=waiting, ready=ready, paused=paused, talking=talking) == wanted


@pytest.mark.parametrize(("sign", "limit", "value", "holds"), [
    (">", 60.0, 51.0, True), (">", 60.0, 50.0, False), (">=", 60.0, 50.0, True), (">=", 60.0, 49.9, False),
    ("<", 60.0, 69.0, True), ("<", 60.0, 70.0, False), ("<=", 60.0, 70.0, True), ("<=", 60.0, 70.1, False),
    ("==", 60.0, 59.0, False), ("!=", 60.0, 60.0, False),
])
def test_a_margin_loosens_the_limit(sign, limit, value, holds):
    assert Comparison("longest_wait", sign, limit).holds(value, 10.0) == holds


def test_the_margin_is_for_the_first_measure_of_each_alternative():
    found = condition("longest_wait > 60 and paused >= 1 or waiting > 20", Margin(10))

    def holds(**values):
        return found.holds(lambda measure: values.get(measure), Margin(10))

    assert holds(longest_wait=51.0, paused=1.0, waiting=0.0)
    assert not holds(longest_wait=51.0, paused=0.0, waiting=0.0)
    assert holds(longest_wait=0.0, paused=0.0, waiting=11.0)


def test_margins():
    assert margin(10) == Margin(10.0)
    assert margin("2.5") == Margin(2.5)
    assert margin("10 %") == margin("10%") == Margin(10.0, is_share=True)
    assert Margin(10.0, is_share=True).of(-60.0) == 6.0
    for wrong in ("", "-1", "ten", "10 % or so", -1):
        with pytest.raises(ConditionMisread, match="is neither a number from 0 on nor a text like '10 %'"):
            margin(wrong)


@pytest.mark.parametrize(("text", "amount", "line"), [
    ("waiting > 5", 6, "waiting > 5 with a hysteresis of 6 would never end"),
    ("waiting >= 5", 5, "waiting >= 5 with a hysteresis of 5 would never end"),
    ("service_level < 70", 31, "service_level < 70 with a hysteresis of 31 would never end"),
    ("ready == 0 or waiting > 5", 6, "waiting > 5 with a hysteresis of 6 would never end"),
])
def test_a_margin_that_never_lets_an_alert_end_is_refused(text, amount, line):
    with pytest.raises(ConditionMisread, match=line):
        condition(text, Margin(amount))


@pytest.mark.parametrize(("text", "amount"), [
    ("waiting > 5", 5), ("waiting >= 5", 4), ("service_level < 70", 30), ("ready < 1", 50), ("ready == 0", 50),
])
def test_the_largest_margins_there_can_be(text, amount):
    assert condition(text, Margin(amount)).alternatives


def test_the_reason_is_the_first_of_what_holds():
    found = condition("longest_wait > 60 and paused > 0 or ready == 0 and waiting > 0")

    def reason(**values):
        return found.reason(lambda measure: values.get(measure)).measure

    assert reason(longest_wait=70, paused=1, ready=0, waiting=1) == "longest_wait"
    assert reason(longest_wait=10, paused=1, ready=0, waiting=1) == "ready"
    assert reason() == "longest_wait"
