"""What every command's parameters have in common, and the kinds of values. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

Word = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
"""A name, number or id."""
Words = Annotated[tuple[Word, ...], msgspec.Meta(max_length=100)]
"""Some of them."""
Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""An instant with its zone."""
Text = Annotated[str, msgspec.Meta(max_length=4000)]
"""What a person wrote; may have several lines."""
Key = Annotated[str, msgspec.Meta(min_length=16, max_length=64, pattern=r"^[0-9A-Za-z-]+$")]
"""Made by the client, once for each thing that it says: said again under its key, a thing changes nothing."""


class Parameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every command may say: on which PBX (None: the only one) and for which agent (None: my own)."""

    pbx: Word | None = None
    agent: Word | None = None
