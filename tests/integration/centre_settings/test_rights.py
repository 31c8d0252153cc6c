"""The table of settings with plain psql: who may read which sections, and that nobody writes."""

from __future__ import annotations

from contextlib import closing

import psycopg
import pytest
from psycopg import errors

from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.database.connection import conninfo
from shared.domain.accounts import RIGHTS_OF, ROLES
from shared.domain.centre_settings import SECTIONS

pytestmark = pytest.mark.postgres
PASSWORD = Secret("correct horse battery")
FOR_FIGURES = {"centre", "queue", "line", "pause_reason", "disposition"}


def test_each_role_reads_what_it_needs_and_nobody_writes(database_url: str, postgres) -> None:
    with open_book(database_url, "tester") as book:
        for role in ROLES:
            book.add(role, [role], PASSWORD)
    with psycopg.connect(database_url) as owner:
        for section in SECTIONS:
            owner.execute("insert into setting values (%s, '1970-01-01Z', now(), '1', null),"
                          " (%s, '2026-01-01Z', now(), '2', 'eva')", [section, section])  # fmt: skip
    for role in ROLES:
        url = conninfo(database_url, user=role, password=PASSWORD.reveal())
        with closing(psycopg.connect(url, autocommit=True)) as connection:
            seen = {name for (name,) in connection.execute("select section from setting")}
            everything = set(SECTIONS) if "administration" in RIGHTS_OF[role] else FOR_FIGURES
            expected = everything if {"history.all", "administration"} & RIGHTS_OF[role] else set()
            assert seen == expected, role
            for at, value in (("2025-12-31Z", 1), ("2026-01-02Z", 2)):
                asked = "select setting_at('alert', %s), setting_at('centre', %s)"
                told = connection.execute(asked, [at, at]).fetchone()
                assert told == (value if "alert" in expected else None, value if "centre" in expected else None)
            for statement in (
                "insert into setting values ('centre', now(), now(), '{}', 'eva')",
                "update setting set value = '{}'", "delete from setting", "truncate setting",
                "alter table setting disable trigger all",
            ):
                with pytest.raises(errors.InsufficientPrivilege):
                    connection.execute(statement)
    with psycopg.connect(database_url) as owner:
        for statement in ("update setting set value = '{}'", "delete from setting", "truncate setting"):
            with pytest.raises(errors.InsufficientPrivilege, match="only grows"), owner.transaction():
                owner.execute(statement)
    postgres.drop_login_roles()
