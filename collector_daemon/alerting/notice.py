"""What an action gets to know of an alert: its fields, in the shapes that the actions need. No personal data in it."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Literal

import msgspec

from shared.protocol import wire

NoticeEvent = Literal["raised", "worsened", "cleared"]
_PLACE = re.compile(r"\{(\w+)\}")
_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """An alert at a moment of its life. ``at``: of this notice, ``since``: raised; ``queue`` "" : several together."""

    event: NoticeEvent
    alert: str
    rule: str
    title: str
    level: str
    pbx: str
    queue: str
    queue_title: str
    measure: str
    value: float | None
    limit: float | None
    text: str
    at: datetime
    since: datetime

    def body(self) -> bytes:
        """As a JSON object."""
        return wire.encoded(self)

    def words(self) -> dict[str, str]:
        """Every field as a text of one line, without anything that a terminal or a header could obey."""
        return {name: _plain(getattr(self, name)) for name in self.__struct_fields__}

    def environment(self) -> dict[str, str]:
        """The fields as variables of a program."""
        return {f"ALERT_{name.upper()}": word for name, word in self.words().items()}

    def filled(self, argument: str) -> str:
        """The argument with the fields that it names in braces; one argument, whatever is in them."""
        words = self.words()
        return _PLACE.sub(lambda found: words.get(found[1], found[0]), argument)


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return wire.instant(value)
    if isinstance(value, float):
        return f"{value:g}"
    return "".join(" " if unicodedata.category(sign) in _UNSEEN else sign for sign in str(value))
