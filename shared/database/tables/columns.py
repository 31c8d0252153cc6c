"""The metadata that all tables share, and the few kinds of column they are made of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Column, DateTime, Index, Integer, MetaData, Text, func, literal_column, text
from sqlalchemy.sql.elements import ColumnElement

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
    }
)

INDEXED_LENGTH = 64
"""Free text is indexed by so many characters: Postgres cannot index a caller number of a megabyte."""


LAST_DIGITS = 6
"""So many of a telephone number's digits are indexed: fewer than any has without its country's prefix."""


def key(name: str) -> Column[str]:
    """A text that is part of the primary key."""
    return Column(name, Text, primary_key=True)


def nth(name: str = "nth") -> Column[int]:
    """A place in a list, from 0; part of the primary key."""
    return Column(name, Integer, primary_key=True, autoincrement=False)


def words(name: str, *, is_needed: bool = False) -> Column[str]:
    """A text."""
    return Column(name, Text, nullable=not is_needed)


def instant(name: str, *, is_needed: bool = False) -> Column[datetime]:
    """An instant, to the microsecond."""
    return Column(name, DateTime(timezone=True), nullable=not is_needed)


def key_instant(name: str) -> Column[datetime]:
    """An instant that is part of the primary key."""
    return Column(name, DateTime(timezone=True), primary_key=True)


def milliseconds(name: str, *, is_needed: bool = False) -> Column[int]:
    """A length of time in whole milliseconds."""
    return Column(name, BigInteger, nullable=not is_needed)


def beginning_of(column: ColumnElement[str]) -> ColumnElement[str]:
    """What a search must compare so that the index of a free text serves it: its beginning."""
    return func.left(column, literal_column(str(INDEXED_LENGTH)))


def text_index(name: str, column: Column[str], *more: Column[datetime]) -> Index:
    """An index of a free text by its beginning, and of what it is read in the order of."""
    return Index(name, beginning_of(column), *more)


def last_digits_of(column: ColumnElement[str]) -> ColumnElement[str]:
    """The end of a telephone number, the same in all its writings."""
    digits = func.regexp_replace(beginning_of(column), *map(literal_column, ("'[^0-9]'", "''", "'g'")))
    return func.right(digits, literal_column(str(LAST_DIGITS)))


def number_index(name: str, column: Column[str], at: Column[datetime], condition: str) -> Index:
    """An index of telephone numbers by their last digits, for rows of which the condition is true."""
    return Index(name, last_digits_of(column), at, postgresql_where=text(condition))
