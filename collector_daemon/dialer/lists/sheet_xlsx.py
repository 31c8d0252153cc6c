"""The rows of an XLSX one after the other, in little memory however much it unpacks to.

Of a formula is taken what it came to. Hostile ones are refused: what unpacks out of all proportion, declares entities,
or has no end of a cell.
"""

from __future__ import annotations

import errno
import re
import struct
import zipfile
import zlib
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

from collector_daemon.dialer.lists.sheet_fault import SheetFault

MOST_UNPACKED, MOST_RATIO, SMALL = 2**30, 200, 32 * 2**20
MOST_COLUMNS, LONGEST_CELL = 200, 2**20
_BLOCK = 2**16
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, ElementTree.ParseError, LookupError, RuntimeError,
           EOFError, ValueError, OverflowError)  # fmt: skip


def sheets_of_xlsx(path: Path) -> dict[str, str]:
    """The names of the sheets, in order, with their parts of the package. Raises SheetFault."""
    with _package(path) as packed:
        links = {one.get("Id"): one.get("Target", "") for one in _elements(packed, "xl/_rels/workbook.xml.rels")}
        found = {}
        for one in _elements(packed, "xl/workbook.xml"):
            if one.tag == f"{_MAIN}sheet":
                target = links.get(one.get(_LINK), "")
                found[one.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if not found:
            raise SheetFault("bad_workbook", "this XLSX has no sheet")
        return found


@contextmanager
def rows_of_xlsx(
    path: Path, part: str, hear: Callable[[int], None] = lambda _done: None
) -> Iterator[Iterator[tuple[int, list[str]]]]:
    """The rows of a sheet with their numbers; empty ones are left out. Raises SheetFault."""
    with _package(path) as packed:
        shared = _Texts(packed) if "xl/sharedStrings.xml" in packed.namelist() else None
        size = path.stat().st_size
        whole = packed.getinfo(part).file_size or 1

        def told(unpacked: int) -> None:
            hear(min(size, size * unpacked // whole))

        yield _rows(packed, part, shared, told)


@contextmanager
def _package(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as packed:
            yield packed
    except (*_BROKEN, OSError) as problem:
        if isinstance(problem, OSError) and problem.errno != errno.EINVAL:  # that is a place before the beginning
            raise
        raise SheetFault("bad_workbook", f"this is no XLSX that can be read: {type(problem).__name__}") from None


class _Texts:
    """The shared texts: their letters in one piece, so that a million of them take little more than themselves."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._letters, self._ends = bytearray(), array("Q", [0])
        for one in _elements(packed, "xl/sharedStrings.xml"):
            if one.tag == f"{_MAIN}si":
                self._letters += _said(one).encode("utf-8", "replace")
                self._ends.append(len(self._letters))
                one.clear()

    def __getitem__(self, nth: int) -> str:
        if nth < 0:
            raise IndexError(nth)
        return self._letters[self._ends[nth] : self._ends[nth + 1]].decode()


def _rows(
    packed: zipfile.ZipFile, part: str, shared: _Texts | None, hear: Callable[[int], None]
) -> Iterator[tuple[int, list[str]]]:
    last = 0
    for row in _elements(packed, part, hear):
        if row.tag != f"{_MAIN}row":
            continue
        number = int(row.get("r", last + 1))
        if number <= last:
            raise SheetFault("bad_workbook", "the rows of this XLSX are in no order", number)
        last, cells = number, list[str]()
        for cell in row.iter(f"{_MAIN}c"):
            column = _column(cell.get("r", ""), len(cells), number)
            cells += [""] * (column + 1 - len(cells))
            cells[column] = _text(cell, shared)
        row.clear()
        if any(cells):
            yield number, cells


def _elements(
    packed: zipfile.ZipFile, part: str, hear: Callable[[int], None] = lambda _unpacked: None
) -> Iterator[ElementTree.Element]:
    """The ended elements of a part; who has read one clears it."""
    wanted = packed.getinfo(part)
    if wanted.file_size > MOST_UNPACKED or (
        wanted.file_size > SMALL and wanted.file_size > MOST_RATIO * max(1, wanted.compress_size)
    ):
        raise SheetFault("too_large", f"this XLSX unpacks to too much: {part}")
    parser: Any = ElementTree.XMLPullParser(("start", "end"))
    above: list[ElementTree.Element] = []
    with packed.open(wanted) as file:
        for unpacked, block in _blocks(file):
            parser.feed(block)
            for event, element in parser.read_events():
                if event == "start":
                    above.append(element)
                    continue
                above.pop()
                yield element
                if element.tag in (f"{_MAIN}row", f"{_MAIN}si") and above:
                    above[-1].clear()  # else every row that was read stays
            hear(unpacked)
    parser.close()


def _blocks(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Blocks of a part. Refused are declared entities, and a cell without end."""
    unpacked, since_tag, before = 0, 0, b""
    while block := file.read(_BLOCK):
        if not unpacked and (b"\0" in block[:200]):
            raise SheetFault("bad_workbook", "this XLSX is not in UTF-8")
        unpacked += len(block)
        since_tag = 0 if b"<" in block else since_tag + len(block)
        seam = before + block[:16]
        if any(word in block or word in seam for word in (b"<!DOCTYPE", b"<!ENTITY")):
            raise SheetFault("bad_workbook", "this XLSX declares entities")
        if unpacked > MOST_UNPACKED or since_tag > LONGEST_CELL:
            raise SheetFault("too_large", "this XLSX unpacks to too much")
        before = block[-16:]
        yield unpacked, block


def _column(place: str, otherwise: int, row: int) -> int:
    found = _PLACE.fullmatch(place)
    column = otherwise + 1
    if found is not None:
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - 64
    if column > MOST_COLUMNS:
        raise SheetFault("many_columns", f"there are more than {MOST_COLUMNS} columns", row)
    return column - 1


def _said(one: ElementTree.Element) -> str:
    """The text of a string, without how its signs are to be read aloud."""
    pieces = []
    for child in one:
        if child.tag == f"{_MAIN}t":
            pieces.append(child.text or "")
        elif child.tag == f"{_MAIN}r":
            pieces += [piece.text or "" for piece in child.iter(f"{_MAIN}t")]
    return "".join(pieces)


def _text(cell: ElementTree.Element, shared: _Texts | None) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(f"{_MAIN}is")
        return "" if inline is None else _said(inline)
    value = cell.findtext(f"{_MAIN}v") or ""
    if kind == "s" and value:
        if shared is None:
            raise IndexError(value)
        return shared[int(value)]
    if kind == "b":
        return "1" if value == "1" else ""
    if kind == "e":
        return ""
    if kind != "n" or not value:
        return value
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
