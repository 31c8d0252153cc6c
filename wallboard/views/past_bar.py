"""The time machine's bar: which past moment, how fast it goes on, and the way back to the present.

It lies over the ticker while the past is chosen or shown. It only says what somebody wishes; what the board shows is
said by the header, when the daemon has granted it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDateTime, Qt, QTimeZone, Signal
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QHBoxLayout, QLabel, QPushButton, QWidget

from shared.language import Language

SPEEDS = (1, 2, 5, 10, 30, 60)
JUMPS = (timedelta(hours=-1), timedelta(minutes=-5), timedelta(minutes=5), timedelta(hours=1))


class PastBar(QWidget):
    """Signals: ``wished(at, speed)`` (aware UTC, 0 stands still), ``left()`` for back to now."""

    wished = Signal(object, float)
    left = Signal()

    def __init__(self, language: Language, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self._zone = zone
        self._is_playing = True
        self._label, self._moment, self._speed = QLabel(), QDateTimeEdit(), QComboBox()
        self._play, self._back = QPushButton(), QPushButton()
        self._problem, self._refusal = QLabel(), ""
        self._jumps = [QPushButton() for _jump in JUMPS]
        self._moment.setCalendarPopup(True)
        self._moment.setTimeZone(QTimeZone(zone.key.encode()))
        for speed in SPEEDS:
            self._speed.addItem(f"{speed}×", float(speed))
        self._arrange()
        self._connect()
        self.translate(language)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(8)
        row.addWidget(self._label)
        for button in self._jumps[:2]:
            row.addWidget(button)
        row.addWidget(self._moment)
        for button in self._jumps[2:]:
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self._play)
        row.addWidget(self._speed)
        row.addWidget(self._problem, 1)
        row.addWidget(self._back)
        self._label.setBuddy(self._moment)
        for control in (self._moment, self._speed, self._play, self._back, *self._jumps):
            control.setMinimumHeight(36)
            control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        for button, jump in zip(self._jumps, JUMPS, strict=True):
            button.clicked.connect(lambda _checked=False, jump=jump: self._jump(jump))
        self._moment.editingFinished.connect(self._wish)
        self._speed.activated.connect(lambda _index: self._wish())
        self._play.clicked.connect(lambda _checked=False: self._toggle())
        self._back.clicked.connect(lambda _checked=False: self.left.emit())

    def translate(self, language: Language) -> None:
        """Say everything in this language."""
        self._language = language
        self._label.setText(language.text("Moment"))
        names = [language.text("−1 h"), language.text("−5 min"), language.text("+5 min"), language.text("+1 h")]
        for button, name in zip(self._jumps, names, strict=True):
            button.setText(name)
        self._moment.setDisplayFormat(language.text("dd/MM/yyyy HH:mm:ss"))
        self._moment.setAccessibleName(language.text("Past moment to show"))
        self._speed.setAccessibleName(language.text("Speed"))
        self._back.setText(language.text("Back to now"))
        self._say_play()
        self._say_refusal()

    def begin_at(self, at: datetime) -> None:
        """Offer this moment (aware) without wishing for it yet."""
        if not self._moment.hasFocus():
            self._moment.setDateTime(QDateTime.fromSecsSinceEpoch(int(at.timestamp()), self._moment.timeZone()))

    def begin(self) -> None:
        """Let the keyboard choose the moment."""
        self._moment.setFocus()

    def tell(self, refusal: str) -> None:
        """Say why the moment wished for is not shown (a code of the daemon's), "" for nothing."""
        self._refusal = refusal
        self._say_refusal()

    def _say_refusal(self) -> None:
        language = self._language
        match self._refusal:
            case "":
                self._problem.setText("")
            case "past_unavailable":
                self._problem.setText(language.text("Nothing is kept of that moment"))
            case "past_busy":
                self._problem.setText(language.text("Too many screens look at the past now"))
            case _:
                self._problem.setText(language.text("That moment cannot be shown now"))

    def latest(self, at: datetime) -> None:
        """Nothing later than this can be chosen."""
        self._moment.setMaximumDateTime(QDateTime.fromSecsSinceEpoch(int(at.timestamp()), self._moment.timeZone()))

    @property
    def chosen_at(self) -> datetime:
        """The moment in the field."""
        return datetime.fromtimestamp(self._moment.dateTime().toSecsSinceEpoch(), ZoneInfo("UTC"))

    def _jump(self, jump: timedelta) -> None:
        self._moment.setDateTime(self._moment.dateTime().addSecs(int(jump.total_seconds())))
        self._wish()

    def _toggle(self) -> None:
        self._is_playing = not self._is_playing
        self._say_play()
        self._wish()

    def _say_play(self) -> None:
        text = self._language.text("Pause") if self._is_playing else self._language.text("Play")
        self._play.setText(text)

    def _wish(self) -> None:
        self.wished.emit(self.chosen_at, self._speed.currentData() if self._is_playing else 0.0)
