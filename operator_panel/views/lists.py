"""Tabs and the list that is chosen: my calls, colleagues, who waits, planned calls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from operator_panel.screen import PanelScreen, TabName
from operator_panel.views.list_page import SIDE, Listed, ListPage
from operator_panel.views.part import Part
from operator_panel.views.tabs import RING, PickedRow, TabButton
from shared.qt.forms import rule
from shared.qt.ground import Ground

NAMES: tuple[TabName, ...] = ("calls", "colleagues", "waiting", "callbacks")


class Lists(Part[PanelScreen]):
    """Only the chosen list is drawn; the others when they are chosen."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.tabs = PickedRow(ground, TabButton)
        self.pages = {name: ListPage(ground) for name in NAMES}
        self._stack = QStackedWidget()
        row = QHBoxLayout()
        row.setContentsMargins(SIDE - RING, 0, SIDE - RING, 0)
        row.addWidget(self.tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(rule())
        column.addWidget(self._stack, 1)
        self.tabs.wished.connect(self.wish)
        for page in self.pages.values():
            page.wished.connect(self.wish)
            self._stack.addWidget(page)

    def render_part(self, shown: PanelScreen) -> None:
        """The parts compare for themselves."""
        self.shown = shown
        self.draw(shown)

    def draw(self, shown: PanelScreen) -> None:
        """Tabs and the chosen page."""
        self.tabs.render_part(shown.tabs)
        chosen = next((tab for tab in shown.tabs if tab.is_chosen), None)
        name: TabName = chosen.name if chosen is not None else "calls"
        page = self.pages[name]
        listed: dict[TabName, Listed] = {
            "calls": shown.calls, "colleagues": shown.colleagues, "waiting": shown.waiting,
            "callbacks": shown.callbacks,
        }  # fmt: skip
        page.render_part(listed[name])
        if chosen is not None and page.list.accessibleName() != chosen.title:
            page.list.setAccessibleName(chosen.title)
        self._stack.setCurrentWidget(page)

    @property
    def page(self) -> ListPage:
        """The chosen one."""
        page = self._stack.currentWidget()
        assert isinstance(page, ListPage)
        return page

    def open_search(self) -> None:
        """Ctrl+F."""
        self.page.open_search()

    def go_to_tab(self, number: int) -> None:
        """The focus to this tab, from nought; what is chosen says the screen."""
        if number < len(self.tabs.items) and self.tabs.items[number].isVisible():
            self.tabs.items[number].setFocus(Qt.FocusReason.ShortcutFocusReason)
