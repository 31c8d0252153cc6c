"""Itemised calls: every call once, masked where asked, exact to the sum, safe for spreadsheets."""

import csv
import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec
import pytest

from shared.billing.money import UNIT, exact
from shared.invoicing.call_list import CallList, ListedCall, call_list_csv, call_list_pdf, starred
from tests.unit.shared.invoicing.paper_read import pages_of
from tests.unit.shared.invoicing.sample import HOSTILE, invoice

PRAGUE = ZoneInfo("Europe/Prague")
FIRST = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 2:30, and an hour later it is 2:30 again


def call(place: int = 0, **changes) -> ListedCall:
    whole = ListedCall(
        answered_at=FIRST + timedelta(hours=place), number="+420608134572", destination="Mobilní ČR",
        length=timedelta(minutes=4, seconds=37, milliseconds=500), band="Špička", exact=exact(Decimal("4.8705")),
    )  # fmt: skip
    return msgspec.structs.replace(whole, **changes)


def listed(*calls: ListedCall, **changes) -> CallList:
    return msgspec.structs.replace(CallList(invoice=invoice(), calls=calls, zone=PRAGUE), **changes)


def rows_of(document: bytes, separator: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(document.decode("utf-8-sig"), newline=""), delimiter=separator))


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+420608134572", "+420 608 134 ***"),
        ("608134572", "+420 608 134 ***"),
        ("1001", "1001"),
        ("112", "112"),
        ("anonymous", "anonymous"),
        ("", ""),
        ("+441632960961", "+44 1632 960***"),
    ],
)
def test_the_last_three_digits_are_stars(number, shown):
    assert starred(number, "CZ") == shown


def test_a_paper_lists_every_call_and_their_exact_sum():
    calls = [call(place, exact=exact(Decimal("0.0001"))) for place in range(120)]
    pages = pages_of(call_list_pdf(listed(*calls)))
    assert len(pages) == 3
    assert sum(page.count("+420 608 134 572 Mobilní ČR") for page in pages) == 120
    assert all("Čas Číslo Destinace" in page and "Délka Pásmo Kč bez DPH" in page for page in pages)
    assert "25. 10. 2026 02:30:00" in pages[0]
    assert "Celkem Hovorů 120 9:15:00 0,0120" in pages[-1]
    assert "Strana 3 z 3" in pages[-1]


def test_masked_papers_and_files_hold_no_whole_number():
    masked = listed(call(), call(1), is_masked=True)
    (text,) = pages_of(call_list_pdf(masked))
    assert "+420 608 134 ***" in text
    assert "572" not in text
    assert "572" not in call_list_csv(masked).decode("utf-8-sig")


def test_the_night_of_the_clock_change_has_its_hour_twice():
    rows = rows_of(call_list_csv(listed(call(), call(1), call(2))))[1:]
    assert [row[0][11:] for row in rows] == ["02:30:00", "02:30:00", "03:30:00"]


def test_csv_as_each_language_reads_it():
    assert rows_of(call_list_csv(listed(call()))) == [
        ["Čas", "Číslo", "Destinace", "Délka", "Pásmo", "CZK bez DPH"],
        ["2026-10-25 02:30:00", "'+420 608 134 572", "Mobilní ČR", "277,5", "Špička", "4,870500"],
    ]
    english = listed(call(), invoice=invoice(language="en"))
    assert rows_of(call_list_csv(english), ",")[1][3:] == ["277.5", "Špička", "4.870500"]


def test_hostile_texts_are_no_formulas_and_one_line():
    wrong = call(number='=HYPERLINK("x")', destination=f"@{HOSTILE}", band="-1;2\n3")
    (row,) = rows_of(call_list_csv(listed(wrong)))[1:]
    assert row[1].startswith("'=")
    assert row[2].startswith("'@<b>")
    assert row[4] == "'-1;2 3"
    assert len(pages_of(call_list_pdf(listed(wrong)))) == 1


def test_a_call_of_nothing_and_one_of_thirty_hours():
    calls = listed(call(length=timedelta(), exact=0), call(length=timedelta(hours=30), exact=10**6 * UNIT))
    (text,) = pages_of(call_list_pdf(calls))
    assert " 0:00 Špička 0,0000" in text
    assert "30:00:00 Špička 1 000 000,0000" in text


def test_a_period_without_calls_has_a_paper_too():
    (text,) = pages_of(call_list_pdf(listed()))
    assert "Hovorů 0 0:00 0,0000" in text
