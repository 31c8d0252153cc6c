"""Addresses: what is accepted, what is said of the others, and that no password is ever said."""

import psycopg
import pytest
from sqlalchemy import exc

from shared.database.connection import (
    conninfo,
    engine,
    parse,
    plain,
    selector_loop,
    shown,
    without_account,
)
from shared.errors import BadSettings


@pytest.mark.parametrize(
    "url",
    ["postgresql://eva:s3cret@db/centre", "postgres://eva:s3cret@db:5433/centre", " postgresql://db/centre\n",
     "postgresql+psycopg://eva@/centre?host=/run/postgresql"],
)  # fmt: skip
def test_accepted(url):
    assert parse(url).drivername == "postgresql+psycopg"
    assert "s3cret" not in shown(url)


@pytest.mark.parametrize(
    ("url", "says"),
    [("mysql://eva:s3cret@db/centre", "only postgresql:// is supported"), ("postgresql://eva:s3cret@db", "no database"),
     ("s3cret", "no address"), ("", "no address"), ("postgresql://eva:s3cret@db:port/centre", "no address")],
)  # fmt: skip
def test_refused_in_one_line_without_the_password(url, says):
    with pytest.raises(BadSettings, match=says) as caught:
        parse(url)
    assert "s3cret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_passwords_in_options_are_hidden_too():
    assert "s3cret" not in shown("postgresql://eva@db/centre?password=s3cret&sslpassword=s3cret")


def test_conninfo_has_everything_and_quotes_it():
    made = psycopg.conninfo.conninfo_to_dict(
        conninfo("postgresql://eva:s%27%20%5C@db:5433/centre?sslmode=require", application_name="x y")
    )
    assert (made["host"], made["user"], made["password"], made["dbname"]) == ("db", "eva", "s' \\", "centre")
    assert (made["sslmode"], made["application_name"], str(made["port"])) == ("require", "x y", "5433")
    replaced = conninfo("postgresql://eva:s3cret@db/centre", user="a b' dbname=x", password="p")
    assert psycopg.conninfo.conninfo_to_dict(replaced)["dbname"] == "centre"


def test_plain_is_one_line_without_the_statement():
    assert plain(psycopg.OperationalError("connection failed:\n  more")) == "connection failed:"
    wrapped = exc.DBAPIError("select 's3cret'", {}, psycopg.OperationalError("gone"))
    assert plain(wrapped) == "gone"


def test_an_engine_is_of_psycopg_and_connects_late():
    made = engine("postgresql://eva:s3cret@127.0.0.1:1/centre")
    assert made.dialect.driver == "psycopg"
    assert "s3cret" not in repr(made)
    assert selector_loop() is None or callable(selector_loop())


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://owner:secret@db.example/callcentre", "postgresql://db.example/callcentre"),
        ("postgresql://db.example:5433/c?sslmode=require&password=secret&user=owner&sslpassword=secret",
         "postgresql://db.example:5433/c?sslmode=require"),
        ("postgresql+psycopg://owner@[2001:db8::1]/c", "postgresql://[2001:db8::1]/c"),
    ],
)  # fmt: skip
def test_what_others_are_told_of_the_address_is_nothing_of_the_owners(url, told):
    assert without_account(url) == told
