"""Somebody's list read from its file: what its columns mean, line after line, and all that is wrong with it.

What is told of it grows as it is read (``told``). Not here: what is done with the lines (``taking_contacts``,
``taking_listed``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from collector_daemon.dialer.lists.sheet_fault import SheetFault
from collector_daemon.dialer.lists.sheet_file import Row, Sheet, looked_at, rows_of
from collector_daemon.store.audit import Act
from collector_daemon.store.dialer.importing import SHOWN, Taking
from shared.domain.commands.dialer import ListFile
from shared.domain.dialer_replies import ImportReply, ImportStage, ImportState, LineFault

FIRST_ROWS, SAMPLE = 20, 50
MOST_LINES = 1_100_000
Line = TypeVar("Line")
Cells = Iterable[tuple[str, str]]
"""Our columns with what stands in them."""


class Told(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How far it is, or (``reply``) what is known of all of it."""

    done: int = 0
    stage: ImportStage = "reading"
    reply: ImportReply | None = None


Telling = Callable[[Told], None]


class ReadTask(msgspec.Struct, frozen=True, kw_only=True):
    """A file at ``path`` (of ``size`` bytes, SHA-256 ``hash``) to be read for the database at ``url``, by whom, when.

    ``country``: where numbers without a prefix are. ``act``: its entry in the audit, which lacks the detail.
    """

    url: str
    path: str
    size: int
    hash: str
    by: str
    at: datetime
    country: str
    act: Act


class Words(Protocol):
    """What columns of a kind of list can mean."""

    def guessed(self, header: Sequence[str], sample: Sequence[Sequence[str]], country: str) -> dict[str, str]:
        """Ours by theirs."""

    def is_ours(self, column: str) -> bool:
        """Is it one of ours?"""


class SheetReading:
    """One reading. Raises SheetFault, OSError."""

    def __init__(self, task: ReadTask, asked: ListFile, words: Words, telling: Telling) -> None:
        self._task, self._asked, self._words, self._telling = task, asked, words, telling
        self.told = ImportReply(state="running", whole=task.size)
        self.faulty = 0
        self.columns: dict[str, str] = {}
        self.sheet = Sheet()
        self._faults: list[LineFault] = []
        self._lines = 0

    @contextmanager
    def rows(self) -> Iterator[Iterator[Row]]:
        """All rows but the header; what the columns mean is known then."""
        path, asked = Path(self._task.path), self._asked
        self.sheet = sheet = looked_at(path, asked.encoding, asked.separator, asked.sheet)
        self.told = msgspec.structs.replace(
            self.told, encoding=sheet.encoding, separator=sheet.separator, sheet=sheet.sheet, sheets=sheet.sheets
        )
        self.columns = self._meant(path)
        self._telling(Told(reply=self.told))
        with rows_of(path, sheet, lambda done: self._telling(Told(done=done))) as rows:
            self._header = next(rows)[1]
            yield rows

    def good(self, rows: Iterator[Row], of: Callable[[int, Cells], Line | tuple[LineFault, ...]]) -> Iterator[Line]:
        """What ``of`` makes of each line; faults are kept."""
        meant = [self.columns.get(theirs, "") for theirs in self._header]
        used = [(place, column) for place, column in enumerate(meant) if column]
        for line, cells in rows:
            self._lines += 1
            if self._lines > MOST_LINES:
                raise SheetFault("many_lines", f"there are more than {MOST_LINES} lines", line)
            found = of(line, ((column, cells[place]) for place, column in used if place < len(cells)))
            if isinstance(found, tuple):
                self.faulty += 1
                self._faults.extend(found[: max(0, SHOWN - len(self._faults))])
            else:
                yield found

    def at(self, stage: ImportStage) -> None:
        """All is read; this is done now."""
        self._telling(Told(done=self._task.size, stage=stage))

    def ended(self, state: ImportState, found: Taking, *, is_new: bool = True) -> ImportReply:
        """What came of it; what would be taken is refused for its faults, unless they are left out."""
        told = msgspec.structs.replace(
            self.told, state=state, done=self.told.whole, lines=found.lines + self.faulty, good=found.good,
            doubles=found.doubles, known=found.known, faulty=self.faulty, faults=tuple(self._faults),
            left_out=found.left_out, list=found.list, is_new=is_new,
        )  # fmt: skip
        if state != "refused":
            return told
        return msgspec.structs.replace(told, why="faults", message=f"{self.faulty} lines have a fault")

    def refused(self, why: str, message: str, line: int = 0, faults: tuple[LineFault, ...] = ()) -> ImportReply:
        """Nothing of it."""
        return msgspec.structs.replace(self.told, state="refused", why=why, message=message, line=line,
                                       faulty=self.faulty, faults=faults or tuple(self._faults))  # fmt: skip

    def _meant(self, path: Path) -> dict[str, str]:
        """Ours by theirs; the first rows and the header are told."""
        with rows_of(path, self.sheet) as rows:
            first = next(rows, None)
            sample = [cells for _nth, (_line, cells) in zip(range(SAMPLE), rows, strict=False)]
        if first is None or not any(cell.strip() for cell in first[1]):
            raise SheetFault("no_header", "the file has no line with the columns' names")
        header = [cell.strip()[:200] for cell in first[1]]
        columns = self._asked.columns or self._words.guessed(header, sample, self._task.country)
        self.told = msgspec.structs.replace(
            self.told, header=tuple(header), columns=columns,
            rows=tuple(tuple(cell[:200] for cell in row) for row in sample[:FIRST_ROWS]),
        )  # fmt: skip
        wrong = tuple(_wrong(header, columns, self._words))
        if wrong:
            why = wrong[0].kind if wrong[0].kind == "no_number_column" else "bad_columns"
            raise SheetFault(why, "; ".join(_told(one) for one in wrong)[:300], faults=wrong)
        return columns


def _wrong(header: Sequence[str], columns: Mapping[str, str], words: Words) -> Iterator[LineFault]:
    for theirs, ours in columns.items():
        if not words.is_ours(ours):
            yield LineFault(line=0, kind="unknown_meaning", column=theirs, value=ours)
        if theirs not in header:
            yield LineFault(line=0, kind="absent_column", column=theirs)
    if not any(ours.partition(":")[0] == "number" for ours in columns.values()):
        yield LineFault(line=0, kind="no_number_column")


def _told(fault: LineFault) -> str:
    match fault.kind:
        case "unknown_meaning":
            return f"there is no column {fault.value} of ours"
        case "absent_column":
            return f"the file has no column {fault.column}"
        case _:
            return "no column has telephone numbers"
