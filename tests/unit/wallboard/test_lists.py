"""Tables, cards and lists: their order, their parts, their alarms."""

from datetime import timedelta

import msgspec
import pytest

from shared.domain.board import LineRow
from shared.domain.description import LineDescription
from tests.unit.wallboard.boards import (
    AGENTS,
    ALARM,
    BUSY,
    CALM,
    CENTRE,
    CZECH,
    ENGLISH,
    LINES,
    NOW,
    QUEUES,
    STRETCHED,
    agent,
    ago,
    call,
    moment,
    queue,
    rule,
)
from wallboard.pages import Page, Place, Tile
from wallboard.presenter import present
from wallboard.screen import Room

ROOM = Room(5, 7)


def shown(kind, rows=BUSY, *, room=ROOM, language=ENGLISH, at=NOW, **more):
    tile = Tile(kind=kind, place=Place(0, 0, 400, 240), queues=more.pop("queues", ()))
    known = {"now": at, "own_now": at, "rooms": (room,), "pages": (Page(tiles=(tile,)),), "language": language}
    return present(moment(rows, **(known | more))).tiles[0]


# --- queues


def test_queues_stand_in_the_descriptions_order_those_in_alarm_first():
    assert [line.name for line in shown("queues", QUEUES).lines] == ["Podpora", "Prodej", "VIP", "Reklamace"]
    rows = (*QUEUES, rule("waiting", "claims", 1, 2))
    table = shown("queues", rows)
    assert [line.name for line in table.lines] == ["Reklamace", "Podpora", "Prodej", "VIP"]
    assert [line.alarm for line in table.lines] == ["bad", None, None, None]
    assert [line.is_vip for line in table.lines] == [False, False, False, True]
    assert table.note == ""


def test_worse_alarms_stand_above_others():
    rows = (*QUEUES, rule("waiting", "sales", 1, 2, level="warn"), rule("waiting", "claims", 1, 2))
    assert [line.alarm for line in shown("queues", rows).lines[:3]] == ["bad", "warn", None]


def test_columns_are_as_many_as_there_is_room_for():
    wide, compact = shown("queues"), shown("queues", room=Room(4, 5))
    assert wide.columns == ("Waiting", "Longest", "SL 80/20", "Answered / lost", "Ready", "Talking", "Paused")
    assert compact.columns == wide.columns[:5]
    assert {len(line.cells) for line in compact.lines} == {5}
    czech = shown("queues", language=CZECH).columns
    assert tuple(column.replace("\u00a0", " ") for column in czech) == (
        "Čeká", "Nejdéle", "SL 80/20", "Přijaté / ztr.", "Připraveni", "Hovoří", "Pauza"
    )  # fmt: skip


def test_only_what_is_not_nought_speaks():
    vip = shown("queues").lines[2].cells
    assert [(cell.text, cell.token) for cell in vip] == [
        ("0", "muted"), ("–", "muted"), ("96.8%", "text"), ("31", "text"), ("2", "text"), *[("0", "muted")] * 2,
    ]  # fmt: skip
    assert vip[3].tail == " / 0"


def test_cells_that_an_alarm_is_about_have_its_colour():
    support = shown("queues").lines[0].cells
    assert [cell.token for cell in support] == ["text", "bad", "bad", "text", "bad", "text", "text"]
    assert (support[2].text, support[2].icon) == ("76.2%", "arrow_down")


def test_many_queues_take_turns_while_alarms_stay():
    rows = [queue(f"q{number:02}") for number in range(11)]
    alarm = rule("waiting", "q07", 1, 2)
    begin = NOW.replace(minute=0, second=0)
    seen: set[str] = set()
    notes: set[str] = set()
    for turn in range(12):
        table = shown("queues", (*rows, alarm), at=begin + timedelta(seconds=10 * turn))
        assert table.lines[0].name == "q07"
        assert 2 <= len(table.lines) <= 5
        seen.update(line.name for line in table.lines)
        notes.add(table.note)
    assert seen == {row.queue for row in rows}
    assert notes == {"1–5 of 11", "6–9 of 11", "10–11 of 11"}


def test_more_alarms_than_lines_take_turns_too():
    rows = [queue(f"q{number:02}") for number in range(7)]
    alarms = [rule("waiting", f"q{number:02}", 1, 2) for number in range(7)]
    begin = NOW.replace(minute=0, second=0)
    tables = [shown("queues", (*rows, *alarms), at=begin + timedelta(seconds=10 * turn)) for turn in range(2)]
    assert {line.name for table in tables for line in table.lines} == {row.queue for row in rows}


def test_the_same_queue_on_two_pbxs_stays_apart():
    brno = msgspec.structs.replace(QUEUES[2], pbx="brno", waiting=9)
    table = shown("queues", (*QUEUES, brno, ALARM), room=Room(9, 7))
    waiting = {line.name: (line.cells[0].text, line.alarm) for line in table.lines}
    assert waiting["Podpora · brno"] == ("9", None)
    assert waiting["Podpora · praha"] == ("4", "bad")


def test_a_table_of_some_queues():
    assert [line.name for line in shown("queues", queues=("vip", "sales")).lines] == ["Prodej", "VIP"]
    assert shown("queues", queues=("none",)).empty == "No queue to show"


# --- callers


def test_the_longest_waiting_callers_with_their_places_in_their_queues():
    tile = shown("callers")
    assert [(line.position, line.number, line.queue, line.time, line.alarm) for line in tile.lines] == [
        ("1.", "+420 777 ••• 001", "Podpora", "02:47", "bad"), ("2.", "+420 602 ••• 418", "Podpora", "01:54", None),
        ("1.", "+420 731 ••• 230", "Reklamace", "01:12", None), ("3.", "+420 608 ••• 977", "Podpora", "00:49", None),
        ("1.", "Hidden number", "Prodej", "00:38", None),
    ]  # fmt: skip
    assert tile.note == "5 longest of 7"
    assert shown("callers", room=Room(9)).note == ""
    assert shown("callers", is_masked=False).lines[0].number == "+420 777 123 001"


def test_nobody_waits():
    assert (shown("callers", CALM).lines, shown("callers", CALM).empty) == ((), "Nobody is waiting")


def test_places_that_the_pbx_does_not_give_are_counted():
    rows = [call(f"c{number}", "777123001", "support", ago(seconds=number)) for number in range(3)]
    assert [line.position for line in shown("callers", rows).lines] == ["1.", "2.", "3."]


def test_places_are_those_of_now():
    """The PBX told them as each joined: two have left since, and the last one was let in before the others."""
    joined = [(9, 3), (8, 4), (7, 4), (6, 1)]
    rows = [call(f"c{minutes}", "777123001", "support", ago(minutes), place) for minutes, place in joined]
    assert [line.position for line in shown("callers", rows).lines] == ["2.", "3.", "4.", "1."]


def test_who_talks_does_not_wait():
    talking = msgspec.structs.replace(call("c1", "777123001", "support", ago(1)), phase="talking")
    ringing = msgspec.structs.replace(call("c2", "777123001", "support", ago(2)), phase="ringing")
    assert [line.time for line in shown("callers", (talking, ringing)).lines] == ["02:00"]


# --- operators


def test_cards_by_state_then_the_longest_first():
    tile = shown("agents", room=Room(3, 4))
    assert [card.name for card in tile.cards] == [
        "Pavel Urban", "David Růžička", "Petr Dvořák", "Jana Nováková", "Martin Veselý", "Tereza Horáková",
        "Jakub Němec", "Kateřina Pokorná", "Ondřej Marek",
    ]  # fmt: skip
    assert tile.note == "9 signed in · 2 signed out"
    assert tile.signed_out.text == "Signed out: Barbora Jelínková, Filip Beneš"


def test_what_a_card_says():
    cards = {card.name: card for card in shown("agents", room=Room(3, 4)).cards}
    jakub = cards["Jakub Němec"]
    assert (jakub.detail, jakub.time, jakub.limit, jakub.extension) == ("Přestávka", "18:04", "limit 15:00", "1008")
    assert (jakub.state.text, jakub.state.icon, jakub.state.token) == ("Paused", "cup", "paused")
    assert (cards["Kateřina Pokorná"].detail, cards["Kateřina Pokorná"].limit) == ("Oběd", "")
    assert (cards["Jana Nováková"].detail, cards["Pavel Urban"].detail) == ("Podpora", "VIP")
    assert cards["Ondřej Marek"].detail == "no phone registered"


def test_many_operators_take_turns():
    rows = [agent(f"{number}", f"Name {number}", "ready", ago(number)) for number in range(30)]
    begin = NOW.replace(minute=0, second=0)
    tiles = [shown("agents", rows, room=Room(3, 4), at=begin + timedelta(seconds=10 * turn)) for turn in range(3)]
    assert len({card.name for tile in tiles for card in tile.cards}) == 30
    assert {tile.note for tile in tiles} == {f"30 signed in · {part} of 30" for part in ("1–12", "13–24", "25–30")}


def test_long_lists_of_signed_out_people_are_cut_with_their_number():
    rows = [agent(f"{number}", f"Somebody Rather Long {number:02}", "logged_out", None) for number in range(9)]
    text = shown("agents", rows, language=CZECH).signed_out.text.replace("\u00a0", " ")
    assert text.endswith("… a 5 dalších")
    assert len(text) < 140


def test_a_tile_of_some_queues_shows_their_operators():
    assert [card.name for card in shown("agents", queues=("vip",)).cards] == ["Pavel Urban", "David Růžička"]
    assert [card.name for card in shown("agents", queues=("claims",)).cards] == ["Martin Veselý"]


def test_operators_counted():
    tile = shown("counts", language=CZECH)
    assert [(one.state.text.replace("\u00a0", " "), one.count, one.is_zero) for one in tile.counts] == [
        ("Připraveni", "2", False), ("Zvoní", "1", False), ("V hovoru", "1", False), ("Podrženo", "1", False),
        ("Dokončují", "1", False), ("Pauza", "2", False), ("Nedostupní", "1", False), ("Odhlášeni", "2", False),
    ]  # fmt: skip
    assert tile.note.replace("\u00a0", " ") == "9 přihlášených"
    assert all(one.is_zero for one in shown("counts", QUEUES).counts)
    assert len(AGENTS) == 11


def test_nobody_there():
    assert shown("agents", QUEUES).empty == "Nobody is signed in"


# --- lines


def test_lines_without_the_prefix_that_all_have():
    tile = shown("lines")
    assert [(one.name, one.talking, one.waiting, one.channels) for one in tile.entries] == [
        ("222 111 000", "3", "4", "free 3 of 10"), ("222 111 010", "1", "1", ""), ("222 111 020", "0", "0", ""),
    ]  # fmt: skip


def test_a_foreign_line_gives_all_of_them_their_prefix():
    rows = (*LINES, LineRow(pbx="praha", line="+421220800000"))
    assert all(one.name.startswith("+42") for one in shown("lines", rows).entries)


def test_titles_of_lines():
    centre = msgspec.structs.replace(CENTRE, lines=(LineDescription(line="222111010", title="Zelená linka"),))
    assert [one.name for one in shown("lines", centre=centre).entries][:2] == ["Zelená linka", "222 111 000"]


def test_free_channels_are_never_less_than_none():
    centre = msgspec.structs.replace(CENTRE, lines=(LineDescription(line="222111000", channels=2),))
    assert shown("lines", centre=centre).entries[0].channels == "free 0 of 2"


def test_many_lines_take_turns():
    rows = [LineRow(pbx="praha", line=f"2221110{number:02}") for number in range(9)]
    assert shown("lines", rows, room=Room(2, 2)).note.endswith("of 9")


# --- the others


@pytest.mark.parametrize("kind", ["text", "picture"])
def test_kinds_that_have_nothing_yet_say_so(kind):
    tile = shown(kind)
    assert (tile.is_notice, bool(tile.text)) == (True, True)


def test_text_picture_and_clock():
    tiles = (
        Tile(kind="text", place=Place(0, 0, 9, 9), title="Brno", text="Porada"),
        Tile(kind="picture", place=Place(0, 0, 9, 9), file="logo.png"), Tile(kind="clock", place=Place(0, 0, 9, 9)),
    )  # fmt: skip
    text, picture, clock = present(moment(pages=(Page(tiles=tiles),), language=CZECH)).tiles
    assert (text.title, text.text, text.is_notice) == ("Brno", "Porada", False)  # type: ignore[union-attr]
    assert (picture.file, "logo.png" in picture.missing) == ("logo.png", True)  # type: ignore[union-attr]
    assert clock.time == "14:32:07"  # type: ignore[union-attr]


def test_the_stretched_language_says_everything_longer():
    for kind in ("queues", "callers", "agents", "counts", "lines"):
        english, stretched = shown(kind), shown(kind, language=STRETCHED)
        assert len(stretched.title) > len(english.title)
