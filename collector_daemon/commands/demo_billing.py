"""What the demo has billed when it begins: a price list, an account with last month's invoice, one with credit.

All by the commands that who bills gives, carried out by the daemon's own code; said again at the next start they change
nothing, so documents of former demos stay. Last month nobody called: its invoice is of monthly fees. Calls of the demo
itself are rated as they end, and are on the next one.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from collector_daemon.billing.orders import BillingOrders
from collector_daemon.settings import Settings
from collector_daemon.store.billing.accounts import accounts
from collector_daemon.store.billing.way_in import opened
from shared.clock import Clock
from shared.domain.accounts import Account
from shared.domain.search.spans import beginning

WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
POST, PRE, TARIFF = "novak", "pizzerie", "standard"
EXTENSIONS = {POST: ("1001", "1002", "1003", "1004", "1005", "1006", "1007", "1008"),
              PRE: ("1009", "1010", "1011", "1012")}  # fmt: skip
RATES = (
    ("420", "Pevná ČR", "0.60", "0.45"), ("4206", "Mobilní ČR", "1.20", "0.90"), ("4207", "Mobilní ČR", "1.20", "0.90"),
    ("420800", "Bezplatné linky", "0", "0"), ("421", "Slovensko", "2.40", "2.40"), ("49", "Německo", "3.20", "3.20"),
    ("", "Ostatní", "9.00", "9.00"),
)  # fmt: skip
"""Prefix, destination, prices a minute: peak, otherwise."""


async def bill(url: str, settings: Settings, clock: Clock, by: Account) -> None:
    """In the database at ``url``, in the name of ``by``. Raises Refused."""
    orders = BillingOrders(url, lambda: settings, clock)
    zone = ZoneInfo(settings.centre.timezone)
    last = clock.now().astimezone(zone).date().replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)

    async def order(name: str, **params: Any) -> None:
        await orders.deeds[name](by, params)

    with opened(url) as connection:
        is_new = not accounts(connection, PRE)
    if is_new:
        await order("billing.tariff.add", content=_tariff(first))
        await _payers(order, first, beginning(first, zone))
        await order("billing.top_up", account=PRE, amount="500.00", key="demo", note="převodem")
    await order("billing.close", account=POST, from_day=first, to_day=last, is_preview=False)


async def _payers(order: Any, first: date, since: datetime) -> None:
    await order(
        "billing.account.put", account=POST, title="Autoservis Novák s.r.o.", tariff=TARIFF, due_days=14,
        business=_business("Brněnská 48", "Brno", "639 00", "07654321"))
    await order(
        "billing.account.put", account=PRE, title="Pizzerie U Mlýna", kind="pre", tariff=TARIFF, low_credit="200.00",
        business=_business("Na Příkopě 9", "Praha 1", "110 00", "02345678"))
    for account, extensions in EXTENSIONS.items():
        for extension in extensions:
            await order("billing.own", account=account, kind="extension", value=extension, since=since)
    await order("billing.subscribe", account=POST, fee="line", pieces=len(EXTENSIONS[POST]), since=first)


def _business(street: str, city: str, postal_code: str, company_id: str) -> dict[str, Any]:
    address = {"street": street, "city": city, "postal_code": postal_code, "country": "CZ"}
    return {"address": address, "company_id": company_id, "vat_id": f"CZ{company_id}"}


def _tariff(valid_from: date) -> dict[str, Any]:
    return {
        "tariff": TARIFF, "title": "Standard", "valid_from": valid_from.isoformat(), "otherwise": "off",
        "otherwise_title": "Mimo špičku",
        "bands": [{"band": "peak", "title": "Špička", "windows": [{"days": WORKDAYS, "begins": 480, "ends": 1080}]}],
        "rates": [{"prefix": prefix, "destination": destination, "prices": {"peak": peak, "off": off},
                   "first_ms": 60_000, "next_ms": 1_000} for prefix, destination, peak, off in RATES],
        "fees": [{"fee": "line", "title": "Paušál za linku", "amount": "450"}],
    }  # fmt: skip
