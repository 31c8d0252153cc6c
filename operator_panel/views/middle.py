"""What changes with the mode, under the state card: queues, figures and lists; the offline advice; the call.

Where the window is short this scrolls, and nothing else does. The lists are lent: a wide window has them beside.
"""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from operator_panel.screen import Empty, PanelScreen
from operator_panel.views.call_area import CallArea
from operator_panel.views.campaign import CampaignView
from operator_panel.views.list_page import EmptyView
from operator_panel.views.lists import Lists
from operator_panel.views.offline_view import OfflineView
from operator_panel.views.part import Part
from operator_panel.views.queues import QueuesView
from operator_panel.views.scrolled import Scrolled
from operator_panel.views.today import TodayView
from shared.qt.ground import Ground

CALLING = ("call", "wrapup", "preview")
LOST_LIST = 320
"""Below the advice the list has no room that is seen: scrolled to, it is high enough to be read."""


def is_calling(screen: PanelScreen) -> bool:
    """Is the call's area what is shown? Offline too, while a call's note can be written."""
    return screen.mode in CALLING or (screen.mode == "offline" and bool(screen.call or screen.wrapup))


class Middle(Part[PanelScreen]):
    """``take_lists`` puts them at the end of what is scrolled."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.queues, self.today, self.offline = QueuesView(ground), TodayView(ground), OfflineView(ground)
        self.connecting, self.call_area, self.campaign = EmptyView(), CallArea(ground), CampaignView(ground)
        self._idle, self._lost = Scrolled(self.campaign, self.queues, self.today), Scrolled(self.offline)
        self._stack = QStackedWidget()
        self._stack.setMinimumSize(1, 60)  # else the largest of all pages would press on what is around it
        for page in (self._idle, self._lost, self.connecting, self.call_area):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        for part in (self.campaign, self.queues, self.today, self.offline, self.call_area):
            part.wished.connect(self.wish)

    def render_part(self, shown: PanelScreen) -> None:
        """The parts compare for themselves."""
        self.shown = shown
        self.draw(shown)

    def draw(self, shown: PanelScreen) -> None:
        """The page of the mode."""
        if is_calling(shown):
            self.call_area.render_screen(shown)
            self._stack.setCurrentWidget(self.call_area)
        elif shown.mode == "offline" and shown.offline is not None:
            self.offline.render_part(shown.offline)
            self._stack.setCurrentWidget(self._lost)
        elif shown.mode == "connecting":
            words = shown.state.state
            text = self.language.text("Calls on your phone are not affected.")
            self.connecting.say(Empty(words.text, text, words.icon), self.theme)
            self._stack.setCurrentWidget(self.connecting)
        else:
            self.campaign.render_part(shown.campaign)
            self._idle.make_room()
            self.queues.render_part(shown.queues)
            self.today.render_part(shown.today)
            self._stack.setCurrentWidget(self._idle)

    def take_lists(self, lists: Lists) -> None:
        """Into the page that is shown; the call's and the first one have no place for them."""
        page = self._stack.currentWidget()
        if isinstance(page, Scrolled):
            page.put_below(lists)
        lists.setMinimumHeight(LOST_LIST if page is self._lost else 0)
        lists.setVisible(isinstance(page, Scrolled))

    def show_notes(self, is_shown: bool) -> None:
        """A narrow window leaves out the notes of the headings."""
        self.queues.head.show_note(is_shown)
        self.today.head.show_note(is_shown)
