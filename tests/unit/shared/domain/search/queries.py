"""Every query that there is, for laws."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from shared.domain.search import words
from shared.domain.search.query import KINDS, Field, Order, Period, Preset, Query, Term
from shared.domain.search.reading import Known

PRAGUE = ZoneInfo("Europe/Prague")
TITLES: dict[Field, dict[str, str]] = {
    "queue": {"support": "Podpora", "vip": "VIP", "a": "b", "b": "a", "x": "Tech. podpora, noc", "y": ""},
    "agent": {"1006": "Eva Veselá", "1007": "Eva Veselá"},
    "line": {"420222111000": "Infolinka"},
}
CZECH, ENGLISH = Known(PRAGUE, "cs", TITLES), Known(PRAGUE, "en", TITLES)

_instants = st.integers(0, 2**33).map(
    lambda quarter: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(minutes=quarter % 2**25)
)
_fine = st.tuples(_instants, st.integers(0, 10**8)).map(lambda pair: pair[0] + timedelta(microseconds=pair[1]))
_midnights = st.integers(0, 20_000).map(
    lambda day: (datetime(1990, 1, 1, tzinfo=PRAGUE) + timedelta(days=day)).astimezone(UTC)
)
_ends = st.none() | _instants | _fine | _midnights
_presets = st.sampled_from(get_args(Preset)).map(lambda preset: Period(preset=preset))


@st.composite
def spans(draw: st.DrawFn) -> Period:
    """A period with at least one instant of its own, or open on both sides."""
    since, until = draw(_ends), draw(_ends)
    if since is not None and until is not None and since >= until:
        until = None
    return Period(preset=None, since=since, until=until)


_choices = st.text(max_size=8) | st.sampled_from(
    ["support", "vip", "a", "b", "x", "Podpora", "podpora", "Eva Veselá", "=a"]
)
_digits = st.from_regex(r"\A\+?[0-9*#]{1,12}\Z")
_numbers = st.floats(0, allow_nan=False, allow_infinity=False) | st.integers(0, 7200).map(float)
_hours = st.tuples(*[st.integers(0, 23), st.integers(0, 59)] * 2).map("{0[0]:02}:{0[1]:02}-{0[2]:02}:{0[3]:02}".format)


@st.composite
def terms(draw: st.DrawFn) -> Term:
    """A term of any criterion, as its kind is asked."""
    field = draw(st.sampled_from(get_args(Field)))
    kind, is_not = KINDS[field], draw(st.booleans())
    if kind == "truth":
        return Term(field=field, is_not=is_not)
    if kind in ("length", "count"):
        lowest, highest = draw(st.none() | _numbers), draw(st.none() | _numbers)
        is_strict = draw(st.booleans()) and (lowest is not None or highest is not None)
        return Term(field=field, lowest=lowest, highest=highest, is_strict=is_strict, is_not=is_not)
    known = words.VALUES.get(field)
    values = {"choice": st.sampled_from(sorted(known)) if known else _choices, "number": _digits, "clock": _hours}
    if field == "number":
        values["number"] |= st.just("")
    some = draw(st.lists(values.get(kind, st.text(max_size=12)), min_size=1, max_size=4))
    return Term(field=field, values=tuple(some), is_not=is_not)


queries = st.builds(
    Query,
    period=_presets | spans(),
    terms=st.lists(terms(), max_size=5).map(tuple),
    order=st.sampled_from(get_args(Order)),
)
