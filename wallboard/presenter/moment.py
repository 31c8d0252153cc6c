"""Everything that is known when a screen is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shared.domain.description import CentreDescription
from shared.feed_client.live_board import LiveBoard
from shared.feed_client.status import Status
from shared.language import Language
from wallboard.pages import Page
from wallboard.presenter.asking import Ask, Visits
from wallboard.screen import Room


@dataclass(frozen=True, slots=True)
class Moment:
    """``now`` is the server's time, or the past moment that the board shows; ``own_now`` this machine's at that time.

    ``status`` speaks in this machine's time, and only lengths are made of it. ``lost_at`` (server's time) is when
    the loss was noticed, None: when the last news came. ``rooms`` in the order of the page's tiles. ``past_speed``
    is set while the board shows the past (0: it stands still), which is not complete where calls began before what is
    kept. ``well_since`` is when the last alert went, where that is known. ``figures`` are answers of the daemon, or
    the reason in English why there is none.
    """

    board: LiveBoard
    status: Status
    centre: CentreDescription | None
    now: datetime
    own_now: datetime
    language: Language
    pages: tuple[Page, ...]
    page: int = 0
    is_compact: bool = False
    rooms: tuple[Room, ...] = ()
    figures: Mapping[Ask, Visits | str] = field(default_factory=dict)
    is_masked: bool = True
    past_speed: float | None = None
    is_past_complete: bool = True
    is_rotating: bool = True
    lost_at: datetime | None = None
    well_since: datetime | None = None

    @property
    def shown_page(self) -> Page:
        """The page that is shown; an index beyond the last begins anew."""
        return self.pages[self.page % len(self.pages)] if self.pages else Page()
