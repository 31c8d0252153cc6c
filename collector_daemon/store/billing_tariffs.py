"""Price lists in the database: versions are added, with a day from which they hold, and never changed."""

from __future__ import annotations

from typing import Any

import msgspec
from psycopg import Connection
from psycopg.rows import class_row

from collector_daemon.store.audit import Act
from collector_daemon.store.billing import BillingMistake, enter
from collector_daemon.store.billing_accounts import make_due
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


def the_version(connection: Connection[Any], tariff: str, version: int) -> TariffVersion:
    """One version. Raises BillingMistake."""
    row = connection.execute(
        "select content::text from tariff_version where tariff = %s and version = %s", [tariff, version]).fetchone()
    if row is None:
        raise BillingMistake("unknown_tariff", f"there is no version {version} of the tariff {tariff}")
    return msgspec.json.decode(row[0], type=TariffVersion)


def add_version(connection: Connection[Any], wanted: TariffVersion, made_by: str, act: Act) -> TariffVersion:
    """Keep it as the next version of its price list, which is made where there is none yet.

    Calls that are on no invoice yet and ended since it holds are due to be rated again. Raises BillingMistake.
    """
    with connection.transaction():
        connection.execute(
            "insert into tariff (tariff, title, currency, zone) values (%s, %s, %s, %s) on conflict do nothing",
            [wanted.tariff, wanted.title, wanted.currency, wanted.zone])  # fmt: skip
        row = connection.execute(
            "select currency, zone from tariff where tariff = %s for share", [wanted.tariff]).fetchone()
        if row is not None and row != (wanted.currency, wanted.zone):
            raise BillingMistake("bad_value", f"the tariff {wanted.tariff} is in {row[0]} and the zone {row[1]}")
        connection.execute("lock table tariff_version in share row exclusive mode")
        last = connection.execute(
            "select coalesce(max(version), 0) from tariff_version where tariff = %s", [wanted.tariff]).fetchone()
        kept = msgspec.structs.replace(wanted, version=(last[0] if last else 0) + 1)
        connection.execute(
            "insert into tariff_version (tariff, version, valid_from, content, made_by) values (%s, %s, %s, %s, %s)",
            [kept.tariff, kept.version, kept.valid_from, msgspec.json.encode(kept).decode(), made_by])  # fmt: skip
        make_due(connection, kept.valid_from)
        enter(connection, act)
    return kept
