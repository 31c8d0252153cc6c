"""What every CSV for a spreadsheet must mind: its separator, its mark, and texts that are no formulas."""

from __future__ import annotations

from shared.invoicing.elements import written

MARK = "\ufeff"
"""By which Excel knows UTF-8."""

_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


def separator(code: str) -> str:
    """Between the cells of a row: Czech spreadsheets expect a semicolon, because they write decimals with a comma."""
    return ";" if code == "cs" else ","


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula (an apostrophe in front, as OWASP advises), and on one line."""
    line = " ".join(written(text).split())
    return f"'{line}" if line.lstrip(" \u00a0\"'").startswith(_FORMULA) else line
