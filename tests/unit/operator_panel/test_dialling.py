"""The dial field: what will be dialled is said before it is, and names are found without accents."""

from typing import Any

import msgspec
import pytest

from operator_panel.presenter import Choices, Pending, dial_target
from operator_panel.presenter.told import OwnCalls
from operator_panel.screen import Wish
from shared.feed_client.status import Status
from tests.unit.operator_panel.desks import CENTRE, DESK, OTHERS, ago, away, me, moment, own, shown, welcome


def field(text, *rows, **more):
    return shown(moment(me(), *OTHERS, *rows, choices=Choices(dial_text=text), **more)).dial


def test_empty():
    found = field("  ")
    assert (found.placeholder, found.preview.text, found.suggestions, found.action.is_enabled) == (
        "Name or number", "", (), False,
    )  # fmt: skip
    assert (found.action.key, found.is_enabled) == ("F9", True)


@pytest.mark.parametrize("text", ["777123001", "tel:+420-777-123-001", "Volejte na 777 123 001!", "00420777123001"])
def test_a_number_however_pasted(text):
    found = field(text)
    assert (found.preview.text, found.preview.token) == ("Dials +420 777 123 001", "muted")
    assert (found.action.wish, found.action.is_enabled) == (Wish("dial", text="777123001"), True)


def test_an_extension_with_the_colleagues_name():
    found = field("1001")
    assert found.preview.text == "Dials 1001 · Jana Nováková"
    assert [(one.name, one.number, one.note) for one in found.suggestions] == [("Jana Nováková", "1001", "On a call")]


def test_my_own_extension_is_not_dialled():
    found = field("1002")
    assert (found.preview.text, found.action.is_enabled) == ("This is your own extension.", False)


def test_the_prefix_of_a_line_outside_is_told():
    desk = msgspec.structs.replace(DESK, outside_prefix="0")
    found = field("777123001", welcome=welcome(desk=desk))
    assert found.preview.text == "Dials +420 777 123 001 (with 0 first)"
    assert found.action.wish.text == "0777123001"


def test_an_unusual_number_is_marked_and_dialled_all_the_same():
    found = field("1234567")
    assert (found.preview.text, found.preview.icon, found.action.is_enabled) == (
        "Unusual number, dials 1234567", "triangle", True,
    )  # fmt: skip


def test_of_several_numbers_one_is_chosen():
    found = field("777 123 001 nebo 602 331 418")
    assert (found.preview.text, found.action.is_enabled) == ("Several numbers: choose one.", False)
    assert [one.dial for one in found.suggestions] == [Wish("dial", text="777123001"), Wish("dial", text="602331418")]


@pytest.mark.parametrize("text", ["novak", "Jana", "NOVÁKOVÁ", "jana  nov"])
def test_a_name_without_accents_finds_the_colleague_and_dials_him(text):
    found = field(text)
    assert [(one.name, one.icon) for one in found.suggestions] == [("Jana Nováková", "handset")]
    assert (found.action.wish.text, found.action.is_enabled) == ("1001", True)


def test_people_of_my_calls_by_name_and_by_digits():
    known: dict[str, Any] = {"caller": "Jiří Kolář", "number": "602331418"}
    told = OwnCalls((own(**known), own(name="b", **known), own(name="c", caller=None, number=None)))
    for text in ("kolar", "6023", "602 33", "331418"):
        found = field(text, own_calls=told)
        assert [(one.name, one.number, one.dial.text) for one in found.suggestions] == [
            ("Jiří Kolář", "+420 602 331 418", "602331418"),
        ]  # fmt: skip


def test_many_are_cut():
    told = OwnCalls(tuple(own(name=f"c{place}", caller="Jan", number=f"6023314{place:02}") for place in range(20)))
    assert len(field("jan", own_calls=told).suggestions) == 6


@pytest.mark.parametrize("text", ["qqq", "<b>", "+", "\u202e"])
def test_nothing_found(text):
    found = field(text)
    assert (found.preview.text, found.action.is_enabled) == ("No number and no name found", False)


def test_without_connection_phone_or_right_nothing_is_dialled():
    stale = field("777123001", status=Status(state="stale", since=ago(1)))
    assert (stale.placeholder, stale.is_enabled, stale.action.is_enabled) == ("The panel can't dial now", False, False)
    assert not field("777123001", away()).action.is_enabled
    assert not field("777123001", welcome=welcome(agent=None)).is_enabled
    assert not field("777123001", welcome=welcome(rights=("agent.own",))).is_enabled


def test_what_is_being_dialled():
    assert field("777123001", pending=(Pending("dial"),)).action.is_pending


def test_a_target_of_a_transfer_is_understood_the_same():
    for text, digits in (("777 123 001", "777123001"), ("1005", "1005")):
        target = dial_target(text, CENTRE, DESK)
        assert target is not None
        assert target.digits == digits
    assert dial_target("Jana", CENTRE, DESK) is None
    assert dial_target("777123001, 602331418", CENTRE, DESK) is None
