"""What the page of calls knows at a moment: all that its screen is made of."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from shared.domain.agents import Gap
from shared.domain.description import CentreDescription
from shared.domain.search.query import Query
from shared.domain.search.scanning import QueryMisread
from shared.language import Language
from supervisor_console.calls.screen import Row
from supervisor_console.reports.found import Facets, FoundCall, Sums
from supervisor_console.reports.tracked import Tracked

Asking = Literal["no", "just_now", "loading", "slow"]
"""Is the answer awaited: no; not long; over 300 ms; over 5 s."""


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What all words depend on. ``is_masked``: the account may not see numbers."""

    language: Language
    centre: CentreDescription
    now: datetime
    facets: Facets = Facets()
    is_masked: bool = False


class ChosenCall(msgspec.Struct, frozen=True, kw_only=True):
    """The call that is chosen: as the list knows it, and what was found of it since. ``failure``: why no more."""

    found: FoundCall
    tracked: Tracked | None = None
    linked: tuple[FoundCall, ...] = ()
    is_loading: bool = False
    failure: str = ""


class KeptSearch(msgspec.Struct, frozen=True, kw_only=True):
    """A search that was kept."""

    key: str
    name: str
    owner: str
    query: Query
    is_shared: bool
    columns: tuple[str, ...] = ()


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. ``draft``: the line as it is typed while it differs from the query, None: it is the query's.

    ``answered``: the query whose answer ``calls`` are, ``rows`` how they are written; None: nothing yet.
    ``exported``: how many calls are written, and of how many.
    """

    around: Around
    query: Query
    draft: str | None = None
    mistake: QueryMisread | None = None
    answered: Query | None = None
    calls: tuple[FoundCall, ...] = ()
    rows: tuple[Row, ...] = ()
    has_more: bool = False
    sums: Sums | None = None
    gaps: tuple[Gap, ...] = ()
    asking: Asking = "no"
    failure: str = ""
    away_since: datetime | None = None
    chosen: ChosenCall | None = None
    account: str = ""
    kept: tuple[KeptSearch, ...] = ()
    rights: frozenset[str] = frozenset()
    exported: tuple[int, int] | None = None
