"""Price lists in the database: versions are added, with a day from which they hold, and never changed."""

from __future__ import annotations

from typing import Any

import msgspec
from psycopg import Connection
from psycopg.rows import class_row

from collector_daemon.store.audit import Act
from collector_daemon.store.billing.accounts import make_due
from collector_daemon.store.billing.way_in import BillingMistake, enter
from shared.billing.tariff import Tariff, TariffVersion


def tariffs(connection: Connection[Any]) -> list[Tariff]:
    """All price lists."""
    with connection.cursor(row_factory=class_row(Tariff)) as cursor:
        return cursor.execute("select tariff, title, currency, zone from tariff order by tariff").fetchall()


def versions(connection: Connection[Any], tariff: str) -> list[TariffVersion]:
    """All versions of a price list, the first first."""
    rows = connection.execute(
        "select content::text from tariff_version where tariff = %s order by version", [tariff]).fetchall()
    return [msgspec.json.decode(text, type=TariffVersion) for (text,) in rows]


def numbers_of_versions(connection: Connection[Any]) -> set[tuple[str, int]]:
    """Which versions there are: for who keeps them in memory, as none ever changes."""
    return {(tariff, version) for tariff, version in connection.execute("select tariff, version from tariff_version")}


def purchase_lists(connection: Connection[Any]) -> dict[str, str]:
    """By currency the price list that says what the carrier gets."""
    return dict(connection.execute("select currency, tariff from tariff where is_purchase").fetchall())


def the_version(connection: Connection[Any], tariff: str, version: int) -> TariffVersion:
    """One version. Raises BillingMistake."""
    row = connection.execute(
        "select content::text from tariff_version where tariff = %s and version = %s", [tariff, version]).fetchone()
    if row is None:
        raise BillingMistake("unknown_tariff", f"there is no version {version} of the tariff {tariff}")
    return msgspec.json.decode(row[0], type=TariffVersion)


def add_version(connection: Connection[Any], wanted: TariffVersion, made_by: str, act: Act) -> TariffVersion:
    """Keep it as the next version of its price list, which is made where there is none yet.

    Calls that are on no invoice yet and ended since it holds are due to be rated again, by a purchase list all of them.
    Raises BillingMistake.
    """
    with connection.transaction():
        _make(connection, wanted)
        connection.execute("lock table tariff_version in share row exclusive mode")
        last = connection.execute(
            "select coalesce(max(version), 0) from tariff_version where tariff = %s", [wanted.tariff]).fetchone()
        kept = msgspec.structs.replace(wanted, version=(last[0] if last else 0) + 1)
        connection.execute(
            "insert into tariff_version (tariff, version, valid_from, content, made_by) values (%s, %s, %s, %s, %s)",
            [kept.tariff, kept.version, kept.valid_from, msgspec.json.encode(kept).decode(), made_by])  # fmt: skip
        make_due(connection, kept.valid_from)
        if kept.is_purchase:
            connection.execute(_INVOICED_DUE, [kept.valid_from])
        enter(connection, act)
    return kept


def _make(connection: Connection[Any], wanted: TariffVersion) -> None:
    """The price list, where there is none yet. Raises BillingMistake where there is another of that name."""
    other = purchase_lists(connection).get(wanted.currency)
    if wanted.is_purchase and other not in (None, wanted.tariff):
        raise BillingMistake("already_there", f"what the carrier gets in {wanted.currency} is in the tariff {other}")
    connection.execute(
        "insert into tariff (tariff, title, currency, zone, is_purchase) values (%s, %s, %s, %s, %s) "
        "on conflict (tariff) do nothing",
        [wanted.tariff, wanted.title, wanted.currency, wanted.zone, wanted.is_purchase])  # fmt: skip
    row = connection.execute(
        "select currency, zone, is_purchase from tariff where tariff = %s for share", [wanted.tariff]).fetchone()
    assert row is not None
    if row[:2] != (wanted.currency, wanted.zone):
        raise BillingMistake("bad_value", f"the tariff {wanted.tariff} is in {row[0]} and the zone {row[1]}")
    if row[2] != wanted.is_purchase:
        kind = "" if row[2] else "not "
        raise BillingMistake("bad_value", f"the tariff {wanted.tariff} does {kind}say what the carrier gets")


_INVOICED_DUE = """
    insert into rating_due (pbx, call_id) select distinct pbx, coalesce(part_of, call_id) from rated_call
    where period is not null and returned_by is null and ended_at >= %s"""
