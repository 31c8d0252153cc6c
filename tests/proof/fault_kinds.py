"""Every fault there is: each breaks something of a centre, waits, and mends what does not mend itself."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
from collections.abc import Awaitable, Callable
from datetime import timedelta

import psutil
import psycopg

from tests.helpers.proxy import Proxy
from tests.proof.centre import Centre

Fault = Callable[[Centre, float], Awaitable[None]]
"""Takes the centre and how long it lasts, in seconds."""
SLOW = 20_000  # bytes a second
JUMP = timedelta(minutes=10)
PAIRS: dict[str, Callable[[Centre], Proxy]] = {
    "daemon and PBX": lambda centre: centre.to_pbx,
    "daemon and Postgres": lambda centre: centre.to_database,
    "clients and daemon": lambda centre: centre.to_clients,
}


async def kill_daemon(centre: Centre, seconds: float) -> None:
    centre.daemon.kill()
    await asyncio.sleep(seconds)
    await centre.start_daemon()


async def kill_postgres(centre: Centre, seconds: float) -> None:
    await centre.kill_postgres()
    await asyncio.sleep(seconds)
    await _start_postgres(centre)


async def kill_pbx(centre: Centre, seconds: float) -> None:
    centre.pbx.kill()
    await asyncio.sleep(seconds)
    await centre.start_pbx()


def ordered(order: str) -> Fault:
    """Something that the PBX does to itself."""

    async def fault(centre: Centre, seconds: float) -> None:
        await asyncio.to_thread(centre.pbx.do, order)

    return fault


def refused(line: Callable[[Centre], Proxy]) -> Fault:
    """Cut, and no new connection for a while."""

    async def fault(centre: Centre, seconds: float) -> None:
        line(centre).cut()
        await asyncio.sleep(seconds)
        line(centre).mend()

    return fault


def half_open(line: Callable[[Centre], Proxy]) -> Fault:
    """The connection stands, but nothing passes; what is on the way is lost in the end."""

    async def fault(centre: Centre, seconds: float) -> None:
        line(centre).stall()
        await asyncio.sleep(4 + seconds)  # longer than daemon and clients have patience
        line(centre).cut()
        line(centre).mend()

    return fault


def slow(line: Callable[[Centre], Proxy]) -> Fault:
    """Fewer bytes a second than there are."""

    async def fault(centre: Centre, seconds: float) -> None:
        line(centre).throttle(SLOW)
        await asyncio.sleep(seconds)
        line(centre).throttle(None)

    return fault


def stalled(line: Callable[[Centre], Proxy]) -> Fault:
    """Nothing passes for a moment, then everything does: late, but nothing lost."""

    async def fault(centre: Centre, seconds: float) -> None:
        line(centre).stall()
        await asyncio.sleep(min(seconds, 0.8))
        line(centre).flow()

    return fault


async def full_disk_of_journal(centre: Centre, seconds: float) -> None:
    assert centre.daemon.process is not None
    with _small_files([centre.daemon.process.pid]):
        await asyncio.sleep(seconds)


async def full_disk_of_database(centre: Centre, seconds: float) -> None:
    with _small_files(centre.postgres_family()):
        await asyncio.sleep(seconds)
    await centre.kill_postgres()  # it gave up on its disk, or has children that never heard of the end of the limit
    await _start_postgres(centre)


@contextlib.contextmanager
def _small_files(process_ids: list[int]):  # type: ignore[no-untyped-def]
    """No file of theirs grows any more: to a process it is a full disk."""
    _limit(process_ids, "1")
    try:
        yield
    finally:
        _limit(process_ids, "unlimited")


def _limit(process_ids: list[int], size: str) -> None:
    for one in process_ids:
        with contextlib.suppress(psutil.NoSuchProcess):
            whose = psutil.Process(one).uids().real  # the limits of others' processes are not even root's to set
            command = ["prlimit", f"--pid={one}", f"--fsize={size}:"]
            subprocess.run(command, user=whose, check=False, capture_output=True)


async def read_only_database(centre: Centre, seconds: float) -> None:
    await asyncio.to_thread(centre.execute, "alter system set default_transaction_read_only = on")
    await asyncio.to_thread(centre.execute, "select pg_reload_conf()")
    await asyncio.sleep(seconds)
    await asyncio.to_thread(centre.execute, "alter system reset default_transaction_read_only")
    await asyncio.to_thread(centre.execute, "select pg_reload_conf()")


async def no_connection_left(centre: Centre, seconds: float) -> None:
    taken: list[psycopg.Connection] = []
    try:
        with contextlib.suppress(psycopg.OperationalError):
            while True:
                taken.append(await asyncio.to_thread(psycopg.connect, centre.url, autocommit=True))
        taken[0].execute("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                         " and application_name <> '' and backend_type = 'client backend'")  # fmt: skip
        with contextlib.suppress(psycopg.OperationalError):
            while True:
                taken.append(await asyncio.to_thread(psycopg.connect, centre.url, autocommit=True))
        await asyncio.sleep(seconds)
    finally:
        for one in taken:
            one.close()


async def locked_table(centre: Centre, seconds: float) -> None:
    with psycopg.connect(centre.url) as connection:
        await asyncio.to_thread(connection.execute, "lock table call, queue_visit in access exclusive mode")
        await asyncio.sleep(seconds)


def clock_jump(by: timedelta) -> Fault:
    """The daemon's clock goes wrong, and is set right."""

    async def fault(centre: Centre, seconds: float) -> None:
        centre.daemon_clock.put(centre.clock.now() + by, centre.speed)
        await asyncio.sleep(seconds)
        centre.daemon_clock.put(centre.clock.now(), centre.speed)

    return fault


async def _start_postgres(centre: Centre) -> None:
    await asyncio.to_thread(centre.postgres.start)
    centre.to_database.target = ("127.0.0.1", int(centre.postgres.url().rpartition(":")[2].partition("/")[0]))


KINDS: dict[str, Fault] = {
    "kill -9 of the daemon": kill_daemon,
    "kill -9 of Postgres": kill_postgres,
    "kill -9 of the PBX": kill_pbx,
    "PBX crashed": ordered("crash"),
    "PBX restarted": ordered("restart"),
    "PBX reloaded": ordered("reload"),
    "AMI: a message cut in its middle": ordered("truncate"),
    "AMI: bytes that are no messages": ordered("damage"),
    "AMI: a flood": ordered("flood"),
    "journal's disk full": full_disk_of_journal,
    "database's disk full": full_disk_of_database,
    "database read-only": read_only_database,
    "database without connections": no_connection_left,
    "tables locked": locked_table,
    "clock 10 minutes ahead": clock_jump(JUMP),
    "clock 10 minutes behind": clock_jump(-JUMP),
}
for _name, _line in PAIRS.items():
    KINDS |= {f"refused between {_name}": refused(_line), f"half open between {_name}": half_open(_line),
              f"slow between {_name}": slow(_line), f"stalled between {_name}": stalled(_line)}  # fmt: skip
