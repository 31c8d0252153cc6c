"""Forgetting everything that was heard: for a demo, which begins anew in the same hours. Never for a real centre."""

from __future__ import annotations

import psycopg
from psycopg import sql

from shared.database.connection import conninfo, plain
from shared.database.tables import metadata
from shared.errors import Unavailable

KEPT = frozenset({
    "account", "visible_queue", "role_right", "audit", "audit_head", "installation", "setting",
    "billing_account", "billing_owns", "billing_subscription", "tariff", "tariff_version", "rated_call",
    "billing_period", "number_series", "invoice", "payment", "invoice_delivery", "credit", "ledger_entry", "ledger_leg",
    "reservation", "owed_fee", "settling_due",
    "campaign", "campaign_change", "consent", "do_not_call",
})  # fmt: skip
"""Who may come in, what was set, what was billed, who may be called, which only grows; all others were heard."""


def forget_facts(url: str) -> None:
    """Empty the tables of the database at ``url``; accounts stay. Raises Unavailable."""
    try:
        with psycopg.connect(conninfo(url)) as connection:
            for name in metadata.tables:  # one by one: what belongs to calls is emptied by triggers
                if name not in KEPT:
                    connection.execute(sql.SQL("truncate {} cascade").format(sql.Identifier(name)))
    except psycopg.Error as problem:
        raise Unavailable(f"the database cannot be emptied: {plain(problem)}") from None
