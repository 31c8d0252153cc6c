"""Events as the PBX told them: one line each, all headers beside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from supervisor_console.reports.tracked import KeptEvent
from supervisor_console.tracking.presenter.telling import Telling
from supervisor_console.tracking.screen import RawRow

_LEGS = ("Uniqueid", "DestUniqueid", "Channel", "DestChannel", "TransfererUniqueid", "ParkeeUniqueid", "MemberName")
"""Headers that name a leg, the most telling first."""


def raw_rows(telling: Telling, events: Iterable[KeptEvent]) -> tuple[RawRow, ...]:
    """All of them, in the order in which they came."""
    return tuple(_row(telling, number, one) for number, one in enumerate(events))


def _row(telling: Telling, number: int, one: KeptEvent) -> RawRow:
    headers = tuple((name, line) for name, value in one.headers.items() for line in _lines(value))
    at = telling.free_ms(one.heard_at)
    sign = "−" if at < 0 else ""
    clock = f"{telling.clock(at)}.{one.heard_at.microsecond // 1000:03}"
    offset = f"{sign}{telling.language.number(abs(at) / 1000, 3)}"
    line = " ".join((one.name, *(f"{name}: {value}" for name, value in headers)))
    return RawRow(
        key=number, clock=clock, offset=offset, name=one.name, leg=_leg(one.headers), headers=headers,
        line=line.casefold(),
    )  # fmt: skip


def _lines(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def _leg(headers: dict[str, Any]) -> str:
    return next((str(headers[name]) for name in _LEGS if headers.get(name)), "")
