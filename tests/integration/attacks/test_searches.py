"""Every question that the console asks the database, with every text of it put to bad use: never part of a statement.

The questions are found by themselves: all public functions of ``supervisor_console.reports`` that begin with a
connection. A statement that was glued from a text shows itself as one that is no SQL, or by what it does.
"""

from __future__ import annotations

import importlib
import inspect
import itertools
import pkgutil
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import psycopg
import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, StatementError

import supervisor_console.reports
from shared.database.accounts import open_book
from shared.days import Span
from shared.domain.search.query import KINDS, Field, Period, Query, Term
from shared.errors import SuiteError
from shared.language import Language
from supervisor_console.reports.search import SearchScope, page, sums
from tests.integration.attacks.test_commands import STATEMENTS
from tests.integration.search.conftest import PASSWORD, SCOPE, engine_of

pytestmark = pytest.mark.postgres
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
INNER = {"is_few", "export", "export_audit", "write_report", "write_dashboard"}
"""What is asked with parts of statements that we made ourselves, and what writes into a file what others ask."""
HARMLESS = (psycopg.errors.DataError, psycopg.errors.IntegrityError, psycopg.errors.InsufficientPrivilege)
"""What the database may say to a text that fits nowhere."""


def questions() -> Iterator[Callable[..., Any]]:
    """All of them."""
    for found in pkgutil.walk_packages(supervisor_console.reports.__path__, "supervisor_console.reports."):
        module = importlib.import_module(found.name)
        for name, made in inspect.getmembers(module, inspect.isfunction):
            names = list(inspect.signature(made).parameters)
            is_own = made.__module__ == found.name and not name.startswith("_") and name not in INNER
            if is_own and names[:1] == ["connection"] and len(names) > 1:
                yield made


QUESTIONS = list(questions())


class Unmade(Exception):
    """There is no sample of this type."""


def given(kind: Any, text: Callable[[], str], folder: Path) -> Any:
    """A value of this type; each text of it by ``text``."""
    kind = getattr(kind, "__value__", kind)
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return given(inner[0], text, folder)
    if kind is str:
        return text()
    if origin is typing.Literal:
        return inner[0]
    if type(None) in inner:
        return given(next(one for one in inner if one is not type(None)), text, folder)
    if isinstance(kind, type) and issubclass(kind, SearchScope):
        return SCOPE
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = typing.get_type_hints(kind)
        fields = {one.name: one for one in msgspec.structs.fields(kind)}
        return kind(**{name: given(hints[name], text, folder) for name in fields})
    if origin is tuple and inner[-1:] != (...,):
        return tuple(given(one, text, folder) for one in inner)
    if origin is frozenset:
        return frozenset({given(inner[0], text, folder)})
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {given(inner[0], text, folder): given(inner[1], text, folder)}
    if isinstance(origin, type) and issubclass(origin, Callable):  # type: ignore[arg-type]
        return lambda *_said: None
    if isinstance(origin, type) and issubclass(origin, Iterable):
        return (given(inner[0], text, folder),)
    simple: dict[Any, Any] = {
        bool: True, int: 1, float: 1.0, datetime: NOON, date: NOON.date(), timedelta: timedelta(hours=1),
        Decimal: Decimal(1), tzinfo: UTC, Path: folder / "file", Language: Language.of("en"),
        ZoneInfo: SCOPE.zone, Span: Span(NOON, NOON + timedelta(days=1)),
    }  # fmt: skip
    if kind in simple:
        return simple[kind]
    raise Unmade(f"{kind}")


def arguments(asked: Callable[..., Any], evil: str, place: int, folder: Path) -> tuple[dict[str, Any], int]:
    """All that it takes, with the evil in the text at this place; and how many texts there are."""
    count = 0

    def text() -> str:
        nonlocal count
        count += 1
        return evil if count - 1 == place else "main"

    hints = typing.get_type_hints(asked)
    names = list(inspect.signature(asked).parameters)[1:]
    key = {"pbx": text(), "call": text()} if "key" in names else {}  # its names are ours
    return {name: key if name == "key" else given(hints[name], text, folder) for name in names}, count


@pytest.fixture(scope="module")
def engine(postgres, _template: str) -> Iterator[Engine]:
    """As an administrator, in a database where a statement that takes long is given up."""
    url = postgres.create(_template)
    with open_book(url, "tester") as book:
        book.add("adam", ["administrator"], PASSWORD)
    made = engine_of(url, "adam")
    yield made
    made.dispose()
    with psycopg.connect(url) as owner:
        assert owner.execute("select name from account").fetchall() == [("adam",)]
        assert owner.execute("select to_regclass('call')").fetchone() != (None,)
    postgres.drop(url)
    postgres.drop_login_roles()


def tried(connection: Connection, question: Callable[[], Any]) -> None:
    """Ask; only a clear refusal or an answer is good."""
    connection.exec_driver_sql("set local statement_timeout = '5s'")
    try:
        found = question()
        if isinstance(found, Iterator):
            list(found)
    except DBAPIError as problem:
        if not isinstance(problem.orig, HARMLESS):
            raise AssertionError("a text became part of a statement") from problem
    except StatementError as problem:
        raise AssertionError("a text became part of a statement") from problem
    except (SuiteError, ValueError, LookupError):
        pass
    finally:
        connection.rollback()


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda one: f"{one.__module__.rpartition('.')[2]}.{one.__name__}")
def test_no_text_of_a_question_is_carried_out(engine: Engine, tmp_path: Path, asked: Callable[..., Any]) -> None:
    try:
        count = arguments(asked, "", -1, tmp_path)[1]
    except (Unmade, TypeError, ValueError) as problem:
        pytest.fail(f"no sample can be made: {problem!r}")
    with engine.connect() as connection:
        for place, evil in itertools.product(range(count), STATEMENTS[::3]):
            told = arguments(asked, evil, place, tmp_path)[0]
            tried(connection, lambda told=told: asked(connection, **told))  # type: ignore[misc]


@pytest.mark.parametrize("field", KINDS)
def test_no_value_of_a_criterion_is_carried_out(engine: Engine, field: Field) -> None:
    with engine.connect() as connection:
        for evil, is_not in itertools.product(STATEMENTS, (False, True)):
            term = Term(field=field, values=(evil, f"firma={evil}"), is_not=is_not)
            query = Query(period=Period(preset="all"), terms=(term,))
            tried(connection, lambda query=query: page(connection, query, SCOPE))  # type: ignore[misc]
            tried(connection, lambda query=query: sums(connection, query, SCOPE))  # type: ignore[misc]
