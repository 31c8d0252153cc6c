"""The results: head with count and columns, the table, what stands in its place, the sums, the note about gaps."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from shared.qt.forms import colour_text, label, rule
from shared.qt.ground import Ground
from shared.qt.text import Text
from supervisor_console.calls.screen import Chosen, Figure, Key, Opened, OrderWished, Plain, Results, Strip
from supervisor_console.calls.views.columns import ColumnsPopover
from supervisor_console.calls.views.table import ResultsTable
from supervisor_console.views.button import Button, LinkButton
from supervisor_console.views.panel import SIDE, Panel
from supervisor_console.views.sizes import BODY, CAPTION
from supervisor_console.views.states import EmptyState

SUMS = 40


class StateLine(QWidget):
    """What is going on with the list, in its head: icon, words, a link. ``pressed(wish)``."""

    pressed = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground, self._wish = ground, ""
        self.words, self.button = Text(BODY), LinkButton(ground)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.words)
        row.addWidget(self.button)
        self.button.clicked.connect(lambda: self.pressed.emit(Plain(self._wish)))  # type: ignore[arg-type]  # one of them
        self.hide()

    def show_strip(self, strip: Strip | None) -> None:
        """Say this; None: nothing."""
        self.setVisible(strip is not None)
        if strip is not None:
            self._wish = strip.wish
            self.words.say(strip.text, self._ground.theme, strip.token)
            self.button.say(strip.button)
            self.button.setVisible(bool(strip.button))


class SumBar(QWidget):
    """Captions and figures of the whole result, 40 high; and the note about gaps."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._pairs: list[tuple[Text, Text]] = []
        self._row = QHBoxLayout()
        self._row.setContentsMargins(SIDE, 0, SIDE, 0)
        self._row.setSpacing(24)
        self._row.addStretch(1)
        self.note, self.below = Text(CAPTION, is_right=True), label(CAPTION, wraps=True)
        self._row.addWidget(self.note)
        self._under = QWidget()  # its margins go with it
        below = QHBoxLayout(self._under)
        below.setContentsMargins(SIDE, 0, SIDE, 8)
        below.addWidget(self.below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._row.addStrut(SUMS)
        column.addLayout(self._row)
        column.addWidget(self._under)

    def show_sums(self, sums: tuple[Figure, ...], footnote: str) -> None:
        """Show these."""
        while len(self._pairs) < len(sums):
            caption, value = Text(BODY, elides=False), Text(BODY, 600, elides=False)
            pair = QHBoxLayout()
            pair.setSpacing(6)
            pair.addWidget(caption)
            pair.addWidget(value)
            self._row.insertLayout(len(self._pairs), pair)
            self._pairs.append((caption, value))
        for place, (caption, value) in enumerate(self._pairs):
            figure = sums[place] if place < len(sums) else Figure("", "")
            caption.say(figure.caption, self._ground.theme, "muted")
            caption.setVisible(bool(figure.caption))
            value.say(figure.value, self._ground.theme)
        self.note.say(footnote, self._ground.theme, "warn")
        self.below.setText(footnote)
        colour_text(self.below, self._ground.theme.colour("warn"))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """There may be room beside the sums."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The note beside the sums; where it would be cut, below them in as many lines as it needs."""
        sums = sum(one.sizeHint().width() + 15 for pair in self._pairs for one in pair if not one.isHidden())
        has_room = 2 * SIDE + sums + 48 + self.note.sizeHint().width() <= self.width()
        self.note.setVisible(bool(self.note.text()) and has_room)
        self._under.setVisible(bool(self.note.text()) and not has_room)


class ResultsView(Panel):
    """``wished(Wish)``; ``arranged``: somebody changed the columns."""

    wished = Signal(object)
    arranged = Signal()

    def __init__(self, ground: Ground) -> None:
        self.state, self.columns = StateLine(ground), Button(ground, icon="widen")
        super().__init__(ground, tools=(self.state, self.columns))
        self.table, self.empty, self.sums = ResultsTable(ground), EmptyState(ground), SumBar(ground)
        self.popover: ColumnsPopover | None = None
        self._middle = QStackedWidget()
        self._middle.addWidget(self.table)
        self._middle.addWidget(self.empty)
        self.column.addWidget(self._middle, 1)
        self.column.addWidget(rule())
        self.column.addWidget(self.sums)
        self._connect()

    def _connect(self) -> None:
        self.state.pressed.connect(self.wished)
        self.columns.clicked.connect(self.open_columns)
        self.table.chosen.connect(lambda key: self.wished.emit(Chosen(key)))
        self.table.opened.connect(lambda key: self.wished.emit(Opened(key)))
        self.table.ordered.connect(lambda order: self.wished.emit(OrderWished(order)))
        self.table.wants_more.connect(lambda: self.wished.emit(Plain("more")))
        self.table.arranged.connect(self._arranged)
        self.empty.pressed.connect(lambda: self.wished.emit(Plain("clear")))

    def show_results(self, shown: Results, key: Key | None) -> None:
        """Show this, and this call as chosen."""
        self.say(shown.title, shown.count)
        self.state.show_strip(shown.strip)
        self.table.show_page(shown.rows, shown.columns, shown.order, key, is_old=shown.is_old)
        self.table.setAccessibleName(shown.title)
        self.empty.say("search", shown.empty, shown.empty_hint)
        self._middle.setCurrentWidget(self.empty if shown.empty else self.table)
        self.sums.show_sums(shown.sums, shown.footnote)
        self._count_columns()

    def _count_columns(self) -> None:
        columns = self.table.rows.columns
        seen = sum(self.table.is_wanted(one) for one in columns)
        text = self._ground.language.text
        self.columns.say(text("Columns {number} of {all}", number=seen, all=len(columns)), "columns")

    def open_columns(self) -> None:
        """Under the button."""
        seen = {one.name for one in self.table.rows.columns if self.table.is_wanted(one)}
        self.popover = ColumnsPopover(self._ground, self.columns, self.table.names(), set(seen))
        self.popover.changed.connect(self._want)
        self.popover.reset.connect(self._reset)
        self.popover.open(self.popover.list)

    def see(self, names: tuple[str, ...]) -> None:
        """These columns in this order, and no others; what is unknown here is left out, none: as they are now."""
        known = [one.name for one in self.table.rows.columns]
        if set(names) & set(known):
            rest = [name for name in known if name not in names]
            self._want({name: name in names for name in known}, (*(one for one in names if one in known), *rest))

    def _want(self, wanted: dict[str, bool], sequence: tuple[str, ...]) -> None:
        self.table.want(wanted, sequence)
        self._arranged()

    def _reset(self) -> None:
        self.table.widths.clear()
        self._want({}, ())

    def _arranged(self) -> None:
        self._count_columns()
        self.arranged.emit()

    def focus_rows(self) -> None:
        """The keyboard goes to the rows, the first of them chosen where none is."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.table.key_now() is None and self.table.rows.rows:
            self.table.selectRow(0)
