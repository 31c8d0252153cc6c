"""One list with what stands around it: pills that filter, a search, a note, or why there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from operator_panel.screen import CallList, Choice, Colleagues, Empty, Waiting, Wish
from operator_panel.views.buttons import IconButton
from operator_panel.views.painting import BODY, HINT
from operator_panel.views.part import Part
from operator_panel.views.row_list import RowList
from operator_panel.views.row_painting import Line
from operator_panel.views.tabs import FILTER_HEIGHT, PickedRow, Pill
from operator_panel.views.typed import TypedLine
from shared.qt import paint_text
from shared.qt.forms import rule
from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, write
from shared.qt.text import Text
from shared.qt.theme import Theme

SIDE = 16
LEAST_HEIGHT = 66
"""Pixels of a list under which what is around it scrolls."""
Listed = CallList | Colleagues | Waiting


@dataclass(frozen=True, slots=True)
class Page:
    """What the kinds of lists have in common."""

    lines: Sequence[Line]
    empty: Empty
    note: str
    filters: tuple[Choice, ...] = ()
    search: str = ""
    placeholder: str = ""


def page_of(listed: Listed) -> Page:
    """The list as a page."""
    match listed:
        case Waiting():
            return Page(listed.lines, listed.empty, listed.note)
        case Colleagues():
            return Page(listed.lines, listed.empty, listed.signed_out, listed.filters, listed.search,
                        listed.placeholder)  # fmt: skip
        case _:
            return Page(listed.lines, listed.empty, listed.note, listed.filters, listed.search, listed.placeholder)


class EmptyView(QWidget):
    """An icon, a word, a sentence, in the middle."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._empty, self._theme = Empty(), Theme("light")

    def say(self, empty: Empty, theme: Theme) -> None:
        """Why there is nothing."""
        if (empty, theme) != (self._empty, self._theme):
            self._empty, self._theme = empty, theme
            self.setAccessibleName(f"{empty.title}. {empty.text}")
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """One under the other; the sentence in as many lines as it needs."""
        painter = QPainter(self)
        muted, middle, wide = self._theme.colour("muted"), self.width() / 2, self.width() - 2 * SIDE
        lines = paint_text.wrapped(self._empty.text, max(40, wide), HINT, 400) if self._empty.text else ()
        icon = 36 if self._empty.icon and self.height() > 110 else 0
        y = (self.height() - icon - 12 - 26 - 17 * len(lines)) / 2
        if icon:
            draw_icon(painter, self._empty.icon, middle - 18, y + 18, icon, muted)
            y += icon + 12
        text = self._theme.colour("text")
        write(painter, self._empty.title, middle, y + 10, BODY, text, weight=600, width=wide, align="centre")
        for number, line in enumerate(lines):
            write(painter, line, middle, y + 36 + 17 * number, HINT, muted, align="centre")
        painter.end()


class ListPage(Part[Listed]):
    """A tab's content. The search is in the pills' place while it is used."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.pills, self.search = PickedRow(ground, Pill), TypedLine()
        self.magnifier, self.list, self.empty = IconButton("search", icon_size=18), RowList(self._opening), EmptyView()
        self.note, self._foot = Text(HINT), QWidget()
        self.bar = self._make_bar()
        self.list.setMinimumHeight(LEAST_HEIGHT)
        self.empty.setMinimumHeight(LEAST_HEIGHT)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(self._stack, 1)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(0)
        inner = QHBoxLayout()
        inner.setContentsMargins(SIDE, 6, SIDE, 6)
        inner.addWidget(self.note)
        foot.addWidget(rule())
        foot.addLayout(inner)
        column.addWidget(self._foot)
        self.pills.wished.connect(self.wish)
        self.list.wished.connect(self.wish)

    def _make_bar(self) -> QWidget:
        bar = QWidget()
        bar.setFixedHeight(FILTER_HEIGHT)
        row = QHBoxLayout(bar)
        row.setContentsMargins(SIDE, 0, SIDE - 7, 0)
        row.setSpacing(4)
        row.addWidget(self.pills, 1)
        row.addWidget(self.search, 1)
        row.addWidget(self.magnifier)
        self.search.hide()
        self.search.installEventFilter(self)
        self.search.typed.connect(lambda text: self.wish(Wish("search", text=text)))
        self.magnifier.clicked.connect(lambda _checked=False: self.toggle_search())
        return bar

    def draw(self, shown: Listed) -> None:
        """Everything of the list."""
        page, theme = page_of(shown), self.theme
        self.pills.render_part(page.filters)
        self.search.name_it(page.placeholder)
        self.search.follow(page.search)
        self.bar.setVisible(bool(page.filters or page.placeholder))
        self.magnifier.setVisible(bool(page.placeholder))
        self._show_search(bool(self.search.text()) or self.search.hasFocus())
        self.list.show_lines(page.lines, theme)
        self.empty.say(page.empty, theme)
        self._stack.setCurrentWidget(self.list if page.lines else self.empty)
        self.note.say(page.note, theme, "muted")
        self._foot.setVisible(bool(page.note))

    def toggle_search(self) -> None:
        """Look for something, or be done with it."""
        if self.search.isHidden():
            self.open_search()
        else:
            self.close_search()

    def open_search(self) -> None:
        """The field, with the focus."""
        if self.magnifier.isHidden():
            return
        self._show_search(True)
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def close_search(self) -> None:
        """Everything again."""
        if self.search.text():
            self.search.put("")
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_search(False)

    def _opening(self) -> str:
        return self.language.text("Note and outcome …")

    def _show_search(self, is_open: bool) -> None:
        self.search.setVisible(is_open)
        self.pills.setVisible(not is_open)
        text = self.language.text("Close the search") if is_open else self.language.text("Search (Ctrl+F)")
        self.magnifier.say(text, self.theme, "close" if is_open else "search")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """In the search: Esc ends it, Down goes into the list; left empty it closes."""
        if watched is self.search:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                if event.key() == Qt.Key.Key_Escape:
                    self.close_search()
                    return True
                if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    self.list.setFocus(Qt.FocusReason.OtherFocusReason)
                    return True
            elif event.type() == QEvent.Type.FocusOut and not self.search.text():
                self._show_search(False)
        return super().eventFilter(watched, event)
