"""What a program says, in one language: its texts by catalogue, its times and numbers by locale.

Called as ``language.text("Waiting now")`` with a literal, so that the extraction finds the text. Texts of a table
are marked where the table stands, ``to_translate("Ready")``, and looked up where they are shown. One word in English
that is two elsewhere says after a bar which one it is, ``"Ready|count"``: nobody sees what follows the bar.
"""

from __future__ import annotations

import functools
import importlib.resources
import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from gettext import GNUTranslations, NullTranslations

from shared.domain import numbers
from shared.language.formats import Formats, formats_of, running
from shared.language.stretching import Stretched

log = logging.getLogger(__name__)

LANGUAGES = {"cs": "Čeština", "en": "English"}
"""Code → what its readers call it."""

_LOCALES = {"cs": "cs", "en": "en_GB"}
_FAILURES = (LookupError, ValueError, AttributeError, TypeError)


def to_translate(message: str) -> str:
    """Mark a literal for the extraction and give it back; whoever shows it says ``language.text(...)``."""
    return message


@dataclass(frozen=True, eq=False)
class Language:
    """A language to speak to people in. ``code``: "cs", "en", or "stretched" in tests. Immutable; nothing raises."""

    code: str
    _texts: NullTranslations
    _formats: Formats

    @staticmethod
    def of(code: str) -> Language:
        """Give the language for a code ("cs", also "cs_CZ.UTF-8" and "cs-CZ"); English for what we do not speak."""
        known = code[:2].lower() if code[2:3] in {"", "-", "_", "."} else ""
        return _language(known if known in LANGUAGES else "en")

    @staticmethod
    def stretched() -> Language:
        """Give the pseudo-language that finds clipped and untranslated texts; its formats are Czech, the longer."""
        return _language("stretched")

    def text(self, message: str, **values: object) -> str:
        """Say a text; ``{name}`` is filled from ``values``. A placeholder without its value stays as it is."""
        found = self._texts.gettext(message) if message else ""
        if "|" in found:
            found = found.partition("|")[0]
        return _filled(found, message, values) if values else found

    def plural(self, one: str, many: str, number: int, **values: object) -> str:
        """Say the form that fits the number, which is also there to be written: ``{number}``."""
        found = self._texts.ngettext(one, many, number)
        return _filled(found, one if number == 1 else many, {"number": self.number(number), **values})

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number: "1 234,5"; what is no number becomes "–"."""
        return self._formats.number(value, decimals)

    def percent(self, value: float, decimals: int = 1) -> str:
        """Write a share given in per cent: 84.2 → "84,2 %" (the space does not break) or "84.2%"."""
        return self._formats.percent(value, decimals)

    def clock(self, at: datetime, zone: tzinfo, seconds: bool = True) -> str:
        """Write the time of day in the zone: "14:32:07", "9:05"."""
        return self._formats.clock(at, zone, has_seconds=seconds)

    def day(self, at: datetime, zone: tzinfo) -> str:
        """Write the day in the zone: "úterý 24. listopadu"."""
        return self._formats.day(at, zone, is_short=False)

    def short_day(self, at: datetime, zone: tzinfo) -> str:
        """Write the day in the zone, short: "út 24. 11."."""
        return self._formats.day(at, zone, is_short=True)

    def calendar_day(self, day: date) -> str:
        """Write a date for tables: "24. 11. 2026", "24 Nov 2026"."""
        return self._formats.calendar_day(day)

    def day_of_month(self, day: date) -> str:
        """Write a date without its year: "24. 11.", "24 Nov"."""
        return self._formats.calendar_day(day, "day")

    def month(self, day: date) -> str:
        """Write the month of a date: "listopad 2026", "Nov 2026"."""
        return self._formats.calendar_day(day, "month")

    def weekday(self, number: int) -> str:
        """Write a day of the week, short: 0 is "po", "Mon"."""
        return self._formats.weekday(number)

    def country(self, code: str) -> str:
        """Name a country by its two letters (ISO 3166-1): "Německo"; what is none stays as it is."""
        return self._formats.country(code)

    def running(self, length: timedelta) -> str:
        """Write a length as a running clock: "02:47", "1:02:03"; less than nothing is "00:00"."""
        return running(length)

    def phone(self, number: str | None, country: str, is_masked: bool = False) -> str:
        """Write a telephone number as people do, or that it is hidden; ``country``'s come without a prefix."""
        if number is None or numbers.is_hidden(number):
            return self.text("Hidden number")
        return numbers.masked(number, country) if is_masked else numbers.display(number, country)


@functools.lru_cache(maxsize=4)
def _language(code: str) -> Language:
    if code == "stretched":
        return Language(code, Stretched(), formats_of("cs"))
    return Language(code, NullTranslations() if code == "en" else _catalogue(code), formats_of(_LOCALES[code]))


def _catalogue(code: str) -> NullTranslations:
    """Read a catalogue from the package, wherever it is installed or frozen; without it English is spoken."""
    try:
        with importlib.resources.files("shared.language").joinpath("catalogues", f"{code}.mo").open("rb") as file:
            return GNUTranslations(file)
    except (OSError, ValueError) as error:
        log.warning("the texts in %s cannot be read, so English is spoken: %s", LANGUAGES[code], error)
        return NullTranslations()


class _Values(dict[str, object]):
    """Leaves a placeholder whose value was forgotten in its place."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _filled(found: str, message: str, values: dict[str, object]) -> str:
    """Fill the placeholders; a translation that cannot be filled gives way to its source, and that to itself."""
    for text in (found, message):
        try:
            return text.format_map(_Values(values))
        except _FAILURES:
            continue
    return message
