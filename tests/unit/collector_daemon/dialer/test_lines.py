"""A line of somebody's list as a contact, and the columns that are guessed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector_daemon.dialer.lists.lines import guessed, is_ours, line_of, normal
from collector_daemon.store.dialer.importing import ContactLine
from shared.domain.dialer_replies import LineFault
from shared.domain.numbers import e164

NOW = datetime(2026, 1, 12, 11, tzinfo=UTC)


def said(*cells: tuple[str, str]) -> ContactLine | tuple[LineFault, ...]:
    """Of one line."""
    return line_of(7, cells, "CZ", NOW)


@pytest.mark.parametrize(("header", "expected"), [
    (("Jméno", "Telefon"), ("name", "number")),
    (("FIRST", "Customer ID", "Mobile", "Phone number"), ("field:FIRST", "external", "number", "number:Phone number")),
    (("Příjmení", "GSM", "Poznámka", "Souhlas dne", "Priorita", "Jazyk", "Obchodník"),
     ("name", "number", "field:Poznámka", "consent", "priority", "language", "owner")),
    (("x", "y"), ("field:x", "number")),
])  # fmt: skip
def test_columns_are_guessed(header: tuple[str, ...], expected: tuple[str, ...]) -> None:
    found = guessed(header, [["Eva", "777123001"], ["Jan", ""]], "CZ")
    assert tuple(found.values()) == expected
    assert all(map(is_ours, found.values()))


def test_a_line_with_everything() -> None:
    found = said(("name", " Žofie "), ("name", "Nováková"), ("number", "777 123 001"),
                 ("number:práce", "00421905123456"), ("number:2", "+420777123001"), ("field:Město", "Plzeň"),
                 ("priority", "5"), ("consent", "1. 2. 2025"), ("language", "SK"), ("owner", ""))  # fmt: skip
    assert found == ContactLine(
        line=7, name="Žofie Nováková", numbers=(("420777123001", ""), ("421905123456", "práce")), priority=5,
        fields={"Město": "Plzeň"}, language="sk", consent=datetime(2025, 2, 1, tzinfo=UTC))


@pytest.mark.parametrize(("text", "given_at"), [
    ("ano", NOW), ("1", NOW), ("ne", None), ("", None), ("45658", datetime(2025, 1, 1, tzinfo=UTC)),
    ("2025-01-01 10:30", datetime(2025, 1, 1, 10, 30, tzinfo=UTC)),
])  # fmt: skip
def test_consent(text: str, given_at: datetime | None) -> None:
    found = said(("number", "777123001"), ("consent", text))
    assert isinstance(found, ContactLine)
    assert found.consent == given_at


@pytest.mark.parametrize(("cells", "kind"), [
    ([("name", "Eva")], "no_number"), ([("number", "12345")], "bad_number"), ([("number", "Eva")], "bad_number"),
    ([("number", "777123001"), ("priority", "high")], "bad_priority"),
    ([("number", "777123001"), ("consent", "maybe")], "bad_consent"),
    ([("number", "777123001"), ("consent", "70000")], "bad_consent"),
    ([("number", "777123001"), ("field:x", "y" * 2001)], "too_long"),
    ([("number", "777123001"), ("field:x", "a\x00b")], "control_character"),
])  # fmt: skip
def test_faults(cells: list[tuple[str, str]], kind: str) -> None:
    found = said(*cells)
    assert isinstance(found, tuple)
    assert [(one.line, one.kind) for one in found] == [(7, kind)]


def test_all_that_is_wrong_with_a_line_is_told_at_once() -> None:
    found = said(("number", "12"), ("number:home", "x"), ("priority", "high"), ("consent", "maybe"), ("name", "a\x00b"))
    assert isinstance(found, tuple)
    assert [(one.kind, one.column) for one in found] == [
        ("bad_number", "number"), ("bad_number", "number:home"), ("control_character", "name"),
        ("bad_priority", "priority"), ("bad_consent", "consent"),
    ]  # fmt: skip


@given(
    prefix=st.sampled_from(["", "+420", "00420", "+420 "]), gap=st.sampled_from(["", " ", "\u00a0"]),
    digits=st.integers(100_000_000, 999_999_999),
)  # fmt: skip
def test_the_quick_way_is_the_librarys(prefix: str, gap: str, digits: int) -> None:
    text = str(digits)
    written = prefix + gap.join((text[:3], text[3:6], text[6:]))
    assert normal(written, "CZ") == ((e164(written, "CZ") or "")[1:] or None)
