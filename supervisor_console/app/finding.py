"""What the search of the top bar means: a number where it looks like one, a name otherwise, in the last 30 days."""

from __future__ import annotations

from shared.domain.search.query import Period, Query, Term

LEAST_DIGITS = 3
SHORT = 5
"""So many digits or fewer are an operator's extension; more are a part of a telephone number."""
_BETWEEN = frozenset(" +-/().")


def found_by(text: str) -> Query:
    """The query for what was typed."""
    digits = "".join(letter for letter in text if letter.isdigit())
    is_number = len(digits) >= LEAST_DIGITS and all(letter.isdigit() or letter in _BETWEEN for letter in text)
    if is_number and len(digits) <= SHORT and digits == text:
        term = Term(field="agent", values=(digits,))
    elif is_number:
        term = Term(field="number", values=(f"*{digits}*",))
    else:
        term = Term(field="name", values=(text,))
    return Query(period=Period(preset="last_30_days"), terms=(term,))
