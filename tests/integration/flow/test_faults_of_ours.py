"""A task of the daemon that cannot go on ends the daemon, loudly: whoever watches over it starts it again."""

import asyncio
from pathlib import Path
from typing import Any, cast

import pytest

from collector_daemon import settings
from collector_daemon.app import Daemon
from collector_daemon.feed.server import log_login
from collector_daemon.store.accounts import PostgresAccounts
from collector_daemon.store.batch import Batch
from shared.clock import SystemClock
from tests.integration.flow.conftest import NOWHERE


async def test_a_recorder_that_ends_is_not_passed_over_in_silence(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config = settings.parse("[feed]\nport = 0")
    accounts = PostgresAccounts(NOWHERE)
    started = Daemon.started(config, tmp_path, SystemClock(), NOWHERE, accounts, log_login)
    async with asyncio.timeout(15), started as daemon:
        no_call = cast("Any", object())
        assert await daemon.recorder.put(Batch(pbx="main", journal_id="j", seq=1, calls=[no_call]))
        with pytest.raises(AttributeError):
            await daemon.run()
    assert "stopped before everything was stored" in caplog.text
