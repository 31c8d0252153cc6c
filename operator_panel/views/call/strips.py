"""My other calls at once, a line each: the customer who waits while I consult, a second call that rings."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from operator_panel.screen import CallStrip
from operator_panel.views.call.boxes import Box
from operator_panel.views.call.pieces import Mark, Pills
from operator_panel.views.call.tiles import LinkButton
from operator_panel.views.painting import BODY, HINT, NUMBER
from operator_panel.views.part import Part
from shared.qt.ground import Ground
from shared.qt.text import Text

HEIGHT = 60


class Strip(Part[CallStrip]):
    """Icon, who and in which state, time, buttons."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._box, self._mark, self._pills = Box(), Mark(20), Pills()
        self.name, self.detail = Text(BODY, 600), Text(HINT)
        self.time = Text(NUMBER, 600, elides=False, is_right=True)
        self.buttons: list[LinkButton] = []
        head, self._below = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.name)
        head.addWidget(self._pills)
        head.addStretch(1)
        head.addWidget(self.time)
        self._below.setSpacing(4)
        self._below.addWidget(self.detail, 1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(head)
        words.addLayout(self._below)
        row = QHBoxLayout(self._box)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(12)
        row.addWidget(self._mark)
        row.addLayout(words, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._box)
        self.setMinimumHeight(HEIGHT)

    def draw(self, shown: CallStrip) -> None:
        """Words in the state's colour; the time's place is as wide as it will ever be within the hour."""
        theme, token = self.theme, shown.state.token
        self._box.show_box(theme, token)
        self._mark.show_mark(shown.state.icon, token, theme)
        self._pills.show_marks(shown.marks, theme)
        self.name.say(shown.name or shown.number, theme)
        self.detail.say(" · ".join(part for part in (shown.state.text, shown.detail) if part), theme, token)
        self.time.reserve("00:00" if len(shown.time) <= 5 else "0:00:00")
        self.time.say(shown.time, theme)
        self.setAccessibleName(f"{shown.state.text} {shown.name or shown.number}")
        can_press = shown.wish is not None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if can_press else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if can_press else Qt.CursorShape.ArrowCursor)
        self._draw_buttons(shown)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Pressed anywhere, it is the call that is wanted."""
        if self.rect().contains(event.position().toPoint()):
            self._press()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter and the space bar press it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not event.modifiers():
            self._press()
        else:
            super().keyPressEvent(event)

    def _press(self) -> None:
        if self.shown is not None and self.shown.wish is not None:
            self.wish(self.shown.wish)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The focus is seen."""
        super().focusInEvent(event)
        self._box.show_focus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The focus is seen elsewhere."""
        super().focusOutEvent(event)
        self._box.show_focus(False)

    def _draw_buttons(self, shown: CallStrip) -> None:
        while len(self.buttons) < len(shown.actions):
            button = LinkButton()
            button.wished.connect(self.wish)
            self.buttons.append(button)
            self._below.addWidget(button)
        for number, button in enumerate(self.buttons):
            button.setVisible(number < len(shown.actions))
            if number < len(shown.actions):
                button.show_action(shown.actions[number], self.theme)


class OtherCalls(Part[tuple[CallStrip, ...]]):
    """One strip a call, gone while there is none."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.strips: list[Strip] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()

    def draw(self, shown: tuple[CallStrip, ...]) -> None:
        """As many strips as calls."""
        while len(self.strips) < len(shown):
            strip = Strip(self.ground)
            strip.wished.connect(self.wish)
            self.strips.append(strip)
            self._column.addWidget(strip)
        for number, strip in enumerate(self.strips):
            strip.setVisible(number < len(shown))
            if number < len(shown):
                strip.render_part(shown[number])
        self.setVisible(bool(shown))
