"""The report that proves that a campaign keeps the rules: its attempts of some days, and what binds their numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, text

from shared.campaigns.campaign import Campaign
from shared.campaigns.contact import Attempt
from shared.campaigns.ledgers import Consent, DoNotCall
from shared.campaigns.proving import ProvenDay, prove
from shared.database.escapes import unescape

MOST = 200_000
ATTEMPTS = """
select attempt, campaign, contact, number, state, placed_at, ringing_at, answered_at, connected_at, ended_at, outcome
  from attempt where campaign = :campaign and placed_at >= :since order by placed_at limit :most
"""
CONSENTS = """
select number, is_given, given_at, until, how, text, source from consent
 where number in (select number from attempt where campaign = :campaign and placed_at >= :since) limit :most
"""
LISTED = """
select distinct on (list, scope, scope_of, number) list, scope, scope_of, number, is_on, until, why from do_not_call
 where number in (select number from attempt where campaign = :campaign and placed_at >= :since)
   and entered_at < :since order by list, scope, scope_of, number, entry desc
"""


def proof(
    connection: Connection, campaign: Campaign, since: datetime, holidays: Mapping[str, Collection[date]]
) -> list[ProvenDay]:
    """The days since then. Numbers that came on a list before they began count; takes seconds for many attempts."""
    said = {"campaign": campaign.campaign, "since": since, "most": MOST}
    attempts = [_attempt(row) for row in connection.execute(text(ATTEMPTS), said)]
    consents: dict[str, list[Consent]] = {}
    for row in connection.execute(text(CONSENTS), said):
        consents.setdefault(row.number, []).append(
            Consent(number=row.number, given_at=row.given_at, is_given=row.is_given, until=row.until, how=row.how))
    lists: dict[str, list[DoNotCall]] = {}
    for row in connection.execute(text(LISTED), said):
        if row.is_on:
            lists.setdefault(row.number, []).append(
                DoNotCall(number=row.number, list=unescape(row.list), scope=row.scope, of=unescape(row.scope_of),
                          until=row.until))  # fmt: skip
    return prove({campaign.campaign: campaign}, attempts, consents, lists, holidays)


def _attempt(row: Any) -> Attempt:
    return Attempt(
        attempt=row.attempt, campaign=row.campaign, contact=row.contact, number=row.number, state=row.state,
        placed_at=row.placed_at, ringing_at=row.ringing_at, answered_at=row.answered_at,
        connected_at=row.connected_at, ended_at=row.ended_at, outcome=row.outcome,
    )  # fmt: skip
