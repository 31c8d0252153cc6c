"""How a cell of a table is painted: an icon, words, and what is muted behind them. Chosen rows, the cell in focus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from shared.qt import paint_text
from shared.qt.painting import draw_icon, write
from shared.qt.table_model import ROW_ROLE
from shared.qt.theme import Theme, Token, mixed
from supervisor_console.views.sizes import BODY, ICON, chosen, head_ground

PADDING, OUTER, STRIP = 8, 16, 3
SEPARATOR = " · "
LEAST = 24
"""A text with less room is left out."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is painted. ``icon_token`` None: as the text; ``more`` is muted behind the text. ``is_state``: on a chosen
    row the word turns to the text's colour, only the icon keeps its own. ``hint``: its tooltip.
    """

    text: str = ""
    token: Token = "text"
    icon: str = ""
    more: str = ""
    weight: int = 400
    is_state: bool = False
    hint: str = ""


CellOf = Callable[[Any], Cell]


class CellDelegate(QStyledItemDelegate):
    """Paints the cells of one table. ``theme`` is set from outside: also a dimmed one, while figures are old."""

    def __init__(self, cells: tuple[tuple[CellOf, bool], ...], parent: QWidget) -> None:
        """``cells``: for each column how a row is shown in it, and whether it stands at the right."""
        super().__init__(parent)
        self.columns, self.theme = cells, Theme("light")

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One cell with its part of the row's ground."""
        row = index.data(ROW_ROLE)
        place: QRect = option.rect  # type: ignore[attr-defined]  # the stubs leave it out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # the same
        column = index.column()
        is_first, is_last = _edges(option, column)
        painter.save()
        self._ground(painter, place, state, is_first=is_first)
        if row is not None and column < len(self.columns):
            cell_of, is_right = self.columns[column]
            left = place.left() + (OUTER if is_first else PADDING)
            right = place.right() + 1 - (OUTER if is_last else PADDING)
            is_chosen = bool(state & QStyle.StateFlag.State_Selected)
            _paint(painter, cell_of(row), left, right, place.center().y() + 0.5, self.theme,
                   is_right=is_right, is_chosen=is_chosen)  # fmt: skip
        painter.restore()

    def _ground(self, painter: QPainter, place: QRect, state: QStyle.StateFlag, *, is_first: bool) -> None:
        theme = self.theme
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, chosen(theme))
            if is_first:
                painter.fillRect(place.left(), place.top(), STRIP, place.height(), theme.colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, mixed(theme.colour("surface"), theme.colour("bg"), 0.5))
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, theme.colour("line"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(place).adjusted(2, 2, -2, -3), 3, 3)


def _edges(option: QStyleOptionViewItem, column: int) -> tuple[bool, bool]:
    """Is the column the first, the last of those that are seen?"""
    view = option.widget  # type: ignore[attr-defined]  # the stubs leave it out
    header = getattr(view, "horizontalHeader", lambda: None)()
    if header is None:
        return column == 0, False
    order = header.visualIndex(column)
    shown = [place for place in range(header.count()) if not header.isSectionHidden(header.logicalIndex(place))]
    return bool(shown) and order == shown[0], bool(shown) and order == shown[-1]


def _paint(
    painter: QPainter, cell: Cell, left: float, right: float, middle: float, theme: Theme, *, is_right: bool,
    is_chosen: bool,
) -> None:  # fmt: skip
    colour = theme.colour(cell.token)
    words = theme.colour("text") if is_chosen and cell.is_state else colour
    if is_chosen and cell.token == "offline":
        words = theme.colour("text")
    if is_right:
        right -= _more_at_right(painter, cell, right, middle, right - left, theme)
        wide = write(painter, cell.text, right, middle, BODY, words, weight=cell.weight, align="right",
                     width=right - left)  # fmt: skip
        draw_icon(painter, cell.icon, right - wide - ICON - 6, middle, ICON, colour)
        return
    if cell.icon:
        draw_icon(painter, cell.icon, left, middle, ICON, colour)
        left += ICON + PADDING
    text, more, room = shared_room(cell, right - left)
    left += write(painter, text, left, middle, BODY, words, weight=cell.weight, width=room)
    if more:
        write(painter, more, left, middle, BODY, theme.colour("muted"), width=right - left)


def _more_at_right(painter: QPainter, cell: Cell, right: float, middle: float, room: float, theme: Theme) -> float:
    """What follows a figure, at the right edge, if both have room there (else the tooltip has it); how wide."""
    if not cell.more:
        return 0.0
    more = f"{SEPARATOR}{cell.more}" if cell.text else cell.more
    text = paint_text.advance(cell.text, BODY, cell.weight) + (ICON + 6 if cell.icon else 0)
    if text + paint_text.advance(more, BODY, 400) > room:
        return 0.0
    return write(painter, more, right, middle, BODY, theme.colour("muted"), align="right")


def shared_room(cell: Cell, room: float) -> tuple[str, str, float]:
    """The text, what follows it, and the text's part of the room: words are cut for a number behind them, never it."""
    if not cell.more:
        return cell.text, "", room
    more = f"{SEPARATOR}{cell.more}" if cell.text else cell.more
    if any(letter.isalpha() for letter in cell.more):
        return cell.text, more, room
    left = room - paint_text.advance(more, BODY, 400)
    return (cell.text, more, left) if left >= LEAST or not cell.text else ("", cell.more, 0.0)


def is_cut(cell: Cell, width: int, *, is_edge: bool) -> bool:
    """Is some of the cell not to be seen at this width? Then its tooltip has it."""
    text = cell.text + (f"{SEPARATOR}{cell.more}" if cell.text and cell.more else cell.more)
    room = width - 2 * PADDING - (OUTER - PADDING if is_edge else 0) - (ICON + PADDING if cell.icon else 0)
    return paint_text.advance(text, BODY, cell.weight) > room + 1


_SHEET = """
QTableView {{ border: none; background: transparent; outline: none; }}
QHeaderView {{ background: {head}; border: none; }}
QHeaderView::section {{ background: {head}; color: {muted}; border: none; border-bottom: 1px solid {line};
    padding: 0 {padding}px; font-size: 12px; font-weight: 500; }}
QHeaderView::section:first {{ padding-left: {outer}px; }}
QHeaderView::section:last {{ padding-right: {outer}px; }}
"""


def sheet(theme: Theme) -> str:
    """The style sheet of a table and its head."""
    muted, line, head = (theme.colour("muted").name(), theme.colour("line").name(), head_ground(theme).name())
    return _SHEET.format(head=head, muted=muted, line=line, padding=PADDING, outer=OUTER)
