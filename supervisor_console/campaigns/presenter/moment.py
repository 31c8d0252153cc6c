"""Everything that the page knows at a moment: what words depend on, what the feed tells, what was read and chosen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from shared.campaigns.campaign import Campaign
from shared.campaigns.planning import Plan
from shared.domain.campaigns import CampaignRow
from shared.language import Language
from supervisor_console.campaigns.screen.pieces import Tab
from supervisor_console.knowing import Knowing
from supervisor_console.reports.campaigns import ContactFound, Contacts, ContactsWanted, Known
from supervisor_console.reports.campaigns_numbers import ListFound, NumberFound


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What all words depend on. ``now`` is the server's; ``daemon_away_since`` None: it can be told what to do.

    ``people``: what operators are called, by extension and by account; ``away``: PBXs that are not seen, since when.
    """

    language: Language
    zone: ZoneInfo
    country: str
    now: datetime
    account: str = ""
    may_run: bool = True
    daemon_away_since: datetime | None = None
    away: dict[str, datetime] = {}
    people: dict[str, str] = {}
    queues: dict[str, str] = {}


class ContactsMoment(msgspec.Struct, frozen=True, kw_only=True):
    """What was found by what is wanted; ``chosen``: key of the chosen contact, 0 none."""

    wanted: ContactsWanted = ContactsWanted()
    found: Contacts | None = None
    knowing: Knowing = Knowing()
    chosen: int = 0


class NumbersMoment(msgspec.Struct, frozen=True, kw_only=True):
    """``text``: what was written; ``number``: its digits, "" where it is none; ``lists``: all do-not-call lists."""

    text: str = ""
    number: str = ""
    found: NumberFound | None = None
    lists: tuple[ListFound, ...] = ()


class PlanMoment(msgspec.Struct, frozen=True, kw_only=True):
    """What was written into the planner, what came of it; ``limit`` of the abandoned share."""

    fields: dict[str, str] = {}
    results: tuple[Plan, ...] = ()
    limit: float = 0.03
    is_running: bool = False


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. ``rows``: campaigns as the feed tells them; ``known`` None: not read yet. ``chosen``: (PBX, key).

    ``holidays``: public ones by country.
    """

    around: Around
    tab: Tab = "overview"
    rows: tuple[CampaignRow, ...] = ()
    known: tuple[Known, ...] | None = None
    knowing: Knowing = Knowing()
    chosen: tuple[str, str] = ("", "")
    contacts: ContactsMoment = ContactsMoment()
    appointments: tuple[ContactFound, ...] | None = None
    numbers: NumbersMoment = NumbersMoment()
    plan: PlanMoment = PlanMoment()
    holidays: Mapping[str, Collection[date]] = {}
    is_busy: bool = False

    @property
    def contact(self) -> ContactFound | None:
        """The chosen contact."""
        rows = self.contacts.found.rows if self.contacts.found is not None else ()
        shown = self.appointments or () if self.tab == "appointments" else rows
        return next((row for row in shown if row.contact == self.contacts.chosen), None)

    @property
    def row(self) -> CampaignRow | None:
        """The chosen campaign as the feed tells it."""
        return next((row for row in self.rows if (row.pbx, row.campaign) == self.chosen), None)

    @property
    def one(self) -> Known | None:
        """The chosen campaign as it is set up."""
        return next((one for one in self.known or () if (one.campaign.pbx, one.campaign.campaign) == self.chosen), None)

    @property
    def campaign(self) -> Campaign | None:
        """The same without where it stands."""
        return self.one.campaign if self.one is not None else None
