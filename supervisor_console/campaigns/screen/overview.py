"""The tab of one campaign as it goes: progress, why so many calls, results, contacts."""

from __future__ import annotations

import msgspec

from supervisor_console.views.pieces import Choice, Deed, Empty, Grid, Mark, Token


class ProgressPart(msgspec.Struct, frozen=True, kw_only=True):
    """Contacts that stand alike: a part of the bar (``share`` of it, 0 to 1) and its words under it.

    ``is_rest``: nothing has happened to them yet, so the part has the colour of lines.
    """

    words: str
    count: str
    share: float
    token: Token
    icon: str
    is_rest: bool = False


class ProgressShown(msgspec.Struct, frozen=True, kw_only=True):
    """The bar with its parts; ``told``: how many, how far, until when; ``window``: when one may call."""

    title: str
    told: str
    window: str
    parts: tuple[ProgressPart, ...]


class PacingInput(msgspec.Struct, frozen=True):
    """One thing the decision went by: its figure, what it is, more about it."""

    figure: str
    words: str
    detail: str


class PacingBar(msgspec.Struct, frozen=True, kw_only=True):
    """So many ``calls`` would mean this ``share`` (0 to 1). ``token``: its colour; ``is_chosen``: solid."""

    calls: str
    share: float
    said: str
    token: Token
    is_chosen: bool = False


class PacingShown(msgspec.Struct, frozen=True, kw_only=True):
    """Why so many calls now. ``ticks``: values of the upright axis with their words; ``limit_words`` on the limit's
    line. Without bars ``empty`` says why there is nothing to see. ``heads``: of the table of the same values.
    """

    title: str
    note: str
    mode: Choice
    can_change: str
    inputs: tuple[PacingInput, ...] = ()
    chart: str = ""
    axis: str = ""
    bars: tuple[PacingBar, ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    limit: float = 0.0
    limit_words: str = ""
    why: str = ""
    heads: tuple[str, str] = ("", "")
    empty: Empty | None = None


class ResultLine(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome or a disposition: how many contacts, their share; ``length`` of the bar, 0 to 1, on one scale."""

    key: str
    mark: Mark
    count: str
    share: str
    length: float


class ResultsShown(msgspec.Struct, frozen=True, kw_only=True):
    """All results, the most frequent first."""

    title: str
    note: str
    lines: tuple[ResultLine, ...]
    empty: Empty | None = None


class ContactsShown(msgspec.Struct, frozen=True, kw_only=True):
    """Contacts that match. ``deeds``: what may be done with the chosen one, by the wish's name."""

    grid: Grid
    search: str
    outcome: Choice
    state: Choice
    columns: str
    deeds: dict[str, Deed]


class OverviewShown(msgspec.Struct, frozen=True, kw_only=True):
    """All of the tab."""

    progress: ProgressShown
    pacing: PacingShown
    results: ResultsShown
    contacts: ContactsShown
