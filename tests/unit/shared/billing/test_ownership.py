"""A call belongs to one account, by the first rule that somebody owns something of, and the rules passed are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.billing.ownership import OwnedKind, Owner, Owners, Owns, owner_of
from shared.billing.rated import BillableCall
from tests.unit.shared.billing.made import call

SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def owns(account: str, kind: OwnedKind, value: str, since: datetime = SINCE, until: datetime | None = None) -> Owns:
    """One thing of an account's."""
    return Owns(account=account, kind=kind, value=value, since=since, until=until, cost_centre=account[:1])


ALL = [
    owns("agency", "campaign", "spring"), owns("sales", "account_code", "77"), owns("clinic", "line", "800123"),
    owns("garage", "extension", "101"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "account", "passed"),
    [
        ({"campaign": "spring", "account_code": "77", "extension": "101"}, "agency", ()),
        ({"campaign": "autumn", "account_code": "77", "extension": "101"}, "sales", (("campaign", "autumn"),)),
        ({"extension": "101", "line": "800123"}, "garage", ()),
        ({"direction": "inbound", "extension": "101", "line": "800123"}, "clinic", ()),
        ({"line": "800123"}, "clinic", ()),
        ({"direction": "internal", "account_code": "1", "extension": "101"}, "garage", (("account_code", "1"),)),
    ],
)
def test_the_first_rule_that_somebody_owns_holds(
    fields: dict[str, object], account: str, passed: tuple[tuple[OwnedKind, str], ...]
) -> None:
    found = owner_of(call(**fields), ALL)  # type: ignore[arg-type]
    assert found is not None
    assert (found.account, found.passed, found.cost_centre) == (account, passed, account[:1])


@pytest.mark.parametrize(
    "fields", [{}, {"extension": "102"}, {"direction": "inbound", "extension": "101"}, {"line": "800124"}]
)
def test_nobodys_calls_are_nobodys(fields: dict[str, object]) -> None:
    assert owner_of(call(**fields), ALL) is None  # type: ignore[arg-type]


def test_owning_begins_and_ends_with_an_instant() -> None:
    moved = datetime(2026, 10, 19, 15, 57, 40, tzinfo=UTC)
    both = [owns("before", "extension", "1", until=moved), owns("after", "extension", "1", since=moved)]
    for late, account in ((timedelta(0), "after"), (-timedelta(milliseconds=1), "before")):
        found = owner_of(call(moved + late, extension="1"), both)
        assert found is not None
        assert found.account == account


SPANS = st.builds(
    lambda account, value, begins, days: owns(
        account, "extension", value, SINCE + timedelta(days=begins), SINCE + timedelta(days=begins + days)
    ),
    st.sampled_from("abc"), st.sampled_from("12"), st.integers(0, 30), st.integers(1, 20),
)  # fmt: skip


@given(st.lists(SPANS, max_size=8), st.randoms(use_true_random=False), st.integers(0, 50), st.sampled_from("12"))
def test_the_order_in_which_things_are_told_does_not_matter(
    things: list[Owns], shuffle: object, day: int, extension: str
) -> None:
    one: BillableCall = call(SINCE + timedelta(days=day), extension=extension)
    found = Owners(things).of(one)
    shuffle.shuffle(things)  # type: ignore[attr-defined]
    assert Owners(things).of(one) == found
    holding = {
        (thing.account, thing.value)
        for thing in things
        if thing.value == extension and thing.until and thing.since <= one.answered_at < thing.until
    }
    assert (found is not None) == bool(holding)
    assert found is None or (found.account, found.value) in holding
    assert found is None or isinstance(found, Owner)
