"""What the nightly proof of a day's figures found: the daemon writes it, the console shows it. Pure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, get_args

import msgspec

ProofKind = Literal["conservation", "rollups", "queue_log"]
"""Every visit is accounted for; the sums are those of the facts; the visits are those that app_queue wrote."""
PROOF_KINDS: tuple[ProofKind, ...] = get_args(ProofKind)
MOST_SHOWN = 50
"""Differences of a finding that are kept in detail."""


class Disagreement(msgspec.Struct, frozen=True, kw_only=True):
    """One thing told in two ways. ``about``: a queue, a call, a row of sums; ``field``: what of it.

    ``ours``: what is stored; ``theirs``: what it was held against. ``reason``: why that is no fault, "" where unknown.
    """

    about: str
    field: str
    ours: str
    theirs: str
    reason: str = ""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Of a day, a PBX and a kind: what was ``checked``, how much of it differs, of that how much is ``explained``.

    ``detail`` has the first differences, the unexplained ones before the others.
    """

    day: date
    pbx: str
    kind: ProofKind
    checked: int
    differing: int = 0
    explained: int = 0
    detail: tuple[Disagreement, ...] = ()
    made_at: datetime | None = None

    @property
    def unexplained(self) -> int:
        """How much differs, nobody knows why."""
        return self.differing - self.explained
