"""Ways to customer systems, against a real HTTP server, a real Postgres and a real SQLite."""

import asyncio
import os
import sqlite3

import msgspec
import psycopg
import pytest

from collector_daemon.dialer.crm.http import HttpSystem
from collector_daemon.dialer.crm.page import OF_RESULT, Rejected, Unanswered
from collector_daemon.dialer.crm.sql import SqlSystem
from collector_daemon.settings.customer_system import CustomerSystemSettings, check_customer_systems, customer_secret
from shared.credentials import Secret
from shared.errors import BadSettings
from shared.templates import BadTemplate
from tests.helpers.crm_server import open_crm
from tests.helpers.proxy import Proxy

PEOPLE = [
    {"id": 1, "name": "Alena Říhová", "phones": {"mobile": "775 410 562", "home": "222640118"}, "city": "Brno"},
    {"id": 2, "name": '"Bob\'; drop table work; --"', "phones": {"mobile": "+420777123001"}, "city": None},
    {"id": 3, "name": "Cyril", "phones": {}},
]
COLUMNS = {"external": "id", "name": "name", "number:mobile": "phones.mobile", "number:home": "phones.home",
           "field:City": "city"}  # fmt: skip
RESULT = dict.fromkeys(OF_RESULT, "") | {
    "external": "1", "outcome": "answered", "disposition": "sold", "note": 'she said "ano"\nand more', "key": "k" * 16,
    "at": "2026-11-23T10:00:00Z", "field.City": "Brno",
}  # fmt: skip


@pytest.fixture
async def crm():
    async with open_crm(secret="s3cret") as made:
        made.work = PEOPLE
        yield made


def of_http(crm, **more):
    given = CustomerSystemSettings(
        name="crm", campaign="renewals", columns=COLUMNS, items="data.people", next="data.next",
        pull_url=f"{crm.origin}/api/work?since={{cursor}}&campaign={{campaign}}", push_url=f"{crm.origin}/api/results",
        headers={"Authorization": "Bearer {secret}"}, timeout_seconds=5.0,
    )  # fmt: skip
    return msgspec.structs.replace(given, **more)


async def asked(settings, work, secret="s3cret"):
    system = HttpSystem(settings, Secret(secret))
    try:
        return await work(system)
    finally:
        await system.close()


async def all_of(system):
    found, cursor = [], ""
    while True:
        page = await system.pull(cursor)
        found += page.rows
        if page.cursor is None or not page.rows:
            return found
        cursor = page.cursor


async def test_contacts_come_by_pages(crm):
    found = await asked(of_http(crm), all_of)
    assert [one["external"] for one in found] == ["1", "2", "3"]
    assert found[0] == {"external": "1", "name": "Alena Říhová", "number:mobile": "775 410 562",
                        "number:home": "222640118", "field:City": "Brno"}  # fmt: skip
    assert found[2]["number:mobile"] == found[1]["field:City"] == ""
    assert crm.asked[0].query == {"since": "", "campaign": "renewals"}


async def test_a_result_is_told_under_its_key_once(crm):
    async def twice(system):
        await system.push(RESULT)
        await system.push(RESULT)

    await asked(of_http(crm), twice)
    assert crm.results == {"k" * 16: {
        "id": "1", "outcome": "answered", "disposition": "sold", "note": 'she said "ano"\nand more',
        "at": "2026-11-23T10:00:00Z"}}  # fmt: skip


@pytest.mark.parametrize(
    ("status", "error"),
    [(500, Unanswered), (503, Unanswered), (429, Unanswered), (404, Unanswered), (302, Unanswered), (403, Unanswered),
     (400, Rejected), (422, Rejected)],
)  # fmt: skip
async def test_what_may_be_mended_is_tried_again_and_what_was_wrong_is_not(crm, status, error):
    crm.moods = [status]
    with pytest.raises(error, match=f"^127.0.0.1 answered {status}$"):
        await asked(of_http(crm), lambda system: system.push(RESULT))


async def test_a_wrong_secret_loses_no_result_and_is_not_shown(crm):
    with pytest.raises(Unanswered, match="answered 401") as caught:
        await asked(of_http(crm), lambda system: system.push(RESULT), secret="wr0ng")
    assert "wr0ng" not in str(caught.value)


@pytest.mark.parametrize(
    ("path", "error", "words"),
    [("huge", Rejected, "more than 32 MiB"), ("text", Rejected, "no JSON"), ("deep", Rejected, "no JSON"),
     ("broken", Unanswered, "broke off"), ("empty", Rejected, "no JSON"), ("customer?phone=%2B420777123001", Rejected,
      "at data.people no list")],
)  # fmt: skip
async def test_bad_answers_get_one_line(crm, path, error, words):
    with pytest.raises(error, match=words) as caught:
        await asked(of_http(crm, pull_url=f"{crm.origin}/api/{path}"), lambda system: system.pull(""))
    assert "\n" not in str(caught.value)


async def test_who_is_slow_or_away_is_given_up_in_time(crm):
    with pytest.raises(Unanswered, match=r"did not answer within 0\.2 s"):
        await asked(of_http(crm, pull_url=f"{crm.origin}/api/slow", timeout_seconds=0.2), lambda one: one.pull(""))
    with pytest.raises(Unanswered, match="cannot be reached"):
        await asked(of_http(crm, pull_url="http://127.0.0.1:1/work"), lambda system: system.pull(""))


@pytest.mark.parametrize(
    ("changed", "error"),
    [({"pull_url": "ftp://x/"}, BadSettings), ({"pull_url": "http://{campaign}/"}, BadSettings),
     ({"pull_url": "http://user:pass@host/"}, BadSettings), ({"push_body": '{"a": {outcome}}'}, BadTemplate),
     ({"push_body": '{"a": "{outcomes}"}'}, BadTemplate), ({"headers": {"A B": "x"}}, BadSettings),
     ({"items": "a..b"}, BadTemplate)],
)  # fmt: skip
async def test_settings_that_cannot_be_meant(crm, changed, error):
    with pytest.raises(error):
        HttpSystem(of_http(crm, **changed), None)


def test_settings_are_checked_where_they_are_read():
    sql = CustomerSystemSettings(name="a", campaign="c", kind="sql", query="select 1", columns={"number": "n"})
    with pytest.raises(ValueError, match="a database is needed"):
        check_customer_systems([sql])
    with pytest.raises(ValueError, match="the password does not belong"):
        check_customer_systems([msgspec.structs.replace(sql, database="postgresql://u:p@h/d")])
    with pytest.raises(ValueError, match="columns name no number"):
        check_customer_systems([msgspec.structs.replace(sql, database="sqlite:///x", columns={"name": "n"})])
    good = msgspec.structs.replace(sql, database="postgresql+psycopg://u@h/d")
    check_customer_systems([good])
    with pytest.raises(ValueError, match="two"):
        check_customer_systems([good, good])


def test_a_secret_is_found_by_its_name(monkeypatch):
    monkeypatch.setenv("CALLCENTRE_CUSTOMER_SYSTEM_CRM", "hidden")
    system = CustomerSystemSettings(name="a", campaign="c", secret="crm")
    found = customer_secret(system)
    assert found is not None
    assert found.reveal() == "hidden"
    assert customer_secret(msgspec.structs.replace(system, secret="")) is None


# --- databases

TABLES = """
    create table work (id integer primary key, name text, phone text);
    create table results (key text primary key, id text, outcome text, note text, city text)"""
TAKEN = (
    "insert into results (key, id, outcome, note, city) values (:key, :external, :outcome, :note, :field_City) "
    "on conflict (key) do nothing"
)


def of_sql(database, **more):
    given = CustomerSystemSettings(
        name="old", campaign="renewals", kind="sql", database=database, next="id", timeout_seconds=5.0,
        columns={"external": "id", "name": "name", "number": "phone"}, result_statement=TAKEN,
        query="select * from work where id > coalesce(nullif(:cursor, ''), '0')::int order by id limit 2",
    )  # fmt: skip
    return msgspec.structs.replace(given, **more)


async def test_a_postgres_gives_contacts_and_takes_results(empty_database_url):
    with psycopg.connect(empty_database_url) as connection:
        connection.execute(TABLES)
        connection.execute("insert into work select n, 'Řehoř ' || n, '77712300' || n from generate_series(1, 5) n")
    system = SqlSystem(of_sql(_without_driver(empty_database_url)), None)
    try:
        found = await all_of(system)
        await system.push(RESULT)
        await system.push(RESULT)
        with pytest.raises(Rejected, match="database of old"):
            await system.push(RESULT | {"key": "a\0b"})
    finally:
        await system.close()
    assert [one["external"] for one in found] == ["1", "2", "3", "4", "5"]
    assert found[4] == {"external": "5", "name": "Řehoř 5", "number": "777123005"}
    with psycopg.connect(empty_database_url) as connection:
        rows = connection.execute("select id, outcome, note, city from results").fetchall()
    assert rows == [("1", "answered", 'she said "ano"\nand more', "Brno")]


async def test_a_postgres_that_goes_away_is_there_again_later(empty_database_url, postgres):
    with psycopg.connect(empty_database_url) as connection:
        connection.execute(TABLES)
    parts = psycopg.conninfo.conninfo_to_dict(empty_database_url)
    proxy = Proxy(str(parts.get("host") or "127.0.0.1"), int(str(parts["port"])))
    through = f"postgresql+psycopg://{parts['user']}@127.0.0.1:{proxy.port}/{parts['dbname']}"
    system = SqlSystem(of_sql(through), Secret(str(parts.get("password") or "x")))
    try:
        assert (await system.pull("")).rows == []
        proxy.cut()
        with pytest.raises(Unanswered, match="database of old"):
            await system.pull("")
        proxy.mend()
        assert (await system.pull("")).rows == []
    finally:
        await system.close()
        proxy.close()


async def test_a_sqlite_and_what_is_wrong_with_its_statements(tmp_path):
    file = tmp_path / "crm.db"
    with sqlite3.connect(file) as connection:
        connection.executescript(TABLES)
        connection.execute("insert into work values (1, 'Jana', '777123001')")
    connection.close()
    good = of_sql(f"sqlite:///{file}", query="select * from work where id > cast(:cursor as integer) limit :most")
    for changed, error, words in (
        ({}, None, ""),
        ({"query": "select nonsense from nowhere"}, Unanswered, "no such table"),
        ({"columns": {"number": "telephone"}}, Rejected, "no column telephone"),
    ):
        system = SqlSystem(msgspec.structs.replace(good, **changed), None)
        try:
            if error is None:
                assert (await system.pull("")).rows == [{"external": "1", "name": "Jana", "number": "777123001"}]
            else:
                with pytest.raises(error, match=words):
                    await system.pull("")
        finally:
            await system.close()
            await asyncio.sleep(0)


def test_a_database_without_its_driver_is_told_in_one_line():
    for address in ("oracle+nothing://x@h/d", "mysql+pymysql://x@h/d"):
        with pytest.raises(BadSettings, match="customer_system old: ") as caught:
            SqlSystem(of_sql(address), None)
        assert "\n" not in str(caught.value)


def _without_driver(url):
    """SQLAlchemy's way to write it; the tests' password is in the environment, as libpq finds it."""
    parts = psycopg.conninfo.conninfo_to_dict(url)
    assert os.environ.get("PGPASSWORD") is None
    password = f":{parts['password']}" if parts.get("password") else ""
    host = parts.get("host") or ""
    if str(host).startswith("/"):
        return f"postgresql+psycopg://{parts['user']}{password}@/{parts['dbname']}?host={host}&port={parts['port']}"
    return f"postgresql+psycopg://{parts['user']}{password}@{host}:{parts['port']}/{parts['dbname']}"
