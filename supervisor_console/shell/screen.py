"""What stands around the pages, as values: the side bar, both connections, alerts, the account. Drawn by ``views``."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

Token = Literal["text", "muted", "good", "warn", "bad", "accent"]
"""Those of the theme's that the shell uses."""
RailName = Literal["live", "calls", "statistics", "campaigns", "billing", "quality", "administration"]
"""See ``page.PageName``."""
HalfName = Literal["both", "feed", "database"]


class RailItem(msgspec.Struct, frozen=True, kw_only=True):
    """A page. ``word``: what stands under its icon; ``key``: what leads there; ``trouble``: why it can show little
    now, "" for nothing.
    """

    name: RailName
    text: str
    word: str
    icon: str
    key: str
    is_chosen: bool
    trouble: str = ""


class Half(msgspec.Struct, frozen=True, kw_only=True):
    """How one connection fares, or both together; ``since``: a second line; ``hint``: all that is known of it."""

    name: HalfName
    icon: str
    token: Token
    text: str
    since: str = ""
    hint: str = ""


class AlertLine(msgspec.Struct, frozen=True, kw_only=True):
    """An alert in the bell's list. ``by``: who looks after it; ``raised``: when it was raised or made worse."""

    pbx: str
    alert: str
    title: str
    detail: str
    token: Token
    raised: datetime
    can_acknowledge: bool = False


class ShellScreen(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. ``unread``: alerts that nobody has acknowledged."""

    title: str
    rail: tuple[RailItem, ...]
    halves: tuple[Half, ...]
    alerts: tuple[AlertLine, ...]
    unread: int
    name: str
    role: str
    initials: str
    search: str
    can_search: bool
