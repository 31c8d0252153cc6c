"""Note, outcome and form of a call, and what of them is missing."""

import msgspec
import pytest

from operator_panel.presenter import Choices, Draft
from operator_panel.presenter.told import CrmAnswer
from operator_panel.screen import Wish
from shared.domain.desk import Disposition, QueueDesk, Script
from shared.feed_client.status import Status
from tests.unit.operator_panel.desks import DESK, FORM, ago, call, me, moment, shown, welcome


def screen(draft=None, row=None, **more):
    drafts = {"c1": draft or Draft()}
    return shown(moment(me("talking"), row or call(caller_name="Marie Svobodová"), drafts=drafts, **more))


@pytest.mark.parametrize(("draft", "said"), [
    (Draft(), "saves itself"), (Draft(note="x"), "saved"), (Draft(note="x", is_unsent=True), "being saved…"),
    (Draft(disposition="technician"), "required"), (Draft(disposition="technician", note="x"), "saved"),
])  # fmt: skip
def test_whether_the_note_is_kept(draft, said):
    found = screen(draft).call.note
    assert (found.state.text, found.text) == (said, draft.note)


def test_without_a_connection_the_note_is_still_written_and_will_be_sent():
    stale = Status(state="stale", since=ago(0, 5))
    found = screen(Draft(note="Dohodnuto\nv pátek", is_unsent=True), status=stale)
    assert found.mode == "offline"
    assert (found.call.note.text, found.call.note.state.text) == ("Dohodnuto\nv pátek", "will be sent once connected")


def test_outcomes_of_the_queue_with_their_keys():
    found = screen(Draft(disposition="technician")).call.outcome
    assert [(one.text, one.note, one.is_chosen) for one in found.choices] == [
        ("Vyřešeno", "1", False), ("Zpětné volání", "2", False), ("Předáno technikovi", "3", True),
        ("Reklamace", "4", False), ("Omyl", "5", False), ("Jiné", "6", False),
    ]  # fmt: skip
    assert found.choices[0].wish == Wish("disposition", call="c1", choice="solved")
    assert (found.is_required, found.required) == (True, "required")
    assert (found.key_hint, found.is_list) == ("Alt + number", False)


def test_another_queue_has_its_own_outcomes_and_rules():
    found = screen(row=call(queue="sales")).call.outcome
    assert (found.choices[-1].text, found.is_required, found.required) == ("Nabídka", False, "")


def test_many_outcomes_are_a_list():
    many = tuple(Disposition(code=f"d{place}") for place in range(9))
    found = screen(welcome=welcome(desk=msgspec.structs.replace(DESK, dispositions=many))).call.outcome
    assert (found.is_list, found.key_hint, found.choices[8].note, found.choices[0].text) == (True, "", "9", "d0")
    more = (*many, Disposition(code="d9"))
    found = screen(welcome=welcome(desk=msgspec.structs.replace(DESK, dispositions=more))).call.outcome
    assert found.choices[9].note == ""


def test_no_outcomes_no_field():
    rule = QueueDesk(queue="support", is_disposition_required=True)
    desk = msgspec.structs.replace(DESK, dispositions=(), queues=(rule,))
    assert screen(welcome=welcome(desk=desk)).call.outcome is None


def test_during_the_call_nothing_is_demanded_yet():
    assert screen().call.outcome.missing.text == ""
    assert screen(Draft(has_tried=True)).call.outcome.missing.icon == "triangle"


# --- script and form


def test_a_script_filled_in_by_names_as_they_are():
    found = screen().script
    assert (found.title, found.markdown, found.others) == (
        "Výpadek", "Dobrý den, u telefonu **Petr Dvořák**. Mluvím s Marie Svobodová?", (),
    )  # fmt: skip


def test_no_name_shows_nothing_and_no_script_is_none():
    assert screen(row=call()).script.markdown.endswith("Mluvím s ?")
    assert screen(row=call(queue="sales")).script is None


@pytest.mark.parametrize(("name", "shown"), [
    ("<b>Eva</b>", r"\<b\>Eva\<\/b\>"), ("[x](http://e.cz)", r"\[x\]\(http\:\/\/e\.cz\)"), ("# *Eva*", r"\# \*Eva\*"),
    ("Eva\n\n# Nadpis", r"Eva \# Nadpis"), ("{agent}", r"\{agent\}"),
])  # fmt: skip
def test_a_callers_name_is_text_in_a_script(name, shown):
    assert screen(row=call(caller_name=name)).script.markdown.endswith(f"Mluvím s {shown}?")


def test_what_the_crm_said_may_stand_in_a_script():
    script = Script(name="s", text="Smlouva {crm.contract|neznámá}, {nonsense}")
    known = Script(name="k", text="Smlouva {crm.contract|neznámá}", title="K")
    desk = msgspec.structs.replace(DESK, scripts=(known, script))
    answer = CrmAnswer(link="customer", values={"contract": "Premium"})
    found = screen(welcome=welcome(desk=desk), answers={"c1": (answer,)}).script
    assert (found.markdown, [one.text for one in found.others]) == ("Smlouva Premium", ["K", "s"])
    other = screen(Draft(script="s"), welcome=welcome(desk=desk)).script
    assert (other.markdown, other.others[1].is_chosen) == (script.text, True)  # not understood: as it is written


def test_fields_with_what_is_filled_in():
    values = {"outage": {"since": "2026-11-24", "kind": "tv", "rest": "a\nb", "gone": "x"}}
    found = screen(Draft(fields=values)).script.fields
    assert [(one.title, one.kind, one.value, one.problem) for one in found] == [
        ("Od kdy", "date", "2026-11-24", ""), ("count", "number", "", ""), ("Druh", "choice", "tv", ""),
        ("Návštěva", "yes_no", "", ""), ("rest", "long_text", "a\nb", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "problem"), [
    ("since", "zítra", "Write a date, like 2026-11-24."), ("since", "2026-13-01", "Write a date, like 2026-11-24."),
    ("count", "pět", "Write a number."), ("count", "nan", "Write a number."), ("count", "12,5", ""),
    ("count", "-3", ""), ("kind", "rádio", "Choose one of those offered."), ("visit", "maybe", "Choose yes or no."),
    ("visit", "yes", ""), ("since", " ", ""),
])  # fmt: skip
def test_what_is_wrong_with_a_field(name, value, problem):
    found = {one.name: one.problem for one in screen(Draft(fields={"outage": {name: value}})).script.fields}
    assert found[name] == problem


def test_an_empty_required_field_is_told_after_the_first_try():
    found = screen(Draft(has_tried=True)).script.fields
    assert [one.problem for one in found] == ["required", "", "", "", ""]
    assert FORM.fields[0].is_required
    assert Choices().tab == "calls"
