"""Callers' names in any encoding become proper text; nothing that Postgres or JSON would refuse gets further."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector_daemon.asterisk.headers import leg, readable, text


def as_heard(raw: bytes) -> str:
    """Bytes as the link hands them over."""
    return raw.decode("utf-8", "surrogateescape")


@pytest.mark.parametrize("name", ["Žofie Křížová", "Ľubomír Šťastný", "Łukasz Wójcik"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1250", "iso8859-2"])
def test_names_of_the_region(name: str, encoding: str) -> None:
    # Ł is 0xA3 in both: without one of the telling bytes the two cannot be told apart, and need not be
    assert readable(as_heard(name.encode(encoding))) == name


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_name_cut_in_the_middle_of_a_letter_loses_only_that_letter(cut: int) -> None:
    whole = ("x" * 76 + "€").encode()
    assert readable(as_heard(whole[: 79 - cut] if cut < 3 else whole[:77])) == "x" * 76


@given(st.binary(max_size=100))
def test_whatever_comes_is_text_that_can_be_written_anywhere(raw: bytes) -> None:
    heard = as_heard(raw)
    shown = text({"CallerIDName": heard}, "CallerIDName")
    json.loads(json.dumps(shown, ensure_ascii=False).encode())
    view = leg({"Channel": "PJSIP/a-00000001", "Uniqueid": "1.1", "CallerIDName": heard})
    assert view is not None
    view.name.encode()


def test_a_short_name_cut_after_good_letters() -> None:
    assert readable(as_heard("Žižková".encode()[:-1])) == "Žižkov"


def test_the_escapes_of_ami_are_taken_off_once() -> None:
    view = leg({"Channel": "PJSIP/a-00000001", "Uniqueid": "1.1", "CallerIDName": r"Jan \"Honza\" C:\\Temp"})
    assert view is not None
    assert view.name == 'Jan "Honza" C:\\Temp'


def test_proper_text_is_left_alone() -> None:
    assert readable("Ивáн Дробь 🙂") == "Ивáн Дробь 🙂"
