"""The first sheet of an XLSX as text, cell by cell, with what Python has: price lists are small and have no formulas
that matter, so no library is needed for them. Writing one is ``xlsxwriter``'s.

A cell's number is written as short as it can be told again ("0.1"); what a formula came to is taken as it is.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

MOST_BYTES = 64 * 2**20
"""Of a part, unpacked."""
MOST_ROWS, MOST_COLUMNS = 200_000, 100
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_FIRST = "xl/worksheets/sheet1.xml"
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, ElementTree.ParseError, LookupError, OSError,
           EOFError, RuntimeError, OverflowError)  # fmt: skip


def table_of_xlsx(content: bytes) -> list[list[str]]:
    """The rows of the first sheet. Raises ValueError with one clear line."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            sheet = _FIRST if _FIRST in names else next(
                (name for name in sorted(names) if name.startswith("xl/worksheets/sheet")), None
            )
            if sheet is None:
                raise ValueError("this is no XLSX: it has no sheet")
            shared = _shared(_part(packed, "xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else []
            return _rows(_part(packed, sheet), shared)
    except _BROKEN as problem:
        raise ValueError(f"this is no XLSX that can be read: {type(problem).__name__}") from None


def _part(packed: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if packed.getinfo(name).file_size > MOST_BYTES:
        raise ValueError(f"this XLSX is too large: {name}")
    text = packed.read(name)
    if b"\0" in text[:200]:
        raise ValueError("this is no XLSX: it is not in UTF-8")
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise ValueError("this is no XLSX: it declares entities")
    return ElementTree.fromstring(text)  # noqa: S314 - what declares entities was refused above


def _shared(part: ElementTree.Element) -> list[str]:
    return ["".join(piece.text or "" for piece in _pieces(one)) for one in part.iter(f"{_MAIN}si")]


def _pieces(one: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Texts of a string, without how its signs are to be read aloud."""
    for child in one:
        if child.tag == f"{_MAIN}t":
            yield child
        elif child.tag == f"{_MAIN}r":
            yield from child.iter(f"{_MAIN}t")


def _rows(part: ElementTree.Element, shared: list[str]) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in part.iter(f"{_MAIN}row"):
        number = int(row.get("r", len(rows) + 1))
        if not len(rows) < number <= MOST_ROWS:
            raise ValueError(f"this XLSX has more than {MOST_ROWS} rows, or they are in no order")
        rows += [[] for _ in range(number - len(rows))]
        for cell in row.iter(f"{_MAIN}c"):
            cells = rows[number - 1]
            column = _column(cell.get("r", ""), len(cells))
            cells += [""] * (column + 1 - len(cells))
            cells[column] = _text(cell, shared)
    return rows


def _column(place: str, otherwise: int) -> int:
    found = _PLACE.fullmatch(place)
    if found is None:
        return otherwise
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    if column > MOST_COLUMNS:
        raise ValueError(f"this XLSX has more than {MOST_COLUMNS} columns")
    return column - 1


def _text(cell: ElementTree.Element, shared: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(f"{_MAIN}is")
        return "" if inline is None else "".join(piece.text or "" for piece in _pieces(inline))
    value = cell.findtext(f"{_MAIN}v") or ""
    if kind == "s":
        return shared[int(value)]
    if kind == "b":
        return "1" if value == "1" else ""
    if kind != "n" or not value:
        return value
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
