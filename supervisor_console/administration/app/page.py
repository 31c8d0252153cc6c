"""Holds what the page knows, does what is wished, and shows the screen that comes of it."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from PySide6.QtCore import QTimer

from shared.domain.accounts import RIGHTS, Role
from supervisor_console.administration.app.account_deeds import AccountDeeds
from supervisor_console.administration.app.accounts import Accounts
from supervisor_console.administration.app.audit import Audit
from supervisor_console.administration.app.recording_deeds import RecordingDeeds
from supervisor_console.administration.app.recordings import Recordings
from supervisor_console.administration.app.section_wishes import SectionWishes
from supervisor_console.administration.app.sections import Sections
from supervisor_console.administration.presenter import present
from supervisor_console.administration.presenter.moment import Around, Moment
from supervisor_console.administration.presenter.sections.catalogue import TABS
from supervisor_console.administration.presenter.words import named_zone
from supervisor_console.administration.screen.pieces import Tab, Wish
from supervisor_console.administration.views.page import AdministrationView
from supervisor_console.page import Console

PAUSE_MS = 50
"""Changes that come together are shown once."""
EVERY = 10
"""Seconds between two looks at the accounts while somebody looks at them."""


class AdministrationPage:
    """See ``supervisor_console.page.Page``."""

    def __init__(self, console: Console) -> None:
        self._console, self._ground = console, console.ground
        self.widget = AdministrationView(console.ground)
        self.tab: Tab = "accounts"
        self.accounts = Accounts(console, self.refresh)
        self.account_deeds = AccountDeeds(console, self.accounts, self.around, self.widget)
        self.audit = Audit(console, self.refresh, self.around)
        self.recordings = Recordings(console, self.refresh)
        self.recording_deeds = RecordingDeeds(console, self.recordings, self.around, self.widget)
        self.sections = Sections(console, self.refresh, self.around)
        self.section_wishes = SectionWishes(console, self.sections, self.around, self.refresh, self.widget)
        self._is_shown = self._was_away = False
        self._seconds = 0
        self._timer = QTimer(self.widget, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self.render)
        self._ends = [console.listen(self._hear), console.each_second(self._tick)]
        for changed in (self._ground.language_changed, self._ground.theme_changed):
            changed.connect(self.render)
        self.widget.wished.connect(self.do)

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
        self.accounts.ask()
        if self.tab == "audit":
            self.audit.ask()
            self.audit.check()
        if self.tab == "recordings":
            self.recordings.ask()
        if self.tab in TABS and not self.sections.is_saving:
            self.sections.ask()

    def close(self) -> None:
        """The console ends."""
        self.hidden()
        for end in self._ends:
            end()
        self._ends.clear()
        self.accounts.asked.cancel()
        self.audit.close()
        self.recordings.close()
        self.sections.cancel()
        self.recording_deeds.close()
        self.account_deeds.close()

    # --- what is shown

    def around(self) -> Around:
        """What all words depend on now."""
        console = self._console
        return Around(
            language=self._ground.language, zone=named_zone(console.centre.timezone), now=self._ground.clock.now(),
            centre=console.centre, account=console.account,
            rights=frozenset(right for right in RIGHTS if console.may(right)), daemon_away_since=self._daemon_away(),
        )  # fmt: skip

    def _daemon_away(self) -> datetime | None:
        status = self._console.feed.status
        return None if status.state == "live" else status.since

    def moment(self) -> Moment:
        """Everything that is known now."""
        return Moment(
            around=self.around(), tab=self.tab, accounts=self.accounts.moment(), audit=self.audit.moment(),
            recordings=self.recordings.moment(), settings=self.sections.moment(self.accounts.found.queues),
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
        was_away, self._was_away = self._was_away, self._daemon_away() is not None
        if self._is_shown and self.tab in TABS and was_away and not self._was_away:
            self.sections.ask()
        is_back = self.accounts.asked.away_since is not None and self._console.database.away_since is None
        if self._is_shown and is_back and not self.accounts.asked.is_waiting:
            self.reload()
        self.refresh()

    def _tick(self) -> None:
        self._seconds += 1
        is_idle = not self.accounts.asked.is_waiting and self._console.database.away_since is None
        is_watched = self.tab == "accounts" or self.tab in TABS
        if self._is_shown and is_watched and self._seconds >= EVERY and is_idle:
            self.reload()

    # --- what is wished

    def do(self, wish: Wish) -> None:
        """Do it."""
        match wish.kind:
            case "tab":
                self.go(cast("Tab", wish.value))
            case "retry":
                self.reload()
            case "account_pick":
                self.accounts.chosen = wish.value or None
            case "account_role":
                self.accounts.role = wish.value
            case "account_text":
                self.accounts.text = wish.value
            case "rights_edit":
                self.accounts.edit()
            case "rights_cell":
                self.accounts.press(wish.value, cast("Role", wish.other))
            case "rights_leave":
                self.accounts.draft = None
            case "rights_save":
                self._console.spawn(self.accounts.save(self.around()), "administration: rights")
            case _:
                self._do_of_other_tabs(wish)
        self.render()

    def go(self, tab: Tab) -> None:
        """Show this tab."""
        self.tab = tab
        if tab in TABS:
            self.sections.open_tab(tab)
        else:
            self.reload()

    def _do_of_other_tabs(self, wish: Wish) -> None:
        """The audit's and the recordings'; what is asked first is the deeds'."""
        match wish.kind:
            case "audit_text":
                self.audit.choose(text=wish.value)
            case "audit_who":
                self.audit.choose(account=wish.value)
            case "audit_what":
                self.audit.choose(group=wish.value)
            case "audit_period":
                self.audit.choose(preset=wish.value)
            case "audit_more":
                self.audit.more()
            case "audit_export":
                self._console.spawn(self.audit.export(self.widget), "administration: export")
            case "files_list":
                self.recordings.which, self.recordings.chosen = wish.value, None
                self.recordings.find()
            case "files_text":
                self.recordings.text = wish.value
                self.recordings.find()
            case "files_pick":
                self.recordings.chosen = (wish.value, wish.other) if wish.other else None
            case "files_more":
                self.recordings.more()
            case "files_open" | "hold" | "erase" | "subject":
                self.recording_deeds.do(wish)
            case _ if not self.section_wishes.do(wish):
                self.account_deeds.do(wish)
