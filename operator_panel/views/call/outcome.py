"""The call's outcome: radio tiles in two columns, or a list with search where there are more than eight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QVBoxLayout, QWidget

from operator_panel.screen import Outcome, Words
from operator_panel.views.buttons import ActionButton
from operator_panel.views.call.pieces import Heading, Sign
from operator_panel.views.call.tiles import RADIO_HEIGHT, RadioTile
from operator_panel.views.painting import DENSE
from operator_panel.views.part import Part
from shared.qt.ground import Ground
from shared.qt.paint_text import plain

GAP = 8
KEYS = 9
"""Alt+1 to Alt+9."""


class Tiles(QWidget):
    """The tiles in a grid: two columns, one where a text needs the width."""

    def __init__(self) -> None:
        super().__init__()
        self.tiles: list[RadioTile] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)

    def place(self) -> None:
        """Into as many columns as have room."""
        seen = [tile for tile in self.tiles if not tile.isHidden()]
        least = max((tile.least_width for tile in seen), default=0)
        columns = 2 if (self.width() - GAP) / 2 >= least else 1
        if columns == self._columns and self._grid.count() == len(seen):
            return
        self._columns = columns
        for tile in self.tiles:
            self._grid.removeWidget(tile)
        for number, tile in enumerate(seen):
            self._grid.addWidget(tile, number // columns, number % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def go(self, tile: RadioTile, step: int) -> None:
        """The focus goes so many tiles on; 2 is a row."""
        seen = [one for one in self.tiles if not one.isHidden()]
        step = step if self._columns == 2 or abs(step) == 1 else step // 2
        target = seen.index(tile) + step
        if 0 <= target < len(seen):
            seen[target].setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width, perhaps other columns."""
        super().resizeEvent(event)
        self.place()


class OutcomePart(Part[Outcome | None]):
    """Heading, tiles or list, the red line. Alt+1…9 choose wherever in the window the focus is."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.heading, self.grid, self.list = Heading(), Tiles(), SearchList()
        self.missing, self.effect = Sign(pixels=DENSE, wraps=True), Sign(pixels=DENSE, wraps=True)
        self.confirm = ActionButton()
        self.confirm.wished.connect(self.wish)
        self.list.activated.connect(self._picked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.heading, self.grid, self.list, self.effect, self.confirm, self.missing):
            column.addWidget(part)
        for number in range(KEYS):
            key = QShortcut(QKeySequence(f"Alt+{number + 1}"), self)
            key.setAutoRepeat(False)
            key.activated.connect(lambda number=number: self._choose(number))
        self.hide()

    def draw(self, shown: Outcome | None) -> None:
        """The choices as tiles or list."""
        self.setVisible(shown is not None and bool(shown.choices))
        if shown is None:
            return
        self.heading.show_heading(shown.title, self.theme, Words(shown.key_hint), shown.required)
        self.missing.show_words(shown.missing, self.theme)
        self.effect.show_words(shown.effect, self.theme)
        self.confirm.setVisible(shown.confirm is not None)
        if shown.confirm is not None:
            self.confirm.show_action(shown.confirm, self.theme)
        self.grid.setVisible(not shown.is_list)
        self.list.setVisible(shown.is_list)
        if shown.is_list:
            self.list.setAccessibleName(shown.title)
            self.list.show_choices([(plain(one.text), one.is_chosen) for one in shown.choices],
                                   self.language.text("Choose or search"))  # fmt: skip
        else:
            self._draw_tiles(shown)

    def _draw_tiles(self, shown: Outcome) -> None:
        while len(self.grid.tiles) < len(shown.choices):
            tile = RadioTile()
            tile.wished.connect(self.wish)
            tile.moved.connect(lambda step, tile=tile: self.grid.go(tile, step))
            tile.setParent(self.grid)
            self.grid.tiles.append(tile)
        for number, tile in enumerate(self.grid.tiles):
            tile.setVisible(number < len(shown.choices))
            if number < len(shown.choices):
                tile.show_choice(shown.choices[number], self.theme)
        self.grid.place()

    def _choose(self, number: int) -> None:
        """The key of this choice was pressed."""
        if self.shown is not None and number < len(self.shown.choices) and self.shown.choices[number].is_enabled:
            self.wish(self.shown.choices[number].wish)

    def _picked(self, number: int) -> None:
        self._choose(number)
        if self.shown is not None:
            self.draw(self.shown)  # until the screen says so, what was chosen before stands there


class SearchList(QComboBox):
    """A list in which one can type any part of a text."""

    def __init__(self) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumHeight(RADIO_HEIGHT)
        self._texts: list[str] = []
        completer = self.completer()
        assert completer is not None  # an editable list has one
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)

    def show_choices(self, choices: list[tuple[str, bool]], placeholder: str) -> None:
        """These, and which of them is chosen; what is being typed stays."""
        texts = [text for text, _is_chosen in choices]
        editor = self.lineEdit()
        assert editor is not None
        editor.setPlaceholderText(placeholder)
        chosen = next((number for number, (_text, is_chosen) in enumerate(choices) if is_chosen), -1)
        if texts != self._texts:
            self._texts = texts
            self.clear()
            self.addItems(texts)
            self.setCurrentIndex(chosen)
        elif chosen != self.currentIndex():
            self.setCurrentIndex(chosen)
