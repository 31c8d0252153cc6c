"""A page being edited: the sheet over it, the bar with what can be added, and every step that can be taken back.

Signals tell the page that comes of each step; keeping it in the file is the app's work, once somebody says so.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QInputDialog, QLabel, QMenu, QPushButton, QWidget

from shared.language import Language
from shared.qt.theme import Theme
from wallboard.pages import Format, Page, Tile, TileKind
from wallboard.pages.layout import Rect, added, is_free, nudged, place_at, placed, removed, replaced
from wallboard.views.board import BoardWidget
from wallboard.views.editor import Editor

BAR_HEIGHT = 64
"""Units."""
BAR_TEXT, LEAST_TEXT = 1 / 96, 14
"""A bar's text in shares of the board's width, and in pixels: never smaller than in other windows."""
KINDS: tuple[TileKind, ...] = (
    "waiting_now", "longest_wait", "service_level", "sums", "queues", "callers", "agents", "counts", "lines", "trend",
    "comparison", "callbacks", "campaigns", "clock", "text", "picture",
)  # fmt: skip


def bar_style(width: int) -> str:
    """The text of a bar over a board so many pixels wide: it grows with it. A font would not reach styled buttons."""
    return f"* {{ font-size: {max(LEAST_TEXT, round(width * BAR_TEXT))}px; }}"


class Editing(QWidget):
    """Signals: ``changed(Page)`` for every step, ``kept`` and ``dropped`` at the end."""

    changed = Signal(object)
    kept = Signal()
    dropped = Signal()

    def __init__(
        self, board: BoardWidget, page: Page, *, language: Language, theme: Theme, queues: dict[str, str],
        name_of: Callable[[TileKind], str],
    ) -> None:  # fmt: skip
        """``queues``: name → title of those that a tile may be about; ``name_of`` a kind of tile's name."""
        super().__init__(board)
        self._board, self.page, self._language = board, page, language
        self._queues, self._name_of = queues, name_of
        self._steps: list[Page] = []
        self.sheet = Editor(theme, self._may_be_at, self)
        self._bar = QWidget(self)
        self._bar.setAutoFillBackground(True)
        self._undo = QPushButton()
        self._lay_out()
        self.sheet.placed.connect(lambda index, rect: self._step(self._placed(index, rect)))
        self.sheet.nudged.connect(lambda index, right, down, is_size: self._step(
            nudged(self.page, self._form, index, right, down, is_size=is_size)))
        self.sheet.removed.connect(lambda index: self._step(removed(self.page, index)))
        self.sheet.opened.connect(self._tile_menu)
        self.fit()
        self.show()
        self.sheet.setFocus()

    @property
    def _form(self) -> Format:
        return self._board.form

    def fit(self) -> None:
        """Lie over the whole board, at whatever size it is now."""
        self.setGeometry(self._board.rect())
        self.sheet.setGeometry(self.rect())
        unit = self._board.layout_now.unit
        self._bar.setStyleSheet(bar_style(self.width()))
        height = max(self._bar.sizeHint().height(), round(BAR_HEIGHT * unit))
        self._bar.setGeometry(0, self.height() - height, self.width(), height)
        self.sheet.show_tiles(self._board.tile_rects(), [self._name_of(tile.kind) for tile in self.page.tiles])
        self._undo.setEnabled(bool(self._steps))

    # --- the bar

    def _lay_out(self) -> None:
        language, row = self._language, QHBoxLayout(self._bar)
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(8)
        hint = QLabel(language.text("Drag to move, drag an edge to resize, double-click to choose"))
        add = QPushButton(language.text("Add a tile"))
        menu = QMenu(add)
        for kind in KINDS:
            action = menu.addAction(self._name_of(kind))
            action.triggered.connect(lambda _checked=False, kind=kind: self._step(added(self.page, self._form, kind)))
        add.setMenu(menu)
        self._undo.setText(language.text("Undo"))
        self._undo.clicked.connect(lambda _checked=False: self._take_back())
        rename = QPushButton(language.text("Page's name"))
        rename.clicked.connect(lambda _checked=False: self._rename())
        cancel, keep = QPushButton(language.text("Cancel")), QPushButton(language.text("Keep"))
        cancel.clicked.connect(lambda _checked=False: self.dropped.emit())
        keep.clicked.connect(lambda _checked=False: self.kept.emit())
        keep.setProperty("primary", True)
        row.addWidget(hint)
        row.addStretch(1)
        for button in (add, self._undo, rename, cancel, keep):
            button.setMinimumHeight(36)
            row.addWidget(button)

    def _rename(self) -> None:
        language = self._language
        dialog = QInputDialog(self)
        dialog.setWindowTitle(language.text("Page's name"))
        dialog.setLabelText(language.text("Name shown on top"))
        dialog.setTextValue(self.page.name)
        dialog.textValueSelected.connect(
            lambda name: self._step(msgspec.structs.replace(self.page, name=name.strip()[:40])))
        dialog.open()

    # --- steps

    def _step(self, page: Page) -> None:
        if page != self.page:
            self._steps.append(self.page)
            self._show(page)

    def _take_back(self) -> None:
        if self._steps:
            self._show(self._steps.pop())

    def _show(self, page: Page) -> None:
        self.page = page
        self.changed.emit(page)
        self.raise_()
        self.fit()

    def _placed(self, index: int, rect: QRect) -> Page:
        size = (self._board.width(), self._board.height())
        place = place_at(self.page, self._form, size, Rect(*rect.getRect()))  # type: ignore[misc]  # four integers
        return placed(self.page, index, place)

    def _may_be_at(self, index: int, rect: QRect) -> bool:
        size = (self._board.width(), self._board.height())
        place = place_at(self.page, self._form, size, Rect(*rect.getRect()))  # type: ignore[misc]  # four integers
        return is_free(self.page, place, index)

    # --- what a tile shows

    def _tile_menu(self, index: int, at: QPoint) -> None:
        tile, language = self.page.tiles[index], self._language
        menu = QMenu(self)
        kinds = menu.addMenu(language.text("Shows"))
        for kind in KINDS:
            action = kinds.addAction(self._name_of(kind))
            action.setCheckable(True)
            action.setChecked(kind == tile.kind)
            action.triggered.connect(lambda _checked=False, kind=kind: self._change(index, kind=kind))
        queues = menu.addMenu(language.text("Queues"))
        for queue, title in self._queues.items():
            action = queues.addAction(title)
            action.setCheckable(True)
            action.setChecked(not tile.queues or queue in tile.queues)
            action.triggered.connect(lambda _checked=False, queue=queue: self._toggle(index, queue))
        menu.addAction(language.text("Title …")).triggered.connect(
            lambda _checked=False: self._ask_text(index, "title", language.text("Title")))
        if tile.kind == "text":
            menu.addAction(language.text("Text …")).triggered.connect(
                lambda _checked=False: self._ask_text(index, "text", language.text("Text")))
        if tile.kind == "picture":
            menu.addAction(language.text("Picture …")).triggered.connect(lambda _checked=False: self._ask_file(index))
        menu.addSeparator()
        menu.addAction(language.text("Remove")).triggered.connect(
            lambda _checked=False: self._step(removed(self.page, index)))
        menu.popup(at)

    def _change(self, index: int, **fields: object) -> None:
        tile: Tile = msgspec.structs.replace(self.page.tiles[index], **fields)
        self._step(replaced(self.page, index, tile))

    def _toggle(self, index: int, queue: str) -> None:
        chosen = set(self.page.tiles[index].queues or self._queues) ^ {queue}
        queues = tuple(name for name in self._queues if name in chosen)
        self._change(index, queues=() if len(queues) == len(self._queues) else queues)

    def _ask_text(self, index: int, field: str, title: str) -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(title)
        dialog.setLabelText(title)
        if field == "text":
            dialog.setOption(QInputDialog.InputDialogOption.UsePlainTextEditForTextInput)
        dialog.setTextValue(getattr(self.page.tiles[index], field))
        dialog.textValueSelected.connect(lambda text: self._change(index, **{field: text.strip()[:500]}))
        dialog.open()

    def _ask_file(self, index: int) -> None:
        dialog = QFileDialog(self, self._language.text("Choose a picture"))
        dialog.setNameFilter(self._language.text("Pictures (*.png *.jpg *.jpeg *.svg *.bmp *.gif)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda file: self._change(index, file=file))
        dialog.open()
