"""How one line of a list is painted: icon, two lines of text at left, two at right, all on 44 pixels.

A line of the screen becomes a ``Row`` only when it is painted, so that a list of a thousand costs what is seen of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from operator_panel.screen import Action, CallLine, ColleagueLine, WaitingLine, Wish, Words
from operator_panel.views.buttons import wish_of
from operator_panel.views.painting import BODY, HINT
from shared.qt import paint_text
from shared.qt.painting import draw_icon, frame, write
from shared.qt.table_model import ROW_ROLE
from shared.qt.theme import Theme, Token, mixed
from shared.qt.tips import tip

HEIGHT = 44
SIDE, ICON, TEXT_AT = 16, 18, 48
MISSED = "bent_arrow"
MARK = 13
FIRST, SECOND = 14, 31
SEPARATOR, WORD = " · ", 40
"""Between the parts of a detail, and the least of a part that is worth being cut, in pixels."""
"""The middles of the two lines."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that is only words: the day of what follows."""

    key: str
    text: str


Line = CallLine | ColleagueLine | WaitingLine | Heading


@dataclass(frozen=True, slots=True)
class Row:
    """What is painted. ``first``: Enter or a click on the icon; ``opening``: a double click, where that is another."""

    icon: str
    token: Token
    title: str
    detail: str
    top: str
    bottom: str
    detail_token: Token = "muted"
    top_token: Token = "text"
    bottom_token: Token = "muted"
    marks: tuple[Words, ...] = ()
    first: Action | None = None
    opening: Wish | None = None
    actions: tuple[Action, ...] = ()
    number: str = ""
    note: str = ""
    lead: str = ""

    @property
    def wish(self) -> Wish | None:
        """What Enter says."""
        return self.first.wish if self.first is not None else None


def row_of(line: Line) -> Row:
    """The line as it is painted."""
    match line:
        case CallLine():
            return _call(line)
        case ColleagueLine():
            over = f" · {line.over.text}" if line.over.text else ""
            detail = f" · {line.detail}" if line.detail else ""
            return Row(
                line.state.icon, line.state.token, line.name, f"{line.state.text}{detail}{over}", line.time,
                line.extension, detail_token=line.state.token, marks=(line.over,) if line.over.icon else (),
                first=_first(line.actions), actions=line.actions, number=line.extension,
            )  # fmt: skip
        case WaitingLine():
            below = " · ".join(part for part in (line.queue, line.number) if part)
            return Row(
                "", line.token, line.name, below, line.time, "", top_token=line.token, marks=line.marks,
                first=_first(line.actions), actions=line.actions, number=line.number, lead=line.position,
            )  # fmt: skip
        case _:
            return Row("", "muted", line.text, "", "", "")


def _call(line: CallLine) -> Row:
    """What became of a missed call is said in words; my own note only by its mark, and under the mouse."""
    bottom, token, detail, note = line.result, line.token, line.detail, line.note
    if line.back.text:
        bottom, token = " · ".join(part for part in (line.result, line.back.text) if part), line.back.token
    if line.kind.icon == MISSED and note:
        detail, note = " · ".join(part for part in (detail, note) if part), ""
    opening = Action(line.wish, "", "pencil") if line.wish is not None else None
    return Row(
        line.kind.icon, line.kind.token, line.name, detail, line.time, bottom, bottom_token=token,
        first=_first(line.actions) or opening, opening=line.wish, actions=line.actions, number=line.number, note=note,
    )  # fmt: skip


def _first(actions: tuple[Action, ...]) -> Action | None:
    return next((action for action in actions if wish_of(action) is not None), None)


def spoken(line: Line) -> str:
    """The line in words, for those who do not see it, and for typing to it."""
    if isinstance(line, CallLine):
        return ", ".join(part for part in (line.name, line.kind.text, line.detail, line.time, line.result) if part)
    row = row_of(line)
    return ", ".join(part for part in (row.title, row.lead, row.detail, row.top, row.bottom) if part)


def hint(line: Line) -> str:
    """All of the line, for the mouse."""
    row = row_of(line)
    parts = (row.title, row.number if row.number not in row.title else "", row.detail, row.bottom, row.note)
    return tip("\n".join(part for part in parts if part)) if not isinstance(line, Heading) else ""


class RowDelegate(QStyledItemDelegate):
    """Paints lines. ``theme`` and ``right``, the margin there, are set from outside."""

    def __init__(self) -> None:
        super().__init__()
        self.theme = Theme("light")
        self.right = SIDE

    def sizeHint(  # noqa: N802 - Qt's name
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Every line is as high as the others."""
        return QSize(200, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One line."""
        line = index.data(ROW_ROLE)
        place: QRect = option.rect  # type: ignore[attr-defined]  # the stubs leave it out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # the same
        painter.save()
        painter.translate(place.topLeft())
        if isinstance(line, Heading):
            write(painter, line.text, SIDE, SECOND, HINT, self.theme.colour("muted"), weight=600)
        elif line is not None:
            self._ground(painter, place.width(), state)
            is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
            right = place.width() - self.right
            paint_row(painter, row_of(line), right, self.theme, is_hovered=is_hovered)
        painter.fillRect(0, HEIGHT - 1, place.width(), 1, self.theme.colour("line"))
        painter.restore()

    def _ground(self, painter: QPainter, wide: int, state: QStyle.StateFlag) -> None:
        theme = self.theme
        if state & QStyle.StateFlag.State_Selected:
            tint = theme.tint("accent") if theme.name != "contrast" else theme.colour("raised")
            painter.fillRect(0, 0, wide, HEIGHT - 1, tint)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(0, 0, wide, HEIGHT - 1, mixed(theme.colour("surface"), theme.colour("bg"), 0.7))
        if state & QStyle.StateFlag.State_HasFocus:
            frame(painter, QRectF(1, 0, wide - 2, HEIGHT - 1), None, theme.colour("accent"), radius=4, width=2)


def paint_row(painter: QPainter, row: Row, right: int, theme: Theme, *, is_hovered: bool = False) -> None:
    """Left: icon or position; middle: title with marks, detail; two short texts that end at ``right``."""
    muted = theme.colour("muted")
    if is_hovered and row.first is not None:
        draw_icon(painter, row.first.icon or "handset", SIDE + 1, HEIGHT / 2, ICON, theme.colour("accent"))
    elif row.lead:
        write(painter, row.lead, SIDE + 10, HEIGHT / 2, BODY, theme.colour(row.token), weight=600, align="centre")
    else:
        draw_icon(painter, row.icon, SIDE + 1, HEIGHT / 2, ICON, theme.colour(row.token))
    top = write(painter, row.top, right, FIRST, BODY, theme.colour(row.top_token), align="right")
    bottom = write(painter, row.bottom, right, SECOND, HINT, theme.colour(row.bottom_token),
                   width=(right - TEXT_AT) * 0.55, align="right")  # fmt: skip
    marks = [mark for mark in row.marks if mark.icon or mark.text]
    room = right - TEXT_AT - top - 12 - sum(_mark_width(mark) for mark in marks)
    x = TEXT_AT + write(painter, row.title, TEXT_AT, FIRST, BODY, theme.colour("text"), weight=600, width=room)
    for mark in marks:
        x += _paint_mark(painter, mark, x, theme)
    if row.note:
        draw_icon(painter, "clipboard", x + 6, FIRST, MARK, muted)
    room = right - TEXT_AT - bottom - 12
    detail = fitting(row.detail, room)
    write(painter, detail, TEXT_AT, SECOND, HINT, theme.colour(row.detail_token), width=room)


def fitting(detail: str, room: float, pixels: int = HINT, least: int = WORD) -> str:
    """Without its last parts, if less than ``least`` pixels of them could be seen."""
    while SEPARATOR in detail and paint_text.advance(detail, pixels, 400) > room:
        before = detail.rpartition(SEPARATOR)[0]
        if paint_text.advance(before + SEPARATOR, pixels, 400) + least <= room:
            break
        detail = before
    return detail


def _mark_width(mark: Words) -> float:
    return 6 + (MARK if mark.icon else 0) + (paint_text.advance(mark.text, HINT, 600) + 3 if not mark.icon else 0)


def _paint_mark(painter: QPainter, mark: Words, x: float, theme: Theme) -> float:
    colour = theme.colour(mark.token)
    if mark.icon:
        draw_icon(painter, mark.icon, x + 6, FIRST, MARK, colour)
    else:
        write(painter, mark.text, x + 6, FIRST, HINT, colour, weight=600)
    return _mark_width(mark)
