"""Everything known of a telephone number: consents, do-not-call lists, attempts, in which campaigns it stands."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, text

from shared.campaigns.contact import ContactState
from shared.campaigns.ledgers import Consent, DoNotCall, ListScope, NumberHistory
from shared.database.escapes import unescape
from supervisor_console.reports.campaigns_attempts import AttemptFound, attempts_of_number

MOST = 500


class ConsentFound(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the ledger of consents."""

    entry: int
    is_given: bool
    given_at: datetime
    until: date | None
    how: str
    text: str
    source: str
    by: str


class ListedFound(msgspec.Struct, frozen=True, kw_only=True):
    """The last entry of a number on a list; not ``is_on``: it was taken off."""

    list: str
    scope: ListScope
    scope_of: str
    is_on: bool
    until: date | None
    why: str
    by: str
    entered_at: datetime


class ListFound(msgspec.Struct, frozen=True, kw_only=True):
    """A do-not-call list, how many numbers are on it."""

    list: str
    scope: ListScope
    scope_of: str
    numbers: int


class PlaceFound(msgspec.Struct, frozen=True, kw_only=True):
    """A contact that has the number."""

    contact: int
    campaign: str
    name: str
    state: ContactState


class NumberFound(msgspec.Struct, frozen=True, kw_only=True):
    """All of it; the newest first."""

    number: str
    consents: tuple[ConsentFound, ...] = ()
    lists: tuple[ListedFound, ...] = ()
    attempts: tuple[AttemptFound, ...] = ()
    places: tuple[PlaceFound, ...] = ()
    history: NumberHistory = NumberHistory()

    @property
    def ledger(self) -> tuple[Consent, ...]:
        """Consents as the rules of the law read them."""
        return tuple(
            Consent(number=self.number, given_at=one.given_at, is_given=one.is_given, until=one.until, how=one.how)
            for one in self.consents
        )  # fmt: skip

    @property
    def listed(self) -> tuple[DoNotCall, ...]:
        """Lists as the rules of the law read them."""
        return tuple(
            DoNotCall(number=self.number, list=one.list, scope=one.scope, of=one.scope_of, until=one.until, why=one.why)
            for one in self.lists if one.is_on
        )  # fmt: skip


CONSENTS = """
select entry, is_given, given_at, until, how, text, source, by from consent where number = :number
 order by given_at desc, entry desc limit :most
"""
LISTED = """
select * from (
  select distinct on (list, scope, scope_of) list, scope, scope_of, is_on, until, why, by, entered_at from do_not_call
   where number = :number order by list, scope, scope_of, entry desc) newest
 order by is_on desc, entered_at desc
"""
PLACES = """
select c.contact, c.campaign, c.name, c.state from contact_number n join contact c on c.contact = n.contact
 where n.number = :number order by c.contact desc limit :most
"""
HISTORY = """
select array_agg(placed_at) filter (where placed_at > now() - interval '50 hours') as placed, count(*) as life,
       max(answered_at) filter (where outcome = 'abandoned') as abandoned_at, bool_or(ended_at is null) as is_open
  from attempt where number = :number
"""
LISTS = """
select list, scope, scope_of, count(*) filter (where is_on) as numbers from (
  select distinct on (list, scope, scope_of, number) list, scope, scope_of, is_on from do_not_call
   order by list, scope, scope_of, number, entry desc) newest
 group by list, scope, scope_of order by list, scope, scope_of limit :most
"""


def number_known(connection: Connection, number: str) -> NumberFound:
    """All that is known of it: digits of E.164 without "+"."""
    said = {"number": number, "most": MOST}
    return NumberFound(
        number=number, consents=tuple(_made(ConsentFound, row) for row in connection.execute(text(CONSENTS), said)),
        lists=tuple(_made(ListedFound, row) for row in connection.execute(text(LISTED), said)),
        attempts=attempts_of_number(connection, number),
        places=tuple(_made(PlaceFound, row) for row in connection.execute(text(PLACES), said)),
        history=_history(connection.execute(text(HISTORY), said).one()),
    )  # fmt: skip


def lists(connection: Connection) -> tuple[ListFound, ...]:
    """All do-not-call lists."""
    return tuple(_made(ListFound, row) for row in connection.execute(text(LISTS), {"most": MOST}))


def _history(row: Any) -> NumberHistory:
    return NumberHistory(placed_at=tuple(row.placed or ()), life=row.life, abandoned_at=row.abandoned_at,
                         is_open=bool(row.is_open))  # fmt: skip


def _made(kind: Any, row: Any) -> Any:
    said = {name: unescape(value) if isinstance(value, str) else value for name, value in row._mapping.items()}
    return kind(**said)
