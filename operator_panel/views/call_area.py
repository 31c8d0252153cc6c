"""The panel during a call, after it, and before a campaign's: its middle, and what stays at the bottom.

``CallArea`` is put between the header and the foot, ``CallArea.bottom`` below it. A call's state is its card's strip, a
contact's its card; the countdown of the wrap-up is in the state card above. One note serves a call and its wrap-up, so
that whoever types when the caller hangs up goes on typing; a new call takes the focus only from what is no text. Not
here: the panel between calls, offline card, header; the window beside the tray is ``popup``.
"""

from __future__ import annotations

import itertools
from typing import Literal

from PySide6.QtCore import QCoreApplication, QEvent, QMargins, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from operator_panel.screen import CallCard, PanelScreen, PreviewCard, ScriptCard, Wish, WrapupCard
from operator_panel.views.call.after import CalledBox
from operator_panel.views.call.callback import CallbackPart
from operator_panel.views.call.card import Card
from operator_panel.views.call.customer import CustomerPart
from operator_panel.views.call.foot import Foot
from operator_panel.views.call.middle import Middle
from operator_panel.views.call.note import NotePart
from operator_panel.views.call.outcome import OutcomePart
from operator_panel.views.call.pages import PagePicker
from operator_panel.views.call.preview import PreviewPart, PreviewState
from operator_panel.views.call.script import ScriptPart
from operator_panel.views.call.strips import OtherCalls
from operator_panel.views.call.transfer import TransferSheet
from shared.qt.ground import Ground

Kind = Literal["", "call", "wrapup", "preview"]
AROUND, BELOW_STATE = QMargins(16, 12, 16, 12), QMargins(16, 8, 16, 0)
ROUNDS = 4
"""Of laying out, after which everything that depends on a width has its height."""
WRITING = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox)


def kind_of(screen: PanelScreen) -> Kind:
    """What of a call the screen shows: also without a connection, when one went on; "" for nothing."""
    if screen.mode == "preview" and screen.preview is not None:
        return "preview"
    if screen.mode in ("wrapup", "offline") and screen.wrapup is not None:
        return "wrapup"
    if screen.mode in ("call", "offline") and screen.call is not None:
        return "call"
    return ""


class CallArea(QWidget):
    """``render_screen`` shows it, ``bottom`` is the widget for the foot. Signal: ``wished``."""

    wished = Signal(object)

    def __init__(self, ground: Ground, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ground, self.kind = ground, ""
        self._key: tuple[str, str] = ("", "")
        self.has_led = False
        """Did the last screen lead the focus to where another call wants it?"""
        self._tab_key: object = None
        self.bottom = Foot(ground)
        self.card, self.preview_state = Card(ground), PreviewState(ground)
        self.others, self.sheet, self.middle = OtherCalls(ground), TransferSheet(ground), Middle()
        self.called, self.customer, self.note = CalledBox(ground), CustomerPart(ground), NotePart(ground)
        self.outcome, self.plan = OutcomePart(ground), CallbackPart(ground)
        self.script, self.preview = ScriptPart(ground), PreviewPart(ground)
        self.pages, self.page = PagePicker(ground), "customer"
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self._top = top = QVBoxLayout()
        top.setSpacing(8)
        for part in (self.preview_state, self.card, self.others):
            top.addWidget(part)
            part.hide()
        self.sheet.setContentsMargins(16, 4, 16, 16)
        self.sheet.hide()
        self.middle.hold((self.called, self.pages, self.customer, self.note, self.outcome, self.plan, self.script,
                          self.preview))  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.middle, 1)
        column.addWidget(self.sheet, 1)

    def _connect(self) -> None:
        for part in (self.others, self.customer, self.note, self.outcome, self.plan, self.script, self.preview,
                     self.sheet, self.pages, self.bottom):  # fmt: skip
            part.wished.connect(self.wished.emit)
        self.bottom.saving.also = self.plan.wanted_too
        self.card.wished.connect(self._wished_of_card)
        self.pages.turned.connect(self._turn_page)
        self.sheet.closed.connect(self.close_transfer)
        self.plan.box.clicked.connect(lambda _is_on: self.middle.bring(self.plan))
        self.ground.theme_changed.connect(self._dress)
        self._save_keys = [QShortcut(QKeySequence(keys), self) for keys in ("Ctrl+Return", "Ctrl+Enter")]
        for key in self._save_keys:
            key.setEnabled(False)
            key.activated.connect(self.bottom.saving.save)

    def _dress(self) -> None:
        self.middle.dress(self.ground.theme)

    # --- what is shown

    def render_screen(self, screen: PanelScreen) -> None:
        """Show what the screen says of calls; what has not changed is not touched."""
        kind = kind_of(screen)
        wrapup = screen.wrapup if kind == "wrapup" else None
        preview = screen.preview if kind == "preview" else None
        call = screen.call if kind == "call" else None
        if kind != self.kind:
            self._turn(kind)
        if call is not None:
            self._show_call(call, screen)
        if wrapup is not None:
            self._show_wrapup(wrapup, screen)
        if preview is not None:
            self._show_preview(preview, screen)
        self.bottom.show_foot(wrapup, preview)
        about = call.call if call else wrapup.call if wrapup else preview.contact if preview else ""
        self._lead_focus((kind, about))
        self._settle()

    def _settle(self) -> None:
        """What has another size gets its place now, before anything is painted: parts in parts take some rounds."""
        for _round in range(ROUNDS if self.isVisible() else 0):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def _turn(self, kind: Kind) -> None:
        """Other sections for another mode."""
        self.kind = kind
        self.close_transfer(is_focus_led=False)
        self._top.setContentsMargins(AROUND if kind != "wrapup" else BELOW_STATE)
        self.middle.dress(self.ground.theme)
        self.preview_state.setVisible(kind == "preview")
        self.card.setVisible(kind == "call")
        self.pages.hide()
        for key in self._save_keys:
            key.setEnabled(kind == "wrapup")
        orders: dict[str, tuple[QWidget, ...]] = {
            "call": (self.customer, self.note, self.outcome),
            "wrapup": (self.called, self.outcome, self.note, self.plan, self.customer, self.script),
            "preview": (self.preview, self.script),
        }
        self.middle.order(orders.get(kind, ()), self.note if kind in ("call", "wrapup") else None)
        for part in (self.note, self.called, self.plan, self.preview):
            part.setVisible(part in orders.get(kind, ()))

    def _show_call(self, call: CallCard, screen: PanelScreen) -> None:
        self.card.render_part(call)
        self.others.render_part(screen.others)
        self.customer.render_part(call.customer)
        self.note.setVisible(call.note is not None)
        if call.note is not None:
            self.note.render_part(call.note)
        self.outcome.render_part(call.outcome)
        self._show_pages(screen.script)
        if not self.sheet.isHidden():
            self.sheet.render_part(call)
            if not any(action.wish.kind == "transfer" and action.is_enabled for action in call.actions):
                self.close_transfer()

    def _show_wrapup(self, wrapup: WrapupCard, screen: PanelScreen) -> None:
        self.others.render_part(screen.others)
        self.called.render_part(wrapup.caller)
        self.outcome.render_part(wrapup.outcome)
        self.note.render_part(wrapup.note)
        self.plan.setVisible(bool(wrapup.plan.choices or wrapup.plan.planned))
        self.plan.render_part(wrapup.plan)
        self.customer.render_part(wrapup.customer)
        self.customer.setVisible(self.customer.has_something)
        self.customer.heading.show()
        self._show_script(screen.script)

    def _show_preview(self, preview: PreviewCard, screen: PanelScreen) -> None:
        self.preview_state.render_part(preview)
        self.others.render_part(screen.others)
        self.preview.render_part(preview)
        self._show_script(screen.script)

    def _show_script(self, script: ScriptCard | None) -> None:
        self.script.render_part(script)
        self.script.setVisible(script is not None)

    def _show_pages(self, script: ScriptCard | None) -> None:
        """Of customer and script one is seen, whichever was turned to last; above both is the note: they are long."""
        has_customer = self.customer.has_something
        has_both = has_customer and script is not None
        below = (self.pages, self.customer, self.script, self.outcome)
        order = (self.note, *below) if script is not None else (self.customer, self.note, self.outcome)
        self.middle.order(order, self.note)
        self._show_script(script)
        self.pages.setVisible(has_both)
        self.customer.heading.setVisible(not has_both)
        if has_both and script is not None and self.customer.shown is not None:
            self.pages.render_part((script, self.customer.shown, self.page))
        self.customer.setVisible(has_customer and not (has_both and self.page == "script"))
        self.script.setVisible(script is not None and not (has_both and self.page == "customer"))

    def _turn_page(self, page: str) -> None:
        self.page = page
        if self.kind == "call":
            self._show_pages(self.script.shown)

    # --- transfer and keys

    def _wished_of_card(self, wish: Wish) -> None:
        """To whom a call goes is asked here; everything else is said."""
        if wish.kind == "transfer" and not wish.text:
            self.open_transfer()
        else:
            self.wished.emit(wish)

    def open_transfer(self) -> None:
        """The sheet in the place of the middle; again: it closes."""
        if not self.sheet.isHidden():
            self.close_transfer()
            return
        if self.card.shown is not None and self.kind == "call":
            self.sheet.render_part(self.card.shown)
            self.middle.hide()
            self.sheet.show()
            self.sheet.begin()

    def close_transfer(self, *, is_focus_led: bool = True) -> None:
        """Back to the note."""
        if not self.sheet.isHidden():
            self.sheet.hide()
        self.middle.show()
        if is_focus_led and self.kind == "call":
            self.note.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the keyboard

    def _lead_focus(self, key: tuple[str, str]) -> None:
        """The order of Tab; and where the focus is for another call, but never out of a text that is written."""
        self._order_tabs()
        self.has_led = key != self._key
        if not self.has_led:
            return
        self._key = key
        now = self.window().focusWidget()
        if isinstance(now, WRITING) and now.isVisible():
            QTimer.singleShot(0, self, lambda: self._catch_focus(now))
            return
        first = next((widget for widget in self._in_order() if not widget.isHidden()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _catch_focus(self, was: QWidget) -> None:
        """A field that went away with its page leaves the keyboard to the note, never to a button under the fingers."""
        now = self.window().focusWidget()
        if not was.isVisible() and not isinstance(now, WRITING) and self.note.field.isVisible():
            self.note.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _in_order(self) -> list[QWidget]:
        """What Tab goes to, in its order."""
        codes: list[QWidget] = [*self.outcome.grid.tiles, self.outcome.list]
        links: list[QWidget] = [*self.pages.links.buttons, *self.customer.links.buttons]
        match self.kind:
            case "call":
                strips: list[QWidget] = [button for strip in self.others.strips for button in strip.buttons]
                return [self.note.field, *codes, *self.card.row.tiles, *strips, *self.pages.pills.items, *links]
            case "wrapup":
                foot = self.bottom.saving
                plan = self.plan
                return [*codes, self.note.field, plan.box, *plan.times, plan.when, plan.who, plan.number, plan.plan,
                        foot.save_ready, foot.save_pause, foot.more_time, *links]  # fmt: skip
            case "preview":
                foot_of_dial = self.bottom.dialling
                return [foot_of_dial.start, foot_of_dial.skip, *self.preview.numbers, self.script.text]
            case _:
                return []

    def _order_tabs(self) -> None:
        widgets = self._in_order()
        key = tuple(map(id, widgets))
        if key == self._tab_key or self.bottom.window() is not self.window():
            return
        self._tab_key = key
        for one, other in itertools.pairwise(widgets):
            QWidget.setTabOrder(one, other)
