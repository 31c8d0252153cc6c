"""The panel as one line: state and time, who waits, who is on the line; the rest is one press away."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout

from operator_panel.screen import PanelScreen, Wish, Words
from operator_panel.views.buttons import IconButton
from operator_panel.views.painting import BODY, DENSE, NUMBER
from operator_panel.views.part import Part
from operator_panel.views.row_painting import fitting
from shared.qt.ground import Ground
from shared.qt.painting import border_of, draw_icon, frame
from shared.qt.text import Text
from shared.qt.theme import Token
from shared.qt.tips import tip

HEIGHT = 48


class CompactView(Part[PanelScreen]):
    """48 high. A double click widens it too."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.setFixedHeight(HEIGHT)
        self.word, self.time = Text(BODY, 600), Text(NUMBER, 600, elides=False, is_right=True)
        self.middle, self.widen = Text(DENSE), IconButton("widen", icon_size=18)
        self._shown_text: tuple[str, Token] = "", "text"
        row = QHBoxLayout(self)
        row.setContentsMargins(42, 0, 8, 0)
        row.setSpacing(10)
        row.addWidget(self.word)
        row.addWidget(self.time)
        row.addWidget(self.middle, 1)
        row.addWidget(self.widen)
        self.middle.installEventFilter(self)
        self.widen.clicked.connect(lambda _checked=False: self.wish(Wish("compact", is_on=False)))

    def draw(self, shown: PanelScreen) -> None:
        """The call where there is one, else the queues."""
        theme = self.theme
        state, time = _state(shown)
        self.word.say(state.text, theme, state.token)
        self.time.reserve("0:00:00" if time.count(":") > 1 else "00:00")
        self.time.say(time, theme)
        text, token = self._said(shown)
        self._shown_text = text, token
        self._fit()
        self.middle.setToolTip(tip(text))
        self.widen.say(self.language.text("Show the whole panel"), theme)
        self.setAccessibleName(", ".join(part for part in (state.text, time, text) if part))
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """There is more or less room for who it is."""
        if watched is self.middle and event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """A number that would be cut goes; it is under the mouse."""
        text, token = self._shown_text
        self.middle.say(fitting(text, self.middle.width(), DENSE, least=self.width()), self.theme, token)

    def _said(self, shown: PanelScreen) -> tuple[str, Token]:
        if shown.mode in ("offline", "connecting"):
            return shown.header.connection.text, shown.header.connection.token
        if shown.notice is not None:
            return shown.notice.text, shown.notice.token
        ringing = next((popup.caller for popup in shown.popups), None)
        caller = shown.call.caller if shown.call else shown.wrapup.caller if shown.wrapup else ringing
        if caller is not None:
            return " · ".join(part for part in (caller.name, caller.number) if part), "text"
        if shown.mode == "preview" and shown.preview is not None:
            number = next((one.text for one in shown.preview.numbers if one.is_chosen), shown.preview.empty)
            return " · ".join(part for part in (shown.preview.name, number) if part), "text"
        if shown.campaign is not None and shown.campaign.name:
            return f"{shown.campaign.words.text} · {shown.campaign.name}", shown.campaign.words.token
        chips = [chip for chip in shown.queues.chips if chip.is_joined]
        tokens = {chip.waiting.token for chip in chips}
        worst: Token = "bad" if "bad" in tokens else "warn" if "warn" in tokens else "muted"
        return " · ".join(f"{chip.title} {_count(chip.waiting.text)}" for chip in chips), worst

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """All of it again."""
        event.accept()
        self.wish(Wish("compact", is_on=False))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The state's tint and icon."""
        if self.shown is None:
            return
        painter = QPainter(self)
        theme = self.theme
        state, _time = _state(self.shown)
        frame(painter, QRectF(self.rect()), theme.tint(state.token), border_of(theme, state.token), radius=0)
        draw_icon(painter, state.icon, 12, self.height() / 2, 20, theme.colour(state.token))
        painter.end()


def _state(shown: PanelScreen) -> tuple[Words, str]:
    """The call's where there is one, the contact's that is looked at, else mine."""
    if shown.call is not None:
        return shown.call.state, shown.call.time
    if shown.mode == "preview" and shown.preview is not None:
        return shown.preview.state, shown.preview.time
    return shown.state.state, shown.state.time


def _count(words: str) -> str:
    """The figure of "4 waiting"; "nobody" has none and is 0."""
    found = re.search(r"\d+", words)
    return found.group() if found else "0"
