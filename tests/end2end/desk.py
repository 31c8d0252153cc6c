"""An operator's desk without a window: the real feed of a real daemon, commands in, the board out."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

from collector_daemon.app import LOCAL
from collector_daemon.feed.secret import feed_secret
from collector_daemon.feed.tokens import Tokens
from shared.clock import SystemClock
from shared.domain.accounts import Account, Role
from shared.domain.board import AgentRow, CallRow
from shared.feed_client.client import FeedClient
from shared.feed_client.status import Credentials
from tests.helpers.waiting import wait_until

from .daemon import CollectorDaemon

SEEN_TIME = 5.0  # seconds until the board must show what was done
DONE_TIME = timedelta(seconds=20)


class Desk:
    """Acts for any agent; `row` is the call as the board has it."""

    def __init__(self, client: FeedClient) -> None:
        self.client = client

    async def do(self, command: str, agent: int | None, **params: Any) -> dict[str, Any]:
        """A command (for an agent), to the daemon's answer. Raises Refused with its code."""
        whom = {} if agent is None else {"agent": str(agent)}
        return await self.client.command(command, {**whom, **params}, DONE_TIME)

    def agent(self, agent: int) -> AgentRow:
        """The agent as the board has him."""
        return next(row for row in self.client.board.agents if row.agent == str(agent))

    def rows(self, agent: int) -> list[CallRow]:
        """The calls that the agent is in, or that ring at him."""
        name = str(agent)
        return [row for row in self.client.board.calls if name in (*row.agents, *row.ringing)]

    async def sees(self, agent: int, is_so: Callable[[CallRow], bool], what: str) -> CallRow:
        """The agent's call, once the board shows it so. Raises AssertionError."""
        await wait_until(lambda: any(map(is_so, self.rows(agent))), timeout=SEEN_TIME, what=f"{agent}: {what}")
        return next(row for row in self.rows(agent) if is_so(row))

    async def sees_call(self, is_so: Callable[[CallRow], bool], what: str) -> CallRow:
        """A call, once the board shows it so. Raises AssertionError."""
        calls = self.client.board
        await wait_until(lambda: any(map(is_so, calls.calls)), timeout=SEEN_TIME, what=what)
        return next(row for row in calls.calls if is_so(row))

    def row(self, call: str) -> CallRow:
        """A call by its id."""
        return next(row for row in self.client.board.calls if row.call == call)


@contextlib.asynccontextmanager
async def desk_of(daemon: CollectorDaemon, role: Role = "supervisor") -> AsyncIterator[Desk]:
    """A desk that may act for everybody, connected to a running daemon."""
    await wait_until(lambda: daemon.feed_port(), timeout=SEEN_TIME, what="the feed")
    tokens = Tokens(feed_secret(daemon.data), SystemClock(), timedelta(hours=1), timedelta(hours=1))
    token = tokens.issue(Account(name=LOCAL, roles=frozenset({role})))[0]
    client = FeedClient("127.0.0.1", daemon.feed_port(), Credentials(token=token), clock=SystemClock(), name="desk")
    following = asyncio.create_task(client.run())
    try:
        await wait_until(lambda: client.status.state == "live", timeout=SEEN_TIME, what="the board")
        yield Desk(client)
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
