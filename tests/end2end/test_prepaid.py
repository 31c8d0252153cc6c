"""Calls on credit on a real Asterisk: they end when the credit does, however many run at once and whatever dies.

Three phones of one account dial together until their credit is used up; one is refused then, and one that is nobody's
talks on. Each hears before the end that it comes. Then the daemon is killed in the middle of a call: the PBX ends it by
itself, and the next start settles it.
"""

import asyncio
import re
import socket
import wave
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from pathlib import Path

import numpy as np
import psycopg
import pytest
from psycopg.rows import DictRow, dict_row

from shared.clock import monotonic
from tests.helpers.postgres import Server

from . import record
from .daemon import CollectorDaemon
from .desk import Desk, desk_of
from .expected import Record
from .lab import Lab
from .pbx.asterisk import Asterisk
from .pbx.releases import RELEASES
from .phones.dialog import Dialog
from .phones.phone import Phone
from .scenarios.catalogue import Scenario, Script
from .tones import RATE, from_ulaw, loudness

PRICE = Decimal("6.00")  # a minute, by the millisecond
CREDIT, MORE = Decimal("1.20"), Decimal("0.90")  # twelve seconds for three calls, nine for one
QUANTUM, SLACK = 3, 1  # seconds
EARLY = 3 * SLACK + 2  # seconds: what three calls may leave unused together, their slack and the phones' own time
CUSTOMER = "420603000008"  # answers after a second and stays
ABROAD = "00431234567"  # has no price
REFUSED = (403, 603)
PATIENCE = 25.0
CALLS = 4  # on credit
SETTINGS = f"""trunks = ["PJSIP/trunk", "PJSIP/gsm"]
[database]
url = "{{url}}"
[billing]
supplier = "Hovorna s.r.o."
quantum_seconds = {QUANTUM}
slack_seconds = {SLACK}
warn_seconds = 2
[prepaid]
port = {{port}}
announcement = "{{sound}}"
"""
ANNOUNCED = 850  # Hz; the customer's tone is another
LOUD = 1000  # of an amplitude of 8000
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


@pytest.fixture(scope="session")
def credit_runs(
    releases: list[str], postgres: Server, _template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[None]]]:
    """The script on all releases at once, each with a database of its own: most of its time it waits."""
    urls = {release: postgres.create(_template) for release in releases}
    with ThreadPoolExecutor(len(RELEASES)) as threads:
        yield {
            release: threads.submit(_run, release, url, tmp_path_factory.mktemp(f"credit{release}"))
            for release, url in urls.items()
        }
    for url in urls.values():
        postgres.drop(url)


def test_calls_end_with_the_credit(release: str, credit_runs: dict[str, Future[None]]) -> None:
    credit_runs[release].result()


def _run(release: str, url: str, folder: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with Asterisk(release) as asterisk:
        settings = SETTINGS.format(url=url, port=port, sound=_sound(asterisk.run / "warning.wav"))
        daemon = CollectorDaemon(asterisk, folder / "daemon", settings)
        daemon.start()
        try:
            script = Scenario("credit", "Calls on credit.", _script(daemon, port, url))
            asyncio.run(record.perform(script, asterisk, folder))
        finally:
            exit_code = daemon.stop()
    assert exit_code == 0, daemon.said()
    assert not re.findall(r"^.*\b(?:WARNING|ERROR|CRITICAL|Traceback)\b.*$", daemon.said(), re.MULTILINE)


def _sound(file: Path) -> str:
    """Half a second of a tone, as Playback names it."""
    samples = 8000 * np.sin(2 * np.pi * ANNOUNCED * np.arange(RATE // 2) / RATE)
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(samples.astype("<i2").tobytes())
    return str(file.with_suffix(""))


def _script(daemon: CollectorDaemon, port: int, url: str) -> Script:
    async def script(lab: Lab) -> list[Record]:
        phones = await lab.agents(1001, 1002, 1003, 1004)
        async with desk_of(daemon, "administrator") as desk:
            await _account(desk)
            await _until(partial(_counts, port))
            await lab.action("Setvar", Variable="AGI_AT", Value=f"127.0.0.1:{port}")
            await _together(lab, phones)
            await desk.do("billing.top_up", None, account="eva", amount=str(MORE), key="top-up-number-second")
        await _killed(daemon, phones[0])
        await _until(partial(_is_settled, url))
        await asyncio.to_thread(_check_ledger, url)
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
    for call in (*calls, free):
        call.rtp.heard = bytearray()
    lengths = await asyncio.gather(*map(_length, calls))
    assert all(map(_is_warned, calls)), [_loudest(call) for call in calls]
    assert not _is_warned(free)
    bought = float(CREDIT / PRICE * 60)
    assert bought - EARLY < sum(lengths) < bought + 3 * SLACK, lengths
    again = mine[0].call(CUSTOMER)
    assert not await again.wait_answered()
    assert again.code in REFUSED
    assert await free.lives_for(0.1)
    free.hang_up()


def _is_warned(call: Dialog) -> bool:
    return _loudest(call) > LOUD


def _loudest(call: Dialog) -> float:
    """The tone of the warning in the loudest fifth of a second that was heard of it."""
    heard = from_ulaw(bytes(call.rtp.heard or b""))
    step = RATE // 5
    return max((loudness(heard[at : at + step])[ANNOUNCED] for at in range(0, len(heard), step)), default=0.0)


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


async def _is_settled(url: str) -> bool:
    """Is every call charged, and nothing reserved any more?"""
    return bool(await asyncio.to_thread(_stored, url, SETTLED))


def _stored(url: str, question: str) -> list[DictRow]:
    with psycopg.connect(url, row_factory=dict_row) as connection:
        return connection.execute(question).fetchall()  # type: ignore[arg-type]


def _check_ledger(url: str) -> None:
    """Every call is charged to the millisecond, and the account is at most a quantum below zero."""
    rows = _stored(url, LEDGER)
    calls = [row for row in rows if row["kind"] == "call"]
    assert len(calls) == CALLS
    for row in calls:
        milliseconds = round((row["ended_at"] - row["answered_at"]).total_seconds() * 1000)
        cost = (PRICE * milliseconds / 60000).quantize(Decimal("0.01"))
        assert abs(-row["amount"] - cost) <= Decimal("0.01"), row
    balance = sum(row["amount"] for row in rows)
    assert -PRICE * int(QUANTUM) / 60 <= balance < MORE + PRICE * EARLY / 60, rows
    assert _stored(url, "select 1 from reservation where ended_at is null") == []
    assert _stored(url, "select reserved from credit") == [{"reserved": 0}]
    assert _stored(url, "select distinct called from call") == [{"called": CUSTOMER}], "a warning is no call"
