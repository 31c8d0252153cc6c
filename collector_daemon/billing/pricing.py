"""What stored calls cost and who pays: owners, price lists and holidays as the database has them, kept ready."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from collector_daemon.billing.billable import billable, outside_legs
from collector_daemon.settings import Settings
from collector_daemon.store.billing.accounts import BillingAccount, accounts, owned
from collector_daemon.store.billing.closing import MarkedCall
from collector_daemon.store.billing.rating import Price, StoredCall
from collector_daemon.store.billing.tariffs import numbers_of_versions, purchase_lists, versions
from shared.billing.ownership import Owner, Owners
from shared.billing.rated import BillableCall, Rated, Unrated
from shared.billing.rating import PriceBook
from shared.billing.tariff import TariffVersion
from shared.database.escapes import escape, identifier
from shared.days import Span, holidays_in

FIRST_YEAR = 2010
MOST = 2**63 - 1
TOO_MUCH = "it would cost more than there is"
NO_TARIFF = "its account has no tariff"
NOBODYS = "nobody owns what it could be billed by"


class Pricing:
    """``look`` takes over what the database says; ``price`` needs no database."""

    def __init__(self, settings: Callable[[], Settings]) -> None:
        self._settings = settings
        self._known: set[tuple[str, int]] = set()
        self._books: dict[str, PriceBook] = {}
        self._versions: dict[str, list[TariffVersion]] = {}
        self._owners = Owners(())
        self._accounts: dict[str, BillingAccount] = {}
        self._purchases: dict[str, str] = {}
        self._holiday_key: tuple[str, int, str] | None = None
        self.holidays: frozenset[Any] = frozenset()

    def look(self, connection: Any, now: datetime) -> None:
        """Who pays, what is whose and what it costs, as of now."""
        is_new = self._look_at_holidays(now)
        known = numbers_of_versions(connection)
        for tariff in {name for name, _version in (known if is_new else known - self._known)}:
            self._versions[tariff] = versions(connection, tariff)
            self._books[tariff] = PriceBook(self._versions[tariff], self.holidays)
        self._known = known
        self._purchases = purchase_lists(connection)
        self._accounts = {one.account: one for one in accounts(connection)}
        self._owners = Owners(owned(connection))

    def versions(self, tariff: str | None) -> list[TariffVersion]:
        """Of a price list."""
        return self._versions.get(tariff or "", [])

    def book(self, tariff: str | None) -> PriceBook | None:
        """The same, ready."""
        return self._books.get(tariff or "")

    def account(self, name: str) -> BillingAccount | None:
        """Of that name."""
        return self._accounts.get(name)

    def owner(self, call: BillableCall) -> Owner | None:
        """Whose a call is."""
        return self._owners.of(call)

    def rate(self, call: BillableCall, account: str) -> Rated | Unrated | None:
        """What a call of the account costs; None: the account has no tariff."""
        known = self._accounts.get(account)
        book = self._books.get(known.tariff or "") if known else None
        return book.rate(call) if book else None

    def prices(self, calls: Iterable[StoredCall], now: datetime) -> tuple[list[Price], list[tuple[str, str]]]:
        """What these cost, and the keys of those that cost nothing, as nobody answered."""
        settings = self._settings()
        country, prefix = settings.centre.country, settings.desk.outside_prefix
        priced, gone = [], []
        for call in calls:
            asked = billable(call, country, prefix)
            if asked is None:
                gone.append((call.pbx, call.call_id))
            else:
                priced.append(self._price(call, asked, now))
            if call.outside_legs:
                priced += [self._price(leg, own, now) for leg, own in outside_legs(call, country, prefix)]
        return priced, gone

    def _price(self, call: StoredCall, asked: BillableCall, now: datetime) -> Price:
        owner = self.owner(asked)
        rated = None if owner is None else self.rate(asked, owner.account)
        told: dict[str, Any] = {"state": "unowned", "reason": NOBODYS}
        if isinstance(rated, Rated) and rated.exact <= MOST:
            told = _told(rated)
        elif owner is not None:
            reason = NO_TARIFF if rated is None else rated.reason if isinstance(rated, Unrated) else TOO_MUCH
            told = {"state": "unrated", "reason": reason}
        if owner is not None:
            told |= {"account": owner.account, "cost_centre": owner.cost_centre,
                     "owned_by": escape(f"{owner.kind} {owner.value}")}  # fmt: skip
        told |= self._purchased(asked, owner)
        return Price(
            pbx=call.pbx, call_id=call.call_id, direction=asked.direction, line=call.line,
            extension=identifier(asked.extension), number=identifier(asked.number), answered_at=asked.answered_at,
            ended_at=asked.ended_at, rated_at=now, account_code=call.account_code, campaign=call.campaign,
            part_of=call.part_of, **told,
        )  # fmt: skip

    def _purchased(self, asked: BillableCall, owner: Owner | None) -> dict[str, Any]:
        """What the carrier gets, in the currency of who pays us; nothing where the purchase list has no price."""
        account = self._accounts.get(owner.account) if owner else None
        list_of = self._purchases.get(account.currency if account else self._settings().billing.currency)
        rated = self._books[list_of].rate(asked) if list_of in self._books else None
        if not isinstance(rated, Rated) or rated.exact > MOST:
            return {}
        return {"purchase_version": rated.trace.version, "purchase": rated.exact}

    def _look_at_holidays(self, now: datetime) -> bool:
        """Whether they are others than before."""
        centre = self._settings().centre
        key = (centre.country, now.year, centre.timezone)
        if key == self._holiday_key:
            return False
        span = Span(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(now.year + 2, 1, 1, tzinfo=UTC))
        self._holiday_key = key
        self.holidays = frozenset(holidays_in(span, ZoneInfo(centre.timezone), centre.country))
        return True


def priced(row: MarkedCall, rated: Rated, now: datetime) -> Price:
    """What a call costs that was being closed, by what it was rated there."""
    return Price(
        pbx=row.pbx, call_id=row.call_id, direction=row.direction, number=row.number, answered_at=row.answered_at,
        ended_at=row.ended_at, rated_at=now, **_told(rated),
    )  # fmt: skip


def _told(rated: Rated) -> dict[str, Any]:
    trace = rated.trace
    return {
        "state": "rated", "tariff": trace.tariff, "version": trace.version, "prefix": trace.prefix,
        "destination": rated.group, "vat": rated.vat, "billed_ms": rated.billed_ms, "exact": rated.exact,
        "trace": msgspec.json.encode(trace).decode(),
    }  # fmt: skip
