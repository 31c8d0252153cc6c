"""Who may score, see and change what, as in plain psql; and what the console's questions find."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import Engine

from shared.database.accounts import open_book
from shared.database.connection import conninfo
from shared.domain.accounts import Role
from shared.domain.quality import Card, Question, Section, next_version
from shared.errors import Refused
from supervisor_console.reports import quality
from supervisor_console.reports.quality import Score
from tests.integration.search.conftest import PASSWORD, engine_of
from tests.integration.search.conftest import centre as centre
from tests.integration.search.made import BEGINNING, DAYS

pytestmark = pytest.mark.postgres
UNTIL = BEGINNING + timedelta(days=DAYS)
CARD = Card(card="support", version=1, title="Podpora", sections=(
    Section(title="Začátek", questions=(Question(key="greeting", text="Pozdravil", weight=2),)),
))  # fmt: skip
PEOPLE: tuple[tuple[str, Role], ...] = (("jakub", "quality"), ("olga", "operator"), ("bara", "billing"))
_INSERT = """insert into score (score, pbx, call_id, call_started_at, agent, card, version, answers, percent{more})
    select %s, c.pbx, c.call_id, c.started_at, c.agents[1], 'support', 1, '{{}}', {percent}{values}
    from call c where cardinality(c.agents) > 0 {where} limit 1"""


@pytest.fixture(scope="module")
def engines(centre: Any) -> Iterator[dict[str, Engine]]:
    """Connections of quality, operator, billing, beside anna (sees all) and vera (some queues); one card is there."""
    with open_book(centre.url, "tests") as book:
        for name, role in PEOPLE:
            book.add(name, [role], PASSWORD)
    made = {name: engine_of(centre.url, name) for name, _ in PEOPLE} | centre.engines
    with made["anna"].begin() as connection:
        quality.save_card(connection, CARD)
    yield made
    for name, _ in PEOPLE:
        made[name].dispose()


def psql(centre: Any, name: str) -> psycopg.Connection[Any]:
    return psycopg.connect(conninfo(centre.url, user=name, password=PASSWORD.reveal()), autocommit=True)


def insert(more: str = "", values: str = "", where: str = "", percent: str = "50") -> bytes:
    return _INSERT.format(more=more, values=values, where=where, percent=percent).encode()


def score_of(found: quality.SampledCall, **more: Any) -> Score:
    said: dict[str, Any] = {
        "score": uuid.uuid4().hex, "pbx": found.found.pbx, "call": found.found.call, "agent": found.agent,
        "call_started_at": found.found.started_at, "agent_name": found.name, "card": "support", "version": 1,
        "answers": {"greeting": 1}, "percent": Decimal("100.00"),
    }  # fmt: skip
    return Score(**(said | more))


def drawn(engine: Engine, each: int = 1, seed: str = "a") -> tuple[quality.SampledCall, ...]:
    with engine.connect() as connection:
        return quality.sample(connection, BEGINNING, UNTIL, each, seed)


def test_without_the_right_nothing_is_seen_or_written(centre, engines):
    for name in ("olga", "bara"):
        with psql(centre, name) as connection:
            assert connection.execute("select count(*) from score_card").fetchone() == (0,)
            assert connection.execute("select count(*) from score").fetchone() == (0,)
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute("insert into score_card (card, version, title, sections) values ('x', 1, 'x', '[]')")
    with psql(centre, "bara") as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(insert(), ["bara"])  # billing sees calls, but does not score them


@pytest.mark.parametrize("statement", [
    "update score set percent = 100", "delete from score", "truncate score", "update score_card set title = 'x'",
    "delete from score_card", "insert into score_card (card, version, title, sections, made_by) values "
    "('x', 1, 'x', '[]', 'anna')", "insert into score (score, account) values ('x', 'anna')",
    "insert into score (score, scored_at) values ('x', now())",
])  # fmt: skip
def test_nothing_is_changed_deleted_or_written_for_another(centre, engines, statement):
    with psql(centre, "jakub") as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(statement.encode())


def test_a_score_is_of_a_call_that_one_sees_and_of_who_talked_in_it(centre, engines):
    with psql(centre, "anna") as connection:
        shown = connection.execute("select pbx, call_id, started_at, agents[1] from call "
                                   "where cardinality(agents) > 0").fetchall()  # fmt: skip
    with psql(centre, "vera") as connection:
        seen = {row[:2] for row in connection.execute("select pbx, call_id from call").fetchall()}
        pbx, call, at, agent = next(row for row in shown if row[:2] not in seen)
        other = next(row for row in shown if row[:2] in seen)
        wrong = "insert into score (score, pbx, call_id, call_started_at, agent, card, version, answers, percent) " \
                "values ('w', %s, %s, %s, %s, 'support', 1, '{}', 0)"  # fmt: skip
        for values in ((pbx, call, at, agent), (*other[:3], "nobody"), (other[0], "no such call", *other[2:]),
                       (other[0], other[1], at, other[3])):  # fmt: skip
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(wrong, values)
        for percent in ("-1", "100.01"):
            with pytest.raises(errors.CheckViolation):
                connection.execute(insert(percent=percent), [f"p{percent}"])
        with pytest.raises(errors.CheckViolation):  # what failed at once is nought
            connection.execute(insert(", failed_by", ", 'x'"), ["f"])


def test_others_see_it_in_their_queues_only_and_it_is_told_by_whom(centre, engines):
    with centre.engines["vera"].connect() as connection:
        seen = {(row.pbx, row.call_id) for row in connection.exec_driver_sql("select pbx, call_id from call")}
    found = drawn(engines["anna"], 5)
    hidden = next(one for one in found if (one.found.pbx, one.found.call) not in seen)
    shared = next(one for one in found if (one.found.pbx, one.found.call) in seen)
    keys = [(one.found.pbx, one.found.call) for one in (hidden, shared)]
    with engines["jakub"].begin() as connection:
        for one in (hidden, shared):
            quality.save_score(connection, score_of(one, comment="Dobře 👍"))
    for name, count in (("anna", 2), ("jakub", 2), ("vera", 1)):
        with engines[name].connect() as connection:
            stored = quality.scores_of(connection, keys)
            assert len(stored) == count
            assert {(one.account, one.comment, one.percent) for one in stored} == {("jakub", "Dobře 👍", Decimal(100))}


def test_a_correction_is_a_new_row_in_the_place_of_the_old_one(centre, engines):
    one = drawn(engines["anna"], 1, "corrected")[0]
    key = [(one.found.pbx, one.found.call)]
    first = score_of(one)
    second = score_of(one, corrects=first.score, percent=Decimal(0), failed_by="Pozdravil", answers={"greeting": 0})
    with engines["jakub"].begin() as connection:
        quality.save_score(connection, first)
        quality.save_score(connection, first)  # its answer was lost, so it is sent again
    with engines["anna"].begin() as connection:
        quality.save_score(connection, second)
        assert [row.score for row in quality.scores_of(connection, key)] == [second.score]
        assert second.score in {row.score for row in quality.scores(connection, BEGINNING, UNTIL)}
        assert first.score not in {row.score for row in quality.scores(connection, BEGINNING, UNTIL)}
    with pytest.raises(Refused, match="meanwhile"), engines["jakub"].begin() as connection:
        quality.save_score(connection, score_of(one, corrects=first.score))
    other = drawn(engines["anna"], 1, "corrected")[1]
    with pytest.raises(Refused), engines["jakub"].begin() as connection:  # not in the place of another call's
        quality.save_score(connection, score_of(other, corrects=second.score))


def test_a_card_that_two_change_at_once_is_changed_by_one(engines):
    after = next_version(CARD, "Podpora II", CARD.sections)
    with engines["jakub"].begin() as connection:
        quality.save_card(connection, after)
    with pytest.raises(Refused, match="changed by somebody else"), engines["anna"].begin() as connection:
        quality.save_card(connection, after)
    with engines["anna"].connect() as connection:
        assert quality.cards(connection) == (CARD, after)


def test_a_sample_is_even_and_the_same_until_it_is_drawn_again(engines):
    found = drawn(engines["anna"], 2)
    assert found == drawn(engines["anna"], 2)
    assert found != drawn(engines["anna"], 2, "b")
    counts = [sum(other.agent == one.agent for other in found) for one in found]
    assert set(counts) == {2}
    assert all(one.agent in dict(one.found.agents) for one in found)
    assert {one.found.call for one in drawn(engines["vera"], 2)} - {one.found.call for one in found}  # her own queues
