"""Campaigns and their contacts as the database has them. Its SQL, of contacts and lists of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, text

from shared.campaigns.campaign import Campaign, CampaignState
from shared.campaigns.contact import ContactNumber, ContactState
from shared.database.escapes import unescape
from shared.domain.numbers import calling_code

PAGE = 200
"""Contacts that are read at once."""
UNDER_WAY = "c.state in ('offered', 'calling', 'talking', 'wrap_up')"
COUNTED, APPOINTMENTS = 10_000, 1000
"""More that match are not counted."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign as it is set up, and where it stands."""

    campaign: Campaign
    state: CampaignState = "draft"
    since: datetime | None = None
    by: str = ""
    why: str = ""


class ContactsWanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which contacts: ``outcome`` the last result, ``state``; "" for all.

    ``text``: beginnings of words of the name, in whatever letters; or the beginning or the end of a number.
    """

    campaign: str = ""
    text: str = ""
    outcome: str = ""
    state: str = ""


class ContactFound(msgspec.Struct, frozen=True, kw_only=True):
    """A contact with its newest attempt: ``pbx`` and ``call`` of it, its ``operator`` (extension or account), how long
    they talked (``talked_seconds``), or since when they do (``talking_since``).
    """

    contact: int
    name: str
    numbers: tuple[ContactNumber, ...]
    number_index: int = 0
    state: ContactState = "waiting"
    attempts: int = 0
    last: str = ""
    next_at: datetime | None = None
    next_by: str = ""
    why: str = ""
    note: str = ""
    pbx: str = ""
    call: str = ""
    operator: str = ""
    talked_seconds: float | None = None
    talking_since: datetime | None = None


class Contacts(msgspec.Struct, frozen=True, kw_only=True):
    """Some of them, in order; ``total``: all that match (None: many, not counted)."""

    wanted: ContactsWanted
    rows: tuple[ContactFound, ...] = ()
    total: int | None = None
    has_more: bool = False


CAMPAIGNS = """
select settings, state, since, state_by as by, why from campaign order by changed_at desc limit 1000
"""
SETTINGS = "select settings from campaign where campaign = :campaign"
FOUND = """
select c.contact, c.name, c.number_index, c.state, c.attempts, c.last, c.next_at, c.next_by, c.why, c.note,
       (select jsonb_agg(jsonb_build_object('number', n.number, 'kind', n.kind) order by n.nth)
          from contact_number n where n.contact = c.contact) as numbers,
       a.pbx, a.call_id, a.operator, a.agent, a.connected_at, a.ended_at
  from contact c left join lateral (
       select pbx, call_id, operator, connected_at, ended_at, (select agent from assignment s
               where s.attempt = attempt.attempt order by s.nth desc limit 1) as agent from attempt
        where attempt.contact = c.contact order by placed_at desc limit 1) a on true
 where c.campaign = :campaign and {where} order by c.contact limit :most
"""
NAMED = """c.contact = any(array(
       select named.contact from contact named where name_words(named.name) @@ name_question(:name)))"""
"""An array, so that they are found by their words: in the order of keys all contacts would be read for a page."""
COUNT_NAMED = "name_words(c.name) @@ name_question(:name)"
NUMBERED = """c.contact in (
       select contact from contact_number where campaign = :campaign and (number >= :whole and number < :whole_end)
       union all
       select contact from contact_number where campaign = :campaign and (number >= :home and number < :home_end)
       union all
       select contact from contact_number where campaign = :campaign and reverse(number) like :ending)"""
COUNT = "select count(*) from (select 1 from contact c where c.campaign = :campaign and {where} limit :most) found"


def campaigns(connection: Connection) -> tuple[Known, ...]:
    """All campaigns, those changed last first."""
    return tuple(
        Known(campaign=msgspec.convert(row.settings, Campaign), state=row.state, since=row.since, by=row.by,
              why=unescape(row.why))
        for row in connection.execute(text(CAMPAIGNS))
    )  # fmt: skip


def contacts(connection: Connection, wanted: ContactsWanted, after: int = 0) -> Contacts:
    """Those that somebody has to do with now, then the others by their keys; ``after``: from behind this one on."""
    where, said = _matching(connection, wanted)
    said |= {"campaign": wanted.campaign, "after": after}
    rows: list[ContactFound] = []
    if not after and wanted.state in ("", "live"):
        rows = _rows(connection, f"{where} and {UNDER_WAY}", said | {"most": PAGE})
    rest: list[ContactFound] = []
    if wanted.state != "live":
        rest = _rows(connection, f"{where} and not ({UNDER_WAY}) and c.contact > :after", said | {"most": PAGE + 1})
    total = None
    if not after:
        every = where.replace(NAMED, COUNT_NAMED)
        counted = text(COUNT.format(where=f"{every} and {UNDER_WAY}" if wanted.state == "live" else every))
        total = connection.execute(counted, said | {"most": COUNTED + 1}).scalar_one()
    return Contacts(
        wanted=wanted, rows=(*rows, *rest[:PAGE]), total=total if total is not None and total <= COUNTED else None,
        has_more=len(rest) > PAGE,
    )  # fmt: skip


def appointments(connection: Connection, campaign: str) -> tuple[ContactFound, ...]:
    """Those who were promised a call, the next one first."""
    found = _rows(connection, "c.state = 'waiting' and c.next_at is not null and c.is_appointment",
                  {"campaign": campaign, "most": APPOINTMENTS})  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.next_at or datetime.max.replace(tzinfo=UTC), one.contact)))


def _matching(connection: Connection, wanted: ContactsWanted) -> tuple[str, dict[str, Any]]:
    where, said = ["true"], dict[str, Any]()
    if wanted.state and wanted.state != "live":
        where.append("c.state = :state")
        said["state"] = wanted.state
    if wanted.outcome:
        where.append("c.last = :outcome and c.last <> ''")
        said["outcome"] = wanted.outcome
    digits = "".join(one for one in wanted.text if one.isdigit())
    if wanted.text and len(digits) >= 3 and not any(one.isalpha() for one in wanted.text):
        where.append(NUMBERED)
        said |= _numbered(wanted.text, digits, _country(connection, wanted.campaign))
    elif wanted.text:
        where.append(NAMED)
        said["name"] = wanted.text
    return " and ".join(where), said


def _country(connection: Connection, campaign: str) -> str:
    settings = connection.execute(text(SETTINGS), {"campaign": campaign}).scalar()
    return msgspec.convert(settings, Campaign).country if settings is not None else ""


def _numbered(said: str, digits: str, country: str) -> dict[str, str]:
    """Where numbers stand that begin, or end, with these digits; without a prefix they are of the country.

    "z" comes after all digits in every order of letters.
    """
    whole = digits.removeprefix("00")
    code = "" if said.lstrip().startswith(("+", "00")) else calling_code(country) or ""
    home = f"{code}{digits.removeprefix('0')}"
    return {"whole": whole, "whole_end": f"{whole}z", "home": home, "home_end": f"{home}z",
            "ending": f"{digits[::-1]}%"}  # fmt: skip


def _rows(connection: Connection, where: str, said: dict[str, Any]) -> list[ContactFound]:
    return [_found(row) for row in connection.execute(text(FOUND.format(where=where)), said)]


def _found(row: Any) -> ContactFound:
    talked = None
    if row.connected_at is not None and row.ended_at is not None:
        talked = (row.ended_at - row.connected_at).total_seconds()
    is_talking = row.state == "talking" and row.connected_at is not None and row.ended_at is None
    return ContactFound(
        contact=row.contact, name=unescape(row.name), state=row.state, attempts=row.attempts, last=row.last,
        numbers=msgspec.convert(row.numbers or [], tuple[ContactNumber, ...]), number_index=row.number_index,
        next_at=row.next_at, next_by=row.next_by, why=unescape(row.why), note=unescape(row.note), pbx=row.pbx or "",
        call=row.call_id or "", operator=row.agent or row.operator or "", talked_seconds=talked,
        talking_since=row.connected_at if is_talking else None,
    )  # fmt: skip
