"""The call's card: every phase, several calls at once, what is recorded and held, what may be done."""

import msgspec
import pytest

from operator_panel.presenter import Choices, Followed, MyCall, Pending, Refusal
from operator_panel.presenter.told import CrmAnswer, CustomerFacts, EarlierCall, EarlierNote, customer
from operator_panel.screen import Wish
from tests.unit.operator_panel.desks import (
    DESK,
    OTHERS,
    PAGE,
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


def screen(*rows, **more):
    return shown(moment(me("talking"), *OTHERS, *QUEUES, *rows, **more))


def card(*rows, **more):
    found = screen(*(rows or (call(caller_name="Marie Svobodová"),)), **more).call
    assert found is not None
    return found


@pytest.mark.parametrize(("called", "said"), [
    ("0777123001", "+420 777 123 001"), ("777123001", "+420 777 123 001"), ("000420777123001", "+420 777 123 001"),
    ("00420777123001", "+420 777 123 001"), ("0049301234567", "+49 30 1234567"), ("0158", "0158"),
])  # fmt: skip
def test_what_leads_outside_is_no_part_of_a_number(called, said):
    row = call(direction="outbound", caller="1002", called=called, line=None, queue=None, waited_seconds=None)
    desk = msgspec.structs.replace(DESK, outside_prefix="0")
    assert card(row, welcome=welcome(desk=desk)).caller.name == said


def test_a_call_with_name_number_and_where_it_came_from():
    found = card()
    assert (found.state.text, found.time) == ("On a call", "04:18")
    assert (found.caller.name, found.caller.number) == ("Marie Svobodová", "+420 777 123 001")
    assert found.caller.detail == "Podpora · line +420 222 111 000 · wait 00:34"
    assert card(call(line="222111010")).caller.detail == "Podpora · line Zelená linka · wait 00:34"


def test_the_mode_follows_the_call():
    assert screen(call()).mode == "call"
    assert screen().mode == "idle"
    assert screen(rings()).mode == "idle"


@pytest.mark.parametrize(("number", "name", "shown", "below"), [
    ("777123001", None, "+420 777 123 001", ""), ("777123001", "777123001", "+420 777 123 001", ""),
    ("+420777123001", "777 123 001", "+420 777 123 001", ""), ("777123001", "unknown", "+420 777 123 001", ""),
    (None, None, "Hidden number", ""), ("anonymous", "Anonymous", "Hidden number", ""), (None, "Jana", "Jana", ""),
    ("777123001", "O2", "O2", "+420 777 123 001"), ("1001", None, "Jana Nováková", "1001"),
])  # fmt: skip
def test_whoever_calls_is_named(number, name, shown, below):
    found = card(call(caller=number, caller_name=name)).caller
    assert (found.name, found.number) == (shown, below)


def test_what_the_crm_calls_him_goes_before_what_the_network_does():
    answer = CrmAnswer(link="customer", values={"who": "Ing. Marie Svobodová"})
    assert card(call(caller_name="SVOBODOVA M"), answers={"c1": (answer,)}).caller.name == "Ing. Marie Svobodová"


def test_an_outgoing_call_shows_whom_it_goes_to():
    row = call(direction="outbound", caller="1002", called="777123001", line=None, queue=None, waited_seconds=None)
    assert (card(row).caller.name, card(row).caller.detail) == ("+420 777 123 001", "outgoing call")


@pytest.mark.parametrize(("phase", "word"), [("dialling", "Dialling"), ("ringing", "Ringing at the other end")])
def test_before_the_other_end_answers(phase, word):
    row = call(phase=phase, direction="outbound", caller="1002", called="777123001", talking_since=None)
    found = card(row)
    assert found.state.text == word
    assert [one.wish.kind for one in found.actions] == ["hangup"]


def test_an_internal_call_shows_the_colleague():
    row = call(direction="internal", caller="1002", called="1001", queue=None, line=None, waited_seconds=None)
    assert (card(row).caller.name, card(row).caller.detail) == ("Jana Nováková", "internal call")


# --- hold and recording


def test_on_hold_the_hold_runs_and_its_sum_is_told():
    row = call(phase="on_hold", since=ago(0, 42), held_seconds=18)
    found = card(row)
    assert (found.state.text, found.state.token, found.time) == ("On hold", "held", "00:42")
    assert found.held == "call 04:18 · held 01:00 in all"
    hold = found.actions[0]
    assert (hold.text, hold.wish, hold.is_checked) == ("Resume", Wish("hold", call="c1", is_on=False), True)


def test_the_first_hold_is_its_own_sum():
    assert card(call(phase="on_hold", since=ago(0, 42))).held == "call 04:18"


def test_after_a_hold_its_sum_stays():
    assert card(call(held_seconds=65.5)).held == "held 01:05 in all"
    assert card(call(held_seconds=0.4)).held == ""


@pytest.mark.parametrize(("recording", "said", "button"), [
    ("on", "Recording", "Do not record"), ("paused", "Not recording now", "Record"), ("none", "", None),
])  # fmt: skip
def test_whether_it_is_recorded(recording, said, button):
    found = card(call(recording=recording))
    assert found.recording.text == said
    assert next((one.text for one in found.actions if one.wish.kind == "record"), None) == button


# --- what may be done


def test_actions_of_a_talk():
    assert [one.wish for one in card(call(recording="on")).actions] == [
        Wish("hold", call="c1", is_on=True), Wish("transfer", call="c1"), Wish("park", call="c1"),
        Wish("record", call="c1", is_on=False), Wish("hangup", call="c1"),
    ]  # fmt: skip


def test_what_the_pbx_cannot_do_is_not_offered():
    desk = msgspec.structs.replace(DESK, can_hold=False, can_park=False, can_pause_recording=False)
    found = card(call(recording="on"), welcome=welcome(desk=desk))
    assert [one.wish.kind for one in found.actions] == ["transfer", "hangup"]
    assert card(welcome=welcome(rights=("agent.own",))).actions == ()


def test_what_was_pressed_waits_and_is_not_shown_as_done():
    found = card(call(), pending=(Pending("hold", call="c1", is_on=True),))
    assert (found.actions[0].is_pending, found.state.text) == (True, "On a call")
    assert not card(call(), pending=(Pending("hold", call="other"),)).actions[0].is_pending


def test_while_the_pbx_is_away_nothing_can_be_pressed_and_the_time_stands():
    found = card(call(), away(2))
    assert found.time == "02:18"
    assert {one.is_enabled for one in found.actions} == {False}
    assert {one.hint for one in found.actions} == {"The PBX is not responding."}


def test_a_refusal_stands_at_its_call():
    refused = Refusal("hold", "not_supported", "english", call="c1")
    assert card(refusal=refused).notice.text == "This is not possible here."
    assert card(refusal=msgspec.structs.replace(refused, call="other")).notice is None


# --- several calls


def test_while_i_consult_the_customer_stays_on_the_card():
    customer = call("c1", phase="on_hold", consulting=("1002", "1001"), caller_name="Marie")
    consultation = call("c2", "1002", direction="internal", called="1001", since=ago(0, 15), queue=None, line=None,
                        started=ago(0, 20), talking_since=ago(0, 15), waited_seconds=None)  # fmt: skip
    found = screen(customer, consultation)
    assert (found.call.call, found.call.state.text) == ("c1", "Waits for you")
    assert found.call.consulting == "The customer waits while you ask Jana Nováková."
    assert [one.wish.kind for one in found.call.actions] == ["complete", "back", "hangup"]
    assert [(one.name, one.state.text, one.time) for one in found.others] == [("Jana Nováková", "On a call", "00:15")]
    assert found.others[0].wish == Wish("show_call", call="c2")


def test_a_consultation_within_the_call_counts_from_its_beginning():
    row = call(consulting=("1002", "1001"), held_seconds=5)
    asked = Followed((MyCall(row, answered_at=ago(4), consulting_at=ago(0, 20)),))
    found = card(row, followed=asked)
    assert (found.state.text, found.time, found.held) == ("Waits for you", "00:20", "call 04:18 · held 00:25 in all")


def test_a_hold_that_became_a_consultation_is_held_from_its_own_beginning():
    row = call(phase="on_hold", since=ago(0, 23), consulting=("1002", "1001"), held_seconds=5)
    asked = Followed((MyCall(row, answered_at=ago(4), consulting_at=ago(0, 20)),))
    found = card(row, followed=asked)
    assert (found.time, found.held) == ("00:20", "call 04:18 · held 00:28 in all")


def test_the_time_of_a_call_that_is_just_being_passed_on_does_not_begin_anew():
    for phase in ("ivr", "other", "ringing"):
        row = call(phase=phase, since=ago(0, 0), talking_since=None)
        found = card(row, followed=Followed((MyCall(row, answered_at=ago(0, 36)),)))
        assert (found.state.text, found.time) == ("On a call", "00:36")


def test_a_colleague_who_asks_me_has_a_customer_waiting():
    row = call("c2", "1001", direction="internal", called="1002", consulting=("1001", "1002"))
    found = card(row)
    assert found.consulting == "Jana Nováková asks you, the customer waits."
    assert [one.wish.kind for one in found.actions] == ["hangup"]


def test_a_second_call_that_rings_stands_beside_the_first():
    found = screen(call("c1"), rings("c2", "608111977"))
    assert found.call.call == "c1"
    assert [(one.state.text, one.name) for one in found.others] == [("Rings at you", "+420 608 111 977")]
    assert [one.call for one in found.popups] == ["c2"]
    assert found.others[0].wish is None


def test_of_two_calls_the_one_i_talk_in_is_shown_unless_i_choose():
    rows = (call("c1", phase="on_hold"), call("c2", "608111977"))
    assert screen(*rows).call.call == "c2"
    chosen = screen(*rows, choices=Choices(shown_call="c1"))
    assert (chosen.call.call, [one.call for one in chosen.others]) == ("c1", ["c2"])
    assert screen(*rows, choices=Choices(shown_call="gone")).call.call == "c2"
    assert [one.wish.kind for one in screen(*rows).others[0].actions] == ["hold", "hangup"]


def test_my_own_dialling_rings_my_phone_without_a_popup():
    row = rings("c1", "1002", direction="outbound", called="777123001", queue=None, queue_entered=None)
    found = screen(row)
    assert (found.popups, found.others[0].state.text) == ((), "Pick up your phone")
    assert found.others[0].name == "+420 777 123 001"


def test_a_number_that_is_not_known_yet_is_not_hidden():
    row = rings("c1", "1002", direction="internal", called=None, queue=None, queue_entered=None)
    assert shown(moment(me("ringing"), row)).others[0].name == "Outgoing call"


# --- the customer


def test_rows_of_the_crm_at_most_four_and_its_page():
    values = {"id": "104 882", "contract": "Premium", "cases": "2", "town": "Brno", "debt": "0", "page": "https://x"}
    found = card(answers={"c1": (CrmAnswer(link="customer", values=values),)}).customer
    assert [(one.title, one.value) for one in found.rows] == [
        ("Číslo zákazníka", "104 882"), ("Smlouva", "Premium"), ("Otevřené případy", "2"), ("town", "Brno"),
    ]  # fmt: skip
    assert [(one.wish.choice, one.text) for one in found.links] == [("customer", "Open in the CRM"), ("page", "page")]
    assert card().customer.links[0].text == "Open in the CRM"


@pytest.mark.parametrize(("states", "said"), [
    (("failed",), "CRM not responding, the call is not affected."), (("unknown",), "Not found in CRM"),
    (("asking",), "Asking the CRM…"), (("found",), ""), ((), ""), (("unknown", "found"), ""),
    (("found", "failed"), "CRM not responding, the call is not affected."),
])  # fmt: skip
def test_how_the_look_up_went(states, said):
    answers = tuple(CrmAnswer(link=f"l{place}", state=state) for place, state in enumerate(states))
    assert card(answers={"c1": answers}).customer.trouble.text == said


FACTS = CustomerFacts(
    calls_today=2, abandoned_today=1,
    last=(
        EarlierCall(at=ago(210), outcome="abandoned", queue="support"),
        EarlierCall(at=ago(318), outcome="answered", agent="1001", agent_name="Jana Nováková", disposition="solved"),
        EarlierCall(at=ago(6000), direction="outbound", outcome="answered", agent="1002"),
        EarlierCall(at=ago(9000)), EarlierCall(at=ago(12000)),
    ),
    notes=(EarlierNote(at=ago(318), text="volá často\u202e", agent_name="Jana Nováková"),),
)  # fmt: skip


def test_the_customers_trouble():
    found = card(customers={"c1": FACTS}).customer
    assert (found.today.text, found.today.token) == ("2 calls today · 1 not answered", "warn")
    assert [(one.icon, one.time, one.text) for one in found.earlier] == [
        ("arrow_down_left", "09:14", "Jana Nováková · Vyřešeno"), ("bent_arrow", "11:02", "not answered"),
    ]  # fmt: skip
    assert found.more == "and 3 more"
    assert [(one.title, one.value) for one in found.notes] == [("09:14 · Jana Nováková", "volá často")]


def test_nothing_known_leaves_nothing_and_no_dash():
    found = card(customers={"c1": CustomerFacts()}).customer
    assert (found.today.text, found.earlier, found.more, found.notes, found.rows) == ("", (), "", (), ())


def test_a_reply_becomes_what_is_known():
    found = customer(msgspec.to_builtins(FACTS))
    assert found == FACTS
    with pytest.raises(ValueError):
        customer({"calls_today": "many"})
    assert PAGE.kind == "url"
