"""Who sat where, when: the phone of one's own, seats taken, and seats of others."""

from datetime import UTC, datetime, timedelta

from collector_daemon.store.sittings import BEGINNING, END, Sitting, sat, sittings_of

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def spans(found: list[Sitting]) -> list[tuple[str, str, datetime, datetime]]:
    return [(one.pbx, one.extension, one.since, one.until) for one in found]


def test_without_seats_it_is_the_own_phone_always() -> None:
    assert spans(sittings_of("1001", ["main"], [], [])) == [("main", "1001", BEGINNING, END)]
    assert sittings_of(None, ["main"], [], []) == []


def test_seats_end_the_time_of_the_own_phone() -> None:
    seat = Sitting("main", "1005", NOON, NOON + HOUR)
    assert spans(sittings_of("1001", ["main"], [seat], [])) == [
        ("main", "1005", NOON, NOON + HOUR), ("main", "1001", BEGINNING, NOON),
    ]  # fmt: skip
    assert sittings_of(None, ["main"], [seat], []) == [seat]


def test_others_at_the_own_phone_take_their_time() -> None:
    others = [
        Sitting("main", "1001", NOON + 2 * HOUR, NOON + 4 * HOUR), Sitting("main", "1001", NOON, NOON + HOUR),
        Sitting("main", "1001", NOON + 3 * HOUR, NOON + 5 * HOUR), Sitting("brno", "1001", BEGINNING, END),
    ]  # fmt: skip
    assert spans(sittings_of("1001", ["main", "brno"], [], others)) == [
        ("main", "1001", NOON + 5 * HOUR, END), ("main", "1001", NOON + HOUR, NOON + 2 * HOUR),
        ("main", "1001", BEGINNING, NOON),
    ]  # fmt: skip
    still = Sitting("main", "1001", NOON, END)
    assert spans(sittings_of("1001", ["main"], [], [still])) == [("main", "1001", BEGINNING, NOON)]


def test_sat() -> None:
    found = [Sitting("main", "1001", NOON, NOON + HOUR)]
    assert sat(found, "main", "1001", NOON)
    assert not sat(found, "main", "1001", NOON + HOUR)
    assert not sat(found, "brno", "1001", NOON)
    assert not sat(found, "main", "1002", NOON)
    assert not sat(found, "main", None, NOON)
