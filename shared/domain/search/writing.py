"""What is asked → one line of text in the reader's language, which reads as the same again. Pure.

Queues and the like are written as people call them wherever that reads as the same one, otherwise by their names.
"""

from __future__ import annotations

import re

from shared.domain.search import bounds, dates, words
from shared.domain.search.query import KINDS, Period, Query, Term
from shared.domain.search.reading import Known

_PLAIN = re.compile(r"\w[\w.:+*#@/&–-]*|[+*#][\d*#]+|\*")


def line(query: Query, known: Known) -> str:
    """The line of a query: the period unless it is today, its terms, the order unless the newest are first."""
    parts = [] if query.period == Period() else [period(query.period, known)]
    parts += [term(one, known) for one in query.terms]
    if query.order != "newest":
        parts.append(f"{words.KEYS['order'].written(known.code)}:{words.ORDERS[query.order].written(known.code)}")
    return " ".join(parts)


def period(asked: Period, known: Known) -> str:
    """``období:včera``."""
    return f"{words.KEYS['period'].written(known.code)}:{period_value(asked, known)}"


def period_value(asked: Period, known: Known) -> str:
    """``včera``."""
    if asked.preset is not None:
        return words.PRESETS[asked.preset].written(known.code)
    return dates.written(asked, known.zone, known.code)


def term(one: Term, known: Known) -> str:
    """``-fronta:Podpora``."""
    key, kind = words.KEYS[one.field].written(known.code), KINDS[one.field]
    if kind == "truth":
        return f"{key}:{words.TRUTHS['no' if one.is_not else 'yes'].written(known.code)}"
    sign = "-" if one.is_not else ""
    if kind in ("length", "count"):
        return f"{sign}{key}{_bounds(one)}"
    return f"{sign}{key}:{','.join(_value(one, value, known) for value in one.values)}"


def _bounds(one: Term) -> str:
    lowest = "" if one.lowest is None else bounds.written(one.lowest)
    highest = "" if one.highest is None else bounds.written(one.highest)
    if one.is_strict:
        return (f">{lowest}" if lowest else "") + (f"<{highest}" if highest else "")
    if lowest == highest and lowest:
        return f":{lowest}"
    if lowest and highest:
        return f":{lowest}..{highest}"
    return f">={lowest}" if lowest else f"<={highest}" if highest else ":.."


def _value(one: Term, value: str, known: Known) -> str:
    if one.field in words.VALUES:
        spoken = words.VALUES[one.field].get(value)
        return spoken.written(known.code) if spoken else f"={_quoted(value)}"
    if KINDS[one.field] == "choice" or (one.field == "line" and value):
        return _named(one, value, known)
    if one.field == "number" and not value:
        return words.HIDDEN.written(known.code)
    return _quoted(value)


def _named(one: Term, value: str, known: Known) -> str:
    """Its title where that means it, or its name where that does; else the name exactly."""
    title = known.titles.get(one.field, {}).get(value, "")
    if title and known.name_of(one.field, title) == value:
        return _quoted(title)
    is_known = known.name_of(one.field, value) == value
    return _quoted(value) if is_known or not known.titles.get(one.field) else f"={_quoted(value)}"


def _quoted(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else '"' + text.replace('"', '""') + '"'
