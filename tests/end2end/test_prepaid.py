"""Calls on credit on a real Asterisk: they end when the credit does, however many run at once and whatever dies.

Three phones of one account dial together until their credit is used up; one is refused then, and one that is nobody's
talks on. Then the daemon is killed in the middle of a call: the PBX ends it by itself, and the next start settles it.
"""

import asyncio
import re
import shutil
import socket
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from shared.clock import monotonic

from . import record
from .daemon import CollectorDaemon
from .desk import Desk, desk_of
from .expected import Record
from .lab import Lab
from .pbx.asterisk import Asterisk
from .phones.dialog import Dialog
from .phones.phone import Phone
from .scenarios.catalogue import Scenario, Script

PRICE = Decimal("6.00")  # a minute, by the millisecond
CREDIT, MORE = Decimal("1.20"), Decimal("0.90")  # twelve seconds for three calls, nine for one
QUANTUM, SLACK = 3, 1  # seconds
CUSTOMER = "420603000008"  # answers after a second and stays
ABROAD = "00431234567"  # has no price
REFUSED = (403, 603)
PATIENCE = 25.0
CALLS = 4  # on credit
SETTINGS = f"""trunks = ["PJSIP/trunk", "PJSIP/gsm"]
[billing]
supplier = "Hovorna s.r.o."
quantum_seconds = {QUANTUM}
slack_seconds = {SLACK}
warn_seconds = 2
[prepaid]
port = {{port}}
"""
TARIFF = {
    "tariff": "basic", "version": 1, "title": "Basic", "valid_from": "2026-01-01", "otherwise": "all",
    "rates": [{"prefix": "420", "destination": "Česko", "prices": {"all": str(PRICE)}, "first_ms": 1, "next_ms": 1}],
}  # fmt: skip
LEDGER = """
    select e.kind, l.amount, c.answered_at, c.ended_at from ledger_entry e
    join ledger_leg l on l.entry = e.entry and l.book = 'credit'
    left join call c on c.pbx = e.pbx and c.call_id = e.call_id order by e.made_at"""
SETTLED = f"""
    select 1 from ledger_entry where kind = 'call'
    having count(*) = {CALLS} and not exists (select 1 from reservation where ended_at is null)"""

pytestmark = [pytest.mark.end2end, pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture
def folder() -> Iterator[Path]:
    """For the daemon: the bundled Postgres runs as another user under root, who must be able to walk in."""
    made = Path(tempfile.mkdtemp(prefix="credit-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def test_calls_end_with_the_credit(release: str, folder: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with Asterisk(release) as asterisk:
        daemon = CollectorDaemon(asterisk, folder / "daemon", SETTINGS.format(port=port))
        daemon.start()
        try:
            script = Scenario("credit", "Calls on credit.", _script(daemon, port))
            asyncio.run(record.perform(script, asterisk, tmp_path))
        finally:
            exit_code = daemon.stop()
    assert exit_code == 0, daemon.said()
    assert not re.findall(r"^.*\b(?:WARNING|ERROR|CRITICAL|Traceback)\b.*$", daemon.said(), re.MULTILINE)


def _script(daemon: CollectorDaemon, port: int) -> Script:
    async def script(lab: Lab) -> list[Record]:
        phones = await lab.agents(1001, 1002, 1003, 1004)
        async with desk_of(daemon, "administrator") as desk:
            await _account(desk)
            await _until(partial(_counts, port))
            await lab.action("Setvar", Variable="AGI_AT", Value=f"127.0.0.1:{port}")
            await _together(lab, phones)
            await desk.do("billing.top_up", None, account="eva", amount=str(MORE), key="top-up-number-second")
        await _killed(daemon, phones[0])
        await _until(partial(_is_settled, daemon))
        await asyncio.to_thread(_check_ledger, daemon)
        return []

    return script


async def _account(desk: Desk) -> None:
    await desk.do("billing.tariff.add", None, content=TARIFF)
    await desk.do("billing.account.put", None, account="eva", title="Eva", kind="pre", tariff="basic")
    for extension in ("1001", "1002", "1003"):
        own = {"account": "eva", "kind": "extension", "value": extension, "since": "2026-01-01T00:00:00Z"}
        await desk.do("billing.own", None, **own)
    await desk.do("billing.top_up", None, account="eva", amount=str(CREDIT), key="top-up-number-first")


async def _until(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Ask now and then: each question costs the daemon something too."""
    async with asyncio.timeout(PATIENCE):
        while not await is_so():
            await asyncio.sleep(0.1)


async def _counts(port: int) -> bool:
    """Does the daemon know who pays? Asked as the dialplan does, for a call that nobody could pay."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"agi_uniqueid: 1.1\nagi_arg_1: {ABROAD}\nagi_arg_2: 1003\n\n".encode())
    said = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return b"no_price" in said


async def _together(lab: Lab, phones: list[Phone]) -> None:
    """Three share what there is; then there is nothing; a fourth is not on credit at all."""
    *mine, nobodys = phones
    free = nobodys.call(CUSTOMER)
    calls = [phone.call(CUSTOMER) for phone in mine]
    lengths = await asyncio.gather(*map(_length, calls))
    bought = float(CREDIT / PRICE * 60)
    assert bought - 3 * SLACK - 2 < sum(lengths) < bought + 3 * SLACK, lengths
    again = mine[0].call(CUSTOMER)
    assert not await again.wait_answered()
    assert again.code in REFUSED
    assert await free.lives_for(0.1)
    free.hang_up()


async def _length(call: Dialog) -> float:
    """How long it talked until the PBX ended it."""
    assert await call.wait_answered(), call.code
    began = monotonic()
    assert await call.wait_ended(PATIENCE)
    return monotonic() - began


async def _killed(daemon: CollectorDaemon, phone: Phone) -> None:
    """The PBX ends the call though nobody tells it to, within what was granted; a new start settles it."""
    call = phone.call(CUSTOMER)
    assert await call.wait_answered(), call.code
    began = monotonic()
    await call.lives_for(1.0)
    daemon.kill()
    assert await call.wait_ended(PATIENCE)
    assert monotonic() - began < 2 * QUANTUM + SLACK + 1
    await asyncio.to_thread(daemon.start)


async def _is_settled(daemon: CollectorDaemon) -> bool:
    """Is every call charged, and nothing reserved any more?"""
    return bool(await asyncio.to_thread(daemon.stored_now, SETTLED))


def _check_ledger(daemon: CollectorDaemon) -> None:
    """Every call is charged to the millisecond, and the account is at most a quantum below zero."""
    rows = daemon.stored_now(LEDGER)
    calls = [row for row in rows if row["kind"] == "call"]
    assert len(calls) == CALLS
    for row in calls:
        milliseconds = round((row["ended_at"] - row["answered_at"]).total_seconds() * 1000)
        cost = (PRICE * milliseconds / 60000).quantize(Decimal("0.01"))
        assert abs(-row["amount"] - cost) <= Decimal("0.01"), row
    balance = sum(row["amount"] for row in rows)
    assert -PRICE * int(QUANTUM) / 60 <= balance < CREDIT, rows
    assert daemon.stored_now("select 1 from reservation where ended_at is null") == []
    assert daemon.stored_now("select reserved from credit") == [{"reserved": 0}]
