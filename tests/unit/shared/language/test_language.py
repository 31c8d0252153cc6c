"""A language says texts, times and numbers as its readers write them, and nothing that comes makes it raise."""

import importlib.resources
from datetime import UTC, datetime, timedelta
from gettext import NullTranslations
from zoneinfo import ZoneInfo

import pytest

from shared.language import LANGUAGES, Language, formats
from shared.language.formats import formats_of
from shared.language.language import _catalogue

CZECH, ENGLISH, STRETCHED = Language.of("cs"), Language.of("en"), Language.stretched()
PRAGUE = ZoneInfo("Europe/Prague")
TUESDAY = datetime(2026, 11, 24, 13, 32, 7, tzinfo=UTC)
SPACE = "\u00a0"


class Spoken(NullTranslations):
    """A catalogue of the test's own."""

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__()
        self.texts = texts

    def gettext(self, message: str) -> str:
        return self.texts.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.texts.get(msgid1, msgid1 if n == 1 else msgid2)


@pytest.mark.parametrize(
    ("code", "known"),
    [("cs", "cs"), ("cs_CZ.UTF-8", "cs"), ("cs-CZ", "cs"), ("CS", "cs"), ("en-US", "en"), ("de", "en"), ("", "en"),
     ("csb", "en"), ("C", "en")],
)  # fmt: skip
def test_a_language_is_found_by_the_codes_of_systems(code: str, known: str):
    assert Language.of(code).code == known


def test_a_language_is_made_once():
    assert Language.of("cs") is Language.of("cs_CZ")
    assert set(LANGUAGES) == {"cs", "en"}


def test_texts_come_from_the_catalogue_and_english_is_the_source():
    assert CZECH.text("Hidden number") == "Skryté číslo"
    assert ENGLISH.text("Hidden number") == "Hidden number"
    assert CZECH.text("a text that nobody has") == "a text that nobody has"
    assert CZECH.text("") == ENGLISH.text("") == STRETCHED.text("") == ""


@pytest.mark.parametrize(
    ("message", "values", "said"),
    [
        ("limit {limit}", {"limit": "02:00"}, "limit 02:00"),
        ("limit {limit}", {}, "limit {limit}"),
        ("limit {limit}", {"other": 1}, "limit {limit}"),
        ("{queue}: late", {"queue": "{limit} {0} {"}, "{limit} {0} {: late"),
        ("limit {limit", {"limit": 1}, "limit {limit"),
        ("limit {}", {"limit": 1}, "limit {}"),
        ("limit {0}", {"limit": 1}, "limit {0}"),
        ("limit {limit.seconds}", {"limit": 1}, "limit {limit.seconds}"),
        ("limit {limit:>%}", {"limit": None}, "limit {limit:>%}"),
    ],
)
def test_placeholders_are_filled_and_bad_ones_stay(message: str, values: dict[str, object], said: str):
    assert ENGLISH.text(message, **values) == said


def test_a_translation_that_cannot_be_filled_gives_way_to_its_source():
    broken = Language("cs", Spoken({"limit {limit}": "mez {limit"}), formats_of("cs"))
    assert broken.text("limit {limit}", limit="02:00") == "limit 02:00"


def test_what_follows_a_bar_is_for_translators():
    assert ENGLISH.text("Ready|count") == "Ready"
    assert ENGLISH.text("limit {limit}|table", limit="a|b") == "limit a|b"
    assert Language("cs", Spoken({"Ready|count": "Připraveni"}), formats_of("cs")).text("Ready|count") == "Připraveni"
    assert STRETCHED.text("Ready|count") == STRETCHED.text("Ready")


def test_plurals_carry_their_number():
    assert [ENGLISH.plural("{number} call", "{number} calls", n) for n in (0, 1, 2, 1234)] == [
        "0 calls", "1 call", "2 calls", "1,234 calls",
    ]  # fmt: skip
    assert ENGLISH.plural("{number} of {all} call", "{number} of {all} calls", 3, all=7) == "3 of 7 calls"
    assert ENGLISH.plural("one {", "many {", 2) == "many {"


def test_numbers():
    assert CZECH.number(1234.56, 1) == f"1{SPACE}234,6"
    assert ENGLISH.number(1234567) == "1,234,567"
    assert CZECH.number(-3) == ENGLISH.number(-3) == "−3"
    assert CZECH.number(-0.04, 1) == "0,0", "no zero with a sign"
    assert CZECH.number(-0.0) == ENGLISH.number(-0.4) == "0"
    assert CZECH.number(float("nan")) == CZECH.percent(float("inf")) == "–"


def test_shares():
    assert CZECH.percent(84.2) == f"84,2{SPACE}%"
    assert ENGLISH.percent(84.2) == "84.2%"
    assert CZECH.percent(80, 0) == f"80{SPACE}%"


def test_times_of_day_and_days_are_those_of_the_zone():
    assert CZECH.clock(TUESDAY, PRAGUE) == ENGLISH.clock(TUESDAY, PRAGUE) == "14:32:07"
    morning = datetime(2026, 7, 1, 7, 5, 9, tzinfo=UTC)
    assert CZECH.clock(morning, PRAGUE, seconds=False) == "9:05"
    assert ENGLISH.clock(morning, PRAGUE, seconds=False) == "09:05"
    assert CZECH.day(TUESDAY, PRAGUE) == f"úterý 24.{SPACE}listopadu"
    assert CZECH.short_day(TUESDAY, PRAGUE) == f"út 24.{SPACE}11."
    assert ENGLISH.day(TUESDAY, PRAGUE) == f"Tuesday 24{SPACE}November"
    assert ENGLISH.short_day(TUESDAY, PRAGUE) == f"Tue 24{SPACE}Nov"
    day = TUESDAY.date()
    assert CZECH.calendar_day(day) == f"24.{SPACE}11.{SPACE}2026"
    assert ENGLISH.calendar_day(day) == f"24{SPACE}Nov{SPACE}2026"
    assert (CZECH.day_of_month(day), ENGLISH.day_of_month(day)) == (f"24.{SPACE}11.", f"24{SPACE}Nov")
    assert (CZECH.month(day), ENGLISH.month(day)) == (f"listopad{SPACE}2026", f"Nov{SPACE}2026")
    midnight = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
    assert CZECH.day(midnight, PRAGUE) == f"pátek 1.{SPACE}ledna", "Prague is a year ahead of UTC"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "00:00"), (0.99, "00:00"), (-1, "00:00"), (-90_000, "00:00"), (167, "02:47"), (3599.9, "59:59"),
     (3600, "1:00:00"), (3723, "1:02:03"), (90_061, "25:01:01")],
)  # fmt: skip
def test_running_times(seconds: float, said: str):
    assert CZECH.running(timedelta(seconds=seconds)) == ENGLISH.running(timedelta(seconds=seconds)) == said


def test_telephone_numbers():
    assert CZECH.phone("420777123001", "CZ") == "+420 777 123 001"
    assert CZECH.phone("420777123001", "CZ", is_masked=True) == "+420 777 ••• 001"
    assert CZECH.phone("+420 777 ••• 001", "CZ") == "+420 777 ••• 001", "masked by the daemon"
    for hidden in (None, "", "anonymous", "<unknown>", " Restricted "):
        assert CZECH.phone(hidden, "CZ") == "Skryté číslo"
        assert CZECH.phone(hidden, "CZ", is_masked=True) == "Skryté číslo"
    assert ENGLISH.phone(None, "CZ") == "Hidden number"


def test_a_missing_catalogue_speaks_english_and_says_so(monkeypatch, caplog, tmp_path):
    monkeypatch.setattr(importlib.resources, "files", lambda package: tmp_path)
    found = _catalogue("cs")
    assert found.gettext("Hidden number") == "Hidden number"
    assert [(one.levelname, "Čeština" in one.getMessage()) for one in caplog.records] == [("WARNING", True)]
    caplog.clear()


@pytest.mark.parametrize("message", ["", "OK", "Waiting now", "{number} of {all}", "limit {limit}" * 9])
def test_the_pseudo_language_is_longer_bracketed_and_keeps_placeholders(message: str):
    said = STRETCHED.text(message)
    if not message:
        assert said == ""
        return
    assert said.startswith("⟦")
    assert said.endswith("⟧")
    assert len(said) >= max(len(message) * 1.4, len(message) + 2)
    assert all(name in said for name in ("{number}", "{all}", "{limit}") if name in message)


def test_the_pseudo_language_fills_plurals():
    assert STRETCHED.plural("{number} call", "{number} calls", 5).startswith("⟦5 čállš")


@pytest.mark.parametrize(("seconds", "said"), [
    (-1, "0:00"), (0, "0:00"), (59.9, "0:59"), (60, "1:00"), (3599, "59:59"), (3600, "1:00:00"), (90061, "25:01:01"),
])  # fmt: skip
def test_a_length_that_is_over_has_no_leading_nought(seconds: float, said: str) -> None:
    assert formats.length(seconds) == said


def test_countries_have_their_names():
    assert Language.of("cs").country("DE") == "Německo"
    assert Language.of("en").country("CZ") == "Czechia"
    assert Language.of("cs").country("??") == "??"
