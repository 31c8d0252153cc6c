"""Telephone numbers as the PBX gives them, and as people write them: +420 777 123 001, or +420 777 ••• 001 on a wall.

Anything may come from a network: nothing here raises, and what is no number is shown as it came, but without
characters that cannot be seen. Numbers of up to five digits are extensions and short codes, never parsed or
masked. Cached, because a live board asks for the same few hundred again and again.
"""

from __future__ import annotations

import functools
import unicodedata

from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberMatcher,
    country_code_for_region,
    format_number,
    format_out_of_country_calling_number,
    is_possible_number,
    is_valid_number,
    parse,
    region_code_for_number,
)

MASK = "•"

_LONGEST_EXTENSION = 5
_FEWEST_HIDDEN = 3
_MOST_SHOWN = 6  # of a national number: three digits at either end
_SHORTEST_WITH_PREFIX = 11  # digits; fewer never hold a country's prefix and a number
_HIDDEN = {"", "anonymous", "unknown", "<unknown>", "restricted", "private", "unavailable", "withheld"}


def is_hidden(number: str) -> bool:
    """Tell whether the caller shows no number: nothing, or one of the words that networks write instead."""
    return _visible(number).lower() in _HIDDEN


@functools.lru_cache(maxsize=8192)
def display(number: str, country: str) -> str:
    """Write a number with its country's prefix and in groups; an extension and what is no number stay."""
    found = _parsed(number, country)
    return _grouped(format_number(found, PhoneNumberFormat.INTERNATIONAL)) if found else _visible(number)


@functools.lru_cache(maxsize=8192)
def national(number: str, country: str) -> str:
    """Write a number of the country itself without the prefix, "222 111 000"; any other as ``display`` does."""
    found = _parsed(number, country)
    if found and found.country_code == country_code_for_region(country):
        return _grouped(format_number(found, PhoneNumberFormat.NATIONAL))
    return display(number, country)


@functools.lru_cache(maxsize=8192)
def masked(number: str, country: str) -> str:
    """Write a number with at least three characters in its middle hidden; extensions and hidden callers stay.

    Text that is no number is hidden too: it may be somebody's name. What is masked already stays as it is.
    """
    shown = display(number, country)
    if _is_masked(shown) or is_hidden(shown) or _is_extension(shown):
        return shown
    found = _parsed(number, country)
    prefix = f"+{found.country_code}" if found else ""
    return prefix + _without_middle(shown[len(prefix) :])


@functools.lru_cache(maxsize=8192)
def e164(number: str, country: str) -> str | None:
    """Write a number as machines do, "+420777123001"; None for an extension and for what is no number."""
    found = _parsed(number, country)
    return format_number(found, PhoneNumberFormat.E164) if found else None


def country_of_number(number: str) -> str:
    """The country (ISO 3166) that a number written with "+" is of; empty: it is of none, or no number."""
    found = _attempt(_visible(number), "ZZ")
    return (region_code_for_number(found) if found else None) or ""


def calling_code(country: str) -> int:
    """What stands before a country's numbers abroad: 420; 0 for what is no country."""
    return country_code_for_region(country)


@functools.lru_cache(maxsize=1024)
def to_dial(number: str, country: str) -> tuple[str, bool] | None:
    """The digits to be dialled for it in the country, and is it a number that can be? None: it is no number."""
    found = _parsed(number, country)
    if found is None:
        return None
    if found.country_code == country_code_for_region(country):
        written = format_number(found, PhoneNumberFormat.NATIONAL)
    else:
        written = format_out_of_country_calling_number(found, country)
    return "".join(sign for sign in written if sign in "0123456789"), is_valid_number(found)


def amid(text: str, country: str, most: int) -> list[str]:
    """Numbers that stand somewhere in a text, as they are written there, at most so many."""
    return [match.raw_string for match, _ in zip(PhoneNumberMatcher(text, country), range(most), strict=False)]


@functools.lru_cache(maxsize=8192)
def _parsed(number: str, country: str) -> PhoneNumber | None:
    """Understand 777123001, 420777123001, 00420777123001 and +420777123001 alike."""
    text = _visible(number)
    if _is_masked(text) or _is_extension(text):
        return None
    found = _attempt(text, country)
    if found and is_valid_number(found):
        return found
    if text.isdecimal() and len(text) >= _SHORTEST_WITH_PREFIX and not text.startswith("0"):
        abroad = _attempt("+" + text, country)
        # With the own country's code in front it is that country's number, also in a range that is not given out yet.
        is_ours = abroad is not None and abroad.country_code == country_code_for_region(country)
        if abroad and (is_valid_number(abroad) or (is_ours and is_possible_number(abroad))):
            return abroad
    return found if found and is_possible_number(found) else None


def _grouped(text: str) -> str:
    """Put digits in threes where the library knows no groups, in ranges that are not given out yet."""
    prefix, _, digits = text.rpartition(" ")
    if not digits.isdecimal() or len(digits) <= _MOST_SHOWN or prefix.strip("+0123456789"):
        return text
    threes = [digits[place : place + 3] for place in range(0, len(digits), 3)]
    if len(threes[-1]) == 1:
        threes[-2:] = [threes[-2] + threes[-1]]
    return " ".join(part for part in (prefix, *threes) if part)


def _attempt(text: str, country: str) -> PhoneNumber | None:
    if any(sign.isalpha() for sign in text):
        return None  # the library would dial letters: 1-800-FLOWERS
    try:
        return parse(text, country)
    except NumberParseException:
        return None


def _visible(number: str) -> str:
    """Leave out what is not seen and may turn the text around: control and direction marks."""
    return "".join(sign for sign in number if unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}).strip()


def _is_masked(text: str) -> bool:
    return text.count(MASK) >= _FEWEST_HIDDEN


def _is_extension(text: str) -> bool:
    digits = text.strip("*#+")
    return digits.isdecimal() and len(digits) <= _LONGEST_EXTENSION


def _without_middle(text: str) -> str:
    """Hide the middle of what counts: of the digits, or where there are too few, of all but spaces."""
    places = [place for place, sign in enumerate(text) if sign.isdecimal()]
    if len(places) <= _LONGEST_EXTENSION or any(sign.isalpha() for sign in text):
        places = [place for place, sign in enumerate(text) if not sign.isspace()]
    if len(places) <= _FEWEST_HIDDEN:
        return MASK * _FEWEST_HIDDEN
    hidden = max(_FEWEST_HIDDEN, len(places) - _MOST_SHOWN)
    first = (len(places) - hidden) // 2
    covered = set(places[first : first + hidden])
    return "".join(MASK if place in covered else sign for place, sign in enumerate(text))
