"""Everything that the page knows now."""

from __future__ import annotations

from datetime import datetime, tzinfo

import msgspec

from shared.domain.description import CentreDescription
from shared.domain.quality import Card
from shared.domain.search.query import Preset
from shared.language import Language, formats
from supervisor_console.playback.screen import MarkRow
from supervisor_console.quality.screen import Key, Tab
from supervisor_console.reports.quality import SampledCall, Score
from supervisor_console.reports.tracked import Tracked


class Draft(msgspec.Struct, kw_only=True):
    """A score that is not stored yet. ``score``: its key, so that it is stored once; ``is_sent``: it is finished, and
    only waits for the database.
    """

    score: str
    pbx: str
    call: str
    agent: str
    agent_name: str | None
    call_started_at: datetime
    card: str
    version: int
    answers: dict[str, int | None] = msgspec.field(default_factory=dict)
    comment: str = ""
    corrects: str | None = None
    is_sent: bool = False

    @property
    def key(self) -> Key:
        """Whose part in which call."""
        return self.pbx, self.call, self.agent


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """``source`` "": a random sample; else the key of a saved search. ``scores``: of the calls in the list;
    ``period_scores``: of the period, by which operators are seen. ``is_asked``: the list has been asked for.
    """

    language: Language
    zone: tzinfo
    now: datetime
    centre: CentreDescription
    is_masked: bool
    tab: Tab = "calls"
    preset: Preset = "last_7_days"
    source: str = ""
    each: int = 3
    searches: tuple[tuple[str, str], ...] = ()
    calls: tuple[SampledCall, ...] = ()
    scores: tuple[Score, ...] = ()
    period_scores: tuple[Score, ...] = ()
    cards: tuple[Card, ...] = ()
    drafts: tuple[Draft, ...] = ()
    chosen: Key | None = None
    tracked: Tracked | None = None
    markers: tuple[MarkRow, ...] = ()
    draft: Draft | None = None
    operator: str = ""
    is_asked: bool = False
    is_asking: bool = False
    failure: str = ""
    away_since: datetime | None = None

    def card(self, name: str, version: int) -> Card | None:
        """This version of a card."""
        return next((one for one in self.cards if (one.card, one.version) == (name, version)), None)

    @property
    def usable(self) -> tuple[Card, ...]:
        """The newest version of each card by which one scores."""
        newest: dict[str, Card] = {}
        for one in self.cards:
            if one.card not in newest or one.version > newest[one.card].version:
                newest[one.card] = one
        return tuple(one for one in newest.values() if not one.is_retired)

    def score_of(self, key: Key) -> Score | None:
        """The score of an operator's part in a call, the newest where there are several."""
        return next((one for one in self.scores if (one.pbx, one.call, one.agent) == key), None)

    def when(self, at: datetime) -> str:
        """Day and time of day."""
        return f"{self.language.short_day(at, self.zone)} {self.language.clock(at, self.zone, seconds=False)}"

    def length(self, milliseconds: int | None) -> str:
        """A length, or that there is none."""
        return "—" if milliseconds is None else formats.length(round(milliseconds / 1000))
