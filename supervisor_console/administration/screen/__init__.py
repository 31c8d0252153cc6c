"""Exactly what the page shows, in words and tokens: the presenter makes it, the views draw it.

``pieces`` are the smallest things and the wishes; ``accounts``, ``audit``, ``recordings``, ``settings`` the
tabs. All texts are
translated plain text, all times formatted; a colour is a token of the theme, an icon a name of ``shared.qt.icons``.
"""

from __future__ import annotations

import msgspec

from supervisor_console.administration.screen.accounts import AccountsShown
from supervisor_console.administration.screen.audit import AuditShown
from supervisor_console.administration.screen.pieces import Tab
from supervisor_console.administration.screen.recordings import RecordingsShown
from supervisor_console.administration.screen.settings import SettingsShown
from supervisor_console.views.pieces import Strip


class AdministrationScreen(msgspec.Struct, frozen=True, kw_only=True):
    """The page: its tabs, what is missing, and the chosen tab."""

    title: str
    tabs: tuple[tuple[Tab, str], ...]
    tab: Tab
    strip: Strip | None
    accounts: AccountsShown | None = None
    audit: AuditShown | None = None
    recordings: RecordingsShown | None = None
    settings: SettingsShown | None = None
