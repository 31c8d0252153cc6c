"""Everything that is known when a screen is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from shared.domain.accounts import Right
from shared.domain.description import CentreDescription
from shared.domain.proofs import Finding
from shared.feed_client.live_board import LiveBoard
from shared.feed_client.status import Status
from shared.language import Language
from supervisor_console.live.screen import Wish
from supervisor_console.reports.missed import Missed

Key = tuple[str, str]
"""(pbx, extension or call)."""


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen on the page. ``queues`` empty: all; ``state``: an operator's state, "signed_in" or "all"."""

    queues: tuple[str, ...] = ()
    state: str = "signed_in"
    is_only_waiting: bool = False
    agent: Key | None = None
    call: Key | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """``now`` is the server's time, ``own_now`` this machine's at that time; ``status`` speaks in the latter.

    ``own_queues``: those that the account may see, None: all. ``missed`` None: not known yet. ``database_away_since``
    is this machine's time. ``pending`` was asked for and is not answered. ``phone`` is the supervisor's own.
    ``has_calls`` False: the centre has had no call yet. ``proof``: the last night's, empty: there was none, None: not
    known yet.
    """

    board: LiveBoard
    status: Status
    centre: CentreDescription
    now: datetime
    own_now: datetime
    language: Language
    rights: frozenset[Right] = frozenset()
    own_queues: tuple[str, ...] | None = None
    choices: Choices = field(default_factory=Choices)
    missed: tuple[Missed, ...] | None = None
    database_away_since: datetime | None = None
    pending: frozenset[Wish] = frozenset()
    phone: str | None = None
    has_calls: bool = True
    proof: tuple[Finding, ...] | None = None
