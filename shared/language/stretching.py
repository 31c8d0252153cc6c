"""A pseudo-language: every text accented, at least 40 % longer and in ⟦brackets⟧, with its placeholders as they were.

A window that still shows both brackets of all its texts has room for any language; a text without brackets was
never translated.
"""

from __future__ import annotations

import re
from gettext import NullTranslations

_ACCENTED = str.maketrans("aceinorstuyzdACEIORSTUYZ", "áčěíňóřšťůýžďÁČĚÍÓŘŠŤŮÝŽ")
_PLACEHOLDER = re.compile(r"(\{[^{}]*\})")
_FILLING = "měřítko délky "


class Stretched(NullTranslations):
    """Takes the place of a catalogue."""

    def gettext(self, message: str) -> str:
        """Stretch a text."""
        return stretched(message.partition("|")[0])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Stretch the form for the number."""
        return stretched(msgid1 if n == 1 else msgid2)


def stretched(message: str) -> str:
    """Give the text 40 % more characters, at least two, the brackets among them; never between the braces."""
    parts = _PLACEHOLDER.split(message)
    accented = "".join(part if part.startswith("{") else part.translate(_ACCENTED) for part in parts)
    more = -(-len(message) * 2 // 5) - 2
    filling = (_FILLING * (more // len(_FILLING) + 1))[: more - 1] if more > 1 else ""
    return f"⟦{accented}{' ' if filling else ''}{filling}⟧"
