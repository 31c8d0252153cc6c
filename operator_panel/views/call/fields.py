"""Fields of a form: an editor for each kind, its title above, its problem below.

What is typed goes from here to the app, never back: a field takes the screen's value only when the call or the form
is another. Dates are written as people do and told as ISO 8601; what is no date is told as it was typed.
"""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtWidgets import QCalendarWidget, QComboBox, QHBoxLayout, QLineEdit, QMenu, QWidget, QWidgetAction

from operator_panel.screen import FieldLine
from operator_panel.views.buttons import IconButton
from operator_panel.views.call.note import PlainEditor
from shared.language import Language
from shared.qt.paint_text import plain
from shared.qt.theme import Theme

_PARTS = re.compile(r"\s*(\d{1,4})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{1,4})\s*")
YES, NO = "yes", "no"


class Editor(QWidget):
    """An editor of one kind. Signal ``changed(str)``: the value as it is told; "" is nothing."""

    changed = Signal(str)

    def __init__(self, field: QWidget) -> None:
        super().__init__()
        self.field = field
        self.setFocusProxy(field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(field, 1)

    def load(self, line: FieldLine, language: Language) -> None:
        """Begin with the screen's value."""
        raise NotImplementedError

    def translate(self, language: Language, theme: Theme) -> None:
        """Words of its own, where it has some."""


class TextEditor(Editor):
    """One line. A number's is right-aligned and takes what is typed; whether it is one is the screen's to say."""

    def __init__(self, line: FieldLine) -> None:
        self.edit = QLineEdit()
        self.edit.setProperty("height_of", "field")
        self.edit.setMaxLength(500)
        super().__init__(self.edit)
        if line.kind == "number":
            self.edit.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.edit.textEdited.connect(self.changed.emit)

    def load(self, line: FieldLine, language: Language) -> None:
        """The value as it is."""
        self.edit.setText(plain(line.value))


class LongEditor(Editor):
    """Several lines."""

    def __init__(self) -> None:
        self.edit = PlainEditor()
        self.edit.setFixedHeight(72)
        super().__init__(self.edit)
        self.edit.changed.connect(self.changed.emit)

    def load(self, line: FieldLine, language: Language) -> None:
        """The value as it is."""
        self.edit.load(line.value)


class DateEditor(Editor):
    """A date: typed, or picked from the calendar that the button opens."""

    def __init__(self) -> None:
        self.edit, self.button = QLineEdit(), IconButton("calendar", size=36)
        self.edit.setProperty("height_of", "field")
        self.edit.setMaxLength(40)
        super().__init__(self.edit)
        row = self.layout()
        assert row is not None
        row.addWidget(self.button)
        self._language: Language | None = None
        self.edit.textEdited.connect(lambda text: self.changed.emit(iso_date(text)))
        self.button.clicked.connect(lambda _checked=False: self._open())

    def load(self, line: FieldLine, language: Language) -> None:
        """The value as it is written here."""
        self._language = language
        self.edit.setText(written_date(plain(line.value), language))

    def translate(self, language: Language, theme: Theme) -> None:
        """The calendar's button, and how a date is written."""
        if self._language is not None and language is not self._language:
            self.edit.setText(written_date(iso_date(self.edit.text()), language))
        self._language = language
        self.button.say(language.text("Choose from the calendar"), theme)
        self.edit.setPlaceholderText(written_date("2026-12-31", language))

    def _open(self) -> None:
        menu, calendar = QMenu(self), QCalendarWidget()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen = QDate.fromString(iso_date(self.edit.text()), Qt.DateFormat.ISODate)
        if chosen.isValid():
            calendar.setSelectedDate(chosen)
        calendar.clicked.connect(lambda day: self._picked(day, menu))
        calendar.activated.connect(lambda day: self._picked(day, menu))
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def _picked(self, day: QDate, menu: QMenu) -> None:
        menu.close()
        iso = day.toString(Qt.DateFormat.ISODate)
        assert self._language is not None
        self.edit.setText(written_date(iso, self._language))
        self.changed.emit(iso)


class ChoiceEditor(Editor):
    """One of some values, or nothing yet; yes or no is such a choice too."""

    def __init__(self, line: FieldLine) -> None:
        self.list = QComboBox()
        self.list.setProperty("height_of", "field")
        super().__init__(self.list)
        self._kind, self._values = line.kind, [""] + ([YES, NO] if line.kind == "yes_no" else list(line.choices))
        self.list.addItems([plain(value) or "–" for value in self._values])
        self.list.activated.connect(lambda number: self.changed.emit(self._values[number]))

    def load(self, line: FieldLine, language: Language) -> None:
        """The value; what is none of the choices is nothing."""
        self.list.setCurrentIndex(self._values.index(line.value) if line.value in self._values else 0)

    def translate(self, language: Language, theme: Theme) -> None:
        """Yes and no in words."""
        if self._kind == "yes_no":
            self.list.setItemText(1, language.text("Yes"))
            self.list.setItemText(2, language.text("No"))


def editor_of(line: FieldLine) -> Editor:
    """The editor for a field's kind."""
    match line.kind:
        case "long_text":
            return LongEditor()
        case "date":
            return DateEditor()
        case "choice" | "yes_no":
            return ChoiceEditor(line)
        case _:
            return TextEditor(line)


def written_date(iso: str, language: Language) -> str:
    """2026-12-31 as people write it: "31. 12. 2026", "31/12/2026"; what is no date stays as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return language.text("{day}/{month}/{year}", day=day.day, month=day.month, year=day.year)


def iso_date(text: str) -> str:
    """A date as typed, in ISO 8601: day first, or year first; what is none stays as it was typed."""
    found = _PARTS.fullmatch(text)
    if found is None:
        return text
    first, second, third = found.groups()
    year, month, day = (first, second, third) if len(first) == 4 else (third, second, first)
    try:
        return date(int(year), int(month), int(day)).isoformat() if len(year) == 4 else text
    except ValueError:
        return text
