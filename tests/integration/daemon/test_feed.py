"""The daemon's port: the board of a real (simulated) call centre, and commands that the PBX confirms."""

from datetime import timedelta
from pathlib import Path

import pytest

from collector_daemon.app import LOCAL
from collector_daemon.commands.watch import own_credentials
from collector_daemon.feed.secret import feed_secret
from collector_daemon.feed.tokens import Tokens
from shared.clock import SystemClock
from shared.domain.accounts import Account
from shared.errors import SuiteError
from shared.feed_client.status import Credentials
from tests.integration.daemon.running import RunningDaemon, client_of, simulated_pbx, until

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(240)]


def supervisor(folder: Path) -> Credentials:
    """What a supervisor who has signed in before comes back with."""
    tokens = Tokens(feed_secret(folder), SystemClock(), timedelta(hours=1), timedelta(hours=1))
    return Credentials(token=tokens.issue(Account(name=LOCAL, roles=frozenset({"supervisor"})))[0])


async def test_the_board_is_alive_and_commands_are_confirmed_by_the_pbx(tmp_path: Path, database_url: str) -> None:
    async with simulated_pbx(seed=7, speed=20.0) as pbx:
        daemon = RunningDaemon(tmp_path, pbx.port, database_url)
        daemon.start()
        try:
            async with client_of(daemon, supervisor(tmp_path / "data")) as client:
                board = client.board
                await until(lambda: len(board.agents) > 5 and len(board.queues) > 2, "agents and queues")
                await until(lambda: board.calls, "calls")

                def state(agent: str) -> tuple[str, ...]:
                    row = next(row for row in board.agents if row.agent == agent)
                    return tuple(one.reason for one in row.memberships if one.is_paused)

                agent = next(row.agent for row in board.agents if not any(one.is_paused for one in row.memberships))
                await client.command("agent.pause", {"agent": agent, "reason": "oběd"})
                await until(lambda: set(state(agent)) == {"oběd"}, "the pause on the board")
                await client.command("agent.unpause", {"agent": agent})
                await until(lambda: not state(agent), "its end")

                mine = {one.queue for row in board.agents if row.agent == agent for one in row.memberships}
                other = next(row.queue for row in board.queues if row.queue not in mine)
                await client.command("agent.login", {"agent": agent, "queues": [other]})
                await until(lambda: any(row.agent == agent and other in {one.queue for one in row.memberships}
                                        for row in board.agents), "the membership on the board")
                await client.command("agent.logout", {"agent": agent, "queues": [other]})
                await until(lambda: all(row.agent != agent or other not in {one.queue for one in row.memberships}
                                        for row in board.agents), "its end")
                with pytest.raises(SuiteError):
                    await client.command("agent.pause", {"agent": "9999", "reason": "x"})
                with pytest.raises(SuiteError):
                    await client.command("agent.logout", {"agent": agent, "queues": ["no such queue"]})
        finally:
            assert await daemon.stop() == 0
    assert "Traceback" not in daemon.said()


async def test_a_pbx_that_goes_away_is_an_alert_and_then_is_not(tmp_path: Path, database_url: str) -> None:
    async with simulated_pbx(seed=8, speed=20.0) as pbx:
        daemon = RunningDaemon(tmp_path, pbx.port, database_url)
        daemon.start()
        try:
            async with client_of(daemon, own_credentials(tmp_path / "data")) as client:
                await until(lambda: client.board.queues, "queues")
                pbx.faults.is_refusing_logins = True
                pbx.cut()
                await until(lambda: client.board.alerts, "the alert")
                assert client.board.alerts[0].kind == "pbx_away"
                pbx.faults.is_refusing_logins = False
        finally:
            assert await daemon.stop() == 0
    assert "Traceback" not in daemon.said()
