"""Holds what the page knows, does what is wished, and shows the screen that comes of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import cast

from PySide6.QtCore import QTimer

from shared.days import Span, holidays_in
from supervisor_console.billing.app.deeds import Deeds
from supervisor_console.billing.app.known import Accounts, first_period, named_zone, spoken
from supervisor_console.billing.app.list_deeds import ListDeeds
from supervisor_console.billing.app.list_wishes import ListWishes
from supervisor_console.billing.app.lists import Lists
from supervisor_console.billing.presenter import present
from supervisor_console.billing.presenter.moment import Around, Moment
from supervisor_console.billing.presenter.words import month_of
from supervisor_console.billing.screen.pieces import Tab, Wish
from supervisor_console.billing.views.page import BillingView
from supervisor_console.page import Console

PAUSE_MS = 50
"""Changes that come together are shown once."""
TICKING = ("accounts", "prepaid")
"""Tabs on which calls run."""
ASKING = ("tariff", "purse")
"""Wishes after which something else is read."""
EVERY = 10
"""Seconds between two looks at what others write."""


class BillingPage:
    """See ``supervisor_console.page.Page``."""

    def __init__(self, console: Console) -> None:
        self._console, self._ground = console, console.ground
        self.widget = BillingView(console.ground)
        self.tab: Tab = "accounts"
        zone = named_zone(console.centre.timezone)
        today = console.ground.clock.now().astimezone(zone).date()
        self.accounts = Accounts(console, self.refresh, first_period(today, zone))
        self.lists = Lists(console, self.refresh)
        self.deeds = Deeds(console, self.around, self.reload, self.widget)
        self.wishes = ListWishes(
            console, self.lists, self.accounts, ListDeeds(console, self.around, self.deeds, self.widget), self.deeds)
        self._is_shown = False
        self._seconds = 0
        self._holidays: tuple[tuple[str, str, int], frozenset[date]] = (("", "", 0), frozenset())
        self._timer = QTimer(self.widget, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self.render)
        self._ends = [console.listen(self._hear), console.each_second(self._tick)]
        for changed in (self._ground.language_changed, self._ground.theme_changed):
            changed.connect(self.render)
        self.widget.wished.connect(self.do)
        self.widget.searched.connect(self._search)

    # --- what the console asks of a page

    def shown(self) -> None:
        """Somebody looks now."""
        self._is_shown = True
        self.reload()
        self.render()

    def hidden(self) -> None:
        """Nobody looks any more."""
        self._is_shown = False
        self._timer.stop()

    def reload(self) -> None:
        """Ask again."""
        self._seconds = 0
        if self._is_shown:
            self.accounts.ask()
            self.ask_lists()

    def ask_lists(self) -> None:
        """Read what the chosen tab shows."""
        self.lists.ask(self.tab, self.accounts.period, self.accounts.all.answer)

    def close(self) -> None:
        """The console ends."""
        self.hidden()
        for end in self._ends:
            end()
        self._ends.clear()
        for changed in (self._ground.language_changed, self._ground.theme_changed):
            changed.disconnect(self.render)
        self.accounts.close()
        self.lists.close()
        self.wishes.close()
        self.deeds.close()

    # --- what is shown

    def around(self) -> Around:
        """What all words depend on now."""
        console, status = self._console, self._console.feed.status
        return Around(
            language=self._ground.language, zone=named_zone(console.centre.timezone), country=console.centre.country,
            now=self._ground.clock.now(), outside_prefix=console.outside_prefix, holidays=self.holidays(),
            daemon_away_since=None if status.state == "live" else status.since,
        )  # fmt: skip

    def holidays(self) -> frozenset[date]:
        """Public holidays of some years, reckoned once."""
        centre, now = self._console.centre, self._ground.clock.now()
        key = (centre.country, centre.timezone, now.year)
        if self._holidays[0] != key:
            span = Span(datetime(now.year - 2, 1, 1, tzinfo=UTC), datetime(now.year + 2, 1, 1, tzinfo=UTC))
            self._holidays = key, frozenset(holidays_in(span, named_zone(centre.timezone), centre.country))
        return self._holidays[1]

    def moment(self) -> Moment:
        """Everything that is known now."""
        known = self.accounts
        return Moment(
            around=self.around(), tab=self.tab, period=known.period, knowing=known.all.knowing,
            overview=known.all.answer, account=known.account, detail=known.one.answer,
            detail_knowing=known.one.knowing, call=known.call, search=known.search, is_busy=self.deeds.is_busy,
            spoken=spoken(self._console), tariffs=self.lists.tariffs_moment(), invoices=self.lists.invoices_moment(),
            prepaid=self.lists.prepaid_moment(), calculator=self.lists.calculator_moment(),
            income=self.lists.income_of(known.period),
        )  # fmt: skip

    def refresh(self) -> None:
        """Something is different: show it soon, and once."""
        if self._is_shown and not self._timer.isActive():
            self._timer.start()

    def render(self) -> None:
        """Show what is now."""
        if self._is_shown:
            self.widget.show_screen(present(self.moment()))

    def _hear(self) -> None:
        is_back = self.accounts.all.knowing.away_since is not None and self._console.database.away_since is None
        if self._is_shown and is_back and not self.accounts.all.is_waiting:
            self.reload()
        self.refresh()

    def _tick(self) -> None:
        self._seconds += 1
        is_idle = not self.accounts.all.is_waiting and self._console.database.away_since is None
        if self._is_shown and self._seconds >= EVERY and is_idle:
            self.reload()
        if self._is_shown and self.tab in TICKING:
            self.render()

    def _search(self, text: str) -> None:
        self.accounts.search = text.strip()
        self.render()

    # --- what is wished

    def do(self, wish: Wish) -> None:
        """Do it."""
        accounts = self.accounts
        match wish.kind:
            case "tab":
                self.tab = cast("Tab", wish.value)
                self.reload()
            case "retry":
                self.reload()
            case "period":
                accounts.go_to(month_of(date.fromisoformat(wish.value), named_zone(self._console.centre.timezone)))
                self.ask_lists()
            case "account":
                accounts.choose(wish.value)
            case "call":
                accounts.call = wish.value
            case "account_new":
                self.deeds.new_account(accounts.all.answer, self.account_made)
            case "close" if not self.deeds.is_busy:
                self.deeds.spawn(self.deeds.close_period(accounts.period))
            case _ if not self.wishes.do(wish, self.moment()):
                self._do_of_one(wish)
        if wish.kind in ASKING:
            self.ask_lists()
        self.render()

    def account_made(self, account: str) -> None:
        """It is the chosen one from now on."""
        self.accounts.account = account

    def _do_of_one(self, wish: Wish) -> None:
        """What is wished of the chosen account."""
        detail, payer = self.accounts.one.answer, self.accounts.payer
        found = detail.document if detail is not None else None
        match wish.kind:
            case "pdf" if found is not None:
                self.deeds.spawn(self.deeds.save_paper(found.invoice.number, found.paper))
            case "send" if found is not None:
                self.deeds.spawn(self.deeds.send(found.invoice.number))
            case "top_up" if payer is not None:
                self.deeds.top_up(payer)
