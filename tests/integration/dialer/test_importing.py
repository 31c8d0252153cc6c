"""Files of contacts: what is guessed, what is told of it, and that nothing is ever half taken."""

from __future__ import annotations

import asyncio
import io
import zipfile
from datetime import timedelta

import psycopg
import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it has no types

from shared.campaigns.campaign import Campaign
from shared.campaigns.contact import ContactNumber
from tests.integration.dialer.ground import LIST, NOON, Ground

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(60)]


def count(ground: Ground, campaign: Campaign) -> int:
    """Contacts that are there."""
    return int(ground.rows(f"select count(*) from contact where campaign = '{campaign.campaign}'")[0][0])


def workbook(rows: list[list[object]]) -> bytes:
    """An XLSX."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.add_worksheet("Jiný")
    sheet = book.add_worksheet("Klienti")
    for place, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write(place, column, cell)
    book.close()
    return made.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "iso-8859-2", "utf-16"])
async def test_encodings_are_guessed_and_told_and_all_is_taken(ground: Ground, encoding: str) -> None:
    campaign = await ground.campaign()
    told = await ground.take(campaign, LIST.encode(encoding), is_preview=True)
    assert (told.state, told.good, told.lines, told.faulty) == ("looked_at", 2, 2, 0)
    assert told.encoding == encoding.removesuffix("-sig")
    assert told.columns == {"Číslo klienta": "external", "Jméno": "name", "Telefon": "number",
                            "Mobil": "number:Mobil", "Město": "field:Město"}  # fmt: skip
    assert told.rows[0] == ("K-1", "Žofie Nováková", "777 123 001", "", "Plzeň")
    assert count(ground, campaign) == 0
    assert (await ground.take(campaign, LIST.encode(encoding))).state == "taken"
    first, second = await ground.contacts(campaign)
    assert (first.name, first.external, first.fields) == ("Žofie Nováková", "K-1", {"Město": "Plzeň"})
    assert first.numbers == (ContactNumber(number="420777123001"),)
    assert second.numbers == (ContactNumber(number="420602123002", kind="Mobil"),)
    counts = await ground.store.counts.of(campaign.campaign)
    assert (counts.left, counts.contacts) == (2, 2)


async def test_the_same_file_again_changes_nothing_and_a_longer_one_adds_what_is_new(ground: Ground) -> None:
    campaign = await ground.campaign()
    first = await ground.take(campaign, LIST)
    again = await ground.take(campaign, LIST)
    assert (first.is_new, again.is_new, again.list, again.good) == (True, False, first.list, 2)
    more = LIST + "K-2;Petr;;+420602123002;Brno\nK-3;Ivo;777123003;;Zlín\n;Eva;777123001;;Cheb\n;Jan;777123003;;Aš\n"
    longer = await ground.take(campaign, more)
    assert (longer.good, longer.known, longer.doubles) == (1, 3, 2)
    assert [(one.line, one.kind, one.of) for one in longer.left_out] == [
        (2, "known", 0), (3, "known", 0), (4, "known", 0), (6, "double", 0), (7, "double", 5),
    ]  # fmt: skip
    assert count(ground, campaign) == 3


async def test_bad_lines_are_listed_and_nothing_is_taken_unless_they_are_left_out(ground: Ground) -> None:
    campaign = await ground.campaign()
    bad = LIST + 'K-3;Ivo;123;;\nK-4;Eva;;;\n"K-5";"A\nB";777123005;;\nK-6;a\x07b;777123006;;\n'
    told = await ground.take(campaign, bad)
    assert (told.state, told.why, told.faulty, told.good) == ("refused", "faults", 3, 3)
    assert [(one.line, one.kind) for one in told.faults] == [
        (4, "bad_number"), (5, "no_number"), (8, "control_character")]  # fmt: skip
    assert told.faults[0].value == "123"
    assert count(ground, campaign) == 0
    assert ground.rows(f"select * from contact_list where campaign = '{campaign.campaign}'") == []
    assert (await ground.take(campaign, bad, leaves_out_faulty=True)).state == "taken"
    assert count(ground, campaign) == 3


async def test_priority_consent_and_order(ground: Ground) -> None:
    campaign = await ground.campaign(order="by_priority")
    text = ("phone,priority,consent\n777200001,1,2025-05-01\n777200002,5,ano\n777200003,,ne\n777200004,x,\n"
            "777200005,2,2999-01-01\n")  # fmt: skip
    told = await ground.take(campaign, text, leaves_out_faulty=True)
    assert [(one.line, one.kind, one.value) for one in told.faults] == [
        (5, "bad_priority", "x"), (6, "bad_consent", "2999-01-01")]  # fmt: skip
    assert [one.numbers[0].number[-1] for one in await ground.contacts(campaign)] == ["2", "1", "3"]
    known = await ground.store.knowledge.of(
        [f"42077720000{last}" for last in "123"], campaign, NOON + timedelta(seconds=1))
    given = {number[-1]: [one.given_at for one in found.consents] for number, found in known.items()}
    assert given["2"] == [NOON]
    assert given["3"] == []
    assert given["1"][0].isoformat() == "2025-05-01T00:00:00+00:00"


async def test_workbooks(ground: Ground) -> None:
    campaign = await ground.campaign()
    book = workbook([
        ["Jméno", "Telefon", "Poznámka"], ["Žofie", 777300001, "=1+1"], [], ["Petr", "+420 777 300 002", 1.5],
    ])  # fmt: skip
    told = await ground.take(campaign, book)
    assert told.why == "no_header"  # the first sheet is empty
    assert told.sheets == ("Jiný", "Klienti")
    told = await ground.take(campaign, book, sheet="Klienti")
    assert (told.state, told.good, told.encoding) == ("taken", 2, "")
    first, second = await ground.contacts(campaign)
    assert (first.numbers[0].number, first.fields) == ("420777300001", {"Poznámka": "0"})  # what a formula came to
    assert (second.numbers[0].number, second.fields) == ("420777300002", {"Poznámka": "1.5"})


def bomb() -> bytes:
    """An XLSX of a few kilobytes with a cell of gigabytes."""
    made = io.BytesIO(workbook([["Telefon"]]))
    with zipfile.ZipFile(made) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["xl/worksheets/sheet1.xml"] = b"<worksheet><sheetData><row><c><v>" + b" " * 40 * 2**20
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return made.getvalue()


def entities() -> bytes:
    """An XLSX with entities."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("xl/_rels/workbook.xml.rels", "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>")
        packed.writestr("xl/workbook.xml", "<a/>")
    return made.getvalue()


@pytest.mark.parametrize(("content", "why", "line"), [
    (b"", "empty", 0),
    (b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00" + bytes(range(256)) * 20, "binary", 0),
    (LIST.encode() + b"K-9;a\x00b;777123009;;\n", "binary", 0),
    (LIST.encode() * 60 + b"K-9;a\x00b;777123009;;\n", "binary", 181),
    (LIST.encode() + "K-9;Plzeň".encode()[:-1], "encoding", 4),
    (LIST.encode() * 60 + b"K-9;\xe8\xe9;777123009\n", "encoding", 181),
    ((";".join(f"c{nth}" for nth in range(10_000)) + "\n").encode(), "many_columns", 1),
    (b"Telefon\n" + b"7" * 10 * 2**20 + b"\n", "line_too_long", 2),
    (b'Telefon\n"7' + b"7\n" * 100_000, "line_too_long", 2),
    (b"Jmeno;Mesto\nEva;Brno\n", "no_number_column", 0),
    (b"\n\n\n", "no_header", 0),
    (b"PK\x03\x04" + b"nonsense" * 100, "bad_workbook", 0),
    (bomb(), "too_large", 0),
    (entities(), "bad_workbook", 0),
], ids=["empty", "binary", "nul", "late nul", "half a letter", "other letters late", "10,000 columns", "10 MB line",
        "open quotation", "no numbers", "blank", "no zip", "bomb", "entities"])  # fmt: skip
async def test_hostile_files_are_refused_in_one_line(ground: Ground, content: bytes, why: str, line: int) -> None:
    campaign = await ground.campaign()
    if not content:
        ground.uploads.add("eva", "empty", 0, b"")
    for is_preview in (True, False):
        told = await ground.take(campaign, content, is_preview=is_preview)
        assert (told.state, told.why, told.line) == ("refused", why, line), told.message
        assert told.message
        assert "\n" not in told.message
    assert count(ground, campaign) == 0


async def test_a_wrong_encoding_or_column_that_was_said(ground: Ground) -> None:
    campaign = await ground.campaign()
    assert (await ground.take(campaign, LIST.encode("cp1250"), encoding="utf-8")).why == "encoding"
    assert (await ground.take(campaign, LIST, encoding="klingon")).why == "encoding"
    assert (await ground.take(campaign, LIST, columns={"Telefon": "telephone"})).why == "bad_columns"
    told = await ground.take(campaign, LIST, columns={"Fax": "numbr", "Telefon": "field:Telefon"})
    assert (told.why, [(one.kind, one.column) for one in told.faults]) == ("bad_columns", [
        ("unknown_meaning", "Fax"), ("absent_column", "Fax"), ("no_number_column", "")])  # fmt: skip
    told = await ground.take(campaign, LIST, columns={"Telefon": "number:práce"}, leaves_out_faulty=True)
    assert (told.good, told.faulty) == (1, 1)


async def test_the_database_away_in_the_middle_leaves_nothing(
    ground: Ground, caplog: pytest.LogCaptureFixture
) -> None:
    campaign = await ground.campaign()
    lines = "Telefon\n" + "".join(f"777{nth:06}\n" for nth in range(20_000))
    running = asyncio.ensure_future(ground.take(campaign, lines))
    with psycopg.connect(ground.url, autocommit=True) as connection:
        killed = 0
        while not killed:
            await asyncio.sleep(0.01)
            killed = connection.execute(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity where query ilike '%copy taken_line%' "
                "and datname = current_database() and pid <> pg_backend_pid()").fetchone()[0]  # type: ignore[index]
    told = await running
    assert (told.state, told.why) == ("refused", "unavailable")
    assert all(record.name == "psycopg" for record in caplog.records)  # it may say that the copying broke off
    assert count(ground, campaign) == 0
    assert (await ground.take(campaign, lines)).good == 20_000
