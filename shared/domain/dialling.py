"""What is dialled for what a person pasted: a number however written, an extension, a link, a number amid text. Pure.

Nothing here raises, because anything may be pasted. What is dialled has only digits, ``*`` and ``#``.
"""

from __future__ import annotations

import functools
import re
import unicodedata

import msgspec

from shared.domain import numbers

LONGEST = 2000
"""Letters of a pasted text that are looked at."""
_LONGEST_EXTENSION = 5
_MOST_FOUND = 5
_LINK = re.compile(r"(?:tel|callto|sips?):(?://)?", re.IGNORECASE)
_WRITTEN = re.compile(r"\(?\+?[0-9*#][0-9*#\s().\-/]*")
_CODE = re.compile(r"[0-9*#]{1,24}")
_ESCAPED = re.compile(r"%([2-7][0-9A-Fa-f])")
_DASHES = re.compile("[\u2010-\u2015\u2212]")


class Dialled(msgspec.Struct, frozen=True):
    """``digits`` for the PBX, ``shown`` for people. ``is_inside``: an extension or a code of the PBX's.

    Not ``is_usual``: no plan has such a number; what no country could have at all is dialled as it was typed.
    """

    digits: str
    shown: str
    is_inside: bool = False
    is_usual: bool = True


@functools.lru_cache(maxsize=512)
def pasted(text: str, country: str, prefix: str = "") -> tuple[Dialled, ...]:
    """Every number in the text, in its order, each once. ``prefix``: what the PBX wants dialled for a line outside."""
    clean = _clean(text)
    link = _LINK.match(clean)
    if link:
        subject = re.split(r"[?;@]", clean[link.end() :], maxsplit=1)[0]
        clean = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), subject).strip()
    if _WRITTEN.fullmatch(clean):
        one = _written(clean, country, prefix)
        return (one,) if one else ()
    found: dict[str, Dialled] = {}
    for written in numbers.amid(clean, country, _MOST_FOUND):
        one = _known(written, country, prefix)
        if one is not None:
            found.setdefault(one.digits, one)
    return tuple(found.values())


def _written(text: str, country: str, prefix: str) -> Dialled | None:
    """What is nothing but a number."""
    compact = re.sub(r"[^0-9*#+]", "", text)
    if not any(sign.isdecimal() for sign in compact):
        return None
    if _is_inside(compact):
        return Dialled(compact, compact, is_inside=True)
    known = _known(text, country, prefix)
    if prefix and compact.startswith(prefix) and not (known and known.is_usual):
        without = _known(compact[len(prefix) :], country, prefix)  # the prefix was typed already
        known = without if without and without.is_usual else known
    if known is not None:
        return known
    digits = compact.replace("+", "00", 1) if compact.startswith("+") else compact
    return Dialled(digits, compact, is_usual=False) if _is_dialable(digits) else None


def _known(text: str, country: str, prefix: str) -> Dialled | None:
    """A number that is possible somewhere."""
    found = numbers.to_dial(text, country)
    return Dialled(prefix + found[0], numbers.display(text, country), is_usual=found[1]) if found else None


def _is_inside(compact: str) -> bool:
    if "*" in compact or "#" in compact:
        return _CODE.fullmatch(compact) is not None
    return compact.isdecimal() and len(compact) <= _LONGEST_EXTENSION


def _is_dialable(digits: str) -> bool:
    return 0 < len(digits) <= 20 and digits.isdecimal()


def _clean(text: str) -> str:
    """Full-width digits as digits, any dash as a hyphen, any space as one, nothing that is not seen."""
    usual = _DASHES.sub("-", unicodedata.normalize("NFKC", text[:LONGEST]))
    seen = (" " if sign.isspace() else sign for sign in usual)
    return "".join(sign for sign in seen if unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}).strip()
