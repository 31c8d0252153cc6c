"""Where calls on credit meet faults: a real Asterisk, a daemon behind a line that can be cut, a Postgres to be stopped.

Each test has an account of its own, whose extensions are phones of the test kit. What is charged is judged by the
ledger, against the calls as they were stored and as the phones saw them.
"""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import DictRow, dict_row

from shared.billing.money import UNIT
from shared.clock import monotonic
from shared.database import migrations
from shared.database.bundled import BundledPostgres
from tests.helpers.postgres import QUICK
from tests.helpers.proxy import Proxy

from .daemon import CollectorDaemon
from .desk import Desk, desk_of
from .lab import Lab
from .pbx.asterisk import Asterisk
from .pbx.subnet import AMI_PORT
from .phones.dialog import Dialog

PRICE = Decimal("6.00")  # a minute, by the millisecond
QUANTUM, SLACK = 3, 1  # seconds
A_QUANTUM = PRICE * QUANTUM / 60
CUSTOMER = "420603000008"  # answers after a second and stays
ABROAD = "00431234567"  # has no price
REFUSED = (403, 603)
PATIENCE = 25.0
CENT = Decimal("0.01")
A_MILLISECOND = 1.001  # as either end is stored in millionths and charged in thousandths
SETTINGS = """trunks = ["PJSIP/trunk", "PJSIP/gsm"]
retry_seconds = 0.1
[database]
url = "{url}"
[billing]
supplier = "Hovorna s.r.o."
quantum_seconds = 3
slack_seconds = 1
warn_seconds = 2
[prepaid]
port = {port}
"""
TARIFF = {
    "tariff": "basic", "version": 1, "title": "Basic", "valid_from": "2026-01-01", "otherwise": "all",
    "rates": [{"prefix": "420", "destination": "Česko", "prices": {"all": str(PRICE)}, "first_ms": 1, "next_ms": 1}],
}  # fmt: skip
LEDGER = """
    select e.kind, e.exact, l.amount, c.answered_at, c.ended_at, c.is_in_gap,
        (select sum(amount) from ledger_leg where entry = e.entry) as legs
    from ledger_entry e join ledger_leg l on l.entry = e.entry and l.book = 'credit'
    left join call c on c.pbx = e.pbx and c.call_id = e.call_id where e.account = %s order by e.entry"""
SETTLED = """
    select count(*) as calls,
        (select count(*) from reservation where account = %(account)s and ended_at is null) as held
    from ledger_entry where kind = 'call' and account = %(account)s"""
CREDIT = "select balance, reserved from credit where account = %s"
Script = Callable[[Lab], Awaitable[None]]


class CreditGround:
    """``open`` it, ``play`` scripts on it, ``close`` it. ``line`` is the daemon's way to the PBX."""

    def __init__(self, release: str, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._stack = contextlib.ExitStack()
        self.server = BundledPostgres(folder / "database", QUICK)
        self.asterisk = Asterisk(release)
        self._folder = folder
        self._tops = 0

    def open(self, more: str = "") -> None:
        """Start everything. ``more``: other lines of the table ``[prepaid]``."""
        self._stack.enter_context(self.asterisk)
        self.server.start()
        self._stack.callback(self.server.stop)
        self.url = self.server.url()
        migrations.upgrade(self.url)
        self.line = Proxy(self.asterisk.subnet.server, AMI_PORT)
        self._stack.callback(self.line.close)
        settings = SETTINGS.format(url=self.url, port=self.port) + more
        self.daemon = CollectorDaemon(
            self.asterisk, self._folder / "daemon", settings, at=(self.line.host, self.line.port))
        self.daemon.start()
        self._stack.callback(self.daemon.stop)

    def close(self) -> None:
        """Stop everything."""
        self._stack.close()

    def play(self, script: Script) -> None:
        """Run it with a lab of its own on the running Asterisk, up to the end of its calls."""
        asyncio.run(self._play(script))

    async def _play(self, script: Script) -> None:
        lab = Lab(self.asterisk, "credit", has_audio=False)
        await lab.open()
        try:
            await script(lab)
            await lab.close()
        finally:
            lab.hang_up_phones()

    async def account(self, lab: Lab, name: str, credit: Decimal, *extensions: int) -> None:
        """A new account with these extensions and so much credit; returns when the dialplan is told of it."""
        async with desk_of(self.daemon, "administrator") as desk:
            if not self._tops:
                await desk.do("billing.tariff.add", None, content=TARIFF)
            await desk.do("billing.account.put", None, account=name, title=name, kind="pre", tariff="basic")
            for extension in extensions:
                own = {"account": name, "kind": "extension", "value": str(extension), "since": "2026-01-01T00:00:00Z"}
                await desk.do("billing.own", None, **own)
            await self._top_up(desk, name, credit)
        await until(lambda: self._counts(extensions[-1]))
        await lab.action("Setvar", Variable="AGI_AT", Value=f"127.0.0.1:{self.port}")

    async def _top_up(self, desk: Desk, name: str, credit: Decimal) -> None:
        self._tops += 1
        await desk.do("billing.top_up", None, account=name, amount=str(credit), key=f"top-up-number-{self._tops:04}")

    async def _counts(self, extension: int) -> bool:
        """Does the daemon know who pays? Asked as the dialplan does, for a call that nobody could pay."""
        return "no_price" in await self.asked(ABROAD, extension)

    async def asked(self, number: str, extension: int) -> str:
        """The first that the daemon answers to the dialplan."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(f"agi_uniqueid: 1.1\nagi_arg_1: {number}\nagi_arg_2: {extension}\n\n".encode())
        said = await reader.readline()
        writer.close()
        await writer.wait_closed()
        return said.decode()

    async def talking(self, calls: int, *extensions: int) -> None:
        """Wait until the daemon knows that so many calls of these are answered."""
        async with desk_of(self.daemon) as desk:

            async def is_so() -> bool:
                rows = [row for extension in extensions for row in desk.rows(extension)]
                return sum(row.phase == "talking" for row in rows) == calls

            await until(is_so)

    async def settled(self, name: str, calls: int) -> list[DictRow]:
        """Wait until so many calls are charged and nothing is held; the charges, all sums and rules checked."""

        async def is_so() -> bool:
            return await asyncio.to_thread(self.rows, SETTLED, {"account": name}) == [{"calls": calls, "held": 0}]

        await until(is_so)
        return self._checked(name)

    def _checked(self, name: str) -> list[DictRow]:
        rows = self.rows(LEDGER, [name])
        balance = Decimal(0)
        for row in rows:
            assert row["legs"] == 0, row
            balance += row["amount"]
            assert balance >= -A_QUANTUM, rows
        charged = [row for row in rows if row["kind"] == "call"]
        for row in charged:
            milliseconds = row["exact"] / (UNIT * PRICE / 60_000)
            lasted = (row["ended_at"] - row["answered_at"]).total_seconds() * 1000
            assert abs(float(milliseconds) - lasted) < A_MILLISECOND, row
            assert -row["amount"] == (Decimal(row["exact"]) / UNIT).quantize(CENT, ROUND_HALF_UP), row
        assert self.rows(CREDIT, [name]) == [{"balance": balance, "reserved": 0}]
        return charged

    def rows(self, question: str, values: Any = ()) -> list[DictRow]:
        """What the database answers."""
        with psycopg.connect(self.url, row_factory=dict_row) as connection:
            return connection.execute(question, values).fetchall()  # type: ignore[arg-type]


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Ask now and then: each question costs the daemon something too. Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE):
        while not await is_so():
            await asyncio.sleep(0.1)


async def length(call: Dialog) -> float:
    """How long it talked, in seconds, until the PBX ended it."""
    assert await call.wait_answered(), call.code
    began = monotonic()
    assert await call.wait_ended(PATIENCE)
    return monotonic() - began


def seconds(charged: list[DictRow]) -> float:
    """What was charged for, in all."""
    return sum((row["ended_at"] - row["answered_at"]).total_seconds() for row in charged)
