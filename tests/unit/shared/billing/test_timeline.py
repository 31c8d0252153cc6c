"""Bands in zones whose clock changes by half an hour, at midnight, or not at all: the same as read off the wall."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from shared.billing.tariff import WEEKDAYS, Band, Window
from shared.billing.timeline import Timeline, instant, ms_of
from tests.unit.shared.billing import plain
from tests.unit.shared.billing.made import HOLIDAYS, version

EDGES = (0, 30, 105, 150, 180, 1410, 1440)
BANDS = tuple(
    Band(band=f"from {begins}", windows=(Window(days=(*WEEKDAYS, "holiday"), begins=begins, ends=ends),))
    for begins, ends in pairwise(EDGES)
)
CHANGES = [
    ("Europe/Prague", "2026-03-29"), ("Europe/Prague", "2026-10-25"), ("Australia/Lord_Howe", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-10-04"), ("America/Sao_Paulo", "2018-11-04"), ("America/Sao_Paulo", "2018-02-18"),
    ("Asia/Beirut", "2026-03-29"), ("Asia/Kathmandu", "2026-10-28"), ("Pacific/Apia", "2011-12-30"),
    ("America/St_Johns", "2026-11-01"), ("Africa/Casablanca", "2026-02-15"), ("UTC", "2026-10-28"),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "day"), CHANGES)
def test_bands_are_those_on_the_wall(zone: str, day: str) -> None:
    line, rules = Timeline(BANDS, "other", zone, HOLIDAYS), version(bands=BANDS, zone=zone, otherwise="other")
    first = datetime.fromisoformat(day).replace(tzinfo=UTC) - timedelta(days=1)
    minutes = [first + timedelta(minutes=minute) for minute in range(0, 3 * 1440, 5)]
    expected = [plain.band_at(rules, at, HOLIDAYS) for at in minutes]
    assert [line.band_at(ms_of(at)) for at in minutes] == expected
    begins = [at for at, band in line.stretches(ms_of(first), ms_of(first) + 3 * 86_400_000)]
    changed = [at for at, was, now in zip(minutes[1:], expected, expected[1:], strict=False) if was != now]
    assert [instant(at) for at in begins[1:]] == changed  # all edges of these zones are whole fives of minutes


def test_a_moment_before_an_edge_is_not_yet_of_the_next_band() -> None:
    line = Timeline(BANDS, "other", "Europe/Prague", HOLIDAYS)
    edge = ms_of(datetime(2026, 10, 19, 0, 30, tzinfo=UTC))  # half past two
    assert (line.band_at(edge - 1), line.band_at(edge)) == ("from 105", "from 150")
    assert line.stretches(edge - 1, edge) == [(edge - 1, "from 105")]
    assert line.stretches(edge - 1, edge + 1) == [(edge - 1, "from 105"), (edge, "from 150")]
