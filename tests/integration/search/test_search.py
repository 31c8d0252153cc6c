"""Random queries find exactly what a plain predicate over the same facts finds, whatever the account sees."""

from __future__ import annotations

from random import Random

import psycopg
import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from shared.domain.calls import Call
from shared.domain.folding import folded
from shared.domain.search.query import KINDS, Field, Order, Period, Query, Term
from supervisor_console.reports.found import FoundCall, Sums
from supervisor_console.reports.search import facets, page, sums
from tests.integration.search import truth
from tests.integration.search.asking import ORDERS, a_query
from tests.integration.search.conftest import SCOPE, Centre
from tests.integration.search.made import CODES, NAMES, NOTES, QUEUES, SEEN

pytestmark = pytest.mark.postgres
ROUNDS = 4


def all_pages(connection: Connection, query: Query, limit: int = 400) -> list[FoundCall]:
    """Everything that the query finds, page by page."""
    found: list[FoundCall] = []
    after = None
    while True:
        got = page(connection, query, SCOPE, after=after, limit=limit)
        found += got.rows
        if got.next is None:
            return found
        assert len(got.rows) == limit
        after = got.next


def sums_of(calls: list[Call]) -> Sums:
    """What sums must be."""
    waits = [wait for call in calls if (wait := truth.wait_ms(call)) is not None]
    talks = [talk for call in calls if (talk := truth.talk_ms(call)) is not None]
    return Sums(
        calls=len(calls), answered=sum(call.outcome == "answered" for call in calls),
        abandoned=sum(call.outcome == "abandoned" for call in calls), waited=len(waits), wait_ms=sum(waits),
        talked=len(talks), talk_ms=sum(talks), hold_ms=sum(truth.hold_ms(call) or 0 for call in calls),
        length_ms=sum(truth.length_ms(call) or 0 for call in calls),
    )  # fmt: skip


@pytest.mark.parametrize("account", ["anna", "vera"])
@pytest.mark.parametrize("field", KINDS)
def test_queries_find_what_is_true(centre: Centre, account: str, field: Field) -> None:
    random = Random(f"{field} {account}")
    known = centre.truth(account)
    with centre.engines[account].connect() as connection:
        for _ in range(ROUNDS):
            query = a_query(random, field)
            expected = known.found(query)
            assert [row.call for row in all_pages(connection, query)] == [call.call_id for call in expected], query
            assert sums(connection, query, SCOPE) == sums_of(expected), query


@pytest.mark.parametrize("order", ORDERS)
def test_small_pages_lose_and_repeat_nothing(centre: Centre, order: Order) -> None:
    query = Query(period=Period(preset="all"), order=order, terms=(Term(field="agent", values=("1001", "1002")),))
    with centre.engines["vera"].connect() as connection:
        found = all_pages(connection, query, limit=7)
    assert [row.call for row in found] == [call.call_id for call in centre.truth("vera").found(query)]


def test_a_row_shows_the_call(centre: Centre) -> None:
    said = {(call.pbx, call.call_id): (call, written) for call, written in centre.stored}
    calls = [call for call, _written in centre.stored]
    with centre.engines["anna"].connect() as connection:
        rows = page(connection, Query(period=Period(preset="all")), SCOPE, limit=300).rows
    for row in rows:
        call, written = said[row.pbx, row.call]
        assert (row.started_at, row.ended_at, row.direction) == (call.started_at, call.ended_at, call.direction)
        assert (row.line, row.caller, row.called) == (call.line, call.caller, call.called)
        assert row.queues == tuple(dict.fromkeys(visit.queue for visit in call.visits))
        assert [agent for agent, _name in row.agents] == list(dict.fromkeys(truth.agents(call)))
        assert (row.wait_ms, row.ring_ms, row.talk_ms) == (
            truth.wait_ms(call), truth.ring_ms(call), truth.talk_ms(call))  # fmt: skip
        assert row.recordings == len(call.recordings)
        assert row.dispositions == tuple(code for code, _text in written.codes.values())
        assert sorted(row.notes) == sorted(note.split("\n")[0] for note in written.notes.values() if note)
        is_missed = call.direction == "inbound" and call.outcome != "answered"
        assert row.called_back_at == (truth.called_back_at(call, calls) if is_missed else None)


def test_a_day_that_changes_is_open_again_and_nothing_is_counted_wrongly(centre: Centre) -> None:
    query = Query(period=Period(preset="all"), terms=(Term(field="held"), Term(field="talk", lowest=60)))
    counted = "select count(*), min(day) from call_bits where kind = 'all'"
    with centre.engines["anna"].connect() as connection, psycopg.connect(centre.url, autocommit=True) as owner:
        before = sums(connection, query, SCOPE)
        days, first = owner.execute(counted).fetchall()[0]
        owner.execute("update call set keyed = keyed where started_at < %s::date + 1", [first])
        assert owner.execute(counted).fetchall()[0][0] == days - 1
        assert sums(connection, query, SCOPE) == before == sums_of(centre.truth("anna").found(query))
        with pytest.raises(DBAPIError, match="permission denied"):
            connection.execute(text("select bits_like('2026-03-25', '1', '{1}')"))


def test_the_form_offers_what_there_is(centre: Centre) -> None:
    with centre.engines["anna"].connect() as connection:
        found = facets(connection)
    assert found.pbxs == ("branch", "main")
    assert set(found.queues) == set(QUEUES)
    assert dict(found.dispositions) == dict(CODES)
    assert set(found.crm_fields) == {"firma", "zakaznik", "Číslo"}
    with centre.engines["vera"].connect() as connection:
        assert set(facets(connection).queues) == set(SEEN)


def test_python_and_postgres_fold_alike(centre: Centre) -> None:
    texts = [*filter(None, NAMES), *NOTES, "PŘÍLIŠ ŽLUŤOUČKÝ KŮŇ úpěl ďábelské ódy – „ňu“", "a_b-c", "ﬁ ½ Å",
             "x\u0301y", "Ł łoś Über straße", "  ", "Ὀδυσσεύς Привет", "\x1a0000 \t\n"]  # fmt: skip
    with centre.engines["anna"].connect() as connection:
        for one in texts:
            assert connection.execute(text("select folded(:one)"), {"one": one}).scalar_one() == folded(one), one


def test_what_the_daemon_writes_is_what_the_migration_computes(centre: Centre) -> None:
    question = (
        "select pbx, call_id, wait_ms, ring_ms, talk_ms, hold_ms, attempts, is_transferred, is_consulted, is_parked, "
        "recording_count, agents, rang, missed, visit_outcomes, keyed from call order by pbx, call_id"
    )
    with psycopg.connect(centre.url) as connection:
        before = connection.execute(question).fetchall()
        words = connection.execute("select * from call_word order by 1, 2, 3, 4, 5").fetchall()
        days = connection.execute("select * from call_day where calls <> 0 order by 1, 2, 3, 4, 5, 6, 7").fetchall()
        connection.execute("update call set wait_ms = 1, agents = '{}', rang = '{x}', visit_outcomes = '{key}'")
        connection.execute("select fill_sums()")
        assert connection.execute(question).fetchall() == before
        assert connection.execute("select * from call_word order by 1, 2, 3, 4, 5").fetchall() == words
        assert connection.execute(
            "select * from call_day where calls <> 0 order by 1, 2, 3, 4, 5, 6, 7").fetchall() == days  # fmt: skip
        connection.rollback()
