"""The page: header with the campaign and what may be done with it, what is missing, and the chosen tab."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from shared.qt.tips import tip
from supervisor_console.campaigns.screen import CampaignsScreen
from supervisor_console.campaigns.screen.pieces import Wish, WishKind
from supervisor_console.campaigns.views.appointments import AppointmentsPanel
from supervisor_console.campaigns.views.numbers import NumbersView
from supervisor_console.campaigns.views.overview import LOW, OverviewView
from supervisor_console.campaigns.views.planner import PlannerView
from supervisor_console.views.button import Button
from supervisor_console.views.chip import StateChip
from supervisor_console.views.choice import ChoiceButton
from supervisor_console.views.marks import show_choice, show_deed, show_strip
from supervisor_console.views.panel import PageHeader
from supervisor_console.views.sizes import NARROW
from supervisor_console.views.states import EmptyState, ErrorStrip
from supervisor_console.views.tabs import Tabs

MOST_CHOOSER, LEAST_CHOOSER, MARGIN = 312, 200, 96
DEEDS: tuple[WishKind, ...] = ("import", "start", "stop", "finish")


class CampaignsView(QWidget):
    """``wished(Wish)`` is all that it says."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.shown: CampaignsScreen | None = None
        self.header, self.tabs, self.strip = PageHeader(ground), Tabs(ground), ErrorStrip(ground)
        self.campaign, self.state = ChoiceButton(ground), StateChip(ground)
        self.campaign.setMaximumWidth(MOST_CHOOSER)
        self.campaign.setProperty("elides", True)
        self.deeds = {kind: Button(ground, icon="plus", kind="danger" if kind == "finish" else "plain")
                      for kind in DEEDS}  # fmt: skip
        self.more = Button(ground, icon="ellipsis")
        self.more.set_slim(True)
        self.overview, self.empty = OverviewView(ground), EmptyState(ground)
        self.appointments, self.numbers = AppointmentsPanel(ground), NumbersView(ground)
        self.planner = PlannerView(ground)
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for widget in (self.campaign, self.state, self.tabs):
            self.header.filters.addWidget(widget)
        for button in (*self.deeds.values(), self.more):
            self.header.deeds.addWidget(button)
        for tab in (self.overview, self.appointments, self.numbers, self.planner, self.empty):
            self.stack.addWidget(tab)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.header)
        self._column.addWidget(self.strip)
        self._column.addWidget(self.stack, 1)
        self._fit()

    def _connect(self) -> None:
        self.tabs.picked.connect(lambda key: self.wished.emit(Wish("tab", key)))
        self.strip.pressed.connect(lambda: self.wished.emit(Wish("retry")))
        self.campaign.picked.connect(lambda value: self.wished.emit(Wish("campaign", str(value))))
        self.empty.pressed.connect(lambda: self.wished.emit(Wish("new")))
        self.more.clicked.connect(lambda _checked=False: self._open_menu())
        for kind, button in self.deeds.items():
            button.clicked.connect(lambda _checked=False, kind=kind: self.wished.emit(Wish(kind)))
        for part in (self.overview, self.appointments, self.numbers, self.planner):
            part.wished.connect(self.wished)

    def show_screen(self, shown: CampaignsScreen) -> None:
        """Show this."""
        self.shown = shown
        self.header.say(shown.title)
        self.tabs.show_tabs(tuple((str(key), word) for key, word in shown.tabs), shown.tab)
        show_strip(self.strip, shown.strip)
        show_choice(self.campaign, shown.campaign)
        self.campaign.setVisible(bool(shown.campaign.options))
        self.state.setVisible(shown.state is not None)
        if shown.state is not None:
            self.state.say(shown.state.icon, shown.state.text, shown.state.token, hint=shown.state.hint)
        for kind, button in self.deeds.items():
            button.setVisible(kind in shown.deeds)
            if kind in shown.deeds:
                show_deed(button, shown.deeds[kind])
        self.more.say(shown.menu_words, "ellipsis")
        self._show_tab(shown)
        self._fit_header()

    def _show_tab(self, shown: CampaignsScreen) -> None:
        if shown.overview is not None:
            self.overview.show_overview(shown.overview, is_old=shown.is_old)
        if shown.empty is not None:
            first = shown.first
            can = first is not None and not first.refusal
            self.empty.say(shown.empty.icon, shown.empty.text, shown.empty.hint,
                           first.text if can and first is not None else "", button_icon="plus")  # fmt: skip
        if shown.appointments is not None:
            self.appointments.show_appointments(shown.appointments)
        if shown.numbers is not None:
            self.numbers.show_numbers(shown.numbers)
        if shown.planner is not None:
            self.planner.show_planner(shown.planner)
        self.stack.setCurrentWidget(self.empty if shown.empty is not None else getattr(self, shown.tab))

    def menu(self) -> QMenu:
        """What else may be done."""
        menu = QMenu(self)
        for item in self.shown.menu if self.shown is not None else ():
            if item.kind is None:
                menu.addSeparator()
                continue
            action = menu.addAction(item.text.replace("&", "&&"))
            action.setEnabled(not item.refusal)
            action.setToolTip(tip(item.refusal))
            action.triggered.connect(lambda _checked=False, kind=item.kind: self.wished.emit(Wish(kind)))
        menu.setToolTipsVisible(True)
        return menu

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.popup(self.more.mapToGlobal(QPoint(self.more.width() - menu.sizeHint().width(), self.more.height() + 4)))

    # --- sizes

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Narrow or wide."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        is_narrow = self.window().width() < NARROW
        padding, gap = (16, 12) if is_narrow else (24, 16)
        self._column.setContentsMargins(padding, padding, padding, padding)
        self._column.setSpacing(gap)
        self._fit_header()
        self.overview.fit(gap, is_narrow=is_narrow, height=self.height())
        self.numbers.fit(gap, is_narrow=is_narrow)
        self.planner.fit(gap, is_low=self.height() < LOW)

    def _fit_header(self) -> None:
        """Where there is no room for all words, buttons become icons one after the other; then the chooser is cut.

        What room is left then is the chooser's.
        """
        buttons = [button for button in self.deeds.values() if not button.isHidden()]
        for button in buttons:
            button.set_slim(False)
        left = self._column.contentsMargins().left()
        room = self.width() - 2 * left - MARGIN
        self.campaign.setMaximumWidth(MOST_CHOOSER)
        for button in buttons:
            if self._needed(buttons) <= room:
                break
            button.set_slim(True)
        over = self._needed(buttons) - room
        self.campaign.setMaximumWidth(max(LEAST_CHOOSER, MOST_CHOOSER - over))

    def _needed(self, buttons: list[Button]) -> int:
        chooser = min(self.campaign.sizeHint().width(), self.campaign.maximumWidth())
        state = 0 if self.state.isHidden() else self.state.width()
        tabs = sum(tab.sizeHint().width() + 4 for tab in self.tabs.tabs.values())
        deeds = sum(button.sizeHint().width() + 8 for button in (*buttons, self.more))
        return self.header.title.sizeHint().width() + chooser + state + tabs + deeds
