"""Changing stored facts by hand."""

from __future__ import annotations

from typing import LiteralString

import psycopg


def change(url: str, statement: LiteralString) -> None:
    """Run one statement as the database's owner."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)
