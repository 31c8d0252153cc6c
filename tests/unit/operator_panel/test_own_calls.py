"""My calls as a list, and today's figures made of them."""

from datetime import timedelta
from typing import Any

import pytest

from operator_panel.presenter import Choices, Draft
from operator_panel.presenter.told import Became, OwnCalls, Sound, own_calls
from operator_panel.screen import Wish
from shared.feed_client.status import Status
from tests.unit.operator_panel.desks import CZECH, NOW, OTHERS, ago, me, moment, own, shown, welcome


def listed(*rows, own_calls=None, **more):
    told = own_calls or OwnCalls(tuple(rows), is_all=True)
    return shown(moment(me(), *OTHERS, own_calls=told, **more)).calls


def line(one, **more):
    return listed(one, **more).lines[0]


def test_a_handled_call():
    found = line(own(minutes=20, disposition="solved"))
    assert (found.kind.text, found.kind.icon, found.kind.token) == ("Incoming call", "arrow_down_left", "talking")
    assert (found.name, found.detail, found.time, found.result) == (
        "+420 777 123 001", "Podpora · call 04:18", "14:12", "Vyřešeno",
    )  # fmt: skip


def test_a_missed_call_says_how_long_it_rang_and_that_nobody_called_back():
    found = line(own("missed", number="602331418", queue="sales"))
    assert (found.detail, found.result, found.token) == ("Prodej · rang 00:20", "Missed", "bad")
    assert (found.back.text, found.back.token) == ("not called back", "warn")


def test_a_missed_call_that_was_called_back():
    found = line(own("missed", called_back_at=ago(5)))
    assert (found.back.text, found.back.token, found.back.icon) == ("called back 14:27", "good", "tick")


@pytest.mark.parametrize("number", [None, "anonymous"])
def test_a_missed_call_without_a_number_cannot_be_called_back(number):
    found = line(own("missed", number=number))
    assert (found.name, found.back.text, found.actions) == ("Hidden number", "", ())


@pytest.mark.parametrize(("became", "said"), [
    (Became(outcome="answered", agent="1001"), "taken by Jana Nováková"),
    (Became(outcome="answered", agent="1099", agent_name="Někdo"), "taken by Někdo"),
    (Became(outcome="answered"), "a colleague took it"), (Became(outcome="abandoned"), "the caller hung up"),
    (Became(outcome="of a later version"), ""), (None, ""),
])  # fmt: skip
def test_what_became_of_a_missed_call(became, said):
    assert line(own("missed", became=became)).note == said


@pytest.mark.parametrize("kind", ["handled", "outgoing"])
def test_nobody_else_took_my_own_call_and_my_note_is_said(kind):
    taken = Became(outcome="answered")
    assert line(own(kind, became=taken, note=None)).note == ""
    assert line(own(kind, became=taken, note="volá kvůli faktuře")).note == "volá kvůli faktuře"
    assert line(own(kind, became=Became(outcome="busy"), note=None)).note == "busy"


def test_outgoing_calls_answered_or_not():
    found = line(own("outgoing", queue=None, talk_seconds=156.0))
    assert (found.detail, found.kind.token) == ("Outgoing · call 02:36", "accent")
    found = line(own("outgoing", queue=None, talk_seconds=0.0))
    assert (found.detail, found.kind.token) == ("Outgoing · not answered", "muted")


def test_a_name_stands_over_its_number_and_a_colleague_has_his():
    found = line(own(caller="Jiří Kolář"))
    assert (found.name, found.number) == ("Jiří Kolář", "+420 777 123 001")
    assert line(own("internal", number="1001", queue=None)).name == "Jana Nováková"


def test_earlier_days_have_headings():
    rows = [own(minutes=20), own(minutes=24 * 60, name="b"), own(minutes=24 * 60 + 5, name="c"), own(minutes=72 * 60)]
    headings = [one.heading.replace("\u00a0", " ") for one in listed(*rows).lines]
    assert headings == ["", "Yesterday", "", "Saturday 21 November"]


def test_filters_count_and_choose():
    rows = [own(), own("missed", name="b"), own("missed", name="c"), own("internal", name="d")]
    found = listed(*rows, choices=Choices(call_filter="missed"))
    assert [(one.text, one.note, one.is_chosen) for one in found.filters] == [
        ("All", "4", False), ("Handled", "1", False), ("Missed", "2", True), ("Outgoing", "0", False),
    ]  # fmt: skip
    assert [one.kind.text for one in found.lines] == ["Missed call", "Missed call"]


def test_a_filter_that_does_not_exist_is_all():
    assert len(listed(own(), choices=Choices(call_filter="nonsense")).lines) == 1


@pytest.mark.parametrize("text", ["kolar", "KOLÁŘ", "jiří", "777 123", "777123001", "pozítří", "solved"])
def test_search_without_accents_in_names_notes_numbers(text):
    rows = [own(caller="Jiří Kolář", note="volat pozítří", disposition="solved"), own(name="b", number="602331418")]
    assert [one.name for one in listed(*rows, choices=Choices(search=text)).lines] == ["Jiří Kolář"]


def test_nothing_found_and_nothing_there_are_two_things():
    assert listed(own(), choices=Choices(search="nobody")).empty.title == "Nothing found"
    assert listed(own(), choices=Choices(call_filter="missed")).empty.title == "Nothing found"
    empty = listed().empty
    assert (empty.title, empty.text) == ("No calls yet", "Answered, missed and outgoing calls will show here.")


def test_calls_that_are_still_being_fetched():
    found = shown(moment(me(), own_calls=None)).calls
    assert (found.lines, found.empty.title) == ((), "Calls are being fetched")


def test_what_the_daemon_has_searched_is_not_searched_again():
    told = OwnCalls((own(name="old"),), text="it knows why")
    found = listed(own(), searched=told, choices=Choices(search="it knows why"))
    assert [one.key for one in found.lines] == ["praha/old/handled"]
    assert listed(own(), searched=told, choices=Choices(search="it knows")).lines == ()
    assert len(listed(own(), searched=told).lines) == 1


def test_a_disposition_chosen_just_now_stands_in_the_list():
    assert line(own(), drafts={"h1": Draft(disposition="other")}).result == "Jiné"
    assert line(own(disposition="gone <b>")).result == "gone <b>"


def test_dialling_and_copying_from_a_line():
    found = line(own()).actions
    assert [one.wish for one in found] == [Wish("dial", call="h1", text="777123001"), Wish("copy", text="777123001")]
    assert not line(own(), welcome=welcome(agent=None)).actions[0].is_enabled


@pytest.mark.parametrize("number", ["+420 777 ••• 001", "Jana", None, "anonymous"])
def test_what_is_no_whole_number_is_not_dialled(number):
    assert line(own(number=number)).actions == ()


def test_own_recordings_where_allowed():
    sounds = (Sound(file="a.wav"), Sound(file="b.wav"))
    found = line(own(recordings=sounds)).actions[2:]
    assert [(one.wish.choice, one.text) for one in found] == [
        ("a.wav", "Play the recording 1"), ("b.wav", "Play the recording 2"),
    ]  # fmt: skip
    rights = ("agent.own", "call.own", "history.own")
    assert len(line(own(recordings=sounds), welcome=welcome(rights=rights)).actions) == 2


def test_a_list_that_is_not_all_says_so():
    told = OwnCalls((own(),), is_complete=False)
    assert listed(own_calls=told).note == "The last calls are being stored and will come."
    many = tuple(own(minutes=place, name=f"c{place}") for place in range(400))
    found = listed(own_calls=OwnCalls(many))
    assert (len(found.lines), found.note) == (300, "Older calls are found by searching.")


def test_without_a_connection_the_list_stays_with_its_time():
    stale = Status(state="stale", since=ago(0, 2))
    found = listed(own(), status=stale)
    assert (len(found.lines), found.note) == (1, "as of 14:32:05")
    assert not found.lines[0].actions[0].is_enabled


def test_lines_are_made_anew_only_when_something_changes():
    known = {"own_calls": OwnCalls((own(),), is_all=True), "welcome": welcome()}
    first = listed(**known)
    assert listed(**known, now=NOW + timedelta(seconds=1)).lines is first.lines
    assert listed(**known, language=CZECH).lines is not first.lines
    assert listed(**known, drafts={"h1": Draft(disposition="other")}).lines is not first.lines


# --- today's figures


def figures(own_calls, *rows, **more):
    return shown(moment(*(rows or (me(),)), own_calls=own_calls, **more)).today


def test_figures_of_my_own_calls():
    rows = (own(), own("missed", name="b"), own("outgoing", name="c"), own(minutes=900, name="d"))
    found = figures(OwnCalls(rows, is_all=True))
    assert [(one.value, one.label) for one in found.figures] == [
        ("1", "handled"), ("1", "missed"), ("1", "outgoing"), ("04:18", "average talk"),
    ]  # fmt: skip
    assert found.hint == "From your calls of today."


def test_noughts_are_muted_and_no_average_is_a_dash():
    found = figures(OwnCalls(is_all=True)).figures
    assert [(one.value, one.is_zero) for one in found] == [("0", True), ("0", True), ("0", True), ("–", True)]


def test_where_not_all_of_today_is_told_the_pbx_counts():
    row = me(handled=23, missed=1, talk_seconds=4416.0)
    for told in (None, OwnCalls((own(),), is_all=False), OwnCalls((own(),), is_all=True, text="searched")):
        found = figures(told, row)
        assert [one.value for one in found.figures] == ["23", "1", "–", "03:12"]
        assert "1002" in found.hint


def test_figures_that_are_not_known_are_no_noughts():
    found = figures(None, *OTHERS)
    assert [one.value for one in found.figures] == ["–"] * 4


def test_the_last_calls_may_not_be_counted_yet():
    assert "not counted yet" in figures(OwnCalls((own(),), is_complete=False, is_all=True)).hint


def test_since_when_the_shift_lasts():
    assert figures(OwnCalls(is_all=True), seated_at=ago(392)).note == "since 08:00"
    assert figures(OwnCalls(is_all=True)).note == ""


# --- the reply


def test_a_reply_becomes_calls():
    row: dict[str, Any] = {
        "call": "c", "pbx": "p", "kind": "missed", "at": "2026-11-24T13:00:00.000Z", "number": None,
        "became": {"outcome": "answered", "agent": "1001"}, "recordings": [], "more": "of a later version",
    }  # fmt: skip
    found: Any = own_calls({"rows": [row], "is_complete": True}, asked=100)
    assert (found.rows[0].at, found.is_all, found.rows[0].became.agent) == (
        NOW.replace(hour=13, minute=0, second=0), True, "1001",
    )  # fmt: skip
    assert not own_calls({"rows": [row]}, asked=1).is_all


@pytest.mark.parametrize("rows", [[{"call": "c"}], "no list", [{"call": 1}]])
def test_a_reply_that_cannot_be_read(rows):
    with pytest.raises(ValueError):
        own_calls({"rows": rows}, asked=1)
