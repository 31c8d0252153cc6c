"""A strip that says how the connection to the server fares, wherever that is not live: what, since when, what now.

Hidden while live. Times are the server's, in the centre's zone, as on every other screen. Not here: greying what is
shown (that is each window's own).
"""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from shared.feed_client.client import FeedClient
from shared.feed_client.refusals import refusal
from shared.feed_client.status import Status
from shared.language import Language
from shared.qt.bridge import Bridge
from shared.qt.forms import BODY, Sign
from shared.qt.ground import Ground
from shared.qt.icons import IconName
from shared.qt.theme import Token


class ConnectionBar(QWidget):
    """Signals: ``retry_wished``, ``sign_in_wished``."""

    retry_wished = Signal()
    sign_in_wished = Signal()

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._status = Status(state="connecting", since=ground.clock.now())
        self._difference, self._zone = timedelta(), _zone("UTC")
        self._sign = Sign("wave_struck", size=20, pixels=BODY)
        self._button = QPushButton()
        self._button.clicked.connect(lambda _checked=False: self._pressed())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(16)
        row.addWidget(self._sign, 1)
        row.addWidget(self._button)
        self.setAutoFillBackground(True)
        ground.language_changed.connect(self.refresh)
        ground.theme_changed.connect(self.refresh)
        self.refresh()

    def follow(self, client: FeedClient, bridge: Bridge) -> None:
        """Show this client's state from now on; its button tries again at once."""

        def learn(status: Status) -> None:
            self._difference = client.server_clock.difference
            self._zone = _zone(client.welcome.centre.timezone if client.welcome else "UTC")
            self.show_status(status)

        bridge.status_changed.connect(learn)
        bridge.second.connect(self.refresh)
        self.retry_wished.connect(client.retry_now)
        learn(client.status)

    @property
    def text(self) -> str:
        """What it says now."""
        return self._sign.text

    def show_status(self, status: Status) -> None:
        """The connection is so now."""
        self._status = status
        self.refresh()

    def refresh(self) -> None:
        """Say it again: a second has passed, or language or theme are others."""
        status, language, theme = self._status, self._ground.language, self._ground.theme
        self.setVisible(status.state != "live")
        token, icon = _LOOKS[status.state]
        if status.state == "connecting" and status.code:
            icon = "wave_struck"
        self._sign.show_sign(self._said(language), theme, token, icon)
        is_refused = status.state == "refused"
        self._button.setText(language.text("Sign in…") if is_refused else language.text("Try now"))
        self._button.setVisible(is_refused or status.retry_at is not None)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.tint(token))
        self.setPalette(palette)

    def _said(self, language: Language) -> str:
        status = self._status
        match status.state:
            case "refused":
                return refusal(status, language)
            case "stale":
                first = language.text("No connection since {time}", time=self._clock(status.since, language))
            case _ if status.retry_at is None:
                return language.text("Connecting to the server…")
            case _:
                first = refusal(status, language)
        return " · ".join([first, *self._next(language)])

    def _next(self, language: Language) -> list[str]:
        if self._status.retry_at is None:
            return []
        left = (self._status.retry_at - self._ground.clock.now()).total_seconds()
        if left <= 0:
            return [language.text("trying again…")]
        return [language.text("Next try in {seconds} s", seconds=language.number(max(1, round(left))))]

    def _clock(self, at: datetime, language: Language) -> str:
        return language.clock(at + self._difference, self._zone)

    def _pressed(self) -> None:
        if self._status.state == "refused":
            self.sign_in_wished.emit()
        else:
            self.retry_wished.emit()


_LOOKS: dict[str, tuple[Token, IconName]] = {
    "connecting": ("muted", "wave"), "live": ("good", "wave"), "stale": ("bad", "wave_struck"),
    "refused": ("bad", "lock"),
}


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
