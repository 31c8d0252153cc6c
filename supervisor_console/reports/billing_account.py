"""All that is set of an account that pays: who it is, where documents go, what it owns, its monthly fees."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec
from sqlalchemy import Connection, text

from shared.billing.invoice import Business
from shared.billing.ownership import Owns
from shared.database.escapes import unescape
from supervisor_console.reports.billing import Kind, plain


class AccountSet(msgspec.Struct, frozen=True, kw_only=True):
    """A row of ``billing_account``."""

    account: str
    title: str
    kind: Kind
    tariff: str | None
    currency: str
    business: Business
    language: Literal["cs", "en"]
    is_masked: bool
    mail_to: tuple[str, ...]
    folder: str
    due_days: int | None
    low_credit: Decimal | None
    day_limit: Decimal | None
    month_limit: Decimal | None
    is_open: bool


class FeeHad(msgspec.Struct, frozen=True, kw_only=True):
    """So many pieces of a monthly fee, from a day on (``until``: not counted)."""

    fee: str
    pieces: int
    since: date
    until: date | None


def account_set(connection: Connection, account: str) -> AccountSet | None:
    """The account of that key; None: there is none."""
    row = connection.execute(_ACCOUNT, {"account": account}).mappings().one_or_none()
    if row is None:
        return None
    found = plain(row, "title", "folder")
    business = msgspec.json.decode(found.pop("business"), type=Business)
    return AccountSet(**found | {"business": business, "mail_to": tuple(found["mail_to"])})


def owned(connection: Connection) -> tuple[Owns, ...]:
    """What all accounts own and owned."""
    rows = connection.execute(_OWNED).mappings()
    return tuple(Owns(**plain(row, "value", "cost_centre")) for row in rows)


def fees_had(connection: Connection, account: str) -> tuple[FeeHad, ...]:
    """The account's monthly fees, those of now and of before."""
    rows = connection.execute(_FEES, {"account": account}).mappings()
    return tuple(FeeHad(**{**row, "fee": unescape(row["fee"])}) for row in rows)


_ACCOUNT = text("""
select account, title, kind, tariff, currency, business::text as business, language, is_masked, mail_to, folder,
       due_days, low_credit, day_limit, month_limit, is_open
from billing_account where account = :account
""")
_OWNED = text("""
select account, kind, value, since, until, cost_centre from billing_owns order by kind, value, since
""")
_FEES = text("select fee, pieces, since, until from billing_subscription where account = :account order by fee, since")
