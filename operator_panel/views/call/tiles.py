"""What can be pressed in the call's parts: actions with an icon over a word, links, radio tiles."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy

from operator_panel.screen import Action, Choice, Wish
from operator_panel.views.menus import choice_menu
from operator_panel.views.painting import DENSE, HINT
from shared.qt.paint_text import advance, face, plain
from shared.qt.painting import draw_icon, frame, known_icon, write
from shared.qt.pressed import Pressed
from shared.qt.theme import Theme, Token
from shared.qt.tips import tip

TILE_HEIGHT, TILE_ICON, TILE_SIDE = 60, 20, 4
LINK_HEIGHT, LINK_ICON = 28, 14
RADIO_HEIGHT, RADIO = 32, 16


class ActionPress(Pressed):
    """A pressed thing that shows an ``Action``. Signal: ``wished``."""

    wished = Signal(object)

    def __init__(self, pixels: int, weight: int) -> None:
        super().__init__()
        self.action: Action | None = None
        self._pixels, self._weight = pixels, weight
        self.setFont(face(pixels, weight)[0])
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: self.press())

    def show_action(self, action: Action, theme: Theme) -> None:
        """Be this from now on."""
        self.dress(theme)
        if action == self.action:
            return
        self.action = action
        text = plain(action.text)
        if text != self.accessibleName():
            self.setText(text)
            self.setAccessibleName(text)
            self.updateGeometry()
        self.setAccessibleDescription(plain(action.hint))
        self.setToolTip(tip(plain(" · ".join(part for part in (action.hint, action.key) if part))))
        self.setEnabled(action.is_enabled)
        self.update()

    def isEnabled(self) -> bool:  # noqa: N802 - Qt's name
        """Not while it is pending; to Qt it is, so that the focus stays and goes to no neighbour's action."""
        return super().isEnabled() and not (self.action is not None and self.action.is_pending)

    def press(self) -> None:
        """As a click does."""
        if self.action is None or not self.isEnabled():
            return
        if self.action.choices:
            menu = choice_menu(self.action.choices, self.theme, self, self.wished.emit)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))
        else:
            self.wished.emit(self.action.wish)

    @property
    def least_width(self) -> int:
        """So wide at least that its word is whole."""
        return math.ceil(advance(self.text(), self._pixels, self._weight)) + 2 * TILE_SIDE

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All of it."""
        return QSize(self.least_width, self.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All of it."""
        return self.sizeHint()


class ActionTile(ActionPress):
    """An icon over a word, 60 high; two words stand one below the other where they have no room beside."""

    def __init__(self) -> None:
        super().__init__(HINT, 500)
        self.setFixedHeight(TILE_HEIGHT)

    @property
    def whole_text(self) -> str:
        """The words on one line."""
        return plain(self.action.text) if self.action is not None else ""

    @property
    def least_width(self) -> int:
        """So wide at least that the wider of two lines is whole."""
        wide = min(_width(lines) for lines in _ways(self.whole_text))
        return math.ceil(wide) + 2 * TILE_SIDE

    def lines(self) -> tuple[str, ...]:
        """The words as they fit: in one line, or in two of about one width."""
        room = self.width() - 2 * TILE_SIDE + 1
        ways = _ways(self.whole_text)
        return ways[0] if _width(ways[0]) <= room else min(ways, key=_width)

    def show_action(self, action: Action, theme: Theme) -> None:
        """The words in their lines."""
        super().show_action(action, theme)
        self._break()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width, other lines."""
        super().resizeEvent(event)
        self._break()

    def _break(self) -> None:
        text = "\n".join(self.lines())
        if text != self.text():
            self.setText(text)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Frame, icon, words; what is asked for and not confirmed has dots for its icon."""
        if self.action is None:
            return
        painter, box, theme, action = QPainter(self), QRectF(self.rect()), self.theme, self.action
        is_dead = not self.isEnabled()
        is_lit = is_dead or self.is_hovered or self.isDown()
        fill: Token = "bg" if is_lit else "raised"
        edge: Token = "muted" if is_dead else action.token if action.is_checked else "line"
        frame(painter, box, theme.colour(fill), theme.colour(edge), is_dashed=is_dead)
        if self.hasFocus():
            frame(painter, box, None, theme.colour("accent"), width=2)
        lines, centre = self.lines(), self.width() / 2
        top = 20 if len(lines) == 1 else 16
        ink = theme.colour("muted" if is_dead else "text")
        if action.is_pending:
            write(painter, "…", centre, top, 20, ink, align="centre")
        else:
            colour = ink if is_dead else theme.colour(action.token)
            draw_icon(painter, action.icon, (self.width() - TILE_ICON) / 2, top, TILE_ICON, colour)
        for number, line in enumerate(lines):
            middle = 42 if len(lines) == 1 else 35 + 14 * number
            write(painter, line, centre, middle, HINT, ink, weight=500, align="centre")
        painter.end()


def _ways(text: str) -> list[tuple[str, ...]]:
    """On one line, and every way to break it into two."""
    words = text.split(" ")
    return [(text,), *((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))]


def _width(lines: tuple[str, ...]) -> float:
    return max(advance(line, HINT, 500) for line in lines)


class LinkButton(ActionPress):
    """A link: icon and words in ``accent``, 28 high for the hand."""

    def __init__(self) -> None:
        super().__init__(HINT, 500)
        self.setFixedHeight(LINK_HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def least_width(self) -> int:
        """Icon, words and a little around for the focus."""
        has_icon = self.action is not None and known_icon(self.action.icon) is not None
        return super().least_width + (LINK_ICON + 6 if has_icon else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Icon and words, at the right end of its place."""
        if self.action is None:
            return
        painter, theme, middle = QPainter(self), self.theme, self.height() / 2
        if self.is_hovered and self.isEnabled():
            frame(painter, QRectF(self.rect()), theme.tint("accent"), None)
        if self.hasFocus():
            frame(painter, QRectF(self.rect()), None, theme.colour("accent"), width=2)
        colour = theme.colour("accent" if self.isEnabled() else "muted")
        x = self.width() - TILE_SIDE - advance(self.text(), HINT, 500)
        draw_icon(painter, self.action.icon, x - LINK_ICON - 6, middle, LINK_ICON, colour)
        write(painter, self.text(), x, middle, HINT, colour, weight=500)
        painter.end()


class RadioTile(QRadioButton):
    """A choice as a tile 32 high: ring, text, its key at right. It is chosen when the screen says so. ``wished``."""

    wished = Signal(object)
    moved = Signal(int)
    """An arrow key: so many tiles on."""

    def __init__(self) -> None:
        super().__init__()
        self.choice: Choice | None = None
        self._theme = Theme("light")
        self.setAutoExclusive(False)
        self.setProperty("elides", True)
        self.setProperty("height_of", "field")  # 32 with the style sheet's border
        self.setFont(face(DENSE, 400)[0])
        self.setFixedHeight(RADIO_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: self._say())

    def show_choice(self, choice: Choice, theme: Theme) -> None:
        """Be this from now on."""
        if (choice, theme) == (self.choice, self._theme):
            return
        self.choice, self._theme = choice, theme
        text = plain(choice.text)
        if text != self.text():
            self.setText(text.replace("&", "&&"))
            self.setAccessibleName(text)
        self.setChecked(choice.is_chosen)
        self.setEnabled(choice.is_enabled)
        self._hint()
        self.update()

    def nextCheckState(self) -> None:  # noqa: N802 - Qt's name
        """Nothing: the screen says what is chosen."""

    def _say(self) -> None:
        if self.choice is not None:
            self.wished.emit(self.choice.wish)

    def wish(self) -> Wish | None:
        """What it would say."""
        return self.choice.wish if self.choice is not None and self.choice.is_enabled else None

    @property
    def least_width(self) -> int:
        """So wide at least that nothing of it is cut."""
        choice = self.choice
        if choice is None:
            return 0
        note = advance(plain(choice.note), HINT, 400) + 8 if choice.note else 0
        sign = LINK_ICON + 8 if choice.icon else 0
        return math.ceil(12 + RADIO + 8 + advance(plain(choice.text), DENSE, 600) + sign + note + 12)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All of it."""
        return QSize(self.least_width, RADIO_HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The ring and a few letters."""
        return QSize(80, RADIO_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows go to the neighbours, Enter chooses as the space bar does."""
        key = Qt.Key(event.key())
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -2, Qt.Key.Key_Down: 2}.get(key)
        if step is not None:
            self.moved.emit(step)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """It may be cut now."""
        super().resizeEvent(event)
        self._hint()

    def _hint(self) -> None:
        self.setToolTip(tip(self.accessibleName()) if self.width() < self.least_width else "")

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Frame, ring, text, note."""
        if self.choice is None:
            return
        painter, theme, box, middle = QPainter(self), self._theme, QRectF(self.rect()), self.height() / 2
        is_on, is_dead = self.choice.is_chosen, not self.isEnabled()
        fill: Token = "bg" if is_dead or self.underMouse() else "raised"
        frame(painter, box, theme.colour(fill), theme.colour("muted" if is_dead else "line"), is_dashed=is_dead)
        if self.hasFocus() or is_on:
            is_both = self.hasFocus() and is_on
            frame(painter, box, None, theme.colour("text" if is_both else "accent"), width=2)
        ring = QRectF(12, middle - RADIO / 2, RADIO, RADIO)
        if is_on:
            frame(painter, ring, None, theme.colour("accent"), radius=RADIO / 2, width=5)
        else:
            frame(painter, ring, None, theme.colour("muted"), radius=RADIO / 2, width=2)
        note = write(painter, self.choice.note, self.width() - 12, middle, HINT, theme.colour("muted"), align="right")
        left, right = ring.right() + 8, self.width() - 12 - (note + 8 if note else 0)
        if self.choice.icon:
            right -= LINK_ICON
            draw_icon(painter, self.choice.icon, right, middle, LINK_ICON, theme.colour(self.choice.token))
            right -= 8
        room = right - left
        ink = theme.colour("muted" if is_dead else "text")
        write(painter, self.choice.text, left, middle, DENSE, ink, weight=600 if is_on else 400, width=room + 1)
        painter.end()
