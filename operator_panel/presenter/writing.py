"""Texts from the network made fit to be shown: one line of plain text, that turns nothing around it.

Names come from callers and from the CRM. They are shown as text wherever they stand; what cannot be seen goes, and
what is written from the right stands in an isolate of its own, so that "· 00:34" after it stays where it is.
"""

from __future__ import annotations

import functools
import unicodedata

LONGEST = 120
"""Letters of a name that are shown; views cut what does not fit before."""
ISOLATE, END = "\u2068", "\u2069"
_JOINERS = "\u200c\u200d"  # part of how Persian words and some pictures are written
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_FROM_RIGHT = {"R", "AL", "AN"}


@functools.lru_cache(maxsize=4096)
def plain(text: str, longest: int = LONGEST) -> str:
    """The text in one line without what is not seen, cut to ``longest`` letters, isolated where it needs to be."""
    kept = (" " if sign.isspace() else sign for sign in text[: longest * 4])
    seen = "".join(sign for sign in kept if sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN)
    line = " ".join(_with_few_marks(seen).split()).strip(_JOINERS)
    return isolated(line if len(line) <= longest else line[: longest - 1].rstrip() + "…")


def isolated(text: str) -> str:
    """The text in an isolate, if some of it is written from the right."""
    if any(unicodedata.bidirectional(sign) in _FROM_RIGHT for sign in text):
        return f"{ISOLATE}{text}{END}"
    return text


def lines(text: str, longest: int = 4000) -> str:
    """A text of several lines without what is not seen."""
    kept = text.replace("\r\n", "\n")[:longest]
    return "".join(one for one in kept if one in "\n\t" or one in _JOINERS or unicodedata.category(one) not in _UNSEEN)


def folded(text: str) -> str:
    """The text as it is looked for: without accents, small, one space between words."""
    apart = unicodedata.normalize("NFKD", text)
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).casefold().split())


def _with_few_marks(text: str) -> str:
    """At most three marks over or under a letter: more only climb out of the line."""
    kept, marks = list[str](), 0
    for sign in text:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= 3:
            kept.append(sign)
    return "".join(kept)
