"""Colleagues, waiting and parked calls, planned calls."""

from datetime import timedelta

import msgspec
import pytest

from operator_panel.presenter import Choices, Pending
from operator_panel.presenter.told import CrmAnswer, PlannedCall, planned_calls
from operator_panel.screen import Wish
from shared.domain.board import AlertRow
from shared.domain.campaigns import CampaignRow
from tests.unit.operator_panel.desks import (
    CZECH,
    NOW,
    OTHERS,
    QUEUES,
    agent,
    ago,
    call,
    me,
    moment,
    rings,
    shown,
    waits,
    welcome,
)


def people(*rows, **more):
    return shown(moment(me(), *(rows or OTHERS), **more)).colleagues


def test_by_state_then_the_longest_first_without_me_and_the_signed_out():
    more = (agent("1020", "Adam", "ready", ago(9)), *OTHERS)
    assert [(one.name, one.time) for one in people(*more).lines] == [
        ("Adam", "09:00"), ("Pavel Urban", "03:12"), ("Jana Nováková", "06:41"), ("Martin Veselý", "01:33"),
        ("Jakub Němec", "18:04"), ("Ondřej Marek", "12:40"),
    ]  # fmt: skip
    assert people().signed_out == "1 signed out"


def test_states_with_reason_queue_and_limit():
    lines = {one.name: one for one in people().lines}
    assert (lines["Jakub Němec"].state.text, lines["Jakub Němec"].over.text) == ("Paused · Přestávka", "over the limit")
    assert (lines["Jana Nováková"].detail, lines["Jana Nováková"].over.text) == ("Podpora", "")
    assert lines["Martin Veselý"].state.token == "held"


def test_filters_count_and_choose():
    found = people(choices=Choices(colleague_filter="talking"))
    assert [(one.text, one.note) for one in found.filters] == [("All", "5"), ("Free", "1"), ("On a call", "2")]
    assert [one.name for one in found.lines] == ["Jana Nováková", "Martin Veselý"]


@pytest.mark.parametrize("text", ["novak", "JANA", "1001"])
def test_search_without_accents_or_by_extension(text):
    assert [one.extension for one in people(choices=Choices(search=text)).lines] == ["1001"]


def test_nobody_and_nothing():
    assert people(me()).empty.title == "Nobody else is signed in"
    assert people(choices=Choices(search="qqq")).empty.title == "Nothing found"


def test_between_calls_a_colleague_is_called_and_in_a_call_he_is_given_it():
    assert [one.wish for one in people().lines[0].actions] == [Wish("dial", text="1011")]
    found = shown(moment(me("talking"), call(), *OTHERS))
    assert [one.wish for one in found.colleagues.lines[0].actions] == [
        Wish("transfer", call="c1", text="1011", choice="attended"),
        Wish("transfer", call="c1", text="1011", choice="blind"),
    ]  # fmt: skip
    assert [one.text for one in found.call.targets] == ["Pavel Urban", "Jana Nováková", "Martin Veselý", "Jakub Němec"]


def test_a_colleague_without_a_phone_is_not_called_and_without_the_right_nobody_is():
    assert people().lines[-1].actions == ()
    assert all(one.actions == () for one in people(welcome=welcome(rights=("agent.own",))).lines)


def test_a_colleague_without_a_name():
    assert people(agent("1055", "", "ready", None)).lines[0].name == "1055"
    assert people(agent("1055", "", "ready", None)).lines[0].time == "–"


# --- waiting


def queue_of(*rows, **more):
    return shown(moment(me(), *OTHERS, *QUEUES, *rows, **more)).waiting


def test_the_longest_first_with_places_of_their_own_queues():
    found = queue_of(
        waits("w3", "608111977", "support", ago(0, 49), 2), waits("w1", "777123001", "support", ago(2, 47), 1),
        waits("w2", None, "sales", ago(0, 55), 1), waits("w4", "1", "claims", ago(5)),
    )  # fmt: skip
    assert [(one.position, one.name, one.queue, one.time) for one in found.lines] == [
        ("1.", "+420 777 123 001", "Podpora", "02:47"), ("1.", "Hidden number", "Prodej", "00:55"),
        ("2.", "+420 608 111 977", "Podpora", "00:49"),
    ]  # fmt: skip
    assert found.note == "3 waiting"


def test_who_is_in_no_queue_sees_those_where_he_may_be():
    found = shown(moment(*QUEUES, waits("w", "1", "claims", ago(1)), waits("x", "1", "others", ago(1))))
    assert [one.queue for one in found.waiting.lines] == ["Reklamace"]


def test_a_call_that_rings_at_a_colleague_can_be_picked_up():
    found = queue_of(rings("r", ringing=("1011",))).lines[0]
    assert (found.queue, found.actions[0].wish) == ("Podpora · rings at Pavel Urban", Wish("pickup", call="r"))
    mine = queue_of(rings("r")).lines[0]
    assert (mine.queue, mine.actions) == ("Podpora · rings at you", ())


def test_parked_calls_can_be_taken():
    parked = call("p", phase="parked", agents=(), space="701", since=ago(1, 5), caller_name="Jiří Kolář")
    found = queue_of(parked, pending=(Pending("retrieve", call="p"),)).lines[0]
    assert (found.name, found.queue, found.time, found.actions[0].wish, found.actions[0].is_pending) == (
        "Jiří Kolář", "parked at 701", "01:05", Wish("retrieve", call="p"), True,
    )  # fmt: skip


def test_a_wait_over_its_limit_is_coloured():
    alert = AlertRow(pbx="praha", alert="a", kind="rule", text="t", since=NOW, queue="support", measure="longest_wait",
                     limit=60.0, value=70.0)  # fmt: skip
    found = queue_of(waits("a", "1", "support", ago(2)), waits("b", "1", "support", ago(0, 30)), alert)
    assert [one.token for one in found.lines] == ["bad", "text"]


def test_marks_of_those_who_wait():
    vip = CrmAnswer(link="customer", values={"vip": "true", "tongue": "de"})
    found = queue_of(waits("a", "1", "support", ago(2)), answers={"a": (vip,)}).lines[0]
    assert [one.text for one in found.marks] == ["VIP", "DE"]
    assert [one.text for one in queue_of(waits("a", "1", "vip", ago(2))).lines[0].marks] == ["VIP", "EN"]


def test_nobody_waits():
    assert (queue_of().empty.title, queue_of().empty.icon) == ("Nobody is waiting", "tick")


# --- planned calls

PLANNED = (
    PlannedCall(callback="b" * 16, number="602331418", due=NOW + timedelta(hours=2), name="Jiří Kolář", queue="sales"),
    PlannedCall(callback="a" * 16, number="777123001", due=ago(5), text="ozvat se", is_own=False),
    PlannedCall(callback="c" * 16, number="777123002", due=NOW + timedelta(days=1)),
)


def test_planned_calls_in_the_order_of_their_time():
    found = shown(moment(me(), callbacks=PLANNED))
    assert [(one.name, one.time.replace("\u00a0", " "), one.result, one.token) for one in found.callbacks.lines] == [
        ("+420 777 123 001", "14:27", "due", "warn"), ("Jiří Kolář", "16:32", "", "muted"),
        ("+420 777 123 002", "Wed 25 Nov 14:32", "", "muted"),
    ]  # fmt: skip
    assert [one.heading.replace("\u00a0", " ") for one in found.callbacks.lines] == ["", "", "Wednesday 25 November"]
    assert (found.tabs[3].count, found.tabs[3].token) == ("3", "warn")
    assert found.callbacks.lines[0].detail == "for anybody of the queue · ozvat se"


def test_a_planned_call_is_made_done_or_dropped():
    found = shown(moment(me(), callbacks=PLANNED, pending=(Pending("callback_done", choice="a" * 16),)))
    actions = found.callbacks.lines[0].actions
    assert [(one.wish.kind, one.wish.choice, one.is_pending) for one in actions] == [
        ("dial", "a" * 16, False), ("callback_done", "a" * 16, True), ("callback_drop", "a" * 16, False),
    ]  # fmt: skip


def test_appointments_of_campaigns_are_the_dialers_to_keep():
    of = PlannedCall(callback="contact-38", number="420775410562", due=ago(1), name="Alena Říhová", queue="support",
                     campaign="renewals", campaign_title="Obnova smluv", text="po práci")  # fmt: skip
    anybodys = msgspec.structs.replace(of, callback="contact-39", is_own=False, text="")
    row = CampaignRow(pbx="praha", campaign="renewals", title="Obnova smluv", mode="preview", state="running",
                      queue="support")  # fmt: skip
    mine, other = shown(moment(me(), row, callbacks=(of, anybodys))).callbacks.lines
    assert (mine.name, mine.kind.text, mine.kind.icon, mine.result) == (
        "Alena Říhová", "Appointment", "megaphone", "due")  # fmt: skip
    assert (mine.detail, other.detail) == (
        "Campaign Obnova smluv · po práci", "Campaign Obnova smluv · for anybody of the campaign")  # fmt: skip
    assert [(one.text, one.wish.kind, one.wish.choice) for one in mine.actions] == [
        ("Work in the campaign", "campaign", "renewals")]  # fmt: skip
    assert shown(moment(me(), callbacks=(of,))).callbacks.lines[0].actions == (), "a campaign that is not offered"
    assert of.reminder != msgspec.structs.replace(of, due=NOW).reminder


def test_nothing_planned():
    assert shown(moment(me())).callbacks.empty.title == "No call back planned"
    assert [one.name for one in shown(moment(welcome=welcome(rights=("agent.own",)))).tabs] == [
        "calls", "colleagues", "waiting",
    ]  # fmt: skip


def test_a_reply_becomes_planned_calls():
    rows = msgspec.to_builtins(PLANNED)
    assert planned_calls({"rows": rows}) == PLANNED
    assert CZECH.code == "cs"
