"""Events out of two looks at the desk. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

import msgspec

from operator_panel.local_port.desk import DeskCall, DeskState

_ANSWERED = frozenset({"talking", "on_hold", "parked"})


class Look(msgspec.Struct, frozen=True):
    """The desk at one moment."""

    state: DeskState
    calls: tuple[DeskCall, ...] = ()


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is told: ``hello`` at first, with state and calls; then what changes."""

    event: Literal["hello", "ringing", "dialling", "answered", "changed", "ended", "state"]
    at: datetime
    call: DeskCall | None = None
    state: DeskState | None = None
    calls: tuple[DeskCall, ...] | None = None


def events_between(before: Look, after: Look, at: datetime) -> Iterator[Event]:
    """What happened, ends first, so that a call is never told of between two others."""
    known = {call.call: call for call in before.calls}
    present = {call.call for call in after.calls}
    for call in before.calls:
        if call.call not in present:
            yield Event("ended", at, call=call)
    for call in after.calls:
        was = known.get(call.call)
        if was != call:
            yield Event(_kind(was, call), at, call=call)
    if before.state != after.state:
        yield Event("state", at, state=after.state)


def _kind(was: DeskCall | None, call: DeskCall) -> Literal["ringing", "dialling", "answered", "changed", "ended"]:
    before = was.stage if was else None
    if call.stage == "wrapping_up":
        return "ended" if before != "wrapping_up" else "changed"
    if call.stage in _ANSWERED:
        return "changed" if before in _ANSWERED else "answered"
    if before != call.stage:
        return "ringing" if call.stage == "ringing" else "dialling"
    return "changed"
