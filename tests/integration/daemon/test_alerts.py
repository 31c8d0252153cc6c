"""Alert rules in the whole daemon: a simulated call centre raises them, all screens agree, nobody sees too much."""

import json
import sys
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from collector_daemon.app import LOCAL
from collector_daemon.feed.secret import feed_secret
from collector_daemon.feed.tokens import Tokens
from shared.clock import SystemClock, now
from shared.domain.accounts import Account, Role
from shared.domain.board import AlertRow
from shared.errors import SuiteError
from shared.feed_client.client import FeedClient
from shared.feed_client.status import Credentials
from tests.helpers.hooks import hooks
from tests.integration.daemon.running import RunningDaemon, client_of, simulated_pbx, until

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(300)]


def looking(folder: Path, role: Role, *queues: str) -> Credentials:
    """Somebody with this role who sees these queues; none: all."""
    tokens = Tokens(feed_secret(folder / "data"), SystemClock(), timedelta(hours=1), timedelta(hours=1))
    account = Account(name=LOCAL, roles=frozenset({role}), queues=frozenset(queues) or None)
    return Credentials(token=tokens.issue(account)[0])


def alerts(client: FeedClient) -> dict[str, AlertRow]:
    return {row.alert: row for row in client.board.alerts if row.kind == "rule"}


def with_rules(daemon: RunningDaemon, rules: str) -> RunningDaemon:
    with daemon.config.open("a", encoding="utf-8") as config:
        config.write(rules)
    return daemon


SPAN = {"from": "2000-01-01T00:00:00Z", "to": "2100-01-01T00:00:00Z"}


async def test_a_real_alert_on_all_screens_in_the_log_and_told(tmp_path: Path, database_url: str) -> None:
    program = tmp_path / "told.py"
    program.write_text(
        "import os, pathlib\npathlib.Path(__file__).with_suffix('.txt').write_text(os.environ['ALERT_TEXT'])\n")
    with hooks() as web:
        rules = (
            '\n[[alert]]\nname = "busy"\ntitle = "Busy"\nwarn = "offered >= 1"\nbad = "offered >= 3"\n'
            f'webhook = "http://127.0.0.1:{web.server_port}/"\ncommand = {json.dumps([sys.executable, str(program)])}\n'
            '[[alert]]\nname = "all"\nscope = "together"\nwhen = "offered >= 1"\n'
            '[[alert]]\nname = "waiting"\nwhen = "waiting >= 1"\nsound = true\n'
        )
        async with simulated_pbx(seed=7, speed=60.0) as pbx:
            daemon = with_rules(RunningDaemon(tmp_path, pbx.port, database_url), rules)
            daemon.start()
            try:
                async with (
                    client_of(daemon, looking(tmp_path, "supervisor")) as one,
                    client_of(daemon, looking(tmp_path, "wallboard")) as other,
                ):
                    bad = await until_bad(one)
                    busy = bad.queue
                    assert busy is not None
                    assert (bad.rule, bad.measure, bad.limit) == ("Busy", "offered", 3.0)
                    assert bad.text.startswith(f"Busy – {busy}: offered ")
                    await until(lambda: alerts(other).get(bad.alert) == alerts(one).get(bad.alert), "the same on both")
                    await until(lambda: "rule all" in alerts(other), "the sum")
                    assert busy in alerts(other)["rule all"].queues

                    async with client_of(daemon, looking(tmp_path, "supervisor", busy)) as few:
                        await until(lambda: bad.alert in alerts(few), "the alert of the visible queue")
                        assert {row.queue for row in alerts(few).values()} == {busy}, "no sum over invisible queues"
                        await until_logged(few, "busy", None)
                        logged = (await few.command("alerts.log", SPAN))["rows"]
                        assert {row["queue"] for row in logged} == {busy}

                    await until_logged(other, "waiting", "cleared")
                    await until(lambda: web.events().count("worsened") >= 1, "the webhook")
                    await until(program.with_suffix(".txt").exists, "the program")
                    with pytest.raises(SuiteError):
                        await one.command("alerts.log", {"from": "now", "to": "then"})
            finally:
                assert await daemon.stop() == 0
    with psycopg.connect(database_url) as connection:
        endings = connection.execute("select distinct ending from alert_log where rule = 'busy'").fetchall()
        assert endings == [("stopped",)]
        doubled = connection.execute(
            "select alert from alert_log where rule = 'busy' group by alert having count(*) > 1").fetchall()
        assert doubled == []
    assert "Traceback" not in daemon.said()
    assert "WARNING" not in daemon.said()


async def until_bad(client: FeedClient) -> AlertRow:
    def found() -> AlertRow | None:
        return next((row for row in alerts(client).values() if row.level == "bad"), None)

    await until(found, "a rule at its worse level")
    row = found()
    assert row is not None
    return row


async def until_logged(client: FeedClient, rule: str, ending: str | None) -> None:
    async def is_there() -> bool:
        rows = (await client.command("alerts.log", SPAN))["rows"]
        return any(row["rule"] == rule and row["ending"] == ending for row in rows)

    await until(is_there, f"{rule} {ending} in the log")


async def test_a_lost_pbx_freezes_its_alerts_and_raises_nothing(tmp_path: Path, database_url: str) -> None:
    rules = '\n[[alert]]\nname = "busy"\nwhen = "offered >= 1"\n[[alert]]\nname = "idle"\nwhen = "ready >= 1"\n'
    async with simulated_pbx(seed=9, speed=20.0) as pbx:
        daemon = with_rules(RunningDaemon(tmp_path, pbx.port, database_url), rules)
        daemon.start()
        try:
            async with client_of(daemon, looking(tmp_path, "supervisor")) as client:
                await until(lambda: len(alerts(client)) > 3, "some alerts")
                pbx.faults.is_refusing_logins = True
                pbx.cut()
                await until(lambda: any(row.kind == "pbx_away" for row in client.board.alerts), "the daemon's own")
                before = alerts(client)
                seen_at = now()
                await until(lambda: daemon.status()["at"] > (seen_at + timedelta(seconds=3)).isoformat(), "some rounds")
                assert alerts(client) == before
                pbx.faults.is_refusing_logins = False
        finally:
            assert await daemon.stop() == 0
    assert "Traceback" not in daemon.said()


async def test_a_wrong_condition_is_one_line_at_the_start(tmp_path: Path, database_url: str) -> None:
    rules = '\n[[alert]]\nname = "busy"\nwhen = "offerd >= 1"\n'
    daemon = with_rules(RunningDaemon(tmp_path, 1, database_url), rules)
    daemon.start()
    assert daemon.process is not None
    assert daemon.process.wait(60) == 2
    (line,) = daemon.said().splitlines()
    assert line.endswith("alert[1]: rule busy: when 'offerd >= 1': at character 1: 'offerd' is no measure; "
                         "did you mean 'offered'?")


async def test_a_missing_secret_is_one_line_at_the_start(tmp_path: Path, database_url: str) -> None:
    rules = (
        '\n[[alert]]\nname = "busy"\nwhen = "offered >= 1"\nwebhook = "https://x.example.com/"\n'
        'webhook_secret = "no"\n'
    )
    daemon = with_rules(RunningDaemon(tmp_path, 1, database_url), rules)
    daemon.start()
    assert daemon.process is not None
    assert daemon.process.wait(60) == 2
    (line,) = daemon.said().splitlines()
    assert "set CALLCENTRE_WEBHOOK_NO" in line
