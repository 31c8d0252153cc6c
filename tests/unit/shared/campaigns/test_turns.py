"""What comes after an attempt, which contact is next, which operator gets it: each with its reason."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.campaigns.assigning import Assignment, Operator, assign
from shared.campaigns.campaign import CampaignDisposition, Quota, RetryRule
from shared.campaigns.choosing import Crew, fair_part, has_room, in_turn, rivals, share_of, taken, without_room
from shared.campaigns.contact import Contact, ContactNumber
from shared.campaigns.retrying import after_disposition, after_outcome, appointed
from tests.unit.shared.campaigns.made import NOON, campaign

MINUTE = timedelta(minutes=1)
TWO = Contact(
    contact=1, campaign="spring", numbers=(ContactNumber(number="420602123456"), ContactNumber(number="420222"))
)
SOLD = CampaignDisposition(code="sold", is_goal=True)
LATER = CampaignDisposition(code="later", is_final=False)
NEVER = CampaignDisposition(code="never", is_refusal=True)


def test_a_rule_says_when_at_which_number_and_how_often() -> None:
    first = after_outcome(campaign(), TWO, "no_answer", NOON, {"no_answer": 1})
    assert (first.event, first.next_at, first.number_index) == ("retried", NOON + 120 * MINUTE, 1)
    second = after_outcome(campaign(), replace(TWO, number_index=1), "no_answer", NOON, {"no_answer": 3})
    assert (second.event, second.number_index) == ("retried", 0)
    last = after_outcome(campaign(), TWO, "no_answer", NOON, {"no_answer": 4})
    assert (last.event, last.last, last.next_at) == ("exhausted", "no_answer", None)
    assert after_outcome(campaign(retries=()), TWO, "busy", NOON, {}).event == "exhausted"
    assert after_outcome(campaign(), TWO, "answered", NOON, {}).event is None


def test_a_disposition_closes_or_makes_wait() -> None:
    calls = campaign(dispositions=(SOLD, LATER, NEVER), retries=(RetryRule(after="later", times=1, minutes=60),))
    sold = after_disposition(calls, TWO, "sold", NOON, {"sold": 1})
    assert (sold.event, sold.is_goal, sold.last) == ("disposed", True, "sold")
    later = after_disposition(calls, TWO, "later", NOON, {"later": 1})
    assert (later.event, later.next_at) == ("retried", NOON + 60 * MINUTE)
    assert after_disposition(calls, TWO, "later", NOON, {"later": 2}).event == "disposed"
    assert after_disposition(calls, TWO, "never", NOON, {}).is_refusal
    assert after_disposition(calls, TWO, "what?", NOON, {}).event == "disposed"


def test_an_appointment_stands_until_somebody_talks() -> None:
    promised = appointed(TWO, NOON, by="eva", number="420222", code="later")
    assert (promised.event, promised.number_index, promised.next_by) == ("appointment", 1, "eva")
    mine = replace(TWO, next_by="eva")
    again = after_outcome(campaign(), mine, "busy", NOON, {"busy": 1}, is_appointment=True)
    assert (again.is_appointment, again.next_by, again.next_at) == (True, "eva", NOON + 15 * MINUTE)
    assert not after_outcome(campaign(), TWO, "busy", NOON, {"busy": 1}).is_appointment


def crew(name: str, desks: str, *, priority: int = 0, free: str = "", calls: int = 0) -> Crew:
    def found(names: str) -> frozenset[tuple[str, str]]:
        return frozenset(("main", one) for one in names)

    return Crew(campaign=name, priority=priority, operators=found(desks), free=found(free), calls=calls)


def test_the_highest_priority_first_then_who_has_fewest_calls() -> None:
    crews = (crew("a", "12", calls=3), crew("b", "12", calls=1), crew("c", "12", priority=5, calls=9), crew("d", "9"))
    assert [one.campaign for one in in_turn(crews)] == ["c", "d", "b", "a"]
    waited = (replace(crews[0], placed_at=7.0), replace(crews[0], campaign="z", placed_at=2.0))
    assert [one.campaign for one in in_turn(waited)] == ["z", "a"]
    first, other, *_rest = in_turn(crews[:2])
    assert rivals(first, [other]) == 1
    assert rivals(crews[2], crews[:2]) == 0  # lower ones take what is left
    assert rivals(crews[0], [crews[3]]) == 0  # other operators


@given(st.integers(0, 60), st.integers(1, 6))
def test_equal_ones_place_all_that_is_wanted_and_none_more_than_its_part(wanted: int, campaigns: int) -> None:
    left, parts = wanted, []
    for others in reversed(range(campaigns)):
        parts.append(fair_part(left, others))
        left -= parts[-1]
    assert left == 0
    assert max(parts) - min(parts) <= 1


def test_the_part_of_anothers_calls_that_comes_to_mine() -> None:
    assert share_of(crew("a", "12", free="12"), crew("b", "12", free="12")) == 1.0
    assert share_of(crew("a", "12", free="12"), crew("b", "2345", free="2345")) == 0.25
    assert share_of(crew("a", "12", free="1"), crew("b", "2345", free="345")) == 0.0  # who is free takes them
    assert share_of(crew("a", "12"), crew("b", "23")) == 0.5
    assert share_of(crew("a", "12", free="12"), crew("b", "")) == 0.0


def test_quotas_leave_room_for_so_many_as_they_may_count() -> None:
    brno, every = Quota(most=2, field="city", value="Brno"), Quota(most=9)
    from_brno, from_nowhere = replace(TWO, fields={"city": "Brno"}), replace(TWO, fields={})
    room = {brno: 1, every: 2}
    assert has_room(from_brno, room)
    room = taken(from_brno, room)
    assert (room, without_room(room)) == ({brno: 0, every: 1}, (brno,))
    assert not has_room(from_brno, room)
    room = taken(from_nowhere, room)
    assert (has_room(from_nowhere, room), without_room(room)) == (False, (brno, every))
    assert has_room(from_nowhere, {Quota(most=1, field="city", value="Brno"): 0})
    assert not has_room(from_nowhere, {Quota(most=1, field="city"): 0})  # an empty value is that of who has none


EVA = Operator(operator="eva", ready_since=NOON - MINUTE, calls=5, skills={"gold": 5}, languages=("cs",))
JAN = Operator(operator="jan", ready_since=NOON - 2 * MINUTE, calls=9, last_call_at=NOON, skills={"gold": 10})
BOTH = (EVA, JAN)


def who(*operators: Operator, of: Contact = TWO, **changes: object) -> tuple[str, str]:
    found = assign(operators, of, campaign(**changes), NOON)
    return (found.operator, found.because) if isinstance(found, Assignment) else (found.about, found.why)


def test_strategies() -> None:
    assert who(*BOTH) == ("jan", "longest_idle")
    assert who(*BOTH, strategy="fewest_calls") == ("eva", "fewest_calls")
    assert who(*BOTH, strategy="round_robin") == ("eva", "round_robin")
    assert who(*BOTH, strategy="weighted", skills=("gold",)) == ("jan", "weighted")
    found = assign(BOTH, TWO, campaign(), NOON)
    assert isinstance(found, Assignment)
    assert found.values == {"idle_seconds": 120.0, "among": 2.0}


def test_who_may_have_it_at_all() -> None:
    assert who() == ("", "no_operators")
    assert who(*BOTH, operators=("ota",)) == ("", "no_operators")
    assert who(*BOTH, skills=("silver",)) == ("silver", "no_skill")
    assert who(*BOTH, language="de") == ("de", "no_language")
    assert who(*BOTH, language="cs") == ("eva", "longest_idle")
    assert who(*BOTH, of=replace(TWO, language="de")) == ("jan", "longest_idle"), "of whom nothing is said"
    assert who(EVA, of=replace(TWO, language="de")) == ("eva", "longest_idle"), "rather than nobody"
    assert who(replace(EVA, is_ready=False)) == ("", "none_ready")
    assert who(replace(EVA, inbound_waiting=1)) == ("", "inbound_first")
    assert who(EVA, replace(JAN, inbound_waiting=1)) == ("eva", "longest_idle")


def test_the_promised_one_and_the_owner_first() -> None:
    mine = replace(TWO, owner="eva")
    assert who(*BOTH, of=mine) == ("eva", "owner")
    assert who(replace(EVA, is_ready=False), JAN, of=mine) == ("jan", "longest_idle"), "who has answered waits for none"
    assert who(*BOTH, of=mine, own_operator_first=False) == ("jan", "longest_idle")
    assert who(*BOTH, of=replace(mine, next_by="jan")) == ("jan", "appointment")
    assert who(*BOTH, of=replace(TWO, next_by="ota")) == ("jan", "longest_idle")
