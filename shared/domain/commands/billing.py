"""Commands of who bills: who pays, price lists, closing, documents, payments, credit. Pure.

What belongs to billing itself (a business, a price list) is JSON here and checked where it is meant. Amounts are texts
("12.50"), never floats.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import msgspec

from shared.domain.commands.parameters import Instant, Key, Parameters, Word, Words

Name = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-z][0-9a-z._-]{0,63}$")]
"""A key in the database: small letters and digits."""
Money = Annotated[str, msgspec.Meta(pattern=r"^-?[0-9]{1,9}(\.[0-9]{1,2})?$")]
"""An amount, with two decimals at most."""
Note = Annotated[str, msgspec.Meta(max_length=300)]


class BillingAccountPut(Parameters, frozen=True, kw_only=True):
    """Make an account, or change it as a whole. ``business``: who it is on an invoice."""

    account: Name
    title: Word
    kind: Literal["post", "pre"] = "post"
    tariff: Name | None = None
    currency: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{3}$")] = "CZK"
    business: dict[str, Any] = {}
    language: Literal["cs", "en"] = "cs"
    is_masked: bool = False
    mail_to: Words = ()
    folder: Annotated[str, msgspec.Meta(max_length=64, pattern=r"^([^\\/:.][^\\/:]*)?$")] = ""
    due_days: Annotated[int, msgspec.Meta(ge=0, le=365)] | None = None
    low_credit: Money | None = None
    day_limit: Money | None = None
    month_limit: Money | None = None
    is_open: bool = True


class BillingOwn(Parameters, frozen=True, kw_only=True):
    """Something is the account's from ``since`` on, until ``until`` (None: for good)."""

    account: Name
    kind: Literal["line", "extension", "account_code", "campaign"]
    value: Word
    since: Instant
    until: Instant | None = None
    cost_centre: Annotated[str, msgspec.Meta(max_length=64)] = ""


class BillingSubscribe(Parameters, frozen=True, kw_only=True):
    """The account has so many pieces of a monthly fee from a day on (``until``: not counted)."""

    account: Name
    fee: Word
    pieces: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1
    since: date
    until: date | None = None


class BillingTariffAdd(Parameters, frozen=True, kw_only=True):
    """The next version of a price list, which is made if there is none; ``content`` as ``TariffVersion``."""

    content: dict[str, Any]
    is_preview: bool = False


class BillingUpload(Parameters, frozen=True, kw_only=True):
    """A piece (base64) of a file that is to be read, from this byte on; kept for a quarter of an hour."""

    upload: Key
    offset: Annotated[int, msgspec.Meta(ge=0, le=2**24)] = 0
    piece: Annotated[str, msgspec.Meta(max_length=60_000)]


class BillingTariffImport(Parameters, frozen=True, kw_only=True):
    """The rates of an uploaded CSV or XLSX as the price list's next version; with a fault in any line nothing.

    ``head``: of a price list that there is not yet, as ``TariffVersion`` without rates.
    """

    tariff: Name
    upload: Key
    valid_from: date
    head: dict[str, Any] | None = None
    is_preview: bool = True


class BillingTariffExport(Parameters, frozen=True, kw_only=True):
    """The rates of a version as a file that can be imported again."""

    tariff: Name
    version: Annotated[int, msgspec.Meta(ge=1)]
    format: Literal["csv", "xlsx"] = "csv"


class BillingPrice(Parameters, frozen=True, kw_only=True):
    """What a call would cost: by the price list of an account, or by ``tariff``."""

    number: Word
    direction: Literal["inbound", "outbound", "internal"] = "outbound"
    at: Instant
    seconds: Annotated[float, msgspec.Meta(ge=0, le=864_000)]
    account: Name | None = None
    tariff: Name | None = None


class BillingClose(Parameters, frozen=True, kw_only=True):
    """Close these days (both counted) of an account, None: of all that pay by invoice; or only look."""

    account: Name | None = None
    from_day: date = msgspec.field(name="from")
    to_day: date = msgspec.field(name="to")
    is_preview: bool = True


class BillingCorrect(Parameters, frozen=True, kw_only=True):
    """Rate an invoice's period again and issue what makes it right; or only look."""

    invoice: Word
    why: Note = ""
    is_preview: bool = True


class BillingRerate(Parameters, frozen=True, kw_only=True):
    """Rate calls again that ended in [from, to): what differs; what is on no invoice is changed, unless only looked."""

    account: Name | None = None
    from_at: Instant = msgspec.field(name="from")
    to_at: Instant = msgspec.field(name="to")
    is_preview: bool = True


class BillingInvoiceFile(Parameters, frozen=True, kw_only=True):
    """A document as a file."""

    invoice: Word
    format: Literal["pdf", "isdoc", "isdocx", "ubl", "calls_csv", "calls_pdf"] = "pdf"


class BillingInvoiceSend(Parameters, frozen=True, kw_only=True):
    """Deliver a document once more, wherever the account's go."""

    invoice: Word


class BillingPay(Parameters, frozen=True, kw_only=True):
    """Money came for an invoice (None: for none; negative: it went back)."""

    account: Name
    invoice: Word | None = None
    amount: Money
    paid_on: date
    key: Key
    note: Note = ""


class BillingTopUp(Parameters, frozen=True, kw_only=True):
    """Credit paid in advance (negative: given back, as far as it is not reserved); a receipt is issued."""

    account: Name
    amount: Money
    key: Key
    note: Note = ""


class BillingExport(Parameters, frozen=True, kw_only=True):
    """All documents that were issued on these days (both counted), for accounting."""

    from_day: date = msgspec.field(name="from")
    to_day: date = msgspec.field(name="to")
    language: Literal["cs", "en"] = "cs"


class BillingOverdue(Parameters, frozen=True, kw_only=True):
    """Invoices that should have been paid and are not, the oldest first."""
