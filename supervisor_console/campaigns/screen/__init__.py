"""The page of campaigns as values: header, what is missing, and the chosen tab. Drawn by ``views``.

``pieces`` are the wishes; ``overview`` one campaign, ``numbers`` what is known of a number, ``planner`` a planned day.
"""

from __future__ import annotations

import msgspec

from supervisor_console.campaigns.screen.numbers import AppointmentsShown, NumbersShown
from supervisor_console.campaigns.screen.overview import OverviewShown
from supervisor_console.campaigns.screen.pieces import Tab, WishKind
from supervisor_console.campaigns.screen.planner import PlannerShown
from supervisor_console.views.pieces import Choice, Deed, Empty, Mark, Strip


class MenuItem(msgspec.Struct, frozen=True):
    """A line of the page's menu; ``kind`` None: a line between."""

    kind: WishKind | None = None
    text: str = ""
    refusal: str = ""


class CampaignsScreen(msgspec.Struct, frozen=True, kw_only=True):
    """All of it; of the tabs only the chosen one is there. ``deeds`` by the wish's name, in their order.

    ``empty``: there is no campaign yet, with ``first`` to make one.
    """

    title: str
    tabs: tuple[tuple[Tab, str], ...]
    tab: Tab
    campaign: Choice
    state: Mark | None
    deeds: dict[str, Deed]
    menu: tuple[MenuItem, ...]
    menu_words: str
    strip: Strip | None = None
    empty: Empty | None = None
    first: Deed | None = None
    overview: OverviewShown | None = None
    appointments: AppointmentsShown | None = None
    numbers: NumbersShown | None = None
    planner: PlannerShown | None = None
    is_old: bool = False
