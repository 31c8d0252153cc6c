"""What is missing before the daemon can work: all of it in one go, and nothing once it is there."""

import socket
from pathlib import Path

import pytest

from collector_daemon.__main__ import main
from tests.integration.daemon.running import SECRET, RunningDaemon, simulated_pbx, until


@pytest.fixture
def without_bundled(monkeypatch):
    """As the packages of Debian and Windows are: without the bundled Postgres."""
    monkeypatch.setattr("shared.database.bundled.place.WHEEL", "no-such-package")


def settings(folder: Path, text: str) -> str:
    file = folder / "collector.toml"
    file.write_text(f"data_folder = '{folder.as_posix()}/data'\n{text}", encoding="utf-8")
    return str(file)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.usefixtures("without_bundled")
def test_all_that_is_missing_is_said_at_once(tmp_path, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken, socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        config = settings(tmp_path, (
            f"[[pbx]]\nname = 'main'\nport = {nobody.getsockname()[1]}\nuser = 'collector'\n"
            f"[feed]\nport = {taken.getsockname()[1]}\n"
        ))  # fmt: skip
        code, out, err = said(capsys, "check", "--config", config)
    wrong = [line.split(maxsplit=1)[1] for line in out.splitlines() if line.startswith("WRONG")]
    assert (code, err, len(wrong)) == (1, "", 4)
    assert wrong[0].startswith("database: no database is set, and there is none bundled")
    assert wrong[1].startswith("pbx main: no ami_main: set CALLCENTRE_AMI_MAIN")
    assert wrong[2].startswith("pbx main: nothing answers at 127.0.0.1:")
    assert wrong[3].endswith("another program has this port")
    assert not (tmp_path / "data").exists(), "it only looks"


def test_settings_without_a_pbx_and_none_at_all(tmp_path, capsys, monkeypatch):
    code, out, _err = said(capsys, "check", "--config", settings(tmp_path, "[feed]\nport = 0\n"))
    assert code == 1
    assert "WRONG    pbx: the settings name none" in out
    monkeypatch.setattr("collector_daemon.commands.opening.PLACES", (tmp_path / "a.toml", tmp_path / "b.toml"))
    code, out, _err = said(capsys, "check")
    assert code == 1
    assert out.startswith(f"WRONG    settings: there is no file: neither {tmp_path / 'a.toml'} nor")


def test_a_wrong_file_and_a_wrong_certificate_are_one_line(tmp_path, capsys):
    code, _out, err = said(capsys, "check", "--config", settings(tmp_path, "[feed]\nprot = 1\n"))
    assert (code, err.count("\n")) == (2, 1)
    certificate = tmp_path / "no.pem"
    config = settings(tmp_path, f"[feed]\nhost = '0.0.0.0'\ntls_cert = '{certificate.as_posix()}'\ntls_key = 'x'\n")
    _code, out, _err = said(capsys, "check", "--config", config)
    assert f"WRONG    feed: feed.tls_cert {certificate.as_posix()}: cannot be used" in out


@pytest.mark.usefixtures("without_bundled")
@pytest.mark.parametrize("command", ["run", "demo"])
def test_without_any_database_there_is_one_line_that_says_how_to_have_one(command, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("CALLCENTRE_AMI_MAIN", "a-secret")
    config = settings(tmp_path, "[log]\nfile = 'LOG'\n[[pbx]]\nname = 'main'\nuser = 'collector'\n[feed]\nport = 0\n"
                      .replace("LOG", (tmp_path / "log").as_posix()))
    words = ["run", "--config", config] if command == "run" else ["demo", "--headless", "--folder", str(tmp_path)]
    code, _out, err = said(capsys, *words)
    assert (code, err.count("\n")) == (2, 1)
    assert ("[database]" if command == "run" else "installers/bootstrap.py demo") in err


@pytest.mark.postgres
async def test_nothing_is_wrong_with_a_daemon_that_runs_and_one_that_could(tmp_path, database_url, capsys, monkeypatch):
    monkeypatch.setenv("CALLCENTRE_AMI_MAIN", SECRET)
    async with simulated_pbx(seed=1, speed=1.0) as pbx:
        daemon = RunningDaemon(tmp_path, pbx.port, database_url)
        words = ("check", "--config", str(daemon.config))
        code, out, _err = said(capsys, *words)
        assert (code, "WRONG" in out) == (0, False), out
        daemon.start()
        try:
            await until(lambda: daemon.status().get("feed"), "the feed")
            code, out, _err = said(capsys, *words)
            assert (code, "WRONG" in out) == (0, False), out
        finally:
            await daemon.stop()
