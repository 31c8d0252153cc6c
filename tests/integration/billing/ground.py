"""A database with price lists, who pays, and calls as the recorder stores them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import psycopg

from collector_daemon import settings
from collector_daemon.billing.rater import Rater
from collector_daemon.settings import Settings
from collector_daemon.store.audit import Act
from collector_daemon.store.billing.accounts import BillingAccount, Has, put_account, put_owned
from collector_daemon.store.billing.tariffs import add_version
from collector_daemon.store.billing.way_in import opened
from shared.billing.invoice import Business
from shared.billing.tariff import Package, Rate, TariffVersion
from shared.clock import SystemClock
from tests.integration.database.contents import rows

SETTINGS = """
[billing]
supplier = "Ústředna s.r.o."
vat_id = "CZ12345678"
iban = "CZ6508000000192000145399"
[[vat_rate]]
percent = "21"
valid_from = 2013-01-01
"""
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
JANUARY, FEBRUARY = (date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 2, 1), date(2026, 2, 28))
NUMBERS = count(1)
MIDDAY = datetime(2026, 1, 12, 11, tzinfo=UTC)


def act(what: str = "tested") -> Act:
    """Something for the audit."""
    return Act(happened_at=SystemClock().now(), account="tester", act=what, subject="x", origin="here")


def parsed(more: str = "") -> Settings:
    """Settings that say who sends invoices."""
    return settings.parse(SETTINGS + more)


def prices(tariff: str = "basic", price: str = "1.20", packages: tuple[Package, ...] = ()) -> TariffVersion:
    """A price list with one price for the country, by the second."""
    rate = Rate(prefix="420", destination="Česko", prices={"all": Decimal(price)})
    inbound = Rate(prefix="420800", destination="Bezplatná linka", direction="inbound", prices={"all": Decimal("0.50")})
    return TariffVersion(
        tariff=tariff, version=0, title=tariff, valid_from=date(2026, 1, 1), rates=(rate, inbound), packages=packages
    )


def payer(name: str, kind: str = "post", tariff: str | None = "basic", **more: Any) -> BillingAccount:
    """Somebody who pays."""
    business = Business(name=f"{name} – žluťoučký kůň s.r.o.", company_id="12345678")
    return BillingAccount(account=name, title=name, kind=kind, tariff=tariff, business=business, **more)  # type: ignore[arg-type]


class Ground:
    """The database at ``url``; every account has an extension of its own."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.settings = parsed()
        self.rater = Rater(url, lambda: self.settings, SystemClock())

    def tariff(self, version: TariffVersion | None = None) -> TariffVersion:
        """A version more."""
        with opened(self.url) as connection:
            return add_version(connection, version or prices(), "tester", act())

    def account(self, one: BillingAccount, *extensions: str) -> BillingAccount:
        """Somebody who pays, with what he owns."""
        with opened(self.url) as connection:
            put_account(connection, one, act())
            for extension in extensions:
                put_owned(connection, Has(kind="extension", value=extension, since=SINCE, account=one.account), act())
        return one

    def call(
        self, extension: str, seconds: float | None, at: datetime = MIDDAY, called: str = "777123001", **more: Any
    ) -> str:
        """An outbound call that lasted so long (None: nobody answered); its id."""
        return self.calls([(extension, seconds, at, called)], **more)[0]

    def calls(self, made: Iterable[tuple[str, float | None, datetime, str]], **more: Any) -> list[str]:
        """Calls as the recorder stores them."""
        ids, lines = [], []
        for extension, seconds, at, called in made:
            ids.append(f"17.{next(NUMBERS)}")
            ended_at = at + timedelta(seconds=seconds or 0)
            row = {"pbx": "main", "call_id": ids[-1], "direction": "outbound", "started_at": at, "caller": extension,
                   "called": called, "answered_at": None if seconds is None else at, "ended_at": ended_at,
                   "is_in_gap": False} | more  # fmt: skip
            lines.append(row)
        names = ", ".join(lines[0])
        with psycopg.connect(self.url) as connection, connection.cursor() as cursor, cursor.copy(
            f"copy call ({names}) from stdin"  # type: ignore[arg-type]
        ) as copy:
            for row in lines:
                copy.write_row(list(row.values()))
        return ids

    def rate(self) -> int:
        """All that is due."""
        done = 0
        while some := self.rater.rate_some():
            done += some
        return done

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """The answer to a question."""
        return rows(self.url, question)

    def write(self, statement: str) -> None:
        """As the tables' owner."""
        with psycopg.connect(self.url) as connection:
            connection.execute(statement)  # type: ignore[call-overload]
