"""What the figures are: live, lost, refused, past; and that old ones are never shown as new."""

from datetime import timedelta
from itertools import pairwise

import msgspec
import pytest

from shared.feed_client.live_board import LiveBoard
from shared.feed_client.status import Status
from tests.unit.wallboard.boards import (
    BUSY,
    CALM,
    CENTRE,
    CZECH,
    ENGLISH,
    NOW,
    QUEUES,
    STRETCHED,
    agent,
    ago,
    moment,
    queue,
    rule,
    trouble,
)
from wallboard.pages import DEFAULT
from wallboard.presenter import present
from wallboard.screen import AgentsTile, FigureTile, QueuesTile, TextTile

STALE = Status(state="stale", since=ago(seconds=65), code="lost", retry_at=NOW + timedelta(seconds=8))


def longest(screen):
    return next(tile for tile in screen.tiles if isinstance(tile, FigureTile) and "ongest" in tile.label.text)


def test_live():
    screen = present(moment())
    assert screen.sight == "live"
    assert (screen.header.title, screen.header.page) == ("Zákaznická linka", "1/3 · Overview")
    assert (screen.header.state.text, screen.header.state.icon) == ("Live", "wave")
    assert (screen.header.clock, screen.header.note) == ("14:32:07", "")


def test_the_header_in_czech():
    header = present(moment(language=CZECH)).header
    assert header.date.replace("\u00a0", " ") == "úterý 24. listopadu"
    assert header.short_date.replace("\u00a0", " ") == "út 24. 11."
    assert (header.page, header.state.text) == ("1/3 · Přehled", "Živě")


def test_a_page_that_is_held_says_so():
    assert present(moment(is_rotating=False)).header.page == "1/3 · Overview · held"


def test_lost_says_since_when_and_of_when_the_figures_are():
    screen = present(moment(status=STALE, lost_at=ago(seconds=63), now=NOW))
    assert screen.sight == "lost"
    assert screen.header.title == "No connection since 14:31:04 – figures are from 14:31:02"
    assert (screen.header.note, screen.header.clock) == ("next try in 8 s", "14:32:07")
    assert screen.ticker.text.startswith("The board reconnects by itself.")
    assert (screen.ticker.note, screen.ticker.icon) == ("last live 14:31:02", "info")


def test_lost_in_czech():
    screen = present(moment(status=STALE, lost_at=ago(seconds=63), language=CZECH))
    title = screen.header.title.replace("\u00a0", " ")
    assert title == "Bez spojení od 14:31:04 – údaje jsou z 14:31:02"
    assert screen.ticker.text.replace("\u00a0", " ") == (
        "Nástěnka se připojí sama. Trvá-li výpadek přes 5 minut, volejte správce."
    )


def test_running_times_stop_with_the_last_news_while_the_clock_goes_on():
    screens = [
        present(moment(status=STALE, now=NOW + timedelta(seconds=at), own_now=NOW + timedelta(seconds=at)))
        for at in range(3)
    ]  # fmt: skip
    assert {longest(screen).value for screen in screens} == {"01:42"}
    assert [one.tiles == other.tiles for one, other in pairwise(screens)] == [True, True]
    assert [screen.header.clock for screen in screens] == ["14:32:07", "14:32:08", "14:32:09"]


def test_times_are_right_on_a_machine_whose_clock_is_an_hour_off():
    off = timedelta(hours=1)
    status = msgspec.structs.replace(STALE, since=STALE.since - off, retry_at=NOW + timedelta(seconds=8) - off)
    screen = present(moment(status=status, own_now=NOW - off))
    assert "figures are from 14:31:02" in screen.header.title
    assert (longest(screen).value, screen.header.note) == ("01:42", "next try in 8 s")


def test_lost_rings_and_holds_nothing():
    fresh = rule("waiting", "support", 3, 4, since=ago(seconds=1), has_sound=True)
    assert present(moment((*QUEUES, fresh))).has_fresh_alarm
    assert present(moment((*QUEUES, fresh))).sound == {"praha/waiting-support"}
    lost = present(moment((*QUEUES, fresh), status=STALE))
    assert (lost.has_fresh_alarm, lost.sound) == (False, frozenset())
    assert longest(present(moment(status=STALE))).alarm == "bad"  # the frame stays, dashed


def test_the_only_pbx_away_is_sight_lost():
    screen = present(moment((*BUSY, trouble("pbx_away", ago(seconds=67)))))
    assert screen.sight == "lost"
    assert screen.header.title == "No connection to the PBX – figures are from 14:31:00"
    assert longest(screen).value == "01:40"
    live = present(moment())
    tokens = [[cell.token for tile in one.tiles if isinstance(tile, QueuesTile) for line in tile.lines
               for cell in line.cells] for one in (screen, live)]  # fmt: skip
    assert tokens[0] == tokens[1]  # nothing becomes lighter or moves: the views make all of it grey
    assert screen.ticker.text.startswith("The server reconnects to the PBX by itself.")


def test_one_of_two_pbxs_away_is_said_and_only_its_times_stop():
    brno = (queue("support", 1, ago(3), pbx="brno"), agent("2001", "Ivo Malý", "ready", ago(3), pbx="brno"))
    screen = present(moment((*QUEUES, *brno, trouble("pbx_away", ago(1), pbx="brno"))))
    assert screen.sight == "live"
    assert (screen.header.state.text, screen.header.state.token) == ("PBX brno away", "bad")
    assert screen.header.note == "figures from 14:31:07"
    table = next(tile for tile in screen.tiles if isinstance(tile, QueuesTile))
    times = {line.name: line.cells[1].text for line in table.lines}
    assert (times["Podpora · brno"], times["Podpora · praha"]) == ("02:00", "02:47")
    cards = next(tile for tile in screen.tiles if isinstance(tile, AgentsTile)).cards
    assert [card.time for card in cards] == ["02:00"]


def test_all_of_two_pbxs_away_is_sight_lost_with_the_later_time():
    brno = queue("support", 1, ago(3), pbx="brno")
    away = (trouble("pbx_away", ago(1), pbx="brno"), trouble("pbx_away", ago(2)))
    screen = present(moment((*QUEUES, brno, *away)))
    assert (screen.sight, screen.header.title[-8:]) == ("lost", "14:31:07")


@pytest.mark.parametrize(("code", "said"), [
    ("token_expired", "token is not valid"),
    ("wrong_credentials", "Name or password"), ("protocol_unsupported", "another version"), ("strange", "no thanks"),
])  # fmt: skip
def test_refused_says_why(code, said):
    status = Status(state="refused", since=ago(1), code=code, message="no thanks")
    screen = present(moment(status=status))
    assert (screen.sight, said in screen.header.title) == ("refused", True)
    assert "Call the administrator" in screen.ticker.text
    assert longest(screen).value == "01:47"


def test_before_anything_came_there_are_no_noughts():
    status = Status(state="connecting", since=ago(seconds=3))
    for page in range(3):
        screen = present(moment(board=LiveBoard(), status=status, centre=None, page=page))
        assert screen.sight == "connecting"
        for tile in screen.tiles:
            assert isinstance(tile, FigureTile | TextTile)
            assert isinstance(tile, TextTile) or (tile.value, tile.is_empty) == ("–", True)


def test_the_past_is_marked():
    screen = present(moment(past_speed=4.0))
    assert screen.sight == "past"
    assert screen.header.title.replace("\u00a0", " ") == "The past: Tuesday 24 November 14:32:07"
    assert (screen.header.state.text, screen.header.clock) == ("speed 4×", "14:32:07")
    assert present(moment(past_speed=0.0)).header.state.text == "stands still"
    assert not screen.sound
    assert not screen.has_fresh_alarm


def test_an_incomplete_past_says_so():
    assert "may be missing" in present(moment(past_speed=1.0, is_past_complete=False)).ticker.text


def test_lost_in_the_past_stands_still_where_it_was():
    screen = present(moment(status=STALE, past_speed=10.0))
    assert screen.sight == "lost"
    assert "figures are from 14:21:17" in screen.header.title


# --- the ticker


def test_the_ticker_says_the_alert_in_the_readers_language():
    ticker = present(moment()).ticker
    assert (ticker.subject, ticker.text) == ("Podpora:", "longest wait over the 02:00 limit, nobody is ready")
    assert (ticker.note, ticker.icon, ticker.token) == ("since 14:31:20", "triangle", "bad")
    czech = present(moment(language=CZECH)).ticker
    assert czech.text.replace("\u00a0", " ") == "nejdelší čekání přes limit 02:00, nikdo není připraven"
    assert czech.note.replace("\u00a0", " ") == "od 14:31:20"


def test_all_well():
    ticker = present(moment(CALM, well_since=ago(30))).ticker
    assert (ticker.text, ticker.note, ticker.token) == ("All well, no alerts", "since 14:02:07", "good")
    czech = present(moment(CALM, language=CZECH)).ticker.text
    assert czech.replace("\u00a0", " ") == "Vše v pořádku, žádné upozornění"


def test_alerts_take_turns_every_ten_seconds_the_worst_first():
    rows = (
        *QUEUES, rule("waiting", "support", 3, 4, level="warn"), rule("service_level", "sales", 80, 71.25),
        trouble("database_away", ago(3), pbx=""),
    )  # fmt: skip
    begin = NOW.replace(second=0)
    seen = [present(moment(rows, now=begin + timedelta(seconds=at))).ticker for at in range(60)]
    turns = [len({ticker.text for ticker in seen[at : at + 10]}) for at in range(0, 60, 10)]
    assert turns == [1] * 6
    assert seen[0].note.startswith(("1/3", "2/3", "3/3"))
    by_turn = {ticker.note[:3]: ticker for ticker in seen}
    assert by_turn["1/3"].token == by_turn["2/3"].token == "bad"
    assert by_turn["3/3"].text == "4 waiting, limit 3"
    texts = {ticker.text for ticker in seen}
    assert "service level 71.3%, limit 80.0%" in texts or "service level 71.2%, limit 80.0%" in texts
    assert any(text.startswith("the database does not answer") for text in texts)


def test_an_alert_that_this_program_does_not_know_is_shown_as_the_daemon_says_it():
    rows = (*QUEUES, rule("something_new", None, 3, 4, rule="Noční směna"))
    ticker = present(moment(rows)).ticker
    assert (ticker.subject, ticker.text) == ("Noční směna:", "said by the daemon")
    assert present(moment((*QUEUES, trouble("surprise", ago(1))))).ticker.text == "some trouble"


# --- everything, everywhere


@pytest.mark.parametrize("language", [CZECH, ENGLISH, STRETCHED], ids=lambda one: one.code)
@pytest.mark.parametrize("rows", [BUSY, CALM, (), (*BUSY, trouble("pbx_away", ago(1)))], ids=len)
@pytest.mark.parametrize("status", [STALE, None], ids=["stale", "live"])
def test_every_page_can_be_said_in_every_language(language, rows, status):
    more = {} if status is None else {"status": status}
    for form in (DEFAULT.wide, DEFAULT.compact):
        for page in range(len(form)):
            for centre in (CENTRE, None):
                screen = present(moment(rows, language=language, pages=form, page=page, centre=centre, **more))
                assert len(screen.tiles) == len(form[page].tiles)


def test_a_zone_that_this_machine_does_not_know_is_utc():
    centre = msgspec.structs.replace(CENTRE, timezone="Mars/Olympus")
    assert present(moment(centre=centre)).header.clock == "13:32:07"
