"""Telephone numbers as they are searched: digits in all their writings. Pure."""

from __future__ import annotations

from shared.domain import numbers

SAME = 9
"""So many last digits are kept by which all writings of a number are found."""

NARROW_HEAD, NARROW_TAIL = 5, 4
"""So many digits of a number's beginning (after the country's code) or end lead to few calls."""


def whole(value: str, country: str, outside_prefix: str = "") -> tuple[str, ...]:
    """The digits of all writings of the number: 777 123 456 is also 420777123456 and 00420777123456."""
    typed = _digits(value)
    full = _digits(numbers.e164(value, country) or "")
    found = [typed]
    if full:
        code = str(_code_of(full, country))
        found += [full, f"00{full}"]
        if full.startswith(code):
            national = full.removeprefix(code)
            found += [national, f"0{national}"]
    prefix = _digits(outside_prefix)
    if prefix:
        found += [prefix + one for one in found]
    return tuple(dict.fromkeys(one for one in found if one))


def beginnings(value: str, country: str, outside_prefix: str = "") -> tuple[str, ...]:
    """What a number of which the beginning is given may begin with."""
    typed = _digits(value)
    code = str(numbers.calling_code(country) or "")
    found = [typed]
    if typed.startswith("00"):
        typed = typed[2:]
        found.append(typed)
    is_abroad = value.strip().startswith(("+", "00"))
    if code and typed.startswith(code):
        national = typed.removeprefix(code)
        found += [one for one in (national, f"00{typed}") if one]
    if not is_abroad:
        found += [f"{code}{typed}", f"00{code}{typed}"]
    else:
        found.append(f"00{typed}")
    prefix = _digits(outside_prefix)
    if prefix:
        found += [prefix + one for one in found]
    return tuple(dict.fromkeys(one for one in found if one))


def end_of(digits: str) -> str:
    """The last digits, backwards: as they are kept."""
    return digits[::-1][:SAME]


def has_stars(value: str) -> bool:
    """Does a part of the number stand for anything?"""
    return "*" in value


def is_narrow(value: str, country: str) -> bool:
    """Is so much of it given, from the beginning or up to the end, that few numbers are so?"""
    typed = pattern(value)
    if "%" not in typed:
        return value != ""
    head, tail = typed.partition("%")[0].removeprefix("00"), typed.rpartition("%")[2]
    given = len(head.removeprefix(str(numbers.calling_code(country) or "")))
    return given >= NARROW_HEAD if head else len(tail) >= NARROW_TAIL


def pattern(value: str) -> str:
    """The number as LIKE has it."""
    return "".join("%" if sign == "*" else sign for sign in value if sign == "*" or "0" <= sign <= "9")


def _code_of(full: str, country: str) -> int:
    """The calling code that the full number has, if it is the country's own; what it has abroad is not asked."""
    own = numbers.calling_code(country)
    return own if full.startswith(str(own)) else -1


def _digits(text: str) -> str:
    return "".join(sign for sign in text if "0" <= sign <= "9")
