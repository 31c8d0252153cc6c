"""Without a connection; a refusal in words; the place of the dialer's contact."""

from datetime import timedelta

import msgspec
import pytest

from operator_panel.presenter import Choices, Pending, Refusal, Unsent
from operator_panel.presenter.told import Contact, ContactNumber, EarlierCall
from operator_panel.screen import Wish
from shared.domain.description import CentreDescription
from shared.feed_client.status import Status
from tests.unit.operator_panel.desks import (
    CZECH,
    DESK,
    NOW,
    OTHERS,
    QUEUES,
    ago,
    call,
    me,
    moment,
    rings,
    shown,
    welcome,
)

STALE = Status(state="stale", since=ago(0, 2), retry_at=NOW + timedelta(seconds=8))


def offline(*rows, **more):
    known = {"status": STALE, "lost_at": NOW} | more
    return shown(moment(*(rows or (me(),)), *OTHERS, *QUEUES, **known))


def test_since_when_and_until_when():
    found = offline()
    assert found.mode == "offline"
    card = found.offline
    assert (card.title.text, card.since, card.time, card.next_try) == (
        "Server not responding", "since 14:32:07 · data from 14:32:05", "00:00", "Next try in 8 s",
    )  # fmt: skip
    assert card.try_now.wish == Wish("try_now")
    assert (len(card.works), len(card.fails)) == (3, 3)
    assert card.works[2].value == "To read, as of 14:32:05."
    assert card.fails[0].value == "The last state stays: Ready."


def test_while_it_tries():
    assert offline(status=msgspec.structs.replace(STALE, retry_at=None)).offline.next_try == "Connecting…"
    assert offline(pending=(Pending("try_now"),)).offline.try_now.is_pending


def test_what_waits_to_be_sent():
    unsent = tuple(Unsent(f"Člověk {place}", ago(20 + place)) for place in range(5))
    card = offline(outbox=unsent).offline
    assert card.outbox == "5 notes wait to be sent"
    assert card.outbox_detail == "Člověk 0 14:12 · Člověk 1 14:11 · Člověk 2 14:10 · and 2 more"
    assert (offline(outbox=(Unsent(""),)).offline.outbox, offline(outbox=(Unsent(""),)).offline.outbox_detail) == (
        "1 note waits to be sent", "",
    )  # fmt: skip
    assert offline().offline.outbox == ""


def test_nothing_can_be_asked_and_each_button_says_why():
    found = offline()
    for action in (*found.actions, *(one for line in found.colleagues.lines for one in line.actions)):
        assert (action.is_enabled, action.hint) == (False, "Not possible without a connection.")
    assert not any(one.is_enabled for one in found.queues.chips)


def test_a_call_that_goes_on_can_still_be_written_about():
    found = offline(me("talking"), call())
    assert (found.mode, found.call.call) == ("offline", "c1")
    assert not any(one.is_enabled for one in found.call.actions)


def test_no_popup_of_what_is_not_known_any_more():
    assert offline(me("ringing"), rings()).popups == ()


def test_refused_by_the_server():
    refused = Status(state="refused", since=ago(0, 2), code="token_revoked", message="english")
    found = offline(status=refused).offline
    assert (found.title.text, found.next_try) == ("The sign-in is no longer valid. Please sign in again.", "")
    assert found.try_now.is_enabled


def test_in_czech():
    card = offline(outbox=(Unsent("Marie", ago(20)), Unsent("Jiří", ago(62))), language=CZECH).offline
    assert card.title.text == "Server neodpovídá"


# --- refusals


def notice(code, message="English words", kind="pause", **more):
    return shown(moment(me(), *QUEUES, refusal=Refusal(kind, code, message), **more)).notice


@pytest.mark.parametrize(("code", "said"), [
    ("not_allowed", "Your account may not do this."), ("not_supported", "This is not possible here."),
    ("busy", "The server is busy. Please try again."), ("timeout", "The phone system did not answer in time."),
    ("failed", "The phone system refused."),
    ("unavailable", "The server's database does not respond now. Please try again later."),
    ("unknown_queue", "The phone system does not know this queue."),
    ("unknown_extension", "The phone system does not know this extension."),
    ("hot_desking_off", "You can sign in only at your own extension."),
    ("panel_elsewhere", "You are signed in at another computer."),
    ("unknown_call", "The call is over."), ("lost", "There is no connection to the server. Nothing was done."),
    ("timed_out", "The server did not answer in time. It may have been done all the same."),
    ("bad_params", "The server did not understand what was asked. Its version may be another."),
    ("unknown_command", "The server did not understand what was asked. Its version may be another."),
    ("of_a_later_version", "The server refuses: English words"),
])  # fmt: skip
def test_every_refusal_in_words(code, said):
    found = notice(code)
    assert (found.text, found.token, found.icon, found.about) == (said, "bad", "triangle", "pause")
    assert (found.can_close, found.actions) == (True, ())


@pytest.mark.parametrize("code", ["seat_lost", "not_member", "no_call", "unknown_agent", "panel_moved"])
def test_others_have_words_too(code):
    assert "English words" not in notice(code).text


def test_who_sits_there_is_named():
    said = "Extension 1002 is used by Jana Nováková."
    assert notice("seat_taken", said, "take_seat").text == said


def test_a_queue_that_is_gone_is_named():
    found = shown(moment(me(), refusal=Refusal("login", "unknown_queue", "e", choice="claims"))).notice
    assert found.text == "The PBX has no queue Reklamace."


def test_a_second_panel_may_take_over_where_that_is_configured():
    assert notice("panel_elsewhere").actions == ()
    desk = msgspec.structs.replace(DESK, second_panel="take_over")
    found = notice("panel_elsewhere", welcome=welcome(desk=desk))
    assert [one.wish.kind for one in found.actions] == ["take_over"]


# --- the dialer's contact

CONTACT = Contact(
    contact="38", campaign="renewals", campaign_title="Obnova smluv", name="Alena Říhová", since=ago(0, 46),
    numbers=(ContactNumber(number="775410562", kind="mobil"), ContactNumber(number="222640118", kind="pevná")),
    place=38, of=214, attempt=2, attempts=4,
    rows=(("Město", "Brno"), ("Smlouva", "Standard"), ("Měsíčně", "449 Kč"), ("Volat", "po–pá"), ("Navíc", "x")),
    history=(EarlierCall(at=ago(90), direction="outbound", outcome="no_answer"), EarlierCall(at=ago(60000))),
    skip_reasons=(("later", "Později"), ("wrong", "")),
)  # fmt: skip


def test_a_contact_before_it_is_called():
    found = shown(moment(me(), contact=CONTACT))
    card = found.preview
    assert (found.mode, card.campaign, card.name, card.attempt, card.time) == (
        "preview", "Campaign Obnova smluv · 38 of 214", "Alena Říhová", "attempt 2 of 4", "00:46",
    )  # fmt: skip
    assert [(one.text, one.note, one.is_chosen) for one in card.numbers] == [
        ("+420 775 410 562", "mobil", True), ("+420 222 640 118", "pevná", False),
    ]  # fmt: skip
    assert (len(card.rows), card.history_note) == (5, "2 records")
    assert [one.text for one in card.history] == ["not answered", "answered"]
    assert (card.start.wish, [one.text for one in card.skip.choices]) == (
        Wish("start", choice="775410562", text="38"), ["Později", "wrong"],
    )  # fmt: skip


def test_another_of_its_numbers():
    found = shown(moment(me(), contact=CONTACT, choices=Choices(number="222640118"))).preview
    assert (found.start.wish.choice, found.numbers[1].is_chosen) == ("222640118", True)


def test_a_contact_without_a_number():
    found = shown(moment(me(), contact=msgspec.structs.replace(CONTACT, numbers=()))).preview
    assert (found.empty, found.start.is_enabled) == ("The contact has no number.", False)
    found = shown(moment(me(), contact=msgspec.structs.replace(CONTACT, contact="", numbers=()))).preview
    assert found.empty == "The campaign has no more contacts."


def test_a_call_goes_before_a_contact():
    assert shown(moment(me("talking"), call(), contact=CONTACT)).mode == "call"
    assert CentreDescription().name == ""
