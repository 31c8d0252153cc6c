"""Everything that the page knows at a moment: what the words depend on, what was read, what is chosen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from shared.billing.tariff import TariffVersion
from shared.language import Language
from supervisor_console.billing.screen.pieces import Tab
from supervisor_console.knowing import Knowing
from supervisor_console.reports.billing import Months, Overview, Payer
from supervisor_console.reports.billing_detail import Detail, Document, Running
from supervisor_console.reports.billing_lists import Books, Income, Movement, OwedFee, Profit


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What all words depend on. ``daemon_away_since`` None: it can be told what to do."""

    language: Language
    zone: ZoneInfo
    country: str
    now: datetime
    outside_prefix: str = ""
    daemon_away_since: datetime | None = None
    holidays: Collection[date] = frozenset()

    @property
    def today(self) -> date:
        """The day at the centre."""
        return self.now.astimezone(self.zone).date()


class Spoken(msgspec.Struct, frozen=True):
    """A running call as the board tells it: with whom, since when they talk."""

    number: str
    direction: str
    since: datetime | None


class TariffsMoment(msgspec.Struct, frozen=True, kw_only=True):
    """The chosen price list, its versions (the latest first), the chosen version (0: the latest), what is searched."""

    tariff: str = ""
    versions: tuple[TariffVersion, ...] | None = None
    version: int = 0
    text: str = ""


class InvoicesMoment(msgspec.Struct, frozen=True, kw_only=True):
    """Which list, its filters ("" for all), the chosen document."""

    books: Books | None = None
    which: str = "documents"
    account: str = ""
    state: str = ""
    chosen: str = ""
    document: Document | None = None


class PrepaidMoment(msgspec.Struct, frozen=True, kw_only=True):
    """The chosen account's ledger, all calls that go on, and all fees that wait for credit."""

    account: str = ""
    ledger: tuple[Movement, ...] | None = None
    running: tuple[Running, ...] = ()
    owed: tuple[OwedFee, ...] = ()


class IncomeMoment(msgspec.Struct, frozen=True, kw_only=True):
    """How it is summed: by destination, line or account; what was found, None: not read yet."""

    which: str = "destinations"
    found: tuple[Income, ...] | None = None
    profits: tuple[Profit, ...] = ()


class CalculatorMoment(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked: by which price list, which way, and the fields as they were written."""

    tariff: str = ""
    versions: tuple[TariffVersion, ...] | None = None
    direction: str = "outbound"
    fields: dict[str, str] = {}


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. ``account``: the key of the chosen one; ``call``: of the chosen call, "": the latest.

    ``spoken``: running calls by (pbx, call), as far as the account may see them.
    """

    around: Around
    tab: Tab
    period: Months
    knowing: Knowing
    overview: Overview | None = None
    account: str = ""
    detail: Detail | None = None
    detail_knowing: Knowing = Knowing()
    call: str = ""
    search: str = ""
    is_busy: bool = False
    tariffs: TariffsMoment = TariffsMoment()
    invoices: InvoicesMoment = InvoicesMoment()
    prepaid: PrepaidMoment = PrepaidMoment()
    calculator: CalculatorMoment = CalculatorMoment()
    income: IncomeMoment = IncomeMoment()
    spoken: dict[tuple[str, str], Spoken] = {}

    @property
    def payer(self) -> Payer | None:
        """The chosen account."""
        payers = self.overview.payers if self.overview else ()
        return next((one for one in payers if one.account == self.account), None)
