"""Holds what the page knows, does what is wished, and shows the screen that comes of it."""

from __future__ import annotations

from typing import Any, cast

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
from supervisor_console.administration.screen.pieces import Tab, Wish
from supervisor_console.administration.views.page import AdministrationView
from supervisor_console.asking import Asked
from supervisor_console.page import Console
from supervisor_console.seen_page import SeenPage, named_zone

EVERY = 10
"""Seconds between two looks at the accounts while somebody looks at them."""


class AdministrationPage(SeenPage[AdministrationView]):
    """See ``supervisor_console.page.Page``."""

    def __init__(self, console: Console) -> None:
        super().__init__(console, AdministrationView(console.ground))
        self.tab: Tab = "accounts"
        self.accounts = Accounts(console, self.refresh)
        self.account_deeds = AccountDeeds(console, self.accounts, self.around, self.widget)
        self.audit = Audit(console, self.refresh, self.around)
        self.recordings = Recordings(console, self.refresh)
        self.recording_deeds = RecordingDeeds(console, self.recordings, self.around, self.widget)
        self.sections = Sections(console, self.refresh, self.around)
        self.section_wishes = SectionWishes(console, self.sections, self.around, self.refresh, self.widget)
        self._was_away = False
        self.widget.wished.connect(self.do)

    # --- the page's own of all pages

    def ask(self) -> None:
        """Read again."""
        self.accounts.ask()
        if self.tab == "audit":
            self.audit.ask()
            self.audit.check()
        if self.tab == "recordings":
            self.recordings.ask()
        if self.tab in TABS and not self.sections.is_saving:
            self.sections.ask()

    def main(self) -> Asked[Any]:
        """Which accounts there are."""
        return self.accounts.asked

    def draw(self) -> None:
        """Show what is now."""
        self.widget.show_screen(present(self.moment()))

    def close(self) -> None:
        """The console ends."""
        super().close()
        self.accounts.asked.cancel()
        self.audit.close()
        self.recordings.close()
        self.sections.cancel()
        self.recording_deeds.close()
        self.account_deeds.close()

    def hear(self) -> None:
        """Settings are asked for again when the daemon is back."""
        was_away, self._was_away = self._was_away, self.daemon_away_since() is not None
        if self.is_shown and self.tab in TABS and was_away and not self._was_away:
            self.sections.ask()
        super().hear()

    def tick(self) -> None:
        """What others write is read again."""
        self.seconds += 1
        is_idle = not self.accounts.asked.is_waiting and self._console.database.away_since is None
        is_watched = self.tab == "accounts" or self.tab in TABS
        if self.is_shown and is_watched and self.seconds >= EVERY and is_idle:
            self.reload()

    # --- what is shown

    def around(self) -> Around:
        """What all words depend on now."""
        console = self._console
        return Around(
            language=self._ground.language, zone=named_zone(console.centre.timezone), now=self._ground.clock.now(),
            centre=console.centre, account=console.account,
            rights=frozenset(right for right in RIGHTS if console.may(right)),
            daemon_away_since=self.daemon_away_since(),
        )  # fmt: skip

    def moment(self) -> Moment:
        """Everything that is known now."""
        return Moment(
            around=self.around(), tab=self.tab, accounts=self.accounts.moment(), audit=self.audit.moment(),
            recordings=self.recordings.moment(), settings=self.sections.moment(self.accounts.found.queues),
        )  # fmt: skip

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
