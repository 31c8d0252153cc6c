"""What may be done with whom, why not, and what came of it in words."""

import msgspec

from shared.domain.accounts import RIGHTS_OF
from shared.domain.campaigns import CampaignRow
from shared.domain.commands import Refused
from shared.errors import TimedOut, Unavailable
from supervisor_console.live.presenter import Choices, done, failed, message, move, moved, present, reached, redirect
from supervisor_console.live.screen import Wish
from tests.unit.supervisor_console.live.boards import ALL, CZECH, ENGLISH, agent, ago, away, moment

JANA = ("praha", "1003")


def actions(known, of="agent"):
    screen = present(known)
    return {one.wish.kind: one for one in (screen.agent_actions if of == "agent" else screen.call_actions)}


def chosen(key, **more):
    return moment(choices=Choices(agent=key), **more)


def test_nobody_chosen_is_the_reason_of_all():
    assert {one.hint for one in actions(moment()).values()} == {"Choose an operator first."}
    assert {one.hint for one in actions(moment(), "call").values()} == {"Choose a waiting call first."}


def test_listening_is_for_who_talks():
    talking, ready = actions(chosen(JANA)), actions(chosen(("praha", "1002")))
    assert [talking[kind].key for kind in ("listen", "whisper", "barge", "pause")] == ["O", "N", "V", "P"]
    assert all(talking[kind].is_enabled for kind in ("listen", "whisper", "barge"))
    assert talking["listen"].wish == Wish("listen", "praha", "1003")
    assert ready["listen"].hint == "The operator is not on a call."


def test_pause_offers_the_reasons_and_its_end_comes_in_its_place():
    pause = actions(chosen(JANA))["pause"]
    assert [(one.text, one.note) for one in pause.choices] == [
        ("Oběd", "at most 30 min"), ("Školení", "at most 40 min"), ("Without a reason", ""),
    ]  # fmt: skip
    assert pause.choices[0].wish == Wish("pause", "praha", "1003", choice="lunch")
    paused = actions(chosen(("praha", "1009")))
    assert "pause" not in paused
    assert (paused["unpause"].text, paused["unpause"].key) == ("End pause", "P")


def test_an_operator_is_put_into_a_campaign_of_his_pbx():
    def campaign(key, title, state="running", pbx="praha"):
        return CampaignRow(pbx=pbx, campaign=key, title=title, mode="preview", state=state)

    assert "campaign" not in actions(chosen(JANA)), "there is none"
    rows = (campaign("spring", "Jaro"), campaign("debts", "Dluhy", "paused"), campaign("old", "Dříve", "finished"),
            campaign("brno", "Brno", pbx="brno"))  # fmt: skip
    known = moment(*ALL, *rows, choices=Choices(agent=JANA))
    found = actions(known)["campaign"]
    assert [(one.text, one.note, one.wish.choice) for one in found.choices] == [
        ("Dluhy", "paused", "debts"), ("Jaro", "", "spring"), ("In no campaign", "", ""),
    ]  # fmt: skip
    assert found.choices[1].wish == Wish("campaign", "praha", "1003", choice="spring")
    assert failed(known, found.wish, Refused("no_skill", "")) == (
        "Changing the campaign failed: the campaign asks for a skill that the operator has not.")


def test_who_is_signed_out_can_only_be_put_into_queues():
    found = actions(moment(choices=Choices(agent=("praha", "1014"), state="all")))
    assert {kind for kind, one in found.items() if one.is_enabled} == {"move", "message"}
    assert found["logout"].hint == "The operator is not signed in."


def test_dangerous_things_name_whom_they_concern():
    assert actions(chosen(JANA))["logout"].confirmation == "Sign Jana Dvořáková out of all queues?"
    drop = actions(moment(choices=Choices(call=("praha", "w1"))), "call")["drop"]
    assert drop.confirmation == "End the call of +420 602 118 774? The caller is hung up."


def test_without_the_right_the_reason_is_the_right():
    found = actions(chosen(JANA, rights=RIGHTS_OF["quality"]))
    assert {one.hint for one in found.values()} == {"Your account may not do this."}


def test_what_was_asked_for_is_not_asked_again():
    wish = Wish("listen", "praha", "1003")
    assert not actions(chosen(JANA, pending=frozenset({wish})))["listen"].is_enabled


def test_pbx_away_is_the_reason():
    known = moment(*ALL, away(), choices=Choices(agent=JANA))
    assert actions(known)["pause"].hint == "The PBX is not responding."


def test_call_that_is_over_says_so():
    found = actions(moment(choices=Choices(call=("praha", "gone"))), "call")
    assert {one.hint for one in found.values()} == {"The call is over."}


def test_moving_between_queues_signs_in_where_new_and_out_where_left():
    found = move(moment(), Wish("move", "praha", "1003"))
    assert found
    assert [(one.value, one.is_chosen) for one in found.places] == [
        ("support", True), ("sales", False), ("vip", True), ("claims", False),
    ]  # fmt: skip
    assert moved(found, frozenset({"support", "claims"})) == (("claims",), ("vip",))
    assert move(moment(), Wish("move", "praha", "9")) is None


def test_a_call_goes_to_operators_ready_ones_first_to_other_queues_or_a_number():
    found = redirect(moment(), Wish("redirect", "praha", call="w1"))
    assert found
    (_extension, agents), (_queue, queues), (_number, none) = found.places
    assert [one.value for one in agents][:2] == ["1002", "1010"]
    assert "1014" not in [one.value for one in agents]
    assert [one.value for one in queues] == ["support", "sales", "claims"]
    assert queues[0].detail == "1 ready, 4 waiting"
    assert none == ()
    assert redirect(moment(), Wish("redirect", "praha", call="gone")) is None


def test_messages_go_to_one_or_to_all_of_a_queue():
    assert message(moment(), Wish("message", "praha", "1003")).title == "Message to Jana Dvořáková"
    assert message(moment(), Wish("message", "praha", choice="vip")).queues == ("vip",)
    assert reached(ENGLISH, 0) == "The message has reached nobody: no operator panel is open there."
    assert reached(ENGLISH, 1) == "The message has reached 1 desk."


def test_what_came_of_it_is_a_sentence():
    listening = Wish("listen", "praha", "1003")
    assert done(moment(), listening) == "You listen to Jana Dvořáková."
    assert failed(moment(), listening, Refused("not_talking", "x")) == "Listening failed: the call has ended."
    assert "in time" in failed(moment(), listening, TimedOut("slow"))
    assert "no connection" in failed(moment(), listening, Unavailable("away"))


def test_every_command_has_its_words_in_both_languages():
    for kind in ("pause", "unpause", "logout", "move", "listen", "whisper", "barge", "hangup", "pick", "redirect",
                 "drop", "dial", "acknowledge"):  # fmt: skip
        for language in (ENGLISH, CZECH):
            known = moment(language=language)
            assert done(known, Wish(kind, "praha", "1003"))
            assert ": " in failed(known, Wish(kind, "praha", "1003"), Refused("busy", "x"))


def test_wrap_up_is_ended_where_it_is_a_pause():
    rows = agent("1", "A", "wrapping_up", ago(1))
    member = msgspec.structs.replace(rows.memberships[0], is_paused=True)
    known = moment(msgspec.structs.replace(rows, memberships=(member,)), choices=Choices(agent=("praha", "1")))
    assert actions(known)["unpause"].text == "End wrap-up"
