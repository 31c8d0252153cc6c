"""Turns the pages: made when first wanted, told whether anybody looks, and where one goes back to."""

from __future__ import annotations

from typing import cast

from shared.domain.search.query import Query
from supervisor_console.app.pages import PAGES, Rating, Searching, Tracking, load_tracking
from supervisor_console.page import Console, Page, PageName
from supervisor_console.shell.views import ConsoleWindow


class Turning:
    """``chosen``: the item of the side bar that is marked; ``page``: what is seen."""

    def __init__(self, console: Console, window: ConsoleWindow) -> None:
        self._console, self._window = console, window
        self._made: dict[PageName, Page] = {}
        self._tracking: Tracking | None = None
        self._back: PageName | None = None
        self.chosen: PageName | None = None
        self.page: Page | None = None

    @property
    def names(self) -> tuple[PageName, ...]:
        """The pages that this account may use."""
        return tuple(name for name, wired in PAGES.items() if self._console.may(wired.right))

    def go(self, name: PageName) -> Page | None:
        """Show this page; None where the account has no such page."""
        if name not in self.names:
            return None
        if name not in self._made:
            self._made[name] = PAGES[name].load()(self._console)
        self.chosen = name
        self._show(self._made[name])
        return self._made[name]

    def go_to_place(self, number: int) -> None:
        """Ctrl+1: the first of the side bar."""
        if 0 < number <= len(self.names):
            self.go(self.names[number - 1])

    def search(self, query: Query) -> None:
        """The page of calls with this."""
        page = self.go("calls")
        if page is not None:
            cast("Searching", page).search(query)

    def statistics(self, query: Query) -> None:
        """The page of statistics with the calls of this."""
        page = self.go("statistics")
        if page is not None:
            cast("Searching", page).search(query)

    def call(self, pbx: str, call: str, among: tuple[tuple[str, str], ...], *, is_played: bool = False) -> None:
        """The tracking of a call."""
        if self._tracking is None:
            self._tracking = load_tracking()(self._console)
            if "quality" in self.names:
                self._tracking.offer("rate", self._rate)
        if self.page is not self._tracking:
            self._back = self.chosen
        if "calls" in self.names:
            self.chosen = "calls"
        self._tracking.show(pbx, call, among, is_played=is_played)
        self._show(self._tracking)

    def _rate(self, pbx: str, call: str) -> None:
        """The page of quality with the form for a call."""
        page = self.go("quality")
        if page is not None:
            cast("Rating", page).rate(pbx, call)

    def go_back(self) -> None:
        """From the tracking to where one came from."""
        name = self._back or next(iter(self.names), None)
        if name is not None:
            self.go(name)

    def reload(self) -> None:
        """F5."""
        if self.page is not None:
            self.page.reload()

    def _show(self, page: Page) -> None:
        if page is self.page:
            return
        if self.page is not None:
            self.page.hidden()
        self.page = page
        self._window.show_page(page.widget)
        page.shown()

    def close(self) -> None:
        """The console ends."""
        if self.page is not None:
            self.page.hidden()
            self.page = None
        for one in [*self._made.values(), *([self._tracking] if self._tracking is not None else [])]:
            one.close()
        self._made.clear()
        self._tracking = None
