"""Each rule of the law refuses when it must, and the instant it names is exactly the first at which nothing refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.campaigns.calling_hours import open_spans
from shared.campaigns.campaign import CallingHours, Campaign, Limits
from shared.campaigns.ledgers import Consent, DoNotCall, NumberHistory
from shared.campaigns.may_call import ALLOWED, Refused, may_call
from shared.campaigns.zone_rows import ROWS
from shared.campaigns.zones import country_of, zones_of
from tests.unit.shared.campaigns.made import GIVEN, NOON, NUMBER, campaign

PRAGUE = ZoneInfo("Europe/Prague")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEVER = NumberHistory()


def prague(*at: int) -> datetime:
    return datetime(*at, tzinfo=PRAGUE).astimezone(UTC)  # type: ignore[misc,arg-type]


def asked(at: datetime = NOON, history: NumberHistory = NEVER, of: Campaign | None = None, *lists: DoNotCall) -> object:
    return may_call(of or campaign(), NUMBER, at, history, [GIVEN], lists)


def test_with_consent_at_noon_it_is_allowed() -> None:
    assert asked() == ALLOWED


@pytest.mark.parametrize("number", ["", "123", "+420602123456", "0602123456", "Praha 12345", "4206021234560000"])
def test_what_is_no_number(number: str) -> None:
    assert may_call(campaign(), number, NOON, NEVER, [GIVEN]) == Refused(reason="bad_number", about=number)


def test_consent_is_opt_in_and_can_be_withdrawn_and_end() -> None:
    calls = campaign()
    assert may_call(calls, NUMBER, NOON, NEVER) == Refused(reason="no_consent")
    withdrawn = replace(GIVEN, is_given=False, given_at=NOON - DAY, how="call")
    assert may_call(calls, NUMBER, NOON, NEVER, [withdrawn, GIVEN]) == Refused(reason="consent_withdrawn", about="call")
    again = replace(GIVEN, given_at=NOON)
    assert may_call(calls, NUMBER, NOON, NEVER, [again, withdrawn, GIVEN]) == ALLOWED
    ends = replace(GIVEN, until=date(2026, 11, 22))
    assert may_call(calls, NUMBER, NOON, NEVER, [ends]) == Refused(reason="consent_expired", about="2026-11-22")
    assert may_call(calls, NUMBER, NOON, NEVER, [replace(GIVEN, until=date(2026, 11, 23))]) == ALLOWED
    assert may_call(calls, NUMBER, NOON, NEVER, [replace(GIVEN, number="420602000000")]) == Refused(reason="no_consent")


def test_a_debt_needs_no_consent_but_a_list_still_holds() -> None:
    debt = campaign(is_marketing=False)
    assert may_call(debt, NUMBER, NOON, NEVER) == ALLOWED
    listed = DoNotCall(number=NUMBER, list="robinson")
    assert may_call(debt, NUMBER, NOON, NEVER, (), [listed]) == Refused(reason="on_list", about="robinson")
    opt_out = campaign(limits=Limits(needs_consent=False))
    assert may_call(opt_out, NUMBER, NOON, NEVER) == ALLOWED
    no = replace(GIVEN, is_given=False)
    assert isinstance(may_call(opt_out, NUMBER, NOON, NEVER, [no]), Refused)


def test_lists_hold_for_whom_they_are_and_as_long_as_they_say() -> None:
    ours = campaign(owner="acme")
    for scope, of, is_held in (
        ("centre", "", True), ("owner", "acme", True), ("owner", "other", False), ("campaign", "spring", True),
        ("campaign", "autumn", False),
    ):  # fmt: skip
        entry = DoNotCall(number=NUMBER, list="dnc", scope=scope, of=of)  # type: ignore[arg-type]
        assert isinstance(asked(NOON, NEVER, ours, entry), Refused) == is_held
    until = DoNotCall(number=NUMBER, list="dnc", until=date(2026, 11, 24))
    assert asked(NOON, NEVER, ours, until) == Refused(
        reason="on_list", about="dnc", not_before=prague(2026, 11, 25, 9)
    )  # fmt: skip


def test_attempts_of_a_day_of_24_hours_and_of_a_life() -> None:
    three = tuple(NOON - timedelta(hours=one) for one in (1, 2, 20))
    found = asked(NOON, NumberHistory(placed_at=three, life=3))
    assert found == Refused(reason="rolling_attempts", about="3", not_before=NOON + 4 * HOUR)
    today = tuple(NOON - timedelta(hours=one) for one in (1, 2, 3))
    found = asked(NOON, NumberHistory(placed_at=today, life=3))
    assert found == Refused(reason="day_attempts", about="3", not_before=prague(2026, 11, 24, 9))
    assert asked(NOON, NumberHistory(life=10)) == Refused(reason="life_attempts", about="10")
    assert asked(NOON, NumberHistory(life=9)) == ALLOWED
    assert asked(NOON, NumberHistory(is_open=True)) == Refused(reason="call_running")


def test_an_abandoned_number_is_locked_for_machines_only() -> None:
    history = NumberHistory(abandoned_at=NOON - 70 * HOUR, life=1)
    assert asked(NOON, history) == Refused(reason="locked", not_before=NOON + 2 * HOUR)
    assert asked(NOON + 2 * HOUR, history) == ALLOWED
    assert asked(NOON, history, campaign(mode="preview")) == ALLOWED
    assert may_call(campaign(), NUMBER, NOON, history, [GIVEN], is_by_person=True) == ALLOWED


def test_hours_and_holidays_are_those_of_the_called() -> None:
    evening = prague(2026, 11, 27, 19)
    assert asked(evening) == Refused(
        reason="out_of_hours", about="Europe/Prague", not_before=prague(2026, 11, 30, 9)
    )  # fmt: skip
    assert asked(evening - timedelta(microseconds=1)) == ALLOWED
    holidays = {"CZ": {date(2026, 11, 23)}, "US": {date(2026, 11, 24)}}
    found = may_call(campaign(), NUMBER, NOON, NEVER, [GIVEN], (), holidays)
    assert found == Refused(reason="holiday", about="2026-11-23", not_before=prague(2026, 11, 24, 9))
    york = replace(GIVEN, number="12125551234")
    found = may_call(campaign(), york.number, NOON, NEVER, [york])
    assert found == Refused(
        reason="out_of_hours", about="America/New_York", not_before=datetime(2026, 11, 23, 14, tzinfo=UTC)
    )  # fmt: skip


def test_of_several_zones_all_must_allow() -> None:
    lisbon = replace(GIVEN, number="351912345678")
    found = may_call(campaign(), lisbon.number, datetime(2026, 11, 23, 9, 30, tzinfo=UTC), NEVER, [lisbon])
    assert found == Refused(
        reason="out_of_hours", about="Atlantic/Azores", not_before=datetime(2026, 11, 23, 10, tzinfo=UTC)
    )  # fmt: skip


def test_a_campaign_begins_and_ends() -> None:
    later = campaign(begins=date(2026, 12, 1))
    assert asked(NOON, NEVER, later) == Refused(
        reason="campaign_not_begun", about="2026-12-01", not_before=prague(2026, 12, 1, 9)
    )  # fmt: skip
    assert asked(NOON, NEVER, campaign(ends=date(2026, 11, 22))) == Refused(reason="campaign_over", about="2026-11-22")
    assert asked(NOON, NEVER, campaign(ends=date(2026, 11, 23))) == ALLOWED


def test_nights_on_which_the_clock_changes() -> None:
    night = (CallingHours(days=("sunday",), begins=150, ends=240),)  # half past two to four
    spring = open_spans(night, date(2026, 3, 29), PRAGUE, False)
    assert spring == ((datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 3, 29, 2, tzinfo=UTC)),)
    autumn = open_spans(night, date(2026, 10, 25), PRAGUE, False)
    assert autumn == (
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2026, 10, 25, 3, tzinfo=UTC)),
    )


def test_every_prefix_has_zones() -> None:
    prefixes = [one for row in ROWS.splitlines() for one in row.partition(":")[2].split()]
    assert len(prefixes) == len(set(prefixes))
    assert [one for one in prefixes if not zones_of(one)] == []
    assert (country_of(NUMBER), country_of("999")) == ("CZ", "")
    assert zones_of("0") == ()


INSTANTS = st.integers(0, 16 * 86400).map(
    lambda seconds: datetime(2026, 3, 20, tzinfo=UTC) + timedelta(seconds=seconds)
)


@given(
    at=INSTANTS, placed=st.lists(INSTANTS, max_size=5), abandoned=st.none() | INSTANTS,
    number=st.sampled_from([NUMBER, "351912345678", "442071234567"]), listed=st.none() | st.dates(
        date(2026, 3, 20), date(2026, 4, 3)), shares=st.lists(st.floats(0, 1), max_size=20),
)  # fmt: skip
def test_the_instant_is_exact(
    at: datetime, placed: list[datetime], abandoned: datetime | None, number: str, listed: date | None,
    shares: list[float],
) -> None:  # fmt: skip
    history = NumberHistory(
        placed_at=tuple(one for one in placed if one < at), abandoned_at=min(abandoned, at) if abandoned else None
    )
    lists = [DoNotCall(number=number, list="dnc", until=listed)] if listed else []
    holidays = {"CZ": {date(2026, 4, 3)}}

    def ask(when: datetime) -> object:
        consent = Consent(number=number, given_at=datetime(2026, 1, 1, tzinfo=UTC))
        return may_call(campaign(), number, when, history, [consent], lists, holidays)

    found = ask(at)
    if not isinstance(found, Refused):
        return
    assert found.not_before is not None
    assert ask(found.not_before) == ALLOWED
    wait = found.not_before - at
    for when in [at + share * wait for share in shares] + [found.not_before - timedelta(microseconds=1)]:
        if at <= when < found.not_before:
            again = ask(when)
            assert isinstance(again, Refused)
            assert again.not_before == found.not_before


@given(day=st.dates(date(2026, 1, 1), date(2026, 12, 31)), begins=st.integers(0, 1439), long=st.integers(1, 600))
def test_open_spans_are_what_the_wall_shows(day: date, begins: int, long: int) -> None:
    hours = (
        CallingHours(days=("monday", "sunday"), begins=begins, ends=min(1440, begins + long)),
        CallingHours(days=("sunday",), begins=120, ends=180),
    )  # fmt: skip
    spans = open_spans(hours, day, PRAGUE, False)
    assert all(one[1] < other[0] for one, other in pairwise(spans))
    for since, until in spans:
        for at in (since, until - timedelta(minutes=1)):
            local = at.astimezone(PRAGUE)
            minute = local.hour * 60 + local.minute
            assert local.date() == day
            assert any(one.begins <= minute < one.ends for one in hours)
