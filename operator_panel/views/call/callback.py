"""Planning to call back: a box to tick, offered times, a date and time of one's own, by me or by anybody.

Nothing is planned before the button is pressed, or the whole is saved with the box ticked; nothing is shown as planned
before the screen says so. Times are the centre's, whatever zone the machine is in.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QDateTime, Qt, QTimeZone
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateTimeEdit, QVBoxLayout, QWidget

from operator_panel.screen import Action, CallbackPlan, Choice, Wish, Words
from operator_panel.views.buttons import ActionButton
from operator_panel.views.call.pieces import Sign
from operator_panel.views.flow import FlowLayout
from operator_panel.views.painting import DENSE
from operator_panel.views.part import Part
from shared.qt.ground import Ground

OWN, ANYBODY = 0, 1
FIRST_DELAY = timedelta(hours=1)
"""What the field begins with where no time is offered: so long after the earliest."""


class CallbackPart(Part[CallbackPlan]):
    """Tick box; below it, while ticked, the times and the button."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.box, self.form, self.planned = QCheckBox(), QWidget(), Sign(pixels=DENSE, wraps=True)
        self.when, self.who, self.plan = QDateTimeEdit(), QComboBox(), ActionButton()
        self.number = QComboBox()
        self.times: list[ActionButton] = []
        self._call, self._is_suggested = "", False
        self._zone = QTimeZone.utc()
        for control in (self.box, self.when, self.who, self.number):
            control.setProperty("height_of", "field")  # a hand finds it
        self.when.setCalendarPopup(True)
        self.plan.wished.connect(lambda _wish: self.wish(self.wanted()))
        self.box.toggled.connect(self.form.setVisible)
        self.box.clicked.connect(self._drop)
        offers, chosen = QWidget(), QWidget()
        row = FlowLayout(chosen)  # a longer language needs two lines
        row.addWidget(self.when)
        row.addWidget(self.who)
        row.addWidget(self.number)
        self._offers = FlowLayout(offers)
        inner = QVBoxLayout(self.form)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(offers)
        inner.addWidget(chosen)
        inner.addWidget(self.plan)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.box, self.planned, self.form):
            column.addWidget(part)
        self.form.hide()

    def draw(self, shown: CallbackPlan) -> None:
        """Words and offers; what is chosen in the fields stays, but for another call."""
        language = self.language
        self._zone = QTimeZone(shown.zone.encode())
        self.when.setTimeZone(self._zone)
        self.box.setText(shown.title.replace("&", "&&"))
        planned = Words(shown.planned, "good", "tick")
        if shown.is_draft:
            planned = Words(shown.planned, "accent", "calendar")
        self.planned.show_words(planned, self.theme)
        self.when.setDisplayFormat(language.text("dd/MM/yyyy HH:mm"))
        self.when.setAccessibleName(language.text("When to call back"))
        self._draw_who()
        self._draw_offers(shown.choices)
        text = language.text("Keep the appointment") if shown.is_draft else language.text("Plan the call")
        self.plan.show_action(Action(Wish("plan_callback", shown.call), text, "calendar"), self.theme)
        self._draw_numbers(shown.numbers, is_new=shown.call != self._call)
        if shown.call != self._call:
            self._call = shown.call
            self._begin(shown)
        elif shown.is_suggested and not self._is_suggested and not shown.planned:
            self.box.setChecked(True)  # the outcome that was just chosen is to be followed by a call
        self._is_suggested = shown.is_suggested

    def _begin(self, shown: CallbackPlan) -> None:
        """The fields for another call."""
        self.box.setChecked(shown.is_draft if shown.planned else shown.is_suggested)
        self.who.setCurrentIndex(OWN)
        earliest = _moment(shown.earliest)
        if earliest is not None:
            self.when.setMinimumDateTime(self._shown(earliest))
            first = _moment(shown.choices[0].wish.text) if shown.choices else None
            self.when.setDateTime(self._shown(first or earliest + FIRST_DELAY))

    def _draw_who(self) -> None:
        words = [self.language.text("By me"), self.language.text("By anybody")]
        self.who.setAccessibleName(self.language.text("Who calls back"))
        if [self.who.itemText(number) for number in range(self.who.count())] != words:
            chosen = max(0, self.who.currentIndex())
            self.who.clear()
            self.who.addItems(words)
            self.who.setCurrentIndex(chosen)

    def _draw_numbers(self, numbers: tuple[Choice, ...], *, is_new: bool) -> None:
        """At which of several; what was chosen here stays."""
        self.number.setVisible(len(numbers) > 1)
        self.number.setAccessibleName(self.language.text("Which number"))
        shown = [(f"{one.text} ({one.note})" if one.note else one.text, one.wish.choice) for one in numbers]
        known = [(self.number.itemText(at), self.number.itemData(at)) for at in range(self.number.count())]
        if shown != known:
            self.number.clear()
            for text, number in shown:
                self.number.addItem(text, number)
        if is_new or shown != known:
            chosen = next((at for at, one in enumerate(numbers) if one.is_chosen), 0)
            self.number.setCurrentIndex(chosen if numbers else -1)

    def _drop(self, is_on: bool) -> None:
        """Unticked: what was to be said with the outcome is not."""
        if not is_on and self.shown is not None and self.shown.is_draft and self.shown.planned:
            self.wish(Wish("plan_callback", self._call))

    def _draw_offers(self, choices: tuple[Choice, ...]) -> None:
        while len(self.times) < len(choices):
            button = ActionButton(weight=400)
            button.wished.connect(self._offered)
            self.times.append(button)
            self._offers.addWidget(button)
        for number, button in enumerate(self.times):
            button.setVisible(number < len(choices))
            if number < len(choices):
                one = choices[number]
                button.show_action(Action(one.wish, one.text, is_enabled=one.is_enabled), self.theme)

    def _offered(self, wish: Wish) -> None:
        """An offered time goes into the field, where it can be changed still."""
        moment = _moment(wish.text)
        if moment is not None:
            self.when.setDateTime(self._shown(moment))
            self.plan.setFocus(Qt.FocusReason.OtherFocusReason)

    def wanted_too(self) -> Wish | None:
        """What who saves wants as well: the box is ticked, and nothing planned yet (or not said)."""
        shown = self.shown
        is_open = self.isVisible() and self.box.isChecked() and shown is not None
        return self.wanted() if is_open and shown is not None and (shown.is_draft or not shown.planned) else None

    def wanted(self) -> Wish:
        """The call back as it stands in the fields."""
        at = self.when.dateTime()
        moment = datetime.fromtimestamp(at.toSecsSinceEpoch(), UTC)
        number = str(self.number.currentData() or "")
        return Wish("plan_callback", self._call, moment.isoformat(), number, is_on=self.who.currentIndex() == OWN)

    def _shown(self, moment: datetime) -> QDateTime:
        return QDateTime.fromSecsSinceEpoch(int(moment.timestamp()), self._zone)


def _moment(text: str) -> datetime | None:
    """An instant of ISO 8601; one without a zone is this machine's."""
    try:
        return datetime.fromisoformat(text).astimezone() if text else None
    except ValueError:
        return None
