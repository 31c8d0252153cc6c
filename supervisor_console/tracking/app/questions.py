"""What the page asks of the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from supervisor_console.reports.found import FoundCall
from supervisor_console.reports.tracked import KeptEvent, Tracked


@dataclass(frozen=True)
class Questions:
    """Each by PBX and call, asked in a thread beside. ``tracked`` None: there is no such call, or none to be seen."""

    tracked: Callable[[Connection, str, str], Tracked | None]
    linked: Callable[[Connection, str, str], tuple[FoundCall, ...]]
    raw_events: Callable[[Connection, str, str], tuple[KeptEvent, ...]]

