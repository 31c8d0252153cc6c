"""A row of somebody's list as a contact: which of its columns is what, what is wrong with it. No files, no database.

Our columns: "name", "number", "number:mobile" (more numbers, each with its kind), "external" (the list's own key),
"owner", "language", "priority", "consent" (a day, or yes), "field:City" (anything else).
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal

from collector_daemon.store.dialer.importing import ContactLine
from shared.domain import numbers
from shared.domain.dialer_replies import LineFault

LONGEST = 2000
"""Letters of a cell that is kept."""
MOST_NUMBERS = 10
NUMBER_WORDS = (
    r"(cislo )?telefon(ni cislo)?|tel|mobil(ni telefon)?|gsm|(phone|mobile|cell)( ?(number|phone))?|number|cislo"
)
_WORDS = {
    "name": r"(cele )?jmeno( a prijmeni)?|prijmeni|nazev|firma|klient|zakaznik|(full |last )?name|company|customer",
    "number": NUMBER_WORDS,
    "external": r"id|(external|customer|client|contact) ?id|external|klic|kod|cislo (klienta|zakaznika|smlouvy)|key",
    "owner": r"operator|obchodnik|vlastnik|agent|owner",
    "language": r"jazyk|language|lang",
    "priority": r"priorita|priority",
    "consent": r"souhlas( dne)?|consent( date)?|opt ?in",
}
_KINDS = re.compile(r"mobil|mobile|gsm|cell|telefon|phone|tel|domu|home|prace|work", re.IGNORECASE)
_GAPS = re.compile(r"[ \u00a0]+")
_CZECH = re.compile(r"(?:(?:\+|00)420)?((?:60[1-8]|7[237][0-9])[0-9]{6})")
"""Ranges of mobiles that are given out whole: most of a Czech list, and looked up five times as quickly."""
_YES = {"ano", "a", "yes", "y", "true", "1", "x"}
_NO = {"", "ne", "n", "no", "false", "0"}
_FIRST_DAY = datetime(1899, 12, 30, tzinfo=UTC)
"""Days in workbooks are counted from it."""
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d. %m. %Y", "%d/%m/%Y", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M")


def guessed(header: Sequence[str], sample: Sequence[Sequence[str]], country: str) -> dict[str, str]:
    """Our columns by theirs, from their names; a column of telephone numbers also by what is in it."""
    found: dict[str, str] = {}
    for place, theirs in enumerate(header):
        if not theirs or theirs in found:
            continue
        plain = bare(theirs)
        ours = next((one for one, words in _WORDS.items() if re.fullmatch(words, plain)), "")
        if not ours and _KINDS.match(plain) and are_numbers(sample, place, country):
            ours = "number"
        if ours == "number" and ours in found.values():
            ours = f"number:{theirs}"
        found[theirs] = ours if ours and ours not in found.values() else f"field:{theirs}"
    if "number" not in found.values():
        places = (place for place, theirs in enumerate(header) if found.get(theirs, "").startswith("field:"))
        best = next((place for place in places if are_numbers(sample, place, country)), None)
        if best is not None:
            found[header[best]] = "number"
    return found


def is_ours(column: str) -> bool:
    """Is it one of our columns?"""
    kind, _, rest = column.partition(":")
    return column in _WORDS or (kind in ("number", "field") and bool(rest))


def line_of(
    line: int, cells: Iterable[tuple[str, str]], country: str, now: datetime
) -> ContactLine | tuple[LineFault, ...]:
    """The contact of a line: cells with our columns; or all that is wrong with it."""
    texts: dict[str, str] = {}
    fields: dict[str, str] = {}
    found: list[tuple[str, str]] = []
    faults: list[LineFault] = []
    for ours, cell in cells:
        text = cell.strip()
        if not text:
            continue
        fault = fault_of_text(line, ours, text)
        if fault is not None:
            faults.append(fault)
            continue
        kind, _, rest = ours.partition(":")
        if kind == "field":
            fields[rest] = text
        elif kind == "number":
            number = normal(text, country)
            if number is None:
                faults.append(LineFault(line=line, kind="bad_number", column=ours, value=text[:60]))
            elif all(number != one for one, _kind in found) and len(found) < MOST_NUMBERS:
                found.append((number, rest))
        else:
            texts[ours] = f"{texts[ours]} {text}" if ours == "name" and ours in texts else text
    if not found and not any(one.column.partition(":")[0] == "number" for one in faults):
        faults.append(LineFault(line=line, kind="no_number"))
    return _line(line, texts, fields, found, now, faults)


def fault_of_text(line: int, ours: str, text: str) -> LineFault | None:
    """What is wrong with a cell whatever it means."""
    if len(text) > LONGEST:
        return LineFault(line=line, kind="too_long", column=ours, value=f"{text[:40]}…")
    if not text.isprintable() and _is_control(text):
        return LineFault(line=line, kind="control_character", column=ours, value=_shown(text))
    return None


def _line(
    line: int, texts: Mapping[str, str], fields: dict[str, str], found: Sequence[tuple[str, str]], now: datetime,
    faults: list[LineFault],
) -> ContactLine | tuple[LineFault, ...]:  # fmt: skip
    priority, consent = texts.get("priority", "0"), _consent(texts.get("consent", ""), now)
    if not re.fullmatch(r"[+-]?[0-9]{1,6}", priority):
        faults.append(LineFault(line=line, kind="bad_priority", column="priority", value=priority[:60]))
    if consent is False:
        faults.append(LineFault(line=line, kind="bad_consent", column="consent", value=texts["consent"][:60]))
    if faults:
        return tuple(faults)
    return ContactLine(
        line=line, external=texts.get("external", "")[:160], name=texts.get("name", ""), numbers=tuple(found),
        fields=fields,
        owner=texts.get("owner", ""), language=texts.get("language", "").lower(), priority=int(priority),
        consent=consent or None,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def normal(text: str, country: str) -> str | None:
    """Digits of E.164 without "+"; None for what cannot be called: an extension, letters, too few digits."""
    quick = _CZECH.fullmatch(_GAPS.sub("", text)) if country == "CZ" else None
    if quick is not None:
        return f"420{quick[1]}"
    found = numbers.e164(text[:64], country)
    return found[1:] if found else None


def _consent(text: str, now: datetime) -> datetime | Literal[False] | None:
    """Since when; None: no consent; False: nobody knows what this is, or it is a day that has not come."""
    if text.lower() in _NO:
        return None
    if text.lower() in _YES:
        return now
    day = day_of(text)
    return day if day is not None and day <= now else False


def day_of(text: str) -> datetime | None:
    """A day as people and workbooks write it; None: it is none."""
    if re.fullmatch(r"[2-6][0-9]{4}", text):
        return _FIRST_DAY + timedelta(days=int(text))
    for form in _DAYS:
        with contextlib.suppress(ValueError):
            return datetime.strptime(text, form).replace(tzinfo=UTC)
    return None


def are_numbers(sample: Sequence[Sequence[str]], place: int, country: str) -> bool:
    """Are most cells at this place telephone numbers?"""
    cells = [row[place].strip() for row in sample if place < len(row) and row[place].strip()]
    return bool(cells) and sum(normal(cell, country) is not None for cell in cells) * 2 > len(cells)


def bare(text: str) -> str:
    """Without accents, in small letters, one blank between words."""
    letters = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", letters.lower()).split())


def _is_control(text: str) -> bool:
    return any(unicodedata.category(sign) in ("Cc", "Cs", "Cn") and sign not in "\n\r\t" for sign in text)


def _shown(text: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in text[:60])
