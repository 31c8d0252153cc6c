"""The last hour and the same weekday: what is asked, how answers are read, and that old ones are not shown as new."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from tests.unit.wallboard.boards import BUSY, CZECH, ENGLISH, NOW, ago, moment
from wallboard.pages import DEFAULT, Page, Place, Tile
from wallboard.presenter import Ask, Visits, asked, present
from wallboard.presenter.asking import Step, answer_of, last_hour, params, same_weekday
from wallboard.presenter.history import marks
from wallboard.screen import ComparisonTile, Room, TrendTile, Words

PRAGUE = ZoneInfo("Europe/Prague")
BARS = ((22, 1), (26, 1), (23, 0), (31, 2), (28, 1), (35, 2), (33, 3), (30, 1), (38, 2), (36, 3), (34, 4), (27, 3))
SINCE = datetime(2026, 11, 24, 12, 35, tzinfo=UTC)
TREND = Visits(steps=tuple(
    Step(at=SINCE + timedelta(minutes=5 * number), answered=answered, abandoned=lost)
    for number, (answered, lost) in enumerate(BARS)
))  # fmt: skip
WEEK_AGO = Visits(steps=(Step(
    at=datetime(2026, 11, 16, 23, tzinfo=UTC), offered=370, answered=341, answered_in_threshold=316, abandoned=18,
    wait_seconds=341 * 31,
),))  # fmt: skip


def shown(kind, figures, *, language=ENGLISH, **more):
    tile = Tile(kind=kind, place=Place(0, 0, 400, 240))
    known = {"pages": (Page(tiles=(tile,)),), "rooms": (Room(5, 1),), "figures": figures, "language": language}
    return present(moment(BUSY, **(known | more))).tiles[0]


def test_the_default_pages_ask_twice():
    every = [tile for page in (*DEFAULT.wide, *DEFAULT.compact) for tile in page.tiles]
    assert asked(every) == {Ask("trend"), Ask("weekday")}
    assert asked([Tile(kind="trend", place=Place(0, 0, 9, 9), queues=("vip",))]) == {Ask("trend", ("vip",))}


def test_the_last_hour_ends_with_the_step_that_goes_on():
    assert last_hour(NOW) == (SINCE, SINCE + timedelta(hours=1), 300)
    assert params(Ask("trend", ("vip",)), NOW, PRAGUE) == {
        "from": "2026-11-24T12:35:00+00:00", "to": "2026-11-24T13:35:00+00:00", "step_seconds": 300, "queues": ["vip"],
    }  # fmt: skip


def test_the_same_weekday_until_the_same_time_on_the_wall():
    since, until, step = same_weekday(NOW, PRAGUE)
    assert (since.isoformat(), until.isoformat(), step) == (
        "2026-11-17T00:00:00+01:00", "2026-11-17T14:32:07+01:00", None,
    )  # fmt: skip
    after_the_change = datetime(2026, 10, 27, 13, 0, tzinfo=UTC)  # winter time since two days
    since, until, _ = same_weekday(after_the_change, PRAGUE)
    assert (since.isoformat(), until.isoformat()) == ("2026-10-20T00:00:00+02:00", "2026-10-20T14:00:00+02:00")
    midnight = datetime(2026, 11, 23, 23, tzinfo=UTC)
    since, until, _ = same_weekday(midnight, PRAGUE)
    assert since < until


def test_answers_are_read_and_nonsense_is_refused():
    result = {"steps": [{"at": "2026-11-24T12:35:00Z", "offered": 3, "wait_seconds": 1.5}], "gaps": []}
    assert answer_of(result).steps[0].offered == 3
    with pytest.raises(msgspec.ValidationError):
        answer_of({"steps": [{"at": "noon"}]})


def test_the_trend():
    tile = shown("trend", {Ask("trend"): TREND})
    assert isinstance(tile, TrendTile)
    assert [(bar.answered, bar.lost) for bar in tile.bars] == list(BARS)
    assert [bar.label for bar in tile.bars if bar.label] == ["13:35", "13:50", "14:05", "14:20"]
    assert (tile.marks, tile.empty) == ((20, 40), "")
    assert [words.token for words in tile.legend] == ["talking", "bad"]


@pytest.mark.parametrize(("highest", "found"), [(0, (1, 2)), (2, (1, 2)), (9, (2, 4)), (41, (20, 40)), (60, (25, 50))])
def test_two_round_values_on_the_axis(highest, found):
    assert marks(highest) == found


def test_no_answer_yet_and_no_database():
    assert shown("trend", {}).empty == "Figures are being fetched"
    assert shown("trend", {Ask("trend"): "unavailable"}).empty == "The database does not answer"
    assert shown("comparison", {Ask("weekday"): "unavailable"}).empty == "The database does not answer"


def test_an_answer_about_another_time_is_not_shown():
    figures = {Ask("trend"): TREND, Ask("weekday"): WEEK_AGO}
    later = NOW + timedelta(days=1)
    assert not shown("trend", figures, now=later, own_now=later).bars
    assert not shown("comparison", figures, now=later, own_now=later).rows
    soon = NOW + timedelta(minutes=4)
    assert shown("trend", figures, now=soon, own_now=soon).bars


def test_a_quiet_hour_and_one_that_nobody_saw():
    quiet = Visits(steps=tuple(msgspec.structs.replace(step, answered=0, abandoned=0) for step in TREND.steps))
    assert shown("trend", {Ask("trend"): quiet}).empty == "No finished call in the last hour"
    blind = msgspec.structs.replace(quiet, gaps=((ago(60), NOW),))
    assert shown("trend", {Ask("trend"): blind}).empty == "The PBX was not seen"


def test_today_against_the_same_weekday():
    tile = shown("comparison", {Ask("weekday"): WEEK_AGO})
    assert isinstance(tile, ComparisonTile)
    assert (tile.note, tile.columns) == ("until 14:32", ("today", "Tue 17\u00a0Nov", "change"))
    assert [(row.label, row.today, row.then, row.difference) for row in tile.rows] == [
        ("Answered", "353", "341", Words("+12", "muted", "arrow_up")),
        ("Abandoned", "26", "18", Words("+8", "bad", "arrow_up")),
        ("SL 80/20", "84.2%", "88.0%", Words("−3.9 pp", "bad", "arrow_down")),
        ("Average wait", "00:22", "00:31", Words("−00:09", "good", "arrow_down")),
        ("Offered", "379", "370", Words("+9", "muted", "arrow_up")),
    ]  # fmt: skip
    assert shown("comparison", {Ask("weekday"): WEEK_AGO}, rooms=(Room(3),)).rows == tile.rows[:3]
    czech = shown("comparison", {Ask("weekday"): WEEK_AGO}, language=CZECH)
    assert czech.rows[2].today == "84,2\u00a0%"


def test_a_day_of_which_nothing_is_known():
    nothing = Visits(steps=(Step(at=WEEK_AGO.steps[0].at),))
    assert shown("comparison", {Ask("weekday"): nothing}).empty == "Nothing is known of that day"
