"""The panel without a connection, and the place where the dialer's work appears."""

from __future__ import annotations

import msgspec

from operator_panel.screen.call import Earlier
from operator_panel.screen.pieces import Action, Choice, KeyRow, Words


class OfflineCard(msgspec.Struct, frozen=True):
    """No connection: since when, what works and what does not (title, sentence), what waits to be sent."""

    title: Words
    since: str
    time: str
    next_try: str
    try_now: Action
    works_title: str
    works: tuple[KeyRow, ...]
    fails_title: str
    fails: tuple[KeyRow, ...]
    outbox: str = ""
    outbox_detail: str = ""


class PreviewCard(msgspec.Struct, frozen=True):
    """A contact of a campaign before it is dialled. ``time_label`` under the time: it counts down to that."""

    contact: str
    state: Words
    campaign: str
    time: str
    name: str
    attempt: str
    numbers: tuple[Choice, ...]
    rows: tuple[KeyRow, ...]
    history_title: str
    history_note: str
    history: tuple[Earlier, ...]
    start: Action
    skip: Action
    time_label: str = ""
    empty: str = ""
