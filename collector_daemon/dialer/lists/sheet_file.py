"""A file of contacts read row by row, CSV or XLSX, however large; encoding and separator are guessed.

What makes all of it unreadable is a ``SheetFault`` with the line; what is wrong with a row is told by ``lines``.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from collector_daemon.dialer.lists.sheet_fault import SheetFault
from collector_daemon.dialer.lists.sheet_xlsx import rows_of_xlsx, sheets_of_xlsx

MOST_COLUMNS, LONGEST_LINE = 200, 100_000
ENCODINGS = ("utf-8", "utf-16", "cp1250", "iso-8859-2", "cp1252", "cp852")
SEPARATORS = ";,\t|"
_BLOCK = 2**20
Row = tuple[int, list[str]]
Progress = Callable[[int], None]


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """How a file is read. ``separator`` empty: XLSX."""

    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()


def looked_at(path: Path, encoding: str = "", separator: str = "", sheet: str = "") -> Sheet:
    """How the file is to be read: what is not said is guessed. Raises SheetFault, OSError."""
    with path.open("rb") as file:
        beginning = file.read(4096)
    if not beginning:
        raise SheetFault("empty", "the file is empty")
    if beginning.startswith(b"PK\x03\x04"):
        sheets = sheets_of_xlsx(path)
        if sheet and sheet not in sheets:
            raise SheetFault("bad_workbook", f"there is no sheet {sheet}")
        return Sheet(sheet=sheet or next(iter(sheets)), sheets=tuple(sheets))
    if encoding and encoding not in ENCODINGS:
        raise SheetFault("encoding", f"the encoding is one of {', '.join(ENCODINGS)}")
    used = encoding or _guess(path)
    if b"\0" in beginning and used != "utf-16":
        raise SheetFault("binary", "this is no text and no XLSX")
    return Sheet(encoding=used, separator=separator[:1] or _separator(path, used))


@contextmanager
def rows_of(path: Path, sheet: Sheet, hear: Progress = lambda _done: None) -> Iterator[Iterator[Row]]:
    """The rows with their line numbers, the header first; ``hear`` gets the bytes read so far now and then.

    Raises SheetFault, OSError.
    """
    if not sheet.separator:
        with rows_of_xlsx(path, sheets_of_xlsx(path)[sheet.sheet], hear) as rows:
            yield _checked(rows)
        return
    codec = "utf-8-sig" if sheet.encoding == "utf-8" else sheet.encoding
    with path.open("rb") as file, io.TextIOWrapper(file, encoding=codec, errors="strict", newline="") as text:
        yield _checked(_csv_rows(file, text, sheet, hear))


def _checked(rows: Iterator[Row]) -> Iterator[Row]:
    for line, cells in rows:
        if len(cells) > MOST_COLUMNS:
            raise SheetFault("many_columns", f"there are more than {MOST_COLUMNS} columns", line)
        yield line, cells


def _csv_rows(file: BinaryIO, text: io.TextIOWrapper, sheet: Sheet, hear: Progress) -> Iterator[Row]:
    reader = csv.reader(_limited(text), delimiter=sheet.separator)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except UnicodeError as problem:
            wrong = _line_at(file, problem)
            raise SheetFault("encoding", f"what stands in line {wrong} is no {sheet.encoding}", wrong) from None
        except csv.Error as problem:
            raise SheetFault("line_too_long" if "limit" in str(problem) else "binary",
                             f"line {line}: {problem}", line) from None  # fmt: skip
        if line == 1 or not line % 1000:
            hear(file.tell())
        if any(cells):
            yield line, cells
        line = reader.line_num + 1


def _line_at(file: BinaryIO, problem: UnicodeError) -> int:
    """In which line the decoder, which reads ahead, met what it could not read."""
    if not isinstance(problem, UnicodeDecodeError):
        return 1
    left = file.tell() - len(problem.object) + problem.start
    file.seek(0)
    line = 1
    while left > 0 and (block := file.read(min(_BLOCK, left))):
        line += block.count(b"\n")
        left -= len(block)
    return line


def _limited(text: io.TextIOWrapper) -> Iterator[str]:
    line = 0
    while one := text.readline(LONGEST_LINE + 1):
        line += 1
        if len(one) > LONGEST_LINE:
            raise SheetFault("line_too_long", f"line {line} has more than {LONGEST_LINE} letters", line)
        if "\0" in one:
            raise SheetFault("binary", f"there is a NUL in line {line}: this is no text", line)
        yield one


def _guess(path: Path) -> str:
    """UTF-16 by its mark, UTF-8 where all of it is (or its end is missing), else as Windows or Unix wrote Czech."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    seen: set[int] = set()
    letters = 0
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        file.seek(0)
        is_utf8 = True
        while block := file.read(_BLOCK):
            if is_utf8:
                try:
                    letters += sum(sign > "\x7f" for sign in decoder.decode(block)) if letters < 3 else 0
                    if letters >= 3:
                        return "utf-8"
                except UnicodeDecodeError as problem:
                    letters += sum(byte >= 0xC2 for byte in block[: problem.start])
                    is_utf8 = letters >= 3
                    if is_utf8:  # all before it was: the wrong place is told when it is read
                        return "utf-8"
            if not is_utf8:
                seen.update(block)
    if is_utf8:
        return "utf-8"
    if not seen.isdisjoint(range(0x80, 0xA0)):
        return "cp1250"
    return "iso-8859-2" if not seen.isdisjoint(b"\xa9\xab\xae\xb9\xbb\xbe") else "cp1250"


def _separator(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        text = file.readline(LONGEST_LINE)
    return max(SEPARATORS, key=lambda one: (text.count(one), -SEPARATORS.index(one)))
