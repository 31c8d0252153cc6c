"""What the page knows of accounts, and the questions by which it knows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from supervisor_console.asking import Asked
from supervisor_console.billing.presenter.moment import Spoken
from supervisor_console.billing.presenter.words import month_of
from supervisor_console.page import Console
from supervisor_console.reports.billing import Months, Overview, Payer, overview
from supervisor_console.reports.billing_detail import Detail, detail


class Accounts:
    """Accounts of a period, and all about the chosen one."""

    def __init__(self, console: Console, changed: Callable[[], None], period: Months) -> None:
        self._changed = changed
        self.period = period
        self.all: Asked[Overview] = Asked(console, "billing: accounts", self._found)
        self.one: Asked[Detail] = Asked(console, "billing: account", changed)
        self.account = self.call = self.search = ""

    @property
    def payer(self) -> Payer | None:
        """The chosen one."""
        payers = self.all.answer.payers if self.all.answer is not None else ()
        return next((one for one in payers if one.account == self.account), None)

    def ask(self) -> None:
        """Read the accounts, then the chosen one."""
        period = self.period
        self.all.ask(lambda connection: overview(connection, period))

    def choose(self, account: str) -> None:
        """Another one."""
        if account != self.account:
            self.account, self.call = account, ""
        self.ask_one()

    def ask_one(self) -> None:
        """Read all about the chosen one."""
        if self.account:
            account, period = self.account, self.period
            self.one.ask(lambda connection: detail(connection, account, period))

    def go_to(self, period: Months) -> None:
        """Another period."""
        self.period, self.call = period, ""
        self.ask()

    def close(self) -> None:
        """Nobody waits any more."""
        self.all.cancel()
        self.one.cancel()

    def _found(self) -> None:
        if self.all.knowing.asking == "no" and self.all.answer is not None:
            if self.payer is None:
                self.account, self.call = next((one.account for one in self.all.answer.payers), ""), ""
            self.ask_one()
        self._changed()


def spoken(console: Console) -> dict[tuple[str, str], Spoken]:
    """Running calls as the board tells them; none where the account may not see the board."""
    found = {}
    for row in console.feed.board.calls:
        number = row.caller if row.direction == "inbound" else row.called
        found[row.pbx, row.call] = Spoken(number or "", row.direction, row.talking_since)
    return found


def first_period(today: date, zone: ZoneInfo) -> Months:
    """The month before this one: that is what is closed and sent."""
    return month_of(today.replace(day=1) - timedelta(days=1), zone)
