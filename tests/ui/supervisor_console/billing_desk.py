"""A company that bills, for tests of the billing page: filled by what the daemon itself does, not by rows by hand.

Two companies pay by invoice, one in advance with two calls that run, one tariff with two bands and three versions; two
months of calls, the earlier month closed, its invoice overdue; some calls have no price or no owner.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from collector_daemon import settings
from collector_daemon.billing.closing import Closing, Who
from collector_daemon.billing.crediting import Crediting
from collector_daemon.store.billing.topping_up import TopUp, low_told
from collector_daemon.store.billing.way_in import opened
from shared.billing.invoice import Address, Business
from shared.billing.tariff import Band, Fee, Rate, TariffVersion, Window
from shared.clock import HandClock, SystemClock
from tests.integration.billing.ground import Ground, payer

PRAGUE = ZoneInfo("Europe/Prague")
EVA = Who("eva", "127.0.0.1")
SETTINGS = """
[centre]
timezone = "Europe/Prague"
[billing]
supplier = "Hovorna s.r.o."
street = "Dlouhá 12"
city = "Praha 1"
postal_code = "110 00"
company_id = "01234567"
vat_id = "CZ01234567"
iban = "CZ6508000000192000145399"
bank_account = "19-2000145399/0800"
[[vat_rate]]
percent = "21"
valid_from = 2013-01-01
"""
WORKDAYS: Any = ("monday", "tuesday", "wednesday", "thursday", "friday")


def months_back(count: int, today: date | None = None) -> tuple[date, date]:
    """The first and the last day of the month so many before this one."""
    first = (today or SystemClock().now().astimezone(PRAGUE).date()).replace(day=1)
    for _ in range(count):
        first = (first - timedelta(days=1)).replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def version(valid_from: date, peak: str, off: str, land: tuple[str, str] = ("0.60", "0.45")) -> TariffVersion:
    """A version of ``standard``."""
    def rate(prefix: str, destination: str, prices: tuple[str, str], group: str = "", first: int = 60) -> Rate:
        return Rate(prefix=prefix, destination=destination, group=group, first_ms=first * 1000, next_ms=1000,
                    prices={"peak": Decimal(prices[0]), "off": Decimal(prices[1])})  # fmt: skip

    return TariffVersion(
        tariff="standard", version=0, title="Standard 2026", valid_from=valid_from,
        bands=(Band(band="peak", title="Špička", windows=(Window(days=WORKDAYS, begins=480, ends=1080),)),),
        otherwise="off", otherwise_title="Mimo špičku",
        fees=(Fee(fee="line", title="Paušál za linku", amount=Decimal(450)),),
        rates=(
            rate("420", "Pevná ČR", land, "Pevná"), rate("4206", "mobilní ČR", (peak, off), "Mobil"),
            rate("4207", "mobilní ČR", (peak, off), "Mobil"), rate("49", "Německo", ("3.20", "3.20"), "Zahraničí"),
        ),
    )  # fmt: skip


class Billed(Ground):
    """The database at ``url``, filled."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.settings = settings.parse(SETTINGS)
        self.earlier, self.month = months_back(2), months_back(1)

    def fill(self) -> None:
        """All of it."""
        for valid_from, peak, off in ((date(2026, 4, 1), "1.35", "1.00"), (date(2026, 9, 1), "1.20", "0.90"),
                                      (date(2027, 1, 1), "1.25", "0.95")):  # fmt: skip
            self.tariff(version(valid_from, peak, off))
        where = Address(street="Brněnská 48", city="Brno", postal_code="639 00")
        for name, title, kind, extension in (
            ("novak", "Autoservis Novák s.r.o.", "post", "2001"), ("lekarna", "Lékárna Na Růžku", "post", "2002"),
            ("pizzerie", "Pizzerie U Mlýna", "pre", "2003"),
        ):  # fmt: skip
            business = Business(name=title, address=where, company_id="07654321", vat_id="CZ07654321")
            one = payer(name, kind, "standard", folder=name, low_credit=Decimal(250))
            self.account(_as(one, title, business), extension)
        self._calls_of()
        self.rate()
        self._close_earlier()
        self._top_up()

    def _calls_of(self) -> None:
        made: list[tuple[str, float, datetime, str]] = []
        numbers = ("608134572", "224123456", "777123001", "541222333", "00493090182000")
        for first, last in (self.earlier, self.month):
            for nth in range(150):
                day = first + timedelta(days=nth % last.day)
                at = datetime.combine(day, time(8 + nth % 11, (nth * 7) % 60, 20), PRAGUE).astimezone(UTC)
                made.append(("2001" if nth % 3 else "2002", 40 + nth * 37 % 900, at, numbers[nth % len(numbers)]))
        edge = datetime.combine(_weekday(self.month[1]), time(17, 57, 40), PRAGUE).astimezone(UTC)
        made.append(("2001", 278, edge, "608134572"))
        made.append(("2001", 60, edge - timedelta(hours=3), "0048221234567"))
        made.append(("2777", 90, edge - timedelta(hours=4), "608134572"))
        self.calls(made)

    def _close_earlier(self) -> None:
        then = HandClock(datetime.combine(self.earlier[1] + timedelta(days=2), time(9), PRAGUE).astimezone(UTC))
        closing = Closing(self.url, lambda: self.settings, then)
        for account in ("novak", "lekarna"):
            closing.close(account, self.earlier, EVA)

    def _top_up(self) -> None:
        crediting = Crediting(self.url, lambda: self.settings, SystemClock())
        crediting.top_up(TopUp(account="pizzerie", amount=Decimal("184.20"), key="first", note="převodem"), EVA)
        with opened(self.url) as connection:
            low_told(connection, "pizzerie", SystemClock().now())  # there is no server for mail here

    def close_month(self) -> str:
        """The month before this one of ``novak``; its invoice."""
        [done] = Closing(self.url, lambda: self.settings, SystemClock()).close("novak", self.month, EVA)
        return str(done.invoice)

    def run_calls(self, now: datetime) -> None:
        """Two calls of the one who pays in advance go on, as the daemon notes them."""
        for nth, (gone, price) in enumerate(((192, "3.20"), (48, "1.20"))):
            opened = (now - timedelta(seconds=gone)).isoformat()
            exact = int(Decimal(price) * 10**6) * 600_000
            self.write(
                "insert into reservation (key, account, pbx, call_id, exact, granted_ms, opened_at, renewed_at, "
                f"tariff, version, number) values ('r{nth}', 'pizzerie', 'main', '77.{nth}', {exact}, 600000, "
                f"'{opened}', '{opened}', 'standard', 2, '+42060277011{nth}')")  # fmt: skip


def _as(one: Any, title: str, business: Business) -> Any:
    return msgspec.structs.replace(one, title=title, business=business)


def _weekday(day: date) -> date:
    while day.weekday() > 4 or (day.month == 12 and day.day > 23):
        day -= timedelta(days=1)
    return day


def filled(url: str) -> Billed:
    """A database filled."""
    made = Billed(url)
    made.fill()
    made.rater.close()
    return made

