"""Which columns are seen, and in which order: a list with ticks, whose rows are dragged by their handles."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QWidget,
)
from PySide6.QtWidgets import QStyleOptionViewItem as Option

from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, frame, write
from shared.qt.text import Text
from shared.qt.theme import Theme, on_accent
from supervisor_console.calls.screen import ColumnHead
from supervisor_console.views.button import LinkButton
from supervisor_console.views.popover import Popover
from supervisor_console.views.sizes import BODY, ICON, pale

WIDTH, ROW = 224, 28
Index = QModelIndex | QPersistentModelIndex
_NAME = Qt.ItemDataRole.UserRole


class ColumnsPopover(Popover):
    """``changed(wanted, sequence)``: column → is it seen, and their order; ``reset``: as it was at first."""

    changed = Signal(object, object)
    reset = Signal()

    def __init__(self, ground: Ground, anchor: QWidget, columns: tuple[ColumnHead, ...], seen: set[str]) -> None:
        super().__init__(ground, anchor, is_right=True)
        text = ground.language.text
        self.setFixedWidth(WIDTH)
        self.title, self.default = Text(BODY, 600), LinkButton(ground, text("Default"))
        self.title.say(text("Columns"), ground.theme)
        self.default.clicked.connect(self._reset)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 0)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.default)
        self.list = _List(ground, columns, seen)
        self.list.setAccessibleName(text("Columns"))
        self.list.itemChanged.connect(self._tell)
        self.list.dropped.connect(self._tell)
        self.column.addLayout(head)
        self.column.addWidget(self.list)

    def _tell(self) -> None:
        items = [self.list.item(place) for place in range(self.list.count())]
        wanted = {str(one.data(_NAME)): one.checkState() == Qt.CheckState.Checked for one in items}
        if any(wanted.values()):
            self.changed.emit(wanted, tuple(wanted))

    def _reset(self) -> None:
        self.reset.emit()
        self.shut()


class _List(QListWidget):
    """``dropped``: a row stands elsewhere now. Alt with an arrow moves it without the mouse."""

    dropped = Signal()

    def __init__(self, ground: Ground, columns: tuple[ColumnHead, ...], seen: set[str]) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Rows(ground.theme, self))
        self.setStyleSheet("QListWidget { background: transparent; outline: none; }")
        for one in columns:
            item = QListWidgetItem(one.word)
            item.setData(_NAME, one.name)
            item.setFlags((item.flags() | Qt.ItemFlag.ItemIsUserCheckable) & ~Qt.ItemFlag.ItemIsDropEnabled)
            item.setCheckState(Qt.CheckState.Checked if one.name in seen else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.setCurrentRow(0)
        self.setFixedHeight(min(14, len(columns)) * ROW + 4)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Here it shall stand."""
        super().dropEvent(event)
        self.dropped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Alt and an arrow move the row."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
            return
        place = self.currentRow()
        if 0 <= place + step < self.count():
            self.insertItem(place + step, self.takeItem(place))
            self.setCurrentRow(place + step)
            self.dropped.emit()


class _Rows(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: Option, _index: Index) -> QSize:  # noqa: N802 - Qt's name
        return QSize(WIDTH - 24, ROW)

    def paint(self, painter: QPainter, option: Option, index: Index) -> None:
        theme, rect = self._theme, QRect(option.rect)  # type: ignore[attr-defined]  # Qt's stubs do not know
        state, middle = option.state, rect.center().y() + 0.5  # type: ignore[attr-defined]
        if state & (QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver):
            border = theme.colour("accent") if state & QStyle.StateFlag.State_HasFocus else None
            frame(painter, QRectF(rect.adjusted(1, 1, -1, -1)), pale(theme, "accent"), border, radius=4, width=2)
        is_ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
        box = QRectF(rect.x() + 8, round(middle - ICON / 2), ICON, ICON)
        fill = theme.colour("accent" if is_ticked else "raised")
        frame(painter, box, fill, theme.colour("accent" if is_ticked else "muted"), radius=4)
        if is_ticked:
            draw_icon(painter, "tick", box.x() + 2, middle, ICON - 4, on_accent(theme))
        write(painter, str(index.data()), box.right() + 8, middle, BODY, theme.colour("text"), width=rect.width() - 72)
        draw_icon(painter, "grip", rect.right() - 20, middle, 14, theme.colour("muted"))
