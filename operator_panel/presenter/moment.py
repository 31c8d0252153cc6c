"""Everything that is known when a screen is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec

from operator_panel.presenter.following import Followed
from operator_panel.presenter.told import Contact, CrmAnswer, CustomerFacts, OwnCalls, PlannedCall
from operator_panel.screen import TabName, WishKind
from shared.domain.campaigns import CampaignWork
from shared.feed_client.live_board import LiveBoard
from shared.feed_client.status import Status
from shared.language import Language
from shared.protocol.messages import DeskMessage, Welcome


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What is written down of one call, as it stands in the panel.

    ``fields`` by form and name. ``has_tried``: to save, while something was missing. ``is_unsent``: the daemon has
    not confirmed all of it; ``script``: the one that is shown, of several. ``planned_at``: a call back;
    of a campaign's contact by whom and at which number, said with its result. ``is_disposed``: that was said.
    ``is_refusal_confirmed``: really not to be called again.
    """

    note: str = ""
    disposition: str = ""
    fields: Mapping[str, Mapping[str, str]] = {}
    has_tried: bool = False
    is_unsent: bool = False
    script: str = ""
    planned_at: datetime | None = None
    is_planned_own: bool = True
    planned_number: str = ""
    is_disposed: bool = False
    is_refusal_confirmed: bool = False


class PopupChoice(msgspec.Struct, frozen=True):
    """What was done with a call's popup: hidden, or kept open by the mouse (so long already, and since)."""

    is_hidden: bool = False
    kept: timedelta = timedelta()
    kept_since: datetime | None = None


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen in the window. ``shown_call``: of several; ``opened_call``: an earlier one, to write about it.

    ``written_call``: about which something was written last, until it is saved.
    """

    tab: TabName = "calls"
    call_filter: str = "all"
    colleague_filter: str = "all"
    search: str = ""
    dial_text: str = ""
    shown_call: str = ""
    opened_call: str = ""
    written_call: str = ""
    number: str = ""
    popups: Mapping[str, PopupChoice] = {}
    is_compact: bool = False
    is_quiet: bool = False
    edge: str = ""


class Pending(msgspec.Struct, frozen=True):
    """A command that is under way: shown as asked for, never as done."""

    kind: WishKind
    call: str = ""
    choice: str = ""
    is_on: bool = False


class Refusal(msgspec.Struct, frozen=True):
    """Why a wish was not done: the reply's ``code`` and ``message``, or code "lost" where no reply came."""

    kind: WishKind
    code: str
    message: str = ""
    call: str = ""
    choice: str = ""


class Unsent(msgspec.Struct, frozen=True):
    """A note in the outbox: about whom, of a call at what time."""

    whom: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """``now`` is the server's time, ``own_now`` this machine's at that time; ``status`` speaks in the latter.

    ``lost_at`` (server's time) is when the loss was noticed, None: when the last news came. ``drafts``, ``customers``
    and ``answers`` are by call. ``searched`` are those of my calls that the daemon has found for the text searched
    for. ``seated_at`` (server's time) is when I took my seat. ``messages`` are unread, the oldest first.
    ``contact`` is the dialer's to look at, ``owed`` the work of a campaign whose result was not said when it was over.
    """

    board: LiveBoard
    status: Status
    welcome: Welcome | None
    now: datetime
    own_now: datetime
    language: Language
    choices: Choices = field(default_factory=Choices)
    followed: Followed = field(default_factory=Followed)
    own_calls: OwnCalls | None = None
    searched: OwnCalls | None = None
    callbacks: tuple[PlannedCall, ...] = ()
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    customers: Mapping[str, CustomerFacts] = field(default_factory=dict)
    answers: Mapping[str, tuple[CrmAnswer, ...]] = field(default_factory=dict)
    pending: tuple[Pending, ...] = ()
    refusal: Refusal | None = None
    outbox: tuple[Unsent, ...] = ()
    contact: Contact | None = None
    owed: CampaignWork | None = None
    seated_at: datetime | None = None
    lost_at: datetime | None = None
    messages: tuple[DeskMessage, ...] = ()
