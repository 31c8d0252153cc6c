"""What the page shows at one moment, and what can be wished of it: frozen, without Qt.

``presenter`` makes a ``LiveScreen``, ``views`` show it. ``pieces`` are words, actions and filters, ``rows`` what
stands in the cards and tables, ``dialogs`` the questions that are asked in windows of their own.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from supervisor_console.live.screen.dialogs import Message as Message
from supervisor_console.live.screen.dialogs import Move as Move
from supervisor_console.live.screen.dialogs import Place as Place
from supervisor_console.live.screen.dialogs import Redirect as Redirect
from supervisor_console.live.screen.first import First as First
from supervisor_console.live.screen.first import Step as Step
from supervisor_console.live.screen.pieces import Action as Action
from supervisor_console.live.screen.pieces import Choice as Choice
from supervisor_console.live.screen.pieces import Empty as Empty
from supervisor_console.live.screen.pieces import Filter as Filter
from supervisor_console.live.screen.pieces import Option as Option
from supervisor_console.live.screen.pieces import RedirectKind as RedirectKind
from supervisor_console.live.screen.pieces import Token as Token
from supervisor_console.live.screen.pieces import Wish as Wish
from supervisor_console.live.screen.pieces import WishKind as WishKind
from supervisor_console.live.screen.pieces import Words as Words
from supervisor_console.live.screen.proof import ProofLine as ProofLine
from supervisor_console.live.screen.proof import ProofMark as ProofMark
from supervisor_console.live.screen.rows import AgentLine as AgentLine
from supervisor_console.live.screen.rows import MissedLine as MissedLine
from supervisor_console.live.screen.rows import QueueCard as QueueCard
from supervisor_console.live.screen.rows import WaitingLine as WaitingLine


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """Title, filters, whether figures were proved (None: not to be told), day and clock."""

    title: str
    queues: Filter
    states: Filter
    only_waiting: Option
    date: str
    clock: str
    proof: ProofMark | None = None


class Strip(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be known, over everything: an alert, or what is away. ``more``: "and 2 more"."""

    kind: Literal["alert", "pbx", "database"]
    icon: str
    token: Token
    title: str
    detail: str = ""
    more: str = ""
    actions: tuple[Action, ...] = ()


class Panel(msgspec.Struct, frozen=True, kw_only=True):
    """Head of a region: its title, how many are in it, what stands at its right, and why it is empty."""

    title: str
    count: str = ""
    note: str = ""
    empty: Empty | None = None


class LiveScreen(msgspec.Struct, frozen=True, kw_only=True):
    """The page. ``is_old``: its figures are not of now. ``chosen_…``: (pbx, extension or call).

    ``first``: instead of the tables, while there was no call yet.
    """

    header: Header
    strips: tuple[Strip, ...]
    cards: tuple[QueueCard, ...]
    cards_empty: str
    waiting_panel: Panel
    waiting: tuple[WaitingLine, ...]
    call_actions: tuple[Action, ...]
    missed_panel: Panel
    missed: tuple[MissedLine, ...]
    agents_panel: Panel
    agents: tuple[AgentLine, ...]
    agent_actions: tuple[Action, ...]
    chosen_agent: tuple[str, str] | None
    chosen_call: tuple[str, str] | None
    is_old: bool
    first: First | None = None
