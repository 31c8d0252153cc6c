"""Price lists: files that were sent in pieces, read with a preview of what changes and every wrong line, and written.

A version is never edited: with a fault anywhere nothing is taken, else all of it as the next version from its day on.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
import xlsxwriter  # type: ignore[import-untyped]  # it has no types

from collector_daemon.billing.closing import Who
from collector_daemon.billing.papers import Paper
from collector_daemon.billing.workbook import table_of_xlsx
from collector_daemon.store.audit import Act
from collector_daemon.store.billing.tariffs import add_version, the_version, versions
from collector_daemon.store.billing.way_in import BillingMistake, opened
from shared.billing.faults import Fault, check, check_vat
from shared.billing.price_list import Table, changes, csv_of_table, table_of, table_of_csv, taken
from shared.billing.tariff import TariffVersion, VatRate
from shared.clock import Clock
from shared.language.cells import guarded

_NUMBER = re.compile(r"[+-]?[0-9][0-9 .,/]*")
KEPT = timedelta(minutes=15)
MOST_BYTES, MOST_UPLOADS = 16 * 2**20, 8
SHOWN = 1000
"""Changes and faults that are told at most."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Answer = dict[str, object]


class Uploads:
    """Files that were sent and not yet read, by account and key."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._files: dict[tuple[str, str], tuple[datetime, bytearray]] = {}

    def add(self, account: str, key: str, offset: int, piece: bytes) -> int:
        """A piece more; how many bytes there are. Raises BillingMistake."""
        now = self._clock.now()
        for old in [one for one, (at, _file) in self._files.items() if now - at > KEPT]:
            del self._files[old]
        _at, file = self._files.get((account, key), (now, bytearray()))
        if offset > len(file):
            raise BillingMistake("unknown_upload", f"the piece before byte {offset} is not there")
        if offset + len(piece) > MOST_BYTES:
            raise BillingMistake("bad_value", f"a file has {MOST_BYTES} bytes at most")
        if (account, key) not in self._files and len(self._files) >= MOST_UPLOADS:
            raise BillingMistake("bad_value", "too many files wait to be read")
        file[offset:] = piece  # what came after is of a file that is sent anew
        self._files[account, key] = (now, file)
        return len(file)

    def get(self, account: str, key: str) -> bytes:
        """The file. Raises BillingMistake."""
        found = self._files.get((account, key))
        if found is None:
            raise BillingMistake("unknown_upload", "the file was not sent, or too long ago")
        return bytes(found[1])


class PriceLists:
    """Versions in and out of the database at ``url``. All of it in a thread."""

    def __init__(self, url: str, clock: Clock, vat: Callable[[], Sequence[VatRate]] = tuple) -> None:
        """``vat``: the rates of the settings, asked each time."""
        self._url, self._clock, self._vat = url, clock, vat

    def add(self, content: Mapping[str, Any], who: Who, *, is_preview: bool) -> Answer:
        """A version as JSON. Raises BillingMistake."""
        try:
            wanted = msgspec.convert({**content, "version": 1}, TariffVersion)
        except ValueError as problem:
            raise BillingMistake("bad_value", str(problem)) from None
        with opened(self._url) as connection:
            return self._take(connection, wanted, check(wanted), who, is_preview=is_preview)

    def take(
        self, tariff: str, file: bytes, valid_from: Any, who: Who, *, head: Mapping[str, Any] | None = None,
        is_preview: bool,
    ) -> Answer:  # fmt: skip
        """The rates of a CSV or XLSX over the latest version of the tariff, or of a new one over ``head``.

        Raises BillingMistake.
        """
        with opened(self._url) as connection:
            known = versions(connection, tariff)
            if not known and head is None:
                raise BillingMistake("unknown_tariff", f"there is no tariff {tariff}")
            if known and head is not None:
                raise BillingMistake("already_there", f"there is a tariff {tariff}")
            base = known[-1] if head is None else _first(tariff, head, valid_from)
            found = taken(base, table_of_file(file), base.version + len(known[-1:]), valid_from)
            if isinstance(found, list):
                return _told(None, (), found)
            return self._take(connection, found, (), who, is_preview=is_preview)

    def _take(
        self, connection: Any, wanted: TariffVersion, faults: list[Fault] | tuple[()], who: Who, *, is_preview: bool
    ) -> Answer:
        known = versions(connection, wanted.tariff)
        old = known[-1] if known else msgspec.structs.replace(wanted, rates=())
        changed = changes(old, wanted)
        if faults or is_preview:
            return _told(None, changed, faults) | {"vat": self._without_vat(wanted)}
        act = Act(
            happened_at=self._clock.now(), account=who.name, act="price list added", subject=wanted.tariff,
            detail=f"from {wanted.valid_from}: {len(wanted.rates)} rates, {len(changed)} changes", origin=who.origin,
        )  # fmt: skip
        return _told(add_version(connection, wanted, who.name, act).version, changed, ())

    def _without_vat(self, wanted: TariffVersion) -> list[Answer]:
        """What is wrong with the VAT that the version needs: faults of the rates, names that none is of on its day."""
        rates = list(self._vat())
        known = {one.vat for one in rates if one.valid_from <= wanted.valid_from}
        named = {one.vat for one in wanted.rates} | {one.vat for one in wanted.fees}
        gaps = [Fault(kind="vat_unknown", where=vat, what=str(wanted.valid_from)) for vat in sorted(named - known)]
        return [_wrong(one) for one in (*check_vat(rates), *gaps)]

    def write(self, tariff: str, version: int, wanted: str) -> Paper:
        """The rates of a version as a file. Raises BillingMistake."""
        with opened(self._url) as connection:
            table = table_of(the_version(connection, tariff, version))
        if wanted == "csv":
            return Paper(f"{tariff}-{version}.csv", "text/csv", ("\ufeff" + csv_of_table(safe(table))).encode())
        return Paper(f"{tariff}-{version}.xlsx", XLSX, xlsx_of_table(table))


def table_of_file(file: bytes) -> Table:
    """The cells of a CSV (UTF-8, or as old programs write it in Czech) or XLSX. Raises BillingMistake."""
    try:
        if file.startswith(b"PK"):
            return table_of_xlsx(file)
        try:
            return bare(table_of_csv(file.decode("utf-8-sig")))
        except UnicodeDecodeError:
            return bare(table_of_csv(file.decode("cp1250")))
    except ValueError as problem:
        raise BillingMistake("bad_value", str(problem)) from None


def safe(table: Table) -> Table:
    """No spreadsheet takes a destination's name for a formula; numbers may begin with their sign."""
    return [[cell if _NUMBER.fullmatch(cell) else guarded(cell) for cell in row] for row in table]


def bare(table: Table) -> Table:
    """As it was before ``safe``."""
    return [[cell[1:] if cell == guarded(cell[1:]) else cell for cell in row] for row in table]


def xlsx_of_table(table: Table) -> bytes:
    """A workbook with one sheet of texts."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    for place, cells in enumerate(table):
        for column, cell in enumerate(cells):
            sheet.write_string(place, column, cell)
    book.close()
    return made.getvalue()


def _first(tariff: str, head: Mapping[str, Any], valid_from: Any) -> TariffVersion:
    """Of a price list that there is not yet, without rates. Raises BillingMistake."""
    try:
        own = {"tariff": tariff, "version": 1, "valid_from": valid_from, "rates": ()}
        return msgspec.convert({**head, **own}, TariffVersion)
    except ValueError as problem:
        raise BillingMistake("bad_value", str(problem)) from None


def _wrong(fault: Fault) -> Answer:
    """A fault, to be told in the reader's language."""
    return {"kind": fault.kind, "where": fault.where, "what": fault.what, "line": fault.line}


def _told(version: int | None, changed: Any, faults: Any) -> Answer:
    return {
        "version": version, "changes": [msgspec.to_builtins(one) for one in changed[:SHOWN]],
        "changed": len(changed), "faults": [str(one) for one in faults[:SHOWN]],
        "wrong": [_wrong(one) for one in faults[:SHOWN]], "vat": [],
    }  # fmt: skip
