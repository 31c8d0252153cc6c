"""The popup: within its time, with what is known, dropping what is not."""

from datetime import timedelta

import msgspec
import pytest

from operator_panel.presenter import Choices, Followed, Moment, MyCall, PopupChoice, follow
from operator_panel.presenter.told import CrmAnswer, CustomerFacts, EarlierCall
from operator_panel.screen import Wish
from tests.unit.operator_panel.desks import (
    DESK,
    NOW,
    OTHERS,
    QUEUES,
    ago,
    away,
    call,
    me,
    moment,
    rings,
    shown,
    welcome,
)


def at(seconds: float, row=None, **more) -> Moment:
    row = row or rings(caller_name="Marie Svobodová")
    rang = MyCall(row, rang_at=ago(0, seconds))
    return moment(me("ringing"), *OTHERS, *QUEUES, row, followed=Followed((rang,)), **more)


def popup(seconds: float = 8, row=None, **more):
    found = shown(at(seconds, row, **more)).popups
    assert len(found) == 1
    return found[0]


def test_what_it_says():
    found = popup()
    assert (found.state.text, found.state.token, found.queue) == ("Rings at you", "ringing", "Podpora")
    assert (found.wait_label, found.wait) == ("waiting", "00:34")
    assert (found.caller.name, found.caller.number, found.caller.detail) == (
        "Marie Svobodová", "+420 777 123 001", "line +420 222 111 000",
    )  # fmt: skip
    assert found.advice.text == "Pick up the call on your phone."
    assert [one.wish for one in found.actions] == [
        Wish("open_link", call="c1", choice="page"), Wish("hide_popup", call="c1"),
    ]  # fmt: skip
    assert [one.is_primary for one in found.actions] == [True, False]


@pytest.mark.parametrize(("seconds", "said", "share"), [
    (0, "closes in 20 s", 1.0), (8, "closes in 12 s", 0.6), (19.5, "closes in 1 s", 0.025),
])  # fmt: skip
def test_it_closes_by_itself(seconds, said, share):
    found = popup(seconds)
    assert (found.closing, found.share) == (said, pytest.approx(share))
    assert shown(at(20)).popups == ()


def test_under_the_mouse_it_stays():
    kept = PopupChoice(kept=timedelta(seconds=5), kept_since=ago(0, 4))
    assert popup(15, choices=Choices(popups={"c1": kept})).closing == "closes in 14 s"
    assert popup(28, choices=Choices(popups={"c1": kept})).closing == "closes in 1 s"


def test_hidden_quiet_or_for_as_long_as_it_rings():
    assert shown(at(1, choices=Choices(popups={"c1": PopupChoice(is_hidden=True)}))).popups == ()
    assert shown(at(1, choices=Choices(is_quiet=True))).popups == ()
    desk = msgspec.structs.replace(DESK, popup_seconds=0.0)
    found = popup(500, welcome=welcome(desk=desk))
    assert (found.closing, found.share) == ("", 1.0)


def test_no_popup_once_it_is_answered_or_over():
    answered = moment(me("talking"), call())
    assert shown(answered).popups == ()
    assert shown(moment(me())).popups == ()


def test_while_the_pbx_is_away_its_time_stands():
    rang = Followed((MyCall(rings(), rang_at=ago(0, 8)),))
    found = shown(moment(me("ringing"), rings(), away(0.1), followed=rang))
    assert found.popups[0].closing == "closes in 18 s"


def test_a_direct_call_says_how_long_it_rings():
    row = rings(queue=None, queue_entered=None, line=None)
    found = popup(8, row)
    assert (found.queue, found.wait_label, found.wait, found.caller.detail) == ("", "ringing", "00:08", "")


def test_an_unknown_caller_has_the_number_for_a_name():
    found = popup(row=rings())
    assert (found.caller.name, found.caller.number, found.is_unknown) == ("+420 777 123 001", "", True)
    hidden = popup(row=rings(caller=None))
    assert (hidden.caller.name, hidden.caller.number) == ("Hidden number", "")
    assert (hidden.customer.rows, hidden.customer.today.text) == ((), "")


def test_rows_of_the_crm_at_most_two_and_marks():
    values = {"id": "104 882", "contract": "Premium", "cases": "2", "vip": "1"}
    found = popup(answers={"c1": (CrmAnswer(link="customer", values=values),)})
    assert [one.title for one in found.customer.rows] == ["Číslo zákazníka", "Smlouva"]
    assert [(one.text, one.icon) for one in found.caller.marks] == [("VIP", "star")]


@pytest.mark.parametrize("value", ["", "0", "false", "No", "ne", "null"])
def test_a_no_of_the_crm_is_no_vip(value):
    assert popup(answers={"c1": (CrmAnswer(link="customer", values={"vip": value}),)}).caller.marks == ()


def test_known_by_history_only():
    facts = CustomerFacts(calls_today=1, last=(EarlierCall(at=ago(300), agent_name="Jana"),))
    found = popup(row=rings(), customers={"c1": facts})
    assert (found.is_unknown, found.customer.today.text, len(found.customer.earlier)) == (False, "1 call today", 1)


def test_a_colleague_who_asks_is_named():
    row = rings(caller="1001", direction="internal", queue=None, queue_entered=None, line=None,
                consulting=("1001", "1002"))  # fmt: skip
    found = popup(row=row)
    assert found.caller.name == "Jana Nováková"
    assert found.caller.detail == "internal call · Jana Nováková asks you, the customer waits."


def test_two_that_ring_have_two_in_the_order_of_their_coming():
    rows = (rings("c1", started=ago(0, 10)), rings("c2", "608111977", started=ago(0, 40)))
    assert [one.call for one in shown(moment(me("ringing"), *rows)).popups] == ["c2", "c1"]


def test_the_same_call_that_rings_again_counts_from_its_first_ring():
    board = moment(rings()).board
    before = follow(Followed(), board, "1002", NOW)
    assert follow(before, board, "1002", NOW + timedelta(seconds=5)) is before
