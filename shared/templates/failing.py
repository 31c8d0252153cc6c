"""What is wrong with a template, told in one line; and what of a value may be seen at all."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Sequence

from shared.errors import BadSettings


class BadTemplate(BadSettings):
    """A template that cannot be understood, or that could let a caller's words out of their place; one line."""


def checked(name: str, known: Sequence[str], others: str = "") -> None:
    """Raise BadTemplate where no placeholder has this name. ``others``: words for families of names, told after."""
    if name in known:
        return
    close = difflib.get_close_matches(name, known, n=1)
    advice = f"did you mean {{{close[0]}}}?" if close else f"there are {', '.join(known)}{others}"
    raise BadTemplate(f"unknown placeholder {{{name}}}; {advice}")


def visible(text: str) -> str:
    """Without what is not seen: control characters, marks of direction, halves of letters. A line's end is a space."""
    kept = (" " if sign in "\r\n\t\u2028\u2029" else sign for sign in text)
    return "".join(sign for sign in kept if unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}).strip()
