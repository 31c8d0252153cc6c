"""The views for Excel, Power BI and Grafana: what an account sees in them is what the tables give it, and no more."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg import errors

from shared.database.accounts import open_book
from tests.integration.database.test_accounts import store_two_queues
from tests.integration.database.test_rights import PASSWORD, connected, count, one

pytestmark = pytest.mark.postgres
VIEWS = (
    "call", "queue_visit", "ring", "transfer", "disposition", "agent_state", "agent_session", "gap", "queue_day",
    "queue_quarter", "agent_day",
)  # fmt: skip


@pytest.fixture(scope="module")
def url(postgres, _template: str) -> Iterator[str]:
    """Calls of two queues; a chief who sees both, a lead who sees support alone, an operator who sees nothing."""
    made = postgres.create(_template)
    asyncio.run(store_two_queues(made))
    with open_book(made, "tester") as book:
        book.add("chief", ["supervisor"], PASSWORD)
        book.add("lead", ["supervisor"], PASSWORD, queues=["support"])
        book.add("hand", ["operator"], PASSWORD)
    yield made
    postgres.drop(made)
    postgres.drop_login_roles()


def test_a_view_gives_what_the_tables_give(url):
    with connected(url, "chief") as chief, connected(url, "lead") as lead, connected(url, "hand") as hand:
        found = {row[0] for row in chief.execute(
            "select table_name from information_schema.views where table_schema = 'reporting'")}  # fmt: skip
        assert found == set(VIEWS)
        for view in VIEWS:
            assert count(hand, f"reporting.{view}") == 0
        for connection in (chief, lead):
            assert count(connection, "reporting.queue_visit") == count(connection, "queue_visit") > 0
            assert count(connection, "reporting.call") == count(connection, "call") > 0
            assert one(connection, "select sum(offered) from reporting.queue_day") == count(connection, "queue_visit")
        assert count(lead, "reporting.queue_visit") < count(chief, "reporting.queue_visit")
        for view in ("queue_visit", "ring", "agent_session", "queue_day", "queue_quarter"):
            assert count(lead, f"reporting.{view} where queue <> 'support'") == 0


def test_lengths_are_seconds_and_local_times_are_the_centre_s(url):
    with connected(url, "chief") as chief:
        assert one(chief, """select bool_and(v.wait_seconds * 1000 = t.wait_ms and v.entered_local
            = t.entered_at at time zone (select sums_zone())) from reporting.queue_visit v
            join queue_visit t using (pbx, uniqueid, queue, nth) where t.wait_ms is not null""")


@pytest.mark.parametrize("statement", [
    "insert into reporting.call (pbx) values ('x')", "update reporting.queue_visit set queue = 'mine'",
    "delete from reporting.queue_day", "drop view reporting.call", "create view reporting.mine as select 1",
    "alter view reporting.call set (security_invoker = false)",
])  # fmt: skip
def test_nothing_is_written_through_them(url, statement):
    with connected(url, "chief") as chief, pytest.raises((errors.InsufficientPrivilege, errors.WrongObjectType,
                                                          errors.ObjectNotInPrerequisiteState)):  # fmt: skip
        chief.execute(statement)


def test_the_manual_names_every_view():
    manual = (Path(__file__).parents[3] / "collector_daemon" / "VIEWS.md").read_text("utf-8")
    assert [view for view in VIEWS if f"`reporting.{view}`" not in manual] == []
