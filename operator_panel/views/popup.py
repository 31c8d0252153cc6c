"""The window beside the tray while a call rings: who it is, above all other windows, and never with the keyboard.

It never takes the focus: whoever types in another window goes on typing there. Its buttons are for the mouse; by
keyboard they are pressed from the panel (``PopupPile.listen_in``). It says when it will close, and does not while the
mouse is over it. Which popups there are, and for how long, says the screen; ``popup_pile`` puts them in their places.
"""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from operator_panel.screen import Action, Popup, Wish, WishKind
from operator_panel.views.buttons import ActionButton
from operator_panel.views.call.caller import CallerLines
from operator_panel.views.call.customer import EarlierCalls, KeyRows
from operator_panel.views.call.pieces import Mark, Sign
from operator_panel.views.painting import BODY, HINT, NUMBER
from operator_panel.views.part import Part
from shared.qt.forms import rule
from shared.qt.ground import Ground
from shared.qt.text import Text

WIDTH, LEAST, MOST = 440, 220, 320
KEYS: dict[WishKind, str] = {"open_link": "Ctrl+O", "hide_popup": "Ctrl+H"}
"""Kind of wish → the key that presses its button while the panel's window has the keyboard."""
STRIP, BAR, COUNTDOWN = 48, 4, 3
FLAGS = (
    Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
)  # fmt: skip


class PopupStrip(Part[Popup]):
    """48 high in the tint of ringing: state and queue at left, how long the caller has waited at right."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.setFixedHeight(STRIP)
        self._mark, self.state, self.queue = Mark(22), Text(16, 600, elides=False), Text(BODY, 500)
        self.label, self.wait = Text(BODY, elides=False), Text(NUMBER, 600, elides=False, is_right=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(21, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self._mark)
        row.addWidget(self.state)
        row.addWidget(self.queue, 1)
        row.addWidget(self.label)
        row.addWidget(self.wait)

    def draw(self, shown: Popup) -> None:
        """Words and time; the time's place is as wide as it will be within the hour."""
        theme, token = self.theme, shown.state.token
        self._mark.show_mark(shown.state.icon, token, theme)
        self.state.say(shown.state.text, theme, token)
        self.queue.say(f"· {shown.queue}" if shown.queue else "", theme)
        self.label.say(shown.wait_label, theme, "muted")
        self.wait.reserve("0:00:00" if shown.wait.count(":") > 1 else "00:00")
        self.wait.say(shown.wait, theme)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Tint, and a bar of the colour at left."""
        if self.shown is None:
            return
        painter, theme = QPainter(self), self.theme
        painter.fillRect(self.rect(), theme.tint(self.shown.state.token))
        painter.fillRect(QRectF(0, 0, BAR, STRIP), theme.colour(self.shown.state.token))
        painter.end()


class PopupButtons(QWidget):
    """What can be done, and when the window closes. Signal: ``wished``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.buttons: list[ActionButton] = []
        self.closing = Text(HINT, elides=False, is_right=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self._row.addWidget(self.closing)

    def show_buttons(self, actions: tuple[Action, ...], closing: str) -> None:
        """These; the focus is not for them."""
        theme = self._ground.theme
        while len(self.buttons) < len(actions):
            button = ActionButton()
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.wished.connect(self.wished.emit)
            self._row.insertWidget(len(self.buttons), button)
            self.buttons.append(button)
        for number, button in enumerate(self.buttons):
            button.setVisible(number < len(actions))
            if number < len(actions):
                action = actions[number]
                button.show_action(msgspec.structs.replace(action, key=KEYS.get(action.wish.kind, "")), theme)
        self.closing.say(closing, theme, "muted")


class CallerPopup(Part[Popup]):
    """A window of its own, 440 wide and 220 to 320 high. ``render_popup`` shows a popup. Signals: ``wished``."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.setWindowFlags(FLAGS)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedWidth(WIDTH)
        self.strip, self.caller = PopupStrip(ground), CallerLines(ground)
        self.earlier, self.rows = EarlierCalls(ground), KeyRows(ground, 2)
        self.note, self.trouble = KeyRows(ground, 1), Sign()
        self.advice, self.foot = Sign(size=18, pixels=BODY), PopupButtons(ground)
        self.foot.wished.connect(self.wish)
        self._rule = rule()
        self._body = body = QVBoxLayout()
        body.setContentsMargins(21, 14, 21, 15)
        body.setSpacing(8)
        for part in (self.caller, self.earlier, self._rule, self.rows, self.note, self.trouble):
            body.addWidget(part)
        body.addStretch(1)
        body.addSpacing(6)
        body.addWidget(self.advice)
        body.addWidget(self.foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addLayout(body)

    def render_popup(self, popup: Popup) -> None:
        """Show this."""
        self.render_part(popup)

    def draw(self, shown: Popup) -> None:
        """All of it; a height is changed only by what is known, never by a tick."""
        known = shown.customer
        self.strip.render_part(shown)
        self.caller.render_part(shown.caller)
        self.earlier.render_part(known)
        self.rows.render_part(known.rows)
        self.note.render_part(known.notes)
        self.note.setVisible(bool(known.notes))
        self.trouble.show_words(known.trouble, self.theme)
        self._rule.setVisible(bool(known.rows or known.notes or known.trouble.text))
        self.advice.show_words(shown.advice, self.theme)
        self.foot.show_buttons(shown.actions, shown.closing)
        words = (shown.state.text, shown.queue, shown.caller.name, shown.caller.number)
        self.setWindowTitle(" · ".join(word for word in words if word))
        self.setAccessibleName(self.windowTitle())
        self._fit()
        self.update()

    def _fit(self) -> None:
        """As high as it has to be; what there is no room for at most goes: notes first, then advice, then the line."""
        layout = self.layout()
        assert layout is not None
        wanted = 0
        for spare in (None, self.note, self.advice, self.trouble):
            if spare is not None:
                spare.hide()
            self._body.invalidate()
            layout.invalidate()
            wanted = layout.totalHeightForWidth(WIDTH)
            if wanted <= MOST:
                break
        height = max(LEAST, min(MOST, wanted))
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def event(self, event: QEvent) -> bool:
        """What is inside has another size."""
        is_done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.shown is not None:
            self._fit()
        return is_done

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Who does not see it hears of it."""
        super().showEvent(event)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    # --- the mouse keeps it

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        """It shall not close now."""
        super().enterEvent(event)
        self._keep(True)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Its time goes on."""
        super().leaveEvent(event)
        self._keep(False)

    def _keep(self, is_kept: bool) -> None:
        if self.shown is not None:
            self.wish(Wish("keep_popup", self.shown.call, is_on=is_kept))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Ground, edge, and what is left of its time as a bar below."""
        painter, theme, box = QPainter(self), self.theme, QRectF(self.rect())
        painter.fillRect(box, theme.colour("line"))
        painter.fillRect(box.adjusted(1, 1, -1, -1), theme.colour("raised"))
        if self.shown is not None and self.shown.closing:
            wide = self.width() * min(1.0, max(0.0, self.shown.share))
            painter.fillRect(QRectF(0, self.height() - COUNTDOWN, wide, COUNTDOWN), theme.colour("ringing"))
        painter.end()
