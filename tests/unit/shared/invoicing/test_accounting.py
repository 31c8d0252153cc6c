"""The rows for accounting: one a rate, their sums those of the invoices."""

import csv
import io
from decimal import Decimal

from shared.invoicing.accounting import COLUMNS, accounting_csv
from tests.unit.shared.invoicing.sample import KINDS, credit_note


def rows_of(document: bytes, separator: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(document.decode("utf-8-sig"), newline=""), delimiter=separator))


def test_a_row_for_each_rate_and_sums_of_the_invoices():
    invoices = list(KINDS.values())
    rows = rows_of(accounting_csv(invoices, "en"))
    assert len(rows) == sum(len({line.vat_rate for line in one.lines}) for one in invoices)
    for column, expected in (
        ("net", sum(rate.net for one in invoices for rate in one.vat)),
        ("vat", sum(rate.vat for one in invoices for rate in one.vat)),
        ("total", sum(one.total for one in invoices)),
    ):
        assert sum(Decimal(row[column] or 0) for row in rows) == expected
    assert sum(Decimal(row["gross"]) + Decimal(row["rounding"] or 0) for row in rows) == sum(
        one.total for one in invoices
    )


def test_czech_spreadsheets_read_it():
    (row,) = rows_of(accounting_csv([credit_note()], "cs"), ";")
    assert tuple(row) == COLUMNS
    assert row == dict(zip(COLUMNS, (
        "credit_note", "2026110077", "2026110042", "2026110077", "2026-11-02", "2026-10-31", "2026-11-16", "2026-10-01",
        "2026-10-31", "Autoservis Novák s.r.o.", "07654321", "CZ07654321", "CZ", "CZK", "21", "-120,00", "-25,20",
        "-145,20", "0", "-145,20"), strict=True))  # fmt: skip


def test_a_name_is_no_formula():
    customer = KINDS["invoice"].customer
    (row,) = rows_of(accounting_csv([credit_note(customer=type(customer)(name='=1+"2"\n3'))], "en"))
    assert row["customer"] == '\'=1+"2" 3'
