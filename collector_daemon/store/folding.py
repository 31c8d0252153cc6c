"""Text as it is searched: without regard to case and accents. Pure."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """The text in small letters and without marks: "Žofie" is found by "zofie"."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
