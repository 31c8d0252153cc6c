"""What pages with tabs have alike: shown or hidden, drawn soon and once after changes, ended with the console."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from shared.days import Span, holidays_in
from supervisor_console.asking import Asked
from supervisor_console.page import Console

PAUSE_MS = 50
"""Changes that come together are shown once."""
YEARS = 2
"""Before and after this one, of which holidays are known."""
View = TypeVar("View", bound=QWidget)


class SeenPage(ABC, Generic[View]):
    """See ``supervisor_console.page.Page``. ``widget`` is what is seen of it; ``seconds``: since it was read last."""

    def __init__(self, console: Console, widget: View) -> None:
        self.widget = widget
        self.is_shown, self.seconds = False, 0
        self._console, self._ground = console, console.ground
        self._timer = QTimer(widget, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self.render)
        self._days: tuple[tuple[str, str, int], frozenset[date]] = (("", "", 0), frozenset())
        self._ends = [console.listen(self.hear), console.each_second(self.tick)]
        for changed in (self._ground.language_changed, self._ground.theme_changed):
            changed.connect(self.render)

    # --- each page's own

    @abstractmethod
    def draw(self) -> None:
        """Show what is now."""

    @abstractmethod
    def ask(self) -> None:
        """Read again what is shown."""

    @abstractmethod
    def main(self) -> Asked[Any]:
        """The question without which there is nothing to show."""

    @abstractmethod
    def tick(self) -> None:
        """A second has passed."""

    # --- what the console asks of a page

    def shown(self) -> None:
        """Somebody looks now."""
        self.is_shown = True
        self.reload()
        self.render()

    def hidden(self) -> None:
        """Nobody looks any more."""
        self.is_shown = False
        self._timer.stop()

    def reload(self) -> None:
        """Ask again."""
        self.seconds = 0
        if self.is_shown:
            self.ask()

    def close(self) -> None:
        """The console ends."""
        self.hidden()
        for end in self._ends:
            end()
        self._ends.clear()
        for changed in (self._ground.language_changed, self._ground.theme_changed):
            changed.disconnect(self.render)

    # --- means

    def refresh(self) -> None:
        """Something is different: show it soon, and once."""
        if self.is_shown and not self._timer.isActive():
            self._timer.start()

    def render(self) -> None:
        """Show what is now, if anybody looks."""
        if self.is_shown:
            self.draw()

    def hear(self) -> None:
        """Board, connections or rights are different; where the database is back, it is asked again."""
        asked = self.main()
        is_back = asked.away_since is not None and self._console.database.away_since is None
        if self.is_shown and is_back and not asked.is_waiting:
            self.reload()
        self.refresh()

    def daemon_away_since(self) -> datetime | None:
        """Since when the daemon does not answer."""
        status = self._console.feed.status
        return None if status.state == "live" else status.since

    def holidays(self) -> frozenset[date]:
        """Public holidays of some years in the centre's country, reckoned once."""
        centre, now = self._console.centre, self._ground.clock.now()
        key = (centre.country, centre.timezone, now.year)
        if self._days[0] != key:
            span = Span(datetime(now.year - YEARS, 1, 1, tzinfo=UTC), datetime(now.year + YEARS, 1, 1, tzinfo=UTC))
            self._days = key, frozenset(holidays_in(span, named_zone(centre.timezone), centre.country))
        return self._days[1]


def named_zone(name: str) -> ZoneInfo:
    """The zone of this name; UTC where it is not known here."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
