"""The large and small figures: running, calm, in alarm, against the goal."""

import msgspec

from tests.unit.wallboard.boards import (
    ALARM,
    BUSY,
    CALM,
    CENTRE,
    CZECH,
    ENGLISH,
    NOW,
    QUEUES,
    ago,
    moment,
    queue,
    rule,
)
from wallboard.pages import ALL_SUMS, Page, Place, Tile
from wallboard.presenter import present
from wallboard.screen import FigureTile, SumsTile, Words

NB = "\u00a0"


def shown(kind, rows=BUSY, *, language=ENGLISH, **more):
    tile = Tile(kind=kind, place=Place(0, 0, 400, 240), **more)
    return present(moment(rows, language=language, pages=(Page(tiles=(tile,)),))).tiles[0]


def test_waiting_now_tells_how_many_in_how_many_queues():
    tile = shown("waiting_now")
    assert isinstance(tile, FigureTile)
    assert (tile.value, tile.note, tile.alarm, tile.label.icon) == ("7", "in 3 queues", None, "people")
    assert shown("waiting_now", language=CZECH).note.replace(NB, " ") == "ve 3 frontách"
    assert shown("waiting_now", queues=("sales",)).note == "in 1 queue"


def test_callbacks_tell_how_many_are_to_be_called_back():
    rows = (msgspec.structs.replace(queue("support"), callbacks=3), msgspec.structs.replace(queue("vip"), callbacks=1))
    tile = shown("callbacks", rows)
    assert isinstance(tile, FigureTile)
    assert (tile.value, tile.note, tile.label.text) == ("4", "in 2 queues", "Callbacks")
    assert shown("callbacks", rows, queues=("vip",)).value == "1"
    calm = shown("callbacks", rows, queues=("sales",))
    assert (calm.value, calm.side.text, calm.side.icon) == ("0", "nobody is waiting", "tick")


def test_nobody_waiting_is_nought_with_a_tick():
    tile = shown("waiting_now", CALM)
    assert (tile.value, tile.note, tile.side) == ("0", "", Words("nobody is waiting", "good", "tick"))
    assert shown("waiting_now", CALM, language=CZECH).side.text == "nikdo nečeká"


def test_the_longest_wait_runs_and_names_its_queue_and_the_limit_that_it_passed():
    tile = shown("longest_wait")
    assert (tile.value, tile.strong_note, tile.note, tile.alarm) == ("02:47", "Podpora", "limit 02:00", "bad")
    assert tile.label == Words("Longest wait", "muted", "triangle")


def test_without_an_alert_the_longest_wait_is_no_alarm():
    tile = shown("longest_wait", QUEUES)
    assert (tile.note, tile.alarm, tile.label.icon) == ("", None, "clock")


def test_while_nobody_waits_the_longest_of_today_is_told():
    tile = shown("longest_wait", CALM)
    assert (tile.value, tile.is_empty, tile.note) == ("–", True, "today's longest 01:38")
    assert shown("longest_wait", ()).note == "" or shown("longest_wait", ()).is_empty


def test_an_alarm_of_a_queue_that_does_not_wait_longest_names_that_queue():
    rows = (*QUEUES, rule("longest_wait", "sales", 30, 38, level="warn"))
    tile = shown("longest_wait", rows)
    assert (tile.value, tile.strong_note, tile.note, tile.alarm) == ("02:47", "Prodej", "limit 00:30", "warn")


def test_alarms_of_other_queues_do_not_concern_a_tile():
    assert shown("longest_wait", queues=("sales", "vip")).alarm is None
    together = rule("waiting", None, 5, 7, queues=("support", "claims"))
    assert shown("waiting_now", (*QUEUES, together), queues=("claims",)).alarm == "bad"
    assert shown("waiting_now", (*QUEUES, together), queues=("vip",)).alarm is None
    assert shown("waiting_now", (*QUEUES, rule("waiting", None, 5, 7)), queues=("vip",)).alarm == "bad"


def test_the_service_level_names_its_formula_and_its_goal():
    tile = shown("service_level")
    assert (tile.label.text, tile.value, tile.unit, tile.widest) == ("SL 80/20 today", "84.2", "%", "100.0")
    assert tile.side == Words("goal 80% met", "good", "tick")
    assert (round(tile.share or 0, 3), tile.goal) == (0.842, 0.8)
    czech = shown("service_level", language=CZECH)
    assert (czech.label.text, czech.value, czech.side.text) == ("SL 80/20 dnes", "84,2", f"cíl 80{NB}% splněn")


def test_a_missed_goal_has_its_own_icon_and_words_and_a_queue_its_own_goal():
    assert shown("service_level", queues=("support",)).side == Words("goal 80% not met", "bad", "arrow_down")
    assert shown("service_level", queues=("vip",)).goal == 0.95
    assert shown("service_level", queues=("vip", "sales")).goal == 0.8


def test_no_calls_are_no_service_level():
    tile = shown("service_level", (queue("support"),))
    assert (tile.value, tile.is_empty, tile.share) == ("–", True, None)
    assert shown("sums", (queue("support"),)).sums[2].value == "–"


def test_short_abandons_do_not_count_in_the_service_level():
    row = queue("support", offered=10, answered=8, answered_in_threshold=8, abandoned=2, short_abandoned=2)
    assert shown("service_level", (row,)).value == "100.0"


def test_sums_of_today():
    tile = shown("sums")
    assert isinstance(tile, SumsTile)
    assert [(one.label, one.extra, one.value) for one in tile.sums] == [
        ("Answered", "", "353"), ("Abandoned", "6.9%", "26"), ("Average wait", "", "00:22"),
    ]  # fmt: skip


def test_all_sums_where_they_are_asked_for():
    tile = shown("sums", sums=ALL_SUMS, queues=("support",))
    assert [one.value for one in tile.sums] == ["185", "168", "17", "0", "00:29", "01:40"]


def test_an_alarm_colours_the_sum_that_it_is_about():
    rows = (*QUEUES, rule("abandoned_share", "support", 5, 9, level="warn"))
    assert [one.token for one in shown("sums", rows).sums] == ["text", "warn", "text"]


def test_figures_of_two_pbxs_add_up():
    brno = [msgspec.structs.replace(row, pbx="brno") for row in QUEUES]
    assert shown("waiting_now", (*QUEUES, *brno)).value == "14"
    assert shown("sums", (*QUEUES, *brno)).sums[0].value == "706"
    assert shown("longest_wait", (*QUEUES, *brno)).strong_note in ("Podpora · brno", "Podpora · praha")


def test_more_than_an_hour_is_written_with_hours():
    tile = shown("longest_wait", (queue("support", 1, ago(62, 3)),))
    assert (tile.value, tile.widest) == ("1:02:03", "0:00:00")


def test_the_name_of_the_formula_follows_the_settings():
    centre = msgspec.structs.replace(CENTRE, service_goal=87.5, service_level_seconds=30)
    tile = Tile(kind="service_level", place=Place(0, 0, 400, 240))
    found = present(moment(centre=centre, pages=(Page(tiles=(tile,)),))).tiles[0]
    assert isinstance(found, FigureTile)
    assert (found.label.text, found.side.text) == ("SL 87.5/30 today", "goal 87.5% not met")
    assert ALARM.since < NOW
