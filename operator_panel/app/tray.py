"""The icon beside the clock: the state's colour and shape, its words, and the menu. Without a tray nothing is missing.

A desktop may start its tray after the panel, so it is looked for again for a while.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from operator_panel.screen import Words
from shared.qt.icons import IconName, icon_pixmap
from shared.qt.theme import Theme

SIZES = (16, 20, 22, 24, 32, 48, 64)
LOOK_EVERY_MILLISECONDS, LOOKS = 5000, 24
ICONS = frozenset(get_args(IconName))


class Tray(QObject):
    """Signal: ``pressed``, show or hide the panel. ``menu`` makes the menu when it is asked for."""

    pressed = Signal()

    def __init__(self, make_menu: Callable[[], QMenu]) -> None:
        super().__init__()
        self._make_menu = make_menu
        self._icon: QSystemTrayIcon | None = None
        self._shown: tuple[Words, str, str] | None = None
        self._menu: QMenu | None = None
        self._looks = 0
        self._look = QTimer(self, interval=LOOK_EVERY_MILLISECONDS)
        self._look.timeout.connect(self._try)
        self._picture = QIcon()
        self._try()

    @property
    def is_there(self) -> bool:
        """Can it be seen?"""
        return self._icon is not None

    @property
    def text(self) -> str:
        """What it says."""
        return self._icon.toolTip() if self._icon is not None else ""

    def show_state(self, words: Words, theme: Theme, program: str) -> None:
        """The state is this now."""
        shown = (words, theme.name, program)
        if shown == self._shown:
            return
        self._shown = shown
        self._picture = state_icon(words, theme)
        self._dress()

    def tell(self, title: str, text: str) -> None:
        """Say something beside the tray, where that is possible."""
        if self._icon is not None and QSystemTrayIcon.supportsMessages():
            self._icon.showMessage(title, text, self._picture)

    def close(self) -> None:
        """Away from the tray."""
        self._look.stop()
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None

    def _try(self) -> None:
        self._looks += 1
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._look.stop()
            self._icon = QSystemTrayIcon(self)
            self._icon.activated.connect(self._activated)
            self._dress()
        elif self._looks >= LOOKS:
            self._look.stop()
        elif not self._look.isActive():
            self._look.start()

    def _dress(self) -> None:
        if self._icon is None or self._shown is None:
            return
        words, _, program = self._shown
        self._icon.setIcon(self._picture)
        self._icon.setToolTip(f"{program}\n{words.text}" if words.text else program)
        if not self._icon.isVisible():
            self._menu = QMenu()
            self._menu.aboutToShow.connect(self._fill)
            self._icon.setContextMenu(self._menu)
            self._icon.show()

    def _fill(self) -> None:
        """The menu of now; the desktop keeps the one that it was given."""
        assert self._menu is not None
        self._menu.clear()
        fresh = self._make_menu()
        fresh.setParent(self._menu, Qt.WindowType.Popup)
        self._menu.addActions(fresh.actions())

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.pressed.emit()


def state_icon(words: Words, theme: Theme) -> QIcon:
    """A disc in the state's colour with its sign; the sign alone tells it to those who see no colours."""
    found = QIcon()
    for size in SIZES:
        found.addPixmap(_drawn(words, theme, size))
    return found


def _drawn(words: Words, theme: Theme, size: int) -> QPixmap:
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(words.token))
    painter.drawEllipse(QRectF(0, 0, size, size))
    name: IconName = words.icon if words.icon in ICONS else "headphones"  # type: ignore[assignment]
    inner = round(size * 0.66)
    edge = (size - inner) / 2
    painter.drawPixmap(QPointF(edge, edge), icon_pixmap(name, theme.colour("surface"), inner))
    painter.end()
    return picture
