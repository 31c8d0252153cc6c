"""What stays at the bottom while the middle scrolls: saving after a call, dialling a contact."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from operator_panel.screen import Action, PreviewCard, Wish, Words, WrapupCard
from operator_panel.views.buttons import ActionButton
from operator_panel.views.call.pieces import Sign
from operator_panel.views.painting import DENSE, HINT
from operator_panel.views.part import Part
from shared.qt.ground import Ground
from shared.qt.paint_text import advance
from shared.qt.painting import write
from shared.qt.theme import Theme, on_accent

PRIMARY, KEY_GAP = 44, 8


class SaveButton(ActionButton):
    """Dashed while something is missing, and pressed all the same: the answer is what is missing, in words."""

    def show_action(self, action: Action, theme: Theme) -> None:
        """A save that is under way cannot be pressed again; one that lacks something can."""
        super().show_action(action, theme)
        self.setEnabled(True)

    def isEnabled(self) -> bool:  # noqa: N802 - Qt's name
        """As it is painted: dashed, until it would save."""
        return super().isEnabled() and self.action is not None and self.action.is_enabled

    def press(self) -> None:
        """Save, choose how, or hear what is missing."""
        if self.action is None or self.action.is_pending:
            return
        if self.action.choices and self.action.is_enabled:
            self.open_menu()
        else:
            self.wished.emit(self.action.wish)


class KeyedButton(ActionButton):
    """An action whose key stands after its word."""

    def _inner_width(self) -> float:
        key = advance(self._key, HINT, 500) + KEY_GAP if self._key else 0
        return super()._inner_width() + key

    @property
    def _key(self) -> str:
        return self.action.key if self.action is not None and self.isEnabled() else ""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The button, then its key in the room that was kept for it."""
        super().paintEvent(event)
        if self._key and self.action is not None:
            painter = QPainter(self)
            right = (self.width() + self._inner_width()) / 2
            ink = on_accent(self.theme) if self.action.is_primary else self.theme.colour("muted")
            write(painter, self._key, right, self.height() / 2, HINT, ink, weight=500, align="right")
            painter.end()


class SavingFoot(Part[WrapupCard]):
    """Save and be ready; save and pause; more time. What is missing is said above them once it was tried to save."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.save_ready, self.save_pause = SaveButton(height=PRIMARY), SaveButton()
        self.more_time, self.missing = ActionButton(), Sign(pixels=DENSE, wraps=True)
        self._tried = ""
        self.also: Callable[[], Wish | None] = lambda: None
        """What is wanted besides by who saves."""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.save_pause, 1)
        row.addWidget(self.more_time, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.missing)
        column.addWidget(self.save_ready)
        column.addLayout(row)
        for button in (self.save_ready, self.save_pause):
            button.wished.connect(self._save)
        self.more_time.wished.connect(self.wish)

    def draw(self, shown: WrapupCard) -> None:
        """Buttons as they are possible."""
        self.save_ready.show_action(shown.save_ready, self.theme)
        for button, action in ((self.save_pause, shown.save_pause), (self.more_time, shown.more_time)):
            button.setVisible(action is not None)
            if action is not None:
                button.show_action(action, self.theme)
        said_above = shown.outcome.missing.text if shown.outcome is not None else ""
        lines = [line for line in shown.missing if line != said_above] if self._tried == shown.call else []
        self.missing.show_words(Words("\n".join(lines), "bad", "triangle" if lines else ""), self.theme)

    def save(self) -> None:
        """As the button does."""
        self.save_ready.press()

    def _save(self, wish: Wish) -> None:
        if self.shown is not None and self.shown.missing:
            self._tried = self.shown.call
            self.refresh()
        elif (more := self.also()) is not None:
            self.wish(more)
        self.wish(wish)


class DiallingFoot(Part[PreviewCard]):
    """Dial, or skip with a reason."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.start, self.skip = KeyedButton(height=PRIMARY), ActionButton(height=PRIMARY)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(8)
        row.addWidget(self.start, 5)
        row.addWidget(self.skip, 3)
        for button in (self.start, self.skip):
            button.wished.connect(self.wish)

    def draw(self, shown: PreviewCard) -> None:
        """Buttons as they are possible."""
        self.start.show_action(shown.start, self.theme)
        self.skip.show_action(shown.skip, self.theme)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A band of its own with a line above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.colour("surface"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), self.theme.colour("line"))
        painter.end()


class Foot(QWidget):
    """One of both, or nothing. Signal: ``wished``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.saving, self.dialling = SavingFoot(ground), DiallingFoot(ground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.saving, self.dialling):
            column.addWidget(part)
            part.wished.connect(self.wished.emit)
            part.hide()

    def show_foot(self, wrapup: WrapupCard | None, preview: PreviewCard | None) -> None:
        """What belongs to the mode; gone where nothing does."""
        self.saving.setVisible(wrapup is not None)
        self.dialling.setVisible(preview is not None and not preview.empty)
        if wrapup is not None:
            self.saving.render_part(wrapup)
        if preview is not None:
            self.dialling.render_part(preview)
