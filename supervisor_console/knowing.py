"""How it stands with what a page asked of the database. Pure: presenters say it in words."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

Asking = Literal["no", "loading", "slow"]
"""Is an answer awaited: no, or not long; over 300 ms; over 5 s."""


class Knowing(msgspec.Struct, frozen=True, kw_only=True):
    """``failure``: in one line. ``away_since``: the database does not answer."""

    asking: Asking = "no"
    failure: str = ""
    away_since: datetime | None = None
