"""The way to the first call, shown while the centre has had none."""

from __future__ import annotations

from typing import Literal

import msgspec

from supervisor_console.live.screen.pieces import Action


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step: ``done``, the one to be taken ``now``, or one that comes ``later``."""

    number: int
    state: Literal["done", "now", "later"]
    title: str
    text: str
    action: Action | None = None


class First(msgspec.Struct, frozen=True, kw_only=True):
    """All steps in their order. ``leave``: to the tables, for who has seen enough of it."""

    title: str
    text: str
    steps: tuple[Step, ...]
    leave: Action
