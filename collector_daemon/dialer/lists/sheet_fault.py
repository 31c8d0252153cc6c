"""What is wrong with a whole file of contacts, in a word for programs and a line for people."""

from __future__ import annotations

from shared.domain.dialer_replies import LineFault
from shared.errors import SuiteError


class SheetFault(SuiteError):
    """It cannot be read. ``kind``: the word; ``line``: where, 0: nowhere in particular; ``faults``: all of them, where
    there can be several.
    """

    def __init__(self, kind: str, message: str, line: int = 0, faults: tuple[LineFault, ...] = ()) -> None:
        super().__init__(message)
        self.kind, self.line, self.faults = kind, line, faults
