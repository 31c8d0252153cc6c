"""Migrations.

Their sum is the metadata, they keep data, they wait for each other and refuse what is newer.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import sql

from shared.database import migrations
from shared.database.connection import engine
from shared.database.tables import metadata
from shared.errors import Unavailable

pytestmark = pytest.mark.postgres

COLUMNS = """select table_name, column_name, data_type, is_nullable, column_default, is_identity
             from information_schema.columns where table_schema = 'public' and table_name <> 'alembic_version'
             and table_name <> 'my_account' order by 1, 2"""
INDEXES = """select indexname, indexdef from pg_indexes
             where schemaname = 'public' and indexname !~ 'alembic' order by 1"""
CONSTRAINTS = """select conname, pg_get_constraintdef(oid) from pg_constraint
                 where connamespace = 'public'::regnamespace and conname !~ 'alembic'
                 and contype <> 'n' order by 1"""
COMMENTS = """select objoid::regclass::text, objsubid, description from pg_description d
              join pg_class c on c.oid = objoid where relnamespace = 'public'::regnamespace order by 1, 2"""


def test_sum_of_migrations_is_the_metadata(database_url, empty_database_url):
    made = engine(empty_database_url)
    with made.begin() as connection:  # an index needs it; of what functions do nothing is in the metadata
        connection.exec_driver_sql(
            "create function name_words(name text) returns tsvector language sql immutable "
            "return to_tsvector('simple'::regconfig, name)")
    metadata.create_all(made)
    with made.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    made.dispose()
    with psycopg.connect(database_url) as migrated, psycopg.connect(empty_database_url) as created:
        for question in (COLUMNS, INDEXES, CONSTRAINTS, COMMENTS):
            assert migrated.execute(question).fetchall() == created.execute(question).fetchall()


def test_upgrade_tells_what_it_found(empty_database_url):
    assert migrations.state(empty_database_url) == "empty"
    with pytest.raises(migrations.SchemaRefused, match="database upgrade"):
        migrations.check(empty_database_url)
    assert migrations.upgrade(empty_database_url) == "empty"
    assert migrations.upgrade(empty_database_url) == "current"
    migrations.check(empty_database_url)


def test_newer_schema_is_refused_in_one_line(database_url):
    with psycopg.connect(database_url) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    for deed in (migrations.upgrade, migrations.check):
        with pytest.raises(migrations.SchemaRefused, match="newer than this program") as caught:
            deed(database_url)
        assert "\n" not in str(caught.value)


def test_two_daemons_upgrading_at_once(empty_database_url):
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(migrations.upgrade, [empty_database_url] * 4))
    assert sorted(found) == ["current", "current", "current", "empty"]


def test_owner_need_not_be_superuser_but_may_make_roles(postgres, empty_database_url):
    name = empty_database_url.rpartition("/")[2]
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute("create role plain_owner login password 'for-a-test'")
        connection.execute(sql.SQL("alter database {} owner to plain_owner").format(sql.Identifier(name)))
    host = empty_database_url.rpartition("@")[2]
    url = f"postgresql://plain_owner:for-a-test@{host}"
    with pytest.raises(migrations.SchemaRefused, match="ALTER ROLE plain_owner CREATEROLE"):
        migrations.upgrade(url)
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute("alter role plain_owner createrole")
    assert migrations.upgrade(url) == "empty"
    migrations.check(url)


def test_unreachable_database_is_one_line_without_the_password():
    with pytest.raises(Unavailable) as caught:
        migrations.upgrade("postgresql://someone:s3cret@127.0.0.1:1/nothing")
    assert "s3cret" not in str(caught.value)
    assert "127.0.0.1:1/nothing" in str(caught.value)
    assert "\n" not in str(caught.value)


SCRIPTS = ScriptDirectory.from_config(migrations.alembic_config())
REVISIONS = [script.revision for script in SCRIPTS.walk_revisions()][::-1]


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_revision_keeps_data(empty_database_url, revision):
    """Up to the revision, its data in, then all the way up: the rows are still there.

    A revision without its file of data fails here: write ``data/<revision>.sql``.
    """
    data = (Path(__file__).parent / "data" / f"{revision}.sql").read_text("utf-8")
    migrations.upgrade(empty_database_url, revision)
    with psycopg.connect(empty_database_url) as connection:
        connection.execute(data)
        before = _counts(connection)
    migrations.upgrade(empty_database_url)
    with psycopg.connect(empty_database_url) as connection:
        after = _counts(connection)
    assert {name: after[name] for name in before} == before
    assert [name for name, count in before.items() if not count] == [], "data for every table"


def _counts(connection: psycopg.Connection) -> dict[str, int]:
    tables = connection.execute(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') "
        "and not relispartition and relname <> 'alembic_version'"
    ).fetchall()
    counts = {}
    for (name,) in tables:
        counts[name] = connection.execute(
            sql.SQL("select count(*) from {}").format(sql.Identifier(name))
        ).fetchall()[0][0]
    return counts
