"""Adherence, repeated contacts, expected waits, limits in force."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from shared.domain.measures.adherence import Impact, Stretch, adherence, impact
from shared.domain.measures.counts import AdherenceCounts, ContactCounts
from shared.domain.measures.ewt import expected_wait
from shared.domain.measures.fcr import DAY, WEEK, Contact, repeats
from shared.domain.measures.limits import Limits, LimitsSince, limits_at, spans_of_limits

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def stretch(since: int, until: int, state: str = "work") -> Stretch:
    return Stretch(since=NOON + since * MINUTE, until=NOON + until * MINUTE, state=state)


@pytest.mark.parametrize(("scheduled", "was", "minutes", "wanted"), [
    ([stretch(0, 60)], [stretch(0, 60)], (60, 60, 0), "as_scheduled"),
    ([stretch(0, 60)], [stretch(10, 70)], (60, 50, 10), "as_scheduled"),
    ([stretch(0, 60), stretch(60, 70, "rest")], [stretch(0, 65), stretch(65, 70, "rest")], (70, 65, 5), "as_scheduled"),
    ([stretch(0, 60)], [stretch(0, 20), stretch(20, 60, "ill")], (60, 20, 0), "less"),
    ([stretch(0, 60)], [stretch(-30, 90)], (60, 60, 60), "more"),
    ([], [stretch(0, 60)], (0, 0, 0), "as_scheduled"),
])  # fmt: skip
def test_adherence(scheduled: list[Stretch], was: list[Stretch], minutes: tuple[int, int, int], wanted: Impact):
    whole, kept, outside = (one * 60_000 for one in minutes)
    found = adherence(scheduled, was)
    assert found == AdherenceCounts(scheduled_ms=whole, kept_ms=kept, outside_ms=outside)
    assert impact(found) == wanted


def contact(hours: float, number: str | None = "777", about: str = "", *, is_counted: bool = True) -> Contact:
    return Contact(number=number, at=NOON + hours * timedelta(hours=1), about=about, is_counted=is_counted)


@pytest.mark.parametrize(("contacts", "counts"), [
    ([contact(0), contact(24)], ContactCounts(contacts=2, repeated=1)),
    ([contact(24), contact(0)], ContactCounts(contacts=2, repeated=1)),
    ([contact(0), contact(24.01)], ContactCounts(contacts=2)),
    ([contact(0), contact(1, "778"), contact(2, about="other")], ContactCounts(contacts=3)),
    ([contact(0), contact(1), contact(2)], ContactCounts(contacts=3, repeated=2)),
    ([contact(0), contact(1, is_counted=False)], ContactCounts(contacts=1, repeated=1)),
    ([contact(0, None), contact(1, "")], ContactCounts(hidden=2)),
    ([contact(95)], ContactCounts(contacts=1, undecided=1)),
])  # fmt: skip
def test_repeated_contacts(contacts: list[Contact], counts: ContactCounts):
    assert repeats(contacts, DAY, NOON + 4 * DAY) == counts


def test_a_longer_window_finds_no_fewer_repeats():
    contacts = [contact(hours) for hours in (0, 5, 30, 100, 300)]
    assert repeats(contacts, WEEK, NOON + 9 * WEEK).repeated >= repeats(contacts, DAY, NOON + 9 * WEEK).repeated


def test_the_expected_wait_is_the_median_of_the_same_position_and_no_outlier_moves_it():
    recent = [(2, wait) for wait in (30_000, 32_000, 34_000, 36_000, 3_600_000)]
    assert expected_wait(2, recent) == 34_000
    assert expected_wait(2, [*recent, (2, 35_000)]) == 34_500


def test_with_few_of_a_position_all_positions_are_asked():
    recent = [(1, 10_000), (2, 30_000), (4, 80_000)]
    assert expected_wait(3, recent) == 45_000
    assert expected_wait(1, [(3, 10_000)]) == Fraction(10_000, 3)
    assert expected_wait(1, []) is expected_wait(0, recent) is None


def test_limits_hold_from_their_day_on():
    changes = [
        LimitsSince(since=None, limits=Limits(threshold_seconds=30)),
        LimitsSince(since=NOON, limits=Limits(threshold_seconds=10)),
        LimitsSince(since=NOON + MINUTE, limits=Limits(threshold_seconds=10)),
    ]
    assert limits_at(changes, NOON - MINUTE).threshold_seconds == 30
    assert limits_at(changes, NOON).threshold_seconds == 10
    assert limits_at([], NOON) == Limits()
    assert spans_of_limits(changes, NOON - MINUTE, NOON + 2 * MINUTE) == (
        (NOON - MINUTE, NOON, Limits(threshold_seconds=30)), (NOON, NOON + 2 * MINUTE, Limits(threshold_seconds=10)),
    )  # fmt: skip
