"""What a call comes to, in columns of its own: for searching, where reading all its parts would take too long.

The daemon writes them with the call (``collector_daemon.store.sums``); the last four the database makes itself from
other columns: their comments begin with "Generated".
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY

from shared.database.tables.columns import milliseconds

BYTEWISE = Text(collation="C")
"""Compared letter by letter: so an index finds what begins with something, in every database."""


def sums_of_a_call() -> list[Column[Any]]:
    """The columns."""
    lengths = {
        "wait_ms": "In all queues together; null: it visited none.",
        "ring_ms": "The longest ringing of a phone; null: none rang.",
        "talk_ms": "With the customer, holds left out; null: nobody talked.",
        "hold_ms": "Holds of those conversations; null: nobody talked.",
    }
    texts = {
        "agents": "Who talked with the customer, in that order.",
        "rang": "Whose phone rang, in that order.",
        "missed": "Whose phone rang and was not answered there.",
        "visit_outcomes": "The outcomes of its visits.",
    }
    numbers = {
        "customer": "Generated: the digits of the number outside; of an internal call the caller's.",
        "customer_end": "Generated: the last nine of those digits, backwards: the same for all writings of a number.",
    }
    return [
        *(_said(milliseconds(name), comment) for name, comment in lengths.items()),
        _count("attempts", "How often a phone rang for it in queues."),
        *(_truth(name) for name in ("is_transferred", "is_consulted", "is_parked")),
        _count("recording_count"),
        *(_texts(name, comment) for name, comment in texts.items()),
        _said(Column("keyed", Text, nullable=False, server_default=text("''::text")), "The digits keyed in, in order."),
        _said(milliseconds("length_ms"), "Generated: from the first ring to the last hang-up."),
        *(_said(Column(name, BYTEWISE), comment) for name, comment in numbers.items()),
        _said(Column("caller_words", Text), "Generated: the words of the caller's name, folded, a space before each."),
    ]  # fmt: skip


def search_indexes(call: Table) -> None:
    """What searches go by: numbers, lengths to sort by, and what is rare."""
    Index("call_customer_idx", call.c.customer, call.c.started_at)
    Index("call_customer_end_idx", call.c.customer_end, call.c.started_at)
    for name in ("wait", "talk", "length"):
        Index(f"call_{name}_idx", text(_OR_NONE.format(column=f"{name}_ms")), _table=call)
    _rare("call_long_ring_idx", call.c.ring_ms, "ring_ms > 30000")
    _rare("call_long_hold_idx", call.c.hold_ms, "hold_ms > 60000")
    _rare("call_attempts_idx", call.c.attempts, "attempts > 3")
    for name, condition in _RARE_CHOICES.items():
        Index(f"call_{name}_idx", call.c[name], call.c.started_at, postgresql_where=text(condition))
    for name in ("transferred", "consulted", "parked"):
        _rare(f"call_{name}_idx", call.c.started_at, f"is_{name}")
    _rare("call_gap_idx", call.c.started_at, "is_in_gap")


# As Postgres itself writes it, so that what is migrated and what is here can be compared.
_OR_NONE = "(\nCASE\n    WHEN {column} IS NULL THEN '-1'::integer::bigint\n    ELSE {column}\nEND)"
_RARE_CHOICES = {
    "outcome": "outcome <> 'answered'::text",
    "direction": "direction <> 'inbound'::text",
    "ended_by": "ended_by = any (array['transfer'::text, 'system'::text])",
}


def _rare(name: str, column: Column[Any], condition: str) -> None:
    Index(name, column, postgresql_where=text(condition))


def _said(column: Column[Any], comment: str) -> Column[Any]:
    column.comment = comment
    return column


def _count(name: str, comment: str | None = None) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text("0"), comment=comment)


def _truth(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=text("false"))


def _texts(name: str, comment: str) -> Column[Any]:
    return Column(name, ARRAY(Text), nullable=False, server_default=text("'{}'::text[]"), comment=comment)
