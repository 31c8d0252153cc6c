"""All that is known at this desk now, gathered for the presenter: who I am, my calls, what was chosen in the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import msgspec

from operator_panel.app.asking import Asking
from operator_panel.app.deeds import Deeds
from operator_panel.app.memory import Remembered
from operator_panel.app.messages import Messages
from operator_panel.app.paper import Paper
from operator_panel.presenter import Choices, Followed, Moment, PopupChoice, follow
from operator_panel.presenter.following import my_row
from operator_panel.presenter.leads import offered
from operator_panel.presenter.seen import Seen
from operator_panel.presenter.told import CrmAnswer
from shared.domain.board import AgentRow, CallRow
from shared.domain.campaigns import CampaignWork
from shared.domain.description import CentreDescription
from shared.domain.desk import DeskDescription
from shared.feed_client.client import FeedClient
from shared.protocol.messages import Welcome
from shared.qt.ground import Ground


@dataclass
class Sources:
    """Where it comes from, beside the feed."""

    deeds: Deeds
    paper: Paper
    asking: Asking
    messages: Messages
    answers: dict[str, dict[str, CrmAnswer]] = field(default_factory=dict)


class Knowing:
    """``agent`` is the phone at which I sit, None: at none. ``look`` after each change of the board."""

    def __init__(self, ground: Ground, client: FeedClient, agent: str | None, remembered: Remembered) -> None:
        self._ground, self._client = ground, client
        self.agent = agent
        self.choices = Choices(is_compact=remembered.is_compact, is_quiet=remembered.is_quiet)
        self.followed = Followed()
        self.seated_at: datetime | None = client.server_now() if agent else None
        self.lost_at: datetime | None = None
        self.owed: CampaignWork | None = None
        self._said: set[tuple[int, int]] = set()
        self._told = client.welcome
        self._own: tuple[Welcome, str | None, Welcome] | None = None

    @property
    def welcome(self) -> Welcome | None:
        """What the server said at the door, with the phone taken since; the same thing while nothing changes."""
        told = self._client.welcome
        if told is None:
            return None
        if self._own is None or self._own[0] is not told or self._own[1] != self.agent:
            self._own = (told, self.agent, msgspec.structs.replace(told, agent=self.agent))
        return self._own[2]

    @property
    def centre(self) -> CentreDescription:
        """What things are called."""
        return self._client.welcome.centre if self._client.welcome else CentreDescription()

    @property
    def desk(self) -> DeskDescription:
        """What the desk has."""
        return (self._client.welcome.desk if self._client.welcome else None) or DeskDescription()

    @property
    def is_live(self) -> bool:
        """Is what is known true now?"""
        return self._client.status.state == "live"

    @property
    def me(self) -> AgentRow | None:
        """My row of the board; None while I am in no queue."""
        return my_row(self._client.board.agents, self.agent, self._told.user if self._told else "")

    def is_new_connection(self) -> bool:
        """Has the server welcomed us since this was asked last?"""
        told = self._client.welcome
        before, self._told = self._told, told
        return told is not None and (before is None or told.session != before.session)

    def look(self) -> bool:
        """The board is another; True when my calls are."""
        before = self.followed
        if self.is_live:
            account = self._told.user if self._told else ""
            self.followed = follow(before, self._client.board, self.agent, self._client.server_now(), account)
        return self.followed is not before

    def meet_work(self) -> None:
        """The dialer has laid something else before me: what was to be written down is owed until it is said."""
        work = self._client.board.work
        if work is not None and work.state == "wrap_up" and work.contact is not None and work.dispositions:
            self.owed = work if _which(work) not in self._said else self.owed

    def said_result(self, work: CampaignWork) -> None:
        """The result of this is in the outbox."""
        self._said.add(_which(work))
        if self.owed is not None and _which(self.owed) == _which(work):
            self.owed = None

    def row_of(self, call: str) -> CallRow | None:
        """A call of the board, or one of mine that is over."""
        on_board = next((row for row in self._client.board.calls if row.call == call), None)
        mine = self.followed.of(call)
        return on_board or (mine.row if mine else None)

    def rings_at_me(self) -> set[str]:
        """The calls that ring here."""
        return {row.call for row in self._client.board.calls if self.agent is not None and self.agent in row.ringing}

    def choose(self, **changes: Any) -> None:
        """Something was chosen in the window."""
        self.choices = msgspec.structs.replace(self.choices, **changes)

    def touch_popup(self, call: str, change: Callable[[PopupChoice, datetime], PopupChoice]) -> None:
        """A popup was hidden, or is under the mouse; those of calls that are over are forgotten."""
        now, known = self._client.server_now(), self.choices.popups
        present = {row.call for row in self._client.board.calls}
        popups = {one: choice for one, choice in known.items() if one in present}
        self.choose(popups={**popups, call: change(known.get(call, PopupChoice()), now)})

    def moment(self, sources: Sources) -> Moment:
        """Everything, for the presenter."""
        client = self._client
        known = Moment(
            board=client.board, status=client.status, welcome=self.welcome, now=client.server_now(),
            own_now=self._ground.clock.now(), language=self._ground.language, choices=self.choices,
            followed=self.followed, own_calls=sources.asking.own_calls, searched=sources.asking.searched,
            callbacks=sources.asking.callbacks, drafts=sources.paper.drafts, customers=sources.asking.customers,
            answers={call: tuple(of.values()) for call, of in sources.answers.items()}, pending=sources.deeds.pending,
            refusal=sources.deeds.refusal, outbox=sources.paper.unsent(), seated_at=self.seated_at,
            lost_at=self.lost_at, messages=sources.messages.unread, owed=self.owed,
        )  # fmt: skip
        return replace(known, contact=offered(known))

    def seen(self, sources: Sources) -> Seen:
        """The same, looked at."""
        return Seen(self.moment(sources))


def _which(work: CampaignWork) -> tuple[int, int]:
    """An attempt at a contact."""
    return (work.contact.contact, work.contact.attempts) if work.contact is not None else (0, 0)


def hidden(choice: PopupChoice, _now: datetime) -> PopupChoice:
    """It was hidden."""
    return msgspec.structs.replace(choice, is_hidden=True)


def kept(choice: PopupChoice, now: datetime) -> PopupChoice:
    """The mouse is over it."""
    return choice if choice.kept_since else msgspec.structs.replace(choice, kept_since=now)


def let_go(choice: PopupChoice, now: datetime) -> PopupChoice:
    """The mouse is not over it any more."""
    if choice.kept_since is None:
        return choice
    return PopupChoice(choice.is_hidden, choice.kept + max(timedelta(), now - choice.kept_since))
