"""The table of pages: which right each needs, and how it is made. A page that is not here is not in the side bar.

Pages bring charts, sound and forms with them, so a page is imported when it is loaded: by whoever opens it, or while
somebody signs in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol

from shared.domain.accounts import Right
from shared.domain.search.query import Query
from supervisor_console.page import Console, Page, PageName


class Wired(NamedTuple):
    """A page of the side bar."""

    right: Right
    load: Callable[[], Callable[[Console], Page]]
    """Imports the page's modules; the answer makes the page."""


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


def _live() -> Callable[[Console], Page]:
    from supervisor_console.live.app import make

    return make


def _calls() -> Callable[[Console], Page]:
    from supervisor_console.calls.app import make

    return make


def _statistics() -> Callable[[Console], Page]:
    from supervisor_console.statistics.app import make

    return make


def _campaigns() -> Callable[[Console], Page]:
    from supervisor_console.campaigns.app import make

    return make


def _billing() -> Callable[[Console], Page]:
    from supervisor_console.billing.app import make

    return make


def _quality() -> Callable[[Console], Page]:
    from supervisor_console.quality.app import make

    return make


def _administration() -> Callable[[Console], Page]:
    from supervisor_console.administration.app import make

    return make


def load_tracking() -> Callable[[Console], Tracking]:
    """The page of one call: it is opened from others, and belongs to the page of calls."""
    from supervisor_console.tracking.app import make

    return make


PAGES: dict[PageName, Wired] = {
    "live": Wired("board.watch", _live), "calls": Wired("history.all", _calls),
    "statistics": Wired("history.all", _statistics), "campaigns": Wired("dialer.run", _campaigns),
    "billing": Wired("billing", _billing), "quality": Wired("quality", _quality),
    "administration": Wired("administration", _administration),
}
"""In the order of the side bar."""
