"""Who pays, in the database: accounts, what each owns, the monthly fees that it has. Each change is in the audit.

A change makes calls that are on no invoice yet due to be rated again, from the day on which it holds.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import msgspec
from psycopg import Connection, sql
from psycopg.rows import class_row, dict_row
from psycopg.types.json import Jsonb

from collector_daemon.store.audit import Act
from collector_daemon.store.billing.way_in import BillingMistake, enter
from shared.billing.invoice import Business
from shared.billing.lines import Subscription
from shared.billing.ownership import OwnedKind, Owns

Wire = dict[str, Any]


class BillingAccount(msgspec.Struct, frozen=True, kw_only=True):
    """A row of ``billing_account``."""

    account: str
    title: str
    kind: Literal["post", "pre"] = "post"
    tariff: str | None = None
    currency: str = "CZK"
    business: Business
    language: str = "cs"
    is_masked: bool = False
    mail_to: tuple[str, ...] = ()
    folder: str = ""
    due_days: int | None = None
    low_credit: Decimal | None = None
    day_limit: Decimal | None = None
    month_limit: Decimal | None = None
    is_open: bool = True


class Has(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes an account's, or (``until``) stops being so."""

    kind: OwnedKind
    value: str
    since: datetime
    until: datetime | None = None
    account: str
    cost_centre: str = ""


_COLUMNS = BillingAccount.__struct_fields__
_NAMES = sql.SQL(", ").join(map(sql.Identifier, _COLUMNS))
_PUT = sql.SQL(
    "insert into billing_account ({names}) values ({values}) "
    "on conflict (account) do update set changed_at = now(), {set}"
).format(
    names=_NAMES, values=sql.SQL(", ").join(map(sql.Placeholder, _COLUMNS)),
    set=sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name)) for name in _COLUMNS[1:]),
)  # fmt: skip
_GET = sql.SQL(
    "select {names} from billing_account where account = %(name)s or %(name)s::text is null order by account"
).format(names=_NAMES)


def accounts(connection: Connection[Any], name: str | None = None) -> list[BillingAccount]:
    """All by name, or the one of that name."""
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(_GET, {"name": name})
        return [msgspec.convert(row, BillingAccount) for row in cursor.fetchall()]


def the_account(connection: Connection[Any], name: str) -> BillingAccount:
    """The one of that name. Raises BillingMistake."""
    found = accounts(connection, name)
    if not found:
        raise BillingMistake("unknown_account", f"there is no account {name}")
    return found[0]


def put_account(connection: Connection[Any], wanted: BillingAccount, act: Act) -> None:
    """Make it or change it, as a whole. Raises BillingMistake: kind and currency of one with calls or money stay."""
    with connection.transaction():
        row = connection.execute(
            "select kind, currency, tariff from billing_account where account = %s for update", [wanted.account]
        ).fetchone()
        if row is not None and (row[0], row[1]) != (wanted.kind, wanted.currency):
            raise BillingMistake("bad_value", "whether an account is pre-paid, and its currency, stay as they are")
        _check_tariff(connection, wanted)
        values = {name: getattr(wanted, name) for name in _COLUMNS}
        values |= {"business": Jsonb(msgspec.to_builtins(wanted.business)), "mail_to": list(wanted.mail_to)}
        connection.execute(_PUT, values)
        connection.execute(_CLOSED, [wanted.account])
        if wanted.kind == "pre":
            connection.execute("insert into credit (account) values (%s) on conflict do nothing", [wanted.account])
        if row is not None and row[2] != wanted.tariff:
            make_due(connection, None)
        enter(connection, act)


def _check_tariff(connection: Connection[Any], wanted: BillingAccount) -> None:
    if wanted.tariff is None:
        return
    row = connection.execute(
        "select currency, is_purchase from tariff where tariff = %s", [wanted.tariff]).fetchone()
    if row is None:
        raise BillingMistake("unknown_tariff", f"there is no tariff {wanted.tariff}")
    if row[1]:
        raise BillingMistake("bad_value", f"the tariff {wanted.tariff} says what the carrier gets, not what is charged")
    if row[0] != wanted.currency:
        told = f"the tariff {wanted.tariff} is in {row[0]}, the account in {wanted.currency}"
        raise BillingMistake("bad_value", told)


def owned(connection: Connection[Any], account: str | None = None) -> list[Owns]:
    """What accounts own and owned; of a closed one up to its closing."""
    with connection.cursor(row_factory=class_row(Owns)) as cursor:
        cursor.execute(
            "select o.account, o.kind, o.value, o.since, least(o.until, a.closed_at) as until, o.cost_centre "
            "from billing_owns o join billing_account a on a.account = o.account "
            "where (o.account = %(account)s or %(account)s::text is null) "
            "and (a.closed_at is null or o.since < a.closed_at) order by o.kind, o.value, o.since",
            {"account": account})  # fmt: skip
        return cursor.fetchall()


def put_owned(connection: Connection[Any], has: Has, act: Act) -> None:
    """An account has something, from a time on. Raises BillingMistake (already_there: it is another's then)."""
    with connection.transaction():
        the_account(connection, has.account)
        done = connection.execute(
            "insert into billing_owns as had (kind, value, since, until, account, cost_centre) "
            "values (%s, %s, %s, %s, %s, %s) on conflict (kind, value, since) "
            "do update set until = excluded.until, cost_centre = excluded.cost_centre "
            "where had.account = excluded.account",
            [has.kind, has.value, has.since, has.until, has.account, has.cost_centre])  # fmt: skip
        if not done.rowcount:
            raise BillingMistake("already_there", f"{has.value} is another account's since then")
        make_due(connection, has.since)
        enter(connection, act)


def subscriptions(connection: Connection[Any], account: str) -> list[Subscription]:
    """The monthly fees that an account has and had."""
    with connection.cursor(row_factory=class_row(Subscription)) as cursor:
        cursor.execute(
            "select fee, pieces, since, until from billing_subscription where account = %s order by fee, since",
            [account])  # fmt: skip
        return cursor.fetchall()


def put_subscription(connection: Connection[Any], account: str, has: Subscription, act: Act) -> None:
    """An account has so many pieces of a fee, from a day on. Raises BillingMistake."""
    with connection.transaction():
        the_account(connection, account)
        connection.execute(
            "insert into billing_subscription (account, fee, since, until, pieces) values (%s, %s, %s, %s, %s) "
            "on conflict (account, fee, since) do update set until = excluded.until, pieces = excluded.pieces",
            [account, has.fee, has.since, has.until, has.pieces])  # fmt: skip
        enter(connection, act)


def make_due(connection: Connection[Any], since: datetime | date | None) -> int:
    """Calls that ended since then (None: all that were rated) and are on no invoice are to be rated again; how many."""
    done = connection.execute(_MAKE_DUE_ALL if since is None else _MAKE_DUE, {"since": since})
    return done.rowcount


_CLOSED = """
    update billing_account set closed_at = case when is_open then null else coalesce(closed_at, now()) end
    where account = %s"""
_MAKE_DUE_ALL = (
    "insert into rating_due (pbx, call_id) select distinct pbx, coalesce(part_of, call_id) from rated_call "
    "where period is null"
)
_MAKE_DUE = """
    insert into rating_due (pbx, call_id)
    select c.pbx, c.call_id from call c left join rated_call r on r.pbx = c.pbx and r.call_id = c.call_id
    where c.started_at >= %(since)s::timestamptz - interval '2 days' and c.ended_at >= %(since)s
        and c.answered_at is not null and r.period is null
    union
    select pbx, coalesce(part_of, call_id) from rated_call where period is null and ended_at >= %(since)s"""
