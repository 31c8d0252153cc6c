"""Questions that are asked in windows of their own, before something is done."""

from __future__ import annotations

import msgspec

from supervisor_console.live.screen.pieces import RedirectKind, Words


class Place(msgspec.Struct, frozen=True):
    """Somewhere to go: an operator with his state, or a queue; ``detail`` is muted beside it."""

    value: str
    text: str
    state: Words = Words()
    detail: str = ""
    is_chosen: bool = False


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """In which queues an operator is, to be changed."""

    pbx: str
    agent: str
    title: str
    places: tuple[Place, ...]


class Redirect(msgspec.Struct, frozen=True, kw_only=True):
    """Where a waiting call is to go: to one of these, or to a number."""

    pbx: str
    call: str
    title: str
    places: tuple[tuple[RedirectKind, tuple[Place, ...]], ...]


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """To whom a message goes: to these extensions, or to everybody in these queues."""

    pbx: str
    title: str
    agents: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
