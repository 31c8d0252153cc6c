"""What the daemon said of a section: what is in force, what is planned, what was."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec

from shared.domain.centre_settings import SectionName


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A value said in the console. ``value`` None: what was planned for then was taken back."""

    since: datetime
    value: Any
    by: str | None
    made_at: datetime


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of ``settings.read``. ``source``: the file, where nobody has changed it in the console."""

    section: SectionName
    value: Any
    since: datetime | None = None
    source: Literal["file", "console"] = msgspec.field(name="from", default="file")
    by: str | None = None
    made_at: datetime | None = None
    planned: tuple[Item, ...] = ()
    history: tuple[Item, ...] = ()

    @property
    def seen(self) -> datetime | None:
        """When the newest of all values was made: a change says so, and is refused if there is a newer one."""
        return max((one.made_at for one in self.history), default=None)


def told(result: dict[str, Any]) -> Told:
    """The answer as the wire has it. Raises msgspec.ValidationError where it is none."""
    return msgspec.convert(result, Told)


def key_of(item: Item) -> str:
    """What tells values of the history apart."""
    return f"{item.made_at.isoformat()} {item.since.isoformat()}"
