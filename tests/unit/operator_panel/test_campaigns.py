"""A campaign's work at the desk: choosing, waiting, preview, the call, its result."""

import dataclasses
from datetime import timedelta

import msgspec
import pytest

from operator_panel.presenter import Choices, Draft, Followed, MyCall, Pending, Refusal
from operator_panel.presenter.leads import contact_key, leads, plain_name
from operator_panel.presenter.told import CustomerFacts, EarlierCall
from operator_panel.screen import Wish
from shared.feed_client.status import Status
from tests.unit.operator_panel.campaigns import CONTACT, FOREIGN, PAUSED, RUNNING, laid, work
from tests.unit.operator_panel.desks import NOW, ago, call, me, shown

OURS = (RUNNING, PAUSED, FOREIGN)
TALKING = call("c9", "1002", direction="outbound", called="+420775410562", queue="support", line=None,
               waited_seconds=None)  # fmt: skip
ENDED = MyCall(TALKING, ago(3), ago(2), ago(0, 20))
WRAPS = me("wrapping_up", 0, 20, wraps_until=NOW + timedelta(seconds=10))


# --- which campaign


def test_a_campaign_of_an_own_queue_can_be_chosen():
    found = shown(laid(None, me(), *OURS)).campaign
    assert (found.name, found.words.text) == ("", "You work in no campaign.")
    assert [(one.text, one.note, one.wish) for one in found.actions[0].choices] == [
        ("All my campaigns", "by priority", Wish("campaign", choice="*")),
        ("Dotazník spokojenosti", "paused", Wish("campaign", choice="survey")),
        ("Obnova smluv", "", Wish("campaign", choice="renewals")),
    ]  # fmt: skip


def test_a_campaign_that_names_its_operators_is_offered_to_them_only():
    named = msgspec.structs.replace(FOREIGN, accounts=("petr", "jana"))
    others = msgspec.structs.replace(RUNNING, accounts=("jana",))
    found = shown(laid(None, me(), named, others)).campaign
    assert [one.text for one in found.actions[0].choices] == ["Pohledávky"]


def test_who_works_in_one_can_leave_it():
    found = shown(laid(work(), me(), *OURS)).campaign
    assert (found.name, found.note) == ("Obnova smluv", "37 of 214")
    assert [(one.text, one.is_chosen) for one in found.actions[-1].choices] == [
        ("All my campaigns", False), ("Dotazník spokojenosti", False), ("Obnova smluv", True),
        ("Leave the campaign", False),
    ]  # fmt: skip


def test_who_works_in_all_of_them_sees_that() -> None:
    idle = msgspec.structs.replace(work(), campaign="*", title="", is_every=True)
    found = shown(laid(idle, me(), *OURS)).campaign
    assert found.name == "All my campaigns"
    assert [one.text for one in found.actions[-1].choices if one.is_chosen] == ["All my campaigns"]


def test_choosing_is_shown_as_asked_for_and_nothing_more():
    found = shown(laid(None, me(), *OURS, pending=(Pending("campaign", choice="survey"),))).campaign
    assert (found.name, found.actions[0].is_pending) == ("", True)


def test_without_campaigns_nothing_is_said_of_them():
    assert shown(laid(None, me(), FOREIGN)).campaign is None
    finished = msgspec.structs.replace(RUNNING, state="finished")
    assert shown(laid(None, me(), finished)).campaign is None


def test_without_a_connection_nothing_of_it_is_true():
    stale = Status(state="stale", since=ago(1))
    found = shown(laid(work("offered"), me(), *OURS, status=stale))
    assert (found.mode, found.campaign) == ("offline", None)
    assert not found.preview.start.is_enabled
    assert found.preview.start.hint == "Not possible without a connection."


# --- waiting


@pytest.mark.parametrize(("why", "words"), [
    ("no_contacts", "The campaign has no more contacts."), ("hours", "Outside calling hours."),
    ("paused", "The campaign is paused."), ("finished", "The campaign has ended."),
    ("not_ready", "Calls come when you are ready."), ("pbx_away", "The PBX is not responding."),
    ("something", "Nobody is called now: something"),
])  # fmt: skip
def test_why_nothing_comes(why, words):
    found = shown(laid(work(why=why), me(), *OURS)).campaign
    assert (found.words.text, found.time) == (words, "")


def test_when_the_next_call_comes():
    found = shown(laid(work(mode="predictive", next_at=NOW + timedelta(seconds=12)), me())).campaign
    assert (found.words.text, found.time, found.time_label) == (
        "Waits for the next call.", "00:12", "next call about in",
    )  # fmt: skip
    found = shown(laid(work(mode="predictive"), me())).campaign
    assert (found.time, [one.wish.kind for one in found.actions]) == ("00:46", ["campaign"])


def test_the_next_contact_can_be_asked_for():
    found = shown(laid(work(), me())).campaign
    assert (found.words.text, found.actions[0].wish) == ("The next contact is being looked for.", Wish("next_contact"))
    assert shown(laid(work(why="no_contacts"), me())).campaign.actions[0].is_enabled
    assert not shown(laid(work(why="hours"), me())).campaign.actions[0].is_enabled


def test_who_is_being_dialled_before_the_board_has_it():
    found = shown(laid(work("calling", mode="progressive"), me())).campaign
    assert (found.words.text, found.time) == ("Dialling Alena Říhová…", "00:46")


# --- preview


def test_a_contact_lies_here_with_all_that_is_known():
    found = shown(laid(work("offered"), me()))
    card = found.preview
    assert (found.mode, card.campaign, card.attempt, card.time, card.time_label) == (
        "preview", "Campaign Obnova smluv · 38 of 214", "attempt 2 of 4", "00:46", "",
    )  # fmt: skip
    assert [(one.title, one.value) for one in card.rows][:2] == [
        ("Město", "Brno-Židenice"), ("Smlouva", "Standard, končí 31. 12. 2026"),
    ]  # fmt: skip
    assert "Prázdné" not in [one.title for one in card.rows]
    assert card.start.wish == Wish("start", choice="+420775410562", text="38")
    assert card.skip.choices[0].wish == Wish("skip", choice="later", text="38")


def test_its_script_is_filled_with_the_contacts_fields():
    assert shown(laid(work("offered"), me())).script.markdown == (
        "Dobrý den, u telefonu **Petr Dvořák**. Mluvím s **Alena Říhová**? "
        "Smlouva Standard, končí 31\\. 12\\. 2026, Brno\\-Židenice."
    )  # fmt: skip


def test_a_campaign_that_dials_by_itself_counts_down():
    card = shown(laid(work("offered", next_at=NOW + timedelta(seconds=14.2)), me())).preview
    assert (card.time, card.time_label) == ("00:15", "dials by itself")
    assert shown(laid(work("offered", next_at=ago(1)), me())).preview.time == "00:00"


def test_the_number_that_is_next_is_chosen():
    second = msgspec.structs.replace(CONTACT, number="+420222640118")
    assert shown(laid(work("offered", contact=second), me())).preview.start.wish.choice == "+420222640118"
    pressed = Choices(number="+420775410562")
    assert shown(laid(work("offered", contact=second), me(), choices=pressed)).preview.numbers[0].is_chosen
    another = Choices(number="+420999")
    assert shown(laid(work("offered", contact=second), me(), choices=another)).preview.numbers[1].is_chosen


def test_history_has_attempts_and_other_calls_once():
    facts = CustomerFacts(last=(
        EarlierCall(at=ago(24 * 60, 30), direction="outbound", outcome="no_answer"),
        EarlierCall(at=ago(60), agent_name="Jana Nováková"),
    ))  # fmt: skip
    card = shown(laid(work("offered"), me(account="petr"), customers={contact_key(38): facts})).preview
    assert [(one.text, one.icon) for one in card.history] == [
        ("Jana Nováková", "arrow_down_left"), ("No answer · outgoing call · Petr Dvořák", "arrow_up_right"),
    ]  # fmt: skip
    assert card.history_note == "2 records"


def test_what_an_earlier_operator_said_goes_before_what_the_pbx_told():
    past = msgspec.structs.replace(CONTACT.history[0], outcome="answered", disposition="later", operator="x1")
    known = laid(work("offered", contact=msgspec.structs.replace(CONTACT, history=(past,))), me())
    assert shown(known).preview.history[0].text == "Zavolat později · outgoing call · x1"


def test_a_contact_that_was_lost_to_another_is_said():
    for code, words in (("not_free", "The contact is not yours"), ("may_not_call", "This number may not be called")):
        assert words in shown(laid(work(), me(), refusal=Refusal("start", code, "English words"))).notice.text


# --- the call


def talking(**more):
    return laid(work("talking", call="c9", **more), me("talking"), TALKING)


def test_the_call_shows_the_contact_and_the_campaigns_outcomes():
    found = shown(talking())
    assert (found.mode, found.call.caller.name, found.call.caller.number) == (
        "call", "Alena Říhová", "+420 775 410 562",
    )  # fmt: skip
    assert found.call.caller.detail.startswith("Campaign Obnova smluv · Podpora")
    assert [one.title for one in found.call.customer.rows] == ["Město", "Smlouva", "Měsíčně", "Volat"]
    assert [one.text for one in found.call.outcome.choices][:2] == ["Prodlouží", "Zavolat později"]
    assert (found.script.name, [one.name for one in found.script.fields]) == ("renewals", ["months"])


def test_a_call_is_known_by_its_number_while_the_dialer_has_no_id_of_it():
    found = laid(work("calling"), me("talking"), TALKING)
    assert list(leads(found)) == ["c9"]
    assert list(leads(laid(work("calling"), me()))) == ["contact-38"]


def test_another_call_has_nothing_of_the_campaign():
    found = shown(laid(work("talking", call="gone"), me("talking"), call("c1")))
    assert (found.call.caller.name, next(one.text for one in found.call.outcome.choices)) == (
        "+420 777 123 001", "Vyřešeno",
    )  # fmt: skip


# --- its result


def wrapped(draft=None, *rows, before=None, **more):
    return laid(before or work("wrap_up", call="c9", since=ago(0, 20)), *(rows or (WRAPS,)),
                followed=Followed((), (ENDED,)), drafts={"c9": draft or Draft()}, **more)  # fmt: skip


def test_the_result_must_be_said():
    card = shown(wrapped()).wrapup
    assert card.missing == ("Choose an outcome, or the call cannot be closed.", "Fill in: Na kolik měsíců")
    assert (card.call, card.caller.name, card.outcome.is_required) == ("c9", "Alena Říhová", True)
    assert not card.save_ready.is_enabled


def test_a_result_that_needs_a_note():
    draft = Draft(disposition="refused", fields={"renewals": {"months": "12"}}, is_refusal_confirmed=True)
    assert shown(wrapped(draft)).wrapup.missing == ("This outcome needs a note.",)
    written = msgspec.structs.replace(draft, note="Nemá zájem.")
    assert shown(wrapped(written)).wrapup.save_ready.is_enabled


@pytest.mark.parametrize(("code", "icon", "effect"), [
    ("agreed", "flag", "Counts as the campaign's goal."), ("later", "refresh", "The customer will be called again."),
    ("wrong", "circle_tick", "The contact is done with."),
    ("refused", "handset_cross", "All numbers of the contact go on the do-not-call list."),
])  # fmt: skip
def test_what_comes_of_an_outcome_is_said(code, icon, effect):
    outcome = shown(wrapped(Draft(disposition=code))).wrapup.outcome
    assert (outcome.effect.icon, outcome.effect.text) == (icon, effect)
    assert [one.icon for one in outcome.choices] == ["flag", "", "handset_cross", ""]
    assert (outcome.confirm is not None) == (code == "refused")


def test_a_refusal_is_confirmed_before_it_can_be_saved():
    draft = Draft(disposition="refused", note="Nevolat.", fields={"renewals": {"months": "12"}})
    card = shown(wrapped(draft)).wrapup
    assert card.missing == ("Confirm that the customer is not to be called again.",)
    assert card.outcome.confirm.text == "Confirm: do not call again"
    assert card.outcome.confirm.wish.is_on
    card = shown(wrapped(msgspec.structs.replace(draft, is_refusal_confirmed=True))).wrapup
    assert (card.missing, card.save_ready.is_enabled) == ((), True)
    assert not card.outcome.confirm.wish.is_on, "pressed again, it is taken back"


def test_a_result_is_owed_also_when_the_dialer_goes_on():
    owed = work("wrap_up", call="c9", since=ago(0, 20))
    for rows in ((me(),), (WRAPS,)):
        for now in (work(), work("offered", contact=msgspec.structs.replace(CONTACT, contact=39)), None):
            known = dataclasses.replace(wrapped(None, *rows), owed=owed)
            known.board.lay(now)
            assert (shown(known).mode, shown(known).wrapup.call) == ("wrapup", "c9")


def test_after_a_call_that_this_panel_never_saw():
    known = laid(work("wrap_up"), WRAPS)
    card = shown(known).wrapup
    assert (card.call, card.caller.name) == ("contact-38", "Alena Říhová")


def test_a_said_result_is_not_demanded_again_as_the_queues():
    draft = Draft(disposition="agreed", is_disposed=True)
    known = wrapped(draft, before=work())
    assert (shown(known).wrapup.outcome, shown(known).wrapup.missing) == (None, ())


def test_a_result_waits_for_the_connection():
    draft = Draft(disposition="agreed", note="Prodloužit", is_unsent=True, is_disposed=True)
    known = wrapped(draft, status=Status(state="stale", since=ago(0, 5)))
    found = shown(known)
    assert (found.mode, found.wrapup.note.state.text) == ("offline", "will be sent once connected")


def test_a_result_can_be_saved_without_a_connection():
    draft = Draft(disposition="agreed", fields={"renewals": {"months": "12"}})
    away = Status(state="stale", since=ago(0, 5))
    assert shown(wrapped(draft, status=away)).wrapup.save_ready.is_enabled
    said = msgspec.structs.replace(draft, is_disposed=True, is_unsent=True)
    assert not shown(wrapped(said, status=away)).wrapup.save_ready.is_enabled


def test_an_appointment_is_at_one_of_the_contacts_numbers():
    plan = shown(wrapped(Draft(disposition="later"))).wrapup.plan
    assert (plan.title, plan.is_suggested, plan.is_draft, plan.planned) == ("Make an appointment", True, True, "")
    assert [(one.text, one.note, one.is_chosen) for one in plan.numbers] == [
        ("+420 775 410 562", "mobil", True), ("+420 222 640 118", "pevná", False),
    ]  # fmt: skip


def test_an_appointment_is_said_with_the_result():
    draft = Draft(disposition="later", planned_at=NOW + timedelta(minutes=30), planned_number="+420222640118")
    plan = shown(wrapped(draft)).wrapup.plan
    assert (plan.planned, plan.numbers[1].is_chosen) == ("Appointment 15:02, will be saved with the outcome", True)
    anybodys = msgspec.structs.replace(draft, is_planned_own=False)
    assert shown(wrapped(anybodys)).wrapup.plan.planned == (
        "Appointment 15:02 with anybody, will be saved with the outcome")


def test_titles_as_placeholders():
    assert plain_name("Město (sídlo)") == "mesto_sidlo"
    assert plain_name("Smlouva č. 2") == "smlouva_c_2"
