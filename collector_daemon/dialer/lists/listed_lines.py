"""A row of a file of numbers that must not be called: what its columns are, what is wrong with it.

Our columns: "number", "number:mobile" (more numbers), "until" (the last day), "why"; all others are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from collector_daemon.dialer.lists.lines import NUMBER_WORDS, are_numbers, bare, day_of, fault_of_text, normal
from collector_daemon.store.dialer.listing import ListedLine
from shared.domain.dialer_replies import LineFault

LONGEST_WHY = 300
_UNTIL = re.compile(r"(plati |platnost )?do( dne)?|konec( platnosti)?|(valid )?until|valid to|expires( on)?|expiry")
_WHY = re.compile(r"duvod|poznamka|why|reason|note")


def guessed(header: Sequence[str], sample: Sequence[Sequence[str]], country: str) -> dict[str, str]:
    """Our columns by theirs, from their names; where none is of numbers, the first that has some."""
    found: dict[str, str] = {}
    for theirs in header:
        plain = bare(theirs)
        if re.fullmatch(NUMBER_WORDS, plain):
            found[theirs] = f"number:{theirs}" if "number" in found.values() else "number"
        elif _UNTIL.fullmatch(plain) and "until" not in found.values():
            found[theirs] = "until"
        elif _WHY.fullmatch(plain) and "why" not in found.values():
            found[theirs] = "why"
    if "number" not in found.values():
        places = (place for place, theirs in enumerate(header) if theirs and theirs not in found)
        best = next((place for place in places if are_numbers(sample, place, country)), None)
        if best is not None:
            found[header[best]] = "number"
    return found


def is_ours(column: str) -> bool:
    """Is it one of our columns?"""
    return column in ("number", "until", "why") or (column.startswith("number:") and column != "number:")


def listed_of(
    line: int, cells: Iterable[tuple[str, str]], country: str, today: date
) -> ListedLine | tuple[LineFault, ...]:
    """The numbers of a line; or all that is wrong with it."""
    faults: list[LineFault] = []
    numbers: list[str] = []
    until, why = None, ""
    for ours, cell in cells:
        text = cell.strip()
        if not text:
            continue
        fault = fault_of_text(line, ours, text)
        if fault is not None:
            faults.append(fault)
        elif ours == "why":
            why = text[:LONGEST_WHY]
        elif ours == "until":
            day = day_of(text)
            until = day.date() if day is not None else None
            if until is None or until < today:
                faults.append(LineFault(line=line, kind="bad_until", column=ours, value=text[:60]))
        elif (number := normal(text, country)) is None:
            faults.append(LineFault(line=line, kind="bad_number", column=ours, value=text[:60]))
        else:
            numbers.append(number)
    if not numbers and not any(one.column.partition(":")[0] == "number" for one in faults):
        faults.append(LineFault(line=line, kind="no_number"))
    return tuple(faults) or ListedLine(line=line, numbers=tuple(dict.fromkeys(numbers)), until=until, why=why)
