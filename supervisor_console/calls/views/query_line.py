"""The query as one line of text: values stand out, a mistake is underlined, Enter searches."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QWidget

from shared.domain.search.reading import is_bounded
from shared.domain.search.scanning import Piece, QueryMisread, pieces
from shared.qt.fonts import font
from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, frame, write
from supervisor_console.calls.screen import Mistake
from supervisor_console.views.sizes import BODY, CAPTION, ICON, PADDING

HEIGHT = 36
_CAP = 20


class QueryLine(QWidget):
    """``submitted(text)``: Enter; ``edited(text)``: somebody typed; ``left``: arrow down. 36 high."""

    submitted = Signal(str)
    edited = Signal(str)
    left = Signal()

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground, self._cap = ground, ""
        self._is_rendering = False
        self.setFixedHeight(HEIGHT)
        self.edit = _Edit(self)
        self.setFocusProxy(self.edit)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(PADDING + ICON + 4, 0, PADDING, 0)
        self._row.addWidget(self.edit)
        self._marker = _Marker(self.edit, ground)
        self.edit.textChanged.connect(self._typed)
        ground.theme_changed.connect(self._dress)
        self._dress()

    def say(self, text: str, hint: str, cap: str, mistake: Mistake | None) -> None:
        """This text, unless it is being typed; ``cap``: the key that searches."""
        self._cap = cap
        self._row.setContentsMargins(PADDING + ICON + 4, 0, PADDING + 8 * len(cap) + 24, 0)
        self.edit.setAccessibleName(hint)
        self.edit.setPlaceholderText(hint)
        self.edit.setAccessibleDescription(mistake.text if mistake else "")
        if text != self.text():
            self._is_rendering = True
            self.edit.setPlainText(text)
            cursor = self.edit.textCursor()
            cursor.movePosition(cursor.MoveOperation.End)
            self.edit.setTextCursor(cursor)
            self._is_rendering = False
        if mistake != self._marker.mistake:
            self._marker.mistake = mistake
            self._is_rendering = True
            self._marker.rehighlight()
            self._is_rendering = False
        self.update()

    def text(self) -> str:
        """What stands there."""
        return self.edit.toPlainText()

    def _typed(self) -> None:
        if not self._is_rendering:
            self._marker.mistake = None
            self.edited.emit(self.text())

    def _dress(self) -> None:
        self._is_rendering = True
        self._marker.rehighlight()
        self._is_rendering = False
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The box, the glass, the key that searches."""
        painter, theme, middle = QPainter(self), self._ground.theme, self.height() / 2
        has_focus, is_wrong = self.edit.hasFocus(), self._marker.mistake is not None
        border = theme.colour("bad" if is_wrong else "accent" if has_focus else "line")
        frame(painter, QRectF(self.rect()), theme.colour("surface"), border, width=2 if has_focus else 1)
        draw_icon(painter, "search", PADDING, middle, ICON, theme.colour("muted"))
        if self._cap:
            wide = 8.0 * len(self._cap) + 8
            box = QRectF(self.width() - PADDING - wide, middle - _CAP / 2, wide, _CAP)
            frame(painter, box, theme.colour("surface"), theme.colour("line"), radius=4)
            write(painter, self._cap, box.center().x(), middle, CAPTION, theme.colour("muted"), align="centre")
        painter.end()


class _Edit(QPlainTextEdit):
    """One line, whatever is pasted; Tab goes on to the next control."""

    def __init__(self, line: QueryLine) -> None:
        super().__init__()
        self._line = line
        self.setFont(font(BODY))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet(
            "QPlainTextEdit, QPlainTextEdit:focus { border: none; background: transparent; padding: 0; min-height: 0; }"
        )
        self.document().setDocumentMargin(4)
        self.setFixedHeight(26)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter searches."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._line.submitted.emit(self.toPlainText())
        elif event.key() == Qt.Key.Key_Down:
            self._line.left.emit()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        """On one line."""
        self.insertPlainText(" ".join(source.text().split()))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The box is drawn around."""
        super().focusInEvent(event)
        self._line.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The box is drawn around."""
        super().focusOutEvent(event)
        self._line.update()


class _Marker(QSyntaxHighlighter):
    """Values strong, a mistake underlined."""

    def __init__(self, edit: QPlainTextEdit, ground: Ground) -> None:
        super().__init__(edit.document())
        self._ground = ground
        self.mistake: Mistake | None = None

    def highlightBlock(self, text: str) -> None:  # noqa: N802 - Qt's name
        """One line is all there is."""
        strong = QTextCharFormat()
        strong.setFontWeight(QFont.Weight.DemiBold)
        for piece in _pieces(text):
            for value in piece.values if piece.key else ():
                self._mark(text, value.start, value.end, strong)
        if self.mistake is not None:
            wrong = QTextCharFormat()
            wrong.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            wrong.setUnderlineColor(QColor(self._ground.theme.colour("bad")))
            wrong.setForeground(self._ground.theme.colour("bad"))
            self._mark(text, self.mistake.start, max(self.mistake.end, self.mistake.start + 1), wrong)

    def _mark(self, text: str, start: int, end: int, form: QTextCharFormat) -> None:
        """Qt counts in halves of characters beyond the first plane."""
        first = _units(text[:start])
        self.setFormat(first, _units(text[:end]) - first, form)


def _pieces(text: str) -> list[Piece]:
    try:
        return pieces(text, is_bounded)
    except QueryMisread:
        return []


def _units(text: str) -> int:
    return len(text) + sum(one > "\uffff" for one in text)
