"""Holds what the page knows, does what is wished, and shows the screen that comes of it."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from supervisor_console.asking import Asked
from supervisor_console.billing.app.account_deeds import AccountDeeds
from supervisor_console.billing.app.deeds import Deeds
from supervisor_console.billing.app.known import Accounts, first_period, spoken
from supervisor_console.billing.app.list_deeds import ListDeeds
from supervisor_console.billing.app.list_wishes import ListWishes
from supervisor_console.billing.app.lists import Lists
from supervisor_console.billing.app.tariff_deeds import TariffDeeds
from supervisor_console.billing.presenter import present
from supervisor_console.billing.presenter.moment import Around, Moment
from supervisor_console.billing.presenter.words import month_of
from supervisor_console.billing.screen.pieces import Tab, Wish
from supervisor_console.billing.views.page import BillingView
from supervisor_console.page import Console
from supervisor_console.seen_page import SeenPage, named_zone

TICKING = ("accounts", "prepaid")
"""Tabs on which calls run."""
ASKING = ("tariff", "purse")
"""Wishes after which something else is read."""
EVERY = 10
"""Seconds between two looks at what others write."""


class BillingPage(SeenPage[BillingView]):
    """See ``supervisor_console.page.Page``."""

    def __init__(self, console: Console) -> None:
        super().__init__(console, BillingView(console.ground))
        self.tab: Tab = "accounts"
        zone = named_zone(console.centre.timezone)
        today = console.ground.clock.now().astimezone(zone).date()
        self.accounts = Accounts(console, self.refresh, first_period(today, zone))
        self.lists = Lists(console, self.refresh)
        self.deeds = Deeds(console, self.around, self.reload, self.widget)
        self.account_deeds = AccountDeeds(self.deeds.forms, self.around)
        self.wishes = ListWishes(
            self.lists, self.accounts, ListDeeds(console, self.around, self.deeds, self.widget),
            TariffDeeds(self.deeds, self.around, self.lists.choose_made), self.deeds)
        self.widget.wished.connect(self.do)
        self.widget.searched.connect(self._search)

    # --- the page's own of all pages

    def ask(self) -> None:
        """Read again."""
        self.accounts.ask()
        self.ask_lists()

    def ask_lists(self) -> None:
        """Read what the chosen tab shows."""
        self.lists.ask(self.tab, self.accounts.period, self.accounts.all.answer)

    def main(self) -> Asked[Any]:
        """Which accounts there are."""
        return self.accounts.all

    def draw(self) -> None:
        """Show what is now."""
        self.widget.show_screen(present(self.moment()))

    def close(self) -> None:
        """The console ends."""
        super().close()
        self.accounts.close()
        self.lists.close()
        self.wishes.close()
        self.deeds.close()

    def tick(self) -> None:
        """Calls go on; what others write is read again."""
        self.seconds += 1
        is_idle = not self.accounts.all.is_waiting and self._console.database.away_since is None
        if self.is_shown and self.seconds >= EVERY and is_idle:
            self.reload()
        if self.tab in TICKING:
            self.render()

    # --- what is shown

    def around(self) -> Around:
        """What all words depend on now."""
        console = self._console
        return Around(
            language=self._ground.language, zone=named_zone(console.centre.timezone), country=console.centre.country,
            now=self._ground.clock.now(), outside_prefix=console.outside_prefix, holidays=self.holidays(),
            daemon_away_since=self.daemon_away_since(),
        )  # fmt: skip

    def moment(self) -> Moment:
        """Everything that is known now."""
        known = self.accounts
        return Moment(
            around=self.around(), tab=self.tab, period=known.period, knowing=known.all.knowing,
            overview=known.all.answer, account=known.account, detail=known.one.answer,
            detail_knowing=known.one.knowing, call=known.call, search=known.search, is_busy=self.deeds.is_busy,
            spoken=spoken(self._console), tariffs=self.lists.tariffs_moment(), invoices=self.lists.invoices_moment(),
            prepaid=self.lists.prepaid_moment(), calculator=self.lists.calculator_moment(),
            income=self.lists.income_moment(known.period),
        )  # fmt: skip

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
                self.deeds.spawn(self.account_deeds.new(accounts.all.answer, self.account_made))
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
            case "account_edit" if payer is not None:
                self.deeds.spawn(self.account_deeds.change(self.accounts.all.answer, payer.account))
            case "account_owns" if payer is not None:
                self.deeds.spawn(self.account_deeds.owns(self.accounts.all.answer, payer))
            case "account_fees" if payer is not None:
                self.deeds.spawn(self.account_deeds.fees(payer))
