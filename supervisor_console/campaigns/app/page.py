"""Holds what the page knows, does what is wished, and shows the screen that comes of it."""

from __future__ import annotations

from typing import Any, cast

from supervisor_console.asking import Asked
from supervisor_console.campaigns.app.deeds import Deeds
from supervisor_console.campaigns.app.known import Campaigns, around
from supervisor_console.campaigns.app.planning import Planning
from supervisor_console.campaigns.presenter import present
from supervisor_console.campaigns.presenter.moment import Around, Moment
from supervisor_console.campaigns.screen.pieces import Tab, Wish
from supervisor_console.campaigns.views.page import CampaignsView
from supervisor_console.page import Console
from supervisor_console.seen_page import SeenPage

EVERY = 3
"""Seconds between two looks at contacts while their campaign runs; ten where it does not."""
SELDOM = 10


class CampaignsPage(SeenPage[CampaignsView]):
    """See ``supervisor_console.page.Page``."""

    def __init__(self, console: Console) -> None:
        super().__init__(console, CampaignsView(console.ground))
        self.tab: Tab = "overview"
        self.campaigns = Campaigns(console, self.refresh)
        self.planning = Planning(console, self.refresh)
        self.deeds = Deeds(console, self.moment, self.reload, self.widget)
        self.widget.wished.connect(self.do)

    # --- the page's own of all pages

    def ask(self) -> None:
        """Read again."""
        self.campaigns.ask(self.tab)

    def main(self) -> Asked[Any]:
        """Which campaigns there are."""
        return self.campaigns.all

    def draw(self) -> None:
        """Show what is now."""
        self.widget.show_screen(present(self.moment()))

    def close(self) -> None:
        """The console ends."""
        super().close()
        self.campaigns.close()
        self.planning.close()
        self.deeds.close()

    def hear(self) -> None:
        """The board may say something else of campaigns."""
        self.campaigns.follow()
        super().hear()

    def tick(self) -> None:
        """Times go on; what others write is read again."""
        if not self.is_shown:
            return
        self.seconds += 1
        known, row = self.campaigns, self.moment().row
        is_idle = not (known.all.is_waiting or known.contacts.is_waiting) and self._console.database.away_since is None
        if is_idle and self.seconds >= (EVERY if row is not None and row.state == "running" else SELDOM):
            self.reload()
        if self.tab == "overview":
            self.render()

    # --- what is shown

    def around(self) -> Around:
        """What all words depend on now."""
        return around(self._console)

    def moment(self) -> Moment:
        """Everything that is known now."""
        known = self.campaigns
        return Moment(
            around=self.around(), tab=self.tab, rows=tuple(self._console.feed.board.campaigns),
            known=known.all.answer, knowing=known.all.knowing, chosen=known.chosen,
            contacts=known.contacts_moment(), appointments=known.appointments_now(),
            numbers=known.numbers_moment(), plan=self.planning.moment(),
            holidays={self._console.centre.country: self.holidays()}, is_busy=self.deeds.is_busy,
        )  # fmt: skip

    # --- what is wished

    def do(self, wish: Wish) -> None:
        """Do it."""
        known = self.campaigns
        match wish.kind:
            case "tab":
                self.go(cast("Tab", wish.value))
            case "retry":
                self.reload()
            case "campaign":
                pbx, _, key = wish.value.partition("\n")
                known.choose(pbx, key)
                self.go(self.tab)
            case "contact":
                known.contact = int(wish.value or 0)
            case "plan":
                self.planning.write(wish.value, wish.other)
            case "plan_run":
                self.planning.run(self.around())
            case "number":
                known.look_up(wish.value, self.around())
            case "contacts_text":
                known.want(text=wish.value.strip())
            case "contacts_outcome":
                known.want(outcome=wish.value)
            case "contacts_state":
                known.want(state=wish.value)
            case "contacts_more":
                known.more()
            case "open_call":
                self._open_call()
            case _:
                self.deeds.do(wish)
        self.render()

    def go(self, tab: Tab) -> None:
        """Show this tab."""
        self.tab = tab
        if tab == "planner":
            self.planning.open(self.moment())
        self.reload()

    def _open_call(self) -> None:
        one = self.moment().contact
        if one is not None and one.call:
            self._console.open_call(one.pbx or self.campaigns.chosen[0], one.call)
