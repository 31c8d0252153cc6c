"""Stored rows put together to the calls they were written from.

Lengths come back in whole milliseconds, absurdly long keys as they were cut. Not here: the questions that give rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

import msgspec

from shared.database.escapes import unescape
from shared.domain import calls
from shared.domain.calls import Call

Row = dict[str, Any]
RENAMED = {"passed_by": "by", "passed_to": "to", "parked_by": "by"}
"""Columns whose field has another name."""


def read_row(row: Row) -> Row:
    """Columns → fields: names, lengths, and text as it was before Postgres."""
    found: Row = {}
    for name, value in row.items():
        if name == "outside_legs":
            found[name] = tuple(msgspec.convert(_read(value or ()), list[calls.OutsideLeg]))
        elif name.endswith("_ms"):
            found[name.removesuffix("_ms") + "_time"] = None if value is None else timedelta(milliseconds=value)
        else:
            found[RENAMED.get(name, name)] = unescape(value) if isinstance(value, str) else value
    return found


def _read(legs: Iterable[Row]) -> list[Row]:
    return [{name: unescape(value) for name, value in leg.items()} for leg in legs]


def struct_of(kind: Callable[..., Any], row: Row, **parts: object) -> Any:
    """A fact from the columns that are its fields."""
    fields = getattr(kind, "__struct_fields__")  # noqa: B009  # msgspec's, unknown to type checkers here
    return kind(**{name: value for name, value in row.items() if name in fields}, **parts)


def put_together(tables: Mapping[str, list[Row]]) -> dict[str, Call]:
    """Calls with their parts, by their ids, from the rows of one PBX by table (see ``read_row``)."""
    spans = _by(tables["hold"], "call_id", "conversation_nth")
    mutes = _by(tables["recording_pause"], "call_id", "recording_nth")
    rings = _by(tables["ring_attempt"], "uniqueid", "queue", "visit_nth")
    visits, talks = _by(tables["queue_visit"], "call_id"), _by(tables["conversation"], "call_id")
    sounds = _by(tables["recording"], "call_id")
    plain = {table: _by(tables[table], "call_id") for table in ("transfer", "parking", "step")}
    found: dict[str, Call] = {}
    for row in tables["call"]:
        key = row["call_id"]
        found[key] = struct_of(
            Call, row,
            visits=tuple(sorted((
                struct_of(calls.Visit, one, attempts=_structs(
                    calls.Attempt, rings[one["uniqueid"], one["queue"], one["nth"]]))
                for one in visits[(key,)]), key=lambda visit: visit.entered_at)),
            conversations=tuple(
                struct_of(calls.Conversation, one, holds=_structs(calls.Hold, spans[key, one["nth"]]))
                for one in _in_order(talks[(key,)])),
            recordings=tuple(
                struct_of(calls.Recording, one, pauses=_structs(calls.Pause, mutes[key, one["nth"]]))
                for one in _in_order(sounds[(key,)])),
            transfers=_structs(calls.Transfer, plain["transfer"][(key,)]),
            parkings=_structs(calls.Parking, plain["parking"][(key,)]),
            steps=_structs(calls.Step, plain["step"][(key,)]),
        )  # fmt: skip
    return found


def _by(rows: list[Row], *names: str) -> dict[tuple[object, ...], list[Row]]:
    found: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in names)].append(row)
    return found


def _in_order(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: int(row["nth"]))


def _structs(kind: Callable[..., Any], rows: list[Row]) -> tuple[Any, ...]:
    return tuple(struct_of(kind, row) for row in _in_order(rows))
