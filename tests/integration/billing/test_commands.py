"""The commands ``billing.…`` over the feed of a real daemon: what is answered, refused, written and audited."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.clock import SystemClock
from shared.domain.accounts import Role
from tests.helpers.feed import account
from tests.helpers.waiting import wait_until
from tests.integration.billing.ground import MIDDAY, SETTINGS, Ground, prices
from tests.integration.seats.office import Office, Panel, office

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(120)]
JANUARY = {"from": "2026-01-01", "to": "2026-01-31"}
FEBRUARY = {"from": "2026-02-01", "to": "2026-02-28"}
KEY = "0123456789abcdef"
LIST = "předvolba;cíl;cena\n420;Česko;0,90\n48;Polsko;2,50\n"


class Place:
    """The office, the panel of who bills, and what is under them."""

    def __init__(self, it: Office, bills: Panel, ground: Ground) -> None:
        self.it, self.bills, self.ground = it, bills, ground

    async def ask(self, command: str, **params: Any) -> dict[str, Any]:
        """The answer."""
        return await self.bills.ask(f"billing.{command}", **params)

    async def refusal(self, command: str, **params: Any) -> tuple[str, str]:
        """Why not."""
        return await self.bills.refusal(f"billing.{command}", **params)

    async def rated(self, *calls: str) -> None:
        """Wait until the daemon has rated them."""
        def is_rated() -> bool:
            found = self.ground.rows("select call_id from rated_call where state = 'rated'")
            return set(calls) <= {str(row[0]) for row in found}

        await wait_until(is_rated, 15, "the prices of calls")


@pytest.fixture(scope="module")
def url(postgres, _template: str):
    """A database for all tests here."""
    made = postgres.create(_template)
    yield made
    postgres.drop(made)
    postgres.drop_login_roles()


@contextlib.asynccontextmanager
async def opened(folder: Path, url: str) -> AsyncIterator[Place]:
    """The daemon at work on it."""
    more = f"{SETTINGS}".replace("[billing]", f"[billing]\nfolder = '{folder / 'invoices'}'")
    async with office(folder, url, more) as it:
        roles: frozenset[Role] = frozenset({"billing", "wallboard"})  # the board is what a client waits for
        it.accounts.by_name["bill"] = msgspec.structs.replace(account("bill"), roles=roles)
        async with it.open():
            yield Place(it, await it.panel("bill"), Ground(url))


@pytest.fixture
async def place(tmp_path: Path, url: str) -> AsyncIterator[Place]:
    """The daemon at work."""
    async with opened(tmp_path, url) as made:
        yield made


async def test_from_a_price_list_to_a_paid_invoice(place: Place) -> None:
    content = msgspec.to_builtins(prices("first"))
    assert (await place.ask("tariff.add", content=content, is_preview=True))["version"] is None
    assert (await place.ask("tariff.add", content=content))["version"] == 1
    await place.ask("account.put", account="acme", title="Acme s.r.o.", tariff="first", folder="acme",
                    business={"company_id": "12345678", "address": {"city": "Brno"}}, is_masked=True)
    await place.ask("own", account="acme", kind="extension", value="5001", since="2026-01-01T00:00:00Z")
    one, two = place.ground.call("5001", 60), place.ground.call("5001", 90)
    await place.rated(one, two)
    told = await place.ask("close", account="acme", **JANUARY)
    assert [(row["calls"], row["total"], row["invoice"]) for row in told["rows"]] == [(2, "3.63", None)]
    [row] = (await place.ask("close", account="acme", **JANUARY, is_preview=False))["rows"]
    assert (row["is_new"], row["total"], row["invoice"][:5]) == (True, "3.63", "20261")
    [again] = (await place.ask("close", account="acme", **JANUARY, is_preview=False))["rows"]
    assert (again["is_new"], again["invoice"]) == (False, row["invoice"])
    for wanted, begins in (("pdf", b"%PDF"), ("isdoc", b"<?xml"), ("isdocx", b"PK"), ("ubl", b"<?xml"),
                           ("calls_csv", b"\xef\xbb\xbf"), ("calls_pdf", b"%PDF")):
        file = await place.ask("invoice.file", invoice=row["invoice"], format=wanted)
        assert base64.b64decode(file["data"]).startswith(begins), wanted
    calls = base64.b64decode((await place.ask("invoice.file", invoice=row["invoice"], format="calls_csv"))["data"])
    assert "777 123 ***" in calls.decode("utf-8-sig")
    paid = {"account": "acme", "invoice": row["invoice"], "amount": "3.00", "paid_on": "2026-02-03", "key": KEY}
    assert await place.ask("pay", **paid) == {"is_new": True, "open_amount": "0.63"}
    assert await place.ask("pay", **paid) == {"is_new": False, "open_amount": "0.63"}
    assert (await place.refusal("pay", **(paid | {"amount": "4.00"})))[0] == "already_there"
    assert (await place.ask("pay", **(paid | {"amount": "1.00", "key": KEY[::-1]})))["open_amount"] == "-0.37"
    exported = await place.ask("export", **{"from": "2026-01-01", "to": SystemClock().now().date().isoformat()})
    assert row["invoice"] in base64.b64decode(exported["data"]).decode("utf-8-sig")
    acts = [str(act[0]) for act in place.ground.rows("select act from audit where account = 'bill' order by id")]
    assert acts == ["price list added", "billing account set", "billing owner set", "period closed", "payment noted",
                    "payment noted"]  # fmt: skip


async def test_a_price_list_of_a_file_is_previewed_and_taken_as_a_whole(place: Place) -> None:
    await place.ask("tariff.add", content=msgspec.to_builtins(prices("listed")))
    taken = {"tariff": "listed", "upload": KEY, "valid_from": "2026-02-01"}
    assert (await place.refusal("tariff.import", **taken))[0] == "unknown_upload"
    await _upload(place, LIST.encode("cp1250"))
    told = await place.ask("tariff.import", **taken)
    assert (told["version"], told["faults"]) == (None, [])
    assert {(one["kind"], one["prefix"]) for one in told["changes"]} >= {("added", "48"), ("changed", "420")}
    assert (await place.ask("tariff.import", **taken, is_preview=False))["version"] == 2
    for wanted in ("csv", "xlsx"):
        file = base64.b64decode((await place.ask("tariff.export", tariff="listed", version=2, format=wanted))["data"])
        await _upload(place, file)
        assert (await place.ask("tariff.import", **taken))["changes"] == [], wanted
    await _upload(place, (LIST + "49;Německo;x\n420;Česko;-1\n").encode())
    told = await place.ask("tariff.import", **taken, is_preview=False)
    assert told["version"] is None
    assert [fault.partition(":")[0] for fault in told["faults"]] == ["line 4", "line 5"] or len(told["faults"]) >= 2
    assert place.ground.rows("select count(*) from tariff_version where tariff = 'listed'") == [(2,)]
    await _upload(place, b"PK\x03\x04 no zip")
    assert await place.refusal("tariff.import", **taken) == (
        "bad_value", "This is no XLSX that can be read: BadZipFile.")


async def _upload(place: Place, file: bytes) -> None:
    for offset in range(0, len(file), 40_000):
        piece = file[offset : offset + 40_000]
        told = base64.b64encode(piece).decode()
        assert (await place.ask("upload", upload=KEY, offset=offset, piece=told))["bytes"] == offset + len(piece)


async def test_what_a_call_would_cost(place: Place) -> None:
    await place.ask("tariff.add", content=msgspec.to_builtins(prices("asked")))
    call = {"number": "777 123 001", "at": "2026-01-12T10:00:00Z", "seconds": 61.4, "tariff": "asked"}
    told = await place.ask("price", **call)
    assert (told["amount"], told["billed_seconds"], told["trace"]["prefix"]) == ("1.24000000", 62, "420")
    assert (await place.ask("price", **(call | {"number": "+48221234567"})))["reason"] == "no_prefix"
    assert (await place.refusal("price", **(call | {"tariff": "none"})))[0] == "unknown_tariff"


async def test_credit_is_paid_in_with_a_receipt_and_only_what_is_free_goes_back(place: Place) -> None:
    await place.ask("account.put", account="eva", title="Eva", kind="pre")
    paid = {"account": "eva", "amount": "500", "key": KEY}
    told = await place.ask("top_up", **paid)
    assert (told["balance"], told["is_new"], told["receipt"][:5]) == ("500.00", True, "20263")
    assert await place.ask("top_up", **paid) == told | {"is_new": False}
    place.ground.write("insert into reservation (key, account, exact, granted_ms, opened_at, renewed_at) "
                       "values ('x', 'eva', 24000000000000, 60000, now(), now())")
    place.ground.write("update credit set reserved = 24000000000000 where account = 'eva'")  # 400.00
    back = {"account": "eva", "amount": "-100.01", "key": KEY[::-1]}
    assert await place.refusal("top_up", **back) == ("no_credit", "Only 100.00 can be given back.")
    assert (await place.ask("top_up", **(back | {"amount": "-100.00"})))["balance"] == "400.00"
    await place.ask("account.put", account="posted", title="Posted")
    assert (await place.refusal("top_up", **(paid | {"account": "posted", "key": "f" * 16})))[0] == "unknown_account"
    assert (await place.refusal("account.put", account="eva", title="Eva", kind="post"))[0] == "bad_value"


async def test_rated_again_and_corrected(place: Place) -> None:
    await place.ask("tariff.add", content=msgspec.to_builtins(prices("again", price="6.00")))
    await place.ask("account.put", account="again", title="Again", tariff="again")
    await place.ask("own", account="again", kind="extension", value="5002", since="2026-01-01T00:00:00Z")
    one, two = place.ground.call("5002", 60), place.ground.call("5002", 60, at=MIDDAY + timedelta(days=31))
    await place.rated(one, two)
    [row] = (await place.ask("close", account="again", **JANUARY, is_preview=False))["rows"]
    await place.ask("tariff.add", content=msgspec.to_builtins(prices("again", price="1.20")))
    span = {"account": "again", "from": "2026-01-01T00:00:00Z", "to": "2026-03-01T00:00:00Z"}
    told = await place.ask("rerate", **span)
    assert (told["calls"], told["differing"] >= 1, told["invoiced_differing"]) == (2, True, 1)
    noted = await place.ask("correct", invoice=row["invoice"], why="wrong price", is_preview=False)
    assert (noted["total"], noted["invoice"][:5]) == ("-5.81", "20262")
    assert (await place.refusal("correct", invoice=noted["invoice"]))[0] == "bad_value"
    assert (await place.ask("rerate", **span, is_preview=False))["due"] == 2


async def test_overdue_and_delivery(place: Place, tmp_path: Path) -> None:
    await place.ask("tariff.add", content=msgspec.to_builtins(prices("sent")))
    await place.ask("account.put", account="sent", title="Sent", tariff="sent", folder="sent")
    await place.ask("own", account="sent", kind="extension", value="5003", since="2026-01-01T00:00:00Z")
    await place.rated(place.ground.call("5003", 60))
    [row] = (await place.ask("close", account="sent", **JANUARY, is_preview=False))["rows"]
    assert place.it.daemon is not None
    await wait_until(lambda: (tmp_path / "invoices" / "sent" / f"{row['invoice']}-calls.csv").exists(), 30, "the file")
    names = {path.name for path in (tmp_path / "invoices" / "sent").iterdir()}
    assert names == {f"{row['invoice']}{end}" for end in (".pdf", ".isdoc", "-ubl.xml", "-calls.csv")}
    assert await place.ask("invoice.send", invoice=row["invoice"]) == {"ways": ["folder"]}
    assert [one for one in (await place.ask("overdue"))["rows"] if one["number"] == row["invoice"]] == []


async def test_what_is_refused_writes_nothing(place: Place) -> None:
    before = place.ground.rows("select count(*) from audit")
    since = "2026-01-01T00:00:00Z"
    for command, params, code in (
        ("own", {"account": "nobody", "kind": "line", "value": "1", "since": since}, "unknown_account"),
        ("subscribe", {"account": "nobody", "fee": "x", "since": "2026-01-01"}, "unknown_account"),
        ("account.put", {"account": "x", "title": "X", "tariff": "nothing"}, "unknown_tariff"),
        ("account.put", {"account": "x", "title": "X", "low_credit": "-1"}, "bad_value"),
        ("account.put", {"account": "x", "title": "X", "business": {"address": 5}}, "bad_value"),
        ("account.put", {"account": "X y", "title": "X"}, "bad_params"),
        ("tariff.add", {"content": {"tariff": "x"}}, "bad_value"),
        ("tariff.export", {"tariff": "x", "version": 1}, "unknown_tariff"),
        ("upload", {"upload": KEY, "piece": "?"}, "bad_value"),
        ("upload", {"upload": "f" * 16, "offset": 5, "piece": ""}, "unknown_upload"),
        ("invoice.file", {"invoice": "1"}, "unknown_invoice"),
        ("invoice.send", {"invoice": "1"}, "unknown_invoice"),
        ("correct", {"invoice": "1"}, "unknown_invoice"),
        ("pay", {"account": "nobody", "amount": "1", "paid_on": "2026-01-01", "key": KEY}, "unknown_account"),
        ("close", {"account": None, "from": "2026-02-01", "to": "2026-01-01"}, "bad_params"),
    ):  # fmt: skip
        told, message = await place.refusal(command, **params)
        assert told == code, (command, message)
        assert "\n" not in message
    assert place.ground.rows("select count(*) from audit") == before
    eva = await place.it.panel("eva")
    assert (await eva.refusal("billing.overdue"))[0] == "not_allowed"
