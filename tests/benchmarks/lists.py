"""Lists of contacts: what their import does to the daemon's loop, and how campaigns go with a million contacts.

    python -m tests.benchmarks.lists [--lines 100000] [--contacts 1000000]

1. A daemon with a simulated PBX in this process, and beside it a tick of 50 ms: how late it is while nothing is
   imported, while the lines are read in a process of their own, and while a thread of the daemon reads them, as before.
2. A million contacts into one campaign by that process: seconds, its peak memory. Then what people and the dialer ask,
   each beside a floor of the same run: a contact by its key over the same connection (×: so many times longer), a COPY
   of the two tables to nowhere for the export.

The bundled Postgres as the daemon runs it (fsync on).
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import statistics
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import perf_counter

import msgspec
import psutil
import psycopg
from sqlalchemy import Connection

from collector_daemon.dialer.lists import exporting, importing, result_file, uploads
from collector_daemon.dialer.lists.reader import VERB
from shared.campaigns.campaign import Campaign
from shared.database import migrations
from shared.database.bundled import BundledPostgres
from shared.database.connection import conninfo, engine
from shared.domain.dialer_replies import ImportReply
from supervisor_console.reports import campaigns as page
from tests.benchmarks import machine
from tests.integration.dialer.ground import Ground, act, in_thread
from tests.integration.seats.office import Office, Panel, office

TICK = 0.05
PART = 2**20
NAMES = ("Jan", "Petr", "Eva", "Žofie", "Jiří", "Anna", "Marie", "Tomáš", "Lukáš", "Hana")
SURNAMES = ("Novák", "Svoboda", "Dvořák", "Černý", "Procházka", "Kučera", "Veselý", "Horák", "Němec", "Šťastná")


def write(path: Path, lines: int) -> None:
    """A list like people's: a key, a name, a mobile, a city; one name stands there once."""
    with path.open("w", encoding="utf-8") as file:
        file.write("Číslo klienta;Jméno;Telefon;Město\n")
        for nth in range(lines):
            name = f"{NAMES[nth % 10]} {SURNAMES[nth // 10 % 10]}{nth // 100 % 400 or ''}"
            name = "Vratislav Zelenka" if nth == lines // 2 else name
            file.write(f"K-{nth};{name};{601 + nth // 1_000_000}{nth % 1_000_000:06};Město {nth % 97}\n")


class Ticks:
    """How late a tick is, in seconds."""

    def __init__(self) -> None:
        self.late: list[float] = []

    async def run(self) -> None:
        due = perf_counter()
        while True:
            due = max(due, perf_counter()) + TICK
            await asyncio.sleep(due - perf_counter())
            self.late.append(perf_counter() - due)

    async def during(self, what: str, work: Awaitable[object]) -> None:
        self.late.clear()
        begun = perf_counter()
        await work
        late = sorted(one * 1000 for one in self.late)
        print(f"{what:34} late by {late[len(late) // 2]:5.1f} ms (median), {late[len(late) * 95 // 100]:5.1f} (p95),"
              f" {late[-1]:5.1f} (longest), {len(late)} ticks, {perf_counter() - begun:6.1f} s", flush=True)


async def imported(eva: Panel, campaign: str, key: str) -> ImportReply:
    """The end of it, asked for as the console does."""
    while True:
        said = await eva.ask("dialer.import", campaign=campaign, upload=key, name="x.csv", is_preview=False)
        told = msgspec.convert(said, ImportReply)
        if told.state != "running":
            return told


async def sent(eva: Panel, path: Path, key: str) -> None:
    """The file, in parts."""
    content = path.read_bytes()
    for nth, offset in enumerate(range(0, len(content), 45_000)):
        part = base64.b64encode(content[offset : offset + 45_000]).decode()
        await eva.ask("dialer.upload", upload=key, part=nth, content=part)


async def disturbed(folder: Path, url: str, lines: int) -> None:
    """Part 1."""
    path = folder / "list.csv"
    write(path, lines)
    async with office(folder, url) as it, it.open():
        eva, ticks = await it.panel("eva"), Ticks()
        ticking = asyncio.create_task(ticks.run())
        await ticks.during("nothing is imported", asyncio.sleep(10))
        for campaign, what in (("own", "read in a process of its own"), ("thread", "read in a thread of the daemon")):
            made = Campaign(campaign=campaign, title=campaign, pbx="main", queue="sales")
            await eva.ask("dialer.campaign.put", campaign=msgspec.to_builtins(made))
            await sent(eva, path, campaign)
            work(it, in_thread if campaign == "thread" else importing.in_own_process)
            await ticks.during(what, imported(eva, campaign, campaign))
        ticking.cancel()


def work(it: Office, how: importing.Work) -> None:
    """Imports go like this from now on."""
    assert it.daemon is not None
    it.daemon.campaigns._orders._importing._work = how


async def filled(ground: Ground, folder: Path, contacts: int) -> Campaign:
    """A campaign with so many contacts."""
    path = folder / "million.csv"
    write(path, contacts)
    campaign = await ground.campaign(is_running=False)
    ground.importing = importing.Importing()
    uploads.MOST_BYTES = 2**30
    peak, begun = [0], perf_counter()
    watching = asyncio.create_task(watch(peak, VERB))
    told = await ground.take(campaign, path, is_preview=False)
    watching.cancel()
    print(f"{told.good} contacts imported in {perf_counter() - begun:.1f} s, the process had {peak[0] / 2**20:.0f} MB")
    assert told.good == contacts, told
    return campaign


async def watch(peak: list[int], verb: str) -> None:
    """How much memory the process of this verb has at most."""
    while True:
        for one in psutil.Process().children():
            try:
                if verb in one.cmdline():
                    peak[0] = max(peak[0], one.memory_info().rss)
            except psutil.Error:
                continue
        await asyncio.sleep(0.2)


def timed(ask: Callable[[], object], times: int = 15) -> float:
    """Milliseconds, the median of some after a first one."""
    ask()
    found = []
    for _ in range(times):
        begun = perf_counter()
        ask()
        found.append((perf_counter() - begun) * 1000)
    return statistics.median(found)


async def atimed(ask: Callable[[], Awaitable[object]], times: int = 15) -> float:
    """The same of what is awaited."""
    await ask()
    found = []
    for _ in range(times):
        begun = perf_counter()
        await ask()
        found.append((perf_counter() - begun) * 1000)
    return statistics.median(found)


async def asked(ground: Ground, campaign: Campaign) -> None:
    """What the dialer asks again and again."""
    first = (await ground.contacts(campaign, 1))[0].contact
    floor = await atimed(lambda: ground.store.contacts.the(first))
    print(f"{'a contact by its key (floor)':44} {floor:8.2f} ms")
    for what, ask in (
        ("50 candidates", lambda: ground.contacts(campaign)),
        ("counts", lambda: ground.store.counts.of(campaign.campaign)),
    ):
        took = await atimed(ask)
        print(f"{what:44} {took:8.2f} ms  {took / floor:6.1f} x", flush=True)


def looked(connection: Connection, campaign: Campaign, contacts: int) -> None:
    """What the console's page asks."""
    def found(after: int = 0, **more: str) -> page.Contacts:
        return page.contacts(connection, page.ContactsWanted(campaign=campaign.campaign, **more), after)

    every = found()
    middle, last = every.rows[0].contact + contacts // 2, every.rows[0].contact + contacts - 100
    floor = timed(lambda: connection.exec_driver_sql(f"select * from contact where contact = {middle}").fetchall())
    print(f"{'a row by its key (floor)':44} {floor:8.2f} ms")
    for what, ask in (
        ("first page of all", lambda: found()),
        ("page in the middle", lambda: found(middle)),
        ("last page", lambda: found(last)),
        ("page of a state nobody is in", lambda: found(state="done")),
        ("page of an outcome nobody had", lambda: found(outcome="busy")),
        ("a name that is there once", lambda: found(text="zelenka")),
        ("a name that 400 have", lambda: found(text="novák1")),
        ("a first name, of 100,000", lambda: found(text="jan")),
        ("two words, of 10,000", lambda: found(text="eva dvořák")),
        ("no such name", lambda: found(text="qqqq")),
        ("a whole number", lambda: found(text="601 000 777")),
        ("the beginning of 10,000 numbers", lambda: found(text="60100")),
        ("the end of a number", lambda: found(text="0777")),
        ("no such number", lambda: found(text="999 999 999")),
        ("appointments", lambda: page.appointments(connection, campaign.campaign)),
    ):  # fmt: skip
        count = len(rows.rows) if isinstance(rows := ask(), page.Contacts) else 0
        took = timed(ask, 5)
        print(f"{what:44} {took:8.2f} ms  {took / floor:6.1f} x  {count} rows", flush=True)


async def exported(ground: Ground, campaign: Campaign) -> None:
    """All of them as files, beside a COPY of what the rows are made of."""
    begun = perf_counter()
    with psycopg.connect(conninfo(ground.url)) as connection, connection.cursor() as cursor:
        for table in ("contact", "contact_number"):
            with cursor.copy(f"copy {table} to stdout") as copy:
                for _block in copy:
                    pass
    floor = perf_counter() - begun
    print(f"COPY of both tables (floor): {floor:.1f} s")
    made = exporting.Exporting(ground.url)
    forms: tuple[result_file.Form, ...] = ("csv", "xlsx")
    for form in forms:
        peak, begun = [0], perf_counter()
        watching = asyncio.create_task(watch(peak, result_file.VERB))
        while not (told := await made.part(campaign, form, 0, "eva", act()))["parts"]:
            pass
        took = perf_counter() - begun
        watching.cancel()
        print(f"export {form}: {took:.1f} s, {took / floor:.1f} x, {told['bytes'] / 2**20:.0f} MB,"
              f" the process had {peak[0] / 2**20:.0f} MB", flush=True)
    await made.close()


async def measure(given: argparse.Namespace, folder: Path) -> None:
    """Measure and print."""
    with BundledPostgres(folder / "postgres") as server:
        migrations.upgrade(server.url())
        if given.lines:
            await disturbed(folder, server.url(), given.lines)
        if not given.contacts:
            return
        ground = Ground(server.url())
        campaign = await filled(ground, folder, given.contacts)
        await asked(ground, campaign)
        pool = engine(server.url())
        with pool.connect() as connection:
            looked(connection, campaign, given.contacts)
        pool.dispose()
        await exported(ground, campaign)
        await ground.close()


def main() -> None:
    """Parse, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--contacts", type=int, default=1_000_000)
    print(machine.told())
    with tempfile.TemporaryDirectory(prefix="lists-") as folder:
        asyncio.run(measure(parser.parse_args(), Path(folder)))


if __name__ == "__main__":
    main()
