"""What is secret stays so: in what is written to disk, logged, audited, told of a fault."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import psycopg
import pytest

from collector_daemon.feed.gate import Admitted
from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.domain.commands import COMMANDS
from shared.feed_client.status import Credentials
from shared.protocol.messages import Auth, Command, Hello, Welcome, from_client
from tests.helpers.feed import account
from tests.integration.attacks.asking import sample
from tests.integration.attacks.siege import AMI_SECRET, PASSWORD, siege
from tests.integration.daemon.running import SECRET, RunningDaemon, client_of, simulated_pbx, until

GUESS = "guess-of-a-secret-4711"
SECRETS = ("password", "present", "token", "secret")
"""What fields that hold one are called."""


@contextlib.contextmanager
def everything_allowed() -> Iterator[None]:
    """What is made without care may be read by everybody."""
    before = os.umask(0)
    try:
        yield
    finally:
        os.umask(before)


@pytest.mark.postgres
@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
async def test_nobody_else_can_read_what_the_daemon_writes(database_url: str, tmp_path: Path) -> None:
    with open_book(database_url, "tester") as book:
        book.add("eva", ["supervisor"], Secret(PASSWORD))
    async with simulated_pbx() as server:
        daemon = RunningDaemon(tmp_path, server.port, database_url, segment_entries=200)
        data = tmp_path / "data"
        data.mkdir(mode=0o755)  # as an administrator made it beforehand
        with everything_allowed():
            daemon.start()
        try:
            async with client_of(daemon, Credentials(user="eva", password=PASSWORD)):
                await until(lambda: any(data.rglob("*.zst")), "a packed part of the journal")
        finally:
            await daemon.stop()
        found = [path for path in data.rglob("*") if not path.is_symlink()]
        assert {path.suffix for path in found} >= {".json", ".zst"}
        readable = {str(path.relative_to(data)) for path in found if stat.S_IMODE(path.stat().st_mode) & 0o077}
        assert readable == set()
        said = daemon.said()
        for secret in (PASSWORD, SECRET, psycopg.conninfo.conninfo_to_dict(database_url)["password"]):
            assert str(secret) not in said
            assert not any(str(secret).encode() in path.read_bytes() for path in found if path.is_file())


@pytest.mark.postgres
async def test_what_is_guessed_is_neither_logged_nor_audited(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    async with siege(database_url, tmp_path) as place:
        stranger = await place.stranger()
        assert (await stranger.greet("administrator", user="administrator", password=GUESS))["type"] == "error"
        stranger = await place.stranger()
        assert (await stranger.greet("administrator", token=GUESS))["code"] == "token_invalid"
        admin = await place.enter("administrator")
        for name in ("password.change", "account.add", "account.change"):
            params = sample(name) | {field: GUESS for field in sample(name) if field in SECRETS}
            await admin.ask([(name, params), (name, params | {"nonsense": GUESS})])
        await asyncio.wait_for(place.accounts.audit.drain(), 10)
    with psycopg.connect(database_url) as owner:
        kept = str(owner.execute("select * from audit").fetchall())
    told = caplog.text + kept + "".join(str(vars(record)) for record in caplog.records)
    assert "account.add" in told
    for secret in (GUESS, PASSWORD, AMI_SECRET):
        assert secret not in told


@pytest.mark.parametrize("command", [
    name for name, kind in COMMANDS.items() if set(SECRETS) & set(kind.parameters.__struct_fields__)
])  # fmt: skip
def test_parameters_do_not_show_their_secret(command: str) -> None:
    params = sample(command) | {name: GUESS for name in sample(command) if name in SECRETS}
    asked = msgspec.convert(params, COMMANDS[command].parameters)
    assert GUESS not in repr(asked)
    line = json.dumps({"type": "command", "id": 1, "command": command, "params": params}).encode()
    assert GUESS not in repr(from_client(line))


def test_messages_do_not_show_their_secret() -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    eva = account("eva")
    for made in (
        Auth(user="eva", password=GUESS), Hello(protocol=1, auth=Auth(token=GUESS)),
        Command(id=1, command="x", params=msgspec.Raw(f'"{GUESS}"'.encode())),
        Admitted(account=eva, token=GUESS, token_expires_at=now), Credentials(user="eva", password=GUESS, token=GUESS),
        Welcome(protocol=1, server="", session="", token=GUESS, token_expires_at=now, rights=(), server_time=now,
                user="eva", roles=()),
    ):  # fmt: skip
        assert GUESS not in repr(made)
