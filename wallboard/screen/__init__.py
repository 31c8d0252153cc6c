"""Exactly what the wallboard shows, in words and tokens: the presenter makes it, the views draw it, nobody adds to it.

All texts are translated and all times formatted. A colour is a token of the theme (a meaning), an icon a name of
``shared.qt.icons``. Tiles stand in the order of the page's tiles. What does not fit is already left out: the views
tell the presenter how much room a tile has (``Room``). ``pieces`` has what all is made of,
``tiles`` the tiles; ``Screen`` is here.
"""

from __future__ import annotations

from dataclasses import dataclass

from wallboard.screen.pieces import Level as Level
from wallboard.screen.pieces import Room as Room
from wallboard.screen.pieces import Sight as Sight
from wallboard.screen.pieces import Token as Token
from wallboard.screen.pieces import Words as Words
from wallboard.screen.tiles import AgentCard as AgentCard
from wallboard.screen.tiles import AgentsTile as AgentsTile
from wallboard.screen.tiles import Bar as Bar
from wallboard.screen.tiles import CallerLine as CallerLine
from wallboard.screen.tiles import CallersTile as CallersTile
from wallboard.screen.tiles import CampaignLine as CampaignLine
from wallboard.screen.tiles import CampaignsTile as CampaignsTile
from wallboard.screen.tiles import Cell as Cell
from wallboard.screen.tiles import ClockTile as ClockTile
from wallboard.screen.tiles import Compared as Compared
from wallboard.screen.tiles import ComparisonTile as ComparisonTile
from wallboard.screen.tiles import Count as Count
from wallboard.screen.tiles import CountsTile as CountsTile
from wallboard.screen.tiles import FigureTile as FigureTile
from wallboard.screen.tiles import LineEntry as LineEntry
from wallboard.screen.tiles import LinesTile as LinesTile
from wallboard.screen.tiles import PictureTile as PictureTile
from wallboard.screen.tiles import QueueLine as QueueLine
from wallboard.screen.tiles import QueuesTile as QueuesTile
from wallboard.screen.tiles import Sum as Sum
from wallboard.screen.tiles import SumsTile as SumsTile
from wallboard.screen.tiles import TextTile as TextTile
from wallboard.screen.tiles import TileScreen as TileScreen
from wallboard.screen.tiles import TrendTile as TrendTile


@dataclass(frozen=True, slots=True)
class Header:
    """The band on top. Lost: it is filled with ``bad``, ``title`` says since when and ``note`` when it tries again."""

    title: str
    page: str
    state: Words
    note: str
    date: str
    short_date: str
    clock: str


@dataclass(frozen=True, slots=True)
class Ticker:
    """The band at the bottom: the alert whose turn it is, or that all is well, or advice while the line is lost."""

    subject: str
    text: str
    note: str
    icon: str
    token: Token


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything. ``sight`` lost: grey figures, dashed alarms. ``sound``: the keys of alerts that may be heard."""

    sight: Sight
    header: Header
    ticker: Ticker
    tiles: tuple[TileScreen, ...]
    has_fresh_alarm: bool = False
    sound: frozenset[str] = frozenset()
