"""What scheduled reports are made from: one snapshot, read by the daemon, as far as an account may see.

The daemon's own role sees everything, so what an account may see narrows each question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy import Connection, exc, text

from shared.database.connection import engine, plain
from shared.domain.accounts import Right
from shared.errors import Unavailable

SECONDS = 300
"""For all of a report's questions, each."""
Found = TypeVar("Found")


class ReportReading:
    """In whatever thread it is called; connected only while something is asked."""

    def __init__(self, url: str) -> None:
        self._url = url

    def ask(self, question: Callable[[Connection], Found]) -> Found:
        """What is found, in one snapshot that nothing is written in. Raises Unavailable."""
        made = engine(self._url)
        try:
            with made.connect() as connection, connection.begin():
                connection.execute(text("set transaction isolation level repeatable read, read only"))
                connection.execute(text(_MILD), {"patience": f"{SECONDS}s"})
                return question(connection)
        except exc.DBAPIError as problem:
            raise Unavailable(f"the database: {plain(problem)}") from None
        finally:
            made.dispose()


def agents_seen(connection: Connection, queues: Sequence[str]) -> tuple[str, ...]:
    """The agents who were ever members of one of the queues: whom an account of these queues may see."""
    rows = connection.execute(text(_AGENTS), {"queues": list(queues)})
    return tuple(agent for (agent,) in rows)


def may(connection: Connection, account: str, right: Right) -> bool:
    """Has the account this right now?"""
    asked = text('select :right = any (rights_of(roles_of(:account)))')
    return bool(connection.execute(asked, {"right": right, "account": account}).scalar())


_MILD = (
    "select set_config('max_parallel_workers_per_gather', '0', true), set_config('statement_timeout', :patience, true)"
)
_AGENTS = "select distinct agent from agent_queue where queue = any(:queues) order by agent"
