"""What the page knows of campaigns and contacts, and the questions by which it knows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from supervisor_console.asking import Asked
from supervisor_console.campaigns.presenter.moment import Around, ContactsMoment, NumbersMoment
from supervisor_console.campaigns.presenter.numbers import read_number
from supervisor_console.campaigns.screen.pieces import Tab
from supervisor_console.page import Console
from supervisor_console.reports.campaigns import (
    ContactFound,
    Contacts,
    ContactsWanted,
    Known,
    appointments,
    campaigns,
    contacts,
)
from supervisor_console.reports.campaigns_numbers import ListFound, NumberFound, lists, number_known
from supervisor_console.seen_page import named_zone


class Campaigns:
    """All campaigns, the chosen one, and its contacts as far as they are read."""

    def __init__(self, console: Console, changed: Callable[[], None]) -> None:
        self._console, self._changed = console, changed
        self.all: Asked[tuple[Known, ...]] = Asked(console, "campaigns: all", self._found)
        self.contacts: Asked[Contacts] = Asked(console, "campaigns: contacts", changed)
        self.appointments: Asked[tuple[str, tuple[ContactFound, ...]]] = Asked(
            console, "campaigns: appointments", changed)
        self.number: Asked[NumberFound] = Asked(console, "campaigns: number", changed)
        self.lists: Asked[tuple[ListFound, ...]] = Asked(console, "campaigns: lists", changed)
        self.number_text = self._digits = ""
        self.chosen = ("", "")
        self.wanted = ContactsWanted()
        self.contact = 0

    def ask(self, tab: Tab) -> None:
        """Read the campaigns, and what the tab shows."""
        self.all.ask(campaigns)
        if tab == "overview":
            self.ask_contacts(is_same=True)
        elif tab == "appointments" and self.chosen[1]:
            campaign = self.chosen[1]
            self.appointments.ask(lambda connection: (campaign, appointments(connection, campaign)))
        elif tab == "numbers":
            self.lists.ask(lists)
            self._ask_number()

    def look_up(self, said: str, around: Around) -> None:
        """Another number."""
        self.number_text = said.strip()
        self._digits = read_number(around, said)
        self._ask_number()

    def _ask_number(self) -> None:
        if self._digits:
            number = self._digits
            self.number.ask(lambda connection: number_known(connection, number))

    def numbers_moment(self) -> NumbersMoment:
        """As the presenter is told."""
        return NumbersMoment(text=self.number_text, number=self._digits, found=self.number.answer,
                             lists=self.lists.answer or ())  # fmt: skip

    def appointments_now(self) -> tuple[ContactFound, ...] | None:
        """Of the chosen campaign; None: not read yet."""
        found = self.appointments.answer
        return found[1] if found is not None and found[0] == self.chosen[1] else None

    def choose(self, pbx: str, campaign: str) -> None:
        """Another one."""
        if (pbx, campaign) != self.chosen:
            self.chosen, self.contact = (pbx, campaign), 0
            self.wanted = ContactsWanted(campaign=campaign)
            self.contacts.answer = None
            self.ask_contacts()

    def want(self, **changed: Any) -> None:
        """Other contacts."""
        self.wanted = msgspec.structs.replace(self.wanted, **changed)
        self.ask_contacts()

    def ask_contacts(self, *, is_same: bool = False) -> None:
        """Read those that are wanted; ``is_same``: as many as are shown, so that nothing jumps."""
        wanted, found = self.wanted, self.contacts.answer
        if not wanted.campaign:
            return
        shown = len(found.rows) if is_same and found is not None and found.wanted == wanted else 0
        self.contacts.ask(lambda connection: _pages(connection, wanted, shown))

    def more(self) -> None:
        """The next ones, where there are any."""
        found = self.contacts.answer
        if found is None or not found.has_more or self.contacts.is_waiting or found.wanted != self.wanted:
            return
        self.contacts.ask(lambda connection: _further(connection, found))

    def follow(self) -> None:
        """A campaign is chosen as long as there is one: the first that runs."""
        keys = [(row.pbx, row.campaign, row.state) for row in self._console.feed.board.campaigns]
        keys.extend((one.campaign.pbx, one.campaign.campaign, one.state) for one in self.all.answer or ())
        if self.chosen in {(pbx, key) for pbx, key, _state in keys} or not keys:
            return
        order = {"running": 0, "paused": 1, "draft": 2, "finished": 3}
        pbx, key, _state = min(keys, key=lambda one: order.get(one[2], 9))
        self.choose(pbx, key)

    def close(self) -> None:
        """Nobody waits any more."""
        asked: tuple[Asked[Any], ...] = (self.all, self.contacts, self.appointments, self.number, self.lists)
        for one in asked:
            one.cancel()

    def contacts_moment(self) -> ContactsMoment:
        """As the presenter is told."""
        return ContactsMoment(wanted=self.wanted, found=self.contacts.answer, knowing=self.contacts.knowing,
                              chosen=self.contact)  # fmt: skip

    def _found(self) -> None:
        self.follow()
        self._changed()


def _pages(connection: Any, wanted: ContactsWanted, shown: int) -> Contacts:
    found = contacts(connection, wanted)
    while found.has_more and len(found.rows) < shown:
        found = _further(connection, found)
    return found


def _further(connection: Any, found: Contacts) -> Contacts:
    next_ = contacts(connection, found.wanted, max((row.contact for row in found.rows[-1:]), default=0))
    known = {row.contact for row in found.rows}
    rows = (*found.rows, *(row for row in next_.rows if row.contact not in known))
    return msgspec.structs.replace(next_, rows=rows, total=found.total)


def around(console: Console) -> Around:
    """What all words depend on now."""
    board, status, centre = console.feed.board, console.feed.status, console.centre
    people: dict[str, str] = {}
    for agent in board.agents:
        people[agent.agent] = f"{agent.agent} {agent.name}" if agent.name != agent.agent else agent.agent
        if agent.account:
            people[agent.account] = people[agent.agent]
    return Around(
        language=console.ground.language, zone=named_zone(centre.timezone), country=centre.country,
        now=console.ground.clock.now(), account=console.account, may_run=console.may("dialer.run"),
        daemon_away_since=None if status.state == "live" else status.since,
        away={one.pbx: one.since for one in board.alerts if one.kind == "pbx_away"}, people=people,
        queues={one.queue: one.title or one.queue for one in centre.queues},
    )  # fmt: skip
