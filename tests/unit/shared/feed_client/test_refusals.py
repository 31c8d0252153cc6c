"""What was refused is said in one sentence of the reader's language."""

import pytest

from shared.domain.commands import Refused
from shared.errors import TimedOut, Unavailable
from shared.feed_client.refusals import refusal, seat_trouble, trouble
from shared.feed_client.status import Status
from shared.language import Language
from tests.helpers.feed import NOON

ENGLISH, CZECH = Language.of("en"), Language.of("cs")
CODES = (
    "not_allowed", "unavailable", "unknown_queue", "not_member", "unknown_agent", "unknown_call", "not_supported",
    "busy", "too_late", "unknown_disposition", "unknown_callback", "unknown_recording",
    "bad_number", "unknown_number", "phone_unreachable", "not_talking", "consulting", "not_consulting", "not_recorded",
    "not_ringing", "not_parked",
    "timeout", "failed", "seat_taken", "panel_elsewhere", "unknown_extension", "hot_desking_off", "seat_lost",
)  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_a_command_has_its_sentence(code):
    said = trouble(Refused(code, "the server's own words"), ENGLISH)
    assert said.endswith(".")
    assert "own words" not in said


def test_what_is_wrong_in_a_command_is_no_extension_but_where_one_was_asked_for():
    wrong = Refused("bad_params", "x")
    assert "extension" not in trouble(wrong, ENGLISH)
    assert seat_trouble(wrong, ENGLISH) == "This is no extension."
    assert seat_trouble(Refused("unavailable", "x"), ENGLISH) == trouble(Refused("unavailable", "x"), ENGLISH)
    assert "database" in trouble(Refused("unavailable", "x"), ENGLISH)


def test_a_newer_code_is_said_in_the_servers_words():
    assert "own words" in trouble(Refused("new", "own words"), ENGLISH)
    assert "new" in trouble(Refused("new", ""), ENGLISH)
    assert "own words" in refusal(Status(state="refused", since=NOON, code="new", message="own words"), CZECH)


def test_who_sits_there_is_said():
    taken = Refused("seat_taken", "Extension 1002 is used by Jana Nováková.")
    assert trouble(taken, ENGLISH) == "Extension 1002 is used by Jana Nováková."
    assert "Jana Nováková" in trouble(taken, CZECH)
    assert "Jana" not in trouble(Refused("seat_taken", "Jana"), ENGLISH)


def test_what_may_have_been_done_is_not_denied():
    assert "may have been done" in trouble(TimedOut("x"), ENGLISH)
    assert "Nothing was done" in trouble(Unavailable("x"), ENGLISH)


def test_a_screen_without_a_keyboard_is_not_told_to_sign_in():
    status = Status(state="refused", since=NOON, code="token_expired")
    assert "sign in" in refusal(status, ENGLISH)
    assert "sign in" not in refusal(status, ENGLISH, has_keyboard=False)
