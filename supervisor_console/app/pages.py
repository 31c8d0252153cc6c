"""The table of pages: which right each needs, and how it is made. A page that is not here is not in the side bar."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol

from shared.domain.accounts import Right
from shared.domain.search.query import Query
from supervisor_console.administration.app import make as make_administration
from supervisor_console.billing.app import make as make_billing
from supervisor_console.calls.app import make as make_calls
from supervisor_console.campaigns.app import make as make_campaigns
from supervisor_console.live.app import make as make_live
from supervisor_console.page import Console, Page, PageName
from supervisor_console.quality.app import make as make_quality
from supervisor_console.statistics.app import make as make_statistics
from supervisor_console.tracking.app import make as make_tracking


class Wired(NamedTuple):
    """A page of the side bar."""

    right: Right
    make: Callable[[Console], Page]


class Searching(Page, Protocol):
    """The pages of calls and of statistics: they can be told what to find, and what to count."""

    def search(self, query: Query) -> None:
        """Find these."""
        ...


class Rating(Page, Protocol):
    """The page of quality: it can be told which call is to be scored."""

    def rate(self, pbx: str, call: str) -> None:
        """Open the form for this one."""
        ...


class Tracking(Page, Protocol):
    """The page of one call: it can be told which."""

    def show(
        self, pbx: str, call: str, among: tuple[tuple[str, str], ...] = (), *, is_played: bool = False
    ) -> None:
        """Open this one, and play its recording where that is wished."""
        ...

    def offer(self, kind: Literal["rate", "download"], deed: Callable[[str, str], None]) -> None:
        """Show the button of this, which does that with PBX and call."""
        ...


PAGES: dict[PageName, Wired] = {
    "live": Wired("board.watch", make_live), "calls": Wired("history.all", make_calls),
    "statistics": Wired("history.all", make_statistics), "campaigns": Wired("dialer.run", make_campaigns),
    "billing": Wired("billing", make_billing), "quality": Wired("quality", make_quality),
    "administration": Wired("administration", make_administration),
}
"""In the order of the side bar."""
TRACKING: Callable[[Console], Tracking] = make_tracking
"""It is opened from others, and belongs to the page of calls."""
