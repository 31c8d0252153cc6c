"""What the page asks of the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from supervisor_console.reports.found import FoundCall
from supervisor_console.reports.tracked import KeptEvent, Tracked


@dataclass(frozen=True)
class Questions:
    """Each by connection, PBX and call, asked in a thread beside. ``tracked`` None: there is no such call to see."""

    tracked: Callable[[Any, str, str], Tracked | None]
    linked: Callable[[Any, str, str], tuple[FoundCall, ...]]
    raw_events: Callable[[Any, str, str], tuple[KeptEvent, ...]]

