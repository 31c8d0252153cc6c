"""Cells of files for spreadsheets: a text that begins like a formula gets an apostrophe in front, as OWASP advises."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula, also after spaces or quotation marks."""
    bare = text.lstrip(" \u00a0\"'")
    return f"'{text}" if bare.startswith(_FORMULA) or text.startswith(_FORMULA) else text
