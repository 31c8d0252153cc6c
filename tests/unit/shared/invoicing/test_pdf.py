"""The paper: what it says in both languages, on how many pages, its code read back, nothing beyond the margins."""

from datetime import date
from decimal import Decimal

import msgspec
import numpy as np
import pytest

from shared.invoicing.pdf import pdf
from shared.invoicing.qr_payment import descriptor, order_of
from shared.invoicing.words import KEYS, Words
from tests.unit.shared.invoicing.paper_read import codes_of, pages_of, picture_of
from tests.unit.shared.invoicing.sample import (
    KINDS,
    NOT_REGISTERED,
    RATES,
    SUPPLIER,
    credit_note,
    invoice,
    line,
    receipt,
)

MARGIN = 0.08  # of a page's width, where nothing may be


def text_of(document: bytes) -> str:
    return " ".join(pages_of(document))


def test_an_invoice_says_all_that_the_law_asks():
    (text,) = pages_of(pdf(invoice()))
    for said in (
        "Faktura 2026110042",
        "Daňový doklad · období 1.–31. 10. 2026",
        "Hovorna s.r.o.",
        "Dlouhá 12 110 00 Praha 1 IČO 01234567 DIČ CZ01234567",
        "Městský soud v Praze, oddíl C, vložka 123456",
        "Autoservis Novák s.r.o.",
        "IČO 07654321 DIČ CZ07654321",
        "2. 11. 2026",
        "31. 10. 2026",
        "16. 11. 2026",
        "Paušál, 8 linek",
        "4 218 min",
        "1,12",
        "4 724,16",
        "Základ 11 970,00",
        "DPH 21 % 2 513,70",
        "K úhradě 14 483,70 Kč",
        "19-2000145399/0800",
        "CZ65 0800 0000 1920 0014 5399",
        "GIBACZPX",
        "QR Platba",
        "Strana 1 z 1",
    ):
        assert said in text


def test_in_english():
    text = text_of(pdf(msgspec.structs.replace(KINDS["several rates"], language="en")))
    for said in ("Invoice 2026110042", "Tax document · period 1–31 Oct 2026", "CZK excl. VAT", "−120.35", "21%",
                 "Rounding 0.43", "Amount due CZK 1,758.21", "Page 1 of 1"):  # fmt: skip
        assert said in text


def test_the_code_on_the_paper_is_read_as_it_is_meant():
    for one in (KINDS["invoice"], KINDS["several rates"], KINDS["hostile"]):
        document, order = pdf(one), order_of(one)
        assert order is not None
        assert codes_of(document, len(pages_of(document)) - 1) == [descriptor(order)]


def test_rates_are_recapitulated_and_the_total_rounded():
    text = text_of(pdf(invoice(RATES, rounding="0.43")))
    for said in ("21 % 1 361,13 285,84 1 646,97", "12 % 90,01 10,80 100,81", "0 % 10,00 0,00 10,00",
                 "Celkem 1 461,14 296,64 1 757,78", "Zaokrouhlení 0,43", "K úhradě 1 758,21 Kč"):  # fmt: skip
        assert said in text


def test_a_credit_note_names_what_it_corrects_and_why():
    text = text_of(pdf(credit_note()))
    for said in ("Opravný daňový doklad 2026110077", "Opravuje doklad 2026110042", "Chybná sazba v říjnu 2026",
                 "−132,16", "DPH 21 % −25,20", "K vrácení 145,20 Kč", "Částku vrátíme"):  # fmt: skip
        assert said in text
    assert "QR Platba" not in text


def test_a_correction_by_which_more_is_paid_is_a_debit_note():
    document = pdf(KINDS["debit note"])
    for said in ("Opravný daňový doklad 2026110078 Vrubopis", "Opravuje doklad 2026110042", "Hovory bez ceny",
                 "K úhradě 5 716,23 Kč", "QR Platba"):  # fmt: skip
        assert said in text_of(document)


def test_a_receipt_asks_for_no_money():
    document = pdf(receipt())
    assert "Platba přijata 31. 10. 2026" in text_of(document)
    assert "Uhrazeno 1 000,00 Kč Neplaťte, již uhrazeno." in text_of(document)
    assert codes_of(document, 0) == []


def test_without_an_account_nobody_is_asked_to_transfer():
    text = text_of(pdf(KINDS["no account"]))
    assert "K úhradě 14 483,70 Kč" in text
    assert "Platba převodem" not in text
    wrong = msgspec.structs.replace(SUPPLIER, iban="CZ00 0800")
    text = text_of(pdf(invoice(supplier=wrong)))
    assert "Účet 19-2000145399/0800" in text
    assert "CZ00" not in text
    assert "QR Platba" not in text


def test_who_is_not_registered_for_vat_writes_no_tax_document():
    text = text_of(pdf(KINDS["no VAT"]))
    assert "Dodavatel není plátcem DPH" in text
    assert "Daňový doklad" not in text
    assert "bez DPH" not in text
    assert "Dobropis 2026110077" in text_of(pdf(credit_note(supplier=NOT_REGISTERED)))


def test_a_business_of_another_member_state_accounts_for_the_tax():
    text = text_of(pdf(KINDS["abroad"]))
    assert "Müller & Söhne GmbH Hauptstraße 5 01067 Dresden Germany VAT ID DE123456788" in text
    assert "Reverse charge: VAT is accounted for by the customer." in text
    assert "Daň odvede zákazník." in text_of(pdf(msgspec.structs.replace(KINDS["abroad"], language="cs")))


@pytest.mark.parametrize(("count", "least"), [(1, 1), (12, 1), (20, 2), (300, 9)])
def test_any_number_of_lines_has_its_pages(count, least):
    lines = tuple(line(f"Mobilní ČR, linka {n}", str(n), "minute", f"{n}.10") for n in range(1, count + 1))
    pages = pages_of(pdf(invoice(lines)))
    assert len(pages) >= least
    whole = " ".join(pages)
    assert all(whole.count(f"linka {n} {n} min") == 1 for n in range(1, count + 1))
    for number, page in enumerate(pages, 1):
        assert f"Strana {number} z {len(pages)}" in page
        assert "Faktura 2026110042" in page
        assert "linka" not in page or "Položka Množství Cena za jedn. DPH Kč bez DPH" in page
    assert "K úhradě" in pages[-1]
    assert "QR Platba" in pages[-1]


def test_every_kind_stays_within_its_margins():
    for name, one in KINDS.items():
        document = pdf(one)
        for page in range(len(pages_of(document))):
            picture = picture_of(document, page, 50)
            edge = round(picture.shape[1] * MARGIN)
            inside = picture[:, edge:-edge]
            assert np.all(picture[:, :edge] == 255), (name, page)
            assert np.all(picture[:, -edge:] == 255), (name, page)
            assert np.any(inside < 100), (name, page)


def test_the_worst_texts_are_said_and_break_where_they_must():
    text = text_of(pdf(KINDS["hostile"]))
    assert "<b>&\"']]>Žluťoučký kůň velmi dlouhé jméno" in text
    unbroken = invoice((line("W" * 700, "1", "piece", "1.00"),), note="\n\n", reason="x" * 2000)
    assert len(pages_of(pdf(unbroken))) == 2


def test_the_same_invoice_is_always_the_same_bytes():
    assert pdf(invoice()) == pdf(invoice())


def test_amounts_and_days_are_written_as_each_language_does():
    czech, english = Words("cs_CZ"), Words("fr")
    assert czech.amount(Decimal("-1234567.5")) == "−1\xa0234\xa0567,50"
    assert english.amount(Decimal("-0.001")) == "0.00"
    assert english.amount(Decimal("1234.5")) == "1,234.50"
    assert czech.percent(Decimal("12.50")) == "12,5\xa0%"
    assert czech.period(date(2026, 12, 15), date(2027, 1, 14)) == "15.\xa012.\xa02026 – 14.\xa01.\xa02027"
    assert czech.period(date(2026, 12, 15), date(2026, 12, 15)) == "15.\xa012.\xa02026"
    assert all(text.strip() for texts in KEYS.values() for text in texts)
