"""``user`` and ``database`` on the command line: what they do, what they say, and where no password ever is."""

import argparse
import importlib
import io
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from shared.database.bundled import BundledPostgres
from shared.database.connection import conninfo, parse
from shared.errors import BadSecret, SuiteError, UsageError
from tests.helpers.postgres import QUICK
from tests.integration.database.contents import rows

pytestmark = pytest.mark.postgres
PASSWORD = "correct horse battery"
Command = Callable[..., Any]


def _run(config: Path, name: str, *arguments: str) -> int:
    module = importlib.import_module(f"collector_daemon.commands.{name}")
    parser = argparse.ArgumentParser()
    module.arguments(parser)
    code: int = module.run(parser.parse_args([*arguments, "--config", str(config)]))
    return code


@pytest.fixture
def command(database_url: str, tmp_path: Path) -> Command:
    config = tmp_path / "collector.toml"
    config.write_text(f'[database]\nurl = "{database_url}"\n')
    return lambda name, *arguments: _run(config, name, *arguments)


@pytest.fixture
def password_file(tmp_path: Path) -> str:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n")
    file.chmod(0o600)
    return str(file)


def test_user_from_add_to_list(command, database_url, password_file, capsys, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    command("user", "add", "eva", "--role", "supervisor", "--role", "operator", "--queues", "sales, support",
            "--agent", "1001", "--title", "Eva Šťastná", "--password-file", password_file)  # fmt: skip
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD} again\n"))
    command("user", "add", "jan", "--role", "administrator", "--password-stdin")
    psycopg.connect(conninfo(database_url, user="jan", password=f"{PASSWORD} again")).close()
    command("user", "disable", "jan")
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        psycopg.connect(conninfo(database_url, user="jan", password=f"{PASSWORD} again"))
    command("user", "enable", "jan")
    command("user", "password", "jan", "--password-file", password_file)
    psycopg.connect(conninfo(database_url, user="jan", password=PASSWORD)).close()
    command("user", "queues", "jan", "--queues", "night")
    command("user", "roles", "jan", "--role", "billing")
    command("user", "skills", "eva", "--skills", "b2b sales 8, complaints", "--languages", "cs,en")
    assert capsys.readouterr().out == ""
    command("user", "list")
    out = capsys.readouterr().out
    assert out.splitlines() == [
        "NAME  ROLES                QUEUES         AGENT  STATE    SKILLS                    LANGUAGES  TITLE",
        "eva   operator,supervisor  sales,support  1001   enabled  b2b sales 8,complaints 5  cs,en      Eva Šťastná",
        "jan   billing              night          -      enabled  -                         -",
    ]
    stored = str(rows(database_url, "select * from audit")) + str(rows(database_url, "select * from account"))
    assert PASSWORD not in caplog.text + out + stored
    assert "(system user)" in stored


def test_user_unlock_rights_and_audit(command, database_url, password_file, capsys):
    command("user", "add", "eva", "--role", "supervisor", "--password-file", password_file, "--must-change")
    command("user", "add", "jan", "--role", "operator", "--password-file", password_file)
    with psycopg.connect(database_url) as owner:
        owner.execute("update account set locked_until = now() + interval '1 hour' where name = 'jan'")
    command("user", "list")
    states = [line.split("-")[1].strip() for line in capsys.readouterr().out.splitlines()[1:]]
    assert states == ["new password", "locked"]
    command("user", "unlock", "jan")
    command("user", "rights", "operator", "--gain", "history.all", "--gain", "quality", "--lose", "recording.own")
    told = capsys.readouterr().out.splitlines()
    assert told[0].split() == ["ROLE", "RIGHTS"]
    assert told[1].split() == [
        "operator", "board.watch", "callers.see", "agent.own", "call.own", "history.own", "history.all", "quality",
    ]  # fmt: skip
    command("user", "rights")
    assert capsys.readouterr().out.splitlines() == told
    assert command("user", "audit") == 0
    assert capsys.readouterr().out.startswith("the audit is whole: 4 entries; keep elsewhere: 4 ")
    with psycopg.connect(database_url) as owner:
        owner.execute("alter table audit disable trigger only_grows")
        owner.execute("update audit set account = 'eva' where id = 2")
    assert command("user", "audit") == 1
    assert capsys.readouterr().err == "the audit was tampered with: entry 2 is the first that does not fit\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["add", "eva", "--role", "operator"], "nobody to ask"),
        (["add", "eva", "--role", "operator", "--password-stdin"], "empty"),
        (["password", "nobody", "--password-file", "FILE"], "there is no account nobody"),
        (["disable", "nobody"], "there is no account nobody"),
        (["unlock", "nobody"], "there is no account nobody"),
        (["rights", "--gain", "quality"], "which role"),
        (["rights", "administrator", "--lose", "administration"], "keeps the right"),
        (["add", "Eva Nová", "--role", "operator", "--password-file", "FILE"], "cannot be an account's name"),
        (["add", "eva", "--role", "operator", "--password-file", "PUBLIC"], "chmod 600"),
    ],
)
def test_mistakes_are_one_line(command, password_file, monkeypatch, tmp_path, arguments, says):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    public = tmp_path / "public"
    public.write_text(PASSWORD)
    public.chmod(0o644)
    given = [{"FILE": password_file, "PUBLIC": str(public)}.get(word, word) for word in arguments]
    with pytest.raises((UsageError, BadSecret), match=says) as caught:
        command("user", *given)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("arguments", [["add", "eva"], ["add"], [], ["queues", "eva"], ["add", "eva", "--role", "god"],
                                       ["add", "eva", "--role", "operator", "--password", "x"]])  # fmt: skip
def test_bad_usage_is_exit_2(command, arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        command("user", *arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err


def test_user_of_a_database_without_tables_says_what_to_do(empty_database_url, tmp_path):
    config = tmp_path / "collector.toml"
    config.write_text(f'[database]\nurl = "{empty_database_url}"\n')
    with pytest.raises(SuiteError, match="database upgrade"):
        _run(config, "user", "list")


def test_database_upgrade_status_url(empty_database_url, tmp_path, capsys):
    config = tmp_path / "collector.toml"
    config.write_text(f'[database]\nurl = "{empty_database_url}"\n')
    _run(config, "database", "status")
    assert "schema:             empty" in capsys.readouterr().out
    _run(config, "database", "upgrade")
    _run(config, "database", "upgrade")
    assert capsys.readouterr().out == "upgraded; it was empty\nnothing to do\n"
    _run(config, "database", "status")
    out = capsys.readouterr().out
    assert "schema:             current" in out
    assert "last call:          -" in out
    _run(config, "database", "url")
    hidden = capsys.readouterr().out
    _run(config, "database", "url", "--reveal")
    assert capsys.readouterr().out.strip() == empty_database_url
    secret = str(parse(empty_database_url).password)
    assert secret not in hidden + out
    with psycopg.connect(empty_database_url) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    with pytest.raises(SuiteError, match="newer than this program"):
        _run(config, "database", "upgrade")


def test_database_that_is_away_is_one_line(tmp_path):
    config = tmp_path / "collector.toml"
    config.write_text('[database]\nurl = "postgresql://someone:s3cret@127.0.0.1:1/nothing"\n')
    for arguments in (("database", "status"), ("database", "upgrade"), ("user", "list")):
        with pytest.raises(SuiteError, match="cannot reach the database") as caught:
            _run(config, *arguments)
        assert "s3cret" not in str(caught.value)


def test_sample_of_a_real_servers_preparation(tmp_path, capsys):
    config = tmp_path / "collector.toml"
    config.write_text("")
    _run(config, "database", "sample")
    out = capsys.readouterr().out
    assert "CREATE ROLE callcentre LOGIN CREATEROLE" in out
    assert "scram-sha-256" in out


@pytest.fixture
def data_folder() -> Iterator[Path]:
    found = Path(tempfile.mkdtemp(prefix="callcentre-test-"))
    if os.name == "posix":
        found.chmod(0o711)
    yield found
    shutil.rmtree(found, ignore_errors=True)


def test_bundled_database_is_used_also_while_the_daemon_runs_it(data_folder, password_file, capsys):
    config = data_folder / "collector.toml"
    config.write_text(f"data_folder = '{data_folder}'\n")
    _run(config, "user", "add", "eva", "--role", "operator", "--password-file", password_file)
    with BundledPostgres(data_folder / "postgres", QUICK) as server:
        _run(config, "user", "add", "jan", "--role", "operator", "--password-file", password_file)
        _run(config, "user", "list")
        assert server.is_answering()
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["NAME", "eva", "jan"]
