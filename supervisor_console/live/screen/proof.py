"""Whether the figures of the day before were proved: a chip in the page's head, and what opens under it."""

from __future__ import annotations

import msgspec

from supervisor_console.live.screen.pieces import Token


class ProofLine(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of proof of a PBX: what came of it, and the first things that differ."""

    icon: str
    token: Token
    title: str
    text: str
    differences: tuple[str, ...] = ()


class ProofMark(msgspec.Struct, frozen=True, kw_only=True):
    """The chip, and what opens under it: ``title``, ``lines`` (none: it was never proved) and ``foot``."""

    icon: str
    token: Token
    text: str
    title: str
    lines: tuple[ProofLine, ...] = ()
    foot: str = ""
