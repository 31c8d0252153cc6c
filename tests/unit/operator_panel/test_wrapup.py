"""After the call: what must be there, two ways to close it, more time, a call back; and earlier calls."""

from datetime import datetime, timedelta

import msgspec
import pytest

from operator_panel.presenter import Choices, Draft, Followed, MyCall, Pending
from operator_panel.presenter.told import OwnCalls
from operator_panel.screen import Wish
from shared.domain.description import PauseReason
from tests.unit.operator_panel.desks import CENTRE, NOW, QUEUES, ago, call, me, moment, own, rings, shown, welcome

ENDED = MyCall(
    call(caller_name="Marie Svobodová", started=ago(5, 30), talking_since=ago(5)), ago(5, 10), ago(5), ago(0, 29)
)
DONE = {"outage": {"since": "2026-11-24"}}
WHOLE = Draft(disposition="solved", fields=DONE)


def screen(left=38.0, draft=None, state="wrapping_up", ended=ENDED, rows=(), **more):
    row = me(state, 0, 22, wraps_until=None if left is None else NOW + timedelta(seconds=left))
    followed = Followed((), (ended,) if ended else ())
    return shown(moment(row, *QUEUES, *rows, followed=followed, drafts={"c1": draft or Draft()}, **more))


def card(**more):
    found = screen(**more).wrapup
    assert found is not None
    return found


def test_who_it_was_and_how_long():
    found = screen()
    assert found.mode == "wrapup"
    assert (found.wrapup.caller.name, found.wrapup.caller.number) == ("Marie Svobodová", "+420 777 123 001")
    assert found.wrapup.caller.detail == "Podpora · call 04:31 · wait 00:34"
    assert found.script.name == "outage"


def test_until_an_outcome_is_chosen_it_cannot_be_closed():
    found = card(draft=Draft(fields=DONE))
    assert found.missing == ("Choose an outcome, or the call cannot be closed.",)
    assert (found.save_ready.is_enabled, found.save_pause.is_enabled) == (False, False)
    assert found.outcome.missing.text == ""


@pytest.mark.parametrize(("draft", "left"), [(Draft(has_tried=True), 38), (Draft(), 10), (Draft(), -5)])
def test_the_red_line_comes_after_the_first_try_or_ten_seconds_before_the_end(draft, left):
    assert card(draft=draft, left=left).outcome.missing.text == "Choose an outcome, or the call cannot be closed."


def test_with_all_that_must_be_there_it_can_be_closed():
    found = card(draft=WHOLE)
    assert (found.missing, found.save_ready.is_enabled, found.outcome.missing.text) == ((), True, "")
    assert (found.save_ready.wish, found.save_ready.text, found.save_ready.key) == (
        Wish("save_ready", call="c1"), "Save and be ready", "Ctrl+Enter",
    )  # fmt: skip


def test_an_outcome_may_need_a_note_and_the_form_its_fields():
    assert card(draft=Draft(disposition="technician", fields=DONE)).missing == ("This outcome needs a note.",)
    assert card(draft=Draft(disposition="technician", note="v pátek", fields=DONE)).missing == ()
    assert card(draft=Draft(disposition="solved")).missing == ("Fill in: Od kdy",)


def test_an_outcome_that_the_queue_no_longer_has_is_none():
    assert card(draft=Draft(disposition="gone", fields=DONE)).missing != ()


def test_another_queue_demands_nothing():
    ended = msgspec.structs.replace(ENDED, row=call(queue="sales"))
    assert card(ended=ended).missing == ()


def test_saving_and_pausing_offers_the_reasons():
    pause = card(draft=WHOLE).save_pause
    assert [one.wish for one in pause.choices][:1] == [Wish("save_pause", call="c1", choice="lunch")]
    centre = msgspec.structs.replace(CENTRE, pause_reasons=(PauseReason(reason="break"),))
    pause = card(draft=WHOLE, welcome=welcome(centre=centre)).save_pause
    assert (pause.choices, pause.wish.choice) == ((), "break")


def test_more_time_only_where_the_daemon_keeps_it():
    assert card().more_time.text == "Add 30 s"
    assert card(left=None).more_time is None


def test_what_was_pressed_waits():
    assert card(pending=(Pending("save_ready", call="c1"),)).save_ready.is_pending
    assert screen(pending=(Pending("save_ready", call="c1"),)).state.pending == "Asking to be ready…"


# --- a call back


def test_times_for_a_call_back():
    found = card().plan
    assert [(one.text, one.note) for one in found.choices] == [
        ("in 30 minutes", "15:02"), ("in 1 hour", "15:32"), ("tomorrow", "09:00"),
    ]  # fmt: skip
    assert datetime.fromisoformat(found.choices[2].wish.text) == datetime.fromisoformat("2026-11-25T09:00+01:00")
    assert (found.number, found.is_suggested) == ("+420 777 123 001", False)


def test_an_outcome_may_suggest_it_and_what_is_planned_is_told():
    assert card(draft=Draft(disposition="back")).plan.is_suggested
    found = card(draft=Draft(planned_at=NOW + timedelta(minutes=30))).plan
    assert (found.planned, found.choices[0].is_chosen) == ("Planned for 15:02", True)
    assert "25 Nov" in card(draft=Draft(planned_at=NOW + timedelta(days=1))).plan.planned.replace("\u00a0", " ")


def test_who_hides_the_number_cannot_be_called_back():
    ended = msgspec.structs.replace(ENDED, row=call(caller=None))
    assert card(ended=ended).plan.choices == ()


# --- what it is about


def test_a_panel_that_began_meanwhile_finds_the_call_in_the_history():
    told = OwnCalls((own("missed", 1, "m"), own("handled", 2, "h1", caller="Jiří Kolář")), is_all=True)
    found = card(ended=None, own_calls=told)
    assert (found.call, found.caller.name, found.caller.detail) == ("h1", "Jiří Kolář", "Podpora · call 04:18")


def test_with_no_call_to_write_about_there_is_no_card():
    found = screen(ended=None, own_calls=None)
    assert (found.mode, found.wrapup, found.state.state.text) == ("idle", None, "Wrap-up")
    assert [one.wish.kind for one in found.actions] == ["ready", "logout"]


def test_a_new_call_goes_before_the_wrapup_of_the_last():
    found = screen(rows=(call("c2"),))
    assert (found.mode, found.call.call, found.wrapup) == ("call", "c2", None)
    assert screen(rows=(rings("c2"),)).mode == "wrapup"


def test_an_earlier_call_can_be_opened_to_write_about_it():
    told = OwnCalls((own("missed", 34, "h2"), own("handled", 60, "h1")), is_all=True)
    found = screen(state="ready", own_calls=told, choices=Choices(opened_call="h2"))
    assert (found.mode, found.wrapup.call, found.wrapup.is_earlier) == ("wrapup", "h2", True)
    save = found.wrapup.save_ready
    assert (save.text, save.is_enabled, found.wrapup.missing) == ("Save", True, ())
    assert (found.wrapup.save_pause.wish, found.wrapup.more_time) == (Wish("show_call"), None)
    assert found.state.state.text == "Ready"


def test_a_call_and_its_wrapup_go_before_an_opened_one_which_comes_back_then():
    told = OwnCalls((own("handled", 60, "h1"),), is_all=True)
    opened = {"own_calls": told, "choices": Choices(opened_call="h1")}
    found = screen(state="talking", rows=(call("c2"),), **opened)
    assert (found.mode, found.call.call, found.wrapup) == ("call", "c2", None)
    assert screen(**opened).wrapup.call == "c1"
    assert screen(state="ready", **opened).wrapup.call == "h1"
    gone = screen(state="ready", choices=Choices(opened_call="nobody knows"))
    assert (gone.mode, gone.wrapup) == ("idle", None)


def test_after_it_is_saved_the_card_goes_with_the_state():
    found = screen(state="ready")
    assert (found.mode, found.wrapup) == ("idle", None)


def after_two(**more):
    """A call of a queue that wants an outcome, then one that was dialled in its wrap-up."""
    dialled = MyCall(call("c2", queue=None, direction="outbound", called="777123002"), None, ago(0, 20), ago(0, 5))
    drafts = {"c1": Draft(), "c2": Draft()} | more.pop("drafts", {})
    row = me("wrapping_up", 0, 5, wraps_until=NOW + timedelta(seconds=20))
    owed = msgspec.structs.replace(ENDED, ended_at=more.pop("ended_at", ENDED.ended_at))
    return shown(moment(row, *QUEUES, followed=Followed((), (dialled, owed)), drafts=drafts, **more)).wrapup.call


def test_what_is_owed_is_shown_before_what_came_after_it():
    assert after_two() == "c1"
    assert after_two(drafts={"c1": WHOLE}) == "c2"


def test_the_call_under_the_fingers_stays_until_it_is_saved():
    assert after_two(choices=Choices(written_call="c2")) == "c2"
    assert after_two(drafts={"c1": WHOLE}, choices=Choices(written_call="c1")) == "c1"


def test_what_was_let_go_long_ago_comes_no_more():
    assert after_two(ended_at=ago(16)) == "c2"
