"""The player, 56 high: play, ten seconds back and on, how far, speed, silence, sides, a marker, how loud; and below it
one line where there is something to be said."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, frame
from shared.qt.text import Text
from shared.qt.theme import mixed, on_accent
from shared.qt.tips import tip
from supervisor_console.playback.screen import Note, PlayerScreen, Wish
from supervisor_console.playback.views.seek import SeekBar
from supervisor_console.playback.views.volume import VolumeBar
from supervisor_console.views.button import Button, CheckButton, LinkButton
from supervisor_console.views.choice import ChoiceButton, Option
from supervisor_console.views.control import Control
from supervisor_console.views.focus import wants_ring
from supervisor_console.views.sizes import BODY, CAPTION, ICON, RADIUS

HEIGHT, NOTE = 56, 32
NARROW = 1240
"""Below this width words that icons can stand for are left out."""
KEYS: dict[Qt.Key, Wish] = {
    Qt.Key.Key_Space: Wish("toggle"), Qt.Key.Key_M: Wish("mark"), Qt.Key.Key_Plus: Wish("faster"),
    Qt.Key.Key_Equal: Wish("faster"), Qt.Key.Key_Minus: Wish("slower"),
}  # fmt: skip


class PlayButton(Control):
    """Round and filled: play, or pause."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._icon = "play"
        self.setFixedSize(32, 32)
        wants_ring(self)

    def say(self, text: str, icon: str) -> None:
        """What pressing it does."""
        self.setAccessibleName(text)
        self.setToolTip(tip(text))
        if icon != self._icon:
            self._icon = icon
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Always the same."""
        return QSize(32, 32)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """The circle and its icon."""
        painter, theme = QPainter(self), self.theme
        fill = theme.colour("accent") if self.isEnabled() else mixed(theme.colour("muted"), theme.colour("bg"), 0.4)
        if self.isEnabled() and (self.is_hovered or self.isDown()):
            fill = mixed(theme.colour("text"), fill, 0.15)
        frame(painter, QRectF(self.rect()), fill, None, radius=16)
        draw_icon(painter, self._icon, 8 + (1 if self._icon == "play" else 0), 16, ICON, on_accent(theme))
        painter.end()


class PlayerBar(QWidget):
    """``wished`` what the user wants; ``stepped`` from step to step (1, −1) or to an end (2, −2)."""

    wished = Signal(Wish)
    stepped = Signal(int)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.shown = PlayerScreen()
        self.play = PlayButton(ground)
        self.back, self.forward = Button(ground, icon="back", kind="quiet"), Button(ground, icon="ahead", kind="quiet")
        self.at, self.whole = Text(BODY, 600, is_right=True, elides=False), Text(BODY, elides=False)
        self.seek = SeekBar(ground)
        self.speed, self.sides = ChoiceButton(ground), ChoiceButton(ground)
        self.skip, self.mark = CheckButton(ground), Button(ground, icon="flag")
        self.mute, self.volume = Button(ground, icon="volume", kind="quiet"), VolumeBar(ground)
        self._loud = 1.0
        self.note_line = QWidget()
        self.note_text, self.note_button = Text(CAPTION), LinkButton(ground)
        self._rule = QFrame()
        self._rule.setFixedSize(1, 24)
        self._lay_out()
        self._connect()
        for changed in (ground.theme_changed, ground.language_changed):
            changed.connect(self._dress)
        self._dress()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(8)
        left: tuple[QWidget, ...] = (self.play, self.back, self.forward, self.at)
        for one in left:
            row.addWidget(one)
        row.addWidget(self.seek, 1)
        for one in (self.whole, self._rule, self.speed, self.skip, self.sides, self.mark, self.mute, self.volume):
            row.addWidget(one)
        top = QWidget()
        top.setLayout(row)
        top.setFixedHeight(HEIGHT)
        below = QHBoxLayout(self.note_line)
        below.setContentsMargins(16 + ICON + 8, 0, 16, 6)
        below.addWidget(self.note_text, 1)
        below.addWidget(self.note_button)
        self.note_line.setFixedHeight(NOTE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self.note_line)

    def _connect(self) -> None:
        for button, kind in ((self.play, "toggle"), (self.back, "back"), (self.forward, "forward"),
                             (self.mark, "mark"), (self.note_button, "retry")):  # fmt: skip
            button.clicked.connect(lambda _=False, kind=kind: self.wished.emit(Wish(kind)))
        self.skip.clicked.connect(lambda is_on: self.wished.emit(Wish("skip", float(is_on))))
        self.speed.picked.connect(lambda number: self.wished.emit(Wish("speed", number)))
        self.sides.picked.connect(lambda side: self.wished.emit(Wish("sides", text=side)))
        self.seek.sought.connect(lambda share: self.wished.emit(Wish("seek", share)))
        self.seek.stepped.connect(self._step)
        self.volume.turned.connect(lambda share: self.wished.emit(Wish("volume", share)))
        self.mute.clicked.connect(self._mute)

    # --- showing

    def show_screen(self, shown: PlayerScreen) -> None:
        """Show this."""
        before, self.shown = self.shown, shown
        theme = self._ground.theme
        self.at.say(shown.at, theme)
        self.seek.show_screen(shown)
        if before.is_playing != shown.is_playing or before.has_sound != shown.has_sound:
            self._name_play()
        if _still(before) != _still(shown):
            self._dress()

    def _dress(self) -> None:
        shown, text, theme = self.shown, self._ground.language.text, self._ground.theme
        for one in (self.at, self.whole):
            one.reserve(shown.widest)
        self.at.say(shown.at, theme)
        self.whole.say(shown.whole, theme, "muted")
        for button, words, hint in (
            (self.back, text("10 s|step back"), text("10 seconds back (←)")),
            (self.forward, text("10 s|step on"), text("10 seconds on (→)")),
        ):  # fmt: skip
            button.say(words, hint=hint)
        self._name_play()
        self.mark.say(text("Marker"), hint=text("Set a marker here (M)"), key="M")
        self.skip.setText(text("Skip silence"))
        self.skip.setAccessibleName(text("Skip silence"))
        self.skip.setChecked(shown.is_skipping)
        self.skip.updateGeometry()
        self._choices(shown)
        name = text("Volume {percent}", percent=f"{round(shown.volume * 100)}\u00a0%")
        self.volume.show_volume(shown.volume, name)
        mute = text("Mute") if shown.volume > 0 else text("Unmute")
        self.mute.say("", "volume" if shown.volume > 0 else "volume_off", hint=mute)
        self.mute.setAccessibleName(mute)
        for widget in (self.play, self.back, self.forward, self.speed, self.skip, self.mute, self.volume):
            widget.setEnabled(shown.has_sound)
        self.mark.setEnabled(shown.can_mark)
        self._rule.setStyleSheet(f"background: {theme.colour('line').name()};")
        self._say(shown.note)
        self._slim()
        self.update()

    def _name_play(self) -> None:
        text, shown = self._ground.language.text, self.shown
        words = text("Pause (Space)") if shown.is_playing else text("Play (Space)")
        self.play.say(words, "pause" if shown.is_playing else "play")

    def _choices(self, shown: PlayerScreen) -> None:
        text = self._ground.language.text
        name = next((words for one, words in shown.speeds if one == shown.speed), "")
        options = tuple(Option(number, words) for number, words in shown.speeds)
        label = "" if self.width() < NARROW else text("Speed")
        self.speed.show_choice(label, name, options, (shown.speed,))
        self.speed.setToolTip(tip(text("Speed (+ and −)")))
        side = next((words for one, words in shown.side_names if one == shown.sides), "")
        self.sides.show_choice(text("Sides"), side, tuple(Option(*one) for one in shown.side_names), (shown.sides,))
        self.sides.setVisible(bool(shown.side_names))

    def _say(self, note: Note | None) -> None:
        self.note_line.setVisible(note is not None)
        if note is not None:
            token = note.token if note.token != "muted" else "muted"
            self.note_text.say(note.text, self._ground.theme, "text" if token in ("bad", "warn") else "muted")
            self.note_button.say(note.button)
            self.note_button.setVisible(bool(note.button))
        self.setFixedHeight(HEIGHT + (NOTE if note is not None else 0))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Words suit the width."""
        super().resizeEvent(event)
        self._slim()

    def _slim(self) -> None:
        is_narrow = self.width() < NARROW
        for button in (self.back, self.forward, self.mark):
            button.set_slim(is_narrow)
            button.setProperty("elides", is_narrow)
        self._choices(self.shown)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Surface and line, the note's icon."""
        painter, theme = QPainter(self), self._ground.theme
        frame(painter, QRectF(self.rect()), theme.colour("surface"), theme.colour("line"), radius=RADIUS)
        note = self.shown.note
        if note is not None:
            middle = HEIGHT + (NOTE - 6) / 2
            draw_icon(painter, note.icon, 16, middle, ICON, theme.colour(note.token))
        painter.end()

    # --- hands

    def _mute(self) -> None:
        if self.shown.volume > 0:
            self._loud = self.shown.volume
        self.wished.emit(Wish("volume", 0.0 if self.shown.volume > 0 else self._loud))

    def _step(self, step: str, is_far: bool) -> None:
        if step in ("home", "end"):
            self.stepped.emit(-2 if step == "home" else 2)
        elif is_far:
            self.stepped.emit(-1 if step == "back" else 1)
        else:
            self.wished.emit(Wish("back" if step == "back" else "forward"))

    def press(self, event: QKeyEvent) -> bool:
        """A key of the player's, pressed here or in the lanes; False: it is none."""
        is_plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        wish = KEYS.get(Qt.Key(event.key())) if is_plain else None
        if wish is None or not self.shown.has_sound or (wish.kind == "mark" and not self.shown.can_mark):
            return False
        self.wished.emit(wish)
        return True

    def press_arrow(self, event: QKeyEvent) -> bool:
        """Ten seconds, or with Shift a step, back or on; False: it was another key, or nothing can be heard."""
        side = {Qt.Key.Key_Left: "back", Qt.Key.Key_Right: "forward"}.get(Qt.Key(event.key()))
        if side is None or not self.shown.has_sound:
            return False
        self._step(side, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """What no control of it took."""
        if not self.press(event) and not self.press_arrow(event):
            super().keyPressEvent(event)


def _still(shown: PlayerScreen) -> tuple[object, ...]:
    """What does not change while it plays."""
    return (
        shown.has_sound, shown.whole, shown.widest, shown.speed, shown.speeds, shown.is_skipping, shown.sides,
        shown.side_names, shown.volume, shown.can_mark, shown.note,
    )  # fmt: skip
