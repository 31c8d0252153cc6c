"""The bundled server for real: first and second start, kill -9 of it and of who started it, two at once, as root."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from shared.database.bundled import BundledPostgres, FolderInUse, cluster, postmaster
from shared.database.bundled.place import find_place
from shared.errors import BadSecret, Refused, Unavailable
from tests.helpers.postgres import QUICK
from tests.helpers.waiting import wait_until, wait_until_sync

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
IS_ROOT = os.name == "posix" and os.geteuid() == 0


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the server's user can reach."""
    found = Path(tempfile.mkdtemp(prefix="callcentre-test-"))
    if os.name == "posix":
        found.chmod(0o711)
    yield found
    shutil.rmtree(found, ignore_errors=True)


def _write(url: str, number: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("create table if not exists kept (n bigint)")
        connection.execute("insert into kept select generate_series(1, %s)", [number])


def _count(url: str) -> int:
    with psycopg.connect(url) as connection:
        return int(connection.execute("select count(*) from kept").fetchall()[0][0])


def test_first_start_second_start_and_order(folder):
    server = BundledPostgres(folder / "pg", QUICK)
    with server:
        url = server.url()
        _write(url, 10)
        with psycopg.connect(url) as connection:
            assert connection.info.server_version >= 180000
            assert connection.execute("show listen_addresses").fetchall() == [("127.0.0.1",)]
            assert connection.execute("show data_checksums").fetchall() == [("on",)]
            locale = "select datlocprovider, datlocale from pg_database where datname = current_database()"
            assert connection.execute(locale).fetchall() == [("b", "C.UTF-8")]
        for wrong in (url.replace("callcentre:", "callcentre:x"), url.replace("callcentre:", "postgres:")):
            with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
                psycopg.connect(wrong)
    assert server.process_id is None
    with BundledPostgres(folder / "pg", QUICK) as again:
        assert again.url() == url, "the port is remembered"
        assert _count(url) == 10
    if os.name == "posix":
        assert (folder / "pg" / "password").stat().st_mode & 0o777 == 0o600
        assert (folder / "pg" / "cluster").stat().st_mode & 0o777 == 0o700


def test_two_at_once_on_one_folder(folder):
    with BundledPostgres(folder / "pg", QUICK) as server:
        with pytest.raises(FolderInUse, match=f"in use by process {os.getpid()}"):
            BundledPostgres(folder / "pg", QUICK).start()
        guest = BundledPostgres(folder / "pg", QUICK)
        guest.start(shares=True)
        assert guest.url() == server.url()
        guest.stop()
        assert server.is_answering(), "a guest does not stop what is another's"


STARTS = """
import sys, time
from pathlib import Path
from shared.database.bundled import BundledPostgres, FolderInUse
try:
    server = BundledPostgres(Path(sys.argv[1]), {"fsync": "off"})
    server.start()
    print(server.process_id, flush=True)
    sys.stdin.read()
except FolderInUse:
    print("in use", flush=True)
"""


def _starter(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", STARTS, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[3],
    )  # fmt: skip


def _finish(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    process.stdout.close()


def test_two_processes_race_for_a_new_folder(folder):
    starters = [_starter(folder / "pg") for _ in range(3)]
    said = [starter.stdout.readline().strip() for starter in starters if starter.stdout]
    assert sorted(word == "in use" for word in said) == [False, True, True]
    for starter in starters:
        _finish(starter)
    with BundledPostgres(folder / "pg", QUICK) as server:
        assert str(server.process_id) in said


def test_server_outlives_a_killed_daemon_and_is_taken_over(folder):
    starter = _starter(folder / "pg")
    assert starter.stdout is not None
    process_id = int(starter.stdout.readline())
    _finish(starter)
    with BundledPostgres(folder / "pg", QUICK) as server:
        assert server.process_id == process_id
        _write(server.url(), 1)
    assert not postmaster.is_postgres(process_id)


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="only Linux tells whose folder was deleted")
def test_a_server_whose_folder_was_emptied_under_it_ends_and_is_not_taken_over(folder):
    process_id = _left_alone(folder / "pg")
    shutil.rmtree(folder / "pg")
    with BundledPostgres(folder / "pg", QUICK) as server:
        assert server.process_id != process_id
        _write(server.url(), 1)
        assert _count(server.url()) == 1
        wait_until_sync(lambda: not postmaster.is_postgres(process_id), 20)


def _left_alone(folder: Path) -> int:
    """The process of a server with one row, whose starter was killed."""
    starter = _starter(folder)
    assert starter.stdout is not None
    process_id = int(starter.stdout.readline())
    guest = BundledPostgres(folder, QUICK)
    guest.start(shares=True)
    _write(guest.url(), 1)
    _finish(starter)
    return process_id


@pytest.mark.skipif(not IS_ROOT, reason="only root lends the server to another user")
@pytest.mark.expects_log("was emptied; its database begins anew")
def test_what_lives_elsewhere_for_an_emptied_folder_is_not_used_and_not_lost(folder):
    private = folder / "private"
    private.mkdir(mode=0o700)
    process_id = _left_alone(private / "pg")
    shutil.rmtree(private / "pg")
    with BundledPostgres(private / "pg", QUICK) as server:
        assert not postmaster.is_postgres(process_id)
        _write(server.url(), 2)
        assert _count(server.url()) == 2
        place = Path((private / "pg" / "LIVES_ELSEWHERE").read_text("utf-8").splitlines()[0])
        assert (place / "cluster.abandoned" / "PG_VERSION").exists()
    assert not find_place(private / "pg").is_forgotten, "the next start goes on with it"
    shutil.rmtree(place)


@pytest.mark.skipif(os.name != "posix", reason="kill -9 and its consequences are POSIX")
def test_kill_9_of_the_postmaster_in_the_middle_of_writing(folder):
    server = BundledPostgres(folder / "pg", {"shared_buffers": "64MB"})
    server.start()
    try:
        _write(server.url(), 5)
        writing = psycopg.connect(server.url())
        writing.execute("insert into kept select 1")
        busy = psycopg.connect(server.url(), autocommit=True)
        busy.pgconn.send_query(b"insert into kept select generate_series(1, 3000000)")
        wait_until_sync(lambda: _is_busy(server.url()))
        os.kill(server.process_id or 0, signal.SIGKILL)
        wait_until_sync(lambda: server.process_id is None)
        wait_until_sync(lambda: _starts(server), 60)  # as ``watch`` does: an orphaned backend may take a while to end
        # An orphaned backend may still commit what it was at: all of it or nothing, and never what was not committed.
        assert _count(server.url()) in (5, 3_000_005)
        writing.close()
        busy.close()
    finally:
        server.stop()


def _starts(server: BundledPostgres) -> bool:
    try:
        server.start()
    except Unavailable:
        return False
    return True


def _is_busy(url: str) -> bool:
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("select count(*) from pg_stat_activity where query like 'insert%' and state = "
                                   "'active' and now() - query_start > interval '100 ms'")  # fmt: skip
        return bool(found.fetchall()[0][0])


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
@pytest.mark.expects_log("died and is started again")
async def test_watch_starts_it_again(folder, monkeypatch):
    monkeypatch.setattr("shared.database.bundled.server.WATCH_PAUSE", 0.02)
    server = BundledPostgres(folder / "pg", {"fsync": "off"})
    async with server.serving() as url:
        _write(url, 3)
        first = server.process_id
        os.kill(first or 0, signal.SIGKILL)
        await wait_until(lambda: server.process_id not in (None, first), 30)
        while not await asyncio.to_thread(server.is_answering):
            await asyncio.sleep(0.01)
        assert _count(url) == 3
    assert server.process_id is None


@pytest.mark.skipif(os.name != "posix", reason="process numbers are reused in containers")
def test_stale_process_number_of_a_stranger_does_not_stop_it(folder):
    with BundledPostgres(folder / "pg", QUICK) as server:
        _write(server.url(), 1)
    pid_file = folder / "pg" / "cluster" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{pid_file.parent}\n1\n5432\n\n127.0.0.1\n0 0\nready\n")
    with BundledPostgres(folder / "pg", QUICK) as server:
        assert _count(server.url()) == 1


def test_taken_port_is_given_up_for_another(folder):
    with BundledPostgres(folder / "pg", QUICK) as server:
        before = server.url()
    port = int(before.rpartition("/")[0].rpartition(":")[2])
    with socket.create_server(("127.0.0.1", port)), BundledPostgres(folder / "pg", QUICK) as server:
        assert server.url() != before
        after = server.url()
        _write(after, 1)
    with BundledPostgres(folder / "pg", QUICK) as server:
        assert server.url() == after, "the new one is remembered"


def test_port_taken_at_the_last_moment(folder, monkeypatch):
    """Between finding a port free and starting on it somebody else may take it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = postmaster._free
        answers = iter([taken.getsockname()[1]])
        monkeypatch.setattr(postmaster, "_free", lambda port: next(answers, None) or free(port))
        with BundledPostgres(folder / "pg", QUICK) as server:
            _write(server.url(), 1)


def test_folder_that_cannot_be_is_one_line(folder):
    (folder / "file").write_text("")
    with pytest.raises(Unavailable, match="cannot keep a database in"):
        BundledPostgres(folder / "file" / "pg", QUICK).start()


def test_half_made_cluster_is_made_anew(folder):
    place = find_place(folder / "pg")
    (place.folder / "cluster.unfinished" / "base").mkdir(parents=True)
    with BundledPostgres(folder / "pg", QUICK) as server:
        _write(server.url(), 1)


def test_reason_of_a_failed_start_is_said(folder):
    with BundledPostgres(folder / "pg", QUICK):
        pass
    with pytest.raises(Exception, match=r"does not start: .*shared_buffers") as caught:
        BundledPostgres(folder / "pg", {"shared_buffers": "a lot"}).start()
    assert "\n" not in str(caught.value)
    with BundledPostgres(folder / "pg", QUICK) as server:
        assert server.is_answering(), "and the folder was let go"


def test_lost_password_is_said(folder):
    with BundledPostgres(folder / "pg", QUICK):
        pass
    (folder / "pg" / "password").unlink()
    with pytest.raises(Refused, match="password is missing"):
        BundledPostgres(folder / "pg", QUICK).start()


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_password_that_others_can_read_is_refused(folder):
    with BundledPostgres(folder / "pg", QUICK):
        pass
    (folder / "pg" / "password").chmod(0o644)
    with pytest.raises(BadSecret, match="chmod 600"):
        BundledPostgres(folder / "pg", QUICK).start()


@pytest.mark.skipif(not IS_ROOT, reason="only root lends the server to another user")
def test_root_finds_a_place_where_the_servers_user_can_go(folder):
    private = folder / "private"
    private.mkdir(mode=0o700)
    server = BundledPostgres(private / "pg", QUICK)
    with server:
        _write(server.url(), 4)
        note = (private / "pg" / "LIVES_ELSEWHERE").read_text("utf-8").splitlines()[0]
        assert (Path(note) / "cluster").is_dir()
    with BundledPostgres(private / "pg", QUICK) as again:
        assert _count(again.url()) == 4
    shutil.rmtree(note)


@pytest.mark.skipif(not IS_ROOT, reason="only root lends the server to another user")
def test_root_copies_programs_that_the_servers_user_cannot_reach(folder, monkeypatch):
    private = folder / "venv"
    private.mkdir(mode=0o700)
    installed = find_place(folder / "pg").binaries
    package = installed.parents[1]
    for name in (package.name, f"{package.name}.libs"):
        shutil.copytree(package.with_name(name), private / name, ignore=shutil.ignore_patterns("include", "*.a"))
    monkeypatch.setattr(
        "shared.database.bundled.place.installed_programs", lambda: private / package.name / "pginstall" / "bin"
    )
    with BundledPostgres(folder / "pg", QUICK) as server:
        _write(server.url(), 1)
    place = find_place(folder / "pg")
    assert place.binaries.is_relative_to(folder / "pg")


@pytest.mark.skipif(not IS_ROOT, reason="only root can make a folder of another user")
def test_cluster_of_another_user_is_refused(folder):
    with BundledPostgres(folder / "pg", QUICK):
        pass
    os.chown(cluster.data_folder(find_place(folder / "pg")), 12345, 12345)
    with pytest.raises(Refused, match="belongs to user 12345"):
        BundledPostgres(folder / "pg", QUICK).start()
