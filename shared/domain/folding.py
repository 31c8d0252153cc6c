"""Text as it is searched: words in small letters without accents, as the database's function ``folded`` makes them.

Pure. A test holds the two together.
"""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f]")
_BETWEEN = re.compile("[\u0001-/:-@\\[-`{-\u00bf\u2000-\u206f]+")
LONGEST_WORD = 64
"""Letters by which words are found."""


def folded(text: str) -> str:
    """The text's words with one space between: "Žofie  KŘÍŽOVÁ!" is "zofie krizova"."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()
    return _BETWEEN.sub(" ", plain).strip(" ")


def folded_words(text: str) -> tuple[str, ...]:
    """Its words, each once, in their order; no more than LONGEST_WORD letters of each."""
    return tuple(dict.fromkeys(word[:LONGEST_WORD] for word in folded(text).split(" ") if word))
