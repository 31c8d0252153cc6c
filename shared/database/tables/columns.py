"""The metadata that all tables share, and the few kinds of column they are made of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Column, DateTime, Index, Integer, MetaData, Text, func
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


def beginning_of(column: Column[str]) -> ColumnElement[str]:
    """What a search must compare so that the index of a free text serves it: its beginning."""
    return func.left(column, INDEXED_LENGTH)


def text_index(name: str, column: Column[str]) -> Index:
    """An index of a free text by its beginning."""
    return Index(name, beginning_of(column))
