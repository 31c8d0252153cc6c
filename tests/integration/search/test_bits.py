"""What closed days tell an account: only of calls that it may see, and the same as their rows say."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import msgspec
import psycopg
import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DataError, DBAPIError

from shared.domain.search.query import Order, Period, Query, Term
from supervisor_console.reports.search import page, pages, sums
from tests.integration.search import truth
from tests.integration.search.conftest import SCOPE, Centre
from tests.integration.search.test_search import all_pages, sums_of

pytestmark = pytest.mark.postgres
ALL = Period(preset="all")
GIVEN = "closed_days('2000-01-01', '2100-01-01'), cast(:terms as jsonb), null, null"
CALLS = f"select begun, calls from bit_calls({GIVEN}, 9999, false)"
SUMS = f"select calls from bit_sums({GIVEN})"
LEAST = f"select bit_least({GIVEN}, 'wait', 1)"


def asked(connection: Connection, question: str, *terms: dict[str, Any]) -> Any:
    """The answer's only row."""
    return connection.execute(text(question), {"terms": msgspec.json.encode(terms).decode()}).one()


def unseen_number(centre: Centre) -> str:
    """The end of a customer's number who only called queues that vera may not see."""
    ends = {truth.customer(call)[-9:] for call in centre.truth("vera").found(Query(period=ALL))}
    called = (truth.customer(call)[-9:] for call in centre.truth("anna").found(Query(period=ALL)))
    return next(end for end in called if len(end) == 9 and end not in ends)


def test_nothing_is_told_of_calls_of_other_queues(centre: Centre) -> None:
    end = unseen_number(centre)
    term = {"kind": "number", "patterns": [f"%{end}%", end, f"420{end}", f"%{end[:4]}%{end[4:]}"]}
    with centre.engines["anna"].connect() as anna, centre.engines["vera"].connect() as vera:
        assert asked(anna, CALLS, term).calls > 0
        assert tuple(asked(vera, CALLS, term)) == ([], 0)
        assert asked(vera, SUMS, term).calls == 0
        assert asked(vera, LEAST, term)[0] is None
        assert asked(vera, CALLS, {"kind": "queue", "values": ["night"], "is_not": True}).calls > 0
        known = centre.truth("vera").found(Query(period=ALL))
        assert set(asked(vera, CALLS).begun) <= {call.started_at for call in known}


@pytest.mark.parametrize("said", [
    "select bits_like('2026-03-25', '1', '{1}')",
    "select slices from call_bits",
    "select chosen from call_bits b, lateral (select b.slices) s (chosen)",
    "select bits_then('2026-03-25', b.slices[1], b.starts, 'UTC', '{}') from call_bits b",
])  # fmt: skip
def test_bits_themselves_are_nobodys(centre: Centre, said: str) -> None:
    with centre.engines["anna"].connect() as connection, pytest.raises(DBAPIError, match="permission denied|not exist"):
        connection.execute(text(said))


@pytest.mark.parametrize("hostile", [
    {"kind": "queue') or true --", "values": ["'} or (select true) --"]},
    {"kind": "name", "words": [["x' or 'y"], ["$1"], ["%s %I %L"]]},
    {"kind": "number", "patterns": ["%'||(select 1)||'%", "1%'2"]},
    {"kind": "x", "zone": "UTC", "weekdays": [1], "times": [["0", "1' or true"]]},
    {"kind": "wait", "low": "0) or (1=1", "high": None},
])  # fmt: skip
def test_a_term_is_never_an_expression(centre: Centre, hostile: dict[str, Any]) -> None:
    """It finds nothing, or it is no number; in no case is it carried out."""
    with centre.engines["vera"].connect() as connection, suppress(DataError):
        assert asked(connection, CALLS, hostile).calls == 0


@pytest.mark.parametrize("account", ["anna", "vera"])
@pytest.mark.parametrize("order", ["longest_wait", "longest_talk", "longest"])
def test_the_longest_are_found_by_bits(
    centre: Centre, account: str, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with so many calls that neither all are sorted nor all read."""
    monkeypatch.setattr(pages, "FEW_SORTED", 10)
    monkeypatch.setattr(pages, "MANY", 10.0**9)
    query = Query(period=ALL, order=order, terms=(Term(field="direction", values=("inbound",)),))
    expected = centre.truth(account).found(query)
    with centre.engines[account].connect() as connection:
        assert [row.call for row in all_pages(connection, query, limit=40)] == [call.call_id for call in expected]


def test_a_note_that_is_written_later_is_found(centre: Centre) -> None:
    query = Query(period=ALL, terms=(Term(field="note", values=("dodatečně",)),))
    call = centre.stored[0][0]
    with centre.engines["anna"].connect() as connection, psycopg.connect(centre.url, autocommit=True) as owner:
        assert page(connection, query, SCOPE).rows == ()
        owner.execute("insert into call_note select pbx, call_id, 'late', null, null, 'Psáno dodatečně', now(), now(), "
                      "started_at from call where call_id = %s", [call.call_id])  # fmt: skip
        connection.rollback()
        assert [row.call for row in page(connection, query, SCOPE).rows] == [call.call_id]
        assert sums(connection, query, SCOPE) == sums_of([call])
        owner.execute("delete from call_note where account = 'late'")
        connection.rollback()
        assert page(connection, query, SCOPE).rows == ()
