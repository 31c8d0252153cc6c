"""The past on the wire: what a client asks for, and what the server grants."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

FASTEST = 60.0
"""How many times as fast as it was the past may be played."""

Speed = Annotated[float, msgspec.Meta(ge=0, le=FASTEST)]


class Past(msgspec.Struct, frozen=True):
    """A moment of the past to be shown, played on ``speed`` times as fast as it was; 0: it stands still."""

    at: datetime
    speed: Speed = 1.0


class GrantedPast(Past, frozen=True):
    """The moment that is shown. Not ``is_complete``: calls that began before what is kept may be missing."""

    is_complete: bool = True
