"""Grants never promise more than there is, whatever runs at once; what was held and not used comes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from shared.billing.credit import (
    Afford,
    Grant,
    Price,
    Purse,
    Refused,
    Reservation,
    Terms,
    available,
    grant,
    is_low,
    release,
    settle,
    withdraw,
)
from shared.billing.money import Exact, exact, rounded
from shared.billing.rated import Rated
from shared.billing.rating import rate
from tests.unit.shared.billing.made import BEGINNINGS, HOLIDAYS, VERSIONS, call, flat, mobile, priced, version


def crowns(amount: str) -> Exact:
    """An amount."""
    return exact(Decimal(amount))


def rules(price: str = "1.20", **changes: int) -> tuple[Price, Afford]:
    """A call at one price by the second."""
    return priced(flat(price, **changes), call())


TERMS = Terms()


def test_a_quantum_is_granted_with_the_slack_reserved() -> None:
    purse, found = grant(Purse(balance=crowns("10")), TERMS, "a", *rules())
    assert found == Grant(granted_ms=60_000, reserved=crowns("1.24"), is_last=False, warn_ms=None)
    assert available(purse) == crowns("8.76")
    purse, more = grant(purse, TERMS, "a", *rules())
    assert more == Grant(granted_ms=120_000, reserved=crowns("2.44"), is_last=False, warn_ms=None)
    assert purse.held == (Reservation(key="a", amount=crowns("2.44"), granted_ms=120_000),)


def test_the_last_grant_is_whole_seconds_and_warns() -> None:
    purse, found = grant(Purse(balance=crowns("1")), TERMS, "a", *rules())
    assert found == Grant(granted_ms=48_000, reserved=crowns("1"), is_last=True, warn_ms=28_000)
    assert grant(purse, TERMS, "a", *rules()) == (purse, Refused(reason="empty"))


def test_a_second_call_gets_only_what_the_first_does_not_hold() -> None:
    purse, _first = grant(Purse(balance=crowns("1.50")), TERMS, "a", *rules())
    purse, second = grant(purse, TERMS, "b", *rules())
    assert isinstance(second, Grant)
    assert second.granted_ms == 11_000  # 0.26 is 13 seconds
    assert available(purse) >= 0
    assert grant(purse, TERMS, "c", *rules())[1] == Refused(reason="empty")


def test_settled_to_the_millisecond_rounded_once_and_the_rest_is_free() -> None:
    purse, _found = grant(Purse(balance=crowns("10")), TERMS, "a", *rules(first=60, following=1))
    settled = rate(flat("1.20", 60, 1), call(seconds=61.2))
    assert isinstance(settled, Rated)
    purse, taken = settle(purse, TERMS, "a", settled.exact)
    assert taken == crowns("1.24")
    assert purse == Purse(balance=crowns("8.76"), spent_day=taken, spent_month=taken)


def test_a_call_never_answered_costs_nothing() -> None:
    purse, _found = grant(Purse(balance=crowns("10")), TERMS, "a", *rules())
    assert release(purse, "a") == Purse(balance=crowns("10"))


@pytest.mark.parametrize(
    ("terms", "reason"),
    [(Terms(per_day=crowns("3")), "day_limit"), (Terms(per_month=crowns("2.5"), per_day=crowns("9")), "month_limit")],
)
def test_limits_of_day_and_month_hold_with_what_others_hold(terms: Terms, reason: str) -> None:
    others = Reservation(key="others", amount=crowns("0.50"), granted_ms=0)
    purse = Purse(balance=crowns("100"), held=(others,), spent_day=crowns("2"), spent_month=crowns("2"))
    purse, _found = grant(purse, terms, "a", *rules("3"))
    assert grant(purse, terms, "a", *rules("3"))[1] == Refused(reason=reason)  # type: ignore[arg-type]


def test_the_empty_can_call_what_is_free_and_nothing_else_not_even_within_the_grace() -> None:
    assert isinstance(grant(Purse(), TERMS, "a", *rules("0"))[1], Grant)
    assert grant(Purse(), TERMS, "a", *rules(grace_ms=5000))[1] == Refused(reason="empty")
    assert grant(Purse(balance=crowns("-1")), TERMS, "a", *rules("0"))[1] == Refused(reason="empty")


def test_reserved_credit_cannot_be_withdrawn() -> None:
    purse, _found = grant(Purse(balance=crowns("2")), TERMS, "a", *rules())
    assert withdraw(purse, crowns("0.77")) == Refused(reason="empty")
    left = withdraw(purse, crowns("0.76"))
    assert isinstance(left, Purse)
    assert available(left) == 0


def test_low_counts_what_is_reserved() -> None:
    terms = Terms(low=crowns("5"))
    assert not is_low(Purse(balance=crowns("5")), terms)
    assert is_low(Purse(balance=crowns("5"), held=(Reservation(key="a", amount=Exact(1), granted_ms=0),)), terms)


@pytest.mark.parametrize("fields", [{"quantum_ms": 0}, {"quantum_ms": 1500}, {"slack_ms": -1000}])
def test_terms_are_whole_seconds(fields: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="whole seconds"):
        Terms(**fields)  # type: ignore[arg-type]


@given(VERSIONS, BEGINNINGS, st.integers(0, 3_600_000))
@settings(max_examples=100, deadline=None)
def test_the_rate_when_settled_is_the_rate_when_authorised(tariff: object, begins: datetime, time_ms: int) -> None:
    one = call(begins)
    found = priced(tariff, one, HOLIDAYS)  # type: ignore[arg-type]
    settled = rate(tariff, call(begins, time_ms / 1000), HOLIDAYS)  # type: ignore[arg-type]
    assert isinstance(settled, Rated)
    assert found[0](time_ms) == settled.exact


class RunningCalls(RuleBasedStateMachine):
    """Calls begin, get more, end and are never answered in any order, on one purse."""

    purse = Purse()
    terms = Terms(quantum_ms=30_000, per_day=crowns("50"))

    def __init__(self) -> None:
        super().__init__()
        self.calls: dict[str, tuple[Price, Afford]] = {}
        self.begun = 0

    @initialize(cents=st.integers(0, 6_000))
    def paid_in(self, cents: int) -> None:
        self.purse = Purse(balance=exact(Decimal(cents) / 100))

    @rule(tariff=st.sampled_from(["dear", "steps", "bands"]), minute=st.integers(0, 1440))
    def another(self, tariff: str, minute: int) -> None:
        made = {
            "dear": flat("7.77", connection_fee=Decimal("0.333333")),
            "steps": flat("2.5", 60, 60, minimum_charge=Decimal(3)),
            "bands": version(mobile(grace_ms=3000)),
        }[tariff]
        found = priced(made, call(datetime(2026, 10, 23, tzinfo=UTC) + timedelta(minutes=minute)))
        self.begun += 1
        self.purse, given_time = grant(self.purse, self.terms, str(self.begun), *found)
        if isinstance(given_time, Grant):
            self.calls[str(self.begun)] = found

    @precondition(lambda self: self.calls)
    @rule(which=st.integers(0, 99))
    def longer(self, which: int) -> None:
        key = self.one(which)
        before = self.held(key)
        self.purse, given_time = grant(self.purse, self.terms, key, *self.calls[key])
        if isinstance(given_time, Grant):
            assert given_time.granted_ms > before.granted_ms
        else:
            assert self.held(key) == before

    @precondition(lambda self: self.calls)
    @rule(which=st.integers(0, 99), share=st.floats(0, 1))
    def ended(self, which: int, share: float) -> None:
        key = self.one(which)
        held = self.held(key)
        lasted = round((held.granted_ms + self.terms.slack_ms) * share)
        self.purse, taken = settle(self.purse, self.terms, key, self.calls.pop(key)[0](lasted))
        assert taken <= held.amount

    @precondition(lambda self: self.calls)
    @rule(which=st.integers(0, 99))
    def never_answered(self, which: int) -> None:
        key = self.one(which)
        del self.calls[key]
        self.purse = release(self.purse, key)

    @invariant()
    def nothing_is_promised_twice(self) -> None:
        assert available(self.purse) >= 0
        assert self.purse.balance >= 0
        assert {one.key for one in self.purse.held} == set(self.calls)
        assert rounded(self.purse.spent_day) <= 50

    def one(self, which: int) -> str:
        """One of the calls."""
        return sorted(self.calls)[which % len(self.calls)]

    def held(self, key: str) -> Reservation:
        """What it holds."""
        found = self.purse.of(key)
        assert found is not None
        return found


def test_any_interleaving_leaves_the_balance_above_zero() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        RunningCalls, settings=settings(max_examples=40, stateful_step_count=30, deadline=None)
    )


@given(st.integers(0, 3000), st.integers(1, 8), st.integers(0, 30_000))
@settings(max_examples=60, deadline=None)
def test_a_hang_up_that_comes_too_late_costs_what_it_outlived_and_no_more(cents: int, many: int, late_ms: int) -> None:
    """Up to a quantum late by one of the calls: below zero by a quantum's price at most."""
    purse, terms, (price, afford) = Purse(balance=exact(Decimal(cents) / 100)), Terms(quantum_ms=30_000), rules()
    for number in range(many):
        purse, _found = grant(purse, terms, str(number), price, afford)
    for held in purse.held:
        over = late_ms if held.key == "0" else 0
        purse, _taken = settle(purse, terms, held.key, price(held.granted_ms + terms.slack_ms + over))
    assert purse.balance >= -price(terms.quantum_ms)
