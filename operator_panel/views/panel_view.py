"""The whole panel: header, state, middle, lists, notice, dial field, put together for any size of the window.

Up to 640 wide all is in one column; wider ones have state and call at left, lists and dial field at right. The keys
are here that work wherever the focus is.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from operator_panel.screen import PanelScreen, Wish
from operator_panel.views.call_area import WRITING
from operator_panel.views.compact import CompactView
from operator_panel.views.dial import DialView
from operator_panel.views.header import HeaderView
from operator_panel.views.lists import Lists
from operator_panel.views.lock import LockView
from operator_panel.views.menus import choice_menu
from operator_panel.views.middle import Middle, is_calling
from operator_panel.views.notice_bar import NoticeBar
from operator_panel.views.offline_view import LostCard
from operator_panel.views.part import Part
from operator_panel.views.state_card import ActionsRow, StateView
from shared.qt.forms import rule
from shared.qt.ground import Ground

WIDE_FROM, NOTES_FROM, LEFT = 641, 400, 420
SIDE, WITHOUT_END = 16, 16777215


class PanelView(Part[PanelScreen]):
    """``render_screen`` shows a screen, ``wished`` says what the operator wants, ``lock`` covers it all."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.header, self.state, self.lost = HeaderView(ground), StateView(ground), LostCard(ground)
        self.action_row, self.middle, self.lists = ActionsRow(ground), Middle(ground), Lists(ground)
        self.notice, self.compact = NoticeBar(ground), CompactView(ground)
        self.full = QWidget()
        self.dial = DialView(ground, self.full)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.full)
        self._stack.addWidget(self.compact)
        self._lay_out()
        self.lock = LockView(ground, self)
        self._focus_order: tuple[int, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # nothing is pressed by a space bar before Tab chose it
        for part in (self.header, self.lost, self.action_row, self.middle, self.lists, self.notice, self.dial,
                     self.compact):  # fmt: skip
            part.wished.connect(self.wish)
        self._keys = [QShortcut(QKeySequence(key), self, do) for key, do in self._key_table().items()]

    def _lay_out(self) -> None:
        self._top = QVBoxLayout()
        self._top.setContentsMargins(SIDE, 12, SIDE, 0)
        self._top.setSpacing(8)
        for widget in (self.state, self.lost, self.action_row):
            self._top.addWidget(widget)
        self.left, self.right, self._between = QWidget(), QWidget(), rule()
        left = QVBoxLayout(self.left)
        self._right_column = QVBoxLayout(self.right)
        for column in (left, self._right_column):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
        left.addLayout(self._top)
        left.addWidget(self.middle, 1)
        left.addWidget(self.middle.call_area.bottom)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.left, 1)
        self._between.setFixedWidth(1)
        self._between.setMaximumHeight(WITHOUT_END)
        self._between.setMinimumHeight(0)
        body.addWidget(self._between)
        body.addWidget(self.right, 1)
        self._whole = QVBoxLayout(self.full)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(self.header)
        self._whole.addLayout(body, 1)
        self._whole.addWidget(self.notice)
        self._whole.addWidget(self.dial)

    # --- what is shown

    def render_screen(self, screen: PanelScreen) -> None:
        """Show this; what is the same as before costs a comparison."""
        self.render_part(screen)

    def draw(self, shown: PanelScreen) -> None:
        """The parts that are to be seen."""
        if shown.is_compact:
            self.compact.render_part(shown)
            self._stack.setCurrentWidget(self.compact)
            return
        self._stack.setCurrentWidget(self.full)
        focused: QWidget | None = self.window().focusWidget()
        self.header.render_screen(shown)
        self.state.render_part(shown.state)
        self.action_row.render_part(shown.actions)
        if shown.offline is not None:
            self.lost.render_part(shown.offline)
        self.middle.render_part(shown)
        self.lists.render_part(shown)
        self.notice.render_part(shown.notice)
        self.dial.render_part(shown.dial)
        self._arrange()
        if focused is not None and self.isAncestorOf(focused) and not focused.isVisibleTo(self):
            self._take_focus()

    @property
    def is_wide(self) -> bool:
        """Are the lists beside the state?"""
        return self.width() >= WIDE_FROM

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """One column or two."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Everything where the size and the mode want it; nothing happens where it is there."""
        shown = self.shown
        if shown is None:
            return
        focused = QApplication.focusWidget()  # what moves to another column would lose it
        calling, is_lost = is_calling(shown), shown.mode == "offline"
        has_state = shown.mode in ("idle", "wrapup")
        self.state.setVisible(has_state)
        self.lost.setVisible(is_lost and shown.offline is not None)
        self.action_row.setVisible(shown.mode == "idle" and bool(shown.actions))
        self._top.setContentsMargins(SIDE, 12 if has_state or is_lost else 0, SIDE, 0)
        self.middle.call_area.bottom.setVisible(calling)
        self.middle.show_notes(self.width() >= NOTES_FROM)
        self.right.setVisible(self.is_wide)
        self._between.setVisible(self.is_wide)
        self._place_columns()
        # Who types there when a call comes goes on typing; it goes when the focus has left it.
        self.dial.setVisible(self.is_wide or not calling or self.dial.field.hasFocus())
        if focused is not None and not focused.hasFocus() and focused.isVisibleTo(self):
            focused.setFocus()
        self._order_focus()

    def _place_columns(self) -> None:
        """Lists and dial field at right, or under all else."""
        if self.is_wide:
            self.left.setFixedWidth(LEFT)
            if self._right_column.indexOf(self.lists) < 0:
                self._right_column.addWidget(self.lists, 1)
                self._right_column.addWidget(self.dial)
            self.lists.show()
            return
        self.left.setMinimumWidth(0)
        self.left.setMaximumWidth(WITHOUT_END)
        self.middle.take_lists(self.lists)
        if self._whole.indexOf(self.dial) < 0:
            self._whole.addWidget(self.dial)

    # --- focus and keys

    def _take_focus(self) -> None:
        """What had the focus is gone; Qt gave it to a neighbour, which the next space bar would press: hanging up."""
        area, now = self.middle.call_area, self.window().focusWidget()
        if isinstance(now, WRITING) or area.has_led:
            return
        note = area.note.field
        (note if note.isVisibleTo(self) else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _order_focus(self) -> None:
        """State, queues, tabs, filter, list, dial field, menu: whatever came when."""
        page = self.lists.page
        widgets: list[QWidget] = [
            self, *self.action_row.buttons, self.lost.button,
            *self.middle.campaign.buttons, *self.middle.queues.chips, *self.lists.tabs.items,
            *page.pills.items, page.search, page.magnifier, page.list, *self.notice.buttons, self.notice.shut,
            self.dial.field, self.dial.button, self.header.button,
        ]  # fmt: skip
        widgets = [widget for widget in widgets if widget.window() is self.window()]
        order = tuple(id(widget) for widget in widgets)
        if order != self._focus_order:
            self._focus_order = order
            for one, other in itertools.pairwise(widgets):
                QWidget.setTabOrder(one, other)

    def _key_table(self) -> dict[str, Callable[[], None]]:
        table: dict[str, Callable[[], None]] = {
            "Ctrl+P": self.open_pause, "Ctrl+K": self.go_to_dial, "F9": self._dial, "Ctrl+F": self._search,
            "F10": self.header.open_menu, "Ctrl+M": self._toggle_compact, "Ctrl+Q": self._quit,
        }  # fmt: skip
        for number in range(4):
            table[f"Ctrl+{number + 1}"] = lambda number=number: self._tab(number)  # type: ignore[misc]
        return {key: self._unlocked(do) for key, do in table.items()}

    def _unlocked(self, do: Callable[[], None]) -> Callable[[], None]:
        def guarded() -> None:
            if self.lock.isHidden() and self.shown is not None:
                do()

        return guarded

    def open_pause(self) -> None:
        """As its button does; after a call "Save and pause"; in a call, which has no such button, the reasons alone."""
        save_pause = self.middle.call_area.bottom.saving.save_pause
        if self.action_row.isVisible():
            self.action_row.open_pause()
        elif save_pause.isVisible() and save_pause.action is not None and save_pause.action.wish.kind == "save_pause":
            save_pause.press()
        else:
            self._ask_for_pause()

    def _ask_for_pause(self) -> None:
        """The reasons below the header, or at once what has no choice."""
        kinds = ("pause", "ready")
        offered = next((one for one in (self.shown.actions if self.shown else ()) if one.wish.kind in kinds), None)
        if offered is None or not offered.is_enabled or offered.is_pending:
            return
        if not offered.choices:
            self.wish(offered.wish)
            return
        menu = choice_menu(offered.choices, self.theme, self, self.wish)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(QPoint(SIDE, self.header.height() + 4)))

    def go_to_dial(self) -> None:
        """The dial field; during a call a narrow window shows it as long as it has the keyboard."""
        if not self.full.isVisible():
            return
        self.dial.show()
        self.dial.go_there()

    def _dial(self) -> None:
        preview = self.shown.preview if self.shown is not None and self.shown.mode == "preview" else None
        if preview is not None:
            if preview.start.is_enabled and not preview.start.is_pending:
                self.wish(preview.start.wish)
        elif self.dial.isVisible():
            self.dial.dial()
        else:
            self.go_to_dial()

    def _search(self) -> None:
        if self.lists.isVisible():
            self.lists.open_search()

    def _tab(self, number: int) -> None:
        tabs = self.shown.tabs if self.shown is not None else ()
        if number < len(tabs):
            self.wish(tabs[number].wish)
            self.lists.go_to_tab(number)

    def _toggle_compact(self) -> None:
        self.wish(Wish("compact", is_on=not (self.shown is not None and self.shown.is_compact)))

    def _quit(self) -> None:
        self.wish(Wish("quit"))
