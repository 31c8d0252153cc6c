"""Which seats are taken, and which of their panels are here. Only what is known: nothing is asked or stored here."""

from __future__ import annotations

from collections.abc import Iterable

from collector_daemon.feed.ports import Panel
from collector_daemon.store.seats import Seat
from shared.domain.accounts import Account

ABSENCE_SECONDS = 120.0
"""Without a panel for so long, and in no queue, nobody sits there any more: somebody else may. As long as the feed
lets a panel come back to its session."""


class Occupancy:
    """The open seats, and the sessions of the accounts that may have one."""

    def __init__(self, started: float) -> None:
        """``started``: the monotonic time from which on panels may be here."""
        self._started = started
        self.by_account: dict[str, Seat] = {}
        self.by_phone: dict[tuple[str, str], Seat] = {}
        self.panels: dict[str, Panel] = {}
        self._holders: dict[str, str] = {}
        self._gone_at: dict[str, float] = {}

    # --- seats

    def sit(self, seat: Seat) -> None:
        """The seat is taken."""
        self.by_account[seat.account] = self.by_phone[seat.phone] = seat

    def rise(self, seat: Seat) -> None:
        """The seat is left."""
        if self.by_account.get(seat.account) == seat:
            del self.by_account[seat.account]
            self._holders.pop(seat.account, None)
        if self.by_phone.get(seat.phone) == seat:
            del self.by_phone[seat.phone]

    def agent_of(self, account: Account) -> str | None:
        """The account's seat, or its own extension unless somebody else sits there."""
        seat = self.by_account.get(account.name)
        if seat is not None:
            return seat.extension
        is_taken = any(one.extension == account.agent for one in self.by_phone.values())
        return None if is_taken else account.agent

    # --- panels

    def arrived(self, panel: Panel) -> None:
        """A session is here."""
        self.panels[panel.id] = panel

    def departed(self, panel: Panel, now: float) -> None:
        """It has gone."""
        self.panels.pop(panel.id, None)
        name = name_of(panel)
        if self._holders.get(name) == panel.id:
            del self._holders[name]
        if not any(name_of(one) == name for one in self.panels.values()):
            self._gone_at[name] = now

    def hold(self, panel: Panel) -> None:
        """It is at this panel that the account sits."""
        self._holders[name_of(panel)] = panel.id

    def succeeded(self, older: Panel, successor: Panel) -> None:
        """What the one had the other has."""
        if self._holders.get(name_of(older)) == older.id:
            self.hold(successor)

    def holder(self, account: str) -> Panel | None:
        """The panel at which the account sits, if that is here."""
        return self.panels.get(self._holders.get(account, ""))

    def panels_of(self, accounts: Iterable[str]) -> list[Panel]:
        """The sessions of these accounts."""
        names = set(accounts)
        return [panel for panel in self.panels.values() if name_of(panel) in names]

    def is_absent(self, account: str, now: float) -> bool:
        """Has the account had no session for so long that it will not come back to it?"""
        if any(name_of(panel) == account for panel in self.panels.values()):
            return False
        return now - self._gone_at.get(account, self._started) > ABSENCE_SECONDS


def name_of(panel: Panel) -> str:
    """The account's name."""
    return panel.signed_in.name if panel.signed_in is not None else ""
