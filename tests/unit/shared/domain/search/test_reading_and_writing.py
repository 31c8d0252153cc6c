"""A line of text and a query are two views of one thing, in both languages; what is no query says where and why."""

from __future__ import annotations

import contextlib
import itertools
from datetime import UTC, datetime
from time import process_time
from typing import get_args

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from shared.domain.search import words
from shared.domain.search.query import KINDS, Field, Order, Period, Preset, Query, Term
from shared.domain.search.reading import Known, query
from shared.domain.search.scanning import LONGEST, QueryMisread
from shared.domain.search.writing import line
from tests.unit.shared.domain.search.queries import CZECH, ENGLISH, PRAGUE, queries


def terms(text: str, known: Known = CZECH) -> tuple[Term, ...]:
    return query(text, known).terms


def read(text: str) -> Query | QueryMisread:
    try:
        return query(text, CZECH)
    except QueryMisread as misread:
        return misread


def mistake(text: str, known: Known = CZECH) -> QueryMisread:
    with pytest.raises(QueryMisread) as raised:
        query(text, known)
    return raised.value


# --- laws


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first draw on a busy machine
@given(queries)
@example(Query(period=Period(preset=None)))
@example(Query(period=Period(preset=None, since=datetime(2026, 10, 25, 1, 30, tzinfo=UTC))))
@example(Query(terms=(Term(field="queue", values=("b", "a", "Podpora", "=", '"', "„x“")),)))
@example(Query(terms=(Term(field="wait", lowest=1e22, highest=5e-324, is_strict=True, is_not=True),)))
def test_what_is_written_reads_as_the_same(asked: Query):
    for known in (CZECH, ENGLISH, Known()):
        assert query(line(asked, known), known) == asked


@given(queries)
def test_a_line_in_one_language_is_understood_by_a_reader_of_the_other(asked: Query):
    assert query(line(asked, CZECH), ENGLISH) == asked == query(line(asked, ENGLISH), CZECH)


_LIVELY = st.text(st.sampled_from('abčž 019-+*:.,"„“=≠<>T/\n') | st.characters(), max_size=60)


@given(_LIVELY | st.builds("{}:{}".format, st.sampled_from([one.cs[0] for one in words.KEYS.values()]), _LIVELY))
def test_nothing_raises_but_the_one_error_and_that_has_a_place(text: str):
    asked = read(text)
    if isinstance(asked, QueryMisread):
        assert 0 <= asked.start <= asked.end <= len(text)
    else:
        assert read(line(asked, CZECH)) == asked


@pytest.mark.parametrize(
    "piece", [" ", "-", '"', "„", "a ", "a", "1", "1 ", "čekni>5,", "fronta:", "wait:1:", ",", "=", ".", "a:b,"]
)
def test_the_longest_line_is_answered_within_milliseconds(piece: str):
    text = (piece * LONGEST)[:LONGEST]
    started = process_time()
    with contextlib.suppress(QueryMisread):
        query(text, CZECH)
    assert process_time() - started < 0.1  # a tenth of it, on an idle machine
    assert mistake(text + "x").kind == "long"


# --- words


def test_every_criterion_preset_and_order_has_words_and_no_word_has_two_meanings():
    assert set(words.KEYS) == {*get_args(Field), "period", "order"}
    assert set(words.PRESETS) == set(get_args(Preset))
    assert set(words.ORDERS) == set(get_args(Order))
    assert set(words.VALUES) <= set(KINDS)
    tables: tuple[words.Table, ...] = (words.KEYS, words.PRESETS, words.ORDERS, words.TRUTHS, *words.VALUES.values())
    for table in tables:
        said = [{words.folded(word) for word in words.all_words([spoken])} for spoken in table.values()]
        assert not [one & other for one, other in itertools.combinations(said, 2) if one & other]


@pytest.mark.parametrize(
    "text", ["čekání>60", "cekani>60", "ČEKÁNÍ > 60", "wait>60", "Wait > 1:00", "wait>60s", "čekal>1m", "wait:>60"]
)
def test_keys_of_both_languages_are_understood_with_and_without_accents(text: str):
    assert terms(text) == (Term(field="wait", lowest=60, is_strict=True),) == terms(text, ENGLISH)


def test_the_examples_of_the_target_pictures():
    assert terms("fronta:Podpora čekání>60 výsledek:zmeškaný") == (
        Term(field="queue", values=("support",)),
        Term(field="wait", lowest=60, is_strict=True),
        Term(field="outcome", values=("abandoned",)),
    )
    assert query("queue:support wait>60 outcome:abandoned", ENGLISH) == query(
        "fronta:Podpora cekani>60 vysledek:zmeskany", CZECH
    )
    assert line(query("fronta:podpora, vip čas:13:30-14:36", CZECH), CZECH) == "fronta:Podpora,VIP čas:13:30-14:36"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wait:10..60", Term(field="wait", lowest=10, highest=60)),
        ("wait:0:10-1:00", Term(field="wait", lowest=10, highest=60)),
        ("wait>10<60", Term(field="wait", lowest=10, highest=60, is_strict=True)),
        ("wait<=1h30m", Term(field="wait", highest=5400)),
        ("délka≥1:02:03", Term(field="length", lowest=3723)),
        ("čekání:1,5", Term(field="wait", lowest=1.5, highest=1.5)),
        ("hovor:..90s", Term(field="talk", highest=90)),
        ("pokusy>2", Term(field="attempts", lowest=2, is_strict=True)),
        ("-čekání>60", Term(field="wait", lowest=60, is_strict=True, is_not=True)),
        ("fronta≠VIP", Term(field="queue", values=("vip",), is_not=True)),
        ("fronta!=VIP", Term(field="queue", values=("vip",), is_not=True)),
        ("-fronta≠VIP", Term(field="queue", values=("vip",))),
        ("operátor:eva-vesela", Term(field="agent", values=("1006",))),
        ("nahrávka:ano", Term(field="recorded")),
        ("recording:no", Term(field="recorded", is_not=True)),
        ("čas:9-17", Term(field="clock", values=("09:00-17:00",))),
        ("13:30–14:36", Term(field="clock", values=("13:30-14:36",))),
        ('číslo:"+420 777 123 456"', Term(field="number", values=("+420777123456",))),
        ("číslo:777 123 456", Term(field="number", values=("777123456",))),
        ("777 123 456", Term(field="number", values=("777123456",))),
        ("*123", Term(field="number", values=("*123",))),
        ("číslo:777*,608*", Term(field="number", values=("777*", "608*"))),
        ("číslo:skryté", Term(field="number", values=("",))),
        ("linka:infolinka", Term(field="line", values=("420222111000",))),
        ("Žofie Křížová", Term(field="name", values=("Žofie Křížová",))),
        ("-novák", Term(field="name", values=("novák",), is_not=True)),
        ('poznámka:"řekl ""ne"""', Term(field="note", values=('řekl "ne"',))),
        ("poznámka:„volat zítra“", Term(field="note", values=("volat zítra",))),
        ("crm:zakaznik=123", Term(field="crm", values=("zakaznik=123",))),
        ("den:pondělí,so", Term(field="weekday", values=("1", "6"))),
        ("fronta:nova", Term(field="queue", values=("nova",))),
        ("fronta:=Podpora", Term(field="queue", values=("Podpora",))),
    ],
)  # fmt: skip
def test_one_term(text: str, expected: Term):
    assert terms(text) == (expected,)


def period(text: str) -> Period:
    asked = query(text, CZECH)
    assert not asked.terms
    return asked.period


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PRAGUE).astimezone(UTC)


def between(since: str, until: str) -> Period:
    return Period(preset=None, since=at(since) if since else None, until=at(until) if until else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Period()),
        ("včera", Period(preset="yesterday")),
        ("období:minuly-tyden", Period(preset="last_week")),
        ("date:last-7-days", Period(preset="last_7_days")),
        ("25.10.2026", between("2026-10-25", "2026-10-26")),
        ('datum:"25. 10. 2026"', between("2026-10-25", "2026-10-26")),
        ("datum:2026-11", between("2026-11-01", "2026-12-01")),
        ("datum:2026-W47", between("2026-11-16", "2026-11-23")),
        ("datum:t47/2026", between("2026-11-16", "2026-11-23")),
        ("datum:11/2026", between("2026-11-01", "2026-12-01")),
        ("datum:2026", between("2026-01-01", "2027-01-01")),
        ("datum:1.11.2026..19.11.2026", between("2026-11-01", "2026-11-20")),
        ("datum:2026-11-01..", between("2026-11-01", "")),
        ("datum:..31.10.2026", between("", "2026-11-01")),
        ("datum:2026-11-19T13:30..2026-11-19T14:36:07.5", between("2026-11-19T13:30", "2026-11-19T14:36:07.500")),
    ],
)
def test_one_period(text: str, expected: Period):
    assert period(text) == expected


def test_orders():
    assert query("řadit:nejdelší-čekání", CZECH).order == "longest_wait"
    assert query("sort:oldest", CZECH).order == "oldest"


# --- mistakes


@pytest.mark.parametrize(
    ("text", "kind", "word", "near"),
    [
        ("fronta:Podpora čekni>60", "key", "čekni", "čekání"),
        ("wiat>60", "key", "wiat", "wait"),
        ("fronta:Podora", "value", "Podora", "Podpora"),
        ("výsledek:zmeškany,prijat,bla", "value", "bla", ""),
        ("výsledek:zmeskani", "value", "zmeskani", "zmeškaný"),
        ("fronta>3", "sign", "fronta", ""),
        ("čekání:dlouho", "length", "dlouho", ""),
        ("čekání>10<=60", "length", "10<=60", ""),
        ("pokusy:2m", "count", "2m", ""),
        ("číslo:novák", "number", "novák", ""),
        ("čas:25-26", "clock", "25-26", ""),
        ("datum:31.2.2026", "date", "31.2.2026", ""),
        ("období:vcrea", "date", "vcrea", "včera"),
        ("nahrávka:možná", "truth", "možná", ""),
        ('fronta:"VIP', "quote", '"VIP', ""),
        ("VIP fronta:", "empty", "fronta", ""),
        ("dnes období:včera", "twice", "období", ""),
        ("datum:2026-11-19..2026-11-18T10:00", "backwards", "datum", ""),
        ("řadit:nejhezčí", "value", "nejhezčí", ""),
    ],
)
def test_a_mistake_says_where_and_what_was_meant(text: str, kind: str, word: str, near: str):
    found = mistake(text)
    assert (found.kind, found.word, found.near) == (kind, word, near)
    assert word in text[found.start : found.end]


def test_a_mistake_says_what_is_allowed_in_the_readers_language():
    assert "zmeškaný" in mistake("outcome:bla").allowed
    assert "abandoned" in mistake("outcome:bla", ENGLISH).allowed
    assert ">1:30" in mistake("wait:long", ENGLISH).allowed
