"""The panel's buttons: one for an action of the screen, one that is an icon alone.

A disabled one is dashed and muted, a pending one says "…" and cannot be pressed again; focus is 2 px of accent and
moves nothing.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy

from operator_panel.screen import Action, Wish
from operator_panel.views.menus import choice_menu
from operator_panel.views.painting import BODY
from shared.qt import paint_text
from shared.qt.icons import IconName
from shared.qt.painting import border_of, draw_icon, frame, known_icon, write
from shared.qt.pressed import Pressed
from shared.qt.theme import Theme, Token, on_accent
from shared.qt.tips import tip

HEIGHT, PRIMARY_HEIGHT = 36, 44
ICON, GAP, CHEVRON, PADDING = 18, 8, 16, 12
OPENING = (Qt.Key.Key_Down, Qt.Key.Key_Up)


class ActionButton(Pressed):
    """Shows an ``Action``; a press says its wish, or opens the menu of its choices. Signal: ``wished``."""

    wished = Signal(object)

    def __init__(self, *, height: int = HEIGHT, weight: int = 500) -> None:
        super().__init__()
        self._weight = weight
        self._least = 0.0
        self.action: Action | None = None
        self.menu: QMenu | None = None
        self.setFont(paint_text.face(BODY, weight)[0])
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: self.press())

    def show_action(self, action: Action, theme: Theme) -> None:
        """Be this from now on."""
        self.dress(theme)
        if action == self.action:
            return
        self.action = action
        text = paint_text.plain(action.text)
        if action.is_pending and not text.endswith("…"):
            text += " …"
        if text != self.text():
            self.setText(text)
            self.updateGeometry()
        self.setAccessibleName(text.removesuffix("…").strip())
        self.setToolTip(tip(" · ".join(part for part in (action.hint, action.key) if part)))
        self.setEnabled(action.is_enabled)
        self.update()

    def isEnabled(self) -> bool:  # noqa: N802 - Qt's name
        """Not while it is pending; to Qt it is, so that the focus stays and goes to no neighbour's action."""
        return super().isEnabled() and not (self.action is not None and self.action.is_pending)

    def reserve(self, *texts: str) -> None:
        """Be at least as wide as with these."""
        self._least = max((paint_text.advance(text, BODY, 600) for text in texts), default=0.0)
        self.updateGeometry()

    def press(self) -> None:
        """As a click does."""
        if self.action is None or not self.isEnabled():
            return
        if self.action.choices:
            self.open_menu()
        else:
            self.wished.emit(self.action.wish)

    def open_menu(self) -> None:
        """The choices, under the button."""
        assert self.action is not None
        self.menu = choice_menu(self.action.choices, self.theme, self, self.wished.emit)
        self.menu.setMinimumWidth(min(self.width(), 240))
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Down opens the menu too."""
        if self.action is not None and self.action.choices and event.key() in OPENING:
            self.press()
        else:
            super().keyPressEvent(event)

    # --- looks

    @property
    def _has_icon(self) -> bool:
        return self.action is not None and known_icon(self.action.icon) is not None

    def _inner_width(self) -> float:
        wide = max(paint_text.advance(self.text(), BODY, self._strength()), self._least)
        if self._has_icon:
            wide += ICON + GAP
        if self.action is not None and self.action.choices:
            wide += GAP + CHEVRON
        return wide

    def _strength(self) -> int:
        return 600 if self.action is not None and self.action.is_primary else self._weight

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All of it."""
        return QSize(math.ceil(self._inner_width()) + 2 * PADDING, self.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All of it, a little closer."""
        return QSize(math.ceil(self._inner_width()) + 12, self.height())

    def _colours(self) -> tuple[QColor, QColor, QColor, Token | None]:
        """Fill, border, ink, and the icon's token where it is not the ink."""
        theme, action = self.theme, self.action
        assert action is not None
        if not self.isEnabled():
            return theme.colour("bg"), theme.colour("muted"), theme.colour("muted"), None
        if action.is_primary:
            return theme.colour("accent"), theme.colour("accent"), on_accent(theme), None
        if action.is_checked:
            return theme.tint("accent"), border_of(theme, "accent"), theme.colour("accent"), None
        fill = theme.colour("bg" if self.is_hovered or self.isDown() else "surface")
        return fill, theme.colour("line"), theme.colour("text"), action.token

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Frame, icon, text, arrow, all in the middle."""
        if self.action is None:
            return
        painter = QPainter(self)
        fill, border, ink, token = self._colours()
        box = QRectF(self.rect())
        frame(painter, box, fill, border, is_dashed=not self.isEnabled())
        if self.hasFocus():
            ring = self.theme.colour("text" if self.action.is_primary else "accent")
            frame(painter, box, None, ring, width=2)
        middle = self.height() / 2
        wide = min(self._inner_width(), self.width() - 8)
        x = (self.width() - wide) / 2
        if self._has_icon:
            colour = self.theme.colour(token) if token is not None else ink
            draw_icon(painter, self.action.icon, x, middle, ICON, colour)
            x += ICON + GAP
        room = self.width() - x - (GAP + CHEVRON if self.action.choices else 0) - 4
        x += write(painter, self.text(), x, middle, BODY, ink, weight=self._strength(), width=room + 1)
        if self.action.choices:
            draw_icon(painter, "chevron_down", x + GAP, middle, CHEVRON, ink)
        painter.end()


class IconButton(Pressed):
    """An icon without words: they are its name for those who do not see, and its hint."""

    def __init__(self, icon: IconName, *, size: int = 32, icon_size: int = 20, token: Token = "muted") -> None:
        super().__init__()
        self._icon, self._icon_size, self._token = icon, icon_size, token
        self.setFixedSize(size, size)

    def say(self, name: str, theme: Theme, icon: IconName | None = None) -> None:
        """What it does, in words."""
        self.dress(theme)
        if icon is not None and icon != self._icon:
            self._icon = icon
            self.update()
        self.setAccessibleName(name)
        self.setToolTip(tip(name))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Its one size."""
        return self.minimumSize()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The icon; a ground under the mouse, a frame in focus."""
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self.is_hovered or self.isDown():
            frame(painter, box, self.theme.tint("accent"), None)
        if self.hasFocus():
            frame(painter, box, None, self.theme.colour("accent"), width=2)
        colour = self.theme.colour(self._token if self.isEnabled() else "muted")
        draw_icon(painter, self._icon, (self.width() - self._icon_size) / 2, self.height() / 2, self._icon_size, colour)
        painter.end()


def wish_of(action: Action | None) -> Wish | None:
    """What pressing it would say now; None where it can't be pressed or opens a menu."""
    if action is None or not action.is_enabled or action.is_pending or action.choices:
        return None
    return action.wish
