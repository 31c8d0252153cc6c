"""What every CSV for a spreadsheet must mind: its separator, its mark, and texts that are no formulas."""

from __future__ import annotations

from shared.invoicing.elements import written
from shared.language.cells import guarded

MARK = "\ufeff"
"""By which Excel knows UTF-8."""


def separator(code: str) -> str:
    """Between the cells of a row: Czech spreadsheets expect a semicolon, because they write decimals with a comma."""
    return ";" if code == "cs" else ","


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula, on one line."""
    return guarded(" ".join(written(text).split()))
