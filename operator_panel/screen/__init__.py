"""Exactly what the panel shows, in words and tokens: the presenter makes it, the views draw it, nobody adds to it.

All texts are translated plain text (never HTML; only ``ScriptCard.markdown`` is Markdown), all times formatted. A
colour is a token of the theme (a meaning), an icon a name of ``shared.qt.icons``. ``pieces`` has what all is made of,
and ``Wish``, which is all that views say back; ``idle``, ``call``, ``cards`` the parts; ``PanelScreen`` is here.
"""

from __future__ import annotations

import msgspec

from operator_panel.screen.call import CallbackPlan as CallbackPlan
from operator_panel.screen.call import CallCard as CallCard
from operator_panel.screen.call import Caller as Caller
from operator_panel.screen.call import CallStrip as CallStrip
from operator_panel.screen.call import Customer as Customer
from operator_panel.screen.call import Earlier as Earlier
from operator_panel.screen.call import FieldLine as FieldLine
from operator_panel.screen.call import NoteField as NoteField
from operator_panel.screen.call import Outcome as Outcome
from operator_panel.screen.call import Popup as Popup
from operator_panel.screen.call import ScriptCard as ScriptCard
from operator_panel.screen.call import WrapupCard as WrapupCard
from operator_panel.screen.cards import OfflineCard as OfflineCard
from operator_panel.screen.cards import PreviewCard as PreviewCard
from operator_panel.screen.idle import CallLine as CallLine
from operator_panel.screen.idle import CallList as CallList
from operator_panel.screen.idle import CampaignLine as CampaignLine
from operator_panel.screen.idle import ColleagueLine as ColleagueLine
from operator_panel.screen.idle import Colleagues as Colleagues
from operator_panel.screen.idle import DialField as DialField
from operator_panel.screen.idle import Figure as Figure
from operator_panel.screen.idle import Header as Header
from operator_panel.screen.idle import Menu as Menu
from operator_panel.screen.idle import QueueChip as QueueChip
from operator_panel.screen.idle import Queues as Queues
from operator_panel.screen.idle import StateCard as StateCard
from operator_panel.screen.idle import Suggestion as Suggestion
from operator_panel.screen.idle import Tab as Tab
from operator_panel.screen.idle import Today as Today
from operator_panel.screen.idle import Waiting as Waiting
from operator_panel.screen.idle import WaitingLine as WaitingLine
from operator_panel.screen.pieces import Action as Action
from operator_panel.screen.pieces import Choice as Choice
from operator_panel.screen.pieces import Empty as Empty
from operator_panel.screen.pieces import KeyRow as KeyRow
from operator_panel.screen.pieces import Mode as Mode
from operator_panel.screen.pieces import Notice as Notice
from operator_panel.screen.pieces import TabName as TabName
from operator_panel.screen.pieces import Token as Token
from operator_panel.screen.pieces import Wish as Wish
from operator_panel.screen.pieces import WishKind as WishKind
from operator_panel.screen.pieces import Words as Words


class PanelScreen(msgspec.Struct, frozen=True):
    """Everything. ``mode`` says which middle is shown; parts of other modes may be there too.

    Offline: all is the last that was known, ``offline`` says so, and ``call`` or ``wrapup`` is there if one of them
    went on, so that its note and outcome can be written still. ``others``: my further calls; ``tray``: what the tray
    icon shows and says.
    """

    mode: Mode
    header: Header
    state: StateCard
    actions: tuple[Action, ...]
    queues: Queues
    today: Today
    tabs: tuple[Tab, ...]
    calls: CallList
    callbacks: CallList
    colleagues: Colleagues
    waiting: Waiting
    dial: DialField
    menu: Menu = Menu()
    call: CallCard | None = None
    others: tuple[CallStrip, ...] = ()
    wrapup: WrapupCard | None = None
    script: ScriptCard | None = None
    offline: OfflineCard | None = None
    preview: PreviewCard | None = None
    campaign: CampaignLine | None = None
    popups: tuple[Popup, ...] = ()
    notice: Notice | None = None
    tray: Words = Words()
    is_compact: bool = False
