"""The period under a button: presets, and days picked in a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from shared.domain.search.query import Period
from shared.qt.fonts import font
from shared.qt.ground import Ground
from shared.qt.icons import icon
from shared.qt.text import Text
from supervisor_console.views.button import Button
from supervisor_console.views.choice_rows import ChoiceRow, Rows
from supervisor_console.views.popover import Popover
from supervisor_console.views.sizes import BODY, chosen


class PeriodOffered(Protocol):
    """A preset: what it is called, and the days that it is now."""

    @property
    def period(self) -> Period:
        """The preset itself."""
        ...

    @property
    def title(self) -> str:
        """Its words."""
        ...

    @property
    def days(self) -> str:
        """``16. 11. 2026``, "" where it says itself."""
        ...

    @property
    def is_chosen(self) -> bool:
        """Is it the one that holds?"""
        ...


class PeriodPopover(Popover):
    """``chosen``: a preset (Period). ``picked``: the first and the last day as ISO dates."""

    chosen = Signal(object)
    picked = Signal(str, str)

    def __init__(self, ground: Ground, anchor: QWidget) -> None:
        super().__init__(ground, anchor)
        self.setFixedWidth(640)
        self._first: QDate | None = None
        self._last: QDate | None = None
        self.rows = Rows(most=380)
        self.calendar = QCalendarWidget()
        self._set_up_calendar()
        self.days = Text(BODY, 500)
        self.use = Button(ground, kind="primary")
        self.use.clicked.connect(self._use)
        self._lay_out()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.days, 1)
        foot.addWidget(self.use)
        right = QVBoxLayout()
        right.addWidget(self.calendar)
        right.addLayout(foot)
        right.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addWidget(self.rows, 1)
        both.addLayout(right)
        self.column.addLayout(both)

    def _set_up_calendar(self) -> None:
        self.calendar.setFont(font(BODY))
        self.calendar.setFixedSize(352, 232)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        self.calendar.setGridVisible(False)
        self.calendar.clicked.connect(self._picked)
        self.calendar.activated.connect(self._picked)

    def fill(self, presets: Sequence[PeriodOffered], use: str, calendar: str) -> None:
        """These presets; the words of the button; what the calendar is called."""
        rows = []
        for one in presets:
            row = ChoiceRow(self._ground, one.title, one.days if len(one.days) < 13 else "", is_ticked=one.is_chosen)
            row.clicked.connect(lambda _=False, period=one.period: self._choose(period))
            rows.append(row)
        self.rows.fill(rows)
        self.use.say(use)
        self.calendar.setAccessibleName(calendar)
        self.calendar.setLocale(QLocale(self._ground.language.code))
        today = self._ground.clock.now()
        self.calendar.setSelectedDate(QDate(today.year, today.month, today.day))
        self._dress_calendar()
        self._tell()

    def _dress_calendar(self) -> None:
        theme = self._ground.theme
        for day in Qt.DayOfWeek:
            form = QTextCharFormat()
            form.setForeground(theme.colour("text"))
            self.calendar.setWeekdayTextFormat(day, form)
        head = QTextCharFormat()
        head.setForeground(theme.colour("muted"))
        head.setBackground(theme.colour("raised"))
        self.calendar.setHeaderTextFormat(head)
        colours = {name: theme.colour(name).name() for name in ("raised", "text", "line", "accent")}
        for name, sign in (("qt_calendar_prevmonth", "chevron_left"), ("qt_calendar_nextmonth", "chevron_right")):
            button = self.calendar.findChild(QToolButton, name)
            if button is not None:
                button.setIcon(icon(sign, theme.colour("text")))  # type: ignore[arg-type]  # names of icons
        self.calendar.setStyleSheet(_SHEET.format(**colours))

    def _choose(self, period: Period) -> None:
        self.shut()
        self.chosen.emit(period)

    def _picked(self, day: QDate) -> None:
        """The first click begins, the second ends; a third begins anew."""
        if self._first is None or self._last is not None:
            self._first, self._last = day, None
        else:
            self._first, self._last = min(self._first, day), max(self._first, day)
        self._tell()

    def _tell(self) -> None:
        locale = QLocale(self._ground.language.code)
        days = [locale.toString(day, "d. M. yyyy" if self._ground.language.code == "cs" else "d MMM yyyy")
                for day in (self._first, self._last) if day is not None]  # fmt: skip
        self.days.say(" – ".join(days), self._ground.theme)
        self.use.setEnabled(self._first is not None)
        marked = QTextCharFormat()
        marked.setBackground(chosen(self._ground.theme))
        self.calendar.setDateTextFormat(QDate(), QTextCharFormat())
        if self._first is not None:
            day = self._first
            while day <= (self._last or self._first) and self._first.daysTo(day) < 400:
                self.calendar.setDateTextFormat(day, marked)
                day = day.addDays(1)

    def _use(self) -> None:
        if self._first is not None:
            first, last = self._first, self._last or self._first
            self.shut()
            iso = Qt.DateFormat.ISODate
            self.picked.emit(str(first.toString(iso)), str(last.toString(iso)))


_SHEET = """
QCalendarWidget QWidget {{ background: {raised}; color: {text}; alternate-background-color: {raised}; }}
QCalendarWidget QToolButton {{ border: none; padding: 2px 6px; min-height: 20px; background: transparent; }}
QCalendarWidget QToolButton::menu-indicator {{ image: none; }}
QCalendarWidget QAbstractItemView {{ outline: none; border: none; selection-background-color: {accent};
    selection-color: {raised}; }}
QCalendarWidget QSpinBox {{ padding: 0 4px; min-height: 20px; }}
"""
